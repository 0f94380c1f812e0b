import { type Diagnostic, type Result, refuse, succeed } from '../diagnostic/diagnostic.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import { connectSteps } from './connect-steps.ts'
import { findCycles } from './find-cycles.ts'
import type { Graph, Scope } from './graph.ts'
import { type Inlining, inlineUses } from './inline-uses.ts'
import { checkUseLimits } from './check-use-limits.ts'
import { type Edges, resolveNeeds } from './resolve-needs.ts'
import { sortSteps } from './sort-steps.ts'
import { withTeardownNeeds } from './teardown-needs.ts'
import type { Manifests } from './used-file.ts'
import { findRecursions, reachedManifests } from './used-manifests.ts'

const none: Manifests = new Map()

/**
 * The graph of a manifest, the pipelines it uses inlined; or every need that no step meets, every cycle, and every
 * pipeline that is not there or uses itself. Linear in steps and needs.
 */
export function buildGraph(manifest: Manifest, used: Manifests = none): Result<Graph> {
  const { edges, order, diagnostics } = judgeNeeds(manifest)
  const { reached, missing } = reachedManifests(manifest, used)
  const uses = [...missing, ...findRecursions([manifest, ...reached.values()])]
  const found = [
    ...diagnostics,
    ...[...reached.values()].flatMap((child) => judgeNeeds(child).diagnostics),
    ...(uses.length > 0 ? uses : checkUseLimits(manifest, reached)),
  ]
  return found.length > 0 ? refuse(found) : succeed(assembleGraph(manifest, edges, order, reached))
}

/** The graph of needs that have been judged and found sound, and so have the pipelines it uses. */
export function assembleGraph(
  manifest: Manifest,
  edges: Edges,
  order: readonly StepId[],
  used: Manifests = none,
): Graph {
  const needsOf = (one: Manifest) => withTeardownNeeds(one, one === manifest ? edges : judgeNeeds(one).edges)
  return graphOfScope({ id: '', manifest }, { used, needsOf, order })
}

interface Sound {
  readonly used: Manifests
  readonly needsOf: Inlining['needsOf']
  /** The order of the steps when no other pipeline's come between them. */
  readonly order?: readonly StepId[]
}

function graphOfScope(scope: Scope, { used, needsOf, order }: Sound): Graph {
  const { manifest } = scope
  const innerOf = (leg: Scope) => graphOfScope(leg, { used, needsOf })
  const placed = inlineUses(scope, { used, needsOf, innerOf })
  const sorted =
    order?.length === placed.size
      ? order
      : sortSteps(new Map([...placed].map(([id, { needs }]) => [id, needs])))
  const { reached } = reachedManifests(manifest, used)
  return { manifest, used: reached, order: sorted, nodes: connectSteps(placed, sorted, used) }
}

/** What is wrong with the needs of a manifest, some of whose steps may be known by name only. */
export function judgeNeeds(
  manifest: Manifest,
  unread: ReadonlySet<string> = new Set(),
): { edges: Edges; order: readonly StepId[]; diagnostics: Diagnostic[] } {
  const { edges, diagnostics } = resolveNeeds(manifest, unread)
  const waits = withTeardownNeeds(manifest, edges)
  const order = sortSteps(waits)
  const cycles = order.length === edges.size ? [] : findCycles(manifest.file, waits)
  return { edges, order, diagnostics: [...diagnostics, ...cycles] }
}
