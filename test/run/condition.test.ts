import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lineageOf, statusOf } from '../../src/run/verdict/condition.ts'
import { stepResults } from '../../src/expression/contexts.ts'

/** What each of two needs' results makes of the status functions: `s`, `f`, `c` where one is true. */
const expected: Readonly<Record<string, string>> = {
  'success success': 's',
  'success failure': 'f',
  'success cancelled': 'c',
  'success skipped': '',
  'failure success': 'f',
  'failure failure': 'f',
  'failure cancelled': 'fc',
  'failure skipped': 'f',
  'cancelled success': 'c',
  'cancelled failure': 'fc',
  'cancelled cancelled': 'c',
  'cancelled skipped': 'c',
  'skipped success': '',
  'skipped failure': 'f',
  'skipped cancelled': 'c',
  'skipped skipped': '',
}

function letters(needs: readonly ReturnType<typeof lineageOf>[], cancelled = false): string {
  const { success, failure, cancelled: stopped } = statusOf(needs, cancelled)
  return `${success ? 's' : ''}${failure ? 'f' : ''}${stopped ? 'c' : ''}`
}

describe('the status a condition sees', () => {
  for (const first of stepResults) {
    for (const second of stepResults) {
      it(`is GitHub's after ${first} and ${second}`, () => {
        const needs = [lineageOf(first, []), lineageOf(second, [])]
        assert.equal(letters(needs), expected[`${first} ${second}`])
      })
      it(`looks past a step that ran in spite of ${first} and ${second}`, () => {
        const ran = lineageOf('success', [lineageOf(first, []), lineageOf(second, [])])
        assert.equal(letters([ran]), expected[`${first} ${second}`])
      })
    }
  }

  it('is a success without needs, and never once the run is cancelled', () => {
    assert.equal(letters([]), 's')
    assert.equal(letters([], true), 'c')
    assert.equal(letters([lineageOf('success', [])], true), 'c')
  })
})
