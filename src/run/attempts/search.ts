import { runInNewContext } from 'node:vm'
import { tried } from './attempt.ts'

/** A pattern that needs longer for a text of this length backtracks without end: it counts as not found. */
const longestMs = 200

/** The end of a text is searched, no more than so many characters of it. */
const searchedChars = 256 * 1024

/** The pattern that is found in the text; of those that took too long, all. */
export interface Search {
  readonly found: boolean
  readonly tooSlow: readonly string[]
}

/**
 * Looks for the first of the patterns (regular expressions; `^` and `$` by the line) that the text holds. Each has a
 * bound on its time, so that none can hang a run; the checks of a manifest refuse what is no pattern.
 */
export function search(patterns: readonly string[], text: string): Search {
  const searched = text.slice(-searchedChars)
  const tooSlow: string[] = []
  for (const pattern of patterns) {
    const answer = tried(() => runInNewContext(script, { pattern, text: searched }, { timeout: longestMs }))
    if (answer.ended !== 'done') tooSlow.push(pattern)
    else if (answer.value === true) return { found: true, tooSlow }
  }
  return { found: false, tooSlow }
}

const script = 'new RegExp(pattern, "m").test(text)'
