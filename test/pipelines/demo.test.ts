// How a pipeline is tested on rows of one's own (docs/library.md); elsewhere the import is `millrace/testing`.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { runPipeline, runStep } from '../../src/testing/main.ts'

const workspace = join(import.meta.dirname, '../..')
const demo = 'pipelines/demo.yml'

const airports = [
  { iata: 'AAA', name: 'Alpha', latitude: 0, longitude: 0 },
  { iata: 'BBB', name: 'Beta', latitude: 0, longitude: 90 },
  { iata: 'CCC', name: 'Gamma', latitude: 0, longitude: 180 },
]
const routes = [
  { origin: 'AAA', destination: 'BBB', count: 5 },
  { origin: 'BBB', destination: 'AAA', count: 7 },
  { origin: 'AAA', destination: 'CCC', count: 1 },
]

test('a hub counts what leaves it, what reaches it, and where to', async () => {
  await using hubs = await runStep(demo, 'hubs', { workspace, needs: { airports, routes } })
  assert.deepEqual(
    hubs.rows.map(({ iata, departures, arrivals, destinations }) => [
      iata,
      departures,
      arrivals,
      destinations,
    ]),
    [
      ['BBB', 7, 5, 1],
      ['AAA', 6, 7, 2],
      ['CCC', 0, 1, 1],
    ].toSorted((a, b) => Number(b[1]) - Number(a[1])),
  )
})

test('only as many hubs are published as were asked for, and the longest route is half the earth', async () => {
  await using run = await runPipeline(demo, {
    workspace,
    inputs: { busiest: 1 },
    fixtures: { airports, routes },
    select: '+kind:load',
  })
  assert.equal(run.steps['airports']?.failure?.code, 'checks/failed', 'the manifest wants 3,000 airports')

  await using hubs = await runStep(demo, 'publish-hubs', {
    workspace,
    needs: { hubs: [{ iata: 'BBB', departures: 7 }] },
  })
  assert.equal(hubs.result, 'success')
  assert.deepEqual(hubs.table('airports_db', 'hubs'), [{ iata: 'BBB', departures: 7 }])
  await using longest = await runStep(demo, 'longest-routes', { workspace, needs: { airports, routes } })
  assert.equal(longest.rows[0]?.['km'], 20_015)
})
