// A folder of `cases/` is one run: what was planned, what happened, what GitHub knows, and what is told of it.
// After a change that is meant, `node --test --test-update-snapshots test/report/cases.test.ts`, and read the diff.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { planSchema } from '../../src/plan/plan.ts'
import { type IntentFacts, intents } from '../../src/report/intents.ts'
import { renderMarkdown } from '../../src/report/render-markdown.ts'
import { renderReportJson } from '../../src/report/render-report-json.ts'
import { summarize } from '../../src/report/summarize.ts'
import { runEvent } from '../../src/run/event.ts'

const folder = join(import.meta.dirname, 'cases')
const asText = { serializers: [(value: unknown) => String(value)] }

describe('a run is told as the case says', () => {
  for (const name of readdirSync(folder)) {
    it(name.replaceAll('-', ' '), (t) => {
      const file = (part: string) => join(folder, name, part)
      const read = (part: string) => readFileSync(file(part), 'utf8')
      const plan = planSchema.parse(JSON.parse(read('plan.json')))
      const events = read('events.jsonl')
        .trim()
        .split('\n')
        .map((line) => runEvent.parse(JSON.parse(line)))
      const report = summarize(plan, events)
      const facts = JSON.parse(read('facts.json')) as IntentFacts
      t.assert.fileSnapshot(renderMarkdown(report), file('report.md'), asText)
      t.assert.fileSnapshot(renderReportJson(report), file('report.json'), asText)
      t.assert.fileSnapshot(
        `${JSON.stringify(intents(report, facts), null, 2)}\n`,
        file('intents.json'),
        asText,
      )
      assert.deepEqual(JSON.parse(renderReportJson(report)), report)
    })
  }
})
