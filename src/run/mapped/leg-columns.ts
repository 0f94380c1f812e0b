import type { Column, ColumnType } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import { widerColumn } from '../../dataset/profile/wider-column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Json, LegValues } from '../../manifest/manifest.ts'
import type { Legs } from '../../matrix/open-legs.ts'

/**
 * The columns that the values of legs make, in the order in which they first stand: numbers are integers or reals, texts
 * and what is mixed is text, objects and lists are json. All legs are looked at, so that every job finds the same.
 */
export function legColumns(legs: Legs): readonly Column[] {
  const types = new Map<string, ColumnType | undefined>()
  for (let index = 0; index < legs.count; index += 1)
    for (const [name, value] of Object.entries(legs.at(index)))
      types.set(name, value === null ? types.get(name) : together(types.get(name), typeOf(value)))
  return [...types].map(([name, type]) => ({ name, type: type ?? 'text' }))
}

function typeOf(value: Exclude<Json, null>): ColumnType {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'real'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'text' : 'json'
}

function together(one: ColumnType | undefined, other: ColumnType): ColumnType {
  if (one === undefined || one === other) return other
  if (one === 'json' || other === 'json') return 'json'
  const numbers = [one, other].every((type) => type === 'integer' || type === 'real')
  return numbers ? 'real' : 'text'
}

/**
 * Which of the legs' values stand before their rows: all but those whose name a column of the rows has already. Throws a
 * `Failure` (`legs/values`) when that is of another type.
 */
export function leadColumns(
  values: readonly Column[],
  rows: readonly Column[],
): { readonly columns: readonly Column[]; readonly from: readonly number[] } {
  const from = values.flatMap((value, index) => {
    const same = rows.find(({ name }) => foldName(name) === foldName(value.name))
    if (same === undefined) return [index]
    if (widerColumn(same, value) !== undefined) return []
    throw new Failure(
      'legs/values',
      `the rows have a column "${same.name}" of type ${same.type}, and the legs a value of that name which is ${value.type}`,
      { help: 'Rename one of them: the values of a leg stand as columns before its rows' },
    )
  })
  return { columns: from.flatMap((index) => values[index] ?? []), from }
}

/** The values of one leg, as the columns take them. */
export function leadValues(columns: readonly Column[], values: LegValues): unknown[] {
  return columns.map(({ name, type }) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? null) : null
    if (type !== 'text' || value === null || typeof value === 'string') return value
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  })
}
