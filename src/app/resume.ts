import { Failure } from '../diagnostic/failure.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { RunEvent, RunResult } from '../run/event.ts'
import { lastEnds } from '../run/resume/last-ends.ts'
import { type LegsDone, legsDone } from '../run/mapped/legs-done.ts'
import type { StepFinished } from '../run/run-request.ts'
import type { Definitions } from '../run/resume/step-definitions.ts'
import { stepsToResume } from '../run/resume/steps-to-resume.ts'

/** What is known of a run that stopped before it was done. */
export interface StoppedRun {
  readonly run: string
  readonly events: readonly RunEvent[]
  /** The end of a step with its datasets as they lie in the run's folder; `undefined` if one is gone, or not whole. */
  readonly whole: (end: StepFinished) => StepFinished | undefined
  /** What the steps were when they were run, and what they are now. */
  readonly before: Definitions
  readonly now: Definitions
  /** Go on also if what was done would be done otherwise now. */
  readonly allowChanged: boolean
}

/** What the run goes on with. */
export interface Resumption {
  readonly prior: ReadonlyMap<StepId, StepFinished>
  readonly priorLegs: ReadonlyMap<StepId, LegsDone>
  /** Of what is kept as it was when it was run, of all else as it is now. */
  readonly definitions: Definitions
  /** How many of the selected steps are run, and how many are not run again. */
  readonly counts: { readonly run: number; readonly kept: number }
}

/** How the run ended when it was last at work; `undefined` if it was killed. */
export function lastResult(events: Iterable<RunEvent>): RunResult | undefined {
  let result: RunResult | undefined
  for (const event of events)
    if (event.type === 'run-started') result = undefined
    else if (event.type === 'run-finished') ({ result } = event)
  return result
}

/**
 * Judges what of a run is done and need not be done again. Throws a `Failure` (`run/changed`) when a step that is done is
 * not the one any more that did it.
 */
export function resumption(graph: Graph, stopped: StoppedRun): Resumption {
  const { before, now } = stopped
  const kept = wholeEnds(stopped)
  const open = stepsToResume(graph, lastEnds(stopped.events), (end) => kept.has(end.step))
  const prior = new Map([...kept].filter(([id]) => graph.nodes.has(id) && !open.has(id)))
  const isChanged = (id: StepId) => before.has(id) && before.get(id) !== now.get(id)
  const changed = [...prior.keys()].filter((id) => isChanged(id) && prior.get(id)?.result === 'success')
  if (changed.length > 0 && !stopped.allowChanged) throw changedSteps(stopped.run, changed)
  const isSame = (id: StepId, { definition }: LegsDone) =>
    definition === now.get(id) && nodeOf(graph, id).needs.every((need) => prior.has(need))
  return {
    prior,
    priorLegs: new Map(
      [...legsDone(graph, stopped.events)].filter(([id, legs]) => open.has(id) && isSame(id, legs)),
    ),
    definitions: new Map([...now].map(([id, hash]) => [id, prior.has(id) ? (before.get(id) ?? hash) : hash])),
    counts: {
      run: open.size,
      kept: [...prior.values()].filter(({ unselected }) => unselected !== true).length,
    },
  }
}

/** How each step ended whose datasets, if it made any, are there. */
function wholeEnds({ events, whole }: StoppedRun): Map<StepId, StepFinished> {
  const ends = new Map<StepId, StepFinished>()
  for (const [id, end] of lastEnds(events)) {
    const kept = whole(end)
    if (kept !== undefined) ends.set(id, kept)
  }
  return ends
}

const namedSteps = 10

function changedSteps(run: string, changed: readonly StepId[]): Failure {
  const names = changed.slice(0, namedSteps).map((id) => `"${id}"`)
  const more = changed.length > namedSteps ? ` and ${changed.length - namedSteps} more` : ''
  return new Failure(
    'run/changed',
    `run ${run} has done ${names.join(', ')}${more} already, and what that does has changed since`,
    { help: 'Run the pipeline anew, or keep what was made before with --allow-changed' },
  )
}
