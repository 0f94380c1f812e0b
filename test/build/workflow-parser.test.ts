import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { build } from 'rolldown'
import { variedWorkflows } from '../support/varied-workflows.ts'

type Check = (name: string, text: string) => Promise<string[]>

// The package imports JSON in a way that Node refuses; bundled it loads.
const entry = `
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
export async function check(name, content) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  if (value) await convertWorkflowTemplate(context, value)
  return context.errors.getErrors().map(String)
}
`

describe("GitHub's own workflow parser", () => {
  let folder = ''
  let check: Check = () => Promise.reject(new Error('not loaded'))

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-parser-'))
    const input = join(import.meta.dirname, 'workflow-parser-entry.mjs')
    await writeFile(input, entry)
    try {
      await build({
        input,
        platform: 'node',
        logLevel: 'silent',
        output: { file: join(folder, 'parser.mjs'), format: 'esm' },
      })
    } finally {
      await rm(input)
    }
    const loaded = (await import(join(folder, 'parser.mjs'))) as { check: Check }
    check = loaded.check
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('takes every generated workflow without a word', async () => {
    for (const [name, text] of variedWorkflows()) assert.deepEqual(await check(name, text), [], name)
  })

  it('is awake: it refuses a key that does not exist', async () => {
    const [[name = '', text = ''] = []] = variedWorkflows()
    assert.match((await check(name, text.replace('timeout-minutes', 'timeout-mins'))).join(), /timeout-mins/)
  })
})
