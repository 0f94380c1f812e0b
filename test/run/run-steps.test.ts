import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'node:test'
import type { Dataset } from '../../src/dataset/column.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { runEvent } from '../../src/run/event.ts'
import type { StepOutcome } from '../../src/steps/step.ts'
import { type Executor, manifestOf, Rig } from './rig.ts'

const nothing: Executor = () => ({})

function failing(...ids: string[]): Executor {
  return ({ stepId }) => {
    if (ids.includes(stepId)) throw new Failure('test/broken', `${stepId} broke`)
    return {}
  }
}

describe('running steps', () => {
  it('runs every step after its needs and tells a run that can be read back', async () => {
    using rig = new Rig()
    const order: string[] = []
    const manifest = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['a', 'b'] }])
    const told = await rig.run(manifest, ({ stepId }) => {
      order.push(stepId)
      return {}
    })
    assert.equal(told.result, 'success')
    assert.deepEqual(order, ['a', 'b', 'c'])
    const lines = readFileSync(join(rig.folder, 'run/events.jsonl'), 'utf8').trimEnd().split('\n')
    assert.deepEqual(
      lines.map((line) => runEvent.parse(JSON.parse(line))),
      told.events,
    )
  })

  it('never has more steps at work than it may, and starts ready ones in the order of the graph', async () => {
    using rig = new Rig()
    let working = 0
    let most = 0
    const started: string[] = []
    const manifest = manifestOf('abcdefgh'.split('').map((id) => ({ id })))
    await rig.run(
      manifest,
      async ({ stepId }) => {
        started.push(stepId)
        most = Math.max(most, (working += 1))
        await sleep(3)
        working -= 1
        return {}
      },
      { concurrency: 3 },
    )
    assert.equal(most, 3)
    assert.deepEqual(started.join(''), 'abcdefgh')
  })

  it('spreads a failure down, past a step that runs always', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'a' },
      { id: 'b', needs: ['a'], if: 'always()' },
      { id: 'c', needs: ['b'] },
      { id: 'd', needs: ['c'], if: 'failure()' },
    ])
    const { steps, result } = await rig.run(manifest, failing('a'))
    assert.deepEqual(
      Object.values(steps)
        .map((step) => `${step.step} ${step.result}`)
        .toSorted(),
      ['a failure', 'b success', 'c skipped', 'd success'],
    )
    assert.equal(
      steps['c']?.reason,
      'further up "a" failed, and without an `if` that asks for more it is skipped too',
    )
    assert.equal(result, 'failure')
  })

  it('tells a tolerated failure as one and lets what comes after see a success', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'a', continueOnError: true },
      { id: 'b', needs: ['a'], if: "needs.a.result == 'success'" },
    ])
    const { steps, result } = await rig.run(manifest, failing('a'))
    assert.equal(result, 'degraded')
    assert.equal(steps['a']?.result, 'failure')
    assert.equal(steps['a']?.tolerated, true)
    assert.equal(steps['b']?.result, 'success')
  })

  it('counts a need whose job told nothing as failed', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'a' },
      { id: 'b', needs: ['a'], runsOn: 'other' },
      { id: 'c', needs: ['a'], if: 'failure()', runsOn: 'third' },
    ])
    for (const id of ['b', 'c']) {
      const { steps } = await rig.run(manifest, nothing, { job: id })
      assert.equal(steps[id]?.result, id === 'b' ? 'failure' : 'success')
    }
  })

  it('evaluates options and env before the step starts, and leaves the script alone', async () => {
    using rig = new Rig()
    const manifest = manifestOf(
      [
        {
          id: 'a',
          script: 'echo ${{ inputs.region }}',
          env: { REGION: '${{ inputs.region }}-${{ env.BASE }}' },
        },
      ],
      { env: { BASE: 'x${{ run.date }}' } },
    )
    const env = {
      PATH: '/bin',
      GITHUB_TOKEN: 't',
      INPUT_X: 'i',
      ACTIONS_RUNTIME_TOKEN: 'r',
      LANG: 'C',
      HOME: 'h',
    }
    const secrets = { HOME: 'a secret called HOME' }
    await rig
      .run(
        manifest,
        (context) => {
          assert.equal(context.options.script, 'echo ${{ inputs.region }}')
          assert.equal(context.env['REGION'], 'eu-x2026-11-20')
          assert.deepEqual(
            Object.keys(context.env).filter((name) => !name.startsWith('MILLRACE_')),
            ['PATH', 'LANG', 'BASE', 'REGION'],
          )
          assert.equal(context.env['MILLRACE_STEP'], 'a')
          assert.equal(context.bind('inputs.region'), 'eu')
          return {}
        },
        { environment: { secrets, vars: {}, env, github: {} } },
      )
      .then((told) => assert.equal(told.steps['a']?.failure, undefined))
  })

  it('tries again what may pass, and tells each attempt', async () => {
    using rig = new Rig()
    const retry = {
      maxAttempts: 3,
      backoff: 'exponential',
      delayMs: 2,
      maxDelayMs: 5,
      infrastructure: 0,
    } as const
    let attempts = 0
    const told = await rig.run(manifestOf([{ id: 'a', retry }]), () => {
      attempts += 1
      if (attempts < 3) throw new Failure('http/status', '503', { retryable: true })
      return { outputs: { n: '1' } }
    })
    assert.equal(told.result, 'success')
    assert.equal(told.steps['a']?.attempts, 3)
    assert.equal(told.events.filter((event) => event.type === 'step-retrying').length, 2)
  })

  it('ends a step at its time-out, even one that does not listen', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'deaf', timeoutMs: 30 },
      { id: 'polite', timeoutMs: 30 },
    ])
    const { steps, result } = await rig.run(
      manifest,
      async ({ stepId, signal }) => {
        await sleep(60_000, undefined, stepId === 'deaf' ? { ref: false } : { signal })
        return {}
      },
      { graceMs: 20 },
    )
    assert.equal(result, 'failure')
    assert.equal(steps['deaf']?.failure?.code, 'step/timeout')
    assert.equal(steps['polite']?.failure?.code, 'step/timeout')
  })

  it('stops what is at work when cancelled, and still runs what asks for it', async () => {
    using rig = new Rig()
    const cancel = new AbortController()
    const manifest = manifestOf([
      { id: 'long' },
      { id: 'after', needs: ['long'] },
      { id: 'tidy', needs: ['long'], if: 'always()' },
      { id: 'alarm', needs: ['long'], if: 'cancelled()' },
      { id: 'mourn', needs: ['long'], if: 'failure()' },
    ])
    const { steps, result } = await rig.run(
      manifest,
      async ({ stepId, signal }) => {
        if (stepId !== 'long') return {}
        setImmediate(() => cancel.abort())
        await sleep(60_000, undefined, { signal })
        return {}
      },
      { signal: cancel.signal },
    )
    const results = Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, step.result]))
    assert.deepEqual(results, {
      long: 'cancelled',
      after: 'cancelled',
      tidy: 'success',
      alarm: 'success',
      mourn: 'cancelled',
    })
    assert.equal(result, 'cancelled')
  })

  it('publishes the dataset of an attempt that succeeded, and nothing of one that failed', async () => {
    using rig = new Rig()
    const retry = {
      maxAttempts: 2,
      backoff: 'constant',
      delayMs: 0,
      maxDelayMs: 0,
      infrastructure: 0,
    } as const
    let attempt = 0
    const manifest = manifestOf([
      { id: 'a', retry },
      { id: 'b', needs: ['a'] },
    ])
    const { steps } = await rig.run(manifest, (context) => {
      if (context.stepId === 'b') {
        const path = context.needs['a']?.path ?? ''
        assert.equal(readFileSync(path, 'utf8'), 'attempt 2')
        return {}
      }
      attempt += 1
      writeFileSync(context.datasetPath, `attempt ${attempt}`)
      writeFileSync(join(context.scratch, 'x'), '')
      if (attempt === 1) throw new Failure('x/y', 'no', { retryable: true })
      return { dataset: { name: 'a', path: context.datasetPath, columns: [], rows: 7 } }
    })
    assert.equal(steps['b']?.failure, undefined)
    assert.equal(steps['a']?.rows, 7)
    assert.equal(steps['a']?.dataset?.file, 'datasets/a.sqlite')
    assert.equal(readdirSync(join(rig.folder, 'run')).includes('scratch'), false)
  })

  const even = { read: 10, loaded: 7, rejected: 2, filtered: 0, deduplicated: 0, unchanged: 1 }
  const uneven: readonly (readonly [what: string, outcome: StepOutcome, says: RegExp])[] = [
    [
      'lost a row',
      { rows: { ...even, read: 11 } },
      /the rows of this step are not accounted for: .*"read":11/,
    ],
    ['counted below nothing', { rows: { ...even, loaded: 9, unchanged: -1 } }, /not accounted for/],
    [
      'made another dataset than it counted',
      { rows: even, dataset: datasetOf(8) },
      /holds 8 rows and not those/,
    ],
    [
      'kept other rejects than it counted',
      { rows: even, rejects: datasetOf(3) },
      /hold 3 rows and not those/,
    ],
  ]
  for (const [what, outcome, says] of uneven) {
    it(`fails a step that ${what}, as a bug of ours`, async () => {
      using rig = new Rig()
      const retry = {
        maxAttempts: 2,
        backoff: 'constant',
        delayMs: 0,
        maxDelayMs: 0,
        infrastructure: 0,
      } as const
      const { steps, result } = await rig.run(manifestOf([{ id: 'a', retry }]), () => outcome)
      assert.equal(result, 'failure')
      const { failure, attempts, dataset } = steps['a'] ?? {}
      assert.deepEqual([failure?.code, attempts, dataset], ['step/unexpected', 1, undefined])
      assert.match(failure?.message ?? '', says)
      assert.match(failure?.help ?? '', /bug of Millrace: please report/)
    })
  }

  it('masks a secret in every event and file', async () => {
    using rig = new Rig()
    const secret = 'hunter2-äöü/+x'
    const told = await rig.run(
      manifestOf([{ id: 'a', env: { KEY: '${{ secrets.KEY }}' } }]),
      ({ env, log }) => {
        log(
          `key=${env['KEY']} ${encodeURIComponent(secret)} ${Buffer.from(`u:${secret}`).toString('base64')}`,
        )
        throw new Failure('x/y', `bad ${env['KEY']}`, { cause: new Error(`because ${env['KEY']}`) })
      },
      { environment: { secrets: { KEY: secret }, vars: {}, env: {}, github: {} } },
    )
    const all = JSON.stringify(told.events) + readFileSync(join(rig.folder, 'run/logs/a.log'), 'utf8')
    assert.equal(all.includes('hunter2'), false)
    assert.match(all, /key=\*\*\* \*\*\* /)
  })

  it('hands on only the masked form of an output that holds a secret', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'a' },
      { id: 'b', needs: ['a'], env: { GOT: '${{ needs.a.outputs.url }}' } },
    ])
    const got: string[] = []
    await rig.run(
      manifest,
      ({ stepId, env }) => {
        if (stepId === 'b') got.push(env['GOT'] ?? '')
        return { outputs: { url: 'https://x/?key=hunter22' } }
      },
      { environment: { secrets: { KEY: 'hunter22' }, vars: {}, env: {}, github: {} } },
    )
    assert.deepEqual(got, ['https://x/?key=***'])
  })

  it('does not run again what an earlier run did', async () => {
    using rig = new Rig()
    const manifest = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'] }])
    const first = await rig.run(manifest, failing('b'))
    const prior = new Map(Object.entries(first.steps).filter(([id]) => id === 'a'))
    const ran: string[] = []
    const { result, events } = await rig.run(
      manifest,
      ({ stepId }) => {
        ran.push(stepId)
        return {}
      },
      { prior },
    )
    assert.deepEqual(ran, ['b'])
    assert.equal(result, 'success')
    const last = events.at(-1)
    assert.ok(last?.type === 'run-finished' && last.steps['a']?.cached === true)
  })

  it('fails a step whose condition or option has no value, and goes on', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'a', if: "fromJSON('{') == 1" },
      { id: 'b', env: { X: "${{ fromJSON('{') }}" } },
      { id: 'c', needs: ['a', 'b'], if: 'failure()' },
    ])
    const { steps, result } = await rig.run(manifest, nothing)
    assert.deepEqual(
      [steps['a']?.result, steps['b']?.result, steps['c']?.result],
      ['failure', 'failure', 'success'],
    )
    assert.equal(result, 'failure')
  })

  it('lets nothing start that does not ask for it when it was cancelled before it began', async () => {
    using rig = new Rig()
    const manifest = manifestOf([{ id: 'a' }, { id: 'b', needs: ['a'], if: 'always()' }])
    const { steps, result } = await rig.run(manifest, nothing, { signal: AbortSignal.abort() })
    assert.deepEqual([steps['a']?.result, steps['b']?.result, result], ['cancelled', 'success', 'cancelled'])
  })

  it('cancels the wait before another attempt', async () => {
    using rig = new Rig()
    const cancel = new AbortController()
    const retry = {
      maxAttempts: 2,
      backoff: 'constant',
      delayMs: 60_000,
      maxDelayMs: 60_000,
      infrastructure: 0,
    } as const
    const { steps } = await rig.run(
      manifestOf([{ id: 'a', retry }]),
      () => {
        setTimeout(() => cancel.abort(), 5)
        throw new Failure('http/status', '503', { retryable: true })
      },
      { signal: cancel.signal },
    )
    assert.equal(steps['a']?.result, 'cancelled')
  })

  it('tells at most four times a second how far a step is', async () => {
    using rig = new Rig()
    const { events } = await rig.run(manifestOf([{ id: 'a' }]), async ({ progress }) => {
      for (let rows = 0; rows < 60; rows += 1) {
        progress({ rows })
        await sleep(5)
      }
      return {}
    })
    const told = events.filter((event) => event.type === 'step-progress').length
    assert.ok(told >= 1 && told <= 3, `${told} times`)
  })

  it('settles a chain of thousands of skipped steps', async () => {
    using rig = new Rig()
    const sketches = Array.from({ length: 5000 }, (_, index) => ({
      id: `s${index}`,
      needs: index === 0 ? [] : [`s${index - 1}`],
    }))
    const { steps } = await rig.run(manifestOf(sketches), failing('s0'))
    assert.equal(steps['s4999']?.result, 'skipped')
  })

  it('keeps its verdict when events and logs cannot be written', async () => {
    using rig = new Rig()
    mkdirSync(join(rig.folder, 'run/events.jsonl'), { recursive: true })
    mkdirSync(join(rig.folder, 'run/logs/a.log'), { recursive: true })
    const told = await rig.run(manifestOf([{ id: 'a' }]), ({ log }) => {
      for (let line = 0; line < 3; line += 1) log(`line ${line}`)
      return {}
    })
    assert.equal(told.result, 'success')
    assert.equal(told.events.filter((event) => event.type === 'step-log').length, 3)
  })
})

function datasetOf(rows: number): Dataset {
  return { name: 'a', path: 'a.sqlite', columns: [], rows }
}
