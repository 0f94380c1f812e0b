import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { graphOf, type Sketch } from '../support/graph-of.ts'

const at = '2026-11-21T05:30:00.000Z'

/** The plan of a scheduled run of these steps; every kind is `run` unless `kinds` says otherwise. */
export function planOf(steps: readonly Sketch[], part: Partial<Plan> = {}): Plan {
  const made = makePlan(graphOf(steps), {
    run: { id: 'r1', trigger: 'schedule', at, date: '2026-11-21' },
    inputs: {},
    authored: {},
    past: new Map(),
  })
  return { ...made, ...part }
}

type Finished = Extract<RunEvent, { type: 'step-finished' }>

const base = { schema: 1, run: 'r1', at } as const

/** The end of a step: a success unless `part` says otherwise. */
export function finished(step: string, part: Partial<Finished> = {}): Finished {
  return {
    ...base,
    type: 'step-finished',
    step,
    result: 'success',
    attempts: 1,
    rows: null,
    durationMs: 1000,
    outputs: {},
    ...part,
  }
}

export function failed(step: string, message: string, part: Partial<Finished> = {}): Finished {
  const failure = { code: 'step/exit', message, causes: [], retryable: false }
  return finished(step, { result: 'failure', failure, ...part })
}

export function started(step: string): RunEvent {
  return { ...base, type: 'step-started', step, attempt: 1 }
}

export function logged(step: string, line: string): RunEvent {
  return { ...base, type: 'step-log', step, stream: 'stdout', line }
}
