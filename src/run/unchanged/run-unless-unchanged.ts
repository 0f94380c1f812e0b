import { resolve } from 'node:path'
import { hashFile } from '../../cache/hash-file.ts'
import type { StepMark } from '../../plan/step-past.ts'
import { attempt, tried } from '../attempts/attempt.ts'
import type { KeyWork } from '../cached/key-of-work.ts'
import { claimFile } from '../files/claim-file.ts'
import type { Finish } from '../run-step.ts'
import { extractUnlessUnchanged } from './extract-unless-unchanged.ts'
import { couldStay, ownKey, type SinceOf } from './own-key.ts'
import { ownOptions } from './own-options.ts'
import { readersStay } from './readers-stay.ts'
import { isStillThere } from './still-there.ts'
import { unchangedNote } from './unchanged-note.ts'

/** So long what a step depends on is looked at. */
const mostMs = 600_000

/**
 * Runs a step unless nothing that it depends on has changed since the last good run, and marks what it makes, so that later
 * runs can tell (`docs/decisions/0013-what-is-unchanged.md`). What is in the way of telling is no failure: the step runs.
 */
export async function runUnlessUnchanged(
  work: KeyWork,
  cancel: AbortSignal,
  run: () => Promise<Finish>,
): Promise<Finish> {
  const { state, node } = work
  const { plan, ports } = state.request
  const sinceOf: SinceOf = (need) => state.finished.get(need)?.mark?.since
  if (!couldStay(work, sinceOf)) return run()
  const past = plan.before?.[node.step.id]
  const limits = { clock: ports.clock, timeoutMs: mostMs, graceMs: 0, cancel }
  const known = await attempt(() => ownKey(work, sinceOf), limits)
  const key = known.ended === 'done' ? known.value : undefined
  if (key === undefined) return run()
  if (node.step.kind === 'extract') return extractUnlessUnchanged(work, { key, past, run })
  const mark = past?.mark?.key === key ? past.mark : undefined
  if (mark !== undefined && (await isSpared(work, mark))) return spared(mark)
  const finish = await run()
  if (finish.result !== 'success') return finish
  const isSame = mark !== undefined && node.step.kind !== 'load' && isSameAgain(work, finish)
  if (isSame) return { ...finish, mark, unchanged: true, note: unchangedNote(mark, finish.note) }
  return { ...finish, mark: { key, since: plan.run.id, ...(await fileMark(work)) } }
}

/** Whether the step need not be run: what it did is still there, or nobody needs what it would make. */
async function isSpared(work: KeyWork, mark: StepMark): Promise<boolean> {
  const { kind, id } = work.node.step
  if (kind === 'load') return (await isStillThere(work, mark)) && mayKeepFile(work)
  return kind === 'transform' && readersStay(work, id, new Map([[id, mark.since]]))
}

function spared(mark: StepMark): Finish {
  return {
    result: 'skipped',
    reason: unchangedNote(mark),
    unchanged: true,
    mark,
    attempts: 0,
    rows: null,
    outputs: {},
  }
}

/** A transform makes the same of the same; a script only where its cache has what it made. */
function isSameAgain({ node }: KeyWork, { cached }: Finish): boolean {
  return node.step.kind === 'transform' || cached === true
}

/** The file is this step's in this run too, so that no other one replaces it. */
function mayKeepFile(work: KeyWork): boolean {
  const path = pathOfFile(work)
  const writer = { step: work.node.step.id }
  return path === undefined || tried(() => claimFile(work.state, writer, path)).ended === 'done'
}

/** The place of the file that a load writes. */
function pathOfFile(work: KeyWork): string | undefined {
  const { step } = work.node
  if (step.kind !== 'load' || step.options.target !== 'file') return undefined
  return resolve(work.state.request.workspace, String(ownOptions(work)['file']))
}

/** Of a load into a file what its bytes are, so that a later run can tell whether they are there. */
async function fileMark(work: KeyWork): Promise<Pick<StepMark, 'file'>> {
  const path = pathOfFile(work)
  if (path === undefined) return {}
  const hash = await hashFile(path).catch(() => undefined)
  return hash === undefined ? {} : { file: hash }
}
