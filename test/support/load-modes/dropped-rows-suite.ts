import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureOf } from '../failure.ts'
import type { OpenTarget } from '../load-target.ts'
import { type Within, at, key, people } from './loads-into.ts'

const versions = { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' }

const keyed = [
  { mode: 'merge', key },
  { mode: 'insert-missing', key },
  { mode: 'scd2', key, versions },
] as const

/** A table that leaves rows out and says nothing of it. MySQL has no way to make one. */
export function describeDroppedRows(name: string, within: Within): void {
  describe(`a table of ${name} that leaves rows out without a word`, () => {
    for (const words of [{ mode: 'append' }, { mode: 'replace' }, ...keyed] as const) {
      it(
        `fails a load in mode ${words.mode} whole, also the next try`,
        within(async ({ database, load }) => {
          if (database.dialect === 'mysql') return
          await load([[1, 'a']], words, at(1))
          await database.run(...dropping(database, 'insert'))
          const rows = [
            [1, 'a'],
            [2, 'drop'],
            [3, 'c'],
          ]
          for (let tries = 0; tries < 2; tries += 1) {
            const failure = await failureOf(load(rows, words, at(2)))
            assert.equal(failure.code, 'rows/dropped')
            const due = 'key' in words ? 2 : 3
            assert.match(failure.message, new RegExp(`"people" has taken ${due - 1} of ${due} rows and left`))
            assert.match(failure.help ?? '', /Look at trigger "dropping" of "people"/)
          }
          assert.deepEqual(await database.run(people), [{ id: '1', name: 'a' }])
        }),
      )
    }

    for (const words of keyed)
      it(
        `takes those in mode ${words.mode} that it wants, and they are told as they are`,
        within(async ({ database, load }) => {
          if (database.dialect === 'mysql') return
          await load([[1, 'a']], words, at(1))
          await database.run(...dropping(database, 'insert'))
          const rows = [
            [1, 'a'],
            [2, 'b'],
          ]
          const outcome = await load(rows, words, at(2))
          assert.deepEqual([outcome.rows?.loaded, outcome.rows?.unchanged], [1, 1])
        }),
      )

    it(
      'is found out when it keeps a row as it was',
      within(async ({ database, load }) => {
        if (database.dialect === 'mysql') return
        const words = { mode: 'merge', key } as const
        await load([[1, 'a']], words, at(1))
        await database.run(...dropping(database, 'update'))
        const rows = [
          [1, 'drop'],
          [2, 'b'],
        ]
        const failure = await failureOf(load(rows, words, at(2)))
        assert.match(failure.message, /has taken 1 of 2 rows/)
        assert.deepEqual(await database.run(people), [{ id: '1', name: 'a' }])
      }),
    )
  })
}

function dropping({ dialect }: OpenTarget, event: 'insert' | 'update'): string[] {
  const when = `before ${event} on people for each row when (new.name = 'drop')`
  if (dialect === 'sqlite') return [`create trigger dropping ${when} begin select raise(ignore); end`]
  return [
    "create function nothing() returns trigger language plpgsql as 'begin return null; end'",
    `create trigger dropping ${when} execute function nothing()`,
  ]
}
