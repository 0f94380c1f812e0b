import assert from 'node:assert/strict'
import type { Column } from '../../../src/dataset/column.ts'
import type { TableLoad } from '../../../src/steps/load/options.ts'
import { isBalanced } from '../../../src/steps/row-balance.ts'
import type { StepContext, StepOutcome } from '../../../src/steps/step.ts'
import { type LoadTarget, type OpenTarget, loadRows } from '../load-target.ts'
import { StepRig } from '../step-context.ts'

export const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
]

export const key = ['id']

export const people = 'select id, name from people order by id'

/** A run for a day. */
export const at = (day: number, id = `day-${day}`) => ({
  run: { id, date: `2026-11-0${day}`, at: `2026-11-0${day}T06:30:00.000Z` },
})

interface LoadRig {
  readonly database: OpenTarget
  readonly load: (
    rows: readonly (readonly unknown[])[],
    options?: Partial<TableLoad>,
    more?: Partial<StepContext>,
    shape?: readonly Column[],
  ) => Promise<StepOutcome>
}

/** A test with a database of its own, of whose every load the rows add up. */
export type Within = (work: (rig: LoadRig) => Promise<void>) => () => Promise<void>

export function loadsInto(target: LoadTarget): Within {
  return (work) => async () => {
    using rig = new StepRig()
    const database = await target.open(rig)
    await work({
      database,
      async load(rows, options = {}, more = {}, shape = columns) {
        const outcome = await loadRows(rig, database, { columns: shape, rows, options, more })
        assert(outcome.rows !== undefined && isBalanced(outcome.rows), JSON.stringify(outcome.rows))
        return outcome
      },
    })
  }
}
