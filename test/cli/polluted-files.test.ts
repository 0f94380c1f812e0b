import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { type Pollution, pollutions, table } from '../parse/pollution.ts'
import { makeDesk } from '../support/cli.ts'

const small = pollutions.filter(({ bytes }) => bytes.length < 100_000)
const sampled = small.filter(({ refused }, index) => refused === undefined && index % 3 !== 1)
const refusals = small.filter(({ refused }) => refused !== undefined)
const text = { column1: 'text', column2: 'text', column3: 'text' }

function extractOf(
  { keys, columns = ['id', 'name', 'amount'] }: Pollution,
  file: string,
  max: number,
): object {
  const types = columns[0] === 'column1' ? text : Object.fromEntries(columns.map((name) => [name, 'text']))
  return { extract: { csv: file, ...keys, columns: types, rejects: { max } } }
}

function csvOf({ rows = table, columns = ['id', 'name', 'amount'] }: Pollution): string {
  const field = (value: string | null): string => {
    if (value === null) return ''
    return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  }
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('')
}

test('files as they come are loaded to the row by the command line', async () => {
  await using desk = await makeDesk()
  const steps: Record<string, object> = {}
  for (const [index, pollution] of sampled.entries()) {
    await writeFile(join(desk.folder, `in${index}.csv`), pollution.bytes)
    steps[`e${index}`] = extractOf(pollution, `in${index}.csv`, pollution.rejected ?? 0)
    steps[`l${index}`] = { load: { from: `e${index}`, file: `out${index}.csv` } }
  }
  await desk.write('pipelines/all.yml', stringify({ name: 'All', steps }))
  const { status, stdout, stderr } = await desk.millrace('run', 'pipelines/all.yml')
  assert.equal(status, 0, stdout + stderr)
  for (const [index, pollution] of sampled.entries())
    assert.equal(
      await readFile(join(desk.folder, `out${index}.csv`), 'utf8'),
      csvOf(pollution),
      pollution.name,
    )
})

test('files that can be no table are refused by the command line, each with its reason', async () => {
  await using desk = await makeDesk()
  const steps: Record<string, object> = {}
  for (const [index, { bytes, keys }] of refusals.entries()) {
    await writeFile(join(desk.folder, `in${index}.csv`), bytes)
    steps[`e${index}`] = { extract: { csv: `in${index}.csv`, ...keys, rejects: { max: 9 } } }
  }
  await desk.write('pipelines/all.yml', stringify({ name: 'All', steps }))
  const { status, stdout, stderr } = await desk.millrace('run', 'pipelines/all.yml')
  assert.equal(status, 2, stdout + stderr)
  for (const { name, refused = /$^/ } of refusals)
    assert.match((stdout + stderr).replaceAll(/\s+/g, ' '), refused, name)
})
