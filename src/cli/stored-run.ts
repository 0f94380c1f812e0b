import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runsFolder, runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { Usage } from '../diagnostic/failure.ts'
import { planSchema } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { nearest } from '../text/nearest.ts'
import { parseJson } from '../text/parse-json.ts'
import { isFolder } from './workspace.ts'

/** The folder of a run of this workspace, by its id, or by `latest` that of the last one (of a manifest, where one is given). */
export function findRun(given: string, workspace: string, manifest?: string): RunStore {
  const folder = runsFolder(workspace)
  const names = isFolder(folder) ? readdirSync(folder).toSorted() : []
  const ids = names.filter((name) => existsSync(join(folder, name, 'plan.json')))
  const ofManifest = (id: string) => manifest === undefined || fileOf(join(folder, id)) === manifest
  const id = given === 'latest' ? ids.findLast(ofManifest) : given
  if (id !== undefined && ids.includes(id)) return runStoreAt(join(folder, id))
  if (id === undefined || ids.length === 0)
    throw new Usage(
      manifest === undefined ? 'no run is kept here' : `no run of ${manifest} is kept here`,
      'run one: millrace run PIPELINE',
    )
  const near = nearest(given, ids)
  throw new Usage(
    `there is no run "${given}"`,
    near === undefined ? 'list them with: millrace runs' : `did you mean "${near}"?`,
  )
}

const head = planSchema.pick({ file: true })

/** The manifest that a run is of; `undefined` when its plan cannot be read. */
function fileOf(run: string): string | undefined {
  return head.safeParse(parseJson(readFileSync(join(run, 'plan.json'), 'utf8'))).data?.file
}
