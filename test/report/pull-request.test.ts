// What a pull request is told, as files: `node --test --test-update-snapshots` rewrites them.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { describePullRequest } from '../../src/app/pull-request.ts'
import type { LocatedDiagnostic } from '../../src/diagnostic/diagnostic.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { fitComment } from '../../src/report/fit-comment.ts'
import { mermaid } from '../../src/report/mermaid.ts'
import { isWorthAComment, planComment, planSummary } from '../../src/report/plan-comment.ts'
import { planFailureIntents } from '../../src/report/plan-failure.ts'
import { graphFrom } from '../support/graph-from.ts'
import { graphOf } from '../support/graph-of.ts'
import { planOf } from './sketch.ts'

const schedule = `on:
  schedule:
    - { cron: 30 6 * * 1-5, timezone: Europe/Berlin }
    - { cron: 0 12 * * 6 }
`
const written = `steps:
  orders: { extract: { csv: orders.csv } }
  customers: { extract: { json: customers.json } }
  daily: { needs: [orders, customers], transform: { sql: select * from orders join customers } }
  publish: { load: { from: daily, file: daily.csv } }
`
const sales = graphFrom(`name: Sales\n${schedule}${written}  tell: { needs: [publish], run: ./tell.sh }\n`)
const old = written.replace('orders join customers', 'orders')
const quiet = graphOf([{ id: 'zips' }], { file: 'pipelines/zips.yml', id: 'zips', name: 'Zips' })
const before = graphFrom(`name: Sales\n${old}  mail: { needs: [publish], run: ./mail.sh }\n`)
const base = {
  pipeline: (path: string) => (path === sales.manifest.file ? before : quiet),
  manifests: ['pipelines/old.yml', 'pipelines/sales.yml', 'pipelines/zips.yml'],
  sameFile: () => true,
}
const sha = '0123456789'.repeat(4)
const now = new Date('2026-11-21T05:30:00Z')
const manifests = ['pipelines/sales.yml', 'pipelines/zips.yml']

const diagnostics: LocatedDiagnostic[] = [
  {
    code: 'graph/missing-need',
    severity: 'error',
    message: 'step "daily" needs "ordrs", which is not a step of this pipeline',
    file: 'pipelines/returns.yml',
    line: 9,
    column: 13,
    endLine: 9,
    endColumn: 18,
    help: 'write "orders"',
  },
  {
    code: 'manifest/unused-connection',
    severity: 'warning',
    message: 'no step uses the connection "old_warehouse"',
    file: 'pipelines/sales.yml',
    line: 4,
    column: 3,
    endLine: 4,
    endColumn: 16,
  },
]

const runUrl = 'https://github.com/acme/data/actions/runs/1790'
const asText = { serializers: [(value: unknown) => String(value)] }
const file = (name: string) => join(import.meta.dirname, 'pull-requests', name)

describe('a pull request', () => {
  it('is told in one comment what changes: steps, settings, what lies downstream, the next runs, the price', async (t) => {
    const told = await describePullRequest(
      { graphs: [quiet, sales], diagnostics: [] },
      { sha, now, base, manifests },
    )
    t.assert.fileSnapshot(planComment(told, { runUrl }), file('comment.md'), asText)
  })

  it('is told its mistakes, and the plans of what is sound', async (t) => {
    const told = await describePullRequest({ graphs: [sales], diagnostics }, { sha, now })
    t.assert.fileSnapshot(planComment(told, { runUrl }), file('mistakes.md'), asText)
    t.assert.fileSnapshot(planSummary(told), file('summary.md'), asText)
  })

  it('has one comment, found by its hidden first line', async () => {
    const told = await describePullRequest({ graphs: [], diagnostics: [] }, { sha, now })
    assert.match(planComment(told), /^<!-- millrace:plan -->\n/)
    assert.match(planComment(told), /No pipeline/)
  })

  it('gets no comment when nothing of ours differs and nothing is wrong, also where warnings were before', async () => {
    const [, warning] = diagnostics
    const told = (graphs: readonly Graph[], wrong: readonly LocatedDiagnostic[]) =>
      describePullRequest({ graphs, diagnostics: wrong }, { sha, now, base, manifests: base.manifests })
    assert.equal(isWorthAComment(await told([quiet], warning === undefined ? [] : [warning])), false)
    assert.equal(isWorthAComment(await told([quiet], diagnostics)), true)
    assert.equal(isWorthAComment(await told([sales], [])), true)
  })

  it('hears the verdict of errors, and not of warnings past those that are shown', async () => {
    const [, warning] = diagnostics
    assert.ok(warning)
    const many = Array.from({ length: 150 }, (_, n) => ({ ...warning, line: n + 1 }))
    const told = fitComment(
      await describePullRequest({ graphs: [quiet], diagnostics: many }, { sha, now, base }),
    )
    assert.match(
      planComment(told),
      /## ⚠️ 1 pipeline planned \(none changed\), 150 warnings\n[^]*and 140 more/,
    )
    const all = await describePullRequest({ graphs: [quiet], diagnostics: many }, { sha, now, base })
    assert.match(planSummary(all), /sales\.yml:150:3/)
  })

  it('counts no pipeline as removed when only some were asked for', async () => {
    const told = await describePullRequest({ graphs: [sales], diagnostics: [] }, { sha, now, base })
    assert.doesNotMatch(planComment(told), /Removed|zips/)
  })
})

describe('a scheduled run that came to no plan', () => {
  it('is told with the mistakes that were in its way', (t) => {
    const [issue] = planFailureIntents({
      pipeline: 'returns',
      file: 'pipelines/returns.yml',
      trigger: 'schedule',
      diagnostics,
      runUrl,
    })
    t.assert.fileSnapshot(issue?.body ?? '', file('plan-failure.md'), asText)
  })
})

describe('the graph as Mermaid', () => {
  it('draws steps in their jobs', () => {
    assert.equal(
      mermaid(planOf([{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', runsOn: 'windows-latest' }]), {
        a: 'success',
        b: 'failure',
      }),
      [
        'flowchart LR',
        '  subgraph j0["a"]',
        '    s0["a<br>run"]',
        '    s1["b<br>run"]',
        '  end',
        '  s2["c<br>run"]',
        '  s0 --> s1',
        '  classDef failure fill:#ffebe9,stroke:#cf222e,color:#5c0d14,stroke-width:3px',
        '  class s1 failure',
        '  classDef success fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c',
        '  class s0 success',
      ].join('\n'),
    )
  })

  it('lets no label be markup', () => {
    const odd = planOf([{ id: 'a"]; click s0 "x"\n<b>`#quot;' }])
    assert.match(
      mermaid(odd),
      /^ {2}s0\["a#quot;#93;#59; click s0 #quot;x#quot; #60;b#62;#96;#35;quot#59;<br>run"\]$/m,
    )
  })

  it('draws jobs where steps would be too many', () => {
    const steps = Array.from({ length: 500 }, (_, n) => ({
      id: `s${n}`,
      needs: n === 0 ? [] : [`s${n - 1}`],
    }))
    assert.match(mermaid(planOf(steps)), /too many to draw: drawn by jobs"\]\n {2}j0\["s0<br>350 steps"\]/)
  })
})
