import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { findOwnAction } from '../../src/adapters/environment/own-action.ts'

const root = join(import.meta.dirname, '../..')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-own-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A package as npm would have unpacked it; answers the folder its CLI lies in. */
function installed(commit?: string): string {
  const cli = join(folder, 'package/dist/cli')
  mkdirSync(cli, { recursive: true })
  writeFileSync(join(folder, 'package/action.yml'), 'name: Millrace\nruns: { main: dist/action/main.js }\n')
  writeFileSync(join(folder, 'package/package.json'), '{\n  "repository": "github:acme/mill"\n}\n')
  if (commit !== undefined)
    writeFileSync(join(folder, 'package/dist/release.json'), JSON.stringify({ commit }, null, 2))
  return cli
}

describe('how the workflows name our action', () => {
  it('is from within, in the repository that holds it', () => {
    assert.deepEqual(findOwnAction(root, join(root, 'src/cli'), '1.2.3'), { action: '$/' })
  })

  it('is the commit that the package was packed from', () => {
    const commit = 'a1'.repeat(20)
    assert.deepEqual(findOwnAction(folder, installed(commit), '1.2.3'), {
      action: `acme/mill@${commit}`,
      version: 'v1.2.3',
    })
  })

  it('is the commit of the clone that the program runs from', () => {
    const cli = installed()
    const git = (...args: string[]) =>
      execFileSync(
        'git',
        ['-C', join(folder, 'package'), '-c', 'user.name=t', '-c', 'user.email=t@t', ...args],
        {
          encoding: 'utf8',
        },
      )
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '--message', 'first')
    const commit = git('rev-parse', 'HEAD').trim()
    assert.equal(findOwnAction(folder, cli, '1.2.3')?.action, `acme/mill@${commit}`)
    git('remote', 'add', 'origin', 'git@github.com:forker/mill.git')
    assert.equal(findOwnAction(folder, cli, '1.2.3')?.action, `forker/mill@${commit}`)
  })

  it('is not known to a package that says neither', () => {
    assert.equal(findOwnAction(folder, installed(), '1.2.3'), undefined)
  })
})
