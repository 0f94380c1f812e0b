import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { reopenRun } from '../../src/adapters/run-folder/reopen-run.ts'
import { lastResult, type Resumption, resumption } from '../../src/app/resume.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { decodeEvents } from '../support/decode-events.ts'
import { neededAgain } from '../../src/run/resume/needed-again.ts'
import { definitionsOf } from '../../src/run/resume/step-definitions.ts'
import { foldEvents } from '../../src/report/fold-events.ts'
import { summarize } from '../../src/report/summarize.ts'
import { graphOf, manifestOf, planOf, Rig, type Sketch } from './rig.ts'

interface Case {
  readonly sketches: readonly Sketch[]
  /** The steps that fail the first time. */
  readonly failing: ReadonlySet<string>
  /** Where the events are cut off, as a share of their bytes; 1: the run came to its end. */
  readonly cut: number
}

const cases: fc.Arbitrary<Case> = fc
  .integer({ min: 2, max: 9 })
  .chain((count) =>
    fc.record({
      needs: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: count, maxLength: count }),
      always: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      failing: fc.subarray(Array.from({ length: count }, (_, index) => `s${index}`)),
      cut: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    }),
  )
  .map(({ needs, always, failing, cut }) => ({
    sketches: needs.map((picks, index): Sketch => {
      const above = index === 0 ? [] : [...new Set(picks.map((pick) => `s${pick % index}`))]
      return { id: `s${index}`, needs: above, ...(always[index] === true ? { if: 'always()' } : {}) }
    }),
    failing: new Set(failing),
    cut,
  }))

async function resumed(
  rig: Rig,
  manifest: Manifest,
  over: {
    allowChanged?: boolean
    whole?: (id: string) => boolean
    before?: ReadonlyMap<string, string>
  } = {},
): Promise<Resumption> {
  const folder = join(rig.folder, 'run')
  reopenRun(folder)
  const graph = graphOf(manifest)
  const now = await definitionsOf(graph, rig.folder)
  return resumption(graph, {
    run: 'r1',
    events: eventsIn(rig),
    whole: (end) => (over.whole?.(end.step) === false ? undefined : end),
    before: over.before ?? now,
    now,
    allowChanged: over.allowChanged ?? false,
  })
}

function eventsIn(rig: Rig): ReturnType<typeof decodeEvents> {
  return decodeEvents(readFileSync(join(rig.folder, 'run/events.jsonl'), 'utf8'))
}

function failingAt(failing: ReadonlySet<string>, ran: string[]): (context: { stepId: string }) => object {
  return ({ stepId }) => {
    ran.push(stepId)
    if (failing.has(stepId)) throw new Failure('test/failure', `${stepId} fails`)
    return { outputs: { by: stepId } }
  }
}

describe('a run that is resumed', () => {
  it('ends as a clean run would, and runs what was not done and what comes after that, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ sketches, failing, cut }) => {
        using rig = new Rig()
        const manifest = manifestOf(sketches)
        await rig.run(manifest, failingAt(failing, []))
        const path = join(rig.folder, 'run/events.jsonl')
        const bytes = readFileSync(path)
        writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * cut)))
        const done = new Set(
          eventsIn(rig).flatMap((event) =>
            event.type === 'step-finished' && event.result === 'success' ? [event.step] : [],
          ),
        )
        const expected = new Set<string>()
        for (const { id, needs = [] } of sketches)
          if (!done.has(id) || needs.some((need) => expected.has(need))) expected.add(id)

        const { prior, priorLegs } = await resumed(rig, manifest)
        const ran: string[] = []
        const second = await rig.run(manifest, failingAt(new Set(), ran), { prior, priorLegs })
        assert.equal(second.result, 'success')
        assert.deepEqual(ran.toSorted(), [...expected].toSorted())
        const last = second.events.at(-1)
        assert(last?.type === 'run-finished')
        for (const { id } of sketches) {
          assert.equal(last.steps[id]?.result, 'success')
          assert.equal(last.steps[id].cached === true, !expected.has(id))
        }
        const report = summarize(planOf(graphOf(manifest)), eventsIn(rig))
        assert.equal(report.result, 'success')
        for (const step of report.steps) assert.equal(step.outputs['by'], step.id)
      }),
      { seed: 20_261_121, numRuns: 60 },
    )
  })

  const between = [
    { id: 'up' },
    { id: 'a', needs: ['up'] },
    { id: 'b', needs: ['a'] },
    { id: 'down', teardown: 'up' },
    { id: 'after', needs: ['b', 'down'] },
  ] as const

  it('makes a set-up again that was torn down, for what runs inside it, but not what ran inside it before', async () => {
    using rig = new Rig()
    const manifest = manifestOf(between)
    await rig.run(manifest, failingAt(new Set(['b']), []))
    const ran: string[] = []
    const { prior, priorLegs } = await resumed(rig, manifest)
    const { result } = await rig.run(manifest, failingAt(new Set(), ran), { prior, priorLegs })
    assert.equal(result, 'success')
    assert.deepEqual(ran, ['up', 'b', 'down', 'after'])
  })

  it('does not run what is inside a set-up that cannot be made again', async () => {
    using rig = new Rig()
    const manifest = manifestOf(between)
    await rig.run(manifest, failingAt(new Set(['b']), []))
    const { prior, priorLegs } = await resumed(rig, manifest)
    const { steps } = await rig.run(manifest, failingAt(new Set(['up']), []), { prior, priorLegs })
    assert.equal(steps['up']?.result, 'failure')
    assert.equal(steps['b']?.result, 'skipped')
  })

  it('tears down alone what was set up when only that failed', async () => {
    using rig = new Rig()
    const manifest = manifestOf(between)
    await rig.run(manifest, failingAt(new Set(['down']), []))
    const ran: string[] = []
    const { prior, priorLegs } = await resumed(rig, manifest)
    await rig.run(manifest, failingAt(new Set(), ran), { prior, priorLegs })
    assert.deepEqual(ran, ['down', 'after'])
  })

  it('runs again what made a dataset that is gone, and what comes after it', async () => {
    using rig = new Rig()
    const manifest = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c' }, { id: 'd' }])
    await rig.run(manifest, failingAt(new Set(['d']), []))
    const { prior } = await resumed(rig, manifest, { whole: (id) => id !== 'a' })
    assert.deepEqual([...prior.keys()], ['c'])
  })

  it('refuses when what is done is something else by now, unless that is allowed', async () => {
    using rig = new Rig()
    const old = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }])
    await rig.run(old, failingAt(new Set(['b']), []))
    const before = await definitionsOf(graphOf(old), rig.folder)
    const changed = manifestOf([
      { id: 'a', script: 'echo other' },
      { id: 'b', needs: ['a'] },
    ])
    await assert.rejects(resumed(rig, changed, { before }), (error) => {
      assert(error instanceof Failure)
      assert.equal(error.code, 'run/changed')
      assert.match(error.message, /run r1 has done "a" already, and what that does has changed since/)
      return true
    })
    const { prior, definitions } = await resumed(rig, changed, { before, allowChanged: true })
    assert.deepEqual([...prior.keys()], ['a'])
    assert.equal(definitions.get('a'), before.get('a'), 'it is still what was done before')
    const open = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'], script: 'echo other' }])
    assert.deepEqual([...(await resumed(rig, open, { before })).prior.keys()], ['a'])
  })

  it('is told with the time it was at work, and as cancelled only if it was so at last', async () => {
    using rig = new Rig()
    const manifest = manifestOf([{ id: 'a' }])
    const { events } = await rig.run(manifest, failingAt(new Set(), []))
    const later = events.map((event) => ({
      ...event,
      at: new Date(Date.parse(event.at) + 3_600_000).toISOString(),
    }))
    const stopped = events.map((event) =>
      event.type === 'run-finished' ? { ...event, result: 'cancelled' as const } : event,
    )
    assert(foldEvents([...stopped]).cancelled)
    const trace = foldEvents([...stopped, ...later])
    assert.equal(trace.cancelled, false)
    assert(trace.idleMs > 3_500_000)
    assert(summarize(planOf(graphOf(manifest)), [...stopped, ...later]).durationMs < 60_000)
    assert.equal(lastResult([...stopped, ...later]), 'success')
    assert.equal(lastResult([...stopped, ...later.slice(0, -1)]), undefined)
  })

  it('takes code for what it is: a module, what it imports, and the files of a script', async () => {
    using rig = new Rig()
    const write = (name: string, text: string) => writeFileSync(join(rig.folder, name), text)
    write('tidy.ts', "import { x } from './x.ts'\nexport const tidy = x\n")
    write('x.ts', 'export const x = 1\n')
    write('do.sh', 'true\n')
    const graph = graphOf(
      manifestOf([{ id: 'a', script: './do.sh' }, { id: 'b', script: 'node tidy.ts' }, { id: 'c' }]),
    )
    const changed = async (name: string, text: string) => {
      const before = await definitionsOf(graph, rig.folder)
      write(name, text)
      const now = await definitionsOf(graph, rig.folder)
      return graph.order.filter((id) => before.get(id) !== now.get(id))
    }
    assert.deepEqual(await changed('x.ts', 'export const x = 2\n'), ['b'])
    assert.deepEqual(await changed('do.sh', 'false\n'), ['a'])
    assert.deepEqual(await changed('other.ts', ''), [])
    rmSync(join(rig.folder, 'x.ts'))
  })
})

describe('a step that is done and whose work is gone', () => {
  /** Which of `gone` are needed again where `failing` have failed. */
  async function again(
    sketches: readonly Sketch[],
    gone: readonly string[],
    failing: readonly string[],
  ): Promise<string[]> {
    using rig = new Rig()
    const manifest = manifestOf(sketches)
    await rig.run(manifest, failingAt(new Set(failing), []))
    const { prior } = await resumed(rig, manifest)
    return [...neededAgain(graphOf(manifest), prior, new Set(gone))].toSorted()
  }
  const chain = [{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['b'] }]

  it('is needed again by a step to run, by others through it, and not behind what is done', async () => {
    assert.deepEqual(await again(chain, ['b'], ['c']), ['b'])
    assert.deepEqual(await again(chain, ['a', 'b'], ['c']), ['a', 'b'])
    assert.deepEqual(await again(chain, ['a'], ['c']), [])
    assert.deepEqual(await again([...chain, { id: 'd' }], ['a', 'b', 'c'], ['d']), [])
  })

  it('is needed again through a step that was skipped, and not by a tear-down', async () => {
    const skipped = [{ id: 'a' }, { id: 'b', needs: ['a'], if: 'false' }]
    assert.deepEqual(await again([...skipped, { id: 'c', needs: ['b'], if: 'always()' }], ['a'], ['c']), [
      'a',
    ])
    const torn = [
      { id: 'up' },
      { id: 'a', needs: ['up'] },
      { id: 'b', needs: ['a'] },
      { id: 'c', needs: ['b'] },
      { id: 'down', teardown: 'up' },
    ]
    assert.deepEqual(await again(torn, ['a'], ['c']), [])
  })
})
