import type { Contexts } from '../expression/contexts.ts'
import type { Legs } from '../matrix/open-legs.ts'
import type { StepPlan } from '../plan/plan.ts'
import { counted } from '../text/quantities.ts'

type Forecast = NonNullable<StepPlan['cache']>

/** More legs are not looked up before the run: on GitHub each look-up is a request. */
const mostLegs = 256

/** What would become of a mapped step with `cache`: each leg has an entry of its own. */
export async function forecastLegs(
  legs: Legs,
  forecast: (values: Contexts['matrix']) => Promise<Forecast>,
): Promise<Forecast> {
  const { count } = legs
  if (count > mostLegs)
    return { decision: 'deferred', reason: `${counted(count, 'leg')} are too many to look up before the run` }
  const reasons = new Map<string, number>()
  let reused = 0
  for (let number = 0; number < count; number += 1) {
    const { decision, reason } = await forecast(legs.at(number))
    if (decision === 'deferred') return { decision, reason }
    if (decision === 'reuse') reused += 1
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  if (reused === count) return { decision: 'reuse', reason: `nothing changed for ${counted(count, 'leg')}` }
  const [first = '', ...others] = reasons.keys()
  const why = others.length === 0 ? first : `${first}, and ${counted(others.length, 'other reason')}`
  return { decision: 'run', reason: `${why}; ${reused} of ${counted(count, 'leg')} are in the cache` }
}
