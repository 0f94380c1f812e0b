import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { environmentOf } from '../../src/adapters/environment/dot-env.ts'

it('.env is read, and its lines that set nothing are told by their numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-env-'))
  const text =
    '# c\nA=1\nexport B=two words\nKEY="-----BEGIN\nbody of a key\n-----END"\n\njust words\nC: 3\n=4\nD=\'x\'\nE="open\n'
  writeFileSync(join(folder, '.env'), text)
  const told: number[] = []
  const lookup = environmentOf({ A: 'of the process' }, folder, (lines) => told.push(...lines))
  rmSync(folder, { recursive: true })
  assert.deepEqual(told, [8, 9, 10])
  assert.equal(lookup('A'), 'of the process')
  assert.equal(lookup('B'), 'two words')
  assert.equal(lookup('KEY'), '-----BEGIN\nbody of a key\n-----END')
  assert.equal(lookup('D'), 'x')
})
