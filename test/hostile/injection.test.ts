import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { before, after, describe, it } from 'node:test'
import { outsideCode } from '../report/outside-code.ts'
import { makeSite, type Outcome, rowsOf, type Site, type Told } from './rig.ts'

const planted = [
  '::error::pwned',
  '::add-mask::e',
  '##[add-mask]e',
  'x%0A::error::pwned',
  '$(touch pwned)',
  '`touch pwned`',
  "'; touch pwned; '",
  "'; drop table t; --",
  '"; drop table t; --',
  '``` </details> @octocat',
  '<!-- millrace:failure x -->',
  '<script>alert(1)</script>',
  '[x](http://evil.example)',
  '\u001B[2J\u001B]0;pwned\u0007',
  '=cmd|/c calc!A1',
  '../../pwned',
  '__proto__',
  'constructor',
  '%s%n{0}',
]
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const named = planted.filter((text) => !text.includes('\u001B'))
const csv = [
  named,
  ...named.map((_, row) => named.map((_text, at) => planted[(row + at) % planted.length] ?? '')),
]
  .map((row) => row.map(quoted).join(','))
  .join('\n')

const manifest = `
name: ${JSON.stringify(planted.join(' '))}
inputs: { given: { type: text, default: ${JSON.stringify(planted.join(' '))} }, path: { type: text, default: x } }
connections: { db: "sqlite:target.sqlite" }
steps:
  read: { extract: { csv: in.csv } }
  bound: { needs: [read], transform: { sql: "select \${{ inputs.given }} as given, count(*) as n from read" } }
  load: { load: { from: read, into: db, table: loaded } }
  file: { load: { from: read, file: out.csv } }
  shown:
    env: { GIVEN: "\${{ inputs.given }}", MARKED: "\${{ inputs.given }}" }
    run: { script: 'printf "%s\\n" "$GIVEN" $MARKED; cat in.csv; printf "a=%s\\n__proto__=x\\n" "$GIVEN" >> $GITHUB_OUTPUT; printf "<details>\\n~~~~\\n" >> $GITHUB_STEP_SUMMARY', input: csv }
    needs: [read]
  checked: { continue-on-error: true, extract: { csv: in.csv }, checks: [{ accepted-values: { "::error::pwned": [a] } }] }
  failed: { continue-on-error: true, env: { G: "\${{ inputs.given }}" }, run: 'printf "%s\\n" "$G" >&2; cat in.csv >&2; exit 1' }
  inside: { continue-on-error: true, extract: { csv: "\${{ inputs.path }}/etc/passwd" } }
  module: { needs: [read], transform: { module: "./m.ts#m" } }
`

const module = `export async function* m(batches) {
  for await (const batch of batches) { for (const row of batch) console.log(JSON.stringify(row)); yield batch }
  if ({}.x !== undefined || Object.prototype.polluted) throw new Error('polluted')
}
`

describe('what is planted in names, values, rows, logs and errors', () => {
  let site: Site
  let run: Told
  let human: Outcome
  let plan: Outcome
  before(async () => {
    site = await makeSite({ 'in.csv': `${csv}\n`, 'm.ts': module }, { GITHUB_ACTIONS: 'true', CI: 'true' })
    rowsOf(site.path('target.sqlite'), 'create table t (id integer)')
    run = await site.run(manifest)
    human = await site.cli('run', 'p.yml', '--input', 'path=../../..')
    plan = await site.cli('plan', 'p.yml')
  })
  after(() => site[Symbol.asyncDispose]())

  it('harms no run', () => {
    assert.equal(run.status, 3, run.stdout.slice(-1500) + run.stderr)
    assert.equal(human.status, 3, human.stdout.slice(-1500) + human.stderr)
    for (const id of ['read', 'bound', 'load', 'file', 'shown', 'module'])
      assert.equal(run.step(id).result, 'success', id)
  })

  it('is no workflow command and steers no terminal', () => {
    const ours = /^::(group::|endgroup::|(error|warning) title=(?:step )?(checked|failed|inside) failed::)/
    for (const line of (run.stdout + run.stderr + human.stdout + human.stderr + plan.stdout).split(
      /\r\n|[\r\n]/,
    )) {
      const head = line.trimStart()
      assert(!head.startsWith('::') || ours.test(head), line)
      assert(!line.includes('##['), line)
      for (const never of ['\u001B[2J', '\u001B]']) assert(!line.includes(never), line)
    }
  })

  it('is no Markdown in the report', async () => {
    const id = run.events[0]?.run ?? ''
    const text = await readFile(site.path(`.millrace/runs/${id}/report.md`), 'utf8')
    const outside = outsideCode(text)
    for (const pattern of [/@octocat/, /<script/, /<!--/, /\]\(http/, /LEFT OPEN/])
      assert.doesNotMatch(outside, pattern)
    assert.equal(outside.match(/<details>/g)?.length, outside.match(/<\/details>/g)?.length)
  })

  it('is executed by no shell and no database, and writes nothing elsewhere', () => {
    assert.equal(existsSync(site.path('pwned')), false)
    assert.deepEqual(
      rowsOf(site.path('target.sqlite'), "select count(*) as n from sqlite_schema where name = 't'"),
      [{ n: 1 }],
    )
    assert.match(human.stdout + human.stderr, /leaves the repository/)
  })

  it('is the same text at the other end', async () => {
    const [row] = rowsOf(site.path('target.sqlite'), 'select * from loaded limit 1')
    assert.deepEqual(Object.keys({ ...row }).toSorted(), named.toSorted())
    assert.equal(
      await readFile(site.path('out.csv'), 'utf8').then((text) => text.split('\n').length),
      named.length + 2,
    )
    assert.equal(run.step('shown').outputs['a'], planted.join(' '))
  })
})
