import { realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import { judgeNeeds } from '../../graph/build-graph.ts'
import { type Graph, manifestsOf, nodeOf } from '../../graph/graph.ts'
import { isCode, replacedSource } from '../../graph/overwritten.ts'
import type { Edges } from '../../graph/resolve-needs.ts'
import type { Manifest, Step, StepId } from '../../manifest/manifest.ts'
import { stepsById } from '../../manifest/steps-by-id.ts'
import { tried } from '../attempts/attempt.ts'
import { resolveOptions } from '../resolve-options.ts'
import type { RunState } from '../run-state.ts'

/**
 * Throws a `Failure` (`load/own-source`) if a load is about to replace a file (absolute) that its pipeline is made of, or the
 * one that its rows come from. What is written out is told by `validate` (`graph/overwritten`); here expressions have values.
 */
export function requireSourceKept(state: RunState, id: StepId, path: string): void {
  const { graph, workspace } = state.request
  const { step, scope } = nodeOf(graph, id)
  const { manifest } = scope
  const place = join(realpathSync(dirname(path)), basename(path))
  const file = relative(realpathSync(workspace), place).replaceAll(sep, '/')
  if ([manifest, ...manifestsOf(graph)].some((each) => isCode(file, each)))
    throw replaces(file, 'which is part of a pipeline')
  const own = stepsById(manifest).get(id.slice(scope.id === '' ? 0 : scope.id.length + 1))
  if (own === undefined || step.kind !== own.kind) return
  const around = {
    steps: stepsById(manifest),
    edges: edgesOf(manifest),
    sourcesOf: (each: Step) => sourcesIn(state, graph, scope.id === '' ? each.id : `${scope.id}/${each.id}`),
  }
  const source = replacedSource(own, file, around)
  if (source !== undefined) throw replaces(file, `which its rows are read from by "${source.id}"`)
}

/** Each leg of a load asks. */
const known = new WeakMap<Manifest, Edges>()

function edgesOf(manifest: Manifest): Edges {
  const edges = known.get(manifest) ?? judgeNeeds(manifest).edges
  known.set(manifest, edges)
  return edges
}

/** Where an extract reads, its expressions evaluated; nothing where they have no value here, as in a leg of its own. */
function sourcesIn(state: RunState, graph: Graph, id: StepId): readonly string[] {
  if (!graph.nodes.has(id)) return []
  const { step } = nodeOf(graph, id)
  if (step.kind !== 'extract') return []
  const made = tried(() => resolveOptions(step, state.contexts(id)))
  const options = made.ended === 'done' ? made.value : undefined
  if (typeof options !== 'object' || options === null || !('from' in options)) return []
  return Array.isArray(options.from) ? options.from.map(String) : []
}

function replaces(file: string, why: string): Failure {
  return new Failure('load/own-source', `"${file}" would be replaced, ${why}`, {
    help: 'Write another file, e.g. in `out/`',
  })
}
