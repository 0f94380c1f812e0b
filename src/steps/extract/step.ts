import type { StepContext, StepOutcome } from '../step.ts'
import type { ExtractOptions } from './options.ts'
import { extractBySql } from './extract-by-sql.ts'
import { type WindowRead, extractWindow } from './incremental/extract-window.ts'
import { gather } from './gather.ts'
import { readDataset } from './read-dataset.ts'
import type { RejectedCursors } from './incremental/rejected-cursors.ts'

type Context = StepContext<ExtractOptions>

/** Reads files, addresses or a database into one dataset; rows that break a rule go into a second one. */
export async function extract(context: Context): Promise<StepOutcome> {
  const { window } = context
  if (window !== undefined) return extractWindow(window, context, (rejected) => read(context, rejected))
  return (await read(context)).outcome
}

async function read(context: Context, rejected?: RejectedCursors): Promise<WindowRead> {
  if (context.options.format === 'sql') return { outcome: await extractBySql(context, rejected) }
  const { spooled, sentAt, marks, unchanged } = await gather(context)
  rejected?.sentAt(sentAt)
  const known = {
    ...(marks === undefined ? {} : { sources: marks }),
    ...(unchanged === undefined ? {} : { unchanged }),
  }
  if (unchanged === true && context.before?.kept === true) return { outcome: known }
  const outcome = await readDataset(spooled, context, rejected)
  return { outcome: { ...outcome, ...known }, sentAt }
}
