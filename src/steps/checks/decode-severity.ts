import type { Tell } from '../authored.ts'
import { decodeRejects } from '../rejects.ts'
import { type Check, type Rule, pointsAtRows, rowRules } from './check.ts'
import type { AuthoredCheck } from './schema.ts'

/** What stands beside a check's rule: what a broken one means, and which rows are judged. */
export function decodeSeverity(
  { severity = 'error', of }: AuthoredCheck,
  rules: readonly Rule[],
  tell: Tell,
): Pick<Check, 'severity' | 'atMost' | 'of'> {
  const [rule] = rules
  const isQuarantine = severity === 'quarantine' || typeof severity === 'object'
  if (isQuarantine && rule !== undefined && !pointsAtRows(rule))
    tell(['severity'], `\`${rule.rule}\` does not say which rows are at fault, so none can be put aside`, {
      help: `use \`error\` or \`warn\`; \`quarantine\` goes with ${rowRules.join(', ')}`,
    })
  if (isQuarantine && of === 'result')
    tell(['of'], 'rows that a table has already cannot be put aside', {
      help: 'remove `of: result`, or use `error` or `warn`',
    })
  if (of === 'result' && (rule?.rule === 'references' || rule?.rule === 'distribution'))
    tell(['of'], `\`${rule.rule}\` judges the rows that come, not the table`, { help: 'remove `of: result`' })
  return {
    ...(isQuarantine ? { severity: 'quarantine' as const } : {}),
    ...(severity === 'warn' ? { severity } : {}),
    ...(typeof severity === 'object' ? { atMost: decodeRejects(severity.quarantine) } : {}),
    ...(of === 'result' ? { of } : {}),
  }
}
