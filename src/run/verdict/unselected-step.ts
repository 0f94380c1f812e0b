import { Failure } from '../../diagnostic/failure.ts'
import { type Graph, type Node, type Scope, nodeOf } from '../../graph/graph.ts'
import { idIn } from '../../graph/inline-uses.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { Plan } from '../../plan/plan.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { EarlierEnd, StepFinished } from '../run-request.ts'

/** The steps that a plan leaves out. */
export function unselectedSteps(plan: Plan): ReadonlySet<StepId> {
  return new Set(plan.steps.flatMap(({ id, unselected }) => (unselected === true ? [id] : [])))
}

/** How a step that was left out is told to have ended. */
export function unselectedEnd(
  earlier: EarlierEnd = { rows: null, outputs: {} },
): Omit<StepFinished, 'schema' | 'run' | 'at' | 'type' | 'step'> {
  return {
    result: 'skipped',
    reason: 'not selected',
    unselected: true,
    attempts: 0,
    durationMs: 0,
    ...earlier,
  }
}

interface Read {
  readonly name: string
  readonly maker: StepId
  readonly takes: 'rows' | 'outputs'
}

/** The steps whose dataset or outputs this one takes up, by the name it knows each by. */
export function* readBy(node: Node): Generator<Read> {
  for (const [name, maker] of node.datasets) if (readsRows(node, name)) yield { name, maker, takes: 'rows' }
  const { options, env, strategy, with: given, if: condition, late } = node.step
  let text: string | undefined
  for (const [name, maker] of node.seen) {
    text ??= JSON.stringify([options, env, strategy, given, condition, late?.values])
    if (namesOutputs(text, name)) yield { name, maker, takes: 'outputs' }
  }
  if (node.ends !== undefined) yield* readAtEnd(node.ends)
}

/** What the outputs of a pipeline are made of: its steps, by the ids written there. */
function* readAtEnd(scope: Scope): Generator<Read> {
  const text = JSON.stringify(scope.manifest.outputs)
  for (const { id } of scope.manifest.steps)
    if (namesOutputs(text, id)) yield { name: id, maker: idIn(scope, id), takes: 'outputs' }
}

/**
 * Throws a `Failure` when a step takes up what a step makes that was left out, and of which no earlier run is known. That a
 * need is merely waited for is no reason.
 */
export function requireEarlier(
  { graph, plan }: { readonly graph: Graph; readonly plan: Plan },
  node: Node,
  finished: ReadonlyMap<StepId, StepFinished>,
): void {
  if (plan.select === undefined) return
  for (const { name, maker, takes } of readBy(node)) {
    const end = finished.get(maker)
    const made = nodeOf(graph, maker)
    if (made.ends !== undefined && end?.unselected !== true) requireEarlier({ graph, plan }, made, finished)
    if (end?.unselected !== true || end.note !== undefined) continue
    if (takes === 'rows' && !factsOf(made.step).makesDataset) continue
    throw new Failure(
      'run/not-selected',
      `"${name}" is not selected, and no earlier run of "${plan.pipeline}" is kept that has its ${takes}`,
      { help: `Select what the step needs too: \`--select +${node.step.id}\`` },
    )
  }
}

function readsRows(node: Node, name: string): boolean {
  const { step } = node
  if (factsOf(step).from === name) return true
  if (step.strategy?.matrix.kind === 'rows' && step.strategy.matrix.from === name) return true
  if (step.kind === 'run') return step.options.input !== undefined
  if (step.kind !== 'transform') return false
  if ('module' in step.options) return step.options.from === undefined
  return asWord(name).test(step.options.sql)
}

function namesOutputs(text: string, name: string): boolean {
  if (!text.includes('needs')) return false
  return (
    /needs\s*(?:\.\s*\*|\[)/.test(text) ||
    new RegExp(`needs\\s*\\.\\s*${name}\\b(?!-)\\s*\\.\\s*(?:outputs|\\*)`, 'i').test(text)
  )
}

function asWord(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i')
}
