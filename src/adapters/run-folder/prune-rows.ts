import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { planSchema } from '../../plan/plan.ts'
import { parseJson } from '../../text/parse-json.ts'
import { runsFolder } from './run-folder.ts'
import { processOfRun } from './run-process.ts'

/** What of a run's folder grows with its rows. */
const rowFolders = ['datasets', 'rejects', 'scratch']

const head = planSchema.pick({ pipeline: true })

/**
 * Removes the rows that all but the newest runs of a pipeline have left; what tells of them (report, events, logs) stays. A
 * run that is at work, however old, keeps its own. What cannot be removed is left for the next time.
 */
export function pruneRows(workspace: string, pipeline: string, keep = 5): void {
  const folder = runsFolder(workspace)
  const runs = readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name))
    .filter((run) => rowFolders.some((rows) => existsSync(join(run, rows))) && pipelineOf(run) === pipeline)
  for (const run of runs.slice(0, -keep)) {
    if (processOfRun(run) !== undefined) continue
    for (const rows of rowFolders) remove(join(run, rows))
  }
}

/** `undefined` for a folder that is none of a run. */
function pipelineOf(run: string): string | undefined {
  try {
    return head.safeParse(parseJson(readFileSync(join(run, 'plan.json'), 'utf8'))).data?.pipeline
  } catch {
    return undefined
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // Somebody has a file of it open, on a system that minds.
  }
}
