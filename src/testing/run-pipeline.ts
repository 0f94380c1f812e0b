import { checkOptions } from '../library/check-options.ts'
import { givenEnds } from './given-ends.ts'
import { planned, runPlanned } from './run-planned.ts'
import type { PipelineTest } from './test-options.ts'
import { pipelineTestShape } from './test-shapes.ts'
import type { TestRun } from './test-result.ts'

/**
 * Runs a pipeline on fixtures. Nothing of the repository is changed: files are loaded into a folder of the test's own, tables
 * into databases there. A step that is not selected hands on its fixture. What fails is in the result. Throws a `ManifestError`, or a `Usage` for a fixture of no step.
 */
export async function runPipeline(file: string, options: PipelineTest = {}): Promise<TestRun> {
  checkOptions(options, pipelineTestShape)
  const { graph, plan } = await planned(file, options)
  const { fixtures = {} } = options
  const leftOut = plan.steps.filter(
    ({ id, unselected }) => unselected === true && Object.hasOwn(fixtures, id),
  )
  const given = new Map(leftOut.map(({ id }) => [id, { fixture: fixtures[id], outputs: {} }]))
  return runPlanned({ graph, plan }, options, (folder) => givenEnds(graph, given, { options, folder }))
}
