import { Usage } from '../diagnostic/failure.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { idIn } from '../graph/inline-uses.ts'
import { nearest } from '../text/nearest.ts'
import { type Atom, parseSelection, type Pick } from './selection.ts'

/** What a selection may ask of the runs before this one. */
export interface SelectFacts {
  /**
   * The steps that did not succeed in a run of the pipeline, without an id in the latest (what that left out is as the one
   * before it left it), and which run that is. Throws a `Usage` when there is none.
   */
  readonly failedIn: (run?: string) => { readonly steps: ReadonlySet<StepId>; readonly run: string }
}

/**
 * The steps that a selection (`docs/running.md`) names: the union of its terms, with the set-up of each step that has one
 * and the tear-down of each set-up, without what `!` excludes. Throws a `Usage` for what it does not know, and when nothing is
 * left.
 */
export function selectSteps(graph: Graph, text: string, facts: SelectFacts): ReadonlySet<StepId> {
  const { includes, excludes } = parseSelection(text)
  const find = (picks: readonly Pick[]) => intersection(picks.map((pick) => around(graph, pick, facts)))
  const chosen = new Set(includes.length === 0 ? graph.order : includes.flatMap((term) => [...find(term)]))
  addSetups(graph, chosen)
  for (const term of excludes) for (const id of find(term)) chosen.delete(id)
  dropTeardowns(graph, chosen)
  if (chosen.size === 0) throw nothingFits(graph, text, facts)
  addEnds(graph, chosen)
  return chosen
}

function nothingFits(graph: Graph, text: string, facts: SelectFacts): Usage {
  const [unfailed] = parseSelection(text)
    .includes.flat()
    .flatMap(({ atom }) => (atom.method === 'failed' ? [facts.failedIn(atom.value || undefined)] : []))
    .filter(({ steps }) => steps.size === 0)
  const why = unfailed === undefined ? '' : `: no step failed in run ${unfailed.run}`
  return new Usage(
    `no step fits the selection "${text}"${why}`,
    `see the steps with \`millrace plan ${graph.manifest.file}\``,
  )
}

function intersection([
  first = new Set<StepId>(),
  ...rest
]: readonly ReadonlySet<StepId>[]): ReadonlySet<StepId> {
  return rest.reduce((all, some) => all.intersection(some), first)
}

/** What a pick names, and so many steps above and below it. */
function around(graph: Graph, { atom, above, below }: Pick, facts: SelectFacts): ReadonlySet<StepId> {
  const named = stepsNamed(graph, atom, facts)
  return new Set([
    ...named,
    ...reached(named, (id) => nodeOf(graph, id).needs, above),
    ...reached(named, (id) => nodeOf(graph, id).dependents, below),
  ])
}

function reached(
  from: Iterable<StepId>,
  next: (id: StepId) => readonly StepId[],
  depth: number,
): ReadonlySet<StepId> {
  const found = new Set(from)
  let edge = [...found]
  for (let far = 0; far < depth && edge.length > 0; far += 1) {
    edge = [...new Set(edge.flatMap(next))].filter((id) => !found.has(id))
    for (const id of edge) found.add(id)
  }
  return found
}

function stepsNamed(graph: Graph, { method, value }: Atom, { failedIn }: SelectFacts): Set<StepId> {
  if (method === 'failed') {
    const { steps: failed } = failedIn(value === '' ? undefined : value)
    return new Set(graph.order.filter((id) => failed.has(id)))
  }
  const found = graph.order.filter(matcher(graph, { method, value }))
  if (found.length === 0) throw unknown(graph, { method, value })
  return new Set(found)
}

/** A step that uses a pipeline stands for all of that pipeline's steps. */
function matcher(graph: Graph, { method, value }: Atom): (id: StepId) => boolean {
  const fits = wordMatcher(value)
  if (method === 'tag') return (id) => nodeOf(graph, id).step.tags.some(fits)
  if (method === 'kind') return (id) => fits(nodeOf(graph, id).step.kind)
  return (id) => fits(id) || aboveIds(id).some((scope) => fits(scope))
}

/** `a` and `a/b` of `a/b/c`. */
function aboveIds(id: StepId): string[] {
  const parts = id.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** `*` stands for any text without a slash, `**` for any text, `?` for one character. */
function wordMatcher(pattern: string): (word: string) => boolean {
  if (!/[*?]/.test(pattern)) return (word) => word === pattern
  const source = pattern.replaceAll(/\*\*|[*?]|[^*?]+/g, (part) => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part === '?' ? '[^/]' : part.replaceAll(/[^\w/-]/g, String.raw`\$&`)
  })
  const expression = new RegExp(`^${source}$`)
  return (word) => expression.test(word)
}

function unknown(graph: Graph, { method, value }: Atom): Usage {
  const { id } = graph.manifest
  const nodes = graph.order.map((step) => nodeOf(graph, step).step)
  if (method === 'tag') {
    const tags = [...new Set(nodes.flatMap(({ tags: own }) => own))]
    return notThere(`no step of "${id}" has the tag "${value}"`, value, tags)
  }
  if (method === 'kind')
    return notThere(`no step of "${id}" is of the kind "${value}"`, value, [
      ...new Set(nodes.map(({ kind }) => kind)),
    ])
  const mapped = graph.order.find(
    (step) => nodeOf(graph, step).inner !== undefined && value.startsWith(`${step}/`),
  )
  if (mapped !== undefined)
    return new Usage(`"${value}" is inside "${mapped}", which is mapped`, `select "${mapped}" as a whole`)
  return notThere(`"${value}" is not a step of "${id}"`, value, graph.order)
}

function notThere(message: string, value: string, known: readonly string[]): Usage {
  const near = nearest(value, known)
  const some = known.length > 0 && known.length <= 12 ? `there are ${known.join(', ')}` : undefined
  return new Usage(message, near === undefined ? some : `did you mean "${near}"?`)
}

/** A step runs in what its set-up made, and what was set up is torn down. */
function addSetups(graph: Graph, chosen: Set<StepId>): void {
  const teardowns = new Map<StepId, StepId[]>()
  for (const id of graph.order) {
    const { step, scope } = nodeOf(graph, id)
    if (step.teardown === undefined) continue
    const setup = idIn(scope, step.teardown)
    teardowns.set(setup, [...(teardowns.get(setup) ?? []), id])
  }
  for (const [setup, downs] of teardowns) {
    const after = new Set(downs)
    const inside = reached(
      [setup],
      (id) => nodeOf(graph, id).dependents.filter((one) => !after.has(one)),
      Infinity,
    )
    if (![...inside, ...downs].some((id) => chosen.has(id))) continue
    for (const id of [setup, ...downs]) chosen.add(id)
  }
}

/** What is not set up is not torn down. */
function dropTeardowns(graph: Graph, chosen: Set<StepId>): void {
  for (const id of chosen) {
    const { step, scope } = nodeOf(graph, id)
    if (step.teardown !== undefined && !chosen.has(idIn(scope, step.teardown))) chosen.delete(id)
  }
}

/** Where a step inside a used pipeline is chosen and one that waits for that pipeline, its end is judged by what is inside. */
function addEnds(graph: Graph, chosen: Set<StepId>): void {
  for (const id of graph.order.toReversed()) {
    const { ends, dependents } = nodeOf(graph, id)
    if (ends === undefined || !dependents.some((one) => chosen.has(one))) continue
    if (ends.manifest.steps.some((step) => chosen.has(idIn(ends, step.id)))) chosen.add(id)
  }
}
