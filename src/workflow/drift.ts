import { diff } from 'node:util'
import { readSettings } from './settings.ts'
import type { WorkflowFile } from './render-workflow.ts'

/** How a file of the repository differs from what the manifests ask for. */
export interface Drift {
  readonly path: string
  readonly kind: 'missing' | 'differs' | 'left over'
  /** Of a file that differs: what is in the way and what is missing, in the order of the lines. */
  readonly lines?: readonly DriftLine[]
}

export interface DriftLine {
  /** `-`: it is there and should not be; `+`: it should be there. */
  readonly sign: '-' | '+'
  readonly text: string
  /** Its line in the file, or that before which it should stand; from 1. */
  readonly number: number
}

/** Compares the files there should be with those there are (generated ones only: what a person wrote is left alone). */
export function findDrift(wanted: readonly WorkflowFile[], present: readonly WorkflowFile[]): Drift[] {
  const there = new Map(present.map(({ path, text }) => [path, text]))
  const asked = new Set(wanted.map(({ path }) => path))
  const changed = wanted.flatMap(({ path, text }): Drift[] => {
    const is = there.get(path)
    if (is === undefined) return [{ path, kind: 'missing' }]
    return is === text ? [] : [{ path, kind: 'differs', lines: differences(is, text) }]
  })
  const leftOver = present
    .filter(({ path, text }) => !asked.has(path) && readSettings(text) !== undefined)
    .map(({ path }): Drift => ({ path, kind: 'left over' }))
  return [...changed, ...leftOver]
}

function differences(is: string, shouldBe: string): DriftLine[] {
  let number = 1
  return diff(is.split('\n'), shouldBe.split('\n')).flatMap(([operation, text]): DriftLine[] => {
    if (operation > 0) return [{ sign: '-', text, number: number++ }]
    if (operation < 0) return [{ sign: '+', text, number }]
    number += 1
    return []
  })
}
