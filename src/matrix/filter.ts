import { sameValue } from '../expression/same-value.ts'
import type { Json, LegValues } from '../manifest/manifest.ts'
import type { Product } from './product.ts'

/** Which combinations an `exclude`, or what an `include` says of the axes, fits: for each axis it names, which values. */
export type Filter = readonly { readonly axis: number; readonly fits: ReadonlySet<number> }[]

export function filterOf(values: LegValues, product: Product): Filter {
  return Object.entries(values).flatMap(([name, wanted]) => {
    const axis = product.placeOf(name)
    const there = axis === undefined ? undefined : product.axes[axis]
    if (axis === undefined || there === undefined) return []
    const places = there.index.candidates(wanted).filter((place) => fits(there.values[place], wanted))
    return [{ axis, fits: new Set(places) }]
  })
}

export function fitsCombination(filter: Filter, product: Product, combination: number): boolean {
  return filter.every(({ axis, fits: fit }) => {
    const there = product.axes[axis]
    return there !== undefined && fit.has(product.choice(combination, there))
  })
}

/** GitHub compares leaf by leaf: whatever else an object or list of the axis holds does not matter. */
function fits(value: Json | undefined, wanted: Json): boolean {
  if (typeof wanted !== 'object' || wanted === null) return sameValue(value, wanted)
  const inside = typeof value === 'object' && value !== null ? value : {}
  return Object.entries(wanted).every(([key, each]) => fits(entryOf(inside, key), each))
}

function entryOf(inside: object, key: string): Json | undefined {
  const entries: [string, Json][] = Object.entries(inside)
  return entries.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
}
