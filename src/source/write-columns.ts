import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'

/** A column as it stands in a manifest. */
export interface WrittenColumn {
  readonly name: string
  /** E.g. `integer`, `decimal(15,2)`. */
  readonly type: string
  /** How it is written, e.g. `{ format: 'DD.MM.YYYY' }`; its keys stand beside the type. */
  readonly format?: Readonly<Record<string, unknown>>
}

export interface ColumnChange {
  readonly name: string
  readonly was?: string
  readonly is?: string
}

/** The manifest with the columns, and what that changed; or why it cannot be written. */
export type Written =
  | { readonly text: string; readonly changes: readonly ColumnChange[] }
  | { readonly fault: string }

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Puts columns under `extract` of a step. All else stays as it is written, comments too; of columns that are there, one
 * written out with its format stays, and so does a `not null`. The same columns again change nothing.
 */
export function writeColumns(text: string, step: string, columns: readonly WrittenColumn[]): Written {
  const document = parseDocument(text, { keepSourceTokens: true })
  const extract = document.getIn(['steps', step, 'extract'], true)
  if (!isMap(extract)) return { fault: `\`extract\` of "${step}" is not written out there` }
  const pair = extract.items.find(({ key }) => isScalar(key) && key.value === 'columns')
  if (pair === undefined) {
    const added = columns.map((column) => ({ name: column.name, is: wholeType(column) }))
    return { text: applied(text, [insertion(text, extract, columns)]), changes: added }
  }
  if (!isMap(pair.value)) return { fault: `\`columns\` of "${step}" is not written out there` }
  return rewritten(text, pair.value, columns)
}

function rewritten(text: string, map: YAMLMap, columns: readonly WrittenColumn[]): Written {
  const wanted = new Map(columns.map((column) => [column.name, column]))
  const changes: ColumnChange[] = []
  const lines: { readonly name: string; readonly text: string }[] = []
  const edits: Edit[] = []
  for (const pair of map.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : ''
    const column = wanted.get(name)
    wanted.delete(name)
    const was = isScalar(pair.value) ? String(pair.value.value) : undefined
    if (column === undefined) {
      changes.push({ name, was: was ?? 'a column with a format' })
      edits.push(lineOf(text, pair))
      continue
    }
    const is = was === undefined ? undefined : withNotNull(column, was)
    if (was === undefined || is === undefined || same(was, is)) {
      lines.push({ name, text: sourceOf(text, pair) })
      continue
    }
    changes.push({ name, was, is })
    lines.push({ name, text: written(name, is, map.flow === true) })
    edits.push({ ...rangeOf(pair.value), text: valueText(is, map.flow === true) })
  }
  for (const [name, column] of wanted) {
    changes.push({ name, is: wholeType(column) })
    lines.push({ name, text: written(name, wholeType(column), map.flow === true) })
  }
  if (changes.length === 0) return { text, changes }
  if (map.flow === true)
    return {
      text: applied(text, [{ ...rangeOf(map), text: `{ ${lines.map((line) => line.text).join(', ')} }` }]),
      changes,
    }
  const last = map.items.at(-1)
  const added = [...wanted].map(([name, column]) => written(name, wholeType(column), false))
  if (added.length > 0 && last !== undefined)
    edits.push(
      below(
        text,
        last,
        added.map((line) => indentOf(text, last) + line),
      ),
    )
  return { text: applied(text, edits), changes }
}

/** A new `columns:` behind the last key of `extract`. */
function insertion(text: string, extract: YAMLMap, columns: readonly WrittenColumn[]): Edit {
  const last = extract.items.at(-1)
  const flow = `columns: { ${columns.map((column) => written(column.name, wholeType(column), true)).join(', ')} }`
  if (last === undefined) return { ...rangeOf(extract), text: `{ ${flow} }` }
  if (extract.flow === true) {
    const { to } = rangeOf(last.value ?? last.key)
    return { from: to, to, text: `, ${flow}` }
  }
  const indent = indentOf(text, last)
  const step = '  '
  return below(text, last, [
    `${indent}columns:`,
    ...columns.map((column) => `${indent}${step}${written(column.name, wholeType(column), false)}`),
  ])
}

/** New lines behind the one on which a pair ends. */
function below(text: string, pair: Pair, lines: readonly string[]): Edit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const { to } = rangeOf(pair.value ?? pair.key)
  const isLineStart = text[to - 1] === '\n'
  const end = isLineStart ? to : text.indexOf('\n', to)
  const at = end < 0 ? text.length : isLineStart ? end : end + 1
  const before = end < 0 ? eol : ''
  return { from: at, to: at, text: before + lines.map((line) => line + eol).join('') }
}

/** The lines of a pair, with what stands behind it. */
function lineOf(text: string, pair: Pair): Edit {
  const { from } = rangeOf(pair.key)
  const { to } = rangeOf(pair.value ?? pair.key)
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = text[to - 1] === '\n' ? to - 1 : text.indexOf('\n', to)
  return { from: start, to: end < 0 ? text.length : end + 1, text: '' }
}

function indentOf(text: string, pair: Pair): string {
  const { from } = rangeOf(pair.key)
  const start = text.lastIndexOf('\n', from - 1) + 1
  return ' '.repeat(from - start)
}

function sourceOf(text: string, pair: Pair): string {
  return text.slice(rangeOf(pair.key).from, rangeOf(pair.value ?? pair.key).to)
}

function rangeOf(node: unknown): { readonly from: number; readonly to: number } {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  const [from, to]: readonly unknown[] = Array.isArray(range) ? range : []
  return { from: typeof from === 'number' ? from : 0, to: typeof to === 'number' ? to : 0 }
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((made, { from, to, text: put }) => made.slice(0, from) + put + made.slice(to), text)
}

function written(name: string, type: string, inFlow: boolean): string {
  return `${nameText(name)}: ${valueText(type, inFlow)}`
}

/** What YAML reads as something else than a text stands in quotes. */
function nameText(name: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)
  return isPlain ? name : JSON.stringify(name)
}

function valueText(type: string, inFlow: boolean): string {
  return inFlow && type.includes(',') && !type.startsWith('{') ? JSON.stringify(type) : type
}

/** The type, or a map of it and of how the column is written. */
function wholeType({ type, format }: WrittenColumn): string {
  if (format === undefined) return type
  const entries = Object.entries({ type, ...format }).map(([key, value]) => `${key}: ${plainOrQuoted(value)}`)
  return `{ ${entries.join(', ')} }`
}

function plainOrQuoted(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z][\w./ -]*\w$/.test(value) ? value : JSON.stringify(value)
}

/** What a value says of nulls is its author's. */
function withNotNull({ type, ...column }: WrittenColumn, was: string): string {
  return wholeType({ ...column, type: /\bnot\s+null$/i.test(was.trim()) ? `${type} not null` : type })
}

function same(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\s*([(),])\s*/g, '$1')
      .trim()
  return plain(one) === plain(other)
}
