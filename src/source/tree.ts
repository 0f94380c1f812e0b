import { type Event, type ScalarEvent, EVENT_ID, getScalarValue } from 'js-yaml'
import type { Source } from './source.ts'

/** A node of a document with its offsets in the text: enough to find a path's place. */
export type TreeNode =
  | { readonly kind: 'scalar'; readonly event: ScalarEvent }
  | { readonly kind: 'list'; readonly start: number; readonly items: readonly TreeNode[] }
  | { readonly kind: 'map'; readonly start: number; readonly pairs: ReadonlyMap<string, Pair> }

export interface Pair {
  readonly key: TreeNode
  readonly value: TreeNode
}

const trees = new WeakMap<Source, TreeNode | undefined>()

/** The document's nodes, built when the first place is looked up and kept for the next. */
export function treeOf(source: Source): TreeNode | undefined {
  if (!trees.has(source)) trees.set(source, buildTree(source))
  return trees.get(source)
}

function buildTree({ events, text }: Source): TreeNode | undefined {
  const anchors = new Map<string, TreeNode>()
  let index = 1
  const read = (): TreeNode => {
    const event = events[index++]
    if (event === undefined) return emptyNode
    if (event.type === EVENT_ID.ALIAS)
      return anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? emptyNode
    const node = nodeOf(event)
    if ('anchorStart' in event && event.anchorStart >= 0)
      anchors.set(text.slice(event.anchorStart, event.anchorEnd), node)
    return node
  }
  const nodeOf = (event: Event): TreeNode => {
    if (event.type === EVENT_ID.SEQUENCE) return { kind: 'list', start: event.start, items: readItems() }
    if (event.type === EVENT_ID.MAPPING) return { kind: 'map', start: event.start, pairs: readPairs() }
    return event.type === EVENT_ID.SCALAR ? { kind: 'scalar', event } : emptyNode
  }
  const atEnd = () => index >= events.length || events[index]?.type === EVENT_ID.POP
  const readItems = () => {
    const items: TreeNode[] = []
    while (!atEnd()) items.push(read())
    index++
    return items
  }
  const readPairs = () => {
    const pairs = new Map<string, Pair>()
    while (!atEnd()) {
      const key = read()
      pairs.set(key.kind === 'scalar' ? getScalarValue(text, key.event) : '', { key, value: read() })
    }
    index++
    return pairs
  }
  return events.length > 1 ? read() : undefined
}

const emptyNode: TreeNode = { kind: 'list', start: 0, items: [] }
