import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Node } from '../../graph/graph.ts'
import { legFile } from '../attempts/attempt-folder.ts'
import { namedLegFile } from './inner-leg.ts'
import type { MadeByLeg } from './legs-done.ts'
import type { RunState } from '../run-state.ts'

interface Work {
  readonly state: RunState
  readonly node: Node
}

/** Whether all files that a leg left are there still. */
export function areThere(work: Work, leg: string, made: MadeByLeg): boolean {
  return filesOfLeg(work, leg, made).every((file) => existsSync(file))
}

/** Removes what a leg left that is run again: it may leave something else this time. */
export function removeFilesOfLeg(work: Work, leg: string): void {
  const { inner } = work.node
  const datasets = inner === undefined ? [''] : Object.keys(inner.manifest.datasets)
  for (const file of filesOfLeg(work, leg, { datasets, rejects: inner === undefined }))
    rmSync(file, { force: true })
}

function filesOfLeg({ state, node }: Work, leg: string, { datasets, rejects }: MadeByLeg): string[] {
  const { id } = node.step
  const files = datasets.map((name) => (name === '' ? legFile(id, leg) : namedLegFile(id, leg, name)))
  const all = rejects ? [...files, legFile(id, leg, 'rejects')] : files
  return all.map((file) => join(state.request.folder, file))
}

/** Removes what the legs of a step left, once that is in the step's own files, or when all of them are run again. */
export function removeLegFiles({ state, node }: Work): void {
  const around = state.leg === undefined ? '' : state.leg.path
  const legs = join(state.request.folder, 'legs')
  if (!existsSync(legs)) return
  rmSync(join(legs, node.step.id, around), { recursive: true, force: true })
  if (state.leg === undefined && readdirSync(legs).length === 0) rmdirSync(legs)
}
