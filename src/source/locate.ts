import { SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { Diagnostic, LocatedDiagnostic, Path, Place } from '../diagnostic/diagnostic.ts'
import { scalarOffset } from './scalar-offset.ts'
import type { Source } from './source.ts'
import { type Pair, type TreeNode, treeOf } from './tree.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Turns a diagnostic's places into lines and columns of its file, and of others that it points to. What is not there (a missing key, a place in
 * another file) falls back to the nearest key around it, and at last to the start of the file.
 */
export function locate(
  source: Source,
  diagnostic: Diagnostic,
  others: ReadonlyMap<string, Source> = new Map(),
): LocatedDiagnostic {
  const { code, severity, message, at, related, help } = diagnostic
  const { start, end } = spanOf(source, at)
  const from = position(source, start)
  const to = position(source, Math.max(start, end))
  return {
    code,
    severity,
    message,
    file: at.file,
    ...from,
    endLine: to.line,
    endColumn: to.column,
    ...(related === undefined
      ? {}
      : {
          related: related.map(({ message: said, at: there }) => {
            const inside = others.get(there.file) ?? source
            return { message: said, file: there.file, ...position(inside, spanOf(inside, there).start) }
          }),
        }),
    ...(help === undefined ? {} : { help }),
  }
}

/** What stands at a place, as it is written: quotes and all. */
export function textAt(source: Source, place: Place): string {
  const { start, end } = spanOf(source, place)
  return source.text.slice(start, end)
}

function spanOf(source: Source, place: Place): Span {
  if (place.span !== undefined) return place.span
  const root = treeOf(source)
  if (root === undefined) return { start: 0, end: 0 }
  const found = walk(root, place.path)
  if (found === undefined) return { start: 0, end: 0 }
  if (place.part === 'key' && found.pair !== undefined) return nodeSpan(source, found.pair.key)
  const { node } = found
  if (node.kind === 'scalar' && place.within !== undefined)
    return withinSpan(source, node.event, place.within)
  if (node.kind === 'scalar' && node.event.valueStart < 0 && found.pair !== undefined)
    return nodeSpan(source, found.pair.key)
  if (place.path.length === 0) return { start: 0, end: 0 }
  return nodeSpan(source, node)
}

function walk(root: TreeNode, path: Path): { node: TreeNode; pair: Pair | undefined } | undefined {
  let node = root
  let pair: Pair | undefined
  for (const key of path) {
    if (node.kind === 'scalar') break
    if (node.kind === 'list') {
      const item = node.items[Number(key)]
      if (item === undefined) break
      node = item
      continue
    }
    const next = pairOf(node, String(key))
    if (next === undefined) break
    pair = next
    node = next.value
  }
  return { node, pair }
}

function pairOf(node: TreeNode, key: string): Pair | undefined {
  if (node.kind === 'list')
    return node.items.map((item) => pairOf(item, key)).find((pair) => pair !== undefined)
  if (node.kind === 'scalar') return undefined
  const own = node.pairs.get(key)
  if (own !== undefined) return own
  const merged = node.pairs.get('<<')
  return merged === undefined || key === '<<' ? undefined : pairOf(merged.value, key)
}

function nodeSpan({ text }: Source, node: TreeNode): Span {
  if (node.kind !== 'scalar') return { start: node.start, end: endOfLine(text, node.start) }
  const { valueStart: start, valueEnd: end, style } = node.event
  if (start < 0) return { start: 0, end: 0 }
  if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED)
    return { start: start - 1, end: end + 1 }
  if (style === SCALAR_STYLE.PLAIN) return { start, end }
  const first = start + (/[^\s]/.exec(text.slice(start, end))?.index ?? 0)
  return { start: first, end: endOfLine(text, first) }
}

function withinSpan({ text }: Source, event: ScalarEvent, within: Span): Span {
  const start = scalarOffset(text, event, within.start)
  return { start, end: Math.max(start, scalarOffset(text, event, within.end - 1) + 1) }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  const line = text.slice(from, end < 0 ? undefined : end)
  return from + line.trimEnd().length
}

const lineStarts = new WeakMap<Source, readonly number[]>()

function position(source: Source, offset: number): { line: number; column: number } {
  const starts = lineStarts.get(source) ?? startsOfLines(source.text)
  lineStarts.set(source, starts)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}

function startsOfLines(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
