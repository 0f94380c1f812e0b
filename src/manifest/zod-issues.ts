import type * as z from 'zod'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import { nearest } from '../text/nearest.ts'
import { remedyForRule, remedyForType } from './remedies.ts'

type Issue = z.core.$ZodIssue

/** A longer text is cut where a message quotes it. */
const mostQuoted = 60

/**
 * zod's issues as diagnostics that quote the author's token; `root` is where the decoded value stands. Of values
 * of a run, which are not written in a manifest, nothing is cut: a secret in them must be masked first.
 */
export function zodDiagnostics(
  file: string,
  root: Path,
  authored: unknown,
  issues: readonly Issue[],
  { inManifest = true } = {},
): Diagnostic[] {
  return issues.flatMap((issue) => explain(issue, [], { file, root, authored, inManifest }))
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key)
}

interface Around {
  readonly file: string
  readonly root: Path
  readonly authored: unknown
  /** Else they are values of a run. */
  readonly inManifest: boolean
}

function explain(issue: Issue, prefix: Path, around: Around): Diagnostic[] {
  const path = [...prefix, ...issue.path.map(pathKey)]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, path, issue.message, around))
  if (issue.code === 'invalid_union') return explainUnion(issue, path, around)
  if (issue.code === 'invalid_key') return []
  const value = valueAt(around.authored, path)
  if (value === undefined && issue.code === 'invalid_type') return [missingKey(path, around)]
  return [wrong(path, expectation(issue), value, around)]
}

/** Of a union only the branch that the author meant speaks: the one whose own type fits. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  around: Around,
): Diagnostic[] {
  const value = valueAt(around.authored, path)
  if (value === undefined) return [missingKey(path, around)]
  const meant = issue.errors.find(
    (errors) => !errors.some((error) => error.path.length === 0 && isTypeError(error, value)),
  )
  if (meant !== undefined && meant.length > 0) return meant.flatMap((each) => explain(each, path, around))
  const wanted = issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation))
  return [wrong(path, wanted.length === 0 ? 'something else' : alternatives(wanted), value, around)]
}

function isTypeError(issue: Issue, value: unknown): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof value === 'object')
}

function unknownKey(key: string, path: Path, known: string, around: Around): Diagnostic {
  const keys = known.split(' ')
  const near = nearest(key, keys)
  const owner = nameOf([...around.root, ...path])
  return {
    code: 'manifest/unknown-key',
    severity: 'error',
    message: `unknown key "${key}" in ${owner}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    at: { file: around.file, path: [...around.root, ...path, key], part: 'key' },
    help: remedyOf(key, [...path, key], { near, keys, value: valueAt(around.authored, [...path, key]) }),
  }
}

/** In `{ sql: select a, b from t }` YAML takes `b from t` for a key without a value. */
function remedyOf(
  key: string,
  path: Path,
  { near, keys, value }: { near: string | undefined; keys: readonly string[]; value: unknown },
): string {
  const besideRule = remedyForRule(path, value)
  if (besideRule !== undefined) return besideRule
  if (near !== undefined) return `rename it to "${near}"`
  if (value === null && /\W/.test(key))
    return 'put the text before it in quotes: a comma in { } begins the next key'
  return `use one of ${keys.join(', ')}`
}

function missingKey(path: Path, around: Around): Diagnostic {
  const whole = [...around.root, ...path]
  const key = String(whole.at(-1))
  return {
    code: 'manifest/missing-key',
    severity: 'error',
    message: `${nameOf(whole.slice(0, -1))} must have \`${key}\``,
    at: { file: around.file, path: whole.slice(0, -1), part: 'key' },
    help: `add \`${key}:\``,
  }
}

function wrong(path: Path, wanted: string, value: unknown, around: Around): Diagnostic {
  const whole = [...around.root, ...path]
  const help = around.inManifest ? remedyForType(path, wanted, value) : undefined
  return {
    code: 'manifest/wrong-type',
    severity: 'error',
    message: wanted.startsWith('"')
      ? wanted
      : `${nameOf(whole)} must be ${wanted}, but is ${describe(value, around.inManifest ? mostQuoted : Number.POSITIVE_INFINITY)}`,
    at: { file: around.file, path: whole, part: 'value' },
    ...(help === undefined ? {} : { help }),
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.message.startsWith('must be ')) return issue.message.slice(8)
  if (issue.code === 'invalid_type') return typeWords[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return alternatives(issue.values.map(String))
  if (issue.code === 'too_big') return `at most ${issue.maximum}`
  if (issue.code !== 'too_small') return issue.message.replace(/^must be /, '')
  if (issue.origin === 'string' || issue.origin === 'array') return 'not empty'
  return `${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`
}

function alternatives(words: readonly string[]): string {
  const unique = [...new Set(words)]
  return unique.length < 2 ? (unique[0] ?? '') : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1)}`
}

/** `the manifest`, `step "orders"`, or the key that leads there. */
function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the manifest'
  if (path.length === 2 && path[0] === 'steps') return `step "${last}"`
  return typeof last === 'number' ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}` : `\`${last}\``
}

function describe(value: unknown, most: number): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'string')
    return JSON.stringify(value.length > most ? `${value.slice(0, most - 3)}…` : value)
  return JSON.stringify(value)
}
