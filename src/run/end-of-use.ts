import { usesFailedCode } from '../diagnostic/uses-failed.ts'
import { type Graph, type Node, type Scope, nodeOf } from '../graph/graph.ts'
import { idIn } from '../graph/inline-uses.ts'
import type { StepId } from '../manifest/manifest.ts'
import { tried } from './attempts/attempt.ts'
import { seenResult } from './verdict/condition.ts'
import type { FailureRecord } from './event.ts'
import { gateOf } from './verdict/judge-step.ts'
import { resolveTemplates } from './resolve-options.ts'
import type { StepFinished } from './run-request.ts'
import type { RunState } from './run-state.ts'
import { type Finish, failed } from './run-step.ts'
import { markOfUse } from './unchanged/mark-of-use.ts'
import { needUnknown } from './verdict/verdict.ts'

/** How a step ends that uses a pipeline, when all inside have ended; and from the first of these to the last. */
export function endOfUse(
  state: RunState,
  { step, ends: scope }: Node & { readonly ends: Scope },
  cancelled: boolean,
): { finish: Finish; durationMs: number } {
  const gate = gateOf(state, scope, cancelled)
  if (gate.open) {
    const end = endOfScope(state, scope)
    const tolerated = end.failure !== undefined && step.continueOnError ? { tolerated: true } : {}
    return { finish: { ...end, ...tolerated }, durationMs: durationOf(state, scope) }
  }
  const end =
    gate.outcome === 'failure'
      ? failed(gate.tolerated, gate.failure)
      : { result: gate.outcome, reason: gate.reason }
  return { finish: { ...end, attempts: 0, rows: null, outputs: {} }, durationMs: 0 }
}

/**
 * How the steps of a scope ended, taken together: failed if one did and nobody tolerates it, cancelled, skipped if none
 * ran, else succeeded; and the outputs that its manifest declares, also of a failure, as far as they have a value.
 */
export function endOfScope(state: RunState, scope: Scope): Finish {
  const inside = scope.manifest.steps.map(({ id }) => idIn(scope, id))
  const ended = inside.flatMap((id) => state.finished.get(id) ?? [])
  const outputs = tried(() => outputsOf(state, scope))
  const made = outputs.ended === 'done' ? outputs.value : {}
  const base = { attempts: 1, rows: null, outputs: made }
  const unknown = inside.find((id) => !state.finished.has(id))
  if (unknown !== undefined) return { ...base, ...failed(false, needUnknown(unknown)) }
  const broken = ended.filter((one) => seenResult(one) === 'failure')
  if (broken.length > 0) return { ...base, ...failed(false, insideFailed(broken, state.leg !== undefined)) }
  const stopped = ended.find(({ result }) => result === 'cancelled')
  if (stopped !== undefined)
    return { ...base, result: 'cancelled', reason: stopped.reason ?? `"${stopped.step}" was cancelled` }
  const mark = markOfUse(state, scope)
  if (ended.every(({ result }) => result === 'skipped'))
    return { ...base, ...mark, attempts: 0, result: 'skipped', reason: 'none of its steps ran' }
  return outputs.ended === 'done'
    ? { ...base, ...mark, result: 'success' }
    : { ...base, ...failed(false, outputs.failure) }
}

/** A pipeline's outputs see all its steps as needs. */
function outputsOf(state: RunState, scope: Scope): Record<string, string> {
  const { outputs, steps } = scope.manifest
  if (Object.keys(outputs).length === 0) return {}
  const seen = steps.map(({ id }) => [id, idIn(scope, id)] as const)
  return resolveTemplates(outputs, state.contextsIn(scope, seen))
}

/** Inside a leg nobody else tells of what a step failed. */
function insideFailed(steps: readonly StepFinished[], inLeg: boolean): FailureRecord {
  const told = inLeg ? steps.find(({ failure }) => failure !== undefined) : undefined
  const of = told === undefined ? '' : steps.length > 1 ? `; "${told.step}": ` : ': '
  const names = steps.slice(0, 5).map(({ step }) => `"${step}"`)
  const more = steps.length > names.length ? ` and ${steps.length - names.length} more` : ''
  return {
    code: usesFailedCode,
    message: `${names.join(', ')}${more} failed${of}${told?.failure?.message ?? ''}`,
    causes: told?.failure?.causes ?? [],
    retryable: false,
  }
}

function durationOf(state: RunState, scope: Scope): number {
  const times = timesOf(state, scope)
  return times.length === 0
    ? 0
    : Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([start]) => start))
}

function timesOf({ finished }: RunState, scope: Scope): (readonly [start: number, end: number])[] {
  return scope.manifest.steps.flatMap(({ id }) => {
    const one = finished.get(idIn(scope, id))
    if (one === undefined || one.attempts === 0) return []
    const end = Date.parse(one.at)
    return [[end - one.durationMs, end] as const]
  })
}

/**
 * Settles what ended before this job: of each used pipeline whose steps are all known to have ended, its end too. One
 * job tells it; every other that needs it works it out, as nobody waits for it.
 */
export function settleEnds(state: RunState, own: readonly StepId[]): void {
  const { graph, plan } = state.request
  const told = new Set(own)
  for (const id of graph.order) {
    const { ends, ...node } = nodeOf(graph, id)
    if (ends === undefined || told.has(id) || state.finished.has(id)) continue
    if (!ends.manifest.steps.every((step) => state.finished.has(idIn(ends, step.id)))) continue
    const { finish, durationMs } = endOfUse(state, { ...node, ends }, state.request.signal.aborted)
    const common = { schema: 1, run: plan.run.id, at: plan.run.at, type: 'step-finished', step: id } as const
    state.settle(id, { ...common, ...toleratedAround(graph, id, finish), durationMs })
  }
}

/** The end of a step, told as tolerated when it failed and a step that uses its pipeline, near or far, bears that. */
export function toleratedAround(graph: Graph, id: StepId, finish: Finish): Finish {
  if (finish.result !== 'failure' || finish.tolerated === true || !isBorneAround(graph, id)) return finish
  return { ...finish, tolerated: true, toleratedAround: true }
}

function isBorneAround(graph: Graph, id: StepId): boolean {
  for (let { scope } = nodeOf(graph, id); graph.nodes.has(scope.id); scope = nodeOf(graph, scope.id).scope)
    if (nodeOf(graph, scope.id).step.continueOnError) return true
  return false
}
