import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../../src/dataset/column.ts'
import { failureOf } from '../failure.ts'
import type { Within } from './loads-into.ts'

/** What a load that is refused says can be done: the statement runs, and then the load does. */
export function describeRemedies(name: string, within: Within): void {
  const shape: readonly Column[] = [
    { name: 'k', type: 'text' },
    { name: 'v', type: 'integer' },
  ]
  const keyed: readonly Column[] = shape.map((column) => ({ ...column, notNull: true }))

  describe(`a remedy in ${name}`, () => {
    it(
      'widens a text of a key as far as a key can be',
      within(async ({ database, load }) => {
        const words = { mode: 'merge', key: ['k'] } as const
        await load([['a', 1]], words, {}, keyed)
        const long = [['x'.repeat(700), 2]]
        if (database.dialect === 'mysql') {
          const { code, help = '' } = await failureOf(load(long, words, {}, keyed))
          assert.equal(code, 'rows/lossy')
          await database.run(statementOf(help))
        }
        await load(long, words, {}, keyed)
        assert.equal((await database.run('select k from people')).length, 2)
        if (database.dialect !== 'mysql') return
        const failure = await failureOf(load([['x'.repeat(800), 3]], words, {}, keyed))
        assert.match(failure.help ?? '', /^Shorten the values.* room for 760 letters/)
      }),
    )

    for (const evolves of [false, true])
      it(
        `renames a column that differs by its case alone${evolves ? ', where columns may be added' : ''}`,
        within(async ({ database, load }) => {
          const quote = database.dialect === 'mysql' ? '`' : '"'
          await database.run(`create table people (${quote}K${quote} varchar(20), ${quote}v${quote} integer)`)
          const words = { mode: 'append', key: [] } as const
          if (evolves && database.dialect === 'postgres') {
            await load([['a', 1]], words, { evolves }, shape)
            return
          }
          const failure = await failureOf(load([['a', 1]], words, { evolves }, shape))
          assert.equal(failure.code, 'columns/mismatch')
          assert.match(
            failure.help ?? '',
            /^Select "k" as "K" in "daily", or rename the column there: [^;]*$/,
          )
          await database.run(failure.help?.split('there: ')[1] ?? '')
          await load([['a', 1]], words, { evolves }, shape)
        }),
      )

    it(
      'of a text for a time is to declare it',
      within(async ({ database, load }) => {
        await database.run('create table people (k timestamp null, v integer)')
        const rows = [['2026-01-02 later', 1]]
        if (database.dialect === 'sqlite') return
        const failure = await failureOf(load(rows, { mode: 'append', key: [] }, {}, shape))
        assert.match(failure.help ?? '', /^Declare the column as a timestamp where the rows are read/)
      }),
    )
  })
}

function statementOf(help: string): string {
  const [, statement] = /^Widen the column of the table \((.*)\), or/.exec(help) ?? []
  assert(statement !== undefined, help)
  return statement
}
