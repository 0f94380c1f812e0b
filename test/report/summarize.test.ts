import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RunEvent } from '../../src/run/event.ts'
import { runAgain } from '../../src/report/run-again.ts'
import { renderMarkdown } from '../../src/report/render-markdown.ts'
import { rowEquation } from '../../src/report/row-equation.ts'
import { summarize } from '../../src/report/summarize.ts'
import { failed, finished, logged, planOf, started } from './sketch.ts'

const steps = [{ id: 'a' }, { id: 'b' }, { id: 'c', needs: ['a', 'b'] }]
const plan = planOf(steps)

describe('a report', () => {
  it('says the same whatever the order in which the jobs told', () => {
    const jobs = [[finished('a')], [finished('b')], [finished('c')]]
    const told = jobs.map((_, n) => summarize(plan, [...jobs.slice(n), ...jobs.slice(0, n)].flat()))
    assert.deepEqual(told[1], told[0])
    assert.deepEqual(told[2], told[0])
    assert.equal(told[0]?.result, 'success')
  })

  it('calls a step that nobody told the end of lost, and skips what needed it', () => {
    const { result, steps: told } = summarize(plan, [finished('a'), started('b')])
    const [, b, c] = told
    assert.equal(result, 'failure')
    assert.equal(b?.failure?.code, 'runner/lost')
    assert.match(b?.failure?.message ?? '', /while this step was running/)
    assert.deepEqual([c?.result, c?.reason], ['skipped', '"b" failed'])
  })

  it('tells a note that its table has no room for in full below', () => {
    const note = Array.from({ length: 9 }, (_, n) => `warning: check ${n}: ${'too old '.repeat(10)}`).join(
      '; ',
    )
    const text = renderMarkdown(summarize(plan, [finished('a', { note }), finished('b', { note: 'short' })]))
    assert.match(text, /\n## In full\n\n- `a`:\n {2}- warning: check 0: /)
    assert.equal(text.split('check 8').length, 2)
    assert.equal(text.split('short').length, 2)
    assert.doesNotMatch(renderMarkdown(summarize(plan, [finished('a', { note: 'short' })])), /In full/)
  })

  it('calls a tear-down lost although a step between failed, and skipped only with its set-up', () => {
    const drawn = planOf([{ id: 'up' }, { id: 'work', needs: ['up'] }, { id: 'down', needs: ['up', 'work'] }])
    const torn = drawn.steps.map((step) => (step.id === 'down' ? { ...step, teardown: 'up' } : step))
    const down = (...events: RunEvent[]) => summarize({ ...drawn, steps: torn }, events).steps[2]
    const lost = down(finished('up'), failed('work', 'no'))
    assert.deepEqual([lost?.result, lost?.failure?.code], ['failure', 'runner/lost'])
    assert.equal(down(failed('up', 'no'))?.reason, '"up" failed')
  })

  it('calls a step that runs in any case lost when its job was stopped before it, whatever failed above', () => {
    const drawn = planOf([{ id: 'work' }, { id: 'tidy', needs: ['work'] }])
    const anyway = drawn.steps.map((step) => (step.id === 'tidy' ? { ...step, anyway: true as const } : step))
    const stopped = ['work', 'tidy'].map((id) => ({
      ...finished(id),
      result: 'cancelled' as const,
      attempts: 0,
    }))
    const { steps: told } = summarize({ ...drawn, steps: anyway }, stopped, { cancelled: false })
    assert.deepEqual(
      told.map((step) => [step.result, step.failure?.code]),
      [
        ['failure', 'runner/lost'],
        ['failure', 'runner/lost'],
      ],
    )
  })

  it('calls everything lost that no job told of', () => {
    const { totals, durationMs, result } = summarize(plan, [])
    assert.deepEqual(totals.steps, { success: 0, failure: 2, cancelled: 0, skipped: 1 })
    assert.deepEqual([durationMs, result], [0, 'failure'])
  })

  it('does not call a step lost in a run that was cancelled', () => {
    const { result, steps: told } = summarize(plan, [finished('a')], { cancelled: true })
    assert.equal(result, 'cancelled')
    assert.deepEqual(
      told.map((step) => step.result),
      ['success', 'cancelled', 'cancelled'],
    )
  })

  it('calls a step lost that was stopped in a run that nobody cancelled, and skips what needed it', () => {
    const stopped = { ...finished('b'), result: 'cancelled' as const, reason: 'the run was cancelled' }
    const events = [finished('a'), started('b'), stopped]
    const { result, steps: told } = summarize(plan, events, { cancelled: false })
    assert.equal(result, 'failure')
    assert.deepEqual([told[1]?.failure?.code, told[1]?.reason], ['runner/lost', undefined])
    assert.match(told[1]?.failure?.help ?? '', /past its time limit/)
    assert.equal(told[2]?.result, 'skipped')
    assert.equal(summarize(plan, events, { cancelled: true }).result, 'cancelled')
  })

  it('takes the end of a job for the end of its steps', () => {
    const { steps: told } = summarize(plan, [
      finished('a'),
      finished('b'),
      {
        schema: 1,
        run: 'r1',
        at: '2026-11-21T05:31:00.000Z',
        type: 'run-finished',
        result: 'success',
        durationMs: 1,
        steps: { c: { result: 'success', attempts: 1, rows: 7, durationMs: 5 } },
      },
    ])
    assert.deepEqual([told[2]?.result, told[2]?.rows], ['success', 7])
  })

  it('lets a tolerated failure through to what comes after it, and ends degraded', () => {
    const events = [failed('a', 'no', { tolerated: true }), finished('b'), finished('c')]
    const { result, totals } = summarize(plan, events)
    assert.deepEqual([result, totals.tolerated], ['degraded', 1])
  })

  it('keeps the last forty lines of a log, without colours, and says how many there were', () => {
    const lines = Array.from({ length: 100 }, (_, n) =>
      logged('a', `\u001B[31mline ${n}\u001B[0m\u202E\u0007`),
    )
    const { log } = summarize(plan, [...lines, finished('a')]).steps[0] ?? {}
    assert.deepEqual([log?.lines.length, log?.total, log?.lines[0]], [40, 100, 'line 60'])
  })

  it('cuts a line that has no end', () => {
    const [step] = summarize(plan, [logged('a', '\u{1F600}'.repeat(100_000))]).steps
    assert.ok((step?.log.lines[0]?.length ?? 0) <= 1001)
    assert.ok(step?.log.lines[0]?.isWellFormed())
  })

  it('keeps the first rejected rows of a step that failed because of them', () => {
    const sample = { file: 'x.csv', line: 2, column: 'n', rule: 'integer', value: 'one', raw: null }
    const [step] = summarize(plan, [failed('a', 'no', { rejectSamples: [sample] })]).steps
    assert.deepEqual(step?.rejects, { rows: null, first: [sample] })
  })
})

describe('the line that runs it again', () => {
  const line = (value: string) => runAgain({ file: 'pipelines/x.yml', inputs: { q: value } })

  it('quotes what a shell would take apart', () => {
    assert.equal(line('2026-11-21'), 'millrace run pipelines/x.yml --input q=2026-11-21')
    assert.equal(line('$(id); `id`'), "millrace run pipelines/x.yml --input 'q=$(id); `id`'")
    assert.equal(line("it's"), String.raw`millrace run pipelines/x.yml --input 'q=it'\''s'`)
    assert.equal(line("a\nb'c"), String.raw`millrace run pipelines/x.yml --input $'q=a\nb\'c'`)
  })
})

describe('a row equation', () => {
  const counts = { read: 1000, loaded: 990, rejected: 10, filtered: 0, deduplicated: 0, unchanged: 0 }

  it('names where every row went', () => {
    assert.equal(rowEquation(counts), '1,000 read = 990 loaded + 10 rejected')
  })

  it('says so when rows are missing', () => {
    assert.match(rowEquation({ ...counts, read: 1001 }), /1,001 read ≠ .*not accounted for/)
  })
})
