import type { StepContext, StepOutcome } from '../step.ts'
import type { ExtractOptions } from './options.ts'
import { type WindowRead, earliestOf, extractWindow } from './extract-window.ts'
import { readDataset, requireAllowedEmpty } from './read-dataset.ts'
import type { RejectedCursors } from './rejected-cursors.ts'
import { findSources } from './source.ts'
import { spool } from './spool.ts'
import type { Spooled } from './spool.ts'
import { number } from '../../text/quantities.ts'

type Context = StepContext<ExtractOptions>

/** Reads files or addresses into one dataset; rows that break a rule go into a second one. */
export async function extract(context: Context): Promise<StepOutcome> {
  const { window } = context
  if (window !== undefined) return extractWindow(window, context, (rejected) => read(context, rejected))
  return (await read(context)).outcome
}

async function read(context: Context, rejected?: RejectedCursors): Promise<WindowRead> {
  const sources = await gather(context)
  return { outcome: await readDataset(sources, context, rejected), sentAt: earliestOf(sources) }
}

/** The sources with anything in them, on this machine's disk. */
async function gather(context: Context): Promise<Spooled[]> {
  const { from, allowEmpty } = context.options
  const spooled: Spooled[] = []
  for (const [index, source] of (
    await findSources(from, { workspace: context.workspace, allowEmpty })
  ).entries()) {
    const one = await spool(source, index, context)
    context.log(`reading ${one.label} (${number(one.bytes)} bytes)`)
    if (one.bytes === 0) requireAllowedEmpty(context, [one])
    else spooled.push(one)
  }
  return spooled
}
