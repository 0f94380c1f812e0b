import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { plan, run, Usage } from '../../src/library/main.ts'

const workspace = mkdtempSync(join(tmpdir(), 'millrace-program-'))
after(() => rmSync(workspace, { recursive: true, force: true }))
mkdirSync(join(workspace, 'pipelines'))
writeFileSync(
  join(workspace, 'pipelines/kid.yml'),
  `inputs: { n: { type: integer, default: 1 } }
datasets: { out: made }
steps:
  made: { run: { script: 'printf "v\\n$N\\n" > "$MILLRACE_OUTPUT"', output: csv }, env: { N: "\${{ inputs.n }}" } }
`,
)
writeFileSync(
  join(workspace, 'pipelines/p.yml'),
  `steps:
  one: { uses: ./pipelines/kid.yml, with: { n: 7 } }
  many: { strategy: { matrix: { n: [1, 2] } }, uses: ./pipelines/kid.yml, with: { n: "\${{ matrix.n }}" } }
  tell: { needs: [one], run: 'true' }
`,
)

describe('a program of your own', () => {
  it('reads rows by the names that queries use, also of pipelines inside pipelines', async () => {
    const ran = await run('pipelines/p.yml', { workspace })
    assert.equal(ran.result, 'success')
    const values = (name: string) => ran.rows(name).map(({ v }) => Number(v))
    assert.deepEqual(values('one'), [7])
    assert.deepEqual(values('one/out'), [7])
    assert.deepEqual(values('one/made'), [7])
    assert.deepEqual(values('many'), [1, 2])
    assert.deepEqual(values('many/out'), [1, 2])
    assert.deepEqual(ran.rows('tell'), [])
    assert.throws(
      () => ran.rows('oen'),
      new Usage('"oen" is no step or dataset of "p"', 'did you mean "one"?'),
    )
  })

  for (const [options, message] of [
    [{ concurrency: 0 }, /option "concurrency": .*>=1/],
    [{ date: 'junk' }, /option "date": must be a date/],
    [{ nputs: {} }, /"nputs" is not an option/],
  ] as const)
    it(`refuses ${JSON.stringify(options)} before anything starts`, async () => {
      await assert.rejects(run('pipelines/p.yml', { workspace, ...options }), {
        name: 'Usage',
        message,
      })
    })

  it('is told what a run will do without the manifests themselves', async () => {
    const told = await plan('pipelines/p.yml', { workspace })
    assert.deepEqual(
      Object.keys(told).filter((key) => key === 'manifest' || key === 'used'),
      [],
    )
    assert.deepEqual(told.steps.find(({ id }) => id === 'many')?.legs, { count: 2, parts: 1 })
  })
})
