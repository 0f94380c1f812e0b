import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Ports } from '../../src/ports/ports.ts'
import type { RunEvent } from '../../src/run/event.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import { loadExecutor } from '../../src/steps/registry.ts'
import type { StepContext, StepExecutor } from '../../src/steps/step.ts'
import { planOf } from '../run/rig.ts'
import { graphFrom } from './graph-from.ts'
import { realPorts } from './step-context.ts'

/** Enough that rows are written in a thread, and followed. */
export const rows = 100_000

/** What is another in the source. */
export interface SourceOrders {
  /** What the last row has in place of its number. */
  readonly last?: string
  /** A text in the middle. */
  readonly middle?: string
  /** One more line. */
  readonly more?: string
}

export async function writeOrders(
  folder: string,
  { last = String(rows), middle, more }: SourceOrders = {},
): Promise<void> {
  const file = createWriteStream(join(folder, 'orders.csv'))
  file.write('id,amount,at,note\n')
  for (let id = 1; id <= rows; id++) {
    const note = middle !== undefined && id === rows / 2 ? middle : `"row, ${id} ${'·'.repeat(id % 40)}"`
    file.write(
      `${id === rows ? last : id},${id % 1000}.${10 + (id % 90)},2024-03-08T10:00:${10 + (id % 50)},${note}\n`,
    )
  }
  if (more !== undefined) file.write(`${more}\n`)
  file.end()
  await finished(file)
}

/** An extract of the file and a load of its rows. */
export const ordersLoad = (
  url: string,
  { load = '', extract = '' }: { load?: string; extract?: string } = {},
) => `
name: Orders
connections: { warehouse: '${url}' }
defaults: { retry: { infrastructure: 0 } }
steps:
  orders:
    extract:
      csv: orders.csv
      columns: { id: integer not null, amount: 'decimal(10,2)', at: timestamp, note: text }
${extract}
  publish:
    load: { from: orders, into: warehouse, table: orders, mode: append }
${load}
`

export interface Over {
  readonly concurrency?: number
  readonly ports?: Ports
  /** Called around a step's own work. */
  readonly around?: (
    context: StepContext,
    work: () => ReturnType<StepExecutor<unknown>>,
  ) => ReturnType<StepExecutor<unknown>>
  readonly cancel?: AbortController
  readonly run?: string
}

export interface RanOrders {
  readonly events: readonly RunEvent[]
  readonly steps: Readonly<Record<string, Extract<RunEvent, { type: 'step-finished' }>>>
  /** Whether the load went into a transaction that had been begun before it. */
  readonly wasAhead: boolean
}

/** Runs it, where the test looks on. */
export async function runOrders(folder: string, text: string, over: Over = {}): Promise<RanOrders> {
  const graph = graphFrom(text)
  const events: RunEvent[] = []
  let opened = 0
  let openedBefore = 0
  const ports = over.ports ?? realPorts
  const databases: Ports['databases'] = {
    ...ports.databases,
    open(...asked) {
      opened += /^(?:postgres|mysql)/.test(asked[0].url) ? 1 : 0
      return ports.databases.open(...asked)
    },
  }
  let wasAhead = false
  await runSteps(
    {
      graph,
      plan: planOf(graph),
      prior: new Map(),
      async execute(kind) {
        const execute = await loadExecutor(kind)
        return async (context) => {
          openedBefore = opened
          const outcome = await (over.around?.(context, () => execute(context)) ?? execute(context))
          if (kind === 'load') wasAhead = opened === openedBefore
          return outcome
        }
      },
      ports: { ...ports, databases },
      environment: { secrets: {}, vars: {}, env: { PATH: process.env['PATH'] }, github: {} },
      workspace: folder,
      folder: join(folder, over.run ?? 'run'),
      concurrency: over.concurrency ?? 4,
      signal: (over.cancel ?? new AbortController()).signal,
      graceMs: 5_000,
    },
    (event) => events.push(event),
  )
  const ends = events.filter((event) => event.type === 'step-finished')
  return { events, steps: Object.fromEntries(ends.map((event) => [event.step, event])), wasAhead }
}
