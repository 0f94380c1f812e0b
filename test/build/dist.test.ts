import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bundle } from '../../scripts/bundle.ts'

// Lies where no node_modules is above it: what it runs with is in it.
const folder = mkdtempSync(join(tmpdir(), 'millrace-built-'))
const desk = mkdtempSync(join(tmpdir(), 'millrace-built-desk-'))
const millrace = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(folder, 'cli/main.js'), ...args], { cwd: desk, encoding: 'utf8' })

describe('the built program', () => {
  before(() => bundle(folder))
  after(() => {
    rmSync(folder, { recursive: true })
    rmSync(desk, { recursive: true })
  })

  it('runs a pipeline by itself, children and all', () => {
    assert.equal(millrace('init').status, 0)
    assert.match(millrace('validate').stdout, /no mistake/)
    const { status, stdout, stderr } = millrace('run', 'daily-sales')
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, /✔ +publish +success +9/)
  })

  it('loads nothing for --version, and its Action starts', () => {
    assert.match(millrace('--version').stdout, /^\d+\.\d+\.\d+\n$/)
    const main = readFileSync(join(folder, 'cli/main.js'), 'utf8')
    const imported = [...main.matchAll(/^import .* from "(.+)"/gm)].map(([, path]) => path)
    assert.deepEqual(imported, ['../chunks/cli-help-text.js', '../chunks/cli-version.js'])
    const action = spawnSync(process.execPath, [join(folder, 'action/main.js')], {
      encoding: 'utf8',
      env: {},
    })
    assert.equal(action.status, 1)
    assert.match(action.stdout, /^::error .*command/m)
  })

  it('is the same bytes when built again, with readable names and every licence', async () => {
    const again = mkdtempSync(join(tmpdir(), 'millrace-built-'))
    try {
      await bundle(again)
      assert.equal(execFileSync('diff', ['-r', folder, again], { encoding: 'utf8' }), '')
      const names = readdirSync(join(folder, 'chunks'))
      for (const name of names) assert.doesNotMatch(name, /\d\.js$/)
      const notices = readFileSync(join(folder, 'LICENSES.txt'), 'utf8')
      for (const library of ['zod', 'kysely', 'commander', '@actions/artifact'])
        assert.match(notices, new RegExp(`^${library} \\d`, 'm'))
    } finally {
      rmSync(again, { recursive: true })
    }
  })
})
