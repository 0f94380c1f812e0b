import type { Json } from '../manifest/manifest.ts'
import { ValueIndex } from './value-index.ts'

interface Axis {
  readonly name: string
  readonly values: readonly Json[]
  /** Made when it is asked for first. */
  readonly index: ValueIndex
  /** How many combinations come before the axis's next value. */
  readonly block: number
}

/** Every combination of the axes, numbered from 0: the last axis turns fastest, as on GitHub. */
export class Product {
  readonly axes: readonly Axis[]
  readonly size: number
  readonly #places: ReadonlyMap<string, number>

  constructor(axes: Readonly<Record<string, readonly Json[]>>) {
    const named = Object.entries(axes)
    this.size = named.length === 0 ? 0 : named.reduce((size, [, values]) => size * values.length, 1)
    let block = this.size
    this.axes = named.map(([name, values]) => {
      block = values.length === 0 ? 0 : block / values.length
      let index: ValueIndex | undefined
      return {
        name,
        values,
        block,
        get index() {
          index ??= new ValueIndex(values)
          return index
        },
      }
    })
    this.#places = new Map(named.map(([name], place) => [name.toLowerCase(), place]))
  }

  /** The place of an axis; GitHub names them without regard to case. */
  placeOf(name: string): number | undefined {
    return this.#places.get(name.toLowerCase())
  }

  /** Which of an axis's values a combination has. */
  choice(combination: number, { block, values }: Axis): number {
    return Math.floor(combination / block) % values.length
  }
}
