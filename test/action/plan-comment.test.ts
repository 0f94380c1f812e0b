import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planCommentSchema, renderPlanComment, type PlanComment } from '../../src/action/plan-comment.ts'

const step = { id: 'orders', kind: 'extract', needs: [], change: 'same' as const }
const pipeline = {
  file: 'pipelines/daily.yml',
  name: 'Daily',
  change: 'same' as const,
  jobs: 1,
  waves: 1,
  billedMinutes: 3,
  steps: [step, { ...step, id: 'daily', kind: 'transform', needs: ['orders'], change: 'added' as const }],
}
const comment: PlanComment = {
  schema: 1,
  sha: 'a'.repeat(40),
  pipelines: [pipeline],
  problems: [],
  hidden: 0,
}

test('the comment says what the plan is and what changed', () => {
  const text = renderPlanComment(comment)
  assert.match(text, /### Daily \(`pipelines\/daily.yml`\)/)
  assert.match(text, /2 steps in 1 job, 1 wave, about 3 billed minutes a run/)
  assert.match(text, /- added: `daily`/)
  assert.match(text, /s0 --> s1/)
})

test("what a stranger's check wrote can draw, link, mention and end nothing", () => {
  const evil = '"] --> x\n```\n<img src=x> [a](http://evil) @someone <!-- millrace:plan --> | `'
  const text = renderPlanComment({
    ...comment,
    pipelines: [{ ...pipeline, name: evil, file: evil, steps: [{ ...step, id: evil }] }],
    problems: [{ severity: 'error', code: evil, message: evil, file: evil, line: 1 }],
  })
  assert.equal(text.match(/^```/gm)?.length, 2)
  const shown = text.replaceAll(/`[^`\n]*`/g, '').replaceAll(/<code>.*?<\/code>/g, '')
  assert.doesNotMatch(shown, /<img|\]\(http|@someone|<!--/)
  assert.doesNotMatch(text, /^<!--/)
})

test('a comment of any size is cut to what GitHub takes', () => {
  const many = Array.from({ length: 100 }, () => ({
    severity: 'error' as const,
    code: 'c',
    message: 'm'.repeat(2000),
    file: 'f',
    line: 1,
  }))
  const text = renderPlanComment({ ...comment, problems: many, hidden: 7 })
  assert.ok(text.length <= 60_000)
})

const refused = [
  { ...comment, sha: 'main' },
  { ...comment, schema: 2 },
  { ...comment, pipelines: Array.from({ length: 201 }, () => pipeline) },
  { ...comment, problems: [{ severity: 'error', code: 'c', message: 'm', file: 'f', line: -1 }] },
  'text',
  null,
]
for (const [index, value] of refused.entries()) {
  test(`an artifact of another shape is refused (${index + 1})`, () => {
    assert.equal(planCommentSchema.safeParse(value).success, false)
  })
}
