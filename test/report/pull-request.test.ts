// What a pull request is told, as files: `node --test --test-update-snapshots` rewrites them.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { LocatedDiagnostic } from '../../src/diagnostic/diagnostic.ts'
import { mermaid } from '../../src/report/mermaid.ts'
import { planComment, planCommentIntent, pullRequestSummary } from '../../src/report/plan-comment.ts'
import { planFailureIntents } from '../../src/report/plan-failure.ts'
import { planOf } from './sketch.ts'

const plan = planOf([
  { id: 'orders' },
  { id: 'customers' },
  { id: 'daily', needs: ['orders', 'customers'] },
  { id: 'publish', needs: ['daily'] },
  { id: 'tell', needs: ['publish'] },
])

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
  it('is told the plan of its pipelines in one comment', (t) => {
    const text = planComment([plan], {
      diagnostics: [],
      runUrl,
      pipelines: {
        sales: {
          next: ['Mon 23 Nov 06:30 Europe/Berlin (05:30 UTC)', 'Tue 24 Nov 06:30 Europe/Berlin (05:30 UTC)'],
          changes: { added: ['tell'], removed: ['mail'], changed: ['daily'] },
          downstream: ['publish'],
        },
      },
    })
    t.assert.fileSnapshot(text, file('comment.md'), asText)
  })

  it('is told its mistakes, and the plans of what is sound', (t) => {
    t.assert.fileSnapshot(planComment([plan], { diagnostics, runUrl }), file('mistakes.md'), asText)
    t.assert.fileSnapshot(pullRequestSummary([plan], { diagnostics, runUrl }), file('summary.md'), asText)
  })

  it('has one comment, found by its hidden first line', () => {
    const intent = planCommentIntent(7, [], { diagnostics: [] })
    assert.deepEqual([intent.marker, intent.pullRequest], ['plan', 7])
    assert.match(intent.body, /^<!-- millrace:plan -->\n/)
    assert.match(intent.body, /No pipeline/)
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
