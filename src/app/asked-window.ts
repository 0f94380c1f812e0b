import { hashOf } from '../cache/cache-key.ts'
import { Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import { definitionsOf } from '../run/resume/step-definitions.ts'
import { holdsDay, windowIn } from '../schedule/asked-window.ts'
import { dateIn } from '../schedule/day-start.ts'
import type { LogicalTime } from './logical-time.ts'

/** The window that a run was asked for, and the time that it is for: that of its beginning. Throws `Usage` for a text that is none. */
export async function askedWindow(
  graph: Graph,
  timezone: string,
  {
    window: text,
    again = false,
    workspace,
    resumed,
  }: {
    readonly window?: string
    readonly again?: boolean
    readonly workspace: string
    readonly resumed?: Plan
  },
): Promise<{ readonly window: NonNullable<Plan['run']['window']>; readonly time: LogicalTime } | undefined> {
  if (text === undefined || resumed !== undefined) return undefined
  const window = windowIn(text, timezone)
  if (window === undefined)
    throw new Usage(
      `"${text}" is no window`,
      'write FROM..TO with dates or times, the first before the second: 2024-01-01..2024-02-01',
    )
  return {
    window: {
      ...window,
      definition: await pipelineDefinition(graph, workspace),
      ...(again ? { again } : {}),
    },
    time: {
      at: window.from,
      date: dateIn(timezone, new Date(window.from)),
      ...(holdsDay(window, timezone) ? { dated: true } : {}),
    },
  }
}

/** What a pipeline is, as a hash: its steps as they are written, and their code. */
export async function pipelineDefinition(graph: Graph, workspace: string): Promise<string> {
  return hashOf([...(await definitionsOf(graph, workspace))])
}
