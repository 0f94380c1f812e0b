import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LineSplitter, maxLineLength } from '../../src/adapters/processes/lines.ts'
import { createProcesses } from '../../src/adapters/processes/processes.ts'
import { createMask } from '../../src/text/mask.ts'
import { failureOf } from '../support/failure.ts'

const processes = createProcesses({ graceMs: 500 })

async function sh(script: string, signal = new AbortController().signal) {
  const lines: string[] = []
  const env = { PATH: process.env['PATH'] ?? '' }
  const onLine = (line: string, stream: string): void => void lines.push(`${stream} ${line}`)
  const ended = await processes.run({ file: 'sh', args: ['-c', script], cwd: '/', env, signal, onLine })
  return { ...ended, lines }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a process', () => {
  it('ends with its exit code and its lines', async () => {
    const { exitCode, lines } = await sh('echo a; printf b >&2; exit 4')
    assert.equal(exitCode, 4)
    assert.deepEqual(lines.toSorted(), ['stderr b', 'stdout a'])
  })

  it('that cannot be started is a failure', async () => {
    const failure = await failureOf(
      processes.run({
        file: 'no-such-program',
        args: [],
        cwd: '/',
        env: {},
        signal: new AbortController().signal,
        onLine: () => {},
      }),
    )
    assert.equal(failure.code, 'process/start')
  })

  it('is ended with all it started when it is aborted', async () => {
    const controller = new AbortController()
    let pid = 0
    const env = { PATH: process.env['PATH'] ?? '' }
    const running = processes.run({
      file: 'sh',
      args: ['-c', 'sleep 60 & echo $!; wait'],
      cwd: '/',
      env,
      signal: controller.signal,
      onLine: (line) => {
        pid = Number(line)
        controller.abort(new Error('stop'))
      },
    })
    await assert.rejects(running, /stop/)
    assert(pid > 0 && !alive(pid))
  })

  it('does not leave behind what it put into the background', async () => {
    const { lines } = await sh('sleep 60 > /dev/null 2>&1 & echo $!')
    assert(!alive(Number(lines[0]?.split(' ')[1])))
  })
})

describe('lines', () => {
  it('are whole wherever the chunks were cut, also inside a character', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (const byte of Buffer.from('grün\r\n\nüber')) splitter.write(Buffer.of(byte))
    splitter.end()
    assert.deepEqual(lines, ['grün', '', 'über'])
  })

  it('are cut when they have no end, and what follows begins anew', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (let piece = 0; piece < 5; piece += 1) splitter.write(Buffer.alloc(maxLineLength / 2 + 1, 'x'))
    splitter.write(Buffer.from('xx\nnext\n'))
    splitter.write(Buffer.from(`${'y'.repeat(maxLineLength + 9)}\nlast`))
    splitter.end()
    const told = lines.map((line) => line.replace(/^(.)\1+/, (run, letter) => `${run.length}${letter}`))
    const mark = '… [cut: the line is too long]'
    assert.deepEqual(told, [`${maxLineLength}x${mark}`, 'next', `${maxLineLength}y${mark}`, 'last'])
  })

  it('show no half of a secret that lies where they are cut', () => {
    const secret = `eyJ${'hbGciOi1234'.repeat(20)}`
    const mask = createMask([secret])
    for (const before of [10, 100, 200]) {
      const lines: string[] = []
      const splitter = new LineSplitter((line) => lines.push(mask(line)))
      splitter.write(Buffer.from(`${'x'.repeat(maxLineLength - before)}${secret}\n`))
      assert.equal(lines.length, 1)
      assert(!lines[0]?.includes('eyJ'), lines[0]?.slice(-60))
    }
  })
})
