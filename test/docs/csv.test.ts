import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/csv.md'), 'utf8')
const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? ''

it('the example of docs/csv.md reads a file such as banks send', async () => {
  const save = '  out:\n    load: { from: bookings, file: out.csv }\n'
  await using desk = await makeDesk({ 'pipelines/bank.yml': example + save, 'exports/.keep': '' })
  const lines = ['My Bank', 'Account;12', '', 'From;01.01.2024', 'To;31.01.2024', '', 'booked;text;amount']
  const rows = ['31.01.2024;Gebühr;-1,50', '30.01.2024;"Miete; Köln";1.250,00', '29.01.2024;;n/a']
  const bytes = Buffer.from([...lines, ...rows, ''].join('\r\n'), 'latin1')
  await writeFile(join(desk.folder, 'exports/bank-1.csv'), bytes)
  const { status, stdout, stderr } = await desk.millrace('run', 'pipelines/bank.yml')
  assert.equal(status, 0, stdout + stderr)
  assert.equal(
    readFileSync(join(desk.folder, 'out.csv'), 'utf8'),
    'booked,text,amount\n2024-01-31,Gebühr,-1.50\n2024-01-30,Miete; Köln,1250.00\n2024-01-29,,\n',
  )
})
