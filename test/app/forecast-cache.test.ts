import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createLocalCache } from '../../src/adapters/cache/local.ts'
import { runStoreAt } from '../../src/adapters/run-folder/run-folder.ts'
import { forecastBy } from '../../src/app/forecast-cache.ts'
import { type Planned, planPipeline, type PlanRequest } from '../../src/app/plan.ts'
import { runPipeline } from '../../src/app/run.ts'
import type { CacheStore } from '../../src/ports/cache.ts'
import { realPorts } from '../support/step-context.ts'

const root = mkdtempSync(join(tmpdir(), 'millrace-forecast-'))
after(() => rmSync(root, { recursive: true, force: true }))

const manifest = `
inputs: { region: { type: text, default: eu } }
steps:
  orders: { extract: { csv: o.csv, columns: { id: integer, r: text } }, cache: true }
  fresh: { extract: { csv: o.csv } }
  some: { needs: [orders], transform: { sql: "select id from orders where r = \${{ inputs.region }}" }, cache: true }
  below: { needs: [some], transform: { sql: "select count(*) as n from some" }, cache: { max-age: 1h } }
  unsure: { needs: [fresh], transform: { sql: "select count(*) as n from fresh" }, cache: true }
  counted: { run: 'echo n=1 >> "$GITHUB_OUTPUT"' }
  asks: { needs: [counted], transform: { sql: "select \${{ needs.counted.outputs.n }} as n" }, cache: true }
  out: { load: { from: some, file: out.csv } }
`

const sites = { number: 0 }

function newSite(): { readonly workspace: string; readonly store: CacheStore } {
  const workspace = mkdtempSync(join(root, `${(sites.number += 1)}-`))
  writeFileSync(join(workspace, 'p.yml'), manifest)
  writeFileSync(join(workspace, 'o.csv'), 'id,r\n1,eu\n2,us\n')
  return { workspace, store: createLocalCache(join(workspace, '.millrace/cache')) }
}

type Site = ReturnType<typeof newSite>

async function plan({ workspace, store }: Site, over: Partial<PlanRequest> = {}) {
  const now = over.now ?? new Date()
  const forecast = forecastBy({ store, lookup: () => undefined, env: {}, github: {}, workspace, now })
  const request = {
    file: 'p.yml',
    workspace,
    inputs: {},
    trigger: 'cli',
    runId: 'r1',
    now,
    forecast,
    ...over,
  }
  const planned = await planPipeline(request)
  assert(planned.ok, JSON.stringify(planned.diagnostics))
  return planned
}

async function run(
  { workspace, store }: Site,
  { graph, plan: made }: Extract<Planned, { ok: true }>,
): Promise<void> {
  const result = await runPipeline(
    {
      graph,
      plan: made,
      ports: realPorts,
      lookup: () => undefined,
      env: { PATH: process.env['PATH'] },
      github: {},
      workspace,
      store: runStoreAt(join(workspace, '.millrace/runs/r1')),
      cache: store,
      concurrency: 4,
      signal: new AbortController().signal,
    },
    () => {},
  )
  assert.equal(result, 'success')
}

/** What the plan says of each step with a cache, without how old an entry is. */
function saidOf({ plan: { steps } }: Extract<Planned, { ok: true }>): Record<string, string> {
  return Object.fromEntries(
    steps.flatMap(({ id, cache }) =>
      cache === undefined
        ? []
        : [[id, `${cache.decision}: ${cache.reason.replace(/, the entry is .*/, '')}`]],
    ),
  )
}

describe('what a plan says of caches', () => {
  it('is that all run where there is no entry yet', async () => {
    const none = 'run: no entry yet'
    const said = saidOf(await plan(newSite()))
    assert.deepEqual(said, { orders: none, some: none, below: none, unsure: none, asks: none })
  })

  it('is what the run then does, as far as that is known', async () => {
    const site = newSite()
    await run(site, await plan(site))
    const same = 'reuse: nothing changed'
    assert.deepEqual(saidOf(await plan(site)), {
      orders: same,
      some: same,
      below: same,
      unsure: 'deferred: `fresh` is not known before the run',
      asks: 'deferred: what `counted` puts out is not known before the run',
    })
    const other = saidOf(await plan(site, { inputs: { region: 'us' } }))
    assert.equal(other['some'], 'run: inputs.region is us, was eu')
    assert.equal(other['below'], 'deferred: `some` is not known before the run')
    const late = saidOf(await plan(site, { now: new Date(Date.now() + 2 * 3_600_000) }))
    assert.equal(late['below'], 'run: the entry is 2 h old, max-age is 1 h')
    writeFileSync(join(site.workspace, 'o.csv'), 'id,r\n1,eu\n')
    const changed = saidOf(await plan(site))
    assert.equal(changed['orders'], 'run: `o.csv` changed')
    assert.equal(changed['some'], 'deferred: `orders` is not known before the run')
    writeFileSync(
      join(site.workspace, 'p.yml'),
      manifest.replace('count(*) as n from fresh', 'max(id) as n from fresh'),
    )
    assert.equal(saidOf(await plan(site))['unsure'], 'run: its SQL changed')
  })

  it('is known for each leg of a list that is written, and inside a pipeline with inputs that are known', async () => {
    const site = newSite()
    const write = (legs: string) =>
      writeFileSync(
        join(site.workspace, 'p.yml'),
        `
inputs: { region: { type: text, default: eu } }
steps:
  orders: { extract: { csv: o.csv, columns: { id: integer, r: text } }, cache: true }
  each:
    needs: [orders]
    strategy: { matrix: { r: [${legs}] } }
    transform: { sql: "select id from orders where r = \${{ matrix.r }}" }
    cache: true
  made: { run: 'echo n=x >> "$GITHUB_OUTPUT"' }
  known: { uses: ./child.yml, with: { region: "\${{ inputs.region }}" } }
  open: { uses: ./child.yml, needs: [made], with: { region: "\${{ needs.made.outputs.n }}" } }
`,
      )
    writeFileSync(
      join(site.workspace, 'child.yml'),
      `
inputs: { region: { type: text } }
steps:
  rows: { extract: { csv: o.csv, columns: { id: integer, r: text } }, cache: true }
  some: { needs: [rows], transform: { sql: "select id from rows where r = \${{ inputs.region }}" }, cache: true }
`,
    )
    write('eu, us')
    assert.equal(saidOf(await plan(site))['each'], 'run: no entry yet; 0 of 2 legs are in the cache')
    await run(site, await plan(site))
    const said = saidOf(await plan(site))
    assert.equal(said['each'], 'reuse: nothing changed for 2 legs')
    assert.deepEqual(
      [said['known/rows'], said['known/some']],
      ['reuse: nothing changed', 'reuse: nothing changed'],
    )
    assert.equal(said['open/some'], 'deferred: the inputs of its pipeline are not known before the run')
    const other = saidOf(await plan(site, { inputs: { region: 'us' } }))
    assert.equal(other['known/some'], 'run: inputs.region is us, was eu')
    write('eu, asia, us')
    assert.equal(saidOf(await plan(site))['each'], 'run: no entry yet; 2 of 3 legs are in the cache')
  })

  it('is nothing where no cache is to be used, or of steps that are left out', async () => {
    const site = newSite()
    const planned = await planPipeline({
      file: 'p.yml',
      workspace: site.workspace,
      inputs: {},
      trigger: 'cli',
      runId: 'r1',
      now: new Date(),
    })
    assert(planned.ok)
    assert.deepEqual(saidOf(planned), {})
    assert.deepEqual(Object.keys(saidOf(await plan(site, { select: 'orders' }))), ['orders'])
  })

  it('is deferred where the cache cannot be read', async () => {
    const site = newSite()
    const store: CacheStore = {
      look: async () => ({ trouble: 'the service is down' }),
      fetch: async () => ({ trouble: '' }),
      save: async () => ({}),
    }
    assert.equal(
      saidOf(await plan({ ...site, store }))['orders'],
      'deferred: the cache cannot be read: the service is down',
    )
  })
})
