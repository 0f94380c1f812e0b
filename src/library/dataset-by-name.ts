import { Usage } from '../diagnostic/failure.ts'
import { datasetsOf } from '../graph/dataset-names.ts'
import type { Graph } from '../graph/graph.ts'
import type { DatasetRecord } from '../run/event.ts'
import type { StepFinished } from '../run/run-request.ts'
import { datasetNamed } from '../run/run-state.ts'
import { nearest } from '../text/nearest.ts'

/**
 * What a step handed on, by the name that a query of the pipeline would know it by: a step's id, `clean/daily` of a
 * pipeline that the step `clean` uses, or the id of a step inside it. `undefined`: it handed on nothing. Throws a `Usage`
 * for a name of nothing.
 */
export function datasetByName(
  name: string,
  graph: Graph,
  ends: ReadonlyMap<string, StepFinished>,
): DatasetRecord | undefined {
  const node = graph.nodes.get(name)
  const declared = declaredDatasets(graph)
  const maker = declared.get(name) ?? node?.step.id
  if (maker !== undefined) return datasetNamed(name, ends.get(maker))
  const near = nearest(name, [...graph.nodes.keys(), ...declared.keys()])
  throw new Usage(
    `"${name}" is no step or dataset of "${graph.manifest.id}"`,
    near === undefined ? undefined : `did you mean "${near}"?`,
  )
}

function declaredDatasets({ manifest, used }: Graph): ReadonlyMap<string, string> {
  return new Map(manifest.steps.flatMap((step) => [...datasetsOf(step, step.id, used)]))
}
