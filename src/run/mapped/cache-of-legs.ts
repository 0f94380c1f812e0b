import type { StepFinished } from '../run-request.ts'

type Told = NonNullable<StepFinished['cache']>

/** So many reasons are told apart; the others are counted together. */
const mostReasons = 8
const otherReasons = 'other reasons'

/** Of the legs of a step with `cache`: how many came from it, and why the others ran. */
export class CacheOfLegs {
  #reused = 0
  readonly #ran = new Map<string, number>()

  /** Takes in the end of a leg, or what one job says of its legs. */
  add({ cache, legs }: Pick<StepFinished, 'cache' | 'legs'>): void {
    if (cache === undefined) return
    this.#reused += legs?.cached ?? (cache.decision === 'reused' ? 1 : 0)
    const ran = cache.ran ?? (cache.decision === 'ran' ? { [cache.reason]: 1 } : {})
    for (const [reason, legsOf] of Object.entries(ran)) {
      const key = this.#ran.has(reason) || this.#ran.size < mostReasons ? reason : otherReasons
      this.#ran.set(key, (this.#ran.get(key) ?? 0) + legsOf)
    }
  }

  get reused(): number {
    return this.#reused
  }

  /** What is told of the step. */
  told(): { readonly cache?: Told } {
    const ran = [...this.#ran].toSorted(([, one], [, other]) => other - one)
    if (this.#reused === 0 && ran.length === 0) return {}
    if (ran.length === 0)
      return { cache: { decision: 'reused', reason: 'nothing changed for any leg', ran: {} } }
    const [first] = ran
    const why =
      ran.length === 1 && first !== undefined
        ? first[0]
        : ran.map(([reason, legs]) => `${reason} (${legs}×)`).join(', ')
    const total = this.#reused + ran.reduce((sum, [, legs]) => sum + legs, 0)
    const from = this.#reused === 0 ? 'no leg' : `${this.#reused} of ${total} legs`
    return {
      cache: { decision: 'ran', reason: `${why}; ${from} from the cache`, ran: Object.fromEntries(ran) },
    }
  }
}
