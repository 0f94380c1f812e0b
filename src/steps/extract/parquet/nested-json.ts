import type { SchemaTree } from 'hyparquet'
import { fieldKind } from '../../../dataset/batch.ts'
import { ByteOut } from '../../../dataset/file-format/byte-out.ts'
import { type Leaf, leafOf } from './leaf.ts'

/** Turns the values of one nested column into JSON, numbers with all their digits. */
export type ToJson = (value: unknown) => string

/** By what the schema says of it: a list, a map, an object or a plain value. */
export function jsonOf(tree: SchemaTree): ToJson {
  const one = jsonOfOne(tree)
  if (tree.element.repetition_type !== 'REPEATED') return one
  return (value) => listJson(value, one)
}

function jsonOfOne(tree: SchemaTree): ToJson {
  const { children, element } = tree
  const [inner] = children
  if (element.logical_type?.type === 'VARIANT') return variantJson
  if (inner === undefined) return leafJson(leafOf(element))
  if (element.converted_type === 'LIST' && children.length === 1) {
    const items = inner.children.length === 1 ? inner.children[0] : undefined
    const one = items === undefined ? jsonOfOne(inner) : jsonOf(items)
    return (value) => listJson(value, one)
  }
  if (element.converted_type === 'MAP' && inner.children.length === 2) return mapJson(inner)
  const fields = children.map((child) => [child.element.name, jsonOf(child)] as const)
  return (value) => {
    if (value === null || value === undefined) return 'null'
    const entries = fields.map(([name, toJson]) => `${JSON.stringify(name)}:${toJson(fieldOf(value, name))}`)
    return `{${entries.join(',')}}`
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`"${name}" is asked of what is no object`)
  return Reflect.get(value, name)
}

function listJson(value: unknown, one: ToJson): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value !== 'object') throw new TypeError('a value is no list')
  return `[${elementsOf(value)
    .map((each) => one(each))
    .join(',')}]`
}

/** A list, also one of numbers of a fixed size. */
function elementsOf(value: object): unknown[] {
  if (Array.isArray(value)) return value
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return [...value]
  if (value instanceof Int32Array || value instanceof Float64Array || value instanceof Float32Array)
    return [...value]
  throw new TypeError('a value is no list')
}

function mapJson(pair: SchemaTree): ToJson {
  const item = pair.children.find(({ element }) => element.name === 'value') ?? pair.children[1]
  const toJson = item === undefined ? String : jsonOf(item)
  return (value) => {
    if (value === null || value === undefined) return 'null'
    if (typeof value !== 'object') throw new TypeError('a value is no map')
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}:${toJson(each)}`)
      .join(',')}}`
  }
}

function leafJson(leaf: Leaf): ToJson {
  const out = new ByteOut(64)
  const isText = leaf.kind === fieldKind.string
  return (value) => {
    if (value === null || value === undefined) return 'null'
    out.at = 0
    leaf.put(out, value)
    const text = out.bytes.toString('utf8', 0, out.at)
    // JSON has no word for NaN and the infinities.
    return isText || (leaf.kind === fieldKind.number && !/\d/u.test(text)) ? JSON.stringify(text) : text
  }
}

/** A variant tells its types itself. */
function variantJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(variantJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('hex'))
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${variantJson(each)}`)
  return `{${entries.join(',')}}`
}
