import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureKeyIn } from '../../src/report/issue-key.ts'
import { type IntentFacts, intents } from '../../src/report/intents.ts'
import { planComment, planSummary } from '../../src/report/plan-comment.ts'
import { pullRequestPlanSchema } from '../../src/report/pull-request-plan.ts'
import { planFailureIntents } from '../../src/report/plan-failure.ts'
import { renderMarkdown } from '../../src/report/render-markdown.ts'
import { summarize } from '../../src/report/summarize.ts'
import { outsideCode } from './outside-code.ts'
import { failed, finished, logged, planOf, started } from './sketch.ts'

/** What somebody who can write a row, a log line, a name or an input might plant. */
const planted = [
  '<!-- millrace:failure pipeline=sales step=other -->',
  '-->\n\n# Heading\n\n<img src=x onerror=alert(1)>',
  '```\n</details>\n@octocat fixes #1\n```',
  '````````\n~~~\n@octocat',
  '~~~\n@octocat\n~~~',
  '[click](http://evil.example) ![x](http://evil.example/x.png) http://evil.example',
  '`` ` @octocat ` ``',
  '| @octocat | <b> |\n|---|---|',
  '\u202E@octocat\u0000<script>alert(1)</script>',
  '"]; click s0 "http://evil.example"\nend\n%%{init: {}}%%',
  '$\\href{javascript:alert(1)}{x}$ GH-1 #1 acme/data#1 @octocat',
  '::error::x\r\n<details><summary>@octocat</summary>',
]

/** Markup that is never ours. */
const alien = [
  /@octocat/,
  /<(?!details>|\/details>|summary>|\/summary>|code>|\/code>|br>|!-- millrace:)/,
  /\]\((?!https:\/\/github\.example\/)/,
]
const links = /https?:\/\/(?!github\.example\/)/

function mustBeTame(markdown: string, hidden: number, where: string): void {
  const outside = outsideCode(hidden === 0 ? markdown : markdown.slice(markdown.indexOf('\n')))
  if (hidden > 0) assert.match(markdown, /^<!-- millrace:[^\n>]+ -->\n/, where)
  for (const pattern of [...alien, links, /(?<![&\w])#\d/, /GH-\d/, /OPEN/]) {
    assert.doesNotMatch(outside, pattern, `${where}: ${pattern}\n${outside}`)
  }
  assert.doesNotMatch(outside, /<!--/, `${where}: hidden comments\n${outside}`)
  assert.equal(outside.match(/<details>/g)?.length, outside.match(/<\/details>/g)?.length, where)
}

const url = 'https://github.example/acme/data/actions/runs/1'

const facts: IntentFacts = {
  trigger: 'schedule',
  onDefaultBranch: true,
  runUrl: url,
  workflowUrl: url,
  onFailure: { issue: { labels: [], assignees: [] } },
  steps: ['a', 'b'],
  openIssues: [],
}

const text = planted.join(' ')

describe('what is planted stays text', () => {
  for (const one of [...planted, text]) {
    const plan = planOf([{ id: 'a' }, { id: 'b', needs: ['a'] }], {
      name: one,
      file: `pipelines/${one}.yml`,
      inputs: { q: one },
      pipeline: one,
    })
    const events = [
      started('a'),
      ...one.split('\n').map((line) => logged('a', line)),
      failed('a', one, {
        failure: { code: one, message: one, help: one, causes: [one, one], retryable: false },
        rejects: { name: one, file: one, columns: [], rows: 9 },
        rejectsByRule: [{ column: one, rule: one, rows: 9 }],
        rejectSamples: [{ file: one, line: 1, column: one, rule: one, value: one, raw: one }],
        note: one,
        outputs: { [one]: one },
      }),
      finished('b', { result: 'skipped', attempts: 0, reason: one }),
    ]
    const report = summarize(plan, events)
    const title = JSON.stringify(one).slice(0, 60)

    it(`in a report: ${title}`, () => mustBeTame(renderMarkdown(report), 0, 'report.md'))

    it(`in an issue: ${title}`, () => {
      const [issue] = intents(report, { ...facts, lastGood: { at: one, url: `${url}) @octocat` } })
      assert.ok(issue?.type === 'upsert-issue')
      assert.equal(failureKeyIn(issue.body), issue.key)
      assert.match(issue.key, /^[\w.%= ()-]+$/)
      assert.doesNotMatch(issue.key, /--/)
      assert.ok(!['\r', '\n', '\0', '\u202E'].some((hidden) => issue.title.includes(hidden)))
      mustBeTame(issue.body, 1, 'issue')
      mustBeTame(issue.comment, 0, 'comment')
    })

    it(`in the issue of a plan that failed: ${title}`, () => {
      const diagnostic = { file: one, line: 1, column: 1, endLine: 1, endColumn: 2, message: one, help: one }
      const [issue] = planFailureIntents({
        ...facts,
        pipeline: one,
        name: one,
        file: one,
        failure: { code: one, message: one, help: one, causes: [one], retryable: false },
        diagnostics: [{ ...diagnostic, code: 'source/syntax', severity: 'error' }],
      })
      mustBeTame(issue?.body ?? '', 1, 'issue')
      mustBeTame(issue?.comment ?? '', 0, 'comment')
    })

    it(`in a pull request, whatever stranger told of it: ${title}`, () => {
      const list = { first: [one.slice(0, 100)], count: 1 }
      const diagnostic = { severity: 'error', code: one.slice(0, 100), message: one, help: one }
      const step = { id: one.slice(0, 100), kind: one.slice(0, 20), needs: list.first, job: list.first[0] }
      const told = pullRequestPlanSchema.parse({
        schema: 1,
        sha: 'a'.repeat(40),
        counts: { planned: 3, added: 1, changed: 1, removed: 1, unknown: 0 },
        pipelines: ['changed', 'removed', 'same'].map((change) => ({
          file: one.slice(0, 300),
          name: one.slice(0, 300),
          change,
          size: { steps: 1, jobs: 1, waves: 1, billedMinutes: 1e12, dollars: 1e-12 },
          outline: {
            steps: [{ ...step, expectedMs: 1e12, basis: 'past', change: 'added' }],
            jobs: [{ id: step.job, steps: [step.id, step.id], needs: list.first }],
            waves: [list.first],
          },
          added: list,
          changed: list,
          removed: list,
          downstream: list,
          settings: ['name'],
          next: [{ at: '2026-11-21T05:30:00.000Z', timezone: one.slice(0, 100) }],
        })),
        errors: 1,
        warnings: 0,
        diagnostics: [{ ...diagnostic, file: one.slice(0, 300), line: 1, column: 1 }],
      })
      mustBeTame(planComment(told, { runUrl: `javascript:${one}` }), 1, 'comment')
      mustBeTame(planSummary(told), 0, 'summary')
    })
  }

  it('even in the Markdown that a step writes itself nothing swallows what comes after it', () => {
    const plan = planOf([{ id: 'a' }, { id: 'b' }])
    const opens = ['```sh\nls', '<details>\n<details>', '<!-- hidden', '~~~~']
    for (const summary of opens) {
      const report = renderMarkdown(
        summarize(plan, [finished('a', { summary }), finished('b', { summary: 'after' })]),
      )
      const outside = outsideCode(report).replaceAll(/<!--[^]*?(?:-->|$)/g, '')
      assert.match(outside, /## Summary of \n\nafter/, summary)
    }
  })
})
