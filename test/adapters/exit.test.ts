import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))
/** Something that would keep a process alive for ever, as a step that was given up does. */
const holding = 'setInterval(() => {}, 1000)'
const imported = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`

async function run(args: readonly string[], readAfterMs = 0) {
  const child = spawn(process.execPath, ['--import', imported(holding), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20_000,
  })
  await sleep(readAfterMs)
  const [bytes] = await Promise.all([buffer(child.stdout), once(child, 'close')])
  return { status: child.exitCode, bytes: bytes.length }
}

test('a process ends with all its output out, though something in it is still at work and its reader is slow', async () => {
  const code = `import { exit } from ${JSON.stringify(source('adapters/processes/exit.ts'))}
process.stdout.write('x'.repeat(5_000_000))
await exit(process, 3)`
  assert.deepEqual(await run(['--input-type=module', '--eval', code], 500), { status: 3, bytes: 5_000_000 })
})

const mains = [
  { name: 'the command line', args: [source('cli/main.ts'), 'schema'], status: 0 },
  { name: 'the action', args: [source('action/main.ts')], status: 1 },
]
for (const { name, args, status } of mains) {
  test(`${name} ends when it is done, though something in it is still at work`, async () => {
    const ended = await run(args)
    assert.equal(ended.status, status)
    assert.ok(ended.bytes > 0)
  })
}
