import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Usage } from '../../src/diagnostic/failure.ts'
import type { Input } from '../../src/manifest/manifest.ts'
import { resolveInputs } from '../../src/plan/inputs.ts'
import { graphOf } from '../support/graph-of.ts'

const resolve = (inputs: Record<string, Input>, given: Record<string, unknown>) =>
  resolveInputs(graphOf([], { inputs }).manifest, given)

const region: Input = { type: 'choice', options: ['eu', 'us'], default: 'eu', required: false }

describe('the inputs of a run', () => {
  it('take the default where nothing is given', () => {
    assert.deepEqual(resolve({ region }, {}), { region: 'eu' })
  })

  it('become what their type says, from text and from typed values alike', () => {
    const inputs: Record<string, Input> = {
      count: { type: 'integer', required: true },
      share: { type: 'number', required: true },
      full: { type: 'boolean', required: true },
      day: { type: 'date', required: true },
    }
    const typed = { count: 3, share: 0.5, full: true, day: '2028-02-29' }
    assert.deepEqual(resolve(inputs, { count: '3', share: '0.5', full: 'true', day: '2028-02-29' }), typed)
    assert.deepEqual(resolve(inputs, typed), typed)
  })

  for (const [type, text] of [
    ['integer', '3.5'],
    ['integer', '0x10'],
    ['number', 'many'],
    ['boolean', 'yes'],
    ['date', '2026-02-29'],
    ['date', '21.11.2026'],
  ] as const)
    it(`refuse "${text}" as ${type}`, () => {
      assert.throws(() => resolve({ it: { type, required: true } }, { it: text }), Usage)
    })

  it('refuse what is none of the options, naming them', () => {
    assert.throws(() => resolve({ region }, { region: 'asia' }), /must be one of eu, us, not "asia"/)
  })

  it('refuse a name that is not declared, with the nearest one', () => {
    assert.throws(
      () => resolve({ region }, { regoin: 'eu' }),
      (error) => error instanceof Usage && error.help === 'did you mean "region"?',
    )
  })

  it('refuse to go without one that is required', () => {
    assert.throws(() => resolve({ day: { type: 'date', required: true } }, {}), /input "day" is required/)
  })
})
