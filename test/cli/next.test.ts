import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

describe('next', () => {
  it('tells ticks in local and UTC time, across the clocks going forward', async () => {
    await using desk = await makeDesk()
    const args = [
      '--cron',
      '30 6 * * *',
      '--timezone',
      'Europe/Berlin',
      '--from',
      '2026-03-28T00:00Z',
      '--count',
      '2',
    ]
    const { status, stdout } = await desk.millrace('next', ...args)
    assert.equal(status, 0)
    assert.match(stdout, /Sat 2026-03-28 06:30 +Europe\/Berlin +2026-03-28 05:30Z/)
    assert.match(stdout, /Sun 2026-03-29 06:30 +Europe\/Berlin +2026-03-29 04:30Z/)
    const json = await desk.millrace('next', ...args, '--format', 'json')
    const { schema, ticks } = JSON.parse(json.stdout) as { schema: number; ticks: { at: string }[] }
    assert.equal(schema, 1)
    assert.deepEqual(
      ticks.map(({ at }) => at),
      ['2026-03-28T05:30:00.000Z', '2026-03-29T04:30:00.000Z'],
    )
  })

  it('reads the schedules of a pipeline, and refuses a cron that does not parse', async () => {
    await using desk = await makeDesk({
      'pipelines/a.yml':
        'name: A\non: { schedule: [{ cron: "0 6 * * *" }, { cron: "0 18 * * *" }] }\nsteps: { a: { run: "true" } }\n',
      'pipelines/b.yml': 'name: B\nsteps: { a: { run: "true" } }\n',
    })
    const { stdout } = await desk.millrace('next', 'a', '--from', '2026-01-01', '--count', '3')
    assert.deepEqual(stdout.match(/\d\d:00Z/g), ['06:00Z', '18:00Z', '06:00Z'])
    assert.match((await desk.millrace('next', 'b')).stdout, /no schedule/)
    assert.equal((await desk.millrace('next', '--cron', 'nope')).status, 64)
    const all = await desk.millrace('next', '--from', '2026-01-01', '--count', '2')
    assert.match(all.stdout, /^pipeline +local time/)
    assert.equal(all.stdout.match(/^a +\w{3} 2026-01-01/gm)?.length, 2)
  })
})
