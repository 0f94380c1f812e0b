import type { Path } from '../diagnostic/diagnostic.ts'

/** What the author most likely meant by a value of another type, as an imperative; `undefined` when that is anyone's guess. */
export function remedyForType(path: Path, wanted: string, value: unknown): string | undefined {
  const key = String(path.at(-1))
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
