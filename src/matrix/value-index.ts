import type { Json } from '../manifest/manifest.ts'

/**
 * Where in a list a value can be that equals another as expressions compare: the few places that are worth a look, so
 * that a thousand filters on an axis of a thousand values are no million comparisons.
 */
export class ValueIndex {
  readonly #all: readonly number[]
  readonly #texts = new Map<string, number[]>()
  readonly #numericTexts = new Map<number, number[]>()
  readonly #others = new Map<number, number[]>()

  constructor(values: readonly Json[]) {
    this.#all = [...values.keys()]
    for (const [place, value] of values.entries()) {
      if (isContainer(value)) continue
      if (typeof value === 'string') add(this.#texts, value.toUpperCase(), place)
      add(typeof value === 'string' ? this.#numericTexts : this.#others, Number(value), place)
    }
  }

  /** Two texts are compared without regard to case; any other two that are no lists or objects, as numbers. */
  candidates(wanted: Json): readonly number[] {
    if (isContainer(wanted)) return this.#all
    const number = Number(wanted)
    const others = this.#others.get(number) ?? []
    const texts =
      typeof wanted === 'string' ? this.#texts.get(wanted.toUpperCase()) : this.#numericTexts.get(number)
    return texts === undefined ? others : [...texts, ...others]
  }
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null
}

function add<K>(index: Map<K, number[]>, key: K, place: number): void {
  const there = index.get(key)
  if (there === undefined) index.set(key, [place])
  else there.push(place)
}
