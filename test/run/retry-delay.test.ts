import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { retryDelayMs } from '../../src/run/retry-delay.ts'

const retry = {
  maxAttempts: 4,
  backoff: 'exponential',
  delayMs: 1000,
  maxDelayMs: 3000,
  infrastructure: 0,
} as const
const failure = { code: 'http/status', message: '503', causes: [], retryable: true }
const almost = () => 0.999_999

describe('the wait before another attempt', () => {
  it('doubles its ceiling up to max-delay, and is anything below it', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempt) => retryDelayMs(retry, attempt, failure, almost)),
      [1000, 2000, 3000],
    )
    assert.equal(
      retryDelayMs(retry, 3, failure, () => 0),
      0,
    )
  })

  it('is constant where the author says so', () => {
    const constant = { ...retry, backoff: 'constant' } as const
    assert.deepEqual(
      [1, 3].map((attempt) => retryDelayMs(constant, attempt, failure, almost)),
      [1000, 1000],
    )
  })

  it('is none after the last attempt, or for what would only fail again', () => {
    assert.equal(retryDelayMs(retry, 4, failure, almost), null)
    assert.equal(retryDelayMs(retry, 1, { ...failure, retryable: false }, almost), null)
  })

  it('is as long as the server asked, and none when that is past max-delay', () => {
    assert.equal(
      retryDelayMs(retry, 1, { ...failure, retryAfterMs: 2500 }, () => 0),
      2500,
    )
    assert.equal(
      retryDelayMs(retry, 1, { ...failure, retryAfterMs: 3001 }, () => 0),
      null,
    )
  })
})
