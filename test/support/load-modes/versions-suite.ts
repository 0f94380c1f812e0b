import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureOf } from '../failure.ts'
import { updates, watchUpdates } from './watch-updates.ts'
import { type Within, at, columns, key } from './loads-into.ts'

/** Versions of rows, each with the time in which it held. */
export function describeVersions(name: string, within: Within): void {
  describe(`versions (scd2) in ${name}`, () => {
    const scd2 = {
      mode: 'scd2',
      key,
      versions: { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' },
    } as const
    const history = 'select id, name, valid_from, valid_to, is_current from people order by id, valid_from'
    const day = (n: number) => `2026-11-0${n}T06:30:00.000Z`
    const version = (id: number, name_: string, from: number, to?: number) => ({
      id: String(id),
      name: name_,
      valid_from: day(from),
      valid_to: to === undefined ? null : day(to),
      is_current: to === undefined ? '1' : '0',
    })

    it(
      'end where a row changes, and another begins',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          scd2,
          at(1),
        )
        await watchUpdates(database)
        const outcome = await load(
          [
            [1, 'A'],
            [2, 'b'],
            [3, 'c'],
          ],
          scd2,
          at(2),
        )
        assert.equal(outcome.note, 'people: 2 versions begun, 1 unchanged')
        assert.deepEqual(await updates(database), ['1'])
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'A', 2),
          version(2, 'b', 1),
          version(3, 'c', 2),
        ])
      }),
    )

    it(
      'stay as they are when a run is loaded again',
      within(async ({ database, load }) => {
        await load([[1, 'a']], scd2, at(1))
        await load([[1, 'b']], scd2, at(2))
        const before = await database.run(history)
        assert.match((await load([[1, 'b']], scd2, at(2))).note ?? '', /already loaded by this run/)
        const other = await load([[1, 'b']], scd2, at(2, 'another-run-of-that-time'))
        assert.equal(other.note, 'people: 0 versions begun, 1 unchanged')
        assert.deepEqual(await database.run(history), before)
      }),
    )

    it(
      'are corrected, not doubled, by other rows for the same time',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          scd2,
          at(1),
        )
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          scd2,
          at(2),
        )
        const outcome = await load(
          [
            [1, 'AA'],
            [2, 'B'],
          ],
          scd2,
          at(2),
        )
        assert.equal(outcome.note, 'people: 1 version begun, 1 corrected, 0 unchanged')
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'AA', 2),
          version(2, 'b', 1, 2),
          version(2, 'B', 2),
        ])
      }),
    )

    it(
      'are not loaded out of order',
      within(async ({ database, load }) => {
        await load([[1, 'a']], scd2, at(3))
        const before = await database.run(history)
        const failure = await failureOf(load([[1, 'old']], scd2, at(2)))
        assert.equal(failure.code, 'load/out-of-order')
        assert.match(failure.message, /"people" has a version newer than 2026-11-02T06:30:00.000Z/)
        assert.deepEqual(await database.run(history), before)
      }),
    )

    it(
      'end for what is missing if told so, and begin again for what is back',
      within(async ({ database, load }) => {
        const whole = { ...scd2, missing: 'delete' } as const
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          whole,
          at(1),
        )
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          whole,
          at(2),
        )
        const outcome = await load([[1, 'A']], whole, at(3))
        assert.equal(outcome.note, 'people: 0 versions begun, 1 unchanged, 1 missing row ended')
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          whole,
          at(4),
        )
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'A', 2),
          version(2, 'b', 1, 3),
          version(2, 'b', 4),
        ])
        await load([[1, 'A']], whole, at(4, 'again'))
        assert.deepEqual((await database.run(history)).at(-1), version(2, 'b', 1, 3))
      }),
    )

    it(
      'need their columns',
      within(async ({ load }) => {
        await load([[1, 'a']], { mode: 'merge', key })
        const failure = await failureOf(load([[1, 'a']], scd2, at(1)))
        assert.match(
          failure.message,
          /lacks "valid_from", "valid_to", "is_current", which `mode: scd2` fills/,
        )
        const own = [...columns, { name: 'valid_to', type: 'date' } as const]
        const clash = await failureOf(load([[1, 'a', null]], scd2, at(1), own))
        assert.match(clash.message, /has a column "valid_to", which `mode: scd2` fills by itself/)
      }),
    )
  })
}
