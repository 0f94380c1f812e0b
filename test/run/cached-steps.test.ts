import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { createLocalCache } from '../../src/adapters/cache/local.ts'
import { resolveInputs } from '../../src/plan/inputs.ts'
import { StepCache } from '../../src/run/cached/step-cache.ts'
import type { RunEvent } from '../../src/run/event.ts'
import type { RunRequest, StepFinished } from '../../src/run/run-request.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import { graphFrom } from '../support/graph-from.ts'
import { realPorts } from '../support/step-context.ts'
import { planOf, Rig } from './rig.ts'

interface Over {
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly now?: string
  readonly date?: string
  readonly id?: string
  readonly cache?: RunRequest['cache']
  readonly signal?: AbortSignal
}

/** A workspace whose pipeline is run again and again, each time in a folder of its own, with the real steps. */
class Site implements Disposable {
  readonly rig = new Rig()
  #runs = 0

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  get cacheFolder(): string {
    return join(this.rig.folder, '.millrace/cache')
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.rig.folder, name)), { recursive: true })
    writeFileSync(join(this.rig.folder, name), text)
  }

  async run(manifest: string, over: Over = {}): Promise<Told> {
    this.#runs += 1
    const folder = join(this.rig.folder, `run-${this.#runs}`)
    const graph = graphFrom(manifest)
    const plan = planOf(graph)
    const { now, env = {}, vars = {}, secrets = {}, date = plan.run.date, id = plan.run.id } = over
    const finished: Record<string, StepFinished> = {}
    const legs: LegFinished[] = []
    await runSteps(
      {
        graph,
        plan: {
          ...plan,
          run: { ...plan.run, date, id },
          inputs: resolveInputs(graph.manifest, over.inputs ?? {}),
        },
        prior: new Map(),
        execute: loadExecutor,
        ports: {
          ...realPorts,
          clock: now === undefined ? systemClock : { ...systemClock, now: () => new Date(now) },
        },
        environment: { secrets, vars, env: { PATH: process.env['PATH'], ...env }, github: {} },
        workspace: this.rig.folder,
        folder,
        concurrency: 4,
        signal: over.signal ?? new AbortController().signal,
        cache: over.cache ?? new StepCache(createLocalCache(this.cacheFolder)),
      },
      (event) => {
        if (event.type === 'step-finished') finished[event.step] = event
        if (event.type === 'leg-finished') legs.push(event)
      },
    )
    return { folder, finished, legs }
  }

  /** All that the cache holds, as text. */
  get kept(): string {
    const files = readdirSync(this.cacheFolder, { recursive: true, withFileTypes: true })
    return files
      .map((file) => join(file.parentPath, file.name))
      .map((path) => (statSync(path).isFile() ? `${path}\n${readFileSync(path, 'latin1')}` : path))
      .join('\n')
  }

  [Symbol.dispose](): void {
    this.rig[Symbol.dispose]()
  }
}

interface Told {
  readonly folder: string
  readonly finished: Readonly<Record<string, StepFinished>>
  readonly legs: readonly LegFinished[]
}

type LegFinished = Extract<RunEvent, { type: 'leg-finished' }>

const wordOf = ({ finished }: Told, step: string) => {
  const { cache, result, failure } = finished[step] ?? {}
  return cache === undefined ? `${result} ${failure?.message}` : `${cache.decision}: ${cache.reason}`
}

const files = {
  'o.csv': 'id,r,n\n1,eu,a\n2,us,b\n3,eu,x\n',
  'steps/tidy.ts':
    "import { same } from './same.ts'\nimport left from 'left-pad'\nexport async function* tidy(rows) { for await (const batch of rows) yield same(batch) }\n",
  'steps/same.ts': 'export const same = (rows) => rows\n',
  'package.json': '{"type":"module"}\n',
  'node_modules/left-pad/index.js': 'export default 1\n',
  'node_modules/left-pad/package.json': '{"type":"module","exports":"./index.js"}\n',
  'scripts/lib.sh': 'deep() { :; }\n',
  'scripts/tool.py': 'from helper import (\n  two)\n',
  'scripts/helper.py': 'two = 1\n',
  'scripts/make.sh':
    '. "$(dirname "$0")/lib.sh"; time -p sh -c "python3 scripts/tool.py"; printf "a\\n1\\n" > "$MILLRACE_OUTPUT"; echo total=3 >> "$GITHUB_OUTPUT"; echo done >> "$GITHUB_STEP_SUMMARY"\n',
  'conf/a.yml': 'a: 1\n',
}

const manifest = `
inputs: { region: { type: text, default: eu } }
env: { BASE: x }
steps:
  orders: { extract: { csv: o.csv, columns: { id: integer, r: text, n: text } }, cache: true }
  some: { needs: [orders], transform: { sql: "select id, r from orders where r = \${{ inputs.region }}" }, cache: true }
  tidy: { needs: [orders], transform: { module: "./steps/tidy.ts#tidy" }, cache: true, env: { KEY: "\${{ secrets.KEY }}" } }
  made: { run: { script: "sh scripts/make.sh", output: csv }, cache: { env: [TIER], files: ["conf/*.yml"] } }
  last: { needs: [made], transform: { sql: "select \${{ needs.made.outputs.total }} as n, a from made" }, cache: true }
`

/** Without the step that needs a process of Node's. */
const quick = (text: string) => text.replace(/^  tidy: .*\n/m, '')

describe('a step with cache', () => {
  it('is not run again while nothing changed, and hands on the same dataset, outputs and words', async () => {
    using site = new Site(files)
    const first = await site.run(manifest)
    for (const step of ['orders', 'some', 'tidy', 'made', 'last'])
      assert.equal(wordOf(first, step), 'ran: no entry yet')
    const second = await site.run(manifest)
    for (const [
      step,
      { result, attempts, cached, dataset, outputs, rows, summary, counts },
    ] of Object.entries(second.finished)) {
      assert.match(wordOf(second, step), /^reused: nothing changed, the entry is \d+ s old$/)
      assert.deepEqual([result, attempts, cached], ['success', 0, true])
      const before = first.finished[step]
      assert.deepEqual(
        { dataset, outputs, rows, summary, counts },
        {
          dataset: before?.dataset,
          outputs: before?.outputs,
          rows: before?.rows,
          summary: before?.summary,
          counts: before?.counts,
        },
      )
      const file = dataset?.file ?? ''
      assert.deepEqual(readFileSync(join(second.folder, file)), readFileSync(join(first.folder, file)))
    }
  })

  const region = { inputs: { region: 'us' } }
  const changes: readonly (readonly [
    what: string,
    step: string,
    reason: string,
    change: (site: Site) => unknown,
    over?: Over,
    manifest?: string,
  ])[] = [
    ['its source', 'orders', '`o.csv` changed', (site) => site.write('o.csv', 'id,r,n\n1,eu,c\n')],
    ['an input dataset', 'some', '`orders` changed', (site) => site.write('o.csv', 'id,r,n\n1,eu,c\n')],
    ['an input', 'some', 'inputs.region is us, was eu', () => {}, region],
    ['its SQL', 'some', 'its SQL changed', () => {}, {}, manifest.replace('select id, r', 'select r, id')],
    [
      'its checks',
      'some',
      'its definition changed',
      () => {},
      {},
      manifest
        .replace('  tidy:', '    checks: [{ not-null: [id] }]\n  tidy:')
        .replace('some: { needs', 'some:\n    needs')
        .replace(
          'some:\n    needs: [orders], transform: { sql: "select id, r from orders where r = ${{ inputs.region }}" }, cache: true }',
          'some:\n    needs: [orders]\n    transform: { sql: "select id, r from orders where r = ${{ inputs.region }}" }\n    cache: true',
        ),
    ],
    [
      'its columns',
      'orders',
      'its definition changed',
      () => {},
      {},
      manifest.replace('n: text }', 'n: text not null }'),
    ],
    [
      'its module',
      'tidy',
      '`steps/tidy.ts` changed',
      (site) => site.write('steps/tidy.ts', `${files['steps/tidy.ts']}//\n`),
    ],
    [
      'what its module imports',
      'tidy',
      '`steps/same.ts` changed',
      (site) => site.write('steps/same.ts', `${files['steps/same.ts']}//\n`),
    ],
    [
      'the versions of packages',
      'tidy',
      '`package.json` changed',
      (site) => site.write('package.json', '{"type": "module"}'),
    ],
    [
      "the pipeline's env",
      'tidy',
      'env.BASE is y, was x',
      () => {},
      {},
      manifest.replace('BASE: x', 'BASE: y'),
    ],
    ['its script', 'made', 'its script changed', () => {}, {}, manifest.replace('sh scripts', 'sh  scripts')],
    [
      'the file of its script',
      'made',
      '`scripts/make.sh` changed',
      (site) => site.write('scripts/make.sh', `${files['scripts/make.sh']}#\n`),
    ],
    [
      'a file that the file of its script sources',
      'made',
      '`scripts/lib.sh` changed',
      (site) => site.write('scripts/lib.sh', 'deep() { true; }\n'),
    ],
    [
      'what its Python imports',
      'made',
      '`scripts/helper.py` changed',
      (site) => site.write('scripts/helper.py', 'two = 2\n'),
    ],
    ['a variable that it names', 'made', '`TIER` changed', () => {}, { env: { TIER: 'gold' } }],
    ['a file that it names', 'made', '`conf/a.yml` changed', (site) => site.write('conf/a.yml', 'a: 2\n')],
    ['a new file that it names', 'made', '`conf/b.yml` is new', (site) => site.write('conf/b.yml', 'a: 2\n')],
    [
      'an output of a need',
      'last',
      'needs.made.outputs.total is 4, was 3',
      (site) => site.write('scripts/make.sh', files['scripts/make.sh'].replace('total=3', 'total=4')),
    ],
  ]
  for (const [what, step, reason, change, over, changed] of changes) {
    it(`is run again when ${what} changed, and says so`, async () => {
      using site = new Site(files)
      const [before, after] = [manifest, changed ?? manifest].map((each) =>
        step === 'tidy' ? each : quick(each),
      )
      await site.run(before ?? '')
      await change(site)
      const told = await site.run(after ?? '', over)
      assert.equal(wordOf(told, step), `ran: ${reason}`)
      assert.equal(told.finished[step]?.result, 'success')
    })
  }

  it('is not run again for a change of what it does not depend on', async () => {
    using site = new Site(files)
    await site.run(manifest)
    site.write('o.csv', files['o.csv'])
    utimesSync(join(site.rig.folder, 'steps/same.ts'), new Date(), new Date())
    site.write('steps/other.ts', 'export const x = 1\n')
    const told = await site.run(
      manifest.replace('cache: true }', 'cache: true, timeout-minutes: 5, tags: [x] }'),
      {
        env: { OTHER: '1' },
        date: '2026-11-21',
      },
    )
    for (const step of Object.keys(told.finished)) assert.match(wordOf(told, step), /^reused/, step)
  })

  it('sees an edit that keeps the size and the time of a file', async () => {
    using site = new Site(files)
    await site.run(manifest)
    const path = join(site.rig.folder, 'o.csv')
    const { atime, mtime } = statSync(path)
    site.write('o.csv', files['o.csv'].replace('1,eu', '9,eu'))
    utimesSync(path, atime, mtime)
    assert.equal(wordOf(await site.run(manifest), 'orders'), 'ran: `o.csv` changed')
  })

  it('depends on the date where its script or module looks at it, and only there', async () => {
    using site = new Site(files)
    const dated = manifest.replace('sh scripts/make.sh', 'echo $MILLRACE_DATE; sh scripts/make.sh')
    await site.run(dated, { date: '2026-11-20' })
    const told = await site.run(dated, { date: '2026-11-21' })
    assert.equal(wordOf(told, 'made'), 'ran: run.date is 2026-11-21, was 2026-11-20')
    assert.match(wordOf(told, 'tidy'), /^reused/)
  })

  it('depends on the date where its module may look at it under any name, and on the run where it names it', async () => {
    using site = new Site(files)
    const one = `
steps:
  orders: { extract: { csv: o.csv }, cache: true }
  tidy: { needs: [orders], transform: { module: "./steps/tidy.ts#tidy" }, cache: true }
`
    const stamped = (text: string) =>
      site.write('steps/tidy.ts', `export async function* tidy(rows, given) { yield [{ d: ${text} }] }\n`)
    stamped('Object.values(given.run).length')
    await site.run(one, { date: '2026-11-20' })
    const told = await site.run(one, { date: '2026-11-21' })
    assert.equal(wordOf(told, 'tidy'), 'ran: run.date is 2026-11-21, was 2026-11-20')
    assert.match(wordOf(await site.run(one, { date: '2026-11-21' }), 'tidy'), /^reused/)
    stamped('given.run.id')
    await site.run(one, { id: 'one' })
    assert.equal(wordOf(await site.run(one, { id: 'two' }), 'tidy'), 'ran: run.id is two, was one')
  })

  it('has entries for each of its legs, whatever their number', async () => {
    using site = new Site(files)
    const mapped = (regions: string) => `steps:
  orders: { extract: { csv: o.csv, columns: { id: integer, r: text, n: text } } }
  each:
    needs: [orders]
    strategy: { matrix: { r: [${regions}] } }
    transform: { sql: "select id, \${{ matrix.r }} as wanted from orders where r = \${{ matrix.r }}" }
    cache: true
`
    const first = await site.run(mapped('us, eu'))
    assert.equal(first.finished['each']?.rows, 3)
    const second = await site.run(mapped('asia, us, eu'))
    assert.equal(second.finished['each']?.rows, 3)
    const decisions = second.legs.map(({ values, cache }) => `${String(values?.['r'])} ${cache?.decision}`)
    assert.deepEqual(decisions.toSorted(), ['asia ran', 'eu reused', 'us reused'])
    assert.equal(wordOf(second, 'each'), 'ran: no entry yet; 2 of 3 legs from the cache')
    assert.deepEqual(
      second.legs.map(({ rows }) => rows).toSorted((a, b) => Number(a) - Number(b)),
      [0, 1, 2],
    )
  })

  it('is run again when its entry is older than max-age', async () => {
    using site = new Site(files)
    const aged = manifest
      .replace('text }, cache: true', 'text }, cache: { max-age: 24h }')
      .replace('text } }, cache: true', 'text } }, cache: { max-age: 24h }')
    await site.run(aged, { now: '2026-11-20T05:00:00.000Z' })
    assert.match(
      wordOf(await site.run(aged, { now: '2026-11-21T05:00:00.000Z' }), 'orders'),
      /entry is 24 h old$/,
    )
    const late = await site.run(aged, { now: '2026-11-21T06:00:00.000Z' })
    assert.equal(wordOf(late, 'orders'), 'ran: the entry is 25 h old, max-age is 24 h')
    assert.match(wordOf(await site.run(aged, { now: '2026-11-21T07:00:00.000Z' }), 'orders'), /^reused/)
  })

  it('keeps nothing of an attempt that failed, and what the last one made', async () => {
    using site = new Site(files)
    const flaky = `steps:
  a:
    run: { script: "at=.no; echo x >> $at'tries'; test $(wc -l < $at'tries') -ge 2; printf 'a\\\\n1\\\\n' > $MILLRACE_OUTPUT", output: csv }
    cache: true
    retry: { max-attempts: 2, delay: 1ms }
  b: { run: "exit 1", cache: true }
`
    const first = await site.run(flaky)
    assert.deepEqual([first.finished['a']?.attempts, wordOf(first, 'a')], [2, 'ran: no entry yet'])
    const second = await site.run(flaky)
    assert.match(wordOf(second, 'a'), /^reused/)
    assert.equal(wordOf(second, 'b'), 'ran: no entry yet')
  })

  it('hands on its rejected rows too', async () => {
    using site = new Site({ 'o.csv': 'id\n1\nx\n3\n' })
    const rejecting =
      'steps:\n  a: { extract: { csv: o.csv, columns: { id: integer }, rejects: { max: 1 } }, cache: true }\n'
    const first = await site.run(rejecting)
    const second = await site.run(rejecting)
    assert.match(wordOf(second, 'a'), /^reused/)
    const { rejects, rejectSamples, counts } = second.finished['a'] ?? {}
    assert.equal(rejects?.rows, 1)
    assert.deepEqual(rejectSamples, first.finished['a']?.rejectSamples)
    assert.deepEqual(counts, first.finished['a']?.counts)
    assert.ok(statSync(join(second.folder, rejects.file)).size > 0)
  })

  it('is not kept when what it is made of changed while it ran', async () => {
    using site = new Site({ 'conf/a.yml': 'a: 1\n' })
    const touching = 'steps:\n  a: { run: "echo >> conf/a.yml", cache: { files: ["conf/*.yml"] } }\n'
    assert.equal(
      wordOf(await site.run(touching), 'a'),
      'ran: no entry yet; not kept: `conf/a.yml` changed while it ran',
    )
  })

  it('holds no secret in its keys or entries, nor a hash of one', async () => {
    using site = new Site(files)
    const secret = 'hunter2-topsecret'
    const telling = `${manifest}
  tell:
    run: 'echo "out=$KEY" >> "$GITHUB_OUTPUT"; echo "key $KEY" >> "$GITHUB_STEP_SUMMARY"'
    env: { KEY: "\${{ secrets.KEY }}" }
    cache: { env: [KEY, OTHER] }
  rows: { run: { script: 'printf "a\\n$KEY\\n" > "$MILLRACE_OUTPUT"', output: csv }, env: { KEY: "\${{ secrets.KEY }}" }, cache: true }
`
    const told = await site.run(telling, {
      secrets: { KEY: secret },
      env: { KEY: secret, OTHER: `x${secret}` },
    })
    assert.equal(told.finished['tell']?.result, 'success')
    assert.equal(wordOf(told, 'rows'), 'ran: no entry yet; not kept: its rows show a secret')
    assert.equal(site.kept.includes(secret), false)
    assert.equal(site.kept.includes('secret KEY'), true)
    const rotated = {
      secrets: { KEY: 'another-secret' },
      env: { KEY: 'another-secret', OTHER: 'xanother-secret' },
    }
    const again = await site.run(telling, rotated)
    for (const step of ['tidy', 'tell']) assert.match(wordOf(again, step), /^reused/)
  })

  it('is run by two runs at once without harm', async () => {
    using site = new Site(files)
    const both = await Promise.all([site.run(manifest), site.run(manifest)])
    for (const { finished } of both)
      assert.deepEqual(
        Object.values(finished).map(({ result }) => result),
        Array(5).fill('success'),
      )
    assert.match(wordOf(await site.run(manifest), 'last'), /^reused/)
  })

  it('is run when its entry is damaged, and says so', async () => {
    using site = new Site(files)
    await site.run(manifest)
    const place = join(site.cacheFolder, 'sales.orders')
    for (const name of readdirSync(place)) writeFileSync(join(place, name, 'dataset.sqlite'), 'x')
    const told = await site.run(manifest)
    assert.equal(wordOf(told, 'orders'), 'ran: the entry is damaged and was removed')
    assert.equal(told.finished['orders']?.rows, 3)
    assert.match(wordOf(await site.run(manifest), 'orders'), /^reused/)
  })

  it('is run where the cache can be neither read nor written', async () => {
    using site = new Site(files)
    const cache = new StepCache({
      look: async () => ({ trouble: 'the service is down' }),
      fetch: async () => ({ trouble: 'never' }),
      save: async () => ({ trouble: 'the disk is full (ENOSPC)' }),
    })
    const told = await site.run(manifest, { cache })
    assert.equal(
      wordOf(told, 'orders'),
      'ran: the cache cannot be read: the service is down; not kept: the disk is full (ENOSPC)',
    )
    assert.equal(told.finished['last']?.result, 'success')
  })

  it('may have legs with equal values at work side by side, and a store that throws', async () => {
    using site = new Site({})
    const legs = Array.from({ length: 8 }, () => '{ a: 1 }').join(', ')
    const equal = `
steps:
  m:
    strategy: { matrix: { include: [${legs}] } }
    run: { script: 'seq 1 2000 > $MILLRACE_OUTPUT', output: csv }
    cache: true
`
    assert.equal((await site.run(equal)).finished['m']?.result, 'success')
    const again = await site.run(equal)
    assert.equal(again.finished['m']?.result, 'success')
    assert.equal(again.finished['m'].rows, 16_000)
    assert(again.legs.every(({ cached }) => cached === true))
    assert.equal(wordOf(again, 'm'), 'reused: nothing changed for any leg')
    assert.equal(again.finished['m'].legs?.cached, 8)
    const broken = () => Promise.reject(new Error('disk gone'))
    const cache = new StepCache({ look: broken, fetch: broken, save: broken })
    const rough = await site.run(quick(manifest.replace(/  (?:orders|some|last): .*\n/g, '')), { cache })
    assert.equal(wordOf(rough, 'made'), 'ran: the cache cannot be read: Error: disk gone')
    const full = new StepCache({ ...createLocalCache(site.cacheFolder), save: broken })
    const unkept = await site.run('steps: { a: { run: { script: "true" }, cache: true } }', { cache: full })
    assert.equal(wordOf(unkept, 'a'), 'ran: no entry yet; not kept: Error: disk gone')
  })

  it('is cancelled while its cache is asked, and not begun', async () => {
    using site = new Site({})
    const stop = new AbortController()
    const store = createLocalCache(site.cacheFolder)
    const slow = { ...store, look: () => new Promise<never>(() => stop.abort()) }
    const one = 'steps: { a: { run: { script: "true" }, cache: true } }'
    const { finished } = await site.run(one, { cache: new StepCache(slow), signal: stop.signal })
    assert.deepEqual([finished['a']?.result, finished['a']?.attempts], ['cancelled', 0])
  })
})
