import { hash } from 'node:crypto'
import type { SourceWindow } from '../window.ts'

const longestName = 120

/** What stands for the run in the identity of a load whose rows are those of windows: the same windows are the same load. */
export function windowsName(windows: readonly SourceWindow[]): string | undefined {
  if (windows.length === 0) return undefined
  const text = windows
    .map(({ source, from, to }) => `${source}: ${from}..${to}`)
    .toSorted()
    .join(', ')
  return text.length <= longestName ? text : `windows ${hash('sha256', text).slice(0, 40)}`
}
