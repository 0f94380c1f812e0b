import { parseJson } from '../text/parse-json.ts'

/**
 * A list of texts as a command line or a form gives it: `eu, us`, or JSON (`["a,b"]`) when an item holds a comma or is
 * empty. No text at all is the empty list. `undefined` for what is neither.
 */
export function parseList(text: string): string[] | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return []
  if (trimmed.startsWith('[')) return parseJsonList(trimmed)
  const items = trimmed.split(',').map((item) => item.trim())
  return items.includes('') ? undefined : items
}

function parseJsonList(text: string): string[] | undefined {
  const value = parseJson(text)
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined
}
