import { Bug } from '../diagnostic/failure.ts'
import type { RowCounts, StepOutcome } from './step.ts'

/** Whether every row that was read went somewhere: `read = loaded + rejected + filtered + deduplicated + unchanged`. */
export function isBalanced({ read, ...parts }: RowCounts): boolean {
  const went = Object.values(parts)
  return went.every((count) => count >= 0) && read === went.reduce((sum, count) => sum + count, 0)
}

/** A step that tells counts tells where each row went. Throws a `Bug`. */
export function requireAccounted({ rows }: Pick<StepOutcome, 'rows'>): void {
  if (rows === undefined || isBalanced(rows)) return
  throw new Bug(`the rows of this step are not accounted for: ${JSON.stringify(rows)}`)
}
