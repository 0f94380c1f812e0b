import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CacheKey } from '../../cache/cache-key.ts'
import { type CacheEntry, type EntryFile, entryFiles } from '../../cache/entry.ts'
import { type DatasetRecord, runEvent } from '../event.ts'
import { maskedEvent } from '../events/masked-event.ts'
import type { StepFinished } from '../run-request.ts'
import type { Finish } from '../run-step.ts'

interface Kept {
  readonly pipeline: string
  readonly step: string
  readonly savedAt: Date
  readonly key: CacheKey
  readonly finish: Finish
  /** The run's folder. */
  readonly folder: string
  readonly mask: (text: string) => string
  readonly contentOf: (path: string) => Promise<string>
}

/** What is kept of a step that succeeded, and where its files lie. Its texts are masked; its rows are what they are. */
export async function entryOf(kept: Kept): Promise<{
  readonly entry: CacheEntry
  readonly files: Readonly<Partial<Record<EntryFile, string>>>
}> {
  const { pipeline, step, savedAt, key, finish, folder, mask } = kept
  const masked = maskedEvent(finished(step, finish), mask)
  const { dataset } = finish
  const { cache: _cache, ...made } = masked.type === 'step-finished' ? bare(masked) : {}
  const paths = {
    ...(dataset === undefined ? {} : { dataset: join(folder, dataset.file) }),
    ...(finish.rejects === undefined ? {} : { rejects: join(folder, finish.rejects.file) }),
  }
  const described = Object.entries(paths).map(async ([name, path]) => {
    return [name, { sha256: await kept.contentOf(path), bytes: statSync(path).size }] as const
  })
  return {
    entry: {
      schema: 1,
      pipeline,
      step,
      savedAt: savedAt.toISOString(),
      key: { hash: key.hash, parts: [...key.parts] },
      made: { ...made, ...(dataset === undefined ? {} : { dataset }) },
      files: Object.fromEntries(await Promise.all(described)),
    },
    files: paths,
  }
}

interface Place {
  /** The folder with the entry's files. */
  readonly arrived: string
  /** The run's folder. */
  readonly folder: string
  readonly step: string
  /** Where they belong, relative to the run's folder. */
  readonly fileOf: (kind: EntryFile) => string
}

/** How a step ends whose entry lies in a folder; its files are moved into the run's. */
export function finishOf(
  entry: CacheEntry,
  { arrived, folder, step, fileOf }: Place,
): Finish | { readonly trouble: string } {
  const event = runEvent.safeParse({
    ...finished(step, { result: 'success', attempts: 0, rows: null, outputs: {} }),
    ...entry.made,
    attempts: 0,
  })
  if (!event.success || event.data.type !== 'step-finished')
    return { trouble: 'the entry is none that this version knows' }
  const made = bare(event.data)
  return {
    ...made,
    result: 'success',
    ...moved('dataset', made.dataset),
    ...moved('rejects', made.rejects),
  }

  function moved(kind: EntryFile, record: DatasetRecord | undefined): Partial<Finish> {
    if (record === undefined) return {}
    const file = fileOf(kind)
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    renameSync(join(arrived, entryFiles[kind]), join(folder, file))
    return { [kind]: { ...record, file } }
  }
}

function finished(step: string, finish: Finish): StepFinished {
  return {
    schema: 1,
    run: '',
    at: '1970-01-01T00:00:00.000Z',
    type: 'step-finished',
    step,
    durationMs: 0,
    ...finish,
  }
}

/** Without what belongs to the run that told it. */
function bare(event: StepFinished): Finish {
  const { schema: _schema, run: _run, at: _at, type: _type, step: _step, durationMs: _ms, ...finish } = event
  return finish
}
