import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

const dist = join(import.meta.dirname, '../../dist')

/** The files that a built program cannot begin without. */
function filesOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  const imports = readFileSync(path, 'utf8').matchAll(/^import (?:[^;"]*from )?"(\.[^"]+)"/gm)
  for (const [, from = ''] of imports) filesOf(join(dirname(path), from), seen)
  return seen
}

describe('the built programs of child processes', () => {
  for (const child of globSync('*-child.js', { cwd: dist }))
    it(`${child} begins without what only manifests need`, () => {
      const files = [...filesOf(join(dist, child))]
      assert.ok(files.length > 1)
      assert.deepEqual(
        files.filter((file) => file.includes('vendor')),
        [],
      )
    })
})
