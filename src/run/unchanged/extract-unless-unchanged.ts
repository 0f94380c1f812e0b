import type { EntryHead } from '../../cache/entry.ts'
import type { SourceMark, StepMark, StepPast } from '../../plan/step-past.ts'
import type { KeyWork } from '../cached/key-of-work.ts'
import { columnsBefore } from '../run-state.ts'
import type { Finish } from '../run-step.ts'
import { KeptDataset } from './kept-dataset.ts'
import { unchangedNote } from './unchanged-note.ts'
import { readersStay } from './readers-stay.ts'

interface Known {
  readonly key: string
  readonly past: StepPast | undefined
  readonly run: () => Promise<Finish>
}

/**
 * Runs an extract that says whether its sources are as they were. They need not be fetched if nobody will need their
 * rows, or these are still in the cache.
 */
export async function extractUnlessUnchanged(work: KeyWork, { key, past, run }: Known): Promise<Finish> {
  const { state, node } = work
  const { plan, cache } = state.request
  const { id } = node.step
  if (cache === undefined) return run()
  const kept = new KeptDataset(work, cache)
  const mark = past?.mark?.key === key ? past.mark : undefined
  const sources = mark?.sources
  const isUnread = mark !== undefined && (await readersStay(work, id, new Map([[id, mark.since]])))
  const head = sources === undefined || isUnread ? undefined : await kept.look(key, sources)
  const columns = columnsBefore(past?.columns)
  state.before.set(id, {
    ...columns,
    asked: true,
    ...(sources === undefined ? {} : { sources }),
    ...(isUnread || head !== undefined ? { kept: true as const } : {}),
  })
  const { sources: seen = [], ...finish } = await run()
  if (finish.result !== 'success') return finish
  if (mark === undefined || finish.unchanged !== true)
    return keepNew(kept, { finish, mark: { key, since: plan.run.id, sources: [...seen] } })
  const now = { ...mark, sources: [...seen] }
  if (finish.dataset !== undefined || isUnread) return unchanged(finish, now)
  const restored = head === undefined ? undefined : await restore(kept, head)
  if (restored !== undefined) return unchanged({ ...restored, attempts: finish.attempts }, now)
  state.before.set(id, { ...columns, asked: true, sources: seen })
  const { sources: again = seen, ...made } = await run()
  if (made.result !== 'success') return made
  return made.unchanged === true
    ? unchanged(made, now)
    : keepNew(kept, { finish: made, mark: { key, since: plan.run.id, sources: [...again] } })
}

function unchanged({ note, ...finish }: Finish, mark: StepMark): Finish {
  return { ...finish, note: unchangedNote(mark, note), unchanged: true, mark }
}

async function restore(kept: KeptDataset, head: EntryHead): Promise<Finish | undefined> {
  const restored = await kept.fetch(head).catch(() => undefined)
  if (restored === undefined || 'trouble' in restored) return undefined
  const { counts: _read, ...rows } = restored
  return rows
}

/** Rows are kept only where a server can be asked whether they are still the same: others are fetched anyway. */
async function keepNew(
  kept: KeptDataset,
  { finish, mark }: { readonly finish: Finish; readonly mark: StepMark & { readonly sources: SourceMark[] } },
): Promise<Finish> {
  const { unchanged: _unchanged, ...made } = finish
  const canBeAsked = mark.sources.every(
    ({ etag, lastModified }) => etag !== undefined || lastModified !== undefined,
  )
  if (mark.sources.length === 0) return made
  if (canBeAsked && made.dataset !== undefined)
    await kept.save(mark.key, mark.sources, made).catch(() => undefined)
  return { ...made, mark }
}
