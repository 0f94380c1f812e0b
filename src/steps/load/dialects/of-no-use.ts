import { Failure } from '../../../diagnostic/failure.ts'

/** Nobody is told: the load goes its usual way. */
export function ofNoUse(): Failure {
  return new Failure('load/ahead', 'what was done ahead of the load is of no use to it')
}
