import { type Diagnostic, type Result, refuse, succeed } from '../diagnostic/diagnostic.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import { findCycles } from './find-cycles.ts'
import type { Graph, Node, Scope } from './graph.ts'
import { type Edges, resolveNeeds } from './resolve-needs.ts'
import { sortSteps } from './sort-steps.ts'

/** The graph of a manifest, or every need that no step meets and every cycle. Linear in steps and needs. */
export function buildGraph(manifest: Manifest): Result<Graph> {
  const { edges, order, diagnostics } = judgeNeeds(manifest)
  return diagnostics.length > 0 ? refuse(diagnostics) : succeed(assembleGraph(manifest, edges, order))
}

/** The graph of needs that have been judged and found sound. */
export function assembleGraph(manifest: Manifest, edges: Edges, order: readonly StepId[]): Graph {
  return { manifest, used: new Map(), order, nodes: connect(manifest, edges, order) }
}

/** What is wrong with the needs of a manifest, some of whose steps may be known by name only. */
export function judgeNeeds(
  manifest: Manifest,
  unread: ReadonlySet<string> = new Set(),
): { edges: Edges; order: readonly StepId[]; diagnostics: Diagnostic[] } {
  const { edges, diagnostics } = resolveNeeds(manifest, unread)
  const order = sortSteps(edges)
  const cycles = order.length === edges.size ? [] : findCycles(manifest.file, edges)
  return { edges, order, diagnostics: [...diagnostics, ...cycles] }
}

function connect(manifest: Manifest, edges: Edges, order: readonly StepId[]): ReadonlyMap<StepId, Node> {
  const rank = new Map(order.map((id, index) => [id, index]))
  const byRank = (a: StepId, b: StepId) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)
  const dependents = new Map<StepId, StepId[]>(order.map((id) => [id, []]))
  for (const id of order) for (const need of edges.get(id)?.keys() ?? []) dependents.get(need)?.push(id)
  const steps = new Map(manifest.steps.map((step) => [step.id, step]))
  const nodes = new Map<StepId, Node>()
  const scope: Scope = { id: '', manifest }
  for (const id of order) {
    const step = steps.get(id)
    if (step === undefined) continue
    const needs = [...(edges.get(id)?.keys() ?? [])].toSorted(byRank)
    const seen = new Map(needs.map((need) => [need, need]))
    nodes.set(id, { step, scope, needs, seen, datasets: seen, dependents: dependents.get(id) ?? [] })
  }
  return nodes
}
