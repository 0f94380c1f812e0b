import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import { resolveInputs } from '../../src/plan/inputs.ts'
import { triggers } from '../../src/workflow/triggers.ts'

function manifest(inputs: object) {
  const decoded = decodeAuthored('pipelines/x.yml', { inputs, steps: { a: { run: 'true' } } })
  assert.ok(decoded.ok, JSON.stringify(decoded))
  return decoded.value
}

const inputs = {
  since: { type: 'datetime', min: '2026-01-01T00:00:00+01:00', default: '2026-02-01T01:00:00+01:00' },
  regions: { type: 'list', description: 'Where', default: ['eu', 'a,b'] },
  settings: { type: 'json', default: { limit: [1, null] } },
  note: { type: 'json', default: 'as it is' },
  month: { type: 'integer', min: 1, max: 12, default: 3 },
  code: { pattern: '[a-z]{2}', default: 'eu' },
  share: { type: 'number', default: 0.5 },
  full: { type: 'boolean', default: false },
}

describe('the form of a manual run', () => {
  it('has texts where GitHub has no field of the type, and says how to fill them', () => {
    assert.deepEqual(triggers(manifest(inputs)), {
      workflow_dispatch: {
        inputs: {
          since: {
            description: 'like 2026-01-31T06:30:00Z, 2025-12-31T23:00:00Z or later',
            type: 'string',
            required: false,
            default: '2026-02-01T00:00:00Z',
          },
          regions: {
            description: 'Where, items with commas between them',
            type: 'string',
            required: false,
            default: '["eu","a,b"]',
          },
          settings: { description: 'JSON', type: 'string', required: false, default: '{"limit":[1,null]}' },
          note: { description: 'JSON', type: 'string', required: false, default: '"as it is"' },
          month: { description: 'from 1 to 12', type: 'number', required: false, default: 3 },
          code: { description: 'that matches [a-z]{2}', type: 'string', required: false, default: 'eu' },
          share: { type: 'number', required: false, default: 0.5 },
          full: { type: 'boolean', required: false, default: false },
        },
      },
    })
  })

  it('sent as it is gives a run the defaults: every field comes as text', () => {
    const declared = manifest(inputs)
    const form = triggers(declared) as { workflow_dispatch: { inputs: Record<string, { default: unknown }> } }
    const sent = Object.entries(form.workflow_dispatch.inputs).map(([name, field]) => [
      name,
      String(field.default),
    ])
    assert.deepEqual(resolveInputs(declared, Object.fromEntries(sent)), resolveInputs(declared, {}))
  })
})

describe('a pipeline that makes up for ticks', () => {
  it('waits for the event that asks for the next of them, and others do not', () => {
    const triggersOf = (catchUp: string) => {
      const on = { schedule: [{ cron: '0 6 * * *', 'catch-up': catchUp }] }
      const decoded = decodeAuthored('pipelines/x.yml', { on, steps: { a: { run: 'true' } } })
      assert.ok(decoded.ok, JSON.stringify(decoded))
      return triggers(decoded.value)
    }
    const schedule = [{ cron: '0 6 * * *' }]
    const types = ['millrace-catch-up-x']
    assert.deepEqual(triggersOf('all'), {
      schedule,
      repository_dispatch: { types },
      workflow_dispatch: {},
    })
    assert.deepEqual(triggersOf('latest'), { schedule, workflow_dispatch: {} })
  })
})
