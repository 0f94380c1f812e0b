import type { Filter } from './filter.ts'
import { FilterIndex } from './filter-index.ts'
import type { Product } from './product.ts'

/** So many combinations share one count of those kept before them. */
const stride = 64

/** The combinations that no `exclude` takes out, in order, without a list of them. */
export class Kept {
  readonly count: number
  readonly #product: Product
  readonly #excludes: FilterIndex | undefined
  readonly #before: Uint32Array

  /** `watch` is shown each combination that is kept. */
  constructor(product: Product, excludes: readonly Filter[], watch?: (combination: number) => void) {
    this.#product = product
    this.#excludes = excludes.length === 0 ? undefined : new FilterIndex(excludes, product)
    const walks = excludes.length > 0 || watch !== undefined
    this.#before = new Uint32Array(walks ? Math.ceil(product.size / stride) : 0)
    this.count = walks ? this.#walk(watch) : product.size
  }

  /** The combination of the `index`th leg. */
  at(index: number): number {
    if (this.#excludes === undefined) return index
    const block = this.#blockOf(index)
    let left = index - (this.#before[block] ?? 0)
    for (let combination = block * stride; ; combination += 1) {
      if (this.#isExcluded(combination)) continue
      if (left === 0) return combination
      left -= 1
    }
  }

  #walk(watch: ((combination: number) => void) | undefined): number {
    let count = 0
    for (let combination = 0; combination < this.#product.size; combination += 1) {
      if (combination % stride === 0) this.#before[combination / stride] = count
      if (this.#isExcluded(combination)) continue
      watch?.(combination)
      count += 1
    }
    return count
  }

  /** The last block that begins at or before the leg. */
  #blockOf(index: number): number {
    let low = 0
    let high = this.#before.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#before[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  #isExcluded(combination: number): boolean {
    return this.#excludes?.fitsAny(combination) === true
  }
}
