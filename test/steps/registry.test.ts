import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { Bug } from '../../src/diagnostic/failure.ts'
import { loadExecutor } from '../../src/steps/registry.ts'

describe('the registry', () => {
  it('knows every kind and no other', async () => {
    for (const kind of ['extract', 'transform', 'load', 'run']) {
      assert.equal(typeof (await loadExecutor(kind)), 'function')
    }
    await assert.rejects(loadExecutor('toString'), Bug)
  })

  it('loads no database and no parser before a step runs', () => {
    const registry = new URL('../../src/steps/registry.ts', import.meta.url).href
    const code = `
      import { registerHooks } from 'node:module'
      registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) })
      await import('${registry}')`
    const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
    assert.match(loaded, /registry\.ts/)
    assert.doesNotMatch(loaded, /node_modules|\/parse\/|\/dataset\/|node:sqlite/)
  })
})
