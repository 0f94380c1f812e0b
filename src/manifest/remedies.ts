import type { Path } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import { severities } from '../steps/checks/check.ts'

/** What the author most likely meant by a value of another type, as an imperative; `undefined` when that is anyone's guess. */
export function remedyForType(path: Path, wanted: string, value: unknown): string | undefined {
  const key = String(path.at(-1))
  const besideRule = remedyForRule(path, value)
  if (besideRule !== undefined) return besideRule
  if (typeof value === 'number' && wanted.startsWith('a duration'))
    return `write its unit: ${value}${key === 'max-age' ? 'h' : 's'}`
  if (typeof value === 'number' && key === 'retry') return `write \`{ max-attempts: ${value} }\``
  if (typeof value === 'string' && wanted.startsWith('true or false')) return switchFor(value)
  if (isScalar(value) && wanted.startsWith('a list')) return `write a list: [${value}]`
  if (typeof value === 'string' && /^a (whole )?number/.test(wanted) && isNumeric(value))
    return `write it without quotes: ${value}`
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted === 'text')
    return `write it in quotes: "${value}"`
  return undefined
}

const besideRules: Readonly<Record<string, readonly unknown[]>> = {
  severity: severities,
  of: ['staged', 'result'],
}

/** `severity` and `of` stand beside the rule of a check: what to do where they stand in it, as a key or for a column. */
export function remedyForRule(path: Path, value: unknown): string | undefined {
  const at = path.lastIndexOf('checks')
  const [index, rule, ...inside] = path.slice(at + 1)
  if (at < 0 || typeof index !== 'number' || rule === undefined) return undefined
  if (inside.length === 0) {
    const key = keysOf(value).find(isBesideRule)
    return key === undefined ? undefined : remedyBeside(rule, key, valueAt(value, [key]))
  }
  const last = inside.at(-1)
  if (last === 'quarantine' && inside.at(-2) === 'severity') return remedyBeside(rule, 'severity', {})
  return last === undefined || !isBesideRule(last) ? undefined : remedyBeside(rule, last, value)
}

/** A column may be called so, too: then its value is no word of theirs. */
function remedyBeside(rule: string | number, key: string, value: unknown): string | undefined {
  const isWord = besideRules[key]?.includes(value) === true
  if (!isWord && (typeof value !== 'object' || value === null)) return undefined
  return `write \`${isWord ? `${key}: ${String(value)}` : key}\` beside \`${rule}\`, not inside it`
}

function isBesideRule(key: string | number): key is string {
  return Object.hasOwn(besideRules, key)
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

/** YAML 1.1 had these words, YAML 1.2 and GitHub take them for texts. */
function switchFor(word: string): string | undefined {
  if (/^(y|yes|on|true)$/i.test(word)) return 'write true'
  return /^(n|no|off|false)$/i.test(word) ? 'write false' : undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string'
    ? !value.includes('${{')
    : typeof value === 'number' || typeof value === 'boolean'
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}
