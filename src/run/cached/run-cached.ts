import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CacheKey, hashOf } from '../../cache/cache-key.ts'
import { decide, type Decision } from '../../cache/decide.ts'
import type { EntryFile } from '../../cache/entry.ts'
import { type CacheSlot, slotName } from '../../cache/slot-name.ts'
import { whatChanged } from '../../cache/what-changed.ts'
import type { Node } from '../../graph/graph.ts'
import { attempt } from '../attempt.ts'
import { legFile } from '../attempt-folder.ts'
import type { Leg } from '../leg.ts'
import type { Recorder } from '../recorder.ts'
import type { RunState } from '../run-state.ts'
import type { Finish } from '../run-step.ts'
import { baseEnvironment, runEnvironment } from '../step-environment.ts'
import { entryOf, finishOf } from './entry-of.ts'
import { showsSecret } from '../shows-secret.ts'
import type { StepCache } from './step-cache.ts'
import { stepKey } from './step-key.ts'

interface Work {
  readonly state: RunState
  readonly recorder: Recorder
  readonly node: Node
  /** The leg that is run; each has entries of its own. */
  readonly leg?: Leg
}

/**
 * Runs a step unless what it would make is in the cache; what it then makes is kept there. What goes wrong with the
 * cache is told beside the reason, and never fails the step.
 */
export async function runUnlessCached(work: Work, run: () => Promise<Finish>): Promise<Finish> {
  const { step } = work.node
  if (step.cache === undefined || step.kind === 'uses' || step.kind === 'load') return run()
  const { cache } = work.state.request
  if (cache === undefined) return told(await run(), 'the cache is not used')
  const before = await keyOf(work, cache)
  if (before.key === undefined) return told(await run(), before.trouble)
  const { key } = before
  const found = await lookUp(work, cache, key)
  const reused = found.decision === 'reuse' ? await reuse(work, cache, found) : { trouble: found.reason }
  if (!('trouble' in reused)) return reused
  const finish = await run()
  if (finish.result !== 'success') return told(finish, reused.trouble)
  const lost = await keep(work, cache, { key, finish })
  return told(finish, lost === undefined ? reused.trouble : `${reused.trouble}; not kept: ${lost}`)
}

function told(finish: Finish, reason: string): Finish {
  return { ...finish, cache: { decision: 'ran', reason } }
}

/** An expression without a value, a file that may not be read: the attempt will tell; there is just no key. */
async function keyOf(
  work: Work,
  cache: StepCache,
): Promise<{ key: CacheKey } | { key: undefined; trouble: string }> {
  const { state, node } = work
  const limits = { clock: state.request.ports.clock, timeoutMs: 600_000, graceMs: 0, cancel: never }
  const made = await attempt(() => makeKey(work, cache), limits)
  if (made.ended === 'done') return { key: made.value }
  return { key: undefined, trouble: `no key for "${node.step.id}": ${made.failure.message}` }
}

const never = new AbortController().signal

async function makeKey({ state, node, recorder, leg }: Work, cache: StepCache): Promise<CacheKey> {
  const { request } = state
  const { environment, plan, workspace } = request
  const { id } = node.step
  const hashes = Object.entries(state.datasets(id)).map(
    async ([name, { path }]) => [name, await cache.contentOf(path)] as const,
  )
  const inherited = baseEnvironment(environment.env, environment.secrets)
  return stepKey({
    step: node.step,
    manifest: node.scope.manifest,
    contexts: leg === undefined ? state.contexts(id) : { ...state.contexts(id), matrix: leg.values ?? {} },
    datasets: Object.fromEntries(await Promise.all(hashes)),
    env: {
      ...environment.env,
      ...inherited,
      ...runEnvironment({ ...plan.run, pipeline: plan.pipeline, step: id, attempt: 1 }),
    },
    workspace,
    mask: recorder.mask,
  })
}

async function lookUp(work: Work, { store }: StepCache, key: CacheKey): Promise<Decision> {
  const { state, node } = work
  const { trouble, ...known } = await store.look(slotOf(work), key)
  const now = state.request.ports.clock.now()
  const decision = decide(key, known, { now, maxAgeMs: node.step.cache?.maxAgeMs })
  return trouble === undefined
    ? decision
    : { decision: 'run', reason: `the cache cannot be read: ${trouble}` }
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
  { head, reason }: Extract<Decision, { decision: 'reuse' }>,
): Promise<Finish | { readonly trouble: string }> {
  const { folder } = work.state.request
  const { step } = work.node
  const arrived = join(folder, 'scratch', `${slotName(slotOf(work))}-cache`)
  mkdirSync(arrived, { recursive: true })
  const entry = await cache.store.fetch(slotOf(work), head, arrived)
  const finish =
    'trouble' in entry
      ? entry
      : finishOf(entry, { arrived, folder, step: step.id, fileOf: (kind) => fileOf(work, kind) })
  rmSync(arrived, { recursive: true, force: true })
  if ('trouble' in finish) return finish
  if (finish.dataset !== undefined && head.dataset !== undefined)
    cache.know(join(folder, finish.dataset.file), head.dataset)
  return { ...finish, cached: true, cache: { decision: 'reused', reason } }
}

/** Keeps what the step made, if all it was made of is still as it was; else, or on trouble, why it is not kept. */
async function keep(
  work: Work,
  cache: StepCache,
  { key, finish }: { readonly key: CacheKey; readonly finish: Finish },
): Promise<string | undefined> {
  const { state, node, recorder } = work
  const { folder, plan, ports } = state.request
  const after = await keyOf(work, cache)
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
    contentOf: (path) => cache.contentOf(path),
  })
  if (await showAnySecret(work, Object.values(files))) return 'its rows show a secret'
  return (await cache.store.save(slotOf(work), entry, files)).trouble
}

/** Entries are read by other runs, on GitHub also by those of other branches. */
async function showAnySecret({ state, recorder }: Work, paths: readonly string[]): Promise<boolean> {
  if (Object.keys(state.request.environment.secrets).length === 0) return false
  for (const path of paths) if (await showsSecret(path, recorder.mask)) return true
  return false
}
