import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/incremental.md'), 'utf8')
const blocks = [...page.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(blocks.map(([, path = '', text = '']) => [path, text]))
const commands = [...page.matchAll(/^millrace (run orders|backfill .*?)(?: +#.*)?$/gm)].map(
  ([, line = '']) => line,
)

it('the example of docs/incremental.md runs as it stands', async () => {
  await using desk = await makeDesk(files)
  const said: string[] = []
  for (const command of commands) {
    const { status, stdout, stderr } = await desk.millrace(...command.split(' '))
    assert.equal(status, 0, stderr + stdout)
    said.push(stderr + stdout)
  }
  const [first, second, backfill] = said
  assert.match(first ?? '', /3 rows inserted/)
  assert.match(second ?? '', /nothing new/)
  assert.match(backfill ?? '', /3 success/)
  using database = new DatabaseSync(join(desk.folder, 'data/warehouse.sqlite'))
  assert.equal(database.prepare('select count(*) as found from orders').get()?.['found'], 3)
})
