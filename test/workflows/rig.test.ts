import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeRepository } from '../support/act-repository.ts'
import { runAct } from '../support/act.ts'

const workflow = `
on: workflow_dispatch
permissions: { contents: read, artifact-metadata: write }
concurrency: { group: x, queue: max }
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { wave: '\${{ steps.plan.outputs.wave }}' }
    steps:
      - uses: actions/setup-node@v6
      - uses: actions/checkout@v6
      - id: plan
        run: |
          echo 'wave=["a","b"]' >> "$GITHUB_OUTPUT"
          echo '# hello' >> "$GITHUB_STEP_SUMMARY"
          echo '::warning file=a.yml,line=3::look%0Ahere'
          cat a.txt; echo "inherited: [$MILLRACE_PLANTED]"
  work:
    needs: plan
    strategy: { matrix: { job: '\${{ fromJSON(needs.plan.outputs.wave) }}' } }
    runs-on: ubuntu-latest
    steps: [{ id: go, run: 'test "\${{ matrix.job }}" = a' }]
  never:
    needs: work
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
`

test('the rig tells jobs, legs, annotations, summaries and outputs, and nothing is inherited', async () => {
  process.env['MILLRACE_PLANTED'] = 'leak'
  await using repository = await makeRepository({ 'a.txt': 'of the repository\n' })
  const run = await runAct({ repository, workflow, event: 'workflow_dispatch', runId: 7 })
  assert.equal(run.exitCode, 1, run.raw)
  assert.deepEqual(
    run.jobs['work']?.map(({ matrix, result }) => [matrix['job'], result]).toSorted(),
    [
      ['a', 'success'],
      ['b', 'failure'],
    ],
    run.raw,
  )
  assert.equal(run.jobs['never']?.[0]?.result, 'skipped', run.raw)
  assert.equal(run.jobs['plan']?.[0]?.steps['plan'], 'success', run.raw)
  assert.deepEqual(run.annotations, [{ level: 'warning', message: 'look\nhere', file: 'a.yml', line: '3' }])
  assert.deepEqual(run.summaries, ['# hello\n'])
  assert.equal(run.outputs['plan']?.['wave'], '["a","b"]')
  assert.match(run.text, /of the repository\ninherited: \[\]/)
})
