import type { Column } from '../../../dataset/column.ts'
import { widerColumn } from '../../../dataset/profile/wider-column.ts'
import { columnText } from '../../column-text.ts'
import type { Contract } from '../last-run-options.ts'
import type { Found } from '../infer-columns.ts'

/** One difference between what a source was to have and what it has. */
export interface Change {
  readonly kind: 'new' | 'gone' | 'type'
  readonly column: string
  /** In words. */
  readonly text: string
}

/** What a source's columns come to under a contract. */
export interface Agreed {
  readonly columns: readonly Column[]
  readonly changes: readonly Change[]
  /** Of the columns those that the source does not have. */
  readonly gone: readonly string[]
}

/**
 * Holds what a source has against what it was to have. `evolve` takes what is new, keeps what is gone as nulls, and widens a
 * type that a value does not fit; under the others the columns stay, whatever the source has. `goneBefore`: what was gone the last time is no change.
 */
export function agree(
  contract: Contract,
  { baseline, goneBefore }: { readonly baseline: readonly Column[]; readonly goneBefore: readonly string[] },
  found: Found,
): Agreed {
  const known = new Set(baseline.map(({ name }) => name))
  const has = new Set(found.columns.map(({ name }) => name))
  const added = found.columns.filter(({ name }) => !known.has(name))
  const gone = baseline.flatMap(({ name }) => (has.has(name) ? [] : [name]))
  const kept = baseline.map((column) => {
    if (!has.has(column.name)) return withoutNotNull(column)
    return contract === 'evolve' ? widened(column, found) : column
  })
  return {
    columns: contract === 'evolve' ? [...kept, ...added] : kept,
    changes: [
      ...added.map(({ name, type }) => change('new', name, `new column \`${name}\` (${type})`)),
      ...baseline.flatMap((column) => typeChange(column, contract, found)),
      ...gone
        .filter((name) => !goneBefore.includes(name))
        .map((name) => change('gone', name, `\`${name}\` is gone`)),
    ],
    gone,
  }
}

/** What has changed, in words, as one sentence. */
export function changesText(changes: readonly Change[]): string {
  return changes.map(({ text }) => text).join(', ')
}

function change(kind: Change['kind'], column: string, text: string): Change {
  return { kind, column, text }
}

function typeChange(column: Column, contract: Contract, found: Found): Change[] {
  const misfit = found.misfits.get(column.name)
  if (misfit === undefined) return []
  const now = widened(column, found)
  const said =
    contract === 'evolve' || contract === 'freeze'
      ? `was ${columnText(column)} and is ${columnText(now)} because`
      : `is ${columnText(column)}, but`
  return [change('type', column.name, `\`${column.name}\` ${said} ${misfit}`)]
}

/** The narrowest type that holds what the column was and what it is. */
function widened(column: Column, { columns, misfits, decimals }: Found): Column {
  if (!misfits.has(column.name)) return column
  const longer = decimals.get(column.name)
  if (longer !== undefined) return longer
  const now = columns.find(({ name }) => name === column.name)
  const wider = now === undefined ? undefined : widerColumn(column, now)
  const { name, notNull } = column
  const base = { name, ...(notNull === true ? { notNull } : {}) }
  if (wider !== undefined && (wider.type !== column.type || wider.scale !== column.scale)) return wider
  return { ...base, type: now?.type === 'json' ? 'json' : 'text' }
}

function withoutNotNull({ notNull: _notNull, ...column }: Column): Column {
  return column
}
