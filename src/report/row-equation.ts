import { isBalanced } from '../steps/row-balance.ts'
import type { RowCounts } from '../steps/step.ts'
import { number } from '../text/quantities.ts'

const parts = ['loaded', 'rejected', 'filtered', 'deduplicated', 'unchanged'] as const

/** `1,000 read = 990 loaded + 10 rejected`; what was not so much as one row is left out. */
export function rowEquation(counts: RowCounts): string {
  const told = parts.filter((part) => counts[part] > 0 || part === 'loaded')
  const sum = told.map((part) => `${number(counts[part])} ${part}`).join(' + ')
  return isBalanced(counts)
    ? `${number(counts.read)} read = ${sum}`
    : `${number(counts.read)} read ≠ ${sum} (rows are not accounted for)`
}
