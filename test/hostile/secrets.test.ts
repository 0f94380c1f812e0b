import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { serve, type TestServer } from '../support/http-server.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { filesBelow, makeSite, type Site, told, type Told } from './rig.ts'

const secrets: Record<string, string> = {
  PLAIN: 'tok_Pl4in-Secret-9911',
  QUOTED: `it's "a" $ecret\\back`,
  MULTI: 'line-one-secret\nline two "secret"\nthird/secret+x',
  LONG: `eyJhbGciOi${'AbCdEf0123456789'.repeat(12)}tail`,
}

/** Every way that could be thought of to show a secret; each step may fail. */
const manifest = (server: string) =>
  `
name: Secrets
connections: { db: "\${{ secrets.DB }}", refused: "\${{ secrets.REFUSED }}" }
env: { P: "\${{ secrets.PLAIN }}", Q: "\${{ secrets.QUOTED }}", M: "\${{ secrets.MULTI }}", L: "\${{ secrets.LONG }}", D: "\${{ secrets.REFUSED }}" }
steps:
  show: { run: 'echo $P; echo "$Q"; echo "$M"; echo $L; env; printf %s "$M" | base64 -w0; printf x%s "$P" | base64; echo "::notice::$P"' }
  trace: { run: 'set -x; true "$P" "$Q" "$M" "$L"; echo $D >&2; exit 3' }
  python:
    run:
      shell: python
      script: |
        import json, os, urllib.parse
        for k in 'PQML': print(repr(os.environ[k]), json.dumps(os.environ[k]), urllib.parse.quote(os.environ[k]), urllib.parse.quote_plus(os.environ[k]))
        raise Exception(os.environ['Q'] + os.environ['M'])
  pieces: { run: 'printf %s "\${P:0:5}"; sleep 0.05; printf %s "\${P:5}"' }
  border: { run: "head -c 16379 /dev/zero | tr '\\\\0' x; echo $P; head -c 32700 /dev/zero | tr '\\\\0' y; echo $L" }
  outputs: { run: 'echo "a=$P" >> $GITHUB_OUTPUT; printf "b<<E\\n%s\\nE\\n" "$M" >> $GITHUB_OUTPUT; echo "$P=x" >> $GITHUB_OUTPUT; echo "# $P $Q" >> $GITHUB_STEP_SUMMARY' }
  broken: { run: 'echo "$P" >> $GITHUB_OUTPUT' }
  echoed: { extract: { csv: "${server}/\${{ secrets.PLAIN }}.csv?k=\${{ secrets.QUOTED }}", headers: { Authorization: "Bearer \${{ secrets.LONG }}" } } }
  missing: { extract: { csv: "\${{ secrets.PLAIN }}.csv" } }
  rows: { extract: { csv: x.csv } }
  rejected: { extract: { csv: x.csv, columns: { id: integer, v: integer } } }
  checked: { extract: { csv: x.csv }, checks: [{ accepted-values: { v: [a] } }] }
  thrown: { needs: [rows], transform: { module: "./m.ts#m" } }
  typed: { load: { from: rows, into: db, table: typed } }
  refused: { load: { from: rows, into: refused, table: t } }
  committed: { load: { from: rows, file: "out/\${{ secrets.PLAIN }}.csv", commit: true } }
`
    .replaceAll(/^( {2}\w+):( \{|\n {4}run)/gm, (_, id: string, rest: string) =>
      rest === ' {' ? `${id}: { continue-on-error: true,` : `${id}:\n    continue-on-error: true${rest}`,
    )
    .replace('{ continue-on-error: true, db:', '{ db:')

const module = `export async function* m(batches) {
  for await (const [first, second] of batches) { console.log(first); throw new Error('bad ' + first.v + ' ' + second.v) }
}
`

describe('a planted secret', () => {
  let postgres: TestPostgres
  let server: TestServer
  let site: Site
  let url: string
  let run: Told
  const said: [string, string][] = []
  before(async () => {
    postgres = await startPostgres()
    server = await serve((request, response) =>
      response.writeHead(403).end(`no: ${JSON.stringify(request.headers)} ${request.url}`),
    )
    url = await postgres.database()
    const refused = url.replace(postgres.password, 'wr0ng%40pass%2Fword')
    const files = { 'x.csv': `id,v\n1,${secrets['PLAIN']}\n2,${secrets['LONG']}\n`, 'm.ts': module }
    site = await makeSite(files, { ...secrets, DB: url, REFUSED: refused })
    const { query } = await import('../support/postgres.ts')
    await query(url, 'create table typed (id integer, v integer)')
    run = await site.run(manifest(server.url))
    const human = await site.cli('run', 'p.yml')
    said.push(['jsonl', run.stdout + run.stderr], ['human', human.stdout + human.stderr])
    const id = told(run).events[0]?.run ?? ''
    for (const args of [
      ['report', id],
      ['report', id, '--dry-run'],
      ['plan', 'p.yml'],
    ]) {
      const { stdout, stderr } = await site.cli(...args)
      said.push([args.join(' '), stdout + stderr])
    }
    // What a step made of the author's own rows is the author's; all else is ours.
    for (const [name, bytes] of await filesBelow(site.path('.millrace')))
      if (!/\/(datasets|rejects|files)\//.test(name)) said.push([name, bytes.toString()])
  })
  after(async () => {
    await site[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  it('went through every step that was to show it', () => {
    assert.equal(run.status, 3, run.stdout.slice(-500) + run.stderr)
    const failed = Object.entries(run.last?.steps ?? {}).filter(([, { result }]) => result === 'failure')
    const names = 'broken checked committed echoed missing python refused rejected thrown trace typed'
    assert.deepEqual(failed.map(([id]) => id).toSorted(), names.split(' '))
    assert.equal(run.step('committed').failure?.code, 'step/commit-path')
    assert(said.length > 20)
  })

  const passwords = {
    PASSWORD: 'correct-horse-battery',
    OTHER: 'wr0ng%40pass%2Fword',
    MEANT: 'wr0ng@pass/word',
  }
  for (const [name, value] of Object.entries({ ...secrets, ...passwords })) {
    it(`is nowhere in what is told or kept: ${name}`, () => {
      for (const form of formsOf(value))
        for (const [where, text] of said) {
          const at = text.indexOf(form)
          assert.equal(at, -1, `${where}: …${text.slice(Math.max(0, at - 100), at + form.length + 20)}`)
        }
    })
  }

  it('leaves what stands around it readable', () => {
    assert.match(run.step('refused').failure?.message ?? '', /password authentication failed/)
    assert.match(run.step('rejected').failure?.message ?? '', /x\.csv:2 v: integer "\*\*\*"/)
    assert(run.lines('border').join('').replaceAll(/[xy]/g, '').startsWith('***'))
  })
})

/** As it may look somewhere, and long pieces of it: half a secret is one too. */
function formsOf(value: string): string[] {
  const whole = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').slice(0, -4),
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", "\\'"),
    ...value.split('\n'),
  ]
  return [...new Set([...whole, ...whole.flatMap((form) => [form.slice(0, 14), form.slice(-11)])])]
}
