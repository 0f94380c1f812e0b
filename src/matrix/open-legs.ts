import { Bug, Failure } from '../diagnostic/failure.ts'
import type { Json, LegValues } from '../manifest/manifest.ts'
import type { Axes } from './axes.ts'
import { type Filter, filterOf, fitsCombination } from './filter.ts'
import { Kept } from './kept.ts'
import { matrixFault, maxLegs } from './matrix-fault.ts'
import { Product } from './product.ts'

/** The legs of a mapped step, numbered from 0; each is made when it is asked for. */
export interface Legs {
  readonly count: number
  at(index: number): LegValues
}

/**
 * The legs of a matrix, by GitHub's rules: every combination of the axes that no `exclude` fits, each with the values
 * of the `include`s that agree with it; then the `include`s that agree with none. Throws a `Failure` (`matrix/shape`).
 */
export function openLegs(matrix: Axes): Legs {
  const fault = matrixFault(matrix)
  if (fault !== undefined) throw new Failure('matrix/shape', fault)
  const legs = Object.keys(matrix.axes).length === 0 ? listed(matrix.include) : combined(matrix)
  if (legs.count > maxLegs)
    throw new Failure('matrix/shape', `the matrix makes ${legs.count} legs; ${maxLegs} is the most`)
  return legs
}

function listed(list: readonly LegValues[]): Legs {
  return { count: list.length, at: (index) => list[index] ?? outside(index) }
}

interface Include {
  readonly item: LegValues
  readonly filter: Filter
  readonly extra: readonly (readonly [string, Json])[]
}

function combined(matrix: Axes): Legs {
  const product = new Product(matrix.axes)
  const excludes = matrix.exclude.map((item) => filterOf(item, product))
  const includes = matrix.include.map((item) => includeOf(item, product))
  const apart = new Set(includes)
  const open = new Set(includes.filter(({ filter }) => filter.every(({ fits }) => fits.includes(1))))
  const settle = (combination: number) => {
    for (const include of open) {
      if (!fitsCombination(include.filter, product, combination)) continue
      apart.delete(include)
      open.delete(include)
    }
  }
  const kept = new Kept(product, excludes, open.size === 0 ? undefined : settle)
  const added = [...apart].map(({ item }) => item)
  return {
    count: kept.count + added.length,
    at(index) {
      if (index >= kept.count) return added[index - kept.count] ?? outside(index)
      return valuesOf(product, includes, kept.at(index))
    },
  }
}

function includeOf(item: LegValues, product: Product): Include {
  const extra = Object.entries(item).filter(([name]) => product.placeOf(name) === undefined)
  return { item, filter: filterOf(item, product), extra }
}

/** A later `include` overwrites what an earlier one added, never a value of an axis. */
function valuesOf(product: Product, includes: readonly Include[], combination: number): LegValues {
  const values = new Map<string, readonly [string, Json]>()
  for (const axis of product.axes) {
    const value = axis.values[product.choice(combination, axis)] ?? null
    values.set(axis.name.toLowerCase(), [axis.name, value])
  }
  for (const { filter, extra } of includes) {
    if (extra.length === 0 || !fitsCombination(filter, product, combination)) continue
    for (const [name, value] of extra) {
      const [known] = values.get(name.toLowerCase()) ?? [name]
      values.set(name.toLowerCase(), [known, value])
    }
  }
  return Object.fromEntries(values.values())
}

function outside(index: number): never {
  throw new Bug(`there is no leg ${index}`)
}
