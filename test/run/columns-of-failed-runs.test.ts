import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ChangingSite } from './changing-site.ts'

const pipeline = `
connections: { wh: "sqlite:wh.sqlite" }
steps:
  s: { extract: { csv: SERVER/o.csv } }
  l: { load: { from: s, into: wh, table: orders, mode: merge, key: id } }
`

const first = 'id,amt,at,n\n1,1.50,2026-01-01T10:00:00,5\n'
const bad = `${first}2,n/a,2026-01-02 later,x\n`
const mended = `${first}2,2.50,2026-01-02T10:00:00,6\n`

for (const [how, byJob] of [
  ['in one process', false],
  ['job by job', true],
] as const)
  describe(`a bad value that made a load fail, ${how}`, () => {
    it('is forgotten with the run that failed: the mended file is loaded', async () => {
      await using site = new ChangingSite()
      const serveAndRun = async (text: string) => {
        site.serve('/o.csv', text)
        return site.run(pipeline, { byJob })
      }
      assert.deepEqual((await serveAndRun(first)).words, { s: 'ran', l: 'ran' })
      for (let tries = 1; tries <= 2; tries += 1) {
        const failed = await serveAndRun(bad)
        assert.match(failed.words['l'] ?? '', /^failure: column "amt"/)
        assert.match(failed.report.steps[0]?.note ?? '', /`amt` was decimal\(\d+,2\) and is text/)
      }
      assert.deepEqual((await serveAndRun(mended)).words, { s: 'ran', l: 'ran' })
      assert.equal(site.table('orders'), '1,1.5,2026-01-01T10:00:00,5 2,2.5,2026-01-02T10:00:00,6')
    })
  })
