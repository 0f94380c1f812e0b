import { hash } from 'node:crypto'
import type { Node } from '../../graph/graph.ts'
import { keeperName } from '../../steps/window.ts'
import { canonicalJson } from '../../text/canonical-json.ts'
import type { Leg } from '../mapped/leg.ts'

const longest = 80

/**
 * What a source is called where its cursor is kept: the step, the inputs that say what it reads, and the leg. With other
 * inputs it is another source, which has been read up to somewhere else.
 */
export function sourceName(
  { step, scope }: Pick<Node, 'step' | 'scope'>,
  leg: Leg | undefined,
  inputs: Readonly<Record<string, unknown>>,
  mask: (text: string) => string,
): string {
  const texts = [...textsIn(step.options), ...Object.values(step.env)]
  const around = texts.some((text) => /\benv\b/.test(text)) ? Object.values(scope.manifest.env) : []
  const named = inputsNamed([...texts, ...around], Object.keys(inputs))
  const values = Object.fromEntries(named.map((name) => [name, inputs[name]]))
  const read = named.length === 0 ? '' : `(${short(canonicalJson(values).slice(1, -1), mask)})`
  return keeperName(`${step.id}${read}`, leg)
}

/** A text that shows a secret is told by its hash: it stands in events and in databases. */
function short(text: string, mask: (text: string) => string): string {
  return text.length <= longest && mask(text) === text ? text : hash('sha1', text).slice(0, 16)
}

/** An expression that takes the inputs as a whole names all of them. */
function inputsNamed(texts: readonly string[], known: readonly string[]): string[] {
  const found = new Set<string>()
  for (const text of texts)
    for (const [, dotted, bracketed] of text.matchAll(
      /\binputs\b(?:\s*\.\s*([\w-]+)|\s*\[\s*'([^']*)'\s*\])?/gi,
    )) {
      const name = (dotted ?? bracketed)?.toLowerCase()
      for (const one of known) if (name === undefined || one.toLowerCase() === name) found.add(one)
    }
  return [...found].toSorted()
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.includes('${{')) yield value
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each)
}
