import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runsFolder, runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { Usage } from '../diagnostic/failure.ts'
import type { RunStore } from '../ports/run-store.ts'
import { nearest } from '../text/nearest.ts'
import { isFolder } from './workspace.ts'

/** The folder of a run of this workspace, by its id, or that of the last one by `latest`. */
export function findRun(given: string, workspace: string): RunStore {
  const folder = runsFolder(workspace)
  const names = isFolder(folder) ? readdirSync(folder).toSorted() : []
  const ids = names.filter((name) => existsSync(join(folder, name, 'plan.json')))
  const id = given === 'latest' ? ids.at(-1) : given
  if (id !== undefined && ids.includes(id)) return runStoreAt(join(folder, id))
  if (ids.length === 0) throw new Usage('no run is kept here', 'run one: millrace run PIPELINE')
  const near = nearest(given, ids)
  throw new Usage(`there is no run "${given}"`, `did you mean "${near ?? ids.at(-1)}"?`)
}
