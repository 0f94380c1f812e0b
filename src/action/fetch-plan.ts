import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodePlan } from '../app/report.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Plan } from '../plan/plan.ts'
import { type Action, folded } from './action.ts'
import { planArtifact } from '../adapters/run-folder/hand-over.ts'

/** The plan that another job of this run made; `undefined` when it made none. Throws a `Failure` for one it cannot read. */
export async function fetchPlan(action: Action, folder: string): Promise<Plan | undefined> {
  const into = join(folder, 'plan')
  await mkdir(into, { recursive: true })
  const there = await folded(action, 'Fetch the plan', () => action.artifacts.download(planArtifact, into))
  return there ? decodePlan(await textOf(join(into, 'plan.json'))) : undefined
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Failure('plan/unreadable', 'the artifact of the plan holds none', { cause })
  }
}
