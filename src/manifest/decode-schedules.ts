import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { holdsExpression } from '../text/holds-expression.ts'
import { fittedValues, inputMistake, lackingInputs, unknownInput, valueMistakes } from './input-mistake.ts'
import type { Manifest, Schedule } from './manifest.ts'
import type { AuthoredHead } from './schema.ts'

type AuthoredSchedule = NonNullable<NonNullable<AuthoredHead['on']>['schedule']>[number]

/** The schedules, with the inputs that each gives its runs as the inputs' types have them. */
export function decodeSchedules(
  file: string,
  authored: readonly AuthoredSchedule[],
  inputs: Manifest['inputs'],
  found: Diagnostic[],
): readonly Schedule[] {
  return authored.map((schedule, index) => {
    found.push(...withMistakes(file, schedule, index, inputs), ...lacking(file, schedule, index, inputs))
    return {
      cron: schedule.cron,
      timezone: schedule.timezone ?? 'UTC',
      catchUp: schedule['catch-up'] ?? 'latest',
      with: fittedValues(inputs, schedule.with ?? {}),
    }
  })
}

function withMistakes(
  file: string,
  schedule: AuthoredSchedule,
  index: number,
  inputs: Manifest['inputs'],
): Diagnostic[] {
  return Object.entries(schedule.with ?? {}).flatMap(([name, value]) => {
    const at = { file, path: ['on', 'schedule', index, 'with', name] }
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    if (input === undefined) return [unknownInput(at, name, inputs)]
    // An expression is told where expressions are judged: there is nothing yet that one could name.
    return holdsExpression(value) ? [] : valueMistakes(at, `input "${name}"`, input, value)
  })
}

function lacking(
  file: string,
  schedule: AuthoredSchedule,
  index: number,
  inputs: Manifest['inputs'],
): Diagnostic[] {
  return lackingInputs(inputs, schedule.with ?? {}).map((name) =>
    inputMistake(
      { file, path: ['on', 'schedule', index, 'cron'] },
      `the runs of this schedule lack input "${name}", which is required`,
      `add \`with: { ${name}: … }\` to the schedule, or give the input a default`,
    ),
  )
}
