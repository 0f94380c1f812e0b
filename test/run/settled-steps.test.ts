import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { resolveInputs } from '../../src/plan/inputs.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { graphFrom } from '../support/graph-from.ts'
import { realPorts } from '../support/step-context.ts'
import { planOf, Rig, type Told } from './rig.ts'

/** Runs a pipeline with the real steps; `seen` is what its scripts said. */
async function run(
  steps: string,
  given: Readonly<Record<string, unknown>> = {},
  inputs = '',
): Promise<Told & { readonly seen: readonly string[] }> {
  using rig = new Rig()
  writeFileSync(join(rig.folder, 'rows.csv'), 'shop;n\nberlin;1\nparis;2\n')
  const graph = graphFrom(`inputs: { ${inputs} }\nsteps:\n${steps}`)
  const plan = { ...planOf(graph), inputs: resolveInputs(graph.manifest, given) }
  const told = await rig.run(graph.manifest, () => assert.fail('the real steps run'), {
    graph,
    plan,
    execute: loadExecutor,
    ports: realPorts,
    environment: { secrets: {}, vars: {}, env: { PATH: process.env['PATH'] }, github: {} },
  })
  const seen = told.events.flatMap((event) =>
    event.type === 'step-log' && event.stream === 'stdout' ? [event.line] : [],
  )
  return { ...told, seen }
}

describe('a value that an expression makes', () => {
  it('is a time-out in minutes, as short as it comes to', async () => {
    const steps =
      '  slow: { run: sleep 20, timeout-minutes: "${{ inputs.most }}", retry: { infrastructure: 0 } }'
    const { steps: ended } = await run(steps, { most: '0.005' }, 'most: number')
    assert.equal(ended['slow']?.failure?.code, 'step/timeout')
  })

  it('of a time-out that comes to null leaves the one of `defaults`', async () => {
    const steps =
      '  slow: { run: sleep 20, timeout-minutes: "${{ fromJSON(inputs.most) }}", retry: { infrastructure: 0 } }'
    const late = steps + '\ndefaults: { timeout-minutes: 0.005 }'
    const { steps: ended } = await run(late, { most: 'null' }, 'most: text')
    assert.equal(ended['slow']?.failure?.code, 'step/timeout')
  })

  it('that does not fit is told whole, so that a secret in it can be masked', async () => {
    const long = 'x'.repeat(90)
    const steps = '  slow: { run: "true", timeout-minutes: "${{ inputs.most }}" }'
    const { steps: ended } = await run(steps, { most: long }, 'most: text')
    assert.ok(ended['slow']?.failure?.message.includes(long))
  })

  it('of a time-out may differ from leg to leg', async () => {
    const { events } = await run(`
  wait:
    strategy: { matrix: { most: [0.003, 1] }, fail-fast: false }
    timeout-minutes: \${{ matrix.most }}
    run: sleep 1
`)
    const legs = events.filter((event) => event.type === 'leg-finished').map(({ result }) => result)
    assert.deepEqual(legs.toSorted(), ['failure', 'success'])
  })

  it('says whether a failure is tolerated', async () => {
    const steps = '  flaky: { run: exit 1, continue-on-error: "${{ inputs.lenient }}" }'
    const of = async (lenient: string) => (await run(steps, { lenient }, 'lenient: boolean')).result
    assert.deepEqual([await of('true'), await of('false')], ['degraded', 'failure'])
  })

  it('of a mapped step that cannot be made is tolerated where failures of the step are', async () => {
    const { steps, result } = await run(
      `
  legs:
    strategy: { matrix: { n: [1] }, max-failures: "\${{ inputs.most }}" }
    continue-on-error: true
    run: "true"`,
      { most: 'many' },
      'most: text',
    )
    assert.deepEqual([steps['legs']?.failure?.code, steps['legs']?.tolerated], ['expression/type', true])
    assert.equal(result, 'degraded')
  })

  it('says how many legs may fail and be at work, from an output of a need', async () => {
    const { steps: ended } = await run(`
  list: { run: 'echo "most=2" >> "$GITHUB_OUTPUT"' }
  legs:
    needs: [list]
    strategy:
      matrix: { n: [1, 2, 3] }
      max-parallel: \${{ fromJSON(needs.list.outputs.most) }}
      max-failures: \${{ fromJSON(needs.list.outputs.most) }}
      fail-fast: \${{ needs.list.outputs.most == '1' }}
    env: { N: "\${{ matrix.n }}" }
    run: test "$N" = 3
`)
    assert.deepEqual(ended['legs']?.legs, { total: 3, success: 1, failure: 2, cancelled: 0, skipped: 0 })
    assert.equal(ended['legs']?.tolerated, true)
  })

  it('is an option or a bound of a check of its own type', async () => {
    const steps = `
  rows:
    extract: { csv: rows.csv, delimiter: "\${{ inputs.settings.delimiter }}" }
    checks:
      - row-count: { min: "\${{ inputs.settings.least }}" }
      - accepted-values: { shop: "\${{ inputs.shops }}" }
      - range: { n: { max: "\${{ inputs.settings.most }}" } }
`
    const of = async (least: number, shops: string, most = 2) => {
      const settings = JSON.stringify({ delimiter: ';', least, most })
      const { steps: ended } = await run(steps, { settings, shops }, 'settings: json, shops: list')
      return ended['rows']?.failure?.message ?? ended['rows']?.rows
    }
    assert.equal(await of(2, 'berlin,paris'), 2)
    assert.match(String(await of(3, 'berlin,paris')), /row-count/)
    assert.match(String(await of(2, 'berlin')), /accepted-values/)
    assert.match(String(await of(2, 'berlin,paris', 1)), /range/)
  })

  it('prints as JSON in a text when it is a list or an object', async () => {
    const { seen } = await run(
      `  tell: { run: 'echo "$LIST $ALL $FIRST"', env: { LIST: "\${{ inputs.shops }}", ALL: "x\${{ inputs.cfg }}", FIRST: "\${{ inputs.cfg.deep[0] }}" } }`,
      { shops: 'berlin, paris', cfg: '{"deep": [1.5, null]}' },
      'shops: list, cfg: json',
    )
    assert.deepEqual(seen, ['["berlin","paris"] x{"deep":[1.5,null]} 1.5'])
  })

  it('is as if the key were not there when it comes to nothing', async () => {
    const { result } = await run(
      '  rows: { extract: { csv: rows.csv, delimiter: "${{ inputs.cfg.none }}", allow-empty: "${{ inputs.cfg.none }}" } }',
      { cfg: '{}' },
      'cfg: json',
    )
    assert.equal(result, 'success')
  })
})

describe('a value that is not what its key wants', () => {
  const cases = [
    ['timeout-minutes: "${{ inputs.it }}"', '"abc"', '`timeout-minutes` must be a number, but is "abc"'],
    [
      'timeout-minutes: "${{ inputs.it }}"',
      '0',
      '`timeout-minutes` must be more than 0, but is the number 0',
    ],
    ['timeout-minutes: "${{ inputs.it }}"', '"15"', '`timeout-minutes` must be a number, but is "15"'],
    [
      'continue-on-error: "${{ inputs.it }}"',
      '"yes"',
      '`continue-on-error` must be true or false, but is "yes"',
    ],
    [
      'strategy: { matrix: { n: [1] }, max-parallel: "${{ inputs.it }}" }',
      '1.5',
      '`max-parallel` must be a whole number, but is the number 1.5',
    ],
  ] as const
  for (const [key, it_, message] of cases)
    it(`fails the step, and says which key: ${message}`, async () => {
      const { steps } = await run(`  a: { run: echo ran, ${key} }`, { it: it_ }, 'it: json')
      assert.equal(steps['a']?.failure?.code, 'expression/type')
      assert.equal(steps['a']?.failure?.message, `step "a": ${message}`)
    })

  it('of a table is told before anything is written', async () => {
    using rig = new Rig()
    writeFileSync(join(rig.folder, 'rows.csv'), 'n\n1\n')
    const graph = graphFrom(`
inputs: { name: text }
connections: { db: "sqlite:out.db" }
steps:
  rows: { extract: { csv: rows.csv } }
  store: { load: { from: rows, into: db, table: "t_\${{ inputs.name }}", mode: replace } }
`)
    const of = async (name: string) => {
      const plan = { ...planOf(graph), inputs: resolveInputs(graph.manifest, { name }) }
      const over = { graph, plan, execute: loadExecutor, ports: realPorts }
      const told = await rig.run(graph.manifest, () => assert.fail('the real steps run'), over)
      return told.steps['store']?.failure?.message ?? told.steps['store']?.rows
    }
    assert.equal(await of('eu'), 1)
    assert.equal(
      await of('e u.x'),
      'step "store": `table` must be `table` or `schema.table`, but is "t_e u.x"',
    )
  })
})
