import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Lookup } from '../../ports/lookup.ts'

/**
 * The process's environment first, then the workspace's `.env`, which a laptop keeps out of git. Lines of it that set
 * nothing are told by their numbers, not their text, which may hold a secret.
 */
export function environmentOf(
  env: NodeJS.ProcessEnv,
  workspace: string,
  tell: (lines: readonly number[]) => void = () => {},
): Lookup {
  const text = readDotEnv(workspace)
  const file = parseEnv(text)
  const lost = lostLines(text)
  if (lost.length > 0) tell(lost)
  return (name) => env[name] ?? file[name]
}

function readDotEnv(workspace: string): string {
  try {
    return readFileSync(join(workspace, '.env'), 'utf8')
  } catch {
    return ''
  }
}

const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*/

/** Lines that are no comment, set no name, and do not go on with a value in quotes; from 1. */
function lostLines(text: string): number[] {
  const lost: number[] = []
  let open: string | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open !== undefined) {
      if (line.includes(open)) open = undefined
      continue
    }
    const head = assignment.exec(line)?.[0]
    if (head === undefined) {
      if (!/^\s*(?:#|$)/.test(line)) lost.push(index + 1)
      continue
    }
    const value = line.slice(head.length)
    const quote = /^["'`]/.exec(value)?.[0]
    if (quote !== undefined && !value.slice(1).includes(quote) && closesLater(text, index, quote))
      open = quote
  }
  return lost
}

function closesLater(text: string, index: number, quote: string): boolean {
  return text
    .split(/\r?\n/)
    .slice(index + 1)
    .some((line) => line.includes(quote))
}
