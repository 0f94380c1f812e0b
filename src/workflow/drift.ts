import { readSettings } from './settings.ts'
import type { WorkflowFile } from './render-workflow.ts'

/** How a file of the repository differs from what the manifests ask for. */
export interface Drift {
  readonly path: string
  readonly kind: 'missing' | 'differs' | 'left over'
  /** Of a file that differs: its first line that does, as it is and as it should be. */
  readonly line?: { readonly number: number; readonly is: string; readonly shouldBe: string }
}

/** Compares the files there should be with those there are (generated ones only: what a person wrote is left alone). */
export function findDrift(wanted: readonly WorkflowFile[], present: readonly WorkflowFile[]): Drift[] {
  const there = new Map(present.map(({ path, text }) => [path, text]))
  const asked = new Set(wanted.map(({ path }) => path))
  const changed = wanted.flatMap(({ path, text }): Drift[] => {
    const is = there.get(path)
    if (is === undefined) return [{ path, kind: 'missing' }]
    return is === text ? [] : [{ path, kind: 'differs', line: firstDifference(is, text) }]
  })
  const leftOver = present
    .filter(({ path, text }) => !asked.has(path) && readSettings(text) !== undefined)
    .map(({ path }): Drift => ({ path, kind: 'left over' }))
  return [...changed, ...leftOver]
}

function firstDifference(is: string, shouldBe: string): NonNullable<Drift['line']> {
  const [before, after] = [is.split('\n'), shouldBe.split('\n')]
  const at = before.findIndex((line, n) => line !== after[n])
  const n = at === -1 ? before.length : at
  return { number: n + 1, is: before[n] ?? '', shouldBe: after[n] ?? '' }
}
