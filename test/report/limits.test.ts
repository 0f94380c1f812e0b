import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { describePullRequest } from '../../src/app/pull-request.ts'
import { type IntentFacts, intents } from '../../src/report/intents.ts'
import { mermaid } from '../../src/report/mermaid.ts'
import { fitComment } from '../../src/report/fit-comment.ts'
import { planComment, planSummary } from '../../src/report/plan-comment.ts'
import { limits, pullRequestPlanSchema } from '../../src/report/pull-request-plan.ts'
import { renderMarkdown } from '../../src/report/render-markdown.ts'
import { summarize } from '../../src/report/summarize.ts'
import { graphOf, type Sketch } from '../support/graph-of.ts'
import { failed, finished, logged, planOf } from './sketch.ts'

const url = 'https://github.com/acme/data/actions/runs/1'
const facts: IntentFacts = {
  trigger: 'schedule',
  onDefaultBranch: true,
  runUrl: url,
  onFailure: { issue: { labels: [], assignees: [] } },
  steps: [],
  openIssues: [],
}

/** Ten thousand steps, each after up to five of those before it. */
const many = Array.from({ length: 10_000 }, (_, n) => ({
  id: `step-${n}`,
  needs: Array.from({ length: Math.min(5, n) }, (_unused, k) => `step-${n - 1 - k}`),
}))
const wide = Array.from({ length: 2000 }, (_, n) => ({ id: `step-${n}` }))
const huge = 'a_<`@#|'.repeat(30_000)

/** A pull request that adds so many pipelines of these steps, whose names and mistakes have no end. */
function pullRequestOf(steps: readonly Sketch[], pipelines: number, words = huge) {
  const long = words.slice(0, 4000)
  const at = { file: long, line: 1, column: 1, endLine: 1, endColumn: 2 }
  const one = { ...at, code: 'source/syntax', severity: 'error', message: words, help: words } as const
  const graphs = Array.from({ length: pipelines }, (_, n) => {
    const file = `pipelines/${n}${long}.yml`
    return graphOf(steps, { file, name: words })
  })
  const base = { pipeline: () => undefined, manifests: [], sameFile: () => true }
  const diagnostics = Array.from({ length: 5000 }, () => one)
  return describePullRequest({ graphs, diagnostics }, { sha: 'a'.repeat(40), now: new Date(), base })
}

it('a change in every step of hundreds of pipelines is told within the limits, and what is left out is counted', async () => {
  const name = (n: number) => `${'long-'.repeat(18)}${n}`
  const sketch = (n: number, needs: readonly string[]) => ({ id: name(n), needs })
  const rows = Array.from({ length: 60 }, (_, n) => sketch(n, n === 0 ? [] : [name(0)]))
  const before = graphOf(Array.from({ length: 60 }, (_, n) => sketch(n + 30, [])))
  const base = { pipeline: () => before, manifests: [], sameFile: () => true }
  const graphs = Array.from({ length: 250 }, (_, n) => graphOf(rows, { file: `pipelines/${n}.yml` }))
  const about = { sha: 'a'.repeat(40), now: new Date(), base }
  const left = JSON.stringify(fitComment(await describePullRequest({ graphs, diagnostics: [] }, about)))
  assert.ok(Buffer.byteLength(left) <= limits.bytes, String(Buffer.byteLength(left)))
  const told = pullRequestPlanSchema.parse(JSON.parse(left))
  assert.ok(told.pipelines.length > 20 && told.pipelines.length < limits.pipelines)
  assert.match(planComment(told), /250 pipelines planned \(250 changed\)/)
})

describe('whatever a run was like, GitHub takes what is told of it', () => {
  for (const [name, steps] of [
    ['deep', many],
    ['wide', wide],
  ] as const) {
    const plan = planOf(steps)
    const report = summarize(
      plan,
      steps.map(({ id }) => failed(id, huge, { note: huge, summary: huge })),
    )

    it(`the summary of ${name} plan is less than a megabyte`, () => {
      const text = renderMarkdown(report)
      assert.ok(Buffer.byteLength(text) < 1024 * 1024)
      assert.match(text, /The rest was cut/)
    })

    it(`the issues of ${name} plan are few, and fit`, () => {
      const issues = intents(report, facts).filter((intent) => intent.type === 'upsert-issue')
      assert.equal(issues.length, 20)
      for (const { body, comment } of issues) assert.ok(body.length <= 65_000 && comment.length <= 65_000)
    })

    it(`the comment and the summary of ${name} plan fit, with thousands of diagnostics`, async () => {
      const told = await pullRequestOf(steps, 3)
      assert.ok(planComment(told).length <= 65_000)
      assert.ok(Buffer.byteLength(planSummary(told)) < 1024 * 1024)
    })

    it(`what a fork's check leaves of ${name} plan is what the workflow that comments takes`, async () => {
      for (const pipelines of [1, 300]) {
        const part = steps.slice(0, 3000 / pipelines)
        for (const words of ['word '.repeat(1000), huge]) {
          const left = JSON.stringify(fitComment(await pullRequestOf(part, pipelines, words)))
          assert.ok(Buffer.byteLength(left) <= limits.bytes)
          const text = planComment(pullRequestPlanSchema.parse(JSON.parse(left)))
          assert.ok(text.includes('5,000 errors'))
          assert.ok(words === huge || text.includes(pipelines > 1 ? '### word' : 'Too many steps to list'))
        }
      }
    })

    it(`the graph of ${name} plan is within Mermaid's limits, and says what was left out`, () => {
      const text = mermaid(plan)
      assert.ok(text.length <= 40_000)
      assert.ok((text.match(/-->/g)?.length ?? 0) <= 400)
      assert.match(text, /too many to draw/)
    })
  }

  it('the links and the way to run it again survive a long log and a long error', () => {
    const plan = planOf([{ id: 'a' }])
    const lines = Array.from({ length: 500 }, () => logged('a', 'x'.repeat(5000)))
    const failure = { code: 'run/exit', message: huge, help: huge, causes: [huge, huge], retryable: false }
    const [issue] = intents(summarize(plan, [...lines, failed('a', huge, { failure })]), facts)
    assert.ok(issue?.type === 'upsert-issue' && issue.body.length <= 65_000)
    assert.ok(issue.body.includes(`(${url})`) && issue.body.includes('millrace run pipelines/sales.yml'))
    assert.ok(issue.comment.length < issue.body.length)
  })

  it('a title has at most 256 characters, and still says what happened', () => {
    const plan = planOf([{ id: 'a' }], { name: '\u{1F600}'.repeat(1000) })
    const [issue] = intents(summarize(plan, [failed('a', 'no')]), facts)
    assert.ok(issue?.type === 'upsert-issue' && issue.title.length <= 256 && issue.title.isWellFormed())
    assert.match(issue.title, /: step "a" failed$/)
  })

  it('many short comments of one step are told in one report', () => {
    const plan = planOf(wide.slice(0, 300))
    const text = renderMarkdown(
      summarize(
        plan,
        plan.steps.map(({ id }) => finished(id)),
      ),
    )
    assert.match(text, /300 steps succeeded/)
    assert.doesNotMatch(text, /The rest was cut/)
  })
})
