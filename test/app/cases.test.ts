import assert from 'node:assert/strict'
import { globSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkManifests } from '../../src/app/check.ts'
import { codes } from '../../src/diagnostic/codes.ts'
import { describeDiagnostic } from '../support/describe-diagnostic.ts'

/** Each folder is a small repository and what is said about it. `UPDATE=1` writes what is said now. */
const folder = join(import.meta.dirname, '../cases')
const names = readdirSync(folder)

for (const name of names)
  test(`case ${name} is told as written`, async () => {
    const workspace = join(folder, name)
    const files = globSync('**/*.{yml,yaml}', { cwd: workspace }).toSorted()
    const { diagnostics } = await checkManifests(files, workspace)
    const said = diagnostics.map((each) => `${describeDiagnostic(each)}\n`).join('')
    const expected = join(workspace, 'diagnostics.txt')
    if (process.env['UPDATE'] === '1') writeFileSync(expected, said)
    assert.equal(said, readFileSync(expected, 'utf8'))
  })

test('every code has a case that triggers it', () => {
  const missing = Object.keys(codes).filter((code) => {
    const name = code.replace('/', '-')
    return (
      !names.includes(name) ||
      !readFileSync(join(folder, name, 'diagnostics.txt'), 'utf8').includes(` ${code}\n`)
    )
  })
  assert.deepEqual(missing, [])
})
