import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { windowFields } from '../../src/workflow/window-field.ts'
import { workflowFiles } from '../../src/workflow/generate.ts'
import { graphFrom } from '../support/graph-from.ts'

const incremental = (start: string, inputs = '') => `${inputs}
steps:
  rows: { extract: { csv: rows.csv, incremental: { cursor: at, start: ${start} } } }
`

describe('the workflow of a pipeline that reads windows of time', () => {
  it('asks in its form for the window, and whether to load it again, and hands both to the plan', () => {
    const graph = graphFrom(incremental('2026-01-01'), 'pipelines/x.yml')
    const files = workflowFiles([graph], { action: 'octo/millrace@v1' })
    const text = files.find(({ path }) => path.endsWith('millrace-x.yml'))?.text ?? ''
    const workflow = parse(text)
    assert.equal(workflow.on.workflow_dispatch.inputs.window.type, 'string')
    assert.equal(workflow.jobs.plan.steps[1].with.window, '${{ inputs.window }}')
    assert.equal(workflow.on.workflow_dispatch.inputs.force.type, 'boolean')
    assert.equal(workflow.jobs.plan.steps[1].with.force, '${{ inputs.force }}')
  })

  it('does not where the pipeline has such an input of its own, or reads by numbers', () => {
    const fields = (start: string, inputs: string[] = []) =>
      windowFields(
        graphFrom(incremental(start, `inputs: { ${inputs.map((name) => `${name}: {}`).join(', ')} }`)),
      )
    assert.deepEqual(fields('0'), [])
    assert.deepEqual(fields('2026-01-01', ['window']), [])
    assert.deepEqual(fields('2026-01-01', ['force']), ['window'])
    const many = Array.from({ length: 25 }, (_, index) => `i${index}`)
    assert.deepEqual(fields('2026-01-01', many.slice(1)), ['window'])
    assert.deepEqual(fields('2026-01-01', many), [])
  })
})
