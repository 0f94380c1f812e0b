import type { Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { datasetStep } from './dataset-names.ts'
import type { Edges } from './resolve-needs.ts'

interface Around {
  readonly steps: ReadonlyMap<StepId, Step>
  readonly edges: Edges
}

/** Whether a step reads a window of a source: as an incremental extract, or through the rows of one. */
export function seesWindow(id: StepId, around: Around): boolean {
  return sourcesOf(id, around).length > 0
}

/** The incremental extracts whose rows a step reads, itself included; those of one manifest. */
export function sourcesOf(id: StepId, around: Around): Step[] {
  return makersOf(id, around).filter(isIncremental)
}

/** All steps that its rows come through, itself included; those of one manifest. */
export function makersOf(id: StepId, { steps, edges }: Around): Step[] {
  const open = [id]
  const met = new Set(open)
  const found: Step[] = []
  for (const at of open) {
    const step = steps.get(at)
    if (step === undefined) continue
    found.push(step)
    for (const need of rowsRead(step, edges)) {
      if (met.has(need)) continue
      met.add(need)
      open.push(need)
    }
  }
  return found
}

/** Whether it takes rows out of the pipeline, into a table or a file. */
export function handsOn(step: Step): boolean {
  const { from, makesDataset } = factsOf(step)
  return from !== undefined && !makesDataset
}

export function isIncremental(step: Step): boolean {
  return factsOf(step).incremental !== undefined
}

function rowsRead(step: Step, edges: Edges): Iterable<StepId> {
  const { from, readsFromOnly } = factsOf(step)
  if (readsFromOnly === true && from !== undefined) return [datasetStep(from)]
  return edges.get(step.id)?.keys() ?? []
}
