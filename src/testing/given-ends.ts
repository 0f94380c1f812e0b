import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Graph, nodeOf } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import type { EarlierEnd } from '../run/run-request.ts'
import type { ExtractOptions } from '../steps/extract/options.ts'
import { loadExecutor } from '../steps/registry.ts'
import type { Fixture } from './fixture.ts'
import { fixtureOptions, type Places } from './fixture-options.ts'
import { momentOf, type TestOptions } from './test-options.ts'
import { TestFolder } from './test-folder.ts'
import { testPorts } from './test-ports.ts'

/** What a test gives in place of a step that is not run. */
export interface Given {
  readonly fixture?: Fixture | undefined
  readonly outputs: Readonly<Record<string, string>>
}

/** How steps ended that the test stands in for; their rows are put into the run's folder. */
export async function givenEnds(
  graph: Graph,
  given: ReadonlyMap<string, Given>,
  { options, folder }: { readonly options: TestOptions; readonly folder: string },
): Promise<Map<string, EarlierEnd>> {
  const ends = new Map<string, EarlierEnd>()
  for (const [step, { fixture, outputs }] of given) {
    const dataset =
      fixture === undefined ? undefined : await makeDataset(graph, step, { fixture, options, folder })
    ends.set(step, {
      rows: dataset?.rows ?? null,
      outputs,
      note: 'given by the test',
      ...(dataset === undefined ? {} : { dataset }),
    })
  }
  return ends
}

/** Reads a fixture into a dataset of the run's folder, as an extract would. */
async function makeDataset(
  graph: Graph,
  step: string,
  {
    fixture,
    options,
    folder,
  }: { readonly fixture: Fixture; readonly options: TestOptions; readonly folder: string },
): Promise<NonNullable<EarlierEnd['dataset']> | undefined> {
  using scratch = new TestFolder()
  const file = `datasets/${step}.sqlite`
  mkdirSync(join(folder, file, '..'), { recursive: true })
  const extract = await loadExecutor('extract')
  const places = { workspace: options.workspace ?? process.cwd(), folder: scratch.below('fixture') }
  const { dataset } = await extract({
    pipeline: graph.manifest.id,
    stepId: step,
    options: needOptions(fixture, nodeOf(graph, step).step, places),
    workspace: places.folder,
    scratch: scratch.below('scratch'),
    datasetPath: join(folder, file),
    rejectsPath: join(scratch.path, 'rejects.sqlite'),
    needs: {},
    checks: [],
    env: {},
    connections: {},
    bind: () => null,
    run: { id: 'test', date: momentOf(options).toISOString().slice(0, 10) },
    signal: new AbortController().signal,
    ports: testPorts(momentOf(options), { network: false }),
    mask: (text) => text,
    hide: () => {},
    log: () => {},
    progress: () => {},
  })
  return dataset && { name: dataset.name, file, columns: [...dataset.columns], rows: dataset.rows }
}

/**
 * What a test gives is what it means: a row that does not fit is a mistake in it. But it need not give the columns that the
 * step under test does not look at.
 */
function needOptions(fixture: Fixture, step: Step, places: Places): ExtractOptions {
  const options = fixtureOptions(fixture, step, places)
  const rows = typeof fixture === 'object' && 'rows' in fixture ? fixture.rows : fixture
  const isGiven = (name: string) => typeof rows === 'string' || rows.some((row) => Object.hasOwn(row, name))
  const columns = options.columns?.map(({ notNull, ...column }) =>
    notNull === true && isGiven(column.name) ? { ...column, notNull } : column,
  )
  return { ...options, ...(columns === undefined ? {} : { columns }), rejects: { rows: 0 }, allowEmpty: true }
}
