import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Edges } from './resolve-needs.ts'

/** A knot of thousands of steps has more cycles than anyone reads; after so many the rest wait for the next run. */
const mostPerKnot = 100

/**
 * Every cycle of needs, told so that each need that is part of one is named at least once: for each such need, in
 * written order, a shortest cycle through it unless one already told goes through it. (All simple cycles would be
 * exponentially many and say nothing new.) Each starts at its first-written step and follows the needs.
 */
export function findCycles(file: string, edges: Edges): Diagnostic[] {
  const place = new Map([...edges.keys()].map((id, index) => [id, index]))
  return knots(edges, place).flatMap((knot) =>
    cyclesOf(edges, knot).map((cycle) => tell(file, edges, fromFirst(cycle, place))),
  )
}

function cyclesOf(edges: Edges, knot: readonly StepId[]): StepId[][] {
  const members = new Set(knot)
  const told = new Map<StepId, Set<StepId>>(knot.map((id) => [id, new Set()]))
  const cycles: StepId[][] = []
  for (const from of knot) {
    for (const need of edges.get(from)?.keys() ?? []) {
      if (!members.has(need) || told.get(from)?.has(need) === true) continue
      if (cycles.length === mostPerKnot) return cycles
      const cycle = shortestCycle(edges, members, from, need)
      cycle.forEach((id, index) => told.get(id)?.add(cycle[(index + 1) % cycle.length] ?? id))
      cycles.push(cycle)
    }
  }
  return cycles
}

function fromFirst(cycle: readonly StepId[], place: ReadonlyMap<StepId, number>): StepId[] {
  const rank = (id: StepId) => place.get(id) ?? 0
  const first = cycle.reduce((least, id, index) => (rank(id) < rank(cycle[least] ?? id) ? index : least), 0)
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}

/** Tarjan's components that hold a cycle, without recursion; steps and knots in written order. */
function knots(edges: Edges, place: ReadonlyMap<StepId, number>): StepId[][] {
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

/** Breadth first from the need back to the step that has it: `[a, b, c]` means a needs b needs c needs a. */
function shortestCycle(edges: Edges, members: ReadonlySet<StepId>, from: StepId, need: StepId): StepId[] {
  if (need === from) return [from]
  const cameFrom = new Map<StepId, StepId>([[need, from]])
  for (const id of cameFrom.keys()) {
    for (const next of edges.get(id)?.keys() ?? []) {
      if (next === from) return pathTo(id, from, cameFrom)
      if (members.has(next) && !cameFrom.has(next)) cameFrom.set(next, id)
    }
  }
  return [from]
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
