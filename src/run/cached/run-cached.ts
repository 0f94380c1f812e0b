import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CacheKey, hashOf } from '../../cache/cache-key.ts'
import { decide, type Decision } from '../../cache/decide.ts'
import type { EntryFile } from '../../cache/entry.ts'
import type { CacheSlot } from '../../cache/slot-name.ts'
import { hashFile } from '../../cache/hash-file.ts'
import { whatChanged } from '../../cache/what-changed.ts'
import { attempt } from '../attempts/attempt.ts'
import { legFile } from '../attempts/attempt-folder.ts'
import type { Finish } from '../run-step.ts'
import { entryOf, finishOf } from './entry-of.ts'
import { type KeyWork, keyWith } from './key-of-work.ts'
import { showsSecret } from '../events/shows-secret.ts'
import type { StepCache } from './step-cache.ts'

type Work = KeyWork

/**
 * Runs a step unless what it would make is in the cache; what it then makes is kept there. What goes wrong with the
 * cache, also what is thrown, is told beside the reason and never fails the step. Once `cancel` is aborted nothing more
 * is looked up, fetched or kept: a step that was only looked up is cancelled, one that has run ends as it did.
 */
export async function runUnlessCached(
  work: Work,
  cancel: AbortSignal,
  run: () => Promise<Finish>,
): Promise<Finish> {
  const { step } = work.node
  if (step.cache === undefined || step.kind === 'uses' || step.kind === 'load') return run()
  const { cache } = work.state.request
  if (cache === undefined) return withReason(await run(), 'the cache is not used')
  const limits = { clock: work.state.request.ports.clock, timeoutMs: mostMs, graceMs: 0, cancel }
  const taken = await attempt((signal) => take(work, cache, signal), limits)
  if (taken.ended === 'cancelled')
    return { result: 'cancelled', reason: taken.failure.message, attempts: 0, rows: null, outputs: {} }
  const found = taken.ended === 'done' ? taken.value : { trouble: unreadable(taken.failure.message) }
  if ('reused' in found) return found.reused
  const finish = await run()
  const { key, trouble } = found
  if (finish.result !== 'success' || key === undefined) return withReason(finish, trouble)
  const kept = await attempt((signal) => keep(work, cache, { key, finish, signal }), limits)
  const lost = kept.ended === 'done' ? kept.value : kept.failure.message
  return withReason(finish, lost === undefined ? trouble : `${trouble}; not kept: ${lost}`)
}

/** So long the cache is waited for, before a step and after it. */
const mostMs = 600_000

function withReason(finish: Finish, reason: string): Finish {
  return { ...finish, cache: { decision: 'ran', reason } }
}

function unreadable(why: string): string {
  return `the cache cannot be read: ${why}`
}

type Taken =
  | { readonly reused: Finish }
  /** Why it has to run; without a key, what it makes cannot be kept. */
  | { readonly key?: CacheKey; readonly trouble: string }

async function take(work: Work, cache: StepCache, signal: AbortSignal): Promise<Taken> {
  const { key, trouble } = await keyOf(work, cache, signal)
  if (key === undefined) return { trouble }
  const found = await lookUp(work, cache, key)
  signal.throwIfAborted()
  if (found.decision === 'run') return { key, trouble: found.reason }
  const reused = await reuse(work, cache, { found, signal })
  return 'trouble' in reused ? { key, trouble: reused.trouble } : { reused }
}

/** An expression without a value, a file that may not be read: the attempt will tell; there is just no key. */
async function keyOf(
  work: Work,
  cache: StepCache,
  signal: AbortSignal,
): Promise<{ key: CacheKey; trouble?: never } | { key?: never; trouble: string }> {
  const { state, node } = work
  const limits = { clock: state.request.ports.clock, timeoutMs: mostMs, graceMs: 0, cancel: signal }
  const made = await attempt(() => makeKey(work, cache), limits)
  signal.throwIfAborted()
  return made.ended === 'done'
    ? { key: made.value }
    : { trouble: `no key for "${node.step.id}": ${made.failure.message}` }
}

async function makeKey(work: Work, cache: StepCache): Promise<CacheKey> {
  const hashes = Object.entries(work.state.datasets(work.node.step.id)).map(
    async ([name, { path }]) => [name, await cache.contentOf(path)] as const,
  )
  return keyWith(work, Object.fromEntries(await Promise.all(hashes)))
}

async function lookUp(work: Work, { store }: StepCache, key: CacheKey): Promise<Decision> {
  const { state, node } = work
  const { trouble, ...known } = await store.look(slotOf(work), key)
  const now = state.request.ports.clock.now()
  const decision = decide(key, known, { now, maxAgeMs: node.step.cache?.maxAgeMs })
  return trouble === undefined ? decision : { decision: 'run', reason: unreadable(trouble) }
}

/** A leg is known by its values, whatever its number: another leg before it changes nothing. */
function slotOf({ state, node, leg = state.leg }: Work): CacheSlot {
  const slot = { pipeline: state.request.plan.pipeline, step: node.step.id }
  return leg === undefined ? slot : { ...slot, leg: hashOf(leg.values ?? leg.key) }
}

/** Where what the step makes lies, relative to the run's folder. */
function fileOf({ state, node, leg = state.leg }: Work, kind: EntryFile): string {
  const folder = kind === 'dataset' ? 'datasets' : 'rejects'
  return leg === undefined ? `${folder}/${node.step.id}.sqlite` : legFile(node.step.id, leg.path, folder)
}

async function reuse(
  work: Work,
  cache: StepCache,
  {
    found: { head, reason },
    signal,
  }: { readonly found: Extract<Decision, { decision: 'reuse' }>; readonly signal: AbortSignal },
): Promise<Finish | { readonly trouble: string }> {
  const { folder } = work.state.request
  const { step } = work.node
  const arrived = arrivalFolder(folder)
  try {
    const entry = await cache.store.fetch(slotOf(work), head, arrived)
    signal.throwIfAborted()
    if ('trouble' in entry) return entry
    const finish = finishOf(entry, { arrived, folder, step: step.id, fileOf: (kind) => fileOf(work, kind) })
    if ('trouble' in finish) return finish
    if (work.leg === undefined && finish.dataset !== undefined && head.dataset !== undefined)
      cache.know(join(folder, finish.dataset.file), head.dataset)
    return { ...finish, cached: true, cache: { decision: 'reused', reason } }
  } finally {
    rmSync(arrived, { recursive: true, force: true })
  }
}

/** One of its own each time: legs with equal values have one slot. */
function arrivalFolder(folder: string): string {
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch, { recursive: true })
  return mkdtempSync(join(scratch, 'from-cache-'))
}

interface Made {
  readonly key: CacheKey
  readonly finish: Finish
  readonly signal: AbortSignal
}

/** Keeps what the step made, if all it was made of is still as it was; else, or on trouble, why it is not kept. */
async function keep(
  work: Work,
  cache: StepCache,
  { key, finish, signal }: Made,
): Promise<string | undefined> {
  const { state, node, recorder } = work
  const { folder, plan, ports } = state.request
  const after = await keyOf(work, cache, signal)
  if (after.key === undefined) return after.trouble
  if (after.key.hash !== key.hash) return `${whatChanged(after.key.parts, key.parts)} while it ran`
  const { entry, files } = await entryOf({
    pipeline: plan.pipeline,
    step: node.step.id,
    savedAt: ports.clock.now(),
    key,
    finish,
    folder,
    mask: recorder.mask,
    contentOf: (path) => (isRead(work, finish, path) ? cache.contentOf(path) : hashFile(path)),
  })
  if (await showAnySecret(work, Object.values(files))) return 'its rows show a secret'
  signal.throwIfAborted()
  return (await cache.store.save(slotOf(work), entry, files)).trouble
}

/** Whether another step may ask for the content of the file. Of a leg nobody does: its rows are joined with others. */
function isRead({ leg, state }: Work, { dataset }: Finish, path: string): boolean {
  return leg === undefined && dataset !== undefined && path === join(state.request.folder, dataset.file)
}

/** Entries are read by other runs, on GitHub also by those of other branches. */
async function showAnySecret({ state, recorder }: Work, paths: readonly string[]): Promise<boolean> {
  if (Object.keys(state.request.environment.secrets).length === 0) return false
  for (const path of paths) if (await showsSecret(path, recorder.mask)) return true
  return false
}
