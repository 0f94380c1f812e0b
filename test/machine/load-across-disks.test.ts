import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { describe, it } from 'node:test'
import { load } from '../../src/steps/load/step.ts'
import { writeDataset } from '../support/dataset.ts'
import { needs, StepRig } from '../support/step-context.ts'

describe('a load into a file on another file system than the run’s folder', () => {
  it('writes it whole, and leaves nothing beside it', async () => {
    using rig = new StepRig()
    const scratch = mkdtempSync('/dev/shm/millrace-')
    try {
      assert.notEqual(statSync(scratch).dev, statSync(rig.workspace).dev, '/dev/shm is on the same one')
      const columns = [{ name: 'id', type: 'integer' }] as const
      const dataset = writeDataset(rig.path('daily.sqlite'), 'daily', { columns, rows: [[1], [2]] })
      const options = { target: 'file', from: 'daily', file: 'out/daily.csv', format: 'csv' } as const
      const whole = { ...options, commit: false, allowEmpty: false }
      await load(rig.context(whole, { needs: needs(dataset), scratch }))
      assert.equal(readFileSync(rig.path('out/daily.csv'), 'utf8'), 'id\n1\n2\n')
      assert.deepEqual(readdirSync(rig.path('out')), ['daily.csv'])
      assert.deepEqual(readdirSync(scratch), [])
    } finally {
      rmSync(scratch, { recursive: true })
    }
  })
})
