import { equals } from '@actions/expressions/result'
import { toData } from './data.ts'

/** Whether `left == right` in GitHub's expressions: texts without regard to case, `'12'` is 12, null is 0. Not for objects and lists. */
export function sameValue(left: unknown, right: unknown): boolean {
  return equals(toData(left), toData(right))
}
