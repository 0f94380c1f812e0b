import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import type { RunRequest } from '../../src/run/run-request.ts'
import { parseSource } from '../../src/source/source.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { realPorts } from '../support/step-context.ts'
import { ChangingSite } from './changing-site.ts'
import { planOf, Rig, type Told } from './rig.ts'

const extracts = '  a: { extract: { csv: a.csv } }\n  b: { extract: { csv: b.csv } }\n'

/** A rig with two files of ten thousand rows each. */
function site(): Rig {
  const rig = new Rig()
  for (const name of ['a', 'b']) writeFileSync(join(rig.folder, `${name}.csv`), csv(name))
  return rig
}

function csv(name: string): string {
  return `id,name\n${Array.from({ length: 10_000 }, (_, id) => `${id},${name}\n`).join('')}`
}

function manifestOf(file: string, text: string): Manifest {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  return manifest.value
}

function graphOf(steps: string, head = '', used: readonly Manifest[] = []): Graph {
  const root = manifestOf('pipelines/root.yml', `${head}\nsteps:\n${steps}`)
  const graph = buildGraph(root, new Map(used.map((one) => [one.file, one])))
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}

function run(rig: Rig, graph: Graph, over: Partial<RunRequest> = {}): Promise<Told> {
  return rig.run(graph.manifest, () => assert.fail('the real steps run'), {
    graph,
    plan: { ...planOf(graph), inputs: { o: 'out.csv', p: './folder/../out.csv', l: 'link/out.csv' } },
    execute: loadExecutor,
    ports: realPorts,
    environment: { secrets: {}, vars: {}, env: { PATH: process.env['PATH'] }, github: {} },
    ...over,
  })
}

const written = (rig: Rig, file = 'out.csv'): string => readFileSync(join(rig.folder, file), 'utf8')
const inputs = 'inputs: { o: text, p: text, l: text }'

describe('two loads of a run that write the same file', () => {
  for (const [how, other] of [
    ['another spelling', 'p'],
    ['a symbolic link', 'l'],
  ])
    it(`by ${how}: the second is refused, and the file is whole`, async () => {
      using rig = site()
      mkdirSync(join(rig.folder, 'folder'))
      symlinkSync(rig.folder, join(rig.folder, 'link'))
      const graph = graphOf(
        `${extracts}  la: { needs: [a, b], load: { from: a, file: '\${{ inputs.o }}', format: csv } }
  lb: { needs: [a, b], load: { from: b, file: '\${{ inputs.${other} }}', format: csv } }`,
        inputs,
      )
      const { steps } = await run(rig, graph)
      const ends = [steps['la'], steps['lb']]
      assert.equal(ends.filter((end) => end?.result === 'success').length, 1)
      const failure = ends.find((end) => end?.failure)?.failure
      assert.equal(failure?.code, 'load/same-file')
      assert.match(failure?.message ?? '', /^"out.csv" is written by step "l[ab]" of the same run/)
      assert.equal(written(rig), csv(steps['la']?.result === 'success' ? 'a' : 'b'))
    })

  it('one after the other: the later one replaces what the first wrote', async () => {
    using rig = site()
    const graph = graphOf(
      `${extracts}  la: { needs: [a, b], load: { from: a, file: '\${{ inputs.o }}', format: csv } }
  between: { needs: [la], run: 'true' }
  lb: { needs: [between], load: { from: b, file: '\${{ inputs.p }}', format: csv } }`,
      inputs,
    )
    assert.equal((await run(rig, graph)).result, 'success')
    assert.equal(written(rig), csv('b'))
  })

  it('is refused also when the run is gone on with', async () => {
    using rig = site()
    const graph = graphOf(
      `${extracts}  la: { load: { from: a, file: out.csv } }
  ready: { run: test -e ready }
  lb: { needs: [ready], load: { from: b, file: ./out.csv } }`,
    )
    const first = await run(rig, graph)
    assert.equal(first.steps['lb']?.result, 'skipped')
    writeFileSync(join(rig.folder, 'ready'), '')
    const prior = new Map(Object.entries(first.steps).filter(([, { result }]) => result === 'success'))
    const second = await run(rig, graph, { prior })
    assert.equal(second.steps['lb']?.failure?.code, 'load/same-file')
    const renamed = graphOf(`${extracts}  other: { load: { from: b, file: ./out.csv } }`)
    assert.equal((await run(rig, renamed)).result, 'success')
  })

  it('of which one is spared, as nothing has changed: the other is refused all the same', async () => {
    await using changing = new ChangingSite()
    changing.serve('/a.csv', 'id\n1\n')
    changing.serve('/b.csv', 'id\n2\n')
    const one = 'steps:\n  a: { extract: { csv: SERVER/a.csv } }\n  la: { load: { from: a, file: out.csv } }'
    const two = `${one}
  b: { extract: { csv: SERVER/b.csv } }
  later: { run: sleep 0.5 }
  lb: { needs: [later], load: { from: b, file: ./out.csv } }`
    await changing.run(one)
    const { words } = await changing.run(two)
    assert.equal(words['la'], 'unchanged r1')
    assert.match(words['lb'] ?? '', /written by step "la" of the same run/)
    assert.equal(changing.read('out.csv'), 'id\n1\n')
  })
})

describe('legs that write the same file', () => {
  it('are refused but for one', async () => {
    using rig = site()
    const graph = graphOf(
      `${extracts}  la: { strategy: { matrix: { k: [1, 2, 3] }, fail-fast: false }, load: { from: a, file: out.csv } }`,
    )
    const { steps, events } = await run(rig, graph)
    assert.deepEqual(steps['la']?.legs, { total: 3, success: 1, failure: 2, cancelled: 0, skipped: 0 })
    const failures = events.flatMap((event) =>
      event.type === 'leg-finished' && event.failure !== undefined ? [event.failure] : [],
    )
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['load/same-file', 'load/same-file'],
    )
    assert.match(failures[0]?.message ?? '', /written by leg \d of step "la"/)
    assert.equal(written(rig), csv('a'))
  })

  it('are refused inside the pipeline that each of them runs', async () => {
    using rig = site()
    const text = `inputs: { f: text }
steps:
  x: { extract: { csv: '\${{ inputs.f }}.csv' } }
  l: { load: { from: x, file: out.csv } }
  again: { needs: [l], load: { from: x, file: ./out.csv } }`
    const inner = manifestOf('pipelines/inner.yml', text)
    const graph = graphOf(
      `  u: { uses: ./pipelines/inner.yml, strategy: { matrix: { f: [a, b] }, fail-fast: false }, with: { f: '\${{ matrix.f }}' } }
  rest: { extract: { csv: a.csv } }
  after: { needs: [u], if: always(), load: { from: rest, file: ./out.csv } }`,
      '',
      [inner],
    )
    const { steps } = await run(rig, graph)
    assert.deepEqual(steps['u']?.legs, { total: 2, success: 1, failure: 1, cancelled: 0, skipped: 0 })
    assert.equal(steps['after']?.result, 'success')
    assert.equal(written(rig), csv('a'))
  })
})

describe('a load into a file that its pipeline reads or is made of', () => {
  for (const [what, steps] of [
    [
      'the source of its rows',
      "  a: { extract: { csv: '${{ inputs.o }}' } }\n  l: { load: { from: a, file: '${{ inputs.p }}', format: csv } }",
    ],
    [
      'the source of its rows, through a transform',
      "  a: { extract: { csv: out.csv } }\n  t: { needs: a, transform: { sql: select id from a } }\n  l: { load: { from: t, file: '${{ inputs.l }}', format: csv } }",
    ],
    [
      'one of the files of a pattern',
      "  a: { extract: { csv: 'o*.csv' } }\n  l: { load: { from: a, file: '${{ inputs.p }}', format: csv } }",
    ],
    [
      'a manifest',
      "  a: { extract: { csv: a.csv } }\n  l: { load: { from: a, file: 'pipelines/${{ inputs.o }}.yml', format: csv } }",
    ],
    [
      'its own manifest',
      '  a: { extract: { csv: a.csv } }\n  l: { load: { from: a, file: pipelines/root.yml, format: csv } }',
    ],
  ] as const)
    it(`is refused: ${what}`, async () => {
      using rig = site()
      mkdirSync(join(rig.folder, 'folder'))
      symlinkSync(rig.folder, join(rig.folder, 'link'))
      writeFileSync(join(rig.folder, 'out.csv'), 'id\n1\n')
      const { steps: ends } = await run(rig, graphOf(steps, inputs))
      assert.equal(ends['l']?.failure?.code, 'load/own-source', JSON.stringify(ends))
      assert.equal(written(rig), 'id\n1\n')
    })

  it('may let it grow by rows of another source', async () => {
    using rig = site()
    writeFileSync(join(rig.folder, 'out.csv'), 'id,name\n-1,old\n')
    const graph = graphOf(
      `  history: { extract: { csv: '\${{ inputs.o }}' } }
  new: { extract: { csv: a.csv } }
  both: { needs: [history, new], transform: { sql: select * from history union all select * from new } }
  l: { load: { from: both, file: '\${{ inputs.o }}', format: csv } }`,
      inputs,
    )
    const { steps } = await run(rig, graph)
    assert.equal(steps['l']?.result, 'success', JSON.stringify(steps['l']))
    assert.match(written(rig), /^id,name\n-1,old\n0,a\n/)
  })
})
