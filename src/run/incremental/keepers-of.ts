import { datasetsOf, datasetStep } from '../../graph/dataset-names.ts'
import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { LoadOptions } from '../../steps/load/options.ts'
import type { RunState } from '../run-state.ts'
import { datasetsRead } from './datasets-read.ts'

/** A load to which the rows of an extract come. */
type LoadNode = Node & { readonly step: { readonly kind: 'load'; readonly options: LoadOptions } }

export interface Keeper {
  readonly node: LoadNode
  /** What is known of the run, or the leg, that it stands in. */
  readonly state: RunState
}

/** Whether rows of the extract are in a dataset: its name as who reads it knows it, and the step that makes it. */
type Holds = (name: string, maker: StepId) => boolean

/**
 * The loads that the rows of a step reach, straight or through steps in between, in the graph's order; those around
 * the leg that it stands in after those inside.
 */
export function keepersOf(state: RunState, id: StepId): Keeper[] {
  return keepersHolding(state, (_, maker) => maker === id)
}

function keepersHolding(state: RunState, holds: Holds): Keeper[] {
  const { outside, request } = state
  const { graph } = request
  const reached = new Set<StepId>()
  const holdsHere: Holds = (name, maker) => reached.has(maker) || holds(name, maker)
  const keepers: Keeper[] = []
  for (const node of graph.order.map((each) => nodeOf(graph, each))) {
    if (!datasetsRead(node).some(([name, maker]) => holdsHere(name, maker))) continue
    reached.add(node.step.id)
    if (isLoad(node)) keepers.push({ node, state })
  }
  if (outside === undefined) return keepers
  return [...keepers, ...keepersHolding(outside.state, handedOn(graph, outside.step, holdsHere))]
}

/** Which datasets of a mapped step hold them, where its legs run this graph. */
function handedOn(graph: Graph, step: StepId, holds: Holds): Holds {
  const local = step.slice(step.lastIndexOf('/') + 1)
  const names = Object.entries(graph.manifest.datasets).flatMap(([name, made]) => {
    const id = `${step}/${datasetStep(made)}`
    const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made)
    // Of one dataset the step's own name will do.
    return maker !== undefined && holds(made, maker) ? [`${local}/${name}`, local] : []
  })
  return (name, maker) => maker === step && names.includes(name)
}

function isLoad(node: Node): node is LoadNode {
  return node.step.kind === 'load'
}
