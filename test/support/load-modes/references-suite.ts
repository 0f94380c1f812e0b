import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureOf } from '../failure.ts'
import { type Within, key, people } from './loads-into.ts'

const two = [
  [1, 'a'],
  [2, 'b'],
] as const

const reference = 'foreign key (person) references people (id)'
const orders = 'select person from orders order by person'

/** Foreign keys of other tables, whose rules are for rows that are gone, and not for those that come again. */
export function describeReferences(name: string, within: Within): void {
  describe(`a table of ${name} that another one refers to`, () => {
    for (const rule of ['cascade', 'set null'])
      for (const words of [{ mode: 'replace' }, { mode: 'replace', key }] as const)
        it(
          `on delete ${rule} is not replaced${'key' in words ? ' by key' : ''}, and says what to do`,
          within(async ({ database, load }) => {
            await load(two, { mode: 'merge', key })
            await database.run(
              `create table orders (person bigint, ${reference} on delete ${rule})`,
              'insert into orders values (1), (2)',
            )
            const failure = await failureOf(load([...two, [3, 'c']], words))
            assert.equal(failure.code, 'table/referred')
            assert.match(
              failure.message,
              new RegExp(`would go or change with them: "orders" \\(on delete ${rule}\\)`),
            )
            assert.match(failure.help ?? '', /`missing: delete`/)
            assert.deepEqual(await database.run(orders), [{ person: '1' }, { person: '2' }])
            assert.equal((await database.run(people)).length, 2)
          }),
        )

    it(
      'on delete cascade is merged: with a row that is missing go those that refer to it, and no others',
      within(async ({ database, load }) => {
        await load(two, { mode: 'merge', key })
        await database.run(
          `create table orders (person bigint, ${reference} on delete cascade)`,
          'insert into orders values (1), (2)',
        )
        await load([[1, 'z']], { mode: 'merge', key, missing: 'delete' })
        assert.deepEqual(await database.run(orders), [{ person: '1' }])
      }),
    )

    it(
      'with no rule is replaced, and the reference stays',
      within(async ({ database, load }) => {
        await load(two, { mode: 'replace', key })
        await database.run(`create table orders (person bigint, ${reference})`)
        await load([[3, 'c']], { mode: 'replace', key })
        assert.deepEqual(await database.run(people), [{ id: '3', name: 'c' }])
        await database.run('insert into orders values (3)')
        await assert.rejects(database.run('insert into orders values (99)'), /foreign key/i)
      }),
    )

    it(
      'is replaced where it refers to itself only, or is the one that refers',
      within(async ({ database, load }) => {
        await load(two, { mode: 'merge', key })
        await database.run(
          'create table firms (id bigint primary key)',
          ...(database.dialect === 'mysql'
            ? [
                'alter table people add column boss bigint, add foreign key (boss) references people (id) on delete cascade',
                'alter table people add column firm bigint, add foreign key (firm) references firms (id) on delete cascade',
              ]
            : [
                'alter table people add column boss integer references people (id) on delete cascade',
                'alter table people add column firm integer references firms (id) on delete cascade',
              ]),
        )
        await load([[3, 'c']], { mode: 'replace', key }, { evolves: true })
        assert.deepEqual(await database.run(people), [{ id: '3', name: 'c' }])
      }),
    )
  })
}
