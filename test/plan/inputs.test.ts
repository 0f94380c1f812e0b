import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Usage } from '../../src/diagnostic/failure.ts'
import type { Input, InputType } from '../../src/manifest/manifest.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
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

  it('take whatever the manifest takes as a default, and nothing it refuses', () => {
    const given: unknown[] = [
      1234567890123456,
      2 ** 53,
      Infinity,
      Number.NaN,
      -1,
      0.5,
      1e21,
      5e-7,
      true,
      'x',
      '7',
      '',
      '2026-02-28',
    ]
    for (const type of ['text', 'integer', 'number', 'boolean', 'date'] as const)
      for (const value of given) {
        const input = { type, default: value }
        const { ok } = decodeAuthored('p.yml', { inputs: { it: input }, steps: { a: { run: 'true' } } })
        // Nothing given is not a value, and text can also be a number written on a command line.
        if (value === '' || (value === '7' && type !== 'text')) continue
        const run = () => resolve({ it: { type, required: true } }, { it: value })
        if (ok) run()
        else assert.throws(run, Usage, `${type}: ${String(value)}`)
      }
  })

  it('are the same as text and as typed values', () => {
    for (const value of [1234567890123456, -1, 0, 2 ** 53 - 1, 0.5, 1e21, 5e-7])
      for (const type of ['integer', 'number'] as const) {
        const taken = (raw: unknown) => {
          try {
            return resolve({ it: { type, required: true } }, { it: raw })
          } catch {
            return 'refused'
          }
        }
        assert.deepEqual(taken(String(value)), taken(value), `${type}: ${value}`)
      }
    assert.throws(() => resolve({ it: { type: 'number', required: true } }, { it: '1e999' }), Usage)
    assert.throws(
      () => resolve({ it: { type: 'integer', required: true } }, { it: '9007199254740993' }),
      Usage,
    )
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

  it('refuse a number that would become another one', () => {
    const refused = (type: InputType, text: string) =>
      assert.throws(() => resolve({ it: { type, required: false } }, { it: text }), Usage, `${type}: ${text}`)
    for (const text of ['9007199254740993', '0.12345678901234567890', '007', '1e999']) refused('number', text)
    for (const text of ['007', '9007199254740993']) refused('integer', text)
    for (const text of ['[0.12345678901234567890]', '{"id": 9007199254740993}']) refused('json', text)
    const same = { a: { type: 'number', required: true }, b: { type: 'json', required: true } } as const
    assert.deepEqual(resolve(same, { a: '-0.10', b: '{"x": 1.50e1}' }), { a: -0.1, b: { x: 15 } })
    assert.throws(
      () => resolve({ it: { type: 'integer', required: true } }, { it: '007' }),
      (error) => error instanceof Usage && error.help?.startsWith('write 7, or make it a text') === true,
    )
  })

  it('that are given but empty stand before the default, and are no value', () => {
    const full: Input = { type: 'boolean', default: true, required: false }
    assert.deepEqual(resolve({ region, full }, { region: '', full: '' }), { full: false })
  })

  it('without any value are empty, false or not there, as on GitHub', () => {
    const inputs = Object.fromEntries(
      (['text', 'list', 'boolean', 'integer', 'date', 'json'] as const).map((type) => [
        type,
        { type, required: false },
      ]),
    )
    assert.deepEqual(resolve(inputs, {}), { text: '', list: [], boolean: false })
  })

  it('that do not fit are told all at once', () => {
    assert.throws(
      () => resolve({ region, day: { type: 'date', required: true } }, { regoin: 'eu', region: 'asia' }),
      (error) =>
        error instanceof Usage &&
        error.message.startsWith('3 inputs do not fit:\n- "regoin" is not an input') &&
        error.message.includes('\n- input "region" must be one of eu, us') &&
        error.message.endsWith('\n- input "day" is required') &&
        error.help === 'regoin: did you mean "region"?\nday: give it with --input day=…',
    )
  })
})
