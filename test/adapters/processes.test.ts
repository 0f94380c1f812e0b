import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LineSplitter, maxLineLength } from '../../src/adapters/processes/lines.ts'
import { createProcesses } from '../../src/adapters/processes/processes.ts'
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

  it('are cut into pieces when they have no end', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    splitter.write(Buffer.alloc(maxLineLength * 2 + 5, 'x'))
    splitter.end()
    assert.deepEqual(
      lines.map(({ length }) => length),
      [maxLineLength, maxLineLength, 5],
    )
  })
})
