import { type Filter, fitsCombination } from './filter.ts'
import type { Product } from './product.ts'

/** Many filters, of which a combination is held only against those that name one of its values. */
export class FilterIndex {
  readonly #filters: readonly Filter[]
  readonly #product: Product
  readonly #always: number[] = []
  /** By axis and choice, the filters that are told apart by that axis. */
  readonly #byChoice: readonly Map<number, number[]>[]

  constructor(filters: readonly Filter[], product: Product) {
    this.#filters = filters
    this.#product = product
    this.#byChoice = product.axes.map(() => new Map<number, number[]>())
    for (const [nth, filter] of filters.entries()) this.#add(nth, filter)
  }

  /** Which filters a combination fits, in their order. */
  fitting(combination: number): number[] {
    const found = [...this.#candidates(combination)].filter((nth) => this.#fits(nth, combination))
    return found.toSorted((one, other) => one - other)
  }

  fitsAny(combination: number): boolean {
    for (const nth of this.#candidates(combination)) if (this.#fits(nth, combination)) return true
    return false
  }

  #add(nth: number, filter: Filter): void {
    const [first, ...others] = filter
    if (first === undefined) {
      this.#always.push(nth)
      return
    }
    const { axis, fits } = others.reduce(
      (least, one) => (one.fits.size < least.fits.size ? one : least),
      first,
    )
    const choices = this.#byChoice[axis]
    for (const choice of fits) {
      const there = choices?.get(choice)
      if (there === undefined) choices?.set(choice, [nth])
      else there.push(nth)
    }
  }

  *#candidates(combination: number): Generator<number> {
    yield* this.#always
    for (const [axis, choices] of this.#byChoice.entries()) {
      if (choices.size === 0) continue
      const there = this.#product.axes[axis]
      if (there !== undefined) yield* choices.get(this.#product.choice(combination, there)) ?? []
    }
  }

  #fits(nth: number, combination: number): boolean {
    return fitsCombination(this.#filters[nth] ?? [], this.#product, combination)
  }
}
