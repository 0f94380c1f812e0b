import type { Token } from '@actions/expressions/lexer'
import type { ExpressionMistake } from './check-path.ts'
import { tokenSpan } from './parse-expression.ts'
import { walkPath } from './walk-path.ts'

/** Which secrets and variables a job is handed must be readable from the text, and be names that GitHub takes. */
export function checkToldName(
  tokens: readonly Token[],
  index: number,
  context: 'secrets' | 'vars',
): ExpressionMistake[] {
  const start = tokens[index]
  const step = walkPath(tokens, index).next().value ?? undefined
  if (start === undefined) return []
  if (step?.kind !== 'name')
    return [
      {
        code: 'expression/unknown',
        message: `\`${context}\` must be followed by a name: a step is handed only what the manifest names`,
        help: `write \`${context}.NAME\``,
        ...tokenSpan(start),
      },
    ]
  const refused = refusedName(context, step.name)
  return refused === undefined ? [] : [{ code: 'expression/unknown', ...refused, ...tokenSpan(step.token) }]
}

function refusedName(
  context: 'secrets' | 'vars',
  name: string,
): { message: string; help: string } | undefined {
  const valid = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
  const reserved = /^GITHUB_/i.test(name) && !(context === 'secrets' && name.toUpperCase() === 'GITHUB_TOKEN')
  if (valid && !reserved) return undefined
  return {
    message: reserved
      ? `GitHub takes no name that begins with GITHUB_, but this is "${name}"`
      : `"${name}" is not a name GitHub takes: letters, digits and "_", not beginning with a digit`,
    help: reserved ? 'rename it' : `write "${name.replace(/[^A-Za-z0-9_]/g, '_')}" and name it so on GitHub`,
  }
}
