import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { parseSource } from '../../src/source/source.ts'
import { findDrift } from '../../src/workflow/drift.ts'
import { workflowFiles } from '../../src/workflow/generate.ts'
import { isPinned } from '../../src/workflow/pinned-actions.ts'

const action = `acme/millrace@${'0123456789'.repeat(4)}`
const settings = { action, version: 'v9.9.9' }

const sales = `name: Daily sales
on:
  schedule:
    - { cron: '30 6 * * 1-5', timezone: Europe/Berlin, with: { region: eu } }
    - { cron: '0 12 * * 6' }
inputs:
  region: { type: choice, options: [eu, us], default: eu, description: Which shops }
  limit: { type: integer, default: 10 }
  full: { type: boolean, default: false }
connections:
  warehouse: \${{ secrets.WAREHOUSE_URL }}
steps:
  orders:
    extract: { csv: 'https://example.com/\${{ vars.ORDERS_FILE }}' }
  daily:
    needs: [orders]
    transform: { sql: select * from orders }
  publish:
    load: { from: daily, into: warehouse, table: daily }
  open-data:
    load: { from: daily, file: data/daily.csv, commit: true }
`

const graphOf = (text: string, file = 'pipelines/sales.yml'): Graph => {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  const graph = buildGraph(manifest.value)
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}

interface Job {
  if?: string
  needs?: string[]
  permissions?: Record<string, string>
  'timeout-minutes'?: number
  'runs-on'?: unknown
  strategy?: { 'fail-fast'?: boolean; matrix: { job: string } }
  steps: { uses?: string; run?: string; env?: Record<string, string>; with?: Record<string, unknown> }[]
}

interface Workflow {
  on: Record<string, unknown>
  permissions: object
  concurrency: Record<string, unknown>
  jobs: Record<string, Job>
}

const filesOf = (text: string) => workflowFiles([graphOf(text)], settings)
const workflow = (text: string, name = 'millrace-sales'): Workflow =>
  parse(filesOf(text).find(({ path }) => path.endsWith(`${name}.yml`))?.text ?? '') as Workflow

describe('the workflow of a pipeline', () => {
  it('is the one in the golden file', (t) => {
    for (const { path, text } of filesOf(sales)) {
      const golden = join(import.meta.dirname, 'golden', path.split('/').at(-1) ?? '')
      t.assert.fileSnapshot(text, golden, { serializers: [String] })
    }
  })

  it('runs on its schedules in their zones, and by hand with typed inputs', () => {
    assert.deepEqual(workflow(sales).on, {
      schedule: [{ cron: '30 6 * * 1-5', timezone: 'Europe/Berlin' }, { cron: '0 12 * * 6' }],
      workflow_dispatch: {
        inputs: {
          region: {
            description: 'Which shops',
            type: 'choice',
            options: ['eu', 'us'],
            required: false,
            default: 'eu',
          },
          limit: { type: 'number', required: false, default: 10 },
          full: { type: 'boolean', required: false, default: false },
        },
      },
    })
  })

  it('hands the secrets and variables that the manifest names to the jobs that run steps, and to no other', () => {
    const { jobs } = workflow(sales)
    for (const [name, job] of Object.entries(jobs)) {
      const env = Object.assign({}, ...job.steps.map((step) => step.env ?? {})) as Record<string, string>
      const wanted = /^(wave-\d+|recover)$/.test(name)
        ? { WAREHOUSE_URL: '${{ secrets.WAREHOUSE_URL }}', ORDERS_FILE: '${{ vars.ORDERS_FILE }}' }
        : {}
      assert.deepEqual(env, wanted, name)
    }
    const waves = Object.keys(jobs).filter((name) => name.startsWith('wave-'))
    assert.equal(JSON.stringify(jobs).match(/secrets\./g)?.length, waves.length + 1)
  })

  it('queues its runs and never cancels one that is under way', () => {
    assert.deepEqual(workflow(sales).concurrency, {
      group: 'millrace-sales',
      'cancel-in-progress': false,
      queue: 'max',
    })
  })

  it('lets the newest run of a branch replace the one under way there, or lets all go on, where the manifest says so', () => {
    const cancel = workflow(sales.replace('steps:', 'concurrency: cancel\nsteps:'))
    const group = 'millrace-sales-${{ github.ref }}'
    assert.deepEqual(cancel.concurrency, { group, 'cancel-in-progress': true })
    const parallel = workflow(sales.replace('steps:', 'concurrency: parallel\nsteps:'))
    assert.equal('concurrency' in parallel, false)
  })

  it('runs again in one job what was lost, unless the run was cancelled or all went well', () => {
    const { recover } = workflow(sales).jobs
    assert.deepEqual(recover?.needs, ['plan', 'wave-1', 'wave-2'])
    assert.match(recover?.if ?? '', /^\$\{\{ !cancelled\(\) && needs\.plan\.result == 'success' && \(/)
    assert.match(recover?.if ?? '', /contains\(needs\.\*\.result, 'failure'\)/)
    assert.deepEqual(recover?.steps.at(-1)?.with, { command: 'recover' })
  })

  it('has no job for that where nothing may be run again', () => {
    const never = workflow(`${sales}defaults:\n  retry: { infrastructure: 0 }\n`)
    assert.equal(never.jobs['recover'], undefined)
    assert.deepEqual(never.jobs['report']?.needs, ['plan', 'wave-1', 'wave-2'])
  })

  it('runs tear-downs, and what runs in any case, in a job of its own when the run was cancelled', () => {
    const down = '  down:\n    teardown: daily\n    run: ./down.sh\n'
    const { 'after-cancel': after, 'report-cancelled': report } = workflow(`${sales}${down}`).jobs
    assert.equal(after?.if, "${{ cancelled() && needs.plan.result == 'success' }}")
    assert.deepEqual(after?.steps.at(-1)?.with, { command: 'after-cancel' })
    assert.ok(
      Array.isArray(after?.needs) && after.needs.includes('recover'),
      'a cancel while it recovers is seen',
    )
    assert.ok(Array.isArray(report?.needs) && report.needs.includes('after-cancel'))
    assert.equal(workflow(sales).jobs['after-cancel'], undefined)
  })

  it('has such jobs for each runner that is to run a step in any case, one recovering after the other', () => {
    const down = '  down:\n    teardown: daily\n    run: ./down.sh\n    runs-on: [self-hosted, x]\n'
    const told = '  told:\n    needs: [daily]\n    if: always()\n    run: ./tell.sh\n'
    const { jobs } = workflow(`${sales}${down}${told}`)
    const late = Object.keys(jobs).filter((name) => /recover|after/.test(name))
    assert.deepEqual(late, ['recover', 'recover-2', 'after-cancel', 'after-cancel-2'])
    const second = jobs['recover-2'] ?? assert.fail()
    assert.deepEqual([second['runs-on'], second.needs?.at(-1)], [['self-hosted', 'x'], 'recover'])
    assert.deepEqual(second.steps.at(-1)?.with, { command: 'recover', job: 'recover-2' })
  })

  it('has a recovering job for what stopped jobs leave, where nothing may be run again', () => {
    const down = '  down:\n    teardown: daily\n    run: ./down.sh\n'
    const never = workflow(`${sales}${down}defaults:\n  retry: { infrastructure: 0 }\n`)
    assert.notEqual(never.jobs['recover'], undefined)
  })

  it('guards every wave: not cancelled, planned, not empty, after each earlier wave however that ended', () => {
    const { jobs } = workflow(sales)
    const waves = Object.keys(jobs).filter((name) => name.startsWith('wave-'))
    assert.deepEqual(waves, ['wave-1', 'wave-2'])
    waves.forEach((name, n) => {
      const { if: condition = '', needs } = jobs[name] ?? assert.fail(name)
      assert.deepEqual(needs, ['plan', ...waves.slice(0, n)])
      const parts = ['!cancelled()', "needs.plan.result == 'success'", `needs.plan.outputs.${name} != '[]'`]
      assert.equal(condition, `\${{ ${parts.join(' && ')} }}`)
    })
  })

  it('reports always, in the one job or the other, and tells a run that was cancelled from a job that was', () => {
    const { jobs } = workflow(sales)
    const { report, 'report-cancelled': cancelled } = jobs
    assert.equal(report?.if, '${{ !cancelled() }}')
    assert.equal(cancelled?.if, '${{ cancelled() }}')
    assert.deepEqual(report?.needs, ['plan', 'wave-1', 'wave-2', 'recover'])
    assert.deepEqual(cancelled?.needs, report?.needs)
    assert.deepEqual(cancelled?.permissions, report?.permissions)
    assert.deepEqual(
      [report, cancelled].map((job) => job?.steps.at(-1)?.with?.['cancelled']),
      [undefined, true],
    )
  })

  it('puts nothing but ids into a matrix, and lets no leg cancel another', () => {
    const { strategy } = workflow(sales).jobs['wave-1'] ?? assert.fail()
    assert.deepEqual(strategy, {
      'fail-fast': false,
      matrix: { job: '${{ fromJSON(needs.plan.outputs.wave-1) }}' },
    })
  })

  it('may write contents and issues only in the report, issues only where they are wanted', () => {
    const { jobs } = workflow(sales)
    assert.deepEqual(jobs['plan']?.permissions, { actions: 'read', contents: 'read' })
    assert.deepEqual(jobs['wave-1']?.permissions, { contents: 'read' })
    assert.deepEqual(jobs['report']?.permissions, { actions: 'read', contents: 'write', issues: 'write' })
    const quiet = workflow(`${sales}on-failure: { issue: false }\n`)
    assert.deepEqual(quiet.jobs['report']?.permissions, { actions: 'read', contents: 'write' })
  })

  it('looks the runner up by job when the steps ask for different ones', () => {
    const mixed = workflow(`name: Mixed
steps:
  a: { run: 'true' }
  b: { needs: [a], run: 'true', runs-on: windows-latest }
`)
    assert.equal(mixed.jobs['wave-1']?.['runs-on'], '${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}')
    assert.equal(workflow(sales).jobs['wave-1']?.['runs-on'], 'ubuntu-latest')
  })
})

describe('the checks of pull requests', () => {
  it('run on every pull request, for one that a filter leaves out would wait for a required check for ever', () => {
    assert.deepEqual(workflow(sales, 'millrace-pull-request').on, { pull_request: {} })
  })

  it('comment afterwards for those whose token may not: forks and Dependabot', () => {
    const condition = workflow(sales, 'millrace-comment').jobs['comment']?.if ?? ''
    assert.ok(condition.includes('head_repository.full_name != github.repository ||'), condition)
    assert.ok(condition.includes("workflow_run.actor.login == 'dependabot[bot]'"), condition)
  })
})

describe('every generated workflow', () => {
  const files = filesOf(sales)

  it('gives nothing away at the top, ends in time, pins its actions and runs no script', () => {
    for (const { path, text } of files) {
      const { permissions, jobs } = parse(text) as Workflow
      assert.deepEqual(permissions, {}, path)
      for (const job of Object.values(jobs)) {
        assert.ok((job['timeout-minutes'] ?? Infinity) <= 360, path)
        assert.ok(job.permissions !== undefined, path)
        for (const step of job.steps) {
          assert.ok(isPinned(step.uses ?? ''), `${path}: ${step.uses}`)
          assert.equal(step.run, undefined)
          if (step.uses?.startsWith('actions/checkout'))
            assert.equal(step.with?.['persist-credentials'], false)
        }
      }
      assert.match(text, /uses: acme\/millrace@[0-9a-f]{40} # v9\.9\.9\n/)
    }
  })

  it('never listens to pull_request_target', () => {
    for (const { text } of files) assert.doesNotMatch(text, /pull_request_target/)
  })
})

describe('drift', () => {
  const wanted = filesOf(sales)

  it('is none when the files are as generated, whatever a person wrote beside them', () => {
    assert.deepEqual(
      findDrift(wanted, [...wanted, { path: '.github/workflows/ci.yml', text: 'name: CI\n' }]),
      [],
    )
  })

  it('names what is missing, what differs and on which line, and what is left over', () => {
    const [comment, pullRequest, pipeline] = wanted
    assert.ok(comment && pullRequest && pipeline)
    const edited = { ...pipeline, text: pipeline.text.replace('fail-fast: false', 'fail-fast: true') }
    const old = { ...pipeline, path: '.github/workflows/millrace-gone.yml' }
    const drift = findDrift(wanted, [comment, edited, old])
    assert.deepEqual(
      drift.map(({ path, kind }) => [path.split('/').at(-1), kind]),
      [
        ['millrace-pull-request.yml', 'missing'],
        ['millrace-sales.yml', 'differs'],
        ['millrace-gone.yml', 'left over'],
      ],
    )
    assert.match(drift[1]?.lines?.[0]?.text ?? '', /fail-fast: true/)
    assert.equal(drift[1]?.lines?.length, 2, 'nothing but the line that was changed')
  })
})
