import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { localLedger, nextAttempt } from '../../../src/adapters/ledger/local-ledger.ts'
import { entryText } from '../../../src/ledger/record.ts'
import { madeEntry } from '../../support/ledger-entry.ts'
import { type LedgerRig, ledgerSuite } from './suite.ts'

async function makeRig(): Promise<LedgerRig & { readonly workspace: string; readonly folder: string }> {
  const workspace = await mkdtemp(join(tmpdir(), 'millrace-ledger-'))
  const folder = join(workspace, '.millrace/ledger')
  return {
    workspace,
    folder,
    open: () => localLedger(workspace),
    seed: async (entries) => {
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'daily.jsonl'), entries.map(entryText).join(''))
    },
    append: (pipeline, text) => appendFile(join(folder, `${pipeline}.jsonl`), text),
    [Symbol.asyncDispose]: () => rm(workspace, { recursive: true, force: true }),
  }
}

ledgerSuite('local', makeRig)

const writer = join(import.meta.dirname, 'record-child.ts')

test('processes that write side by side, one of them squashing, lose nothing', async () => {
  await using rig = await makeRig()
  const children = ['a', 'b', 'c', 'd'].map((name) =>
    spawn(process.execPath, [writer, rig.workspace, name, '150'], { stdio: ['ignore', 'ignore', 'inherit'] }),
  )
  const ended = await Promise.all(children.map((child) => once(child, 'close')))
  assert.deepEqual(
    ended.map(([status]) => status as unknown),
    [0, 0, 0, 0],
  )
  const { runs, notes } = await rig.open().read({ limit: 9999 })
  assert.equal(runs.length, 600)
  assert.deepEqual(notes, [])
})

test('of a process that is killed while it writes, all that it was answered is there', async () => {
  await using rig = await makeRig()
  const child = spawn(process.execPath, [writer, rig.workspace, 'a', '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString()
    if (told.length > 400) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const answered = told.split('\n').slice(0, -1)
  const { runs } = await rig.open().read({ limit: 999_999 })
  const kept = new Set(runs.map(({ run }) => run.id))
  assert.ok(answered.length > 20)
  assert.deepEqual(
    answered.filter((id) => !kept.has(id)),
    [],
  )
  await rig.open().record(madeEntry(999))
  assert.equal((await rig.open().read({ limit: 1 })).runs.length, 1)
})

test('a file that has grown is closed, without what stands in it twice', async () => {
  await using rig = await makeRig()
  const entries = Array.from({ length: 6000 }, (_, nth) => madeEntry(nth))
  await rig.seed([...entries, ...entries])
  await rig.open().record(madeEntry(6000))
  const [closed, ...others] = await readdir(rig.folder)
  assert.deepEqual(others, [])
  assert.match(closed ?? '', /^daily\.\d+-[0-9a-f]{8}\.jsonl$/)
  const lines = (await readFile(join(rig.folder, closed ?? ''), 'utf8')).trimEnd().split('\n')
  assert.equal(lines.length, 6001)
  assert.equal((await rig.open().read({ limit: 9999 })).runs.length, 6001)
})

test('a folder that cannot be written is a failure', async () => {
  await using rig = await makeRig()
  await mkdir(join(rig.workspace, '.millrace'))
  await writeFile(rig.folder, 'in the way')
  await assert.rejects(rig.open().record(madeEntry(1)), { code: 'ledger/file' })
  await chmod(rig.folder, 0o600)
  await assert.rejects(rig.open().read({ limit: 1 }), { code: 'ledger/file' })
})

test('the next attempt of a run is known however many runs came after it, and of equal ones the later word counts', async () => {
  await using rig = await makeRig()
  const first = madeEntry(1, { result: 'failure' })
  await rig.seed([first, madeEntry(1, { attempt: 2, result: 'failure' })])
  await rig.open().squash()
  for (let nth = 2; nth < 80; nth += 1) await rig.open().record(madeEntry(nth))
  assert.equal(await nextAttempt(rig.workspace, first.run), 3)
  assert.equal(await nextAttempt(rig.workspace, { ...first.run, id: 'run' }), 1)
  await rig.open().record(madeEntry(1, { attempt: 2 }))
  const { runs } = await rig.open().read({ limit: 999 })
  assert.equal(runs.find(({ run }) => run.id === 'run-1')?.run.result, 'success')
})
