import { valueAt } from '../diagnostic/value-at.ts'
import { inputText } from '../manifest/input-text.ts'
import type { InputType, InputValue } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * The command line that makes the same run on a laptop, quoted for a POSIX shell. It names the window or the date of a run
 * that is for one of its own: tomorrow the same line is still for that.
 */
export function runAgain({
  file,
  inputs,
  run,
  manifest,
  select,
}: Pick<Plan, 'file' | 'inputs'> & Partial<Pick<Plan, 'run' | 'manifest' | 'select'>>): string {
  const options = Object.entries(inputs).flatMap(([name, value]) => [
    '--input',
    `${name}=${textOf(name, value, manifest)}`,
  ])
  const only = select === undefined ? [] : ['--select', select]
  return ['millrace', 'run', file, ...timeOf(run), ...options, ...only].map(shellWord).join(' ')
}

function timeOf(run: Plan['run'] | undefined): string[] {
  if (run?.window !== undefined) {
    const { from, to, again } = run.window
    return ['--window', `${from}..${to}`, ...(again === true ? ['--force'] : [])]
  }
  return run !== undefined && (run.trigger === 'schedule' || run.dated === true) ? ['--date', run.date] : []
}

/** Only a `json` input's text is not told from its value: a text that it holds stands in quotes there. */
function textOf(name: string, value: InputValue, manifest: unknown): string {
  const type: InputType | undefined = isJson(manifest, name) ? 'json' : undefined
  return inputText(type, value)
}

function isJson(manifest: unknown, name: string): boolean {
  const declared = valueAt(manifest, ['inputs', name])
  return declared === 'json' || valueAt(declared, ['type']) === 'json'
}

/** A word that a shell takes as it is; line ends, which no terminal pastes well, as `$'\n'`. */
function shellWord(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word
  // oxlint-disable-next-line no-control-regex -- exactly those need the other quotes
  if (!/[\x00-\x1F\x7F]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`
  const escaped = word.replaceAll(/[\\']/g, String.raw`\$&`)
  // oxlint-disable-next-line no-control-regex
  return `$'${escaped.replaceAll(/[\x00-\x1F\x7F]/g, byteEscape)}'`
}

function byteEscape(character: string): string {
  return character === '\n' ? String.raw`\n` : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
