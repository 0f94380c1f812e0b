import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Usage } from '../../src/diagnostic/failure.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { selectSteps } from '../../src/plan/select.ts'
import { writtenGraph, writtenManifest, writtenStep } from '../support/written.ts'

const graph = writtenGraph(
  writtenManifest([
    writtenStep({ id: 'orders', tags: ['nightly', 'eu'] }),
    writtenStep({ id: 'users', tags: ['nightly'] }),
    writtenStep({ id: 'cluster' }),
    writtenStep({ id: 'daily', needs: ['orders', 'users'], tags: ['eu'] }),
    writtenStep({ id: 'heavy', needs: ['daily', 'cluster'] }),
    writtenStep({ id: 'publish', needs: ['daily'] }),
    writtenStep({ id: 'tell', needs: ['publish'] }),
    writtenStep({ id: 'down', needs: [], teardown: 'cluster' }),
  ]),
)

const facts = {
  failedIn: (run?: string) => ({
    run: run ?? 'r8',
    steps: new Set(run === 'r9' ? ['users'] : run === 'r7' ? [] : ['daily', 'publish']),
  }),
}

function selected(text: string): string {
  const steps = selectSteps(graph, text, facts)
  return graph.order.filter((id) => steps.has(id)).join(' ')
}

function refused(text: string): string {
  try {
    return `selected ${selected(text)}`
  } catch (error) {
    assert(error instanceof Usage)
    return `${error.message} / ${error.help}`
  }
}

describe('a selection', () => {
  const cases = [
    ['orders', 'orders'],
    ['+publish', 'orders users daily publish'],
    ['publish+', 'publish tell'],
    ['+publish+', 'orders users daily publish tell'],
    ['1+publish', 'daily publish'],
    ['daily+1 !heavy !cluster !down', 'daily publish'],
    ['orders users', 'orders users'],
    ['orders,tell', 'orders tell'],
    ['tag:nightly', 'orders users'],
    ['tag:nightly&tag:eu', 'orders'],
    ['tag:nightly & +daily', 'orders users'],
    ['kind:run&p*', 'publish'],
    ['failed', 'daily publish'],
    ['failed:r9', 'users'],
    ['failed:r7 users', 'users'],
    ['failed+', 'daily cluster heavy down publish tell'],
    ['+tell !tag:nightly', 'daily publish tell'],
    ['!+heavy !down', 'publish tell'],
    ['step:daily', 'daily'],
    ['?rders', 'orders'],
  ] as const
  for (const [text, expected] of cases)
    it(`"${text}" names ${expected}`, () => {
      assert.deepEqual(selected(text).split(' ').toSorted(), expected.split(' ').toSorted())
    })

  it('brings the set-up of what runs inside it, and its tear-down, unless they are excluded', () => {
    assert.equal(selected('heavy'), 'cluster heavy down')
    assert.equal(selected('cluster'), 'cluster down')
    assert.equal(selected('heavy !cluster !down'), 'heavy')
    assert.equal(selected('heavy !cluster'), 'heavy')
    assert.equal(selected('!cluster !users'), 'orders daily heavy publish tell')
  })

  it('that names nothing known says what was most likely meant', () => {
    assert.equal(refused('ordres'), '"ordres" is not a step of "sales" / did you mean "orders"?')
    assert.match(refused('tag:nightli'), /no step of "sales" has the tag "nightli" \/ did you mean "nightly"/)
    assert.match(refused('kind:loda'), /no step of "sales" is of the kind "loda" \/ there are run/)
    assert.match(refused('tags:x'), /"tags:x" is no selection/)
    assert.match(refused(''), /the selection is empty/)
    assert.match(refused('a++b'), /"a\+\+b" is no selection/)
    assert.match(refused('!'), /is no selection/)
    assert.match(refused('failed:r7'), /fits the selection "failed:r7": no step failed in run r7 \//)
    assert.match(refused('orders !orders'), /no step fits the selection "orders !orders"/)
  })
})

describe('a plan of a selection', () => {
  it('has jobs for nothing else, and keeps the order across what is left out', () => {
    const plan = makePlan(graph, {
      run: { id: 'r1', trigger: 'cli', at: '2026-11-20T05:30:00.000Z', date: '2026-11-20' },
      inputs: {},
      authored: {},
      past: new Map(),
      select: { text: 'orders tell', steps: selectSteps(graph, 'orders tell', facts) },
    })
    assert.deepEqual(
      plan.jobs.flatMap(({ steps }) => steps),
      ['orders', 'tell'],
    )
    assert.equal(plan.select, 'orders tell')
    assert.deepEqual(
      plan.steps.filter(({ unselected }) => unselected !== true).map(({ id }) => id),
      ['orders', 'tell'],
    )
    assert.equal(plan.steps.find(({ id }) => id === 'daily')?.job, '')
  })
})
