import { Bug } from '../diagnostic/failure.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import type { Graph, Scope } from './graph.ts'
import { seenNeeds } from './seen-needs.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'

/** The needs of the steps of one manifest, by the ids that are written there. */
type LocalNeeds = ReadonlyMap<StepId, ReadonlyMap<StepId, unknown>>

export interface Inlining {
  readonly used: Manifests
  readonly needsOf: (manifest: Manifest) => LocalNeeds
  /** The graph that a leg of a mapped `uses` step runs. */
  readonly innerOf: (scope: Scope) => Graph
}

/** A step in its place among all others, before their order is known. Its needs are ids of the whole graph. */
export interface Placed {
  readonly step: Step
  readonly scope: Scope
  readonly needs: ReadonlySet<StepId> | ReadonlyMap<StepId, unknown>
  /** The needs it sees, by the ids that are written in its manifest. */
  readonly sees: readonly StepId[]
  readonly ends?: Scope
  readonly inner?: Graph
}

/**
 * The steps of a scope and, each before the step that uses them, those of the pipelines it uses, with ids like
 * `clean/orders`. Such a pipeline begins where the step that uses it would: its first steps wait for that step's needs.
 * A mapped one stays a single step, with the graph of a leg inside.
 */
export function inlineUses(scope: Scope, inlining: Inlining): Map<StepId, Placed> {
  const placed = new Map<StepId, Placed>()
  const known = new Map<Manifest, LocalNeeds>()
  placeScope(scope, new Set(), { ...inlining, placed, known })
  return placed
}

interface Placing extends Inlining {
  readonly placed: Map<StepId, Placed>
  readonly known: Map<Manifest, LocalNeeds>
}

function placeScope(scope: Scope, waitFor: ReadonlySet<StepId>, placing: Placing): void {
  const { manifest } = scope
  const local = placing.known.get(manifest) ?? placing.needsOf(manifest)
  placing.known.set(manifest, local)
  for (const written of manifest.steps) {
    const own = local.get(written.id) ?? new Map<StepId, unknown>()
    const needs = own.size === 0 ? waitFor : globalIds(scope, own)
    const step = scope.id === '' ? written : { ...written, id: idIn(scope, written.id) }
    placeStep({ step, scope, needs, sees: seenNeeds(written, own) }, placing)
  }
}

function placeStep(one: Placed, placing: Placing): void {
  const { step, scope } = one
  if (!isUses(step)) {
    placing.placed.set(step.id, one)
    return
  }
  const child: Scope = { id: step.id, manifest: manifestOf(step, placing.used), within: scope }
  if (step.strategy !== undefined) {
    placing.placed.set(step.id, { ...one, inner: placing.innerOf(child) })
    return
  }
  placeScope(child, new Set(one.needs.keys()), placing)
  const needs = new Set(lastOf(child, placing))
  const end = { ...step, runsOn: runnerOf(needs, placing) ?? step.runsOn }
  placing.placed.set(step.id, { ...one, step: end, needs, ends: child })
}

/** It takes no time to end, so it is done where the last step inside was. */
function runnerOf(last: ReadonlySet<StepId>, { placed }: Placing): Step['runsOn'] | undefined {
  const [id = ''] = last
  return placed.get(id)?.step.runsOn
}

/** The steps of a pipeline that no other of its steps needs: when they have ended, so have all. */
function lastOf(scope: Scope, { known }: Placing): StepId[] {
  const needed = new Set(
    known
      .get(scope.manifest)
      ?.values()
      .flatMap((needs) => needs.keys()),
  )
  return scope.manifest.steps.flatMap(({ id }) => (needed.has(id) ? [] : [idIn(scope, id)]))
}

/** The id in the whole graph of a step that is called so in its own manifest. */
export function idIn(scope: Scope, id: StepId): StepId {
  return scope.id === '' ? id : `${scope.id}/${id}`
}

function globalIds(scope: Scope, own: ReadonlyMap<StepId, unknown>): Placed['needs'] {
  return scope.id === '' ? own : new Set([...own.keys()].map((id) => idIn(scope, id)))
}

function manifestOf(step: UsesStep, used: Manifests): Manifest {
  const manifest = used.get(usedFile(step))
  if (manifest === undefined) throw new Bug(`the manifest that step "${step.id}" uses was not read`)
  return manifest
}
