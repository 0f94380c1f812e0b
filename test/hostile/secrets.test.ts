import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { parse } from 'yaml'
import { serve, type TestServer } from '../support/http-server.ts'
import { query, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { onGitHub } from './on-github.ts'
import { failing, files, formsOf, inner, leakySteps, onGitHubToo, secrets } from './planted.ts'
import { filesBelow, makeSite, type Site, type Told } from './rig.ts'

/** Where somebody can read: each must have been filled, or nothing was looked for in it. */
const places = [
  'run --format jsonl',
  'run p.yml',
  'report',
  'report --format json',
  'report --format markdown',
  'report --dry-run',
  'plan p.yml',
  'events.jsonl',
  'report.md',
  'report.json',
  'plan.json',
  'show.log',
  'plan: log',
  'plan: summary',
  'run: log',
  'run: outputs',
  'run: uploaded',
  'report: log',
  'report: summary',
  'GitHub: POST /repos/acme/widget/issues',
  'GitHub: POST /repos/acme/widget/git/trees',
]

/** Where something was told or kept, and what. */
type Said = readonly [where: string, text: string]

describe('a planted secret', () => {
  let postgres: TestPostgres
  let server: TestServer
  let site: Site
  let run: Told
  const said: Said[] = []
  before(async () => {
    postgres = await startPostgres()
    server = await serve((request, response) =>
      response.writeHead(403).end(`no: ${JSON.stringify(request.headers)} ${request.url}`),
    )
    const url = await postgres.database()
    const env = { ...secrets, DB: url, REFUSED: url.replace(postgres.password, inner['OTHER'] ?? '') }
    await query(url, 'create table typed (id integer, v integer)')
    site = await makeSite(files, env)
    run = await site.run(leakySteps(server.url))
    said.push(['run --format jsonl', run.stdout + run.stderr], ...(await byHand(site, run)))
    said.push(...(await onGitHub(onlySteps(leakySteps(server.url), onGitHubToo), files, env)))
  })
  after(async () => {
    await site[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  it('went through every step that was to show it', () => {
    assert.equal(run.status, 2, run.stdout.slice(-500) + run.stderr)
    const failed = Object.entries(run.last?.steps ?? {}).filter(([, { result }]) => result === 'failure')
    assert.deepEqual(failed.map(([id]) => id).toSorted(), failing)
    assert.equal(run.step('committed').failure?.code, 'step/commit-path')
  })

  it('was looked for in every output there is', () => {
    const missing = places.filter(
      (place) => !said.some(([where, text]) => where.includes(place) && text !== ''),
    )
    assert.deepEqual(missing, [])
  })

  for (const [name, value] of Object.entries({ ...secrets, ...inner })) {
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
    assert.equal(run.lines('endless').at(-1), 'last')
    assert.deepEqual(run.lines('colours'), ['***'])
  })
})

/** What the other verbs of the command line say of it, and all files they and the run keep. */
async function byHand(site: Site, run: Told): Promise<Said[]> {
  const said: Said[] = []
  const id = run.events[0]?.run ?? ''
  for (const args of [
    ['run', 'p.yml'],
    ['report', id],
    ['report', id, '--format', 'json'],
    ['report', id, '--format', 'markdown'],
    ['report', id, '--dry-run'],
    ['plan', 'p.yml'],
  ]) {
    const { stdout, stderr } = await site.cli(...args)
    said.push([args.filter((arg) => arg !== id).join(' '), stdout + stderr])
  }
  // What a step made of the author's own rows is the author's; all else is ours.
  for (const [name, bytes] of await filesBelow(site.path('.millrace')))
    if (!/\/(datasets|rejects|files)\//.test(name)) said.push([name, bytes.toString()])
  return said
}

function onlySteps(manifest: string, ids: readonly string[]): string {
  const whole: { steps: Record<string, unknown> } = parse(manifest)
  const steps = Object.fromEntries(ids.map((id) => [id, whole.steps[id]]))
  return JSON.stringify({ ...whole, steps })
}
