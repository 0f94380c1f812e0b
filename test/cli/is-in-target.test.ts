import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isInTarget } from '../../src/cli/is-in-target.ts'
import { tableLoad } from '../support/table-load.ts'

const none = { read: 3, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: 0 }
const merge = tableLoad({ mode: 'merge', key: ['id'] })

it('rows are shown under a table only if all of them stand there, put there by this load', () => {
  assert.ok(isInTarget(tableLoad(), { counts: { ...none, loaded: 3 } }))
  assert.ok(isInTarget(merge, { counts: { ...none, loaded: 1, unchanged: 2 } }))
  const others: Parameters<typeof isInTarget>[1][] = [
    { counts: { ...none, loaded: 2, rejected: 1 } },
    { counts: { ...none, loaded: 2, deduplicated: 1 } },
    { counts: { ...none, unchanged: 3 } },
    { counts: { ...none, loaded: 3 }, cached: true },
    {},
  ]
  for (const step of others) assert.ok(!isInTarget(merge, step), JSON.stringify(step))
  const missing = tableLoad({ mode: 'insert-missing', key: ['id'] })
  assert.ok(!isInTarget(missing, { counts: { ...none, loaded: 1, unchanged: 2 } }))
})
