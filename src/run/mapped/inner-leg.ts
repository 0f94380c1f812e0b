import { rmSync } from 'node:fs'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { datasetsOf, datasetStep } from '../../graph/dataset-names.ts'
import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import { Bug } from '../../diagnostic/failure.ts'
import { endOfScope } from '../end-of-use.ts'
import type { DatasetRecord } from '../event.ts'
import type { Leg } from './leg.ts'
import type { Machine, OpenMachine } from '../machine.ts'
import type { Recorder } from '../events/recorder.ts'
import type { Room } from '../attempts/room.ts'
import { datasetNamed, RunState } from '../run-state.ts'
import type { Finish } from '../run-step.ts'
import { inputsOfUse } from '../use-inputs.ts'

/** A leg that runs a pipeline whole. */
export type InnerLeg = Machine

interface Work {
  readonly state: RunState
  readonly recorder: Recorder
  readonly node: Node
  readonly room: Room
  readonly openMachine: OpenMachine
}

/**
 * Starts one leg of a mapped step that uses a pipeline: its graph is run with inputs of the leg's own. Throws the
 * `Failure` of `with`.
 */
export function startInnerLeg(
  { state, recorder, node, room, openMachine }: Work,
  leg: Leg,
  signal: AbortSignal,
  ended: (finish: Finish) => void,
): InnerLeg {
  const { inner, step } = node
  if (inner === undefined) throw new Bug(`step "${step.id}" uses no pipeline`)
  const { request } = state
  const contexts = { ...state.contexts(step.id), matrix: leg.values ?? {} }
  const inputs = inputsOfUse(step, inner.manifest, contexts)
  const { job: _, ...rest } = request
  const own = {
    ...rest,
    graph: inner,
    plan: { ...request.plan, inputs },
    prior: new Map(),
    places: state.places,
    signal,
  }
  const inside = new RunState(own, { path: leg.path, key: leg.key }, { state, step: step.id })
  return openMachine(inside, recorder.forLeg(leg.path), {
    room,
    ended() {
      const end = endOfScope(inside, { id: step.id, manifest: inner.manifest })
      const tolerated = end.result === 'failure' && step.continueOnError ? { tolerated: true } : {}
      const datasets =
        end.result === 'success' ? keepDatasets(inside, inner, { step: step.id, leg: leg.path }) : {}
      removeInside(inside, inner, leg.path)
      // As of a script that fails, nobody reads what a leg put out that failed.
      const outputs = end.result === 'success' ? end.outputs : {}
      ended({ ...end, outputs, ...tolerated, ...datasets })
    },
  })
}

/** Where a dataset of a pipeline that a leg ran lies until it is joined with that of the others. */
export function namedLegFile(step: string, leg: string, name: string): string {
  return `legs/${step}/${leg}.${name}.sqlite`
}

/** Of what a leg's steps made, the datasets that its pipeline declares are kept. */
function keepDatasets(
  inside: RunState,
  graph: Graph,
  at: { step: string; leg: string },
): Pick<Finish, 'datasets' | 'windows' | 'lacking' | 'rows'> {
  const { folder } = inside.request
  const kept: Record<string, DatasetRecord> = {}
  for (const [name, made] of Object.entries(graph.manifest.datasets)) {
    const record = madeAs(inside, graph, `${at.step}/${datasetStep(made)}`, made)
    if (record === undefined) continue
    const file = namedLegFile(at.step, at.leg, name)
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    renameSync(join(folder, record.file), join(folder, file))
    kept[name] = { ...record, file }
  }
  const above = aboveOf(inside, graph, at.step)
  const [only, ...others] = Object.values(kept)
  if (only === undefined) return { rows: null }
  return { datasets: kept, ...above, rows: others.length === 0 ? only.rows : null }
}

/** What the rows come from that are handed on, and what they lack. */
function aboveOf(inside: RunState, graph: Graph, step: string): Pick<Finish, 'windows' | 'lacking'> {
  const ends = Object.values(graph.manifest.datasets).flatMap((made) => {
    const id = `${step}/${datasetStep(made)}`
    const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made)
    return maker === undefined ? [] : (inside.finished.get(maker) ?? [])
  })
  const windows = ends.flatMap((end) => end.windows ?? [])
  const lacking = [...new Set(ends.flatMap((end) => end.lacking ?? []))]
  return { ...(windows.length === 0 ? {} : { windows }), ...(lacking.length === 0 ? {} : { lacking }) }
}

function madeAs(inside: RunState, graph: Graph, id: string, made: string): DatasetRecord | undefined {
  const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made)
  return maker === undefined ? undefined : datasetNamed(made, inside.finished.get(maker))
}

/** Ten thousand legs leave no ten thousand files behind. */
function removeInside({ request }: RunState, graph: Graph, leg: string): void {
  for (const id of graph.order) {
    const at = join(request.folder, 'legs', id, leg)
    for (const ending of ['', '.sqlite']) rmSync(`${at}${ending}`, { recursive: true, force: true })
    request.cache?.forget(`${at}.sqlite`)
  }
}
