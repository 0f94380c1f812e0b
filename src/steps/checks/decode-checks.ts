import type { Tell } from '../authored.ts'
import type { Check } from './check.ts'
import { decodeRule } from './decode-rule.ts'
import { decodeSeverity } from './decode-severity.ts'
import type { AuthoredCheck } from './schema.ts'

/** The rules of a step, one for each column where a check names several. */
export function decodeChecks(authored: readonly AuthoredCheck[], tell: Tell): readonly Check[] {
  return authored.flatMap((check, index) => {
    const tellHere: Tell = (path, message, options) => tell([index, ...path], message, options)
    const rules = decodeRule(check, tellHere)
    const severity = decodeSeverity(check, rules, tellHere)
    return rules.map((rule): Check => ({ ...rule, ...severity, entry: index }))
  })
}
