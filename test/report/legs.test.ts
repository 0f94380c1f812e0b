import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureIssue } from '../../src/report/failure-issue.ts'
import { commitIntents } from '../../src/report/commit-intents.ts'
import { foldEvents } from '../../src/report/fold-events.ts'
import { renderMarkdown } from '../../src/report/render-markdown.ts'
import { summarize } from '../../src/report/summarize.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { failed, finished, planOf } from './sketch.ts'

const base = { schema: 1, run: 'r1', at: '2026-11-21T05:30:00.000Z' } as const
const plan = planOf([{ id: 'legs' }, { id: 'after', needs: ['legs'] }])

function legEnded(leg: number, part: Partial<Extract<RunEvent, { type: 'leg-finished' }>> = {}): RunEvent {
  const ended = { result: 'success', attempts: 1, rows: null, durationMs: 5, outputs: {} } as const
  return {
    ...base,
    type: 'leg-finished',
    step: 'legs',
    leg: String(leg),
    values: { n: leg },
    ...ended,
    ...part,
  }
}

function said(leg: number, line: string): RunEvent {
  return { ...base, type: 'step-log', step: 'legs', leg: String(leg), stream: 'stdout', line }
}

const counts = { total: 40, success: 15, failure: 25, cancelled: 0, skipped: 0 }
const failedLegs = Array.from({ length: 25 }, (_, index) => ({
  leg: String(index),
  values: { region: `r${index}|x` },
}))
const end = failed('legs', '25 of 40 legs failed: region: r0 and 24 more', { legs: counts, failedLegs })

describe('a report of legs', () => {
  it('shows how many ended how, the first twenty that failed, and that there are more', () => {
    const report = summarize(plan, [end])
    const text = renderMarkdown(report)
    assert.match(text, /\| `legs` \| run \| ❌ failed \|.*15 of 40 legs, 25 failed/)
    assert.match(text, /^- `19` region: r19&#124;x$/m)
    assert.doesNotMatch(text, /^- `20`/m)
    assert.match(text, /… and 5 more legs/)
    assert.equal(report.steps[0]?.failedLegs?.length, 25)
    const [step] = report.steps
    assert.ok(step)
    const issue = failureIssue(report, step, { onFailure: { issue: { labels: [], assignees: [] } } })
    for (const body of [issue.body, issue.comment]) assert.match(body, /^- `0` region: r0/m)
  })

  it('shows the end of the log of legs that failed, and of no other', () => {
    const events = [
      said(0, 'fine'),
      said(1, 'about to break'),
      legEnded(0),
      said(1, 'broken'),
      legEnded(1, { result: 'failure' }),
      end,
    ]
    const { log } = summarize(plan, events).steps[0] ?? {}
    assert.deepEqual(log, { lines: ['[1] about to break', '[1] broken'], total: 3 })
  })

  it('commits the files that legs made', () => {
    const commit = (leg: number) => ({ path: `data/${leg}.csv`, file: `files/legs/${leg}/${leg}.csv` })
    const events = [
      legEnded(0, { commit: commit(0) }),
      legEnded(1, { result: 'failure', commit: commit(1) }),
      legEnded(2, { commit: commit(2) }),
      end,
    ]
    const [intent] = commitIntents(summarize(plan, events), { trigger: 'schedule' })
    assert.deepEqual(
      intent?.files.map(({ path }) => path),
      ['data/0.csv', 'data/2.csv'],
    )
  })

  it(
    'takes a hundred thousand legs in, and keeps nothing of those that are done',
    { timeout: 60_000 },
    () => {
      const trace = foldEvents(legEvents(100_000))
      assert.equal(trace.steps.get('legs')?.retries.length, 50)
      assert.equal(trace.steps.get('legs')?.log.lines.length, 0)
    },
  )

  it('is well when all are', () => {
    const legs = { total: 3, success: 3, failure: 0, cancelled: 0, skipped: 0 }
    const report = summarize(plan, [finished('legs', { legs }), finished('after')])
    assert.equal(report.result, 'success')
    assert.match(renderMarkdown(report), /✅ succeeded \|.*\| 3 legs \|/)
  })

  it('accounts for the rows of the steps inside, over all legs, each leg once however often it was run', () => {
    const inside = (leg: number, step: string, kind: string, read: number, rejected: number) => {
      const rows = { read, loaded: read - rejected, rejected, filtered: 0, deduplicated: 0, unchanged: 0 }
      const sample = { file: 'a.csv', line: leg, column: 'x', rule: 'is a number', value: '?', raw: null }
      const samples = rejected === 0 ? {} : { rejectSamples: [sample] }
      return legEnded(leg, { step: `legs/${step}`, values: undefined, kind, counts: rows, ...samples })
    }
    const total = { total: 2, success: 2, failure: 0, cancelled: 0, skipped: 0 }
    const report = summarize(plan, [
      inside(0, 'raw', 'extract', 10, 1),
      inside(1, 'raw', 'extract', 99, 99),
      legEnded(1, { result: 'failure' }),
      inside(0, 'put', 'load', 9, 0),
      legEnded(0),
      inside(1, 'raw', 'extract', 5, 2),
      inside(1, 'put', 'load', 3, 0),
      legEnded(1),
      finished('legs', { legs: total }),
    ])
    const { extracted, loaded, rejected } = report.totals
    assert.deepEqual({ extracted, loaded, rejected }, { extracted: 15, loaded: 12, rejected: 3 })
    const text = renderMarkdown(report)
    assert.match(text, /^- `legs\/raw`: 15 read = 12 loaded \+ 3 rejected$/m)
    assert.match(text, /^- `legs\/put`: 12 read = 12 loaded$/m)
    assert.match(text, /^## Rejected by `legs\/raw`\n\nRejected: 3 rows/m)
  })
})

function* legEvents(count: number): Generator<RunEvent> {
  const failure = { code: 'x', message: 'again', causes: [], retryable: true }
  for (let leg = 0; leg < count; leg += 1) {
    yield { ...base, type: 'step-started', step: 'legs', leg: String(leg), attempt: 1 }
    yield said(leg, `line of ${leg}`)
    yield { ...base, type: 'step-retrying', step: 'legs', leg: String(leg), attempt: 1, failure, delayMs: 1 }
    yield legEnded(leg)
  }
}
