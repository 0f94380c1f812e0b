import * as z from 'zod'

/**
 * The part of a source that an incremental extract has read: `[from, to)`. Times are ISO texts of one length, in UTC
 * (`2024-01-01T00:00:00.000Z`); integers are their digits. It goes with the rows, so that whoever keeps them keeps also
 * how far the source has been read.
 */
export const windowRecord = z.object({
  /** Names what is read: the extract's step, the inputs it reads by, its leg. */
  source: z.string(),
  kind: z.enum(['time', 'integer']),
  from: z.string(),
  to: z.string(),
  /** Where the first window of the source begins: a keeper that has kept nothing stands here. */
  start: z.string(),
  /** Up to where nothing is left to be read again: not past a rejected row. Absent: it cannot be told. */
  cursor: z.string().optional(),
  /** What each keeper had kept when the rows were read, by its step; who had kept nothing is not there. */
  kept: z.record(z.string(), z.string()),
  /** Also, or only, kept with the runs, and moved by one that succeeds: not all that takes up the rows is a table. */
  inLedger: z.literal(true).optional(),
  /** It was asked for (`millrace backfill`, `run --window`) and does not follow from what is kept. */
  asked: z.literal(true).optional(),
  /** With `asked`: what was loaded of it is loaded again. */
  again: z.literal(true).optional(),
})
export type SourceWindow = z.infer<typeof windowRecord>

type Kind = SourceWindow['kind']

/** What expressions call `window`. */
export interface WindowText {
  readonly from: string
  readonly to: string
}

/** Whether the cursor `one` stands before `other`. */
export function isBefore(kind: Kind, one: string, other: string): boolean {
  return kind === 'time' ? one < other : BigInt(one) < BigInt(other)
}

/** What was kept, if it is a cursor of this kind: a source may have been read by one of the other kind before. */
export function cursorOf(kind: Kind, kept: string | undefined): string | undefined {
  return kept !== undefined && /^-?\d+$/.test(kept) === (kind === 'integer') ? kept : undefined
}

/** Where a keeper stands that has kept this: one that has kept nothing, at the start. */
export function standing({ kind, start }: SourceWindow, kept: string | undefined): string {
  return cursorOf(kind, kept) ?? start
}

export function earlier(kind: Kind, one: string, other: string): string {
  return isBefore(kind, other, one) ? other : one
}

/**
 * Where a keeper that stands at `kept` stands once it has the rows of a window: never further back, and past no gap
 * between itself and the window. The same text: it does not move.
 */
export function movedCursor(window: SourceWindow, kept: string | undefined): string {
  const { kind, from, cursor } = window
  const own = standing(window, kept)
  if (cursor === undefined || isBefore(kind, own, from)) return own
  return isBefore(kind, own, cursor) ? cursor : own
}

/** Of rows some of which were put aside: they are to be read again once they are mended, so the cursor stays. */
export function heldWindow(window: SourceWindow): SourceWindow {
  const held = { ...window }
  delete held.cursor
  return held
}

/** Whether rows of the window are to be read again, because some were put aside. */
export function isHeld({ cursor, to }: SourceWindow): boolean {
  return cursor !== to
}

/** A window as people read it: its beginning is in it, its end is not. */
export function windowLabel({ from, to }: WindowText): string {
  return `[${[from, to].map((end) => end.replace('.000Z', 'Z')).join(', ')})`
}

/** What a step is called where cursors are kept. A leg is what its values are, whatever its number is this time. */
export function keeperName(stepId: string, leg: { readonly key: string } | undefined): string {
  return leg === undefined ? stepId : `${stepId}[${leg.key.replaceAll(/\d+-/g, '')}]`
}
