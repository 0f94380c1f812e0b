import type { RowCounts } from './step.ts'

/** Whether every row that was read went somewhere: `read = loaded + rejected + filtered + deduplicated + unchanged`. */
export function isBalanced({ read, ...parts }: RowCounts): boolean {
  const went = Object.values(parts)
  return went.every((count) => count >= 0) && read === went.reduce((sum, count) => sum + count, 0)
}
