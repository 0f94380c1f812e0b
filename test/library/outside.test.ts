import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bundle } from '../../scripts/bundle.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'millrace-outside-'))
const project = join(folder, 'project')

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "ours", "type": "module", "private": true }\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      skipLibCheck: false,
    },
    include: ['*.ts'],
  }),
  'pipelines/daily.yml': `name: Daily
inputs: { region: { type: text, default: eu } }
connections: { warehouse: "\${{ secrets.WAREHOUSE_URL }}" }
steps:
  orders: { extract: { csv: https://example.com/orders.csv, columns: { id: integer, region: text } } }
  tidy: { needs: [orders], transform: { module: "./tidy.ts#tidy", with: { region: "\${{ inputs.region }}" } } }
  publish: { load: { from: tidy, into: warehouse, table: orders, mode: replace } }
`,
  'tidy.ts': `import type { Transform } from 'millrace'

export const tidy: Transform = async function* (batches, context) {
  for await (const rows of batches)
    yield rows.filter((row) => row.region === context.with.region).map((row) => ({ ...row, day: context.run.date }))
}
`,
  'daily.test.ts': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ManifestError, plan, validate, type Diagnostic, type Row } from 'millrace'
import { runPipeline, runStep, type Fixture } from 'millrace/testing'

const orders: Fixture = [{ id: 1, region: 'eu' }, { id: 2, region: 'us' }]

test('only the region that is asked for is loaded', async () => {
  await using run = await runPipeline('pipelines/daily.yml', { fixtures: { orders }, inputs: { region: 'us' }, now: '2026-03-05' })
  assert.equal(run.result, 'success', JSON.stringify(run.steps))
  assert.deepEqual(run.table('warehouse', 'orders'), [{ id: 2, region: 'us', day: '2026-03-05' }])
})

test('a step alone', async () => {
  await using tidy = await runStep('pipelines/daily.yml', 'tidy', { needs: { orders } })
  const rows: readonly Row[] = tidy.rows
  assert.deepEqual(rows, [{ id: 1, region: 'eu', day: '2026-01-01' }])
  assert.equal(tidy.failure?.message, undefined)
})

test('the manifest holds', async () => {
  const diagnostics: readonly Diagnostic[] = await validate('pipelines/daily.yml')
  assert.deepEqual(diagnostics, [])
  assert.equal((await plan('pipelines/daily.yml')).jobs.length, 1)
  await assert.rejects(plan('pipelines/none.yml'), ManifestError)
})
`,
  'wrong.ts': `import { runStep } from 'millrace/testing'
// @ts-expect-error -- rows are objects
await runStep('p.yml', 'a', { needs: { orders: [1, 2] } })
// @ts-expect-error -- there is no such option
await runStep('p.yml', 'a', { need: {} })
const { result } = await runStep('p.yml', 'a')
// @ts-expect-error -- a step's result is none of a run's
if (result === 'degraded') throw new Error(result)
`,
}

/** The package as npm packs it, of what the sources make now, unpacked where npm would install it. */
before(async () => {
  const built = join(folder, 'built')
  await bundle(join(built, 'dist'))
  for (const name of ['package.json', 'schema', 'action.yml', 'README.md', 'LICENSE'])
    cpSync(join(root, name), join(built, name), { recursive: true })
  const npm = (...args: readonly string[]) =>
    execFileSync('npm', args, { cwd: built, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  npm('pack', '--ignore-scripts', '--pack-destination', folder)
  const installed = join(project, 'node_modules/millrace')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(folder, 'millrace-0.1.0.tgz'), '--strip-components=1', '-C', installed])
  for (const name of ['@types/node', 'undici-types']) linkPackage(name)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true })
    writeFileSync(join(project, name), text)
  }
})

after(() => rmSync(folder, { recursive: true, force: true }))

function linkPackage(name: string): void {
  const to = join(project, 'node_modules', name)
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(join(root, 'node_modules', name), to)
}

function node(...args: readonly string[]): { status: number | null; said: string } {
  const env = { PATH: process.env['PATH'], HOME: folder }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    env,
  })
  return { status, said: stdout + stderr }
}

describe('a project that has the package alone', () => {
  it('tests its pipeline with it', () => {
    const { status, said } = node('--test', 'daily.test.ts')
    assert.equal(status, 0, said)
    assert.match(said, /pass 3/)
  })

  it('finds the types of all it imports', () => {
    const { status, said } = node(join(root, 'node_modules/typescript/bin/tsc'), '-p', project)
    assert.equal(status, 0, said)
  })

  it('runs the command line', () => {
    const { status, said } = node('node_modules/millrace/dist/cli/main.js', 'validate')
    assert.equal(status, 0, said)
  })
})
