import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CacheKey, cacheKey } from '../../cache/cache-key.ts'
import type { EntryFile, EntryHead } from '../../cache/entry.ts'
import { hashFile } from '../../cache/hash-file.ts'
import type { CacheSlot } from '../../cache/slot-name.ts'
import type { SourceMark } from '../../plan/step-past.ts'
import { entryOf, finishOf } from '../cached/entry-of.ts'
import type { KeyWork } from '../cached/key-of-work.ts'
import type { StepCache } from '../cached/step-cache.ts'
import type { Finish } from '../run-step.ts'
import { showsSecret } from '../events/shows-secret.ts'

/** What an extract made of sources that a server can be asked about, in the cache, so that they need not be fetched again. */
export class KeptDataset {
  readonly #work: KeyWork
  readonly #cache: StepCache
  readonly #slot: CacheSlot

  constructor(work: KeyWork, cache: StepCache) {
    this.#work = work
    this.#cache = cache
    this.#slot = { pipeline: work.state.request.plan.pipeline, step: work.node.step.id, kept: true }
  }

  /** The entry with what was made of the sources; `undefined` if there is none, or none can be had. */
  async look(key: string, sources: readonly SourceMark[]): Promise<EntryHead | undefined> {
    return (await this.#cache.store.look(this.#slot, keyOf(key, sources))).same
  }

  /** How the step ended that made it, with the dataset in the run's folder. */
  async fetch(head: EntryHead): Promise<Finish | { readonly trouble: string }> {
    const { folder } = this.#work.state.request
    const step = this.#work.node.step.id
    mkdirSync(join(folder, 'scratch'), { recursive: true })
    const arrived = mkdtempSync(join(folder, 'scratch', 'kept-'))
    try {
      const entry = await this.#cache.store.fetch(this.#slot, head, arrived)
      if ('trouble' in entry) return entry
      const fileOf = (kind: EntryFile) => `${kind === 'dataset' ? 'datasets' : 'rejects'}/${step}.sqlite`
      return finishOf(entry, { arrived, folder, step, fileOf })
    } finally {
      rmSync(arrived, { recursive: true, force: true })
    }
  }

  /** Keeps what the step made. Answers why it was not kept, if so. */
  async save(key: string, sources: readonly SourceMark[], finish: Finish): Promise<string | undefined> {
    const { state, node, recorder } = this.#work
    const { plan, folder, ports, environment } = state.request
    const { entry, files } = await entryOf({
      pipeline: plan.pipeline,
      step: node.step.id,
      savedAt: ports.clock.now(),
      key: keyOf(key, sources),
      finish,
      folder,
      mask: recorder.mask,
      contentOf: hashFile,
    })
    const hasSecrets = Object.keys(environment.secrets).length > 0
    for (const path of Object.values(files))
      if (hasSecrets && (await showsSecret(path, recorder.mask))) return 'its rows show a secret'
    return (await this.#cache.store.save(this.#slot, entry, files)).trouble
  }
}

function keyOf(key: string, sources: readonly SourceMark[]): CacheKey {
  return cacheKey([
    { group: 'definition', name: 'definition', hash: key },
    ...sources.map(({ source, sha256 = '' }) => ({ group: 'data' as const, name: source, hash: sha256 })),
  ])
}
