import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createDatasetFile, openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { readRows } from '../../src/dataset/read-rows.ts'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import type { RunRequest } from '../../src/run/run-request.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { type Executor, planOf, Rig, type Told } from './rig.ts'

function manifest(file: string, steps: Readonly<Record<string, object>>, head: object = {}): Manifest {
  const result = decodeAuthored(file, { ...head, steps })
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

async function run(
  rig: Rig,
  manifests: readonly [Manifest, ...Manifest[]],
  executor: Executor,
  over: Partial<RunRequest> = {},
): Promise<Told> {
  const [root, ...used] = manifests
  const graph = buildGraph(root, new Map(used.map((one) => [one.file, one])))
  assert.ok(graph.ok, JSON.stringify(graph))
  return rig.run(root, executor, { graph: graph.value, plan: planOf(graph.value), ...over })
}

const rows = { run: { script: 'true', output: 'csv' } }

function made({ datasetPath, stepId }: StepContext, values: readonly unknown[]): StepOutcome {
  using file = createDatasetFile(datasetPath, { table: stepId, columns: [{ name: 'v', type: 'text' }] })
  for (const value of values) file.writeValues([value], ({ rule }) => assert.fail(rule))
  return { dataset: file.finish() }
}

function rowsIn(rig: Rig, file: string | undefined): object[] {
  assert.ok(file !== undefined)
  using dataset = openDatasetFile(join(rig.folder, 'run', file))
  return [...readRows(dataset)].flat()
}

const clean = manifest(
  'pipelines/clean.yml',
  {
    fetch: { ...rows, env: { REGION: '${{ inputs.region }}' } },
    tidy: { ...rows, needs: 'fetch', env: { REGION: '${{ inputs.region }}' } },
  },
  { inputs: { region: 'text' }, datasets: { daily: 'tidy' }, outputs: { region: '${{ inputs.region }}' } },
)
const matrix = { region: ['eu', 'us', 'ap'] }
const root = manifest('pipelines/all.yml', {
  clean: { uses: './pipelines/clean.yml', strategy: { matrix }, with: { region: '${{ matrix.region }}' } },
  after: { ...rows, needs: 'clean' },
})

describe('a mapped step that uses a pipeline', () => {
  it('runs it whole for each leg, with inputs of its own, and makes one dataset of what it declares', async () => {
    using rig = new Rig()
    const told = await run(rig, [root, clean], (context) => {
      if (context.stepId === 'after') {
        assert.deepEqual(Object.keys(context.needs).toSorted(), ['clean', 'clean/daily'])
        assert.equal(context.needs['clean']?.rows, 3)
        return {}
      }
      const { REGION, MILLRACE_LEG } = context.env
      if (context.stepId === 'clean/tidy') assert.equal(context.needs['fetch']?.rows, 1)
      return made(context, [`${REGION} ${MILLRACE_LEG}`])
    })
    assert.equal(told.result, 'success', JSON.stringify(told.steps))
    const { datasets, outputs, legs } = told.steps['clean'] ?? {}
    assert.deepEqual(legs, { total: 3, success: 3, failure: 0, cancelled: 0, skipped: 0 })
    assert.deepEqual(rowsIn(rig, datasets?.['daily']?.file), [
      { region: 'eu', v: 'eu 0' },
      { region: 'us', v: 'us 1' },
      { region: 'ap', v: 'ap 2' },
    ])
    assert.deepEqual(outputs, { region: '["eu","us","ap"]' })
    assert.equal(existsSync(join(rig.folder, 'run/legs/clean')), false)
    const inner = told.events.filter((event) => event.type === 'leg-finished' && event.step === 'clean/tidy')
    assert.deepEqual(inner.flatMap((event) => ('leg' in event ? (event.leg ?? []) : [])).toSorted(), [
      '0',
      '1',
      '2',
    ])
  })

  it('is failed by a leg in which a step failed, and names it', async () => {
    using rig = new Rig()
    const told = await run(rig, [root, clean], (context) => {
      if (context.stepId === 'clean/fetch' && context.env['REGION'] === 'us') throw new Error('no us')
      return made(context, [])
    })
    assert.equal(told.steps['clean']?.result, 'failure')
    assert.match(told.steps['clean']?.failure?.message ?? '', /1 of 3 legs failed: region: us/)
    assert.deepEqual(told.steps['clean']?.failure?.causes, ['region: us: "clean/fetch" failed: Error: no us'])
    assert.equal(told.steps['after']?.result, 'skipped')
  })

  it('hands on nothing of what a leg puts out that failed', async () => {
    using rig = new Rig()
    const strategy = { matrix, 'fail-fast': false, 'max-failures': 1 }
    const bearing = manifest('pipelines/all.yml', {
      clean: { uses: './pipelines/clean.yml', strategy, with: { region: '${{ matrix.region }}' } },
    })
    const told = await run(rig, [bearing, clean], (context) => {
      if (context.env['REGION'] === 'us') throw new Error('no us')
      return made(context, [])
    })
    assert.deepEqual(told.steps['clean']?.outputs, { region: '["eu",null,"ap"]' })
  })

  it('fails a leg whose inputs do not fit', async () => {
    using rig = new Rig()
    const typed = manifest(
      'pipelines/typed.yml',
      { work: rows },
      { inputs: { n: { type: 'integer', max: 2 } } },
    )
    const user = manifest('pipelines/all.yml', {
      typed: {
        uses: './pipelines/typed.yml',
        strategy: { matrix: { n: [1, 2, 3] }, 'fail-fast': false },
        with: { n: '${{ matrix.n }}' },
      },
    })
    const told = await run(rig, [user, typed], () => ({}))
    assert.deepEqual(told.steps['typed']?.legs, {
      total: 3,
      success: 2,
      failure: 1,
      cancelled: 0,
      skipped: 0,
    })
  })

  it('may itself hold one, whose legs are told by both their numbers', async () => {
    using rig = new Rig()
    const inner = manifest(
      'pipelines/inner.yml',
      {
        part: {
          ...rows,
          strategy: { matrix: { n: [1, 2] } },
          env: { N: '${{ matrix.n }}', OF: '${{ inputs.region }}' },
        },
      },
      { inputs: { region: 'text' }, datasets: { parts: 'part' } },
    )
    const user = manifest('pipelines/all.yml', {
      regions: {
        uses: './pipelines/inner.yml',
        strategy: { matrix: { region: ['eu', 'us'] } },
        with: { region: '${{ matrix.region }}' },
      },
    })
    const told = await run(rig, [user, inner], (context) =>
      made(context, [`${context.env['OF']}${context.env['N']}`]),
    )
    assert.deepEqual(rowsIn(rig, told.steps['regions']?.datasets?.['parts']?.file), [
      { region: 'eu', n: 1, v: 'eu1' },
      { region: 'eu', n: 2, v: 'eu2' },
      { region: 'us', n: 1, v: 'us1' },
      { region: 'us', n: 2, v: 'us2' },
    ])
    const legs = told.events.flatMap((event) =>
      event.type === 'leg-finished' && event.values !== undefined ? [`${event.step} ${event.leg}`] : [],
    )
    assert.deepEqual(legs.toSorted(), [
      'regions 0',
      'regions 1',
      'regions/part 0/0',
      'regions/part 0/1',
      'regions/part 1/0',
      'regions/part 1/1',
    ])
  })

  it('shares the places of the run with all the others, and leaves no files of many legs', async () => {
    using rig = new Rig()
    let atWork = 0
    let most = 0
    const many = { region: Array.from({ length: 60 }, (_, index) => `r${index}`) }
    const user = manifest('pipelines/all.yml', {
      clean: {
        uses: './pipelines/clean.yml',
        strategy: { matrix: many },
        with: { region: '${{ matrix.region }}' },
      },
    })
    await run(rig, [user, clean], async (context) => {
      most = Math.max(most, ++atWork)
      await new Promise((resolve) => setTimeout(resolve, 1))
      atWork -= 1
      return made(context, ['x'])
    })
    assert.equal(most, 4)
    assert.deepEqual(readdirSync(join(rig.folder, 'run')).toSorted(), ['datasets', 'events.jsonl', 'logs'])
  })

  it('is stopped by a cancel, but for the steps inside that ask for it', async () => {
    using rig = new Rig()
    const stop = new AbortController()
    const child = manifest('pipelines/child.yml', {
      work: { run: 'true' },
      tell: { needs: 'work', if: '${{ always() }}', run: 'true' },
    })
    const user = manifest('pipelines/all.yml', {
      child: { uses: './pipelines/child.yml', strategy: { matrix } },
    })
    const ran: string[] = []
    const told = await run(
      rig,
      [user, child],
      async (context) => {
        ran.push(`${context.stepId} ${context.env['MILLRACE_LEG']}`)
        if (context.stepId === 'child/tell') return {}
        if (context.env['MILLRACE_LEG'] === '2') stop.abort()
        else await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
        context.signal.throwIfAborted()
        return {}
      },
      { signal: stop.signal },
    )
    assert.equal(told.result, 'cancelled')
    assert.deepEqual(ran.filter((one) => one.startsWith('child/tell')).toSorted(), [
      'child/tell 0',
      'child/tell 1',
      'child/tell 2',
    ])
  })
})
