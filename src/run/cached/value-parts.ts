import { hashOf, type KeyPart } from '../../cache/cache-key.ts'
import type { Contexts } from '../../expression/contexts.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { findExpressions } from '../../text/find-expressions.ts'

/** A value that is longer is not told when it changes. */
const longestTold = 60

/** Stands where a secret would: its name counts, its value does not, so that no key can give it away. */
export function withoutSecrets(contexts: Contexts): Contexts {
  const names = Object.keys(contexts.secrets)
  return { ...contexts, secrets: Object.fromEntries(names.map((name) => [name, `secret ${name}`])) }
}

/** The value of every expression in the texts, wherever they stand. Throws the `Failure` of one that has none. */
export function expressionParts(
  authored: unknown,
  contexts: Contexts,
  mask: (text: string) => string,
): KeyPart[] {
  const sources = new Set(
    textsIn(authored).flatMap((text) => findExpressions(text).map(({ source }) => source.trim())),
  )
  return [...sources].map((source) => valuePart(source, evaluateExpression(source, contexts), mask))
}

export function valuePart(name: string, value: unknown, mask: (text: string) => string): KeyPart {
  const text = mask(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'))
  const told =
    text.length <= longestTold && !text.includes('\n') ? { told: text === '' ? 'empty' : text } : {}
  return { group: 'values', name, hash: hashOf(text), ...told }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('${{') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
