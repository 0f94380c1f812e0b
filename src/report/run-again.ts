import type { Plan } from '../plan/plan.ts'

/**
 * The command line that makes the same run on a laptop, quoted for a POSIX shell. It names the date of a run that is for
 * one of its own: tomorrow the same line is still for that date.
 */
export function runAgain({
  file,
  inputs,
  run,
}: Pick<Plan, 'file' | 'inputs'> & { readonly run?: Plan['run'] }): string {
  const options = Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`])
  const date =
    run !== undefined && (run.trigger === 'schedule' || run.dated === true) ? ['--date', run.date] : []
  return ['millrace', 'run', file, ...date, ...options].map(shellWord).join(' ')
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
