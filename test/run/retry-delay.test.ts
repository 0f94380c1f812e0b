import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Retry } from '../../src/manifest/manifest.ts'
import type { FailureRecord } from '../../src/run/event.ts'
import { type Next, nextAttempt } from '../../src/run/attempts/retry-delay.ts'

const retry: Retry = {
  maxAttempts: 4,
  backoff: 'exponential',
  delayMs: 1000,
  maxDelayMs: 3000,
  infrastructure: 0,
}
const failure: FailureRecord = { code: 'http/status', message: '503', causes: [], retryable: true }
const lost: FailureRecord = { ...failure, facts: { infrastructure: true } }
const almost = () => 0.999_999

interface Given {
  readonly retry?: Partial<Retry>
  readonly failure?: Partial<FailureRecord>
  readonly attempts?: number
  readonly infrastructure?: number
  readonly elapsedMs?: number
  readonly log?: readonly string[]
  readonly random?: () => number
}

function next(given: Given): Next {
  const { attempts = 1, infrastructure = 0, elapsedMs = 0, log = [], random = almost } = given
  return nextAttempt(
    { ...retry, ...given.retry },
    { attempts, infrastructure, elapsedMs },
    { failure: { ...failure, ...given.failure }, log },
    random,
  )
}

const delayOf = (given: Given) => {
  const found = next(given)
  return found.again ? found.delayMs : null
}
const whyNot = (given: Given) => {
  const found = next(given)
  return found.again ? 'again' : found.why
}

describe('the wait before another attempt', () => {
  it('doubles its ceiling up to max-delay, and is anything below it', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempts) => delayOf({ attempts })),
      [1000, 2000, 3000],
    )
    assert.equal(delayOf({ attempts: 3, random: () => 0 }), 0)
  })

  it('is constant where the author says so', () => {
    assert.deepEqual(
      [1, 3].map((attempts) => delayOf({ retry: { backoff: 'constant' }, attempts })),
      [1000, 1000],
    )
  })

  it('is as long as the server asked, and none when that is past max-delay', () => {
    assert.equal(delayOf({ failure: { retryAfterMs: 2500 }, random: () => 0 }), 2500)
    assert.equal(
      whyNot({ failure: { retryAfterMs: 60_000 } }),
      'the server asks for 1 min 00 s of pause, which is more than max-delay (3.0 s)',
    )
  })

  it('lies within its bounds whatever the numbers', () => {
    const arbitrary = fc.record({
      delayMs: fc.nat(1e6),
      maxDelayMs: fc.nat(1e7),
      attempts: fc.integer({ min: 1, max: 2000 }),
      random: fc.double({ min: 0, max: 0.999_999_999, noNaN: true }),
      asked: fc.option(fc.nat(1e7), { nil: undefined }),
    })
    fc.assert(
      fc.property(arbitrary, ({ delayMs, maxDelayMs, attempts, random, asked }) => {
        const found = next({
          retry: { delayMs, maxDelayMs, maxAttempts: attempts + 1 },
          failure: asked === undefined ? {} : { retryAfterMs: asked },
          attempts,
          random: () => random,
        })
        if (!found.again) return (asked ?? 0) > maxDelayMs
        const ceiling = Math.min(maxDelayMs, delayMs * 2 ** Math.min(attempts - 1, 40))
        return found.delayMs >= (asked ?? 0) && found.delayMs <= Math.max(asked ?? 0, Math.ceil(ceiling))
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})

describe('another attempt', () => {
  it('is not made after the last one, nor for what would only fail again', () => {
    assert.equal(whyNot({ attempts: 4 }), 'that was the last of 4 attempts')
    assert.equal(whyNot({ failure: { retryable: false } }), 'another attempt would bring the same')
  })

  it('does not begin after max-time', () => {
    assert.equal(delayOf({ retry: { maxTimeMs: 60_000 }, elapsedMs: 59_000 }), 1000)
    assert.equal(
      whyNot({ retry: { maxTimeMs: 60_000 }, elapsedMs: 59_001 }),
      'another attempt would begin after max-time (1 min 00 s)',
    )
  })

  it('has a budget of its own when nobody in the pipeline is to blame', () => {
    const given = { retry: { maxAttempts: 1, infrastructure: 2 }, failure: lost }
    const budgets = [0, 1, 2].map((infrastructure) => {
      const found = next({ ...given, attempts: infrastructure + 1, infrastructure })
      return found.again ? found.budget : found.why
    })
    assert.deepEqual(budgets, ['infrastructure', 'infrastructure', 'that was the last of 3 attempts'])
  })

  it('is taken from max-attempts when the budget of the infrastructure is used up', () => {
    const given = { retry: { maxAttempts: 2, infrastructure: 1 }, failure: lost }
    const second = next({ ...given, attempts: 2, infrastructure: 1 })
    assert.equal(second.again && second.budget, 'own')
    assert.equal(whyNot({ ...given, attempts: 3, infrastructure: 1 }), 'that was the last of 3 attempts')
  })
})

describe('retry.on', () => {
  const none = { exitCodes: [], httpStatuses: [], sqlStates: [], messages: [], timeout: false }
  const rows: readonly (readonly [
    what: string,
    on: Partial<typeof none | object>,
    Partial<FailureRecord>,
    boolean,
  ])[] = [
    ['an exit code', { exitCodes: [75] }, { facts: { exitCode: 75 } }, true],
    ['another exit code', { exitCodes: [75] }, { facts: { exitCode: 1 } }, false],
    ['a status', { httpStatuses: ['429'] }, { facts: { httpStatus: 429 } }, true],
    ['a class of statuses', { httpStatuses: ['5xx'] }, { facts: { httpStatus: 507 } }, true],
    ['a status outside the class', { httpStatuses: ['5xx'] }, { facts: { httpStatus: 404 } }, false],
    ['a database class', { sqlStates: ['08*'] }, { facts: { sqlState: '08006' } }, true],
    ['a database error', { sqlStates: ['sqlite_busy'] }, { facts: { sqlState: 'SQLITE_BUSY' } }, true],
    ['another database error', { sqlStates: ['40001'] }, { facts: { sqlState: '40P01' } }, false],
    ['the message', { messages: ['dead ?lock'] }, { message: 'a deadlock' }, true],
    ['a cause', { messages: ['^quota'] }, { causes: ['quota exceeded'] }, true],
    ['the log', { messages: ['come back later$'] }, {}, true],
    ['a time-out', { timeout: true }, { code: 'step/timeout' }, true],
    ['a time-out nobody asked for', { exitCodes: [1] }, { code: 'step/timeout' }, false],
  ]
  for (const [what, on, over, fits] of rows) {
    it(`${fits ? 'fits' : 'does not fit'} ${what}, whether or not the failure is one that may pass`, () => {
      for (const retryable of [true, false]) {
        const found = next({
          retry: { on: { ...none, ...on } },
          failure: { ...over, retryable },
          log: ['first', 'please come back later'],
        })
        assert.equal(found.again, fits)
      }
    })
  }

  it('leaves the budget of the infrastructure as it is', () => {
    const found = next({ retry: { on: { ...none, exitCodes: [3] }, infrastructure: 1 }, failure: lost })
    assert.equal(found.again && found.budget, 'infrastructure')
  })

  it('is not hung by a pattern that backtracks without end, and says so', { timeout: 60_000 }, () => {
    const why = whyNot({
      retry: { on: { ...none, messages: ['^(a+)+$'] } },
      failure: { message: `${'a'.repeat(60)}!` },
    })
    assert.equal(why, 'nothing in retry.on fits it; the pattern ^(a+)+$ took too long')
  })
})
