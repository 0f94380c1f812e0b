import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { generated } from '../../scripts/generated.ts'
import { jsonSchema } from '../../src/manifest/json-schema.ts'
import { parseSource } from '../../src/source/source.ts'

const root = join(import.meta.dirname, '../..')

test('the JSON Schema, the reference and the manual of diagnostics are in step with the code', async () => {
  for (const [file, text] of Object.entries(await generated(root)))
    assert.equal(await readFile(join(root, file), 'utf8'), text, `${file}: run \`node scripts/generate.ts\``)
})

test('every key of the manifest has a description', () => {
  const bare: string[] = []
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, each] of Object.entries(value)) {
      if (path.endsWith('/properties') && !('description' in each)) bare.push(`${path}/${key}`)
      visit(each, `${path}/${key}`)
    }
  }
  visit(jsonSchema(), '')
  assert.deepEqual(bare, [])
})

test('an editor with the JSON Schema accepts a good manifest and refuses a misspelt key', async () => {
  const validate = new Ajv2020({ strict: false }).compile(jsonSchema())
  const authored = async (name: string) => {
    const file = join(root, 'test/cases', name, 'pipeline.yml')
    return parseSource(file, await readFile(file, 'utf8')).authored
  }
  assert.equal(validate(await authored('good-daily-sales')), true, JSON.stringify(validate.errors))
  assert.equal(validate(await authored('manifest-unknown-key')), false)
})
