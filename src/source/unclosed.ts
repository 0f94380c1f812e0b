import { type Document, isCollection, isScalar, visit } from 'yaml'

/** A bracket or a quote that nothing closes: where it stands, and what would. */
export interface Unclosed {
  readonly start: number
  readonly open: string
  readonly close: string
}

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" }

/**
 * What a complaint about a missing end is really about: `yaml` tells where it gave up, which may be lines below.
 * `undefined` for a complaint about something else.
 */
export function unclosedBefore(
  document: Document.Parsed,
  text: string,
  complaint: { readonly message: string; readonly at: number },
): Unclosed | undefined {
  const close = /end with a ([\]}])|^Missing closing (["'])quote/.exec(complaint.message)?.slice(1).join('')
  if (close === undefined || close === '') return undefined
  let found: Unclosed | undefined
  visit(document, {
    Node: (_key, node) => {
      const start = node.range?.[0]
      if (start === undefined || start >= complaint.at) return
      const open = text[start] ?? ''
      const isOpen = (isCollection(node) && node.flow === true) || isScalar(node)
      if (isOpen && closing[open] === close && isLeftOpen(text, node.range?.[1] ?? start, close))
        found = { start, open, close }
    },
  })
  return found
}

function isLeftOpen(text: string, end: number, close: string): boolean {
  return text[end - 1] !== close
}
