import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { decodeAuthored, decodeManifest } from '../../src/manifest/decode-manifest.ts'
import { parseSource } from '../../src/source/source.ts'

const cases = join(import.meta.dirname, '../cases')
const read = (name: string) => readFileSync(join(cases, name, 'pipeline.yml'), 'utf8')

test('a manifest that travelled as JSON decodes to the same as its YAML', () => {
  const source = parseSource('pipelines/daily.yml', read('good-daily-sales'))
  const travelled: unknown = JSON.parse(JSON.stringify(source.authored))
  assert.deepEqual(decodeAuthored('pipelines/daily.yml', travelled), decodeManifest(source))
})

test('defaults are merged into every step, and what the step says wins', () => {
  const text = `
defaults: { timeout-minutes: 5, retry: { max-attempts: 3, delay: 1s }, env: { A: "1", B: "1" } }
steps:
  a: { run: echo a, retry: { delay: 2s }, env: { B: 2 } }
`
  const result = decodeManifest(parseSource('p.yml', text))
  assert.ok(result.ok)
  const [step] = result.value.steps
  assert.equal(step?.timeoutMs, 300_000)
  assert.deepEqual(step?.env, { A: '1', B: '2' })
  assert.deepEqual(step?.retry, {
    maxAttempts: 3,
    backoff: 'exponential',
    delayMs: 2000,
    maxDelayMs: 120_000,
    infrastructure: 2,
  })
})

test('the fast parser and `yaml` read the same data from every case that both can read', () => {
  for (const file of globSync('*/**/*.{yml,yaml}', { cwd: cases })) {
    const text = readFileSync(join(cases, file), 'utf8')
    const { authored, problems } = parseSource('pipeline.yml', text)
    if (problems.length > 0 || file.startsWith('manifest-name/')) continue
    assert.deepEqual(authored, parse(text, { merge: true }), file)
  }
})
