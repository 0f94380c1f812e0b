import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveEnvironment } from '../../src/app/environment.ts'
import { Failure } from '../../src/diagnostic/failure.ts'

const lookup = (values: Record<string, string>) => (name: string) => values[name]

describe('the values a manifest names', () => {
  it('are looked up by their names', () => {
    const found = resolveEnvironment(
      { secrets: ['KEY'], vars: ['URL'] },
      lookup({ KEY: 'k', URL: 'u', X: 'x' }),
    )
    assert.deepEqual(found, { secrets: { KEY: 'k' }, vars: { URL: 'u' } })
  })

  it('are told together when they are missing, an empty one among them', () => {
    assert.throws(
      () => resolveEnvironment({ secrets: ['A', 'B'], vars: ['C'] }, lookup({ A: '', C: 'c' })),
      (error) => error instanceof Failure && error.message.endsWith('secret A, secret B'),
    )
  })
})
