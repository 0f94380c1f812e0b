import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import { startCacheService } from '../support/cache-service.ts'
import { runAction } from '../support/run-action.ts'

const manifest = `name: P
steps:
  orders: { extract: { csv: o.csv }, cache: true }
  some: { needs: [orders], transform: { sql: "select count(*) as n from orders" }, cache: true, runs-on: other }
  asked: { run: { script: "printf 'a\\n1\\n' > $MILLRACE_OUTPUT", output: csv }, cache: true, runs-on: third }
`

/** Jobs on runners with the same folders, as GitHub's are. */
async function startJobs() {
  const world = await startWorld(manifest, { 'o.csv': 'id\n1\n2\n' })
  const cache = await startCacheService(world.artifacts.url)
  const temp = await mkdtemp(join(tmpdir(), 'millrace-temp-'))
  return {
    world,
    cache,
    run: async (runId: number, command: string, inputs: Readonly<Record<string, string>>) => {
      const request = { ...world.request(command, inputs), runId }
      const token = world.artifacts.environment(runId)['ACTIONS_RUNTIME_TOKEN'] ?? ''
      const env = { ...cache.environment, ACTIONS_RUNTIME_TOKEN: token, RUNNER_TEMP: temp }
      await rm(join(temp, 'millrace-run'), { recursive: true, force: true })
      return runAction({ ...request, env })
    },
    async [Symbol.asyncDispose]() {
      await cache[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
      await rm(temp, { recursive: true, force: true })
    },
  }
}

const jobs = ['orders', 'some', 'asked']

test('a second run reuses what the jobs of the first made, and its plan says so', async () => {
  await using site = await startJobs()
  const planned = await site.run(1, 'plan', { pipeline: 'pipelines/p.yml' })
  assert.equal(planned.exitCode, 0, planned.log)
  for (const job of jobs) {
    const { exitCode, log } = await site.run(1, 'run', { job })
    assert.equal(exitCode, 0, log)
    assert.match(log, /ran: no entry yet/)
    assert.doesNotMatch(log, /not kept/)
  }
  assert.equal(site.cache.keys.length, 3)
  const again = await site.run(2, 'plan', { pipeline: 'pipelines/p.yml' })
  for (const job of jobs) assert.match(again.summary, new RegExp(`- \`${job}\`: reuse \\(nothing changed`))
  for (const job of jobs) {
    const { exitCode, log } = await site.run(2, 'run', { job })
    assert.equal(exitCode, 0, log)
    assert.match(log, /from the cache: nothing changed, the entry is \d+ s old/)
  }
  const report = await site.run(2, 'report', { pipeline: 'pipelines/p.yml' })
  assert.match(report.summary, /`some` \| transform \| .* \| 1 \| .*from the cache: nothing changed/)
  await writeFile(join(site.world.workspace, 'o.csv'), 'id\n1\n2\n3\n')
  await site.run(3, 'plan', { pipeline: 'pipelines/p.yml' })
  const changed = await site.run(3, 'run', { job: 'orders' })
  assert.match(changed.log, /ran: a file that it reads changed/)
  assert.match((await site.run(3, 'run', { job: 'some' })).log, /ran: an input dataset changed/)
})

test('a service that refuses, and an input that says so, are no reason to fail', async () => {
  await using site = await startJobs()
  await site.run(1, 'plan', { pipeline: 'pipelines/p.yml', cache: 'false' })
  const off = await site.run(1, 'run', { job: 'orders', cache: 'false' })
  assert.equal(off.exitCode, 0, off.log)
  assert.match(off.log, /ran: the cache is not used/)
  assert.deepEqual(site.cache.calls, [])
  site.cache.mood = 'refusing'
  const refused = await site.run(1, 'run', { job: 'asked' })
  assert.equal(refused.exitCode, 0, refused.log)
  assert.match(refused.log, /ran: no entry yet; not kept: GitHub did not take it/)
})
