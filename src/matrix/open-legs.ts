import { Bug, Failure } from '../diagnostic/failure.ts'
import type { Json, LegValues } from '../manifest/manifest.ts'
import type { Axes } from './axes.ts'
import { type Filter, filterOf } from './filter.ts'
import { FilterIndex } from './filter-index.ts'
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
  const narrow = includes.filter(({ filter }) => filter.length > 0)
  const apart = new Set(includes)
  const index = new FilterIndex(
    narrow.map(({ filter }) => filter),
    product,
  )
  const settle = (combination: number) => {
    for (const nth of index.fitting(combination)) {
      const include = narrow[nth]
      if (include !== undefined) apart.delete(include)
    }
  }
  const mayFit = narrow.some(({ filter }) => filter.every(({ fits }) => fits.size > 0))
  const kept = new Kept(product, excludes, mayFit ? settle : undefined)
  if (kept.count > 0) for (const include of includes) if (include.filter.length === 0) apart.delete(include)
  const added = [...apart].map(({ item }) => item)
  const valuesAt = valuesBy(product, includes)
  return {
    count: kept.count + added.length,
    at(leg) {
      if (leg >= kept.count) return added[leg - kept.count] ?? outside(leg)
      return valuesAt(kept.at(leg))
    },
  }
}

function includeOf(item: LegValues, product: Product): Include {
  const extra = Object.entries(item).filter(([name]) => product.placeOf(name) === undefined)
  return { item, filter: filterOf(item, product), extra }
}

/** A later `include` overwrites what an earlier one added, never a value of an axis. */
function valuesBy(product: Product, includes: readonly Include[]): (combination: number) => LegValues {
  const extending = includes.filter(({ extra }) => extra.length > 0)
  const index = new FilterIndex(
    extending.map(({ filter }) => filter),
    product,
  )
  return (combination) => {
    const values = new Map<string, readonly [string, Json]>()
    for (const axis of product.axes) {
      const value = axis.values[product.choice(combination, axis)] ?? null
      values.set(axis.name.toLowerCase(), [axis.name, value])
    }
    for (const nth of index.fitting(combination)) {
      for (const [name, value] of extending[nth]?.extra ?? []) {
        const [known] = values.get(name.toLowerCase()) ?? [name]
        values.set(name.toLowerCase(), [known, value])
      }
    }
    return Object.fromEntries(values.values())
  }
}

function outside(index: number): never {
  throw new Bug(`there is no leg ${index}`)
}
