import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Edges } from './resolve-needs.ts'

/**
 * Each knot of steps that wait for each other, told once: as a shortest cycle through its first-written step, from
 * there along the needs. A knot is a strongly connected component, so cycles that share no step are all found,
 * and ones that do are told one at a time, as untying the first may untie the rest.
 */
export function findCycles(file: string, edges: Edges): Diagnostic[] {
  return knots(edges).map((knot) => tell(file, edges, shortestCycle(edges, knot)))
}

/** Tarjan's components that hold a cycle, without recursion; steps and knots in written order. */
function knots(edges: Edges): StepId[][] {
  const place = new Map([...edges.keys()].map((id, index) => [id, index]))
  const seen = new Map<StepId, number>()
  const low = new Map<StepId, number>()
  const onStack = new Set<StepId>()
  const stack: StepId[] = []
  const found: StepId[][] = []
  const visit = (root: StepId) => {
    const path: { id: StepId; needs: Iterator<StepId> }[] = []
    const enter = (id: StepId) => {
      seen.set(id, seen.size)
      low.set(id, seen.size - 1)
      stack.push(id)
      onStack.add(id)
      path.push({ id, needs: (edges.get(id) ?? new Map()).keys() })
    }
    enter(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { value: need, done } = top.needs.next()
      if (done !== true) {
        if (!seen.has(need)) enter(need)
        else if (onStack.has(need)) lower(low, top.id, seen.get(need) ?? 0)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) lower(low, parent.id, low.get(top.id) ?? 0)
      if (low.get(top.id) !== seen.get(top.id)) continue
      const members = stack.splice(stack.lastIndexOf(top.id))
      for (const member of members) onStack.delete(member)
      if (members.length > 1 || edges.get(top.id)?.has(top.id) === true)
        found.push(members.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)))
    }
  }
  for (const id of edges.keys()) if (!seen.has(id)) visit(id)
  return found.toSorted((a, b) => (place.get(a[0] ?? '') ?? 0) - (place.get(b[0] ?? '') ?? 0))
}

function lower(low: Map<StepId, number>, id: StepId, to: number): void {
  low.set(id, Math.min(low.get(id) ?? to, to))
}

/** Breadth first from the knot's first step back to itself: `[a, b, c]` means a needs b needs c needs a. */
function shortestCycle(edges: Edges, knot: readonly StepId[]): StepId[] {
  const members = new Set(knot)
  const first = knot[0] ?? ''
  const cameFrom = new Map<StepId, StepId>()
  const queue = [first]
  for (const id of queue) {
    for (const need of edges.get(id)?.keys() ?? []) {
      if (need === first) return pathTo(id, first, cameFrom)
      if (!members.has(need) || cameFrom.has(need)) continue
      cameFrom.set(need, id)
      queue.push(need)
    }
  }
  return [first]
}

function pathTo(last: StepId, first: StepId, cameFrom: ReadonlyMap<StepId, StepId>): StepId[] {
  const path = [last]
  for (let id = last; id !== first;) {
    id = cameFrom.get(id) ?? first
    path.push(id)
  }
  return path.toReversed()
}

function tell(file: string, edges: Edges, cycle: readonly StepId[]): Diagnostic {
  const places = cycle.map((id, index) => {
    const need = cycle[(index + 1) % cycle.length] ?? id
    const at = edges.get(id)?.get(need) ?? { file, path: ['steps', id], part: 'key' as const }
    return { at, message: `"${id}" needs "${need}"` }
  })
  const [first, ...rest] = places
  return {
    code: 'graph/cycle',
    severity: 'error',
    message:
      cycle.length === 1
        ? `step "${cycle[0]}" needs itself`
        : `these steps wait for each other: ${[...cycle, cycle[0]].join(' → ')}`,
    at: first?.at ?? { file, path: ['steps'], part: 'key' },
    ...(rest.length === 0 ? {} : { related: rest }),
    help: cycle.length === 1 ? 'remove the need' : 'remove one of the needs',
  }
}
