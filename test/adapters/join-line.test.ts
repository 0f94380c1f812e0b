import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { joinLine } from '../../src/adapters/pipeline-line/join-line.ts'

const lineChild = join(import.meta.dirname, 'line-child.ts')
const holdChild = join(import.meta.dirname, 'hold-child.ts')

async function workspace() {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-line-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

describe('the line of runs of a pipeline', () => {
  it('is first come, first served, apart for each pipeline, and empty when all have left', async () => {
    await using at = await workspace()
    const first = joinLine(at.folder, 'sales', 'r1')
    const second = joinLine(at.folder, 'sales', 'r2')
    const third = joinLine(at.folder, 'sales', 'r3')
    const other = joinLine(at.folder, 'stock', 'r4')
    const runs = (place: typeof first) => place.ahead().map(({ run }) => run)
    assert.deepEqual([first, second, third, other].map(runs), [[], ['r1'], ['r1', 'r2'], []])
    assert.equal(second.ahead()[0]?.pid, process.pid)
    second[Symbol.dispose]()
    assert.deepEqual(runs(third), ['r1'])
    first[Symbol.dispose]()
    assert.deepEqual(runs(third), [])
    third[Symbol.dispose]()
    other[Symbol.dispose]()
    assert.deepEqual(await readdir(join(at.folder, '.millrace/line')), ['line.sqlite'])
  })

  it('is not disturbed where one lets go while another looks', async () => {
    await using at = await workspace()
    const children = [1, 2].map(() =>
      spawn(process.execPath, [holdChild, join(at.folder, 'held'), '10000'], { stdio: 'ignore' }),
    )
    const ended = await Promise.all(children.map((child) => once(child, 'exit')))
    assert.deepEqual(
      ended.map(([status]) => status as unknown),
      [0, 0],
    )
  })

  it('never lets two be at work at once, whoever is killed, and lets everyone have a turn', async () => {
    await using at = await workspace()
    const log = join(at.folder, 'log')
    const names = Array.from({ length: 10 }, (_, index) => `r${index}`)
    const killed = new Set(['r1', 'r4', 'r5'])
    await Promise.all(
      names.map(async (name, index) => {
        const child = spawn(process.execPath, [lineChild, at.folder, log, name, String(index * 3)])
        const ended = once(child, 'exit')
        if (killed.has(name)) {
          await setTimeout(150 + index * 60)
          child.kill('SIGKILL')
        }
        await ended
      }),
    )
    const working = new Set<string>()
    for (const line of (await readFile(log, 'utf8')).trimEnd().split('\n')) {
      const [what, name = ''] = line.split(' ')
      if (what === 'in')
        assert.ok(
          [...working].every((each) => killed.has(each)),
          `${name} while ${[...working].join()}`,
        )
      if (what === 'in') working.add(name)
      else working.delete(name)
    }
    const text = await readFile(log, 'utf8')
    for (const name of names) if (!killed.has(name)) assert.match(text, new RegExp(`^out ${name}$`, 'm'))
  })
})
