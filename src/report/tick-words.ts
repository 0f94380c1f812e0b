import type { Plan } from '../plan/plan.ts'
import { code, escapeMarkdown } from '../text/markdown.ts'
import { counted } from '../text/quantities.ts'

type Span = NonNullable<NonNullable<Plan['ticks']>['remaining']>

/** What of a schedule's ticks a reader should know, as Markdown: those that were let go, and those still to come. */
export function tickWords({ ticks }: Pick<Plan, 'ticks'>): string[] {
  const { tick, remaining, idle } = ticks ?? {}
  if (idle !== undefined) return [`Nothing is to run: ${escapeMarkdown(idle)}.`]
  const passed = tick?.passed
  return [
    ...(tick === undefined || passed === undefined
      ? []
      : [`${spanText({ cron: tick.cron, ...passed })} had no run, and ${areOrIs(passed.count)} let go.`]),
    ...(remaining === undefined
      ? []
      : [`${spanText(remaining)} ${areOrIs(remaining.count)} due beside it, each for a run of its own.`]),
  ]
}

function areOrIs(count: number): string {
  return count === 1 ? 'is' : 'are'
}

function spanText({ cron, count, first, last }: Span): string {
  const when = first === last ? first : `${first} to ${last}`
  return `${counted(count, 'tick')} of ${code(cron)} (${when})`
}
