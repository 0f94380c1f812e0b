import type { KnownLoads } from '../app/begin-run.ts'
import type { LostLoad, UnaskedLoads } from '../run/resume/lost-loads.ts'
import { counted } from '../text/quantities.ts'
import { neutralize } from '../text/runner-command.ts'

const mostNames = 10

/** What a run that is gone on with tells of the loads that were done: a line for each table, or database, of note. */
export function lostLines(
  { lost, again, unasked }: KnownLoads,
  mask: (text: string) => string,
): readonly string[] {
  const lines = [
    ...[...lost].map(([id, load]) => (again.has(id) ? runAgain(id, load) : leftSo(id, load))),
    ...unasked.map(notAsked),
  ]
  return lines.map((line) => neutralize(mask(line).replaceAll(/\s*\n\s*/gu, ' ')))
}

function runAgain(id: string, load: LostLoad): string {
  return `${id} is run again${legsOf(load)}: the table that it had loaded is not there any more`
}

function leftSo(id: string, load: LostLoad): string {
  return `${id} is not run again${legsOf(load)}, though the table that it had loaded is not there any more: all that needs it is done`
}

function notAsked({ loads, failure }: UnaskedLoads): string {
  const names = [...loads].slice(0, mostNames).join(', ')
  const more = loads.size > mostNames ? ` and ${loads.size - mostNames} more` : ''
  return `whether what was loaded by ${names}${more} is still there could not be asked; it is not run again: ${failure.message}`
}

function legsOf({ legs }: LostLoad): string {
  return legs === undefined ? '' : ` (${counted(legs.size, 'leg')})`
}
