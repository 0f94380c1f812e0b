import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const root = join(import.meta.dirname, '../..')
const text = (name: string) => readFileSync(join(root, name), 'utf8')

/** The n-th block of a document in a language. */
function block(name: string, language: string, nth = 0): string {
  const blocks = [...text(name).matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))]
  return blocks[nth]?.[1] ?? assert.fail(`${name} has no such block`)
}

const prelude = "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\n"

/** As it stands, but for where the package is imported from. */
function runnable(code: string): string {
  const imports = code
    .replaceAll("'millrace/testing'", JSON.stringify(join(root, 'src/testing/main.ts')))
    .replaceAll("'millrace'", JSON.stringify(join(root, 'src/library/main.ts')))
  return code.includes('node:test') ? imports : prelude + imports
}

describe('the tests and programs that the documents show', () => {
  const shown = [
    ['README.md', 0],
    ['docs/library.md', 0],
  ] as const
  for (const [name, nth] of shown)
    it(`of ${name} pass on the pipeline of the README`, async () => {
      await using place = await makeDesk({
        'pipelines/daily-sales.yml': block('README.md', 'yaml'),
        'test/fixtures/orders.csv':
          'order_id,region,amount,placed_at\n1,eu,10.25,2026-03-04T09:00:00Z\n2,us,1.00,2026-03-04T10:00:00Z\n',
        'shown.test.ts': runnable(block(name, 'ts', nth)),
      })
      const { status, stdout } = spawnSync(process.execPath, ['--test', 'shown.test.ts'], {
        cwd: place.folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: place.folder },
      })
      assert.equal(status, 0, stdout)
    })

  it('run', async () => {
    await using place = await makeDesk({
      'pipelines/daily-sales.yml': block('README.md', 'yaml')
        .replace(/csv: https.*/, 'csv: orders.csv')
        .replace(/\$\{\{ secrets.WAREHOUSE_URL \}\}.*/, 'sqlite:out.sqlite'),
      'orders.csv': 'order_id,region,amount,placed_at\n1,eu,10.25,2026-03-04T09:00:00Z\n',
      'shown.ts': runnable(block('docs/library.md', 'ts', 1)),
    })
    const { status, stdout, stderr } = spawnSync(process.execPath, ['shown.ts'], {
      cwd: place.folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: place.folder },
    })
    assert.equal(status, 0, stderr)
    assert.match(stdout, /publish success\nsuccess \d+ \[ \{ day: '2026-03-04', total: '10\.25' \} \]/)
  })
})
