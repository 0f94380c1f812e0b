import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

it('schema prints what is published for editors', async () => {
  await using desk = await makeDesk()
  const published: unknown = JSON.parse(await readFile('schema/pipeline.schema.json', 'utf8'))
  assert.deepEqual(JSON.parse((await desk.millrace('schema')).stdout), published)
})
