import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readLines } from '../../src/adapters/run-folder/read-lines.ts'

describe('the lines of a file', () => {
  it('are whole wherever what is read at once ends, also inside a character', () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-lines-'))
    using _ = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
    const path = join(folder, 'lines')
    const lines = ['', 'é'.repeat(700_000), 'x', '😀'.repeat(1_000_000), 'y'.repeat(1 << 20), '', 'end']
    for (const last of ['', '\n']) {
      writeFileSync(path, `${lines.join('\n')}${last}`)
      assert.deepEqual([...readLines(path)], lines)
    }
    assert.deepEqual([...readLines(join(folder, 'none'))], [])
    assert.throws(() => [...readLines(folder)], { code: 'file/read' })
  })
})
