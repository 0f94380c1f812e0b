import assert from 'node:assert/strict'
import { Failure } from '../../src/diagnostic/failure.ts'

/** The `Failure` that the work ends in; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work
  } catch (error) {
    assert(error instanceof Failure, `expected a Failure, but got ${String(error)}`)
    return error
  }
  throw new assert.AssertionError({ message: 'expected a Failure, but it went well' })
}
