import type { Node } from '../../graph/graph.ts'
import { type SourceWindow, type WindowText, earlier, heldWindow } from '../../steps/window.ts'
import type { StepId } from '../../manifest/manifest.ts'
import type { StepFinished } from '../run-request.ts'
import { rowsOf } from './datasets-read.ts'

/** How steps have ended so far. */
interface Ended {
  readonly finished: ReadonlyMap<StepId, StepFinished>
}

const none: readonly SourceWindow[] = []

/** The windows that the rows a step reads come from, each source once. */
export function windowsAbove({ finished }: Ended, node: Node): readonly SourceWindow[] {
  if (finished.size === 0) return none
  const found = new Map<string, SourceWindow>()
  for (const id of rowsOf(node))
    for (const window of finished.get(id)?.windows ?? none) found.set(window.source, window)
  return found.size === 0 ? none : [...found.values()]
}

/** The end of a step with the windows of all its rows: its own, and those of the rows that it read. */
export function withWindows<End extends Pick<StepFinished, 'result' | 'counts' | 'windows'>>(
  state: Ended,
  node: Node,
  end: End,
): End {
  const read = windowsAbove(state, node)
  if (read.length === 0) return end
  const above = (end.counts?.rejected ?? 0) > 0 ? read.map(heldWindow) : read
  const all = new Map([...above, ...(end.windows ?? [])].map((window) => [window.source, window]))
  return { ...end, windows: [...all.values()] }
}

/** What expressions see of them: from the earliest to the latest; nothing where times and numbers meet. */
export function windowSeen(windows: readonly SourceWindow[]): WindowText | undefined {
  const [first] = windows
  if (first === undefined || windows.some(({ kind }) => kind !== first.kind)) return undefined
  const { kind } = first
  return {
    from: windows.map(({ from }) => from).reduce((one, other) => earlier(kind, one, other)),
    to: windows.map(({ to }) => to).reduce((one, other) => (earlier(kind, one, other) === one ? other : one)),
  }
}
