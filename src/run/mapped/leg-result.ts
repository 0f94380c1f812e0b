import type { Step, Strategy } from '../../manifest/manifest.ts'
import { counted } from '../../text/quantities.ts'
import type { FailureRecord, LegCounts, LegName } from '../event.ts'
import type { StepFinished } from '../run-request.ts'

/** How a mapped step ended, but for what its legs made. */
type End = Pick<StepFinished, 'result' | 'tolerated' | 'reason' | 'failure'>

/** How many of so many legs may fail. */
export function allowedFailures({ maxFailures }: Strategy, total: number): number {
  return 'count' in maxFailures ? maxFailures.count : Math.floor(maxFailures.share * total + 1e-9)
}

export const noLegs: LegCounts = { total: 0, success: 0, failure: 0, cancelled: 0, skipped: 0 }

/** What is told of a step whose list is empty. */
export const emptyList = 'its list of legs is empty'

/**
 * How a mapped step ended, from how its legs did: as many failures as may be are tolerated and told; one more is the
 * step's own. `why` says what the first failed of, `stopped` why legs were cancelled. `all`: so many legs the step has,
 * where the counts are those of one job only; how many of them may fail goes by all.
 */
export function endOfLegs(
  step: Step,
  counts: LegCounts,
  told: {
    readonly failedLegs: readonly LegName[]
    readonly why: readonly string[]
    readonly stopped?: string | undefined
    readonly all?: number
  },
): End {
  const { total, failure, cancelled, skipped } = counts
  if (total === 0) return { result: 'skipped', reason: emptyList }
  const allowed = step.strategy === undefined ? 0 : allowedFailures(step.strategy, told.all ?? total)
  if (failure > allowed) {
    const tolerated = step.continueOnError ? { tolerated: true } : {}
    return { result: 'failure', ...tolerated, failure: legsFailed(counts, allowed, told) }
  }
  if (cancelled > 0) return { result: 'cancelled', reason: told.stopped ?? 'the run was cancelled' }
  if (failure > 0) return { result: 'failure', tolerated: true, failure: legsFailed(counts, allowed, told) }
  if (skipped === total) return { result: 'skipped', reason: 'none of its legs ran' }
  return { result: 'success' }
}

function legsFailed(
  { total, failure }: LegCounts,
  allowed: number,
  { failedLegs, why }: { readonly failedLegs: readonly LegName[]; readonly why: readonly string[] },
): FailureRecord {
  const [first] = failedLegs
  const which =
    first === undefined ? '' : `: ${legLabel(first)}${failure > 1 ? ` and ${failure - 1} more` : ''}`
  const bound = allowed === 0 ? '' : `; ${allowed} may`
  return {
    code: 'legs/failed',
    message: `${failure} of ${counted(total, 'leg')} failed${bound}${which}`,
    causes: [...why],
    retryable: false,
  }
}

const maxLabelChars = 120

/** A leg as people see it: its values, or its number when it has none. */
export function legLabel({ leg, values }: LegName): string {
  const said = Object.entries(values).map(([name, value]) => `${name}: ${valueText(value)}`)
  const text = said.length === 0 ? `leg ${leg}` : said.join(', ')
  return text.length <= maxLabelChars ? text : `${text.slice(0, maxLabelChars).toWellFormed()}…`
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
