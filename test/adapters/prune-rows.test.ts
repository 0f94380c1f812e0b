import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pruneRows } from '../../src/adapters/run-folder/prune-rows.ts'
import { openRunFolder } from '../../src/adapters/run-folder/run-folder.ts'
import { claimRun } from '../../src/adapters/run-folder/run-process.ts'
import { makeDesk } from '../support/cli.ts'

function workspaceOf(runs: Readonly<Record<string, string>>): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-prune-'))
  for (const [id, pipeline] of Object.entries(runs)) {
    const { folder: run } = openRunFolder(folder, id)
    writeFileSync(join(run, 'plan.json'), JSON.stringify({ pipeline }))
    for (const name of ['datasets/inner', 'rejects', 'scratch', 'logs']) {
      mkdirSync(join(run, name), { recursive: true })
      writeFileSync(join(run, name, 'x.sqlite'), id)
    }
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

function withRows(folder: string): string[] {
  const runs = join(folder, '.millrace/runs')
  return readdirSync(runs).filter((run) => existsSync(join(runs, run, 'datasets')))
}

describe('the rows that runs leave', () => {
  it('are kept of the newest runs of a pipeline, and what tells of the others stays', () => {
    using place = workspaceOf({ r1: 'a', r2: 'b', r3: 'a', r4: 'a', r5: 'a' })
    pruneRows(place.folder, 'a', 2)
    assert.deepEqual(withRows(place.folder), ['r2', 'r4', 'r5'])
    assert.deepEqual(readdirSync(join(place.folder, '.millrace/runs/r1')), ['logs', 'plan.json'])
    pruneRows(place.folder, 'a', 2)
    pruneRows(place.folder, 'c', 2)
    assert.deepEqual(withRows(place.folder), ['r2', 'r4', 'r5'])
  })

  it('are not taken from a run that is at work, nor from a folder that is none of a run', () => {
    using place = workspaceOf({ r1: 'a', r2: 'a', r3: 'a', r4: 'a' })
    const runs = join(place.folder, '.millrace/runs')
    writeFileSync(join(runs, 'r2/plan.json'), '{"pipeline":')
    const atWork = claimRun(join(runs, 'r1'))
    pruneRows(place.folder, 'a', 1)
    assert.deepEqual(withRows(place.folder), ['r1', 'r2', 'r4'])
    atWork[Symbol.dispose]()
    pruneRows(place.folder, 'a', 1)
    assert.deepEqual(withRows(place.folder), ['r2', 'r4'])
  })

  it('of the sixth last run go with the newest, which git sees nothing of', async () => {
    await using desk = await makeDesk({
      'x.csv': 'id\n1\n',
      'pipelines/a.yml': 'steps: { x: { extract: { csv: x.csv } } }\n',
    })
    await desk.shell('git init -q .')
    for (let run = 0; run < 6; run++) assert.equal((await desk.millrace('run', 'a')).status, 0)
    const runs = readdirSync(join(desk.folder, '.millrace/runs')).toSorted()
    assert.equal(runs.length, 6)
    assert.deepEqual(withRows(desk.folder).toSorted(), runs.slice(1))
    assert.equal((await desk.shell('git status --porcelain')).stdout, '?? pipelines/\n?? x.csv\n')
  })
})
