import type { Json } from '../manifest/manifest.ts'
import { wholeExpression } from '../text/find-expressions.ts'
import type { Contexts } from './contexts.ts'
import { evaluateExpression, evaluateTemplate } from './evaluate.ts'

/** Plain data with every `${{ }}` in its texts evaluated: a text that is one expression and nothing else has its type. */
export function evaluateJson(value: Json, contexts: Contexts): Json {
  if (typeof value === 'string') return evaluateText(value, contexts)
  if (Array.isArray(value)) return value.map((item) => evaluateJson(item, contexts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateJson(item, contexts)]))
}

function evaluateText(text: string, contexts: Contexts): Json {
  if (!text.includes('${{')) return text
  const expression = wholeExpression(text)
  if (expression === undefined) return evaluateTemplate(text, contexts)
  const made: Json = JSON.parse(JSON.stringify(evaluateExpression(expression, contexts)))
  return made
}
