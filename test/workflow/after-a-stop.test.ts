import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { evaluateCondition } from '../../src/expression/evaluate.ts'
import type { StepResult } from '../../src/run/event.ts'
import { pipelineWorkflow } from '../../src/workflow/pipeline-workflow.ts'
import { writtenGraph, writtenManifest, writtenStep } from '../support/written.ts'

interface Job {
  readonly if?: string
  readonly needs?: readonly string[]
}

const retry = { maxAttempts: 1, backoff: 'constant', delayMs: 1, maxDelayMs: 1, infrastructure: 1 } as const
const graph = writtenGraph(
  writtenManifest([
    writtenStep({ id: 'up', retry }),
    writtenStep({ id: 'down', runsOn: 'own', teardown: 'up' }),
  ]),
)
const settings = { action: `a/b@${'0'.repeat(40)}`, version: 'v1.0.0' }
const { jobs } = pipelineWorkflow(graph, settings) as { jobs: Record<string, Job> }

/** How jobs end that start, and at which the run is cancelled; those that nothing is said of succeed. */
interface Course {
  readonly ends?: Readonly<Record<string, StepResult>>
  readonly cancelledAt?: string
}

const run = { id: '', date: '', at: '', latest: true, previous: { id: '', result: '', date: '', steps: {} } }
const rest = { inputs: {}, env: {}, vars: {}, secrets: {}, github: {}, matrix: {}, run }
const outputs: Readonly<Record<string, string>> = { 'wave-1': '["up"]', 'wave-2': '["down"]' }

function needsOf(name: string): readonly string[] {
  const own = jobs[name]?.needs ?? []
  return [...own, ...own.flatMap(needsOf)]
}

/** How each job of the workflow ends, by the conditions that are in it. */
function resultsOf({ ends = {}, cancelledAt }: Course): Record<string, StepResult> {
  const results: Record<string, StepResult> = {}
  for (const [name, job] of Object.entries(jobs)) {
    const needs = Object.fromEntries(
      (job.needs ?? []).map((need) => [need, { result: results[need] ?? 'skipped', outputs }]),
    )
    const cancelled = cancelledAt !== undefined && needsOf(name).includes(cancelledAt)
    const status = { success: !cancelled, failure: false, cancelled }
    const starts = job.if === undefined || evaluateCondition(job.if, { ...rest, needs }, status)
    results[name] = !starts ? 'skipped' : name === cancelledAt ? 'cancelled' : (ends[name] ?? 'success')
  }
  return results
}

const failing = { 'wave-1': 'failure' } as const
const courses: readonly (readonly [string, Course])[] = [
  ['all goes well', {}],
  ['a step fails, or a runner is lost', { ends: failing }],
  ['a job runs past its time', { ends: { 'wave-1': 'cancelled' } }],
  ['the plan fails', { ends: { plan: 'failure' } }],
  ['cancelled while it is planned', { cancelledAt: 'plan' }],
  ['cancelled in a wave', { cancelledAt: 'wave-1' }],
  ['cancelled while it recovers', { ends: failing, cancelledAt: 'recover' }],
  ['cancelled while the second one recovers', { ends: failing, cancelledAt: 'recover-2' }],
  ['cancelled while it reports', { cancelledAt: 'report' }],
]
const columns = Object.keys(jobs).filter((name) => !['plan', 'wave-1'].includes(name))

function table(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const told = (course: Course) => {
    const results = resultsOf(course)
    const cell = (name: string) =>
      results[name] === 'skipped' ? '' : results[name] === 'cancelled' ? 'stopped' : 'runs'
    return columns.map(cell)
  }
  return [row(['', ...columns]), ...courses.map(([what, course]) => row([what, ...told(course)]))].join('\n')
}

const squeezed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/^\|[ :|-]+\|\n/gm, '')

describe('who runs what after a cancel, a time-out or a loss', () => {
  it('is as the record of the decision says', () => {
    const record = readFileSync(new URL('../../docs/decisions/0010-after-a-stop.md', import.meta.url), 'utf8')
    assert.ok(squeezed(record).includes(squeezed(table())), table())
  })

  it('holds, whatever the results of the jobs before and whenever the run is cancelled', () => {
    const ends = ['success', 'failure', 'cancelled'] as const
    const moments = [undefined, ...Object.keys(jobs)]
    for (const plan of ends)
      for (const one of ends)
        for (const two of ends)
          for (const cancelledAt of moments) {
            const given = { plan, 'wave-1': one, 'wave-2': two }
            holds(
              resultsOf({ ends: given, ...(cancelledAt === undefined ? {} : { cancelledAt }) }),
              cancelledAt,
            )
          }
  })
})

function holds(results: Record<string, string>, cancelledAt: string | undefined): void {
  const started = (name: string) => results[name] !== 'skipped'
  if (cancelledAt !== undefined && results[cancelledAt] === 'skipped') return
  const about = JSON.stringify({ results, cancelledAt })
  const isBad = ['wave-1', 'wave-2'].some((wave) => ['failure', 'cancelled'].includes(results[wave] ?? ''))
  const early = cancelledAt !== undefined && !/^(report|after)/.test(cancelledAt) && started(cancelledAt)
  assert.notEqual(started('report'), started('report-cancelled'), about)
  if (results['plan'] !== 'success') {
    for (const name of ['wave-1', 'wave-2', 'recover', 'recover-2', 'after-cancel'])
      assert.ok(!started(name), about)
    return
  }
  assert.equal(started('after-cancel'), early, about)
  assert.equal(started('report-cancelled'), early, about)
  if (!early) assert.equal(started('recover') && started('recover-2'), isBad, about)
}
