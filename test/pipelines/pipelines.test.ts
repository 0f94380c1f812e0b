import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { serve } from '../support/http-server.ts'
import { type Desk, makeDesk } from '../support/cli.ts'

const root = join(import.meta.dirname, '../..')
/** A repository that holds the project's own pipelines and nothing else. */
async function desk(): Promise<Desk> {
  const made = await makeDesk({})
  cpSync(join(root, 'pipelines'), join(made.folder, 'pipelines'), { recursive: true })
  return made
}

describe("the project's own pipelines", () => {
  it('have no mistake', async () => {
    await using repository = await desk()
    const { status, stderr } = await repository.millrace('validate')
    assert.equal(status, 0, stderr)
  })

  it('have the workflows they need', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'src/cli/main.ts'), 'workflow', '--check'],
      { cwd: root, encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout)
  })
})

describe('demo', () => {
  it('joins two files into the busiest airports, and changes nothing the second time', async () => {
    await using repository = await desk()
    const first = await repository.millrace('run', 'demo')
    assert.equal(first.status, 0, first.stderr)
    using database = new DatabaseSync(join(repository.folder, '.millrace/demo/airports.sqlite'))
    const hubs = database.prepare('select iata, departures from hubs order by departures desc limit 2').all()
    assert.deepEqual(
      hubs.map((row) => ({ ...row })),
      [
        { iata: 'ATL', departures: 414_513 },
        { iata: 'ORD', departures: 350_380 },
      ],
    )
    const second = await repository.millrace('run', 'demo')
    assert.match(second.stdout + second.stderr, /0 rows inserted, 0 changed, 25 unchanged/)
  })
})

const feed = (
  magnitude: number,
) => `time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,horizontalError,depthError,magError,magNst,status,locationSource,magSource
2026-11-20T22:31:04.123Z,-17.9,-178.5,551.2,${magnitude},mww,88,41,3.2,0.71,us,us1,2026-11-21T01:02:03.456Z,"268 km E of Levuka, Fiji",earthquake,9.1,5.2,0.06,112,reviewed,us,us
2026-11-19T02:00:00.000Z,35.1,139.9,10,4.6,mb,,,,0.5,us,us2,2026-11-19T03:00:00.000Z,Japan,earthquake,,,,,automatic,us,us
`

describe('earthquakes', () => {
  it('publishes the feed as a file, and leaves it alone when nothing changed', async () => {
    let magnitude = 6.1
    await using server = await serve((_, response) => {
      response.setHeader('content-type', 'text/csv')
      response.end(feed(magnitude))
    })
    await using repository = await desk()
    const run = () => repository.millrace('run', 'earthquakes', '--input', `feed=${server.url}/week.csv`)
    const first = await run()
    assert.equal(first.status, 0, first.stderr)
    const published = join(repository.folder, 'pipelines/data/earthquakes.csv')
    assert.match(readFileSync(published, 'utf8'), /^us1,2026-11-20T22:31:04\.123Z,6\.1,551\.2,"268 km E/m)
    const second = await run()
    assert.match(second.stdout + second.stderr, /publish +skipped +unchanged since run/)
    magnitude = 6.2
    await run()
    assert.match(readFileSync(published, 'utf8'), /,6\.2,551\.2,/)
  })

  it('keeps the published file when the feed answers with an error page', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Sorry</title>')
    })
    await using repository = await desk()
    const { status, stdout, stderr } = await repository.millrace(
      'run',
      'earthquakes',
      '--input',
      `feed=${server.url}/week.csv`,
    )
    assert.equal(status, 2)
    assert.match(stdout + stderr, /HTML/)
    assert.equal(existsSync(join(repository.folder, 'pipelines/data/earthquakes.csv')), false)
  })
})

describe('warehouse', () => {
  it('says which secret it wants before anything runs', async () => {
    await using repository = await desk()
    const { status, stderr } = await repository.millrace('run', 'warehouse')
    assert.equal(status, 2)
    assert.match(stderr, /WAREHOUSE_URL/)
  })
})
