import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import type { LegValues, Matrix, Strategy } from '../../src/manifest/manifest.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import { manifestOf, Rig, type Told } from './rig.ts'

function strategy(
  matrix: Partial<Extract<Matrix, { kind: 'axes' }>>,
  over: Partial<Strategy> = {},
): Strategy {
  return {
    matrix: { kind: 'axes', axes: {}, include: [], exclude: [], ...matrix },
    failFast: true,
    maxFailures: { count: 0 },
    ...over,
  }
}

const regions = { axes: { region: ['eu', 'us', 'ap'] } }

function legOf({ env }: StepContext): { number: number; values: LegValues } {
  return { number: Number(env['MILLRACE_LEG']), values: JSON.parse(env['MILLRACE_MATRIX'] ?? '{}') }
}

function rowsOf(rig: Rig, told: Told, step: string): object[] {
  const { file } = told.steps[step]?.dataset ?? {}
  assert.ok(file !== undefined, `"${step}" made no dataset`)
  using dataset = openDatasetFile(join(rig.folder, 'run', file))
  return [...readRows(dataset)].flat()
}

/** Writes rows as a step would. */
function made(
  { datasetPath, stepId }: StepContext,
  type: 'integer' | 'text',
  values: readonly unknown[],
): StepOutcome {
  using file = createDatasetFile(datasetPath, { table: stepId, columns: [{ name: 'n', type }] })
  for (const value of values) file.writeValues([value], ({ rule }) => assert.fail(rule))
  return { dataset: file.finish() }
}

describe('a mapped step', () => {
  it('is run once for each leg, whose values its env and options see', async () => {
    using rig = new Rig()
    const seen: string[] = []
    const manifest = manifestOf([
      { id: 'load', strategy: strategy(regions), env: { TABLE: 'sales_${{ matrix.region }}' } },
      {
        id: 'after',
        needs: ['load'],
        env: { LEGS: '${{ needs.load.legs.success }} of ${{ needs.load.legs.total }}' },
      },
    ])
    const told = await rig.run(manifest, ({ stepId, env }) => {
      seen.push(`${stepId} ${env['MILLRACE_LEG']} ${env['TABLE'] ?? env['LEGS']}`)
      return {}
    })
    assert.deepEqual(seen.toSorted(), [
      'after undefined 3 of 3',
      'load 0 sales_eu',
      'load 1 sales_us',
      'load 2 sales_ap',
    ])
    assert.equal(told.result, 'success')
    assert.deepEqual(told.steps['load']?.legs, { total: 3, success: 3, failure: 0, cancelled: 0, skipped: 0 })
    const legs = told.events.filter((event) => event.type === 'leg-finished')
    assert.deepEqual(legs.map(({ leg, values }) => `${leg} ${JSON.stringify(values)}`).toSorted(), [
      '0 {"region":"eu"}',
      '1 {"region":"us"}',
      '2 {"region":"ap"}',
    ])
  })

  it('makes one dataset of the legs’ rows, in their order, with their values as first columns', async () => {
    using rig = new Rig()
    const axes = { region: ['eu', 'us'], share: [1, 0.5] }
    const told = await rig.run(
      manifestOf([{ id: 'rows', strategy: strategy({ axes }) }]),
      async (context) => {
        const { number } = legOf(context)
        await new Promise((resolve) => setTimeout(resolve, (4 - number) * 5))
        return made(context, 'integer', [number * 10, number * 10 + 1])
      },
    )
    assert.equal(told.result, 'success')
    assert.deepEqual(
      told.steps['rows']?.dataset?.columns.map(({ name, type }) => `${name} ${type}`),
      ['region text', 'share real', 'n integer'],
    )
    assert.deepEqual(rowsOf(rig, told, 'rows').slice(0, 3), [
      { region: 'eu', share: 1, n: 0 },
      { region: 'eu', share: 1, n: 1 },
      { region: 'eu', share: 0.5, n: 10 },
    ])
    assert.equal(told.steps['rows']?.rows, 8)
    assert.equal(existsSync(join(rig.folder, 'run/legs/rows')), false)
  })

  it('fails when its legs make columns that do not agree, and says which', async () => {
    using rig = new Rig()
    const told = await rig.run(manifestOf([{ id: 'rows', strategy: strategy(regions) }]), (context) =>
      made(context, legOf(context).number === 1 ? 'text' : 'integer', [
        legOf(context).number === 1 ? 'x' : 1,
      ]),
    )
    assert.equal(told.result, 'failure')
    assert.match(
      told.steps['rows']?.failure?.message ?? '',
      /"n" is text in the rows of leg 1 \(region: us\), but integer in those of leg 0/,
    )
  })

  it('is skipped when its list is empty, and so is what needs it', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'none', strategy: strategy({ axes: { region: [] } }) },
      { id: 'after', needs: ['none'] },
    ])
    const told = await rig.run(manifest, () => assert.fail('nothing is to run'))
    assert.equal(told.steps['none']?.result, 'skipped')
    assert.equal(told.steps['none']?.reason, 'its list of legs is empty')
    assert.equal(told.steps['after']?.result, 'skipped')
  })

  it('stops the other legs once more have failed than may', async () => {
    using rig = new Rig()
    const told = await rig.run(
      manifestOf([{ id: 'legs', strategy: strategy({ axes: { n: [0, 1, 2, 3, 4, 5, 6, 7] } }) }]),
      async (context) => {
        if (legOf(context).number === 1) throw new Error('broken')
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        context.signal.throwIfAborted()
        return {}
      },
    )
    assert.deepEqual(told.steps['legs']?.legs, { total: 8, success: 0, failure: 1, cancelled: 7, skipped: 0 })
    assert.equal(told.result, 'failure')
    assert.match(told.steps['legs']?.failure?.message ?? '', /1 of 8 legs failed: n: 1/)
    const cancelled = told.events.find(
      (event) => event.type === 'leg-finished' && event.result === 'cancelled',
    )
    assert.match(cancelled?.type === 'leg-finished' ? (cancelled.reason ?? '') : '', /fail-fast/)
  })

  for (const [maxFailures, fails, result, tolerated] of [
    [{ count: 1 }, 1, 'degraded', true],
    [{ count: 1 }, 2, 'failure', undefined],
    [{ share: 0.2 }, 2, 'degraded', true],
    [{ share: 0.2 }, 3, 'failure', undefined],
  ] as const) {
    it(`ends as ${result} when ${fails} of ten legs fail and ${JSON.stringify(maxFailures)} may`, async () => {
      using rig = new Rig()
      const axes = { n: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }
      const manifest = manifestOf([
        { id: 'legs', strategy: strategy({ axes }, { maxFailures, failFast: false }) },
        { id: 'after', needs: ['legs'], env: { FAILED: '${{ join(needs.legs.failed.*.n) }}' } },
      ])
      let seen: string | undefined
      const told = await rig.run(manifest, (context) => {
        if (context.stepId === 'after') seen = context.env['FAILED']
        else if (legOf(context).number < fails) throw new Error('broken')
        else return made(context, 'integer', [legOf(context).number])
        return {}
      })
      assert.equal(told.result, result)
      assert.equal(told.steps['legs']?.tolerated, tolerated)
      assert.deepEqual(
        told.steps['legs']?.failedLegs?.map(({ values }) => values['n']),
        axes.n.slice(0, fails),
      )
      assert.equal(seen, tolerated ? axes.n.slice(0, fails).join(',') : undefined)
      if (tolerated) assert.equal(rowsOf(rig, told, 'legs').length, 10 - fails)
      if (tolerated) assert.equal(existsSync(join(rig.folder, `run/legs/legs/${fails}.sqlite`)), true)
    })
  }

  it('has no more legs at work than it may, nor than the run may', async () => {
    for (const [maxParallel, most] of [
      [2, 2],
      [9, 4],
    ] as const) {
      using rig = new Rig()
      let atWork = 0
      let seen = 0
      const axes = { n: Array.from({ length: 20 }, (_, index) => index) }
      await rig.run(manifestOf([{ id: 'legs', strategy: strategy({ axes }, { maxParallel }) }]), async () => {
        seen = Math.max(seen, ++atWork)
        await new Promise((resolve) => setTimeout(resolve, 1))
        atWork -= 1
        return {}
      })
      assert.equal(seen, most)
    }
  })

  it('is mapped over a list that a step put out', async () => {
    using rig = new Rig()
    const matrix: Matrix = { kind: 'expression', expression: '${{ fromJSON(needs.list.outputs.legs) }}' }
    const manifest = manifestOf([
      { id: 'list' },
      { id: 'legs', needs: ['list'], strategy: { matrix, failFast: true, maxFailures: { count: 0 } } },
    ])
    const seen: unknown[] = []
    const told = await rig.run(manifest, (context) => {
      if (context.stepId === 'list') return { outputs: { legs: '[{"file":"a"},{"file":"b"}]' } }
      seen.push(legOf(context).values)
      return { outputs: { name: `out-${legOf(context).number}` } }
    })
    assert.deepEqual(seen, [{ file: 'a' }, { file: 'b' }])
    assert.equal(told.steps['legs']?.outputs['name'], '["out-0","out-1"]')
  })

  for (const [what, value, message] of [
    ['text', '"abc"', /the matrix is "abc", and must be a list of objects/],
    ['a list of numbers', '[1]', /the matrix holds 1/],
    ['an axis that is no list', '{"a": 1}', /axis "a" is 1, and must be a list/],
  ] as const) {
    it(`fails when its matrix turns out to be ${what}`, async () => {
      using rig = new Rig()
      const matrix: Matrix = { kind: 'expression', expression: `\${{ fromJSON('${value}') }}` }
      const told = await rig.run(
        manifestOf([{ id: 'legs', strategy: { matrix, failFast: true, maxFailures: { count: 0 } } }]),
        () => ({}),
      )
      assert.match(told.steps['legs']?.failure?.message ?? '', message)
    })
  }

  it('is mapped over the rows of a dataset, whose numbers stay exact', async () => {
    using rig = new Rig()
    const manifest = manifestOf([
      { id: 'list' },
      {
        id: 'legs',
        needs: ['list'],
        strategy: { matrix: { kind: 'rows', from: 'list' }, failFast: true, maxFailures: { count: 0 } },
      },
    ])
    const seen: LegValues[] = []
    const told = await rig.run(manifest, (context) => {
      if (context.stepId === 'legs') {
        seen.push(legOf(context).values)
        return made(context, 'integer', [legOf(context).number])
      }
      const columns = [
        { name: 'id', type: 'integer' },
        { name: 'price', type: 'decimal' },
      ] as const
      using file = createDatasetFile(context.datasetPath, { table: 'list', columns })
      for (const row of [
        [1, '2.50'],
        [9_007_199_254_740_993n, '3'],
      ])
        file.writeValues(row, ({ rule }) => assert.fail(rule))
      return { dataset: file.finish() }
    })
    assert.deepEqual(seen, [
      { id: 1, price: '2.50' },
      { id: '9007199254740993', price: '3.00' },
    ])
    assert.deepEqual(rowsOf(rig, told, 'legs'), [
      { id: 1, price: '2.50', n: 0 },
      { id: 9_007_199_254_740_993n, price: '3.00', n: 1 },
    ])
  })

  it('tries each leg again by itself', async () => {
    using rig = new Rig()
    const tries = new Map<number, number>()
    const retry = {
      maxAttempts: 3,
      backoff: 'constant',
      delayMs: 1,
      maxDelayMs: 1,
      infrastructure: 0,
      on: { exitCodes: [], httpStatuses: [], sqlStates: [], messages: ['again'], timeout: false },
    } as const
    const told = await rig.run(
      manifestOf([{ id: 'legs', retry, strategy: strategy(regions) }]),
      (context) => {
        const { number } = legOf(context)
        tries.set(number, (tries.get(number) ?? 0) + 1)
        if (number === 1 && (tries.get(number) ?? 0) < 3) throw new Error('again')
        return {}
      },
    )
    assert.deepEqual(
      [...tries],
      [
        [0, 1],
        [1, 3],
        [2, 1],
      ],
    )
    assert.equal(told.result, 'success')
    assert.equal(told.steps['legs']?.attempts, 3)
  })

  it('is stopped by a cancel: legs at work are told so, the others are not started', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const axes = { n: Array.from({ length: 100 }, (_, index) => index) }
    const told = await rig.run(
      manifestOf([{ id: 'legs', strategy: strategy({ axes }) }]),
      async (context) => {
        if (legOf(context).number < 6) return {}
        setTimeout(() => stop.abort(), 5)
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        context.signal.throwIfAborted()
        return {}
      },
      { signal: stop.signal },
    )
    assert.equal(told.result, 'cancelled')
    assert.deepEqual(told.steps['legs']?.legs, {
      total: 100,
      success: 6,
      failure: 0,
      cancelled: 94,
      skipped: 0,
    })
    assert.equal(told.steps['legs']?.reason, 'the run was cancelled')
  })

  it('goes on in spite of a cancel when its condition says so', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const told = await rig.run(
      manifestOf([{ id: 'legs', if: 'always()', strategy: strategy(regions, { maxParallel: 1 }) }]),
      () => {
        stop.abort()
        return {}
      },
      { signal: stop.signal },
    )
    assert.equal(told.steps['legs']?.legs?.success, 3)
  })

  it('keeps the log of all legs in one file, each line with its leg', async () => {
    using rig = new Rig()
    await rig.run(
      manifestOf([{ id: 'legs', strategy: strategy(regions, { failFast: false }) }]),
      (context) => {
        context.log(`hello ${legOf(context).number}`)
        if (legOf(context).number === 2) throw new Error('broken')
        return {}
      },
    )
    const log = readFileSync(join(rig.folder, 'run/logs/legs.log'), 'utf8')
    assert.match(log, /^\S+ \[0\] hello 0$/m)
    assert.match(log, /^\S+ \[2\] failed \(region: ap\) \(step\/unexpected\): .*broken$/m)
  })
})

describe('many legs', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index)

  it('are told one by one, and counted in one', async () => {
    using rig = new Rig()
    const axes = { a: numbers, b: numbers }
    const told = await rig.run(
      manifestOf([{ id: 'legs', strategy: strategy({ axes }, { failFast: false }) }]),
      (context) => {
        if (legOf(context).number % 5 === 0) throw new Error('broken')
        return { outputs: { n: String(legOf(context).number) } }
      },
    )
    const { legs, failedLegs, outputs, failure } = told.steps['legs'] ?? {}
    assert.deepEqual(legs, { total: 10_000, success: 8000, failure: 2000, cancelled: 0, skipped: 0 })
    assert.equal(failedLegs?.length, 1000)
    assert.deepEqual(outputs, {})
    assert.match(failure?.message ?? '', /^2000 of 10,000 legs failed: a: 0, b: 0 and 1999 more$/)
    assert.equal(told.events.filter((event) => event.type === 'leg-finished').length, 10_000)
  })

  it('make one dataset, and leave no file behind', async () => {
    using rig = new Rig()
    const axes = { a: numbers.slice(0, 3), b: numbers }
    const told = await rig.run(manifestOf([{ id: 'legs', strategy: strategy({ axes }) }]), (context) =>
      made(context, 'integer', [legOf(context).number]),
    )
    assert.equal(told.result, 'success')
    assert.equal(told.steps['legs']?.rows, 300)
    const rows = rowsOf(rig, told, 'legs')
    assert.deepEqual(rows[234], { a: 2, b: 34, n: 234 })
    assert.deepEqual(rows.at(-1), { a: 2, b: 99, n: 299 })
    assert.equal(existsSync(join(rig.folder, 'run/legs/legs')), false)
  })
})
