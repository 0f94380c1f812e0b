import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { scriptFiles } from '../../src/run/cached/code-files.ts'
import { takesOneArgument } from '../../src/run/cached/second-parameter.ts'

function filesOf(script: string, files: Readonly<Record<string, string>>, shell = 'bash'): string[] {
  const workspace = mkdtempSync(join(tmpdir(), 'millrace-code-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true })
      writeFileSync(join(workspace, name), text)
    }
    const found = scriptFiles({ script, shell }, workspace, workspace)
    return found.map((path) => relative(workspace, path)).toSorted()
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

describe('the files that a script names', () => {
  for (const [script, file] of [
    ['set -u; time bash -e -o pipefail ./deep.sh', 'deep.sh'],
    ['bash -c "./deep.sh one"', 'deep.sh'],
    ['tool --config=conf/a.yml', 'conf/a.yml'],
    ['sqlite3 :memory: < "some query.sql"', 'some query.sql'],
    ['x=$(./deep.sh)', 'deep.sh'],
  ] as const) {
    it(`are found in ${script}`, () => assert.deepEqual(filesOf(script, { [file]: '' }), [file]))
  }

  it('are not those that it only writes, nor those in a comment', () => {
    const files = { 'a.csv': '', 'b.csv': '', 'c.sh': '' }
    assert.deepEqual(filesOf('# bash c.sh\nseq 1 > a.csv; seq 2 2>>b.csv', files), [])
  })

  it('bring what they source, call and import with them', () => {
    const files = {
      'go.sh': '. ./lib.sh\n"$HERE"/part.sh\nexec python3 tools/main.py\n',
      'lib.sh': 'source "$(dirname "${BASH_SOURCE[0]}")/deep/more.sh"',
      'deep/more.sh': '',
      'part.sh': '',
      'tools/main.py': 'import os, helper\nfrom pkg.part import (one,\n  two)\n',
      'tools/helper.py': 'from . import beside\n',
      'tools/beside.py': '',
      'tools/pkg/__init__.py': '',
      'tools/pkg/part.py': 'from ..helper import x',
      'tools/os_other.py': '',
      'unused.sh': '',
    }
    const all = Object.keys(files).filter((name) => !/unused|other/.test(name))
    assert.deepEqual(filesOf('bash go.sh', files), all.toSorted())
    const module = ['tools/__init__.py', 'tools/helper.py']
    assert.deepEqual(
      filesOf('python3 -m tools.helper', Object.fromEntries(module.map((name) => [name, '']))),
      module,
    )
    assert.deepEqual(filesOf('import helper', { 'helper.py': '' }, 'python'), ['helper.py'])
  })
})

describe('whether a function can look at the run', () => {
  for (const [isOne, texts] of [
    [
      true,
      [
        'export function f(rows) {}',
        'export async function* f(rows: AsyncIterable<Map<string, number>>,) {}',
        'export const f = async ({ a, b }) => 1',
        'export const f = rows => rows',
      ],
    ],
    [
      false,
      [
        'export function f(rows, { run }) {}',
        'export function f(...all) {}',
        'export function f(rows /* ) */, run) {}',
        'export function f(rows) { return arguments[1] }',
        'function f(rows) {}\nexport { g as f }',
        "export { f } from './x.ts'",
        'export let f = (rows) => 1\nf = (rows, context) => 2',
        'export const f = wrap((rows) => 1)',
      ],
    ],
  ] as const) {
    for (const text of texts)
      it(`is ${isOne ? 'ruled out' : 'left open'} by ${text}`, () =>
        assert.equal(takesOneArgument(text, 'f'), isOne))
  }
})
