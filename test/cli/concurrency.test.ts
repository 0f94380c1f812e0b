import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { joinLine } from '../../src/adapters/pipeline-line/join-line.ts'
import { makeDesk } from '../support/cli.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

const pipeline = (concurrency: string) =>
  `name: P\nconcurrency: ${concurrency}\nsteps:\n  a: { run: 'echo in >> told; while [ ! -e go ]; do sleep 0.05; done; echo out >> told' }\n`

/** A run that is at work on its step, or waits: its process, what it says, and how it ends. */
function startRun(folder: string, args: readonly string[] = ['run', 'p']) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said.text += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', (status) => resolve(status)))
  return { child, said, ended }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return
    await setTimeout(25)
  }
  assert.fail(`never: ${what}`)
}

const told = (folder: string) => readFile(join(folder, 'told'), 'utf8').catch(() => '')

describe('two runs of one pipeline on a laptop', () => {
  it('queue: the second says that it waits, and runs when the first has ended', async () => {
    await using desk = await makeDesk({ 'pipelines/p.yml': pipeline('queue') })
    const first = startRun(desk.folder)
    await until('the first is at work', async () => (await told(desk.folder)) === 'in\n')
    const second = startRun(desk.folder)
    await until('the second waits', () => /waiting for run \S+ \(pid \d+\)/.test(second.said.text))
    assert.ok(second.said.text.includes(`(pid ${first.child.pid})`))
    await desk.write('go', '')
    assert.deepEqual(await Promise.all([first.ended, second.ended]), [0, 0])
    assert.equal(await told(desk.folder), 'in\nout\nin\nout\n')
  })

  it('queue: one that is interrupted while it waits leaves no trace', async () => {
    await using desk = await makeDesk({ 'pipelines/p.yml': pipeline('queue') })
    const first = startRun(desk.folder)
    await until('the first is at work', async () => (await told(desk.folder)) === 'in\n')
    const second = startRun(desk.folder)
    await until('the second waits', () => second.said.text.includes('waiting for run'))
    second.child.kill('SIGINT')
    assert.equal(await second.ended, 2)
    assert.equal((await readdir(join(desk.folder, '.millrace/runs'))).length, 1)
    await desk.write('go', '')
    assert.equal(await first.ended, 0)
    assert.deepEqual(await readdir(join(desk.folder, '.millrace/line')), ['line.sqlite'])
  })

  it('queue: a run that was killed holds nobody up', async () => {
    await using desk = await makeDesk({ 'pipelines/p.yml': pipeline('queue') })
    const first = startRun(desk.folder)
    await until('the first is at work', async () => (await told(desk.folder)) === 'in\n')
    first.child.kill('SIGKILL')
    await first.ended
    await desk.write('go', '')
    const second = startRun(desk.folder)
    assert.equal(await second.ended, 0)
    assert.doesNotMatch(second.said.text, /waiting for run/)
  })

  it('cancel: the first is stopped as by Ctrl-C, and only then the second runs', async () => {
    await using desk = await makeDesk({ 'pipelines/p.yml': pipeline('cancel') })
    const first = startRun(desk.folder)
    await until('the first is at work', async () => (await told(desk.folder)) === 'in\n')
    const second = startRun(desk.folder)
    assert.equal(await first.ended, 2)
    assert.match(
      first.said.text,
      /stopping, as run \S+ of this pipeline has asked: what was begun is rolled back/,
    )
    await desk.write('go', '')
    assert.equal(await second.ended, 0)
    assert.match(second.said.text, /stopping run \S+ \(pid \d+\)/)
    assert.equal(await told(desk.folder), 'in\nin\nout\n')
  })

  it('queue: a backfill whose manifest was broken while it waited says what is wrong with it', async () => {
    const windowed = 'steps:\n  a: { run: echo }\n'
    await using desk = await makeDesk({ 'pipelines/p.yml': windowed })
    const ahead = joinLine(desk.folder, 'p', 'another')
    const days = ['--from', '2026-01-01', '--to', '2026-01-02']
    const second = startRun(desk.folder, ['backfill', 'p', ...days])
    await until('it waits', () => second.said.text.includes('waiting for run another'))
    await desk.write('pipelines/p.yml', windowed.replace('run:', 'rum:'))
    ahead[Symbol.dispose]()
    assert.equal(await second.ended, 2)
    assert.match(second.said.text, /did you mean "run"/)
  })

  it('parallel: both are at work at once', async () => {
    await using desk = await makeDesk({ 'pipelines/p.yml': pipeline('parallel') })
    const runs = [startRun(desk.folder), startRun(desk.folder)]
    await until('both are at work', async () => (await told(desk.folder)) === 'in\nin\n')
    assert.ok(existsSync(join(desk.folder, '.millrace/line')))
    await desk.write('go', '')
    assert.deepEqual(await Promise.all(runs.map(({ ended }) => ended)), [0, 0])
  })
})
