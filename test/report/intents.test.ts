import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failureKey, failureKeyIn, keyLine, planStep, stepOfKey } from '../../src/report/issue-key.ts'
import { type IntentFacts, intents } from '../../src/report/intents.ts'
import { planFailureIntents, planFailureSummary } from '../../src/report/plan-failure.ts'
import { summarize } from '../../src/report/summarize.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { unknownNeedCode } from '../../src/run/verdict/verdict.ts'
import { failed, finished, planOf } from './sketch.ts'

const onFailure = { issue: { labels: ['pipeline-failure', 'Millrace'], assignees: ['ada'] } }

const facts: IntentFacts = {
  trigger: 'schedule',
  onDefaultBranch: true,
  onFailure,
  steps: ['a', 'b', 'c'],
  openIssues: [],
}

const plan = planOf([{ id: 'a' }, { id: 'b' }, { id: 'c', needs: ['a'] }])

function meant(events: readonly RunEvent[], more: Partial<IntentFacts> = {}): string[] {
  return intents(summarize(plan, events), { ...facts, ...more }).map((intent) => {
    if (intent.type === 'upsert-issue') return `open ${stepOfKey(intent.key, 'sales')}`
    return intent.type === 'close-issue' ? `close #${intent.number}` : intent.type
  })
}

const broken = [failed('a', 'no'), finished('b'), finished('c', { result: 'skipped', attempts: 0 })]
const good = ['a', 'b', 'c'].map((id) => finished(id))
const open = ['a', 'c', 'gone', planStep].map((step, n) => ({
  number: n + 1,
  key: failureKey('sales', step),
}))

describe('a failed run', () => {
  it('by schedule opens an issue for each step that failed, none for one that was skipped', () => {
    assert.deepEqual(meant(broken), ['open a'])
    assert.deepEqual(meant([failed('a', 'no'), failed('b', 'no'), finished('c')]), ['open a', 'open b'])
  })

  it('tells a step that nobody could judge with the lost one above it, and by itself where none was lost', () => {
    const failure = { code: unknownNeedCode, message: 'not known', causes: [], retryable: true }
    const unjudged = finished('c', { result: 'failure', attempts: 0, failure })
    assert.deepEqual(meant([finished('b'), unjudged]), ['open a'])
    assert.deepEqual(meant([finished('a'), finished('b'), unjudged]), ['open c'])
  })

  it('that a person started opens none: they are looking', () => {
    for (const trigger of ['workflow_dispatch', 'pull_request', 'push', 'cli'])
      assert.deepEqual(meant(broken, { trigger }), [])
  })

  it('opens none when the manifest wants none', () => {
    assert.deepEqual(meant(broken, { onFailure: { issue: null } }), [])
  })

  it('opens none for a failure that is tolerated', () => {
    assert.deepEqual(meant([failed('a', 'no', { tolerated: true }), finished('b'), finished('c')]), [])
  })

  it('opens none when it was cancelled', () => {
    const cancelled = (step: string) => finished(step, { result: 'cancelled' })
    assert.deepEqual(meant([cancelled('a'), cancelled('b'), cancelled('c')]), [])
  })

  it('opens one for a job that died, whatever it carried, and names what was lost with it', () => {
    const packed = planOf([{ id: 'x' }, { id: 'y' }, { id: 'z' }])
    const steps = packed.steps.map((step) => ({ ...step, job: 'x' }))
    const told = intents(summarize({ ...packed, steps }, []), facts)
    assert.equal(told.length, 1)
    assert.ok(told[0]?.type === 'upsert-issue')
    assert.match(told[0].body, /Lost with the same job: `y`, `z`/)
  })

  it('bears our label first, and each other label once', () => {
    const [issue] = intents(summarize(plan, broken), facts)
    assert.ok(issue?.type === 'upsert-issue')
    assert.deepEqual(issue.labels, ['millrace', 'pipeline-failure'])
    assert.deepEqual(issue.assignees, ['ada'])
  })

  it('says the last good run, or that none is known', () => {
    const body = (more: Partial<IntentFacts>) => {
      const [issue] = intents(summarize(plan, broken), { ...facts, ...more })
      return issue?.type === 'upsert-issue' ? issue.body : ''
    }
    assert.match(body({}), /Last good run: none known/)
    assert.match(body({ lastGood: { at: '2026-11-20' } }), /Last good run: 2026-11-20/)
  })
})

describe('a good run', () => {
  it('closes the issues of the steps that succeeded, of those that are gone, and of the plan', () => {
    assert.deepEqual(meant(good, { openIssues: open }), ['close #1', 'close #2', 'close #3', 'close #4'])
    assert.deepEqual(meant(good, { openIssues: open, trigger: 'workflow_dispatch' }).length, 4)
  })

  it('closes nothing from another branch, nor for a push', () => {
    assert.deepEqual(meant(good, { openIssues: open, onDefaultBranch: false }), [])
    assert.deepEqual(meant(good, { openIssues: open, trigger: 'push' }), [])
  })

  it('leaves the issue of a step open that failed again, was skipped, or was not part of the run', () => {
    assert.deepEqual(meant(broken, { openIssues: open }), ['open a', 'close #3', 'close #4'])
    const elsewhere = [{ number: 9, key: failureKey('sales', 'd') }]
    assert.deepEqual(meant(good, { openIssues: elsewhere, steps: ['a', 'b', 'c', 'd'] }), [])
  })

  it("leaves other pipelines' issues alone, also one whose name begins alike", () => {
    const others = ['sales2', 'sale', 'sales step=a'].map((name, n) => ({
      number: n,
      key: failureKey(name, 'a'),
    }))
    assert.deepEqual(meant(good, { openIssues: [...others, { number: 7, key: 'plan' }] }), [])
  })

  it('commits what its steps made to be committed, in one commit, unless for a pull request', () => {
    const commit = (path: string) => ({ commit: { path, file: `files/${path}` } })
    const events = [
      finished('a', commit('x.csv')),
      finished('b', commit('y.csv')),
      failed('c', 'no', commit('z.csv')),
    ]
    const [made] = intents(summarize(plan, events), {
      ...facts,
      trigger: 'workflow_dispatch',
      branch: 'main',
    })
    assert.deepEqual(made, {
      type: 'commit-files',
      branch: 'main',
      message: 'Update 2 files\n\nSales, 2026-11-21\n',
      files: [
        { path: 'x.csv', source: 'files/x.csv' },
        { path: 'y.csv', source: 'files/y.csv' },
      ],
    })
    assert.deepEqual(meant(events, { trigger: 'pull_request' }), [])
  })
})

describe('a run that came to no plan', () => {
  const without = { pipeline: 'sales', file: 'pipelines/sales.yml', trigger: 'schedule' }

  it('opens one issue, of the plan', () => {
    const [issue, ...others] = planFailureIntents(without)
    assert.deepEqual(others, [])
    assert.equal(failureKeyIn(issue?.body ?? ''), 'failure pipeline=sales step=(plan)')
    assert.match(issue?.body ?? '', /ended without saying why: open its log/)
  })

  it('opens none when a person started it, or the manifest wants none', () => {
    assert.deepEqual(planFailureIntents({ ...without, trigger: 'workflow_dispatch' }), [])
    assert.match(
      planFailureSummary({ ...without, trigger: 'workflow_dispatch' }),
      /could not be planned\n\nNone/,
    )
    assert.deepEqual(planFailureIntents({ ...without, onFailure: { issue: null } }), [])
  })
})

describe('the key of an issue', () => {
  const names = ['a', 'a-', '--', 'a---b', '-->', 'ä ö', 'x step=y', '(plan)', '%2D', "it's!*~()", '']

  it('leads back to its step, ends no comment, and is no other one', () => {
    const seen = new Set<string>()
    for (const pipeline of names) {
      for (const step of names.slice(0, -1)) {
        const key = failureKey(pipeline, step)
        assert.equal(stepOfKey(key, pipeline), step)
        if (pipeline !== '') assert.equal(failureKeyIn(`${keyLine(key)}\nbody`), key)
        assert.doesNotMatch(key, /--|>|-$/)
        seen.add(key)
      }
    }
    assert.equal(seen.size, names.length * (names.length - 1))
  })

  it('is looked for only in the first line', () => {
    assert.equal(failureKeyIn('hello\n<!-- millrace:failure pipeline=a step=b -->'), undefined)
  })
})
