import type { Graph } from '../graph/graph.ts'
import { nodeOf } from '../graph/graph.ts'
import type { RunRequest } from '../run/run-request.ts'
import { loadExecutor } from '../steps/registry.ts'
import type { LoadOptions } from '../steps/load/options.ts'
import type { StepContext } from '../steps/step.ts'
import type { Fixture } from './fixture.ts'
import { fixtureOptions, type Places } from './fixture-options.ts'

export interface TestWorld extends Places {
  readonly graph: Graph
  /** By step. */
  readonly fixtures: ReadonlyMap<string, Fixture>
  readonly connections: StepContext['connections']
  /** Where files are loaded to, in place of the repository. */
  readonly files: string
}

/**
 * What does the work of steps in a test: a fixture where there is one, and else what always does it, but for its connections and
 * the files it loads, which are the test's own.
 */
export function testExecutor(world: TestWorld): NonNullable<RunRequest['execute']> {
  return async (kind) => async (context) => {
    const fixture = world.fixtures.get(context.stepId)
    const { connections, folder } = world
    if (fixture !== undefined) {
      const extract = await loadExecutor('extract')
      const options = fixtureOptions(fixture, nodeOf(world.graph, context.stepId).step, world)
      return extract(changed(context, { options, workspace: folder, connections }))
    }
    const execute = await loadExecutor(kind)
    return execute(
      changed(context, { connections, ...(kind === 'load' ? ownFile(context, world.files) : {}) }),
    )
  }
}

function ownFile({ options }: StepContext, files: string): Partial<StepContext> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the options of a load are a load's
  const load = options as LoadOptions
  return load.target === 'file' ? { workspace: files, options: { ...load, commit: false } } : {}
}

/** Its other keys stay as they are, also those that make something when they are first asked for. */
function changed(context: StepContext, change: Partial<StepContext>): StepContext {
  const copy: StepContext = Object.create(null, {
    ...Object.getOwnPropertyDescriptors(context),
    ...Object.getOwnPropertyDescriptors(change),
  })
  return copy
}
