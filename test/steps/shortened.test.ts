import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { checkDataset } from '../../src/steps/checks/check-dataset.ts'
import type { Check } from '../../src/steps/checks/check.ts'
import { extract } from '../../src/steps/extract/step.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { load } from '../../src/steps/load/step.ts'
import { run } from '../../src/steps/run/step.ts'
import { createMask } from '../../src/text/mask.ts'
import { writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { serve } from '../support/http-server.ts'
import { StepRig, needs } from '../support/step-context.ts'

/** Two hundred characters: no message shows so much of a value. */
const secret = `eyJ${'Ab3dEf6hIj'.repeat(20)}`.slice(0, 200)
const mask = createMask([secret])
const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'token', type: 'text' },
]

const csv = (from: string, more: Partial<ExtractOptions> = {}): ExtractOptions => ({
  format: 'csv',
  from: [from],
  headers: {},
  compression: 'auto',
  rejects: { rows: 0 },
  allowEmpty: false,
  csv: { ragged: 'reject' },
  ...more,
})

/** What a step throws shows no beginning of the secret, before anything else has looked at it. */
function assertHidden(message: string): void {
  assert(!message.includes('eyJ'), message)
  assert(message.includes('***'), message)
}

function makeTable(path: string): void {
  using database = new DatabaseSync(path)
  database.exec('create table t (id integer, token integer)')
}

describe('a message that shortens what it shows masks it first', () => {
  const checks: readonly Check[] = [
    { rule: 'not-null', columns: ['id'] },
    { rule: 'unique', columns: ['token'] },
    { rule: 'accepted-values', column: 'token', values: ['a'] },
    { rule: 'range', column: 'token', max: 'a' },
    { rule: 'sql', sql: 'select token from tokens' },
  ]
  for (const check of checks)
    it(`in a finding of ${check.rule}`, async () => {
      using rig = new StepRig()
      const rows = [
        [null, secret],
        [2, secret],
      ]
      const dataset = writeDataset(rig.path('d/tokens.sqlite'), 'tokens', { columns, rows })
      const context = rig.context({}, { checks: [check], mask })
      assertHidden((await failureOf(checkDataset(dataset, [check], context))).message)
    })

  it('in a rejected row', async () => {
    using rig = new StepRig()
    rig.file('tokens.csv', `id,token\n${secret},a\n`)
    const context = rig.context(csv('tokens.csv', { columns }), { mask })
    assertHidden((await failureOf(extract(context))).message)
  })

  it('in a record that is no JSON, of which the parser itself quotes a piece', async () => {
    using rig = new StepRig()
    rig.file('tokens.ndjson', `{"id":1,"token":${secret} ${secret}}\n`)
    const options = { ...csv('tokens.ndjson', { columns }), format: 'ndjson' as const }
    const { message } = await failureOf(extract(rig.context(options, { mask })))
    assert.match(message, /json "Unexpected token 'e', it is not valid JSON" \(byte 0\)$/)
  })

  it('in the title of a page that came in place of rows', async () => {
    await using server = await serve((_, response) =>
      response.end(`<html><head><title>${'x'.repeat(80)} ${secret}</title></head></html>`),
    )
    using rig = new StepRig()
    assertHidden((await failureOf(extract(rig.context(csv(`${server.url}/x.csv`), { mask })))).message)
  })

  it('in a value that a table would not give back', async () => {
    using rig = new StepRig()
    const digits = '1234567890'.repeat(20)
    const dataset = writeDataset(rig.path('d/tokens.sqlite'), 'tokens', { columns, rows: [[1, digits]] })
    makeTable(rig.path('db.sqlite'))
    const options = { target: 'table', from: 'tokens', into: 'db', table: 't', mode: 'append' } as const
    const context = rig.context(
      { ...options, key: [], allowEmpty: false },
      { needs: needs(dataset), connections: { db: { url: 'sqlite:db.sqlite' } }, mask: createMask([digits]) },
    )
    const { message } = await failureOf(load(context))
    assert.match(message, /e\.g\. "\*\*\*"$/)
  })

  it('in a line of outputs that is none', async () => {
    using rig = new StepRig()
    const context = rig.context(
      { script: `echo "a ${secret}" >> "$GITHUB_OUTPUT"`, shell: 'bash' as const },
      { mask },
    )
    assertHidden((await failureOf(run(context))).message)
  })

  it('in what a server answers, wherever that is cut', async () => {
    const long = `<p>no<!--${'x'.repeat(65_400)}-->`
    for (const before of ['x '.repeat(90), '', '<br>'.repeat(30), long]) {
      await using server = await serve((_, response) => response.writeHead(403).end(`${before}${secret} y`))
      using rig = new StepRig()
      assertHidden((await failureOf(extract(rig.context(csv(`${server.url}/x.csv`), { mask })))).message)
    }
  })
})
