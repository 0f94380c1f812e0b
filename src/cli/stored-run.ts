import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runsFolder, runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import { type Plan, planSchema } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { runEvent, type RunEvent } from '../run/event.ts'
import { nearest } from '../text/nearest.ts'
import { isFolder } from './workspace.ts'

/** What a run left in its folder, decoded like any text from outside. */
export interface StoredRun {
  readonly plan: Plan
  readonly events: readonly RunEvent[]
}

/** The folder of a run of this workspace, by its id, or that of the last one by `latest`. */
export function findRun(given: string, workspace: string): RunStore {
  const folder = runsFolder(workspace)
  const ids = isFolder(folder) ? readdirSync(folder).toSorted() : []
  const id = given === 'latest' ? ids.at(-1) : given
  if (id !== undefined && ids.includes(id)) return runStoreAt(join(folder, id))
  if (ids.length === 0) throw new Usage('no run is kept here', 'run one: millrace run PIPELINE')
  const near = nearest(given, ids)
  throw new Usage(`there is no run "${given}"`, `did you mean "${near ?? ids.at(-1)}"?`)
}

export async function readStoredRun(store: RunStore): Promise<StoredRun> {
  const plan = planSchema.safeParse(parseJson((await store.read('plan.json')) ?? ''))
  if (!plan.success) throw new Failure('run/unreadable', `${store.folder} holds no plan this version knows`)
  return { plan: plan.data, events: await readEvents(join(store.folder, 'events.jsonl')) }
}

/** A last line that was cut off, as by a machine that went away, is left out. */
async function readEvents(path: string): Promise<RunEvent[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const event = runEvent.safeParse(parseJson(line))
      if (event.success) return event.data
      throw new Failure('run/unreadable', `line ${index + 1} of ${path} is not an event this version knows`)
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
