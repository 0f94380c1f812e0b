import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import { RejectLog } from '../../src/steps/extract/reject-log.ts'
import { manifestOf, Rig } from './rig.ts'

const secret = `eyJ${'Ab3dEf6hIj'.repeat(20)}`.slice(0, 200)
const environment = { secrets: { KEY: secret }, vars: {}, env: {}, github: {} }

/** Nothing that was told holds the secret or the beginning of it. */
function assertHidden(told: unknown): void {
  assert(!JSON.stringify(told).includes('eyJ'), JSON.stringify(told))
}

describe('what a run tells', () => {
  it('hides a secret where a colour was set inside it', async () => {
    using rig = new Rig()
    const run = await rig.run(
      manifestOf([{ id: 'a' }]),
      ({ log }) => {
        log(`x \x1b[1m${secret.slice(0, 90)}\x1b[31m${secret.slice(90)}\x1b[0m`)
        log('\x1b[1mbold\x1b[0m')
        return {}
      },
      { environment },
    )
    const lines = run.events.flatMap((event) => (event.type === 'step-log' ? [event.line] : []))
    assert.deepEqual(lines, ['x ***', '\x1b[1mbold\x1b[0m'])
  })

  it('hides a secret in the names of columns, and hands the names on as they are', async () => {
    using rig = new Rig()
    const seen: string[] = []
    const run = await rig.run(
      manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }]),
      ({ stepId, datasetPath, needs }) => {
        if (stepId === 'b') seen.push(...(needs['a']?.columns ?? []).map(({ name }) => name))
        if (stepId === 'b') return {}
        using file = createDatasetFile(datasetPath, { table: 'a', columns: [{ name: secret, type: 'text' }] })
        return { dataset: file.finish() }
      },
      { environment },
    )
    assert.equal(run.result, 'success')
    assert.deepEqual(seen, [secret])
    assert.deepEqual(run.steps['a']?.dataset?.columns, [{ name: '***', type: 'text' }])
    assertHidden(run.events)
  })

  it('shortens a rejected row and a summary after it has masked them', async () => {
    using rig = new Rig()
    const line = `${'x'.repeat(150)}${secret}`
    const run = await rig.run(
      manifestOf([{ id: 'a' }]),
      ({ rejectsPath }) => {
        using log = new RejectLog(rejectsPath, (text) => text)
        log.add('a.csv', { line: 1, column: secret, rule: `no ${secret}`, value: line, raw: line })
        log.finish()
        return { summary: `${'y'.repeat(65_400)}${secret}` }
      },
      { environment },
    )
    assertHidden(run.events)
    const [sample] = run.steps['a']?.rejectSamples ?? []
    assert.deepEqual(run.steps['a']?.rejectsByRule, [{ column: '***', rule: 'no ***', rows: 1 }])
    assert.equal(sample?.value, `${'x'.repeat(150)}***`)
    assert.equal(run.steps['a']?.summary, `${'y'.repeat(65_400)}***`)
  })

  it('hides the password of a connection that the manifest spells out, as it is written and as it is meant', async () => {
    using rig = new Rig()
    const connections = {
      db: { url: 'postgres://etl:wr0ng%40pass@db:5432/x' },
      other: { url: 'postgres://a:${{ secrets.PW }}@b/c' },
    }
    const run = await rig.run(manifestOf([{ id: 'a' }], { connections }), ({ log }) => {
      log('tried wr0ng@pass and wr0ng%40pass as etl')
      return {}
    })
    const lines = run.events.flatMap((event) => (event.type === 'step-log' ? [event.line] : []))
    assert.deepEqual(lines, ['tried *** and *** as etl'])
  })
})
