import type { Strategy } from '../../manifest/manifest.ts'
import { tried } from '../attempts/attempt.ts'
import { emptyList, noLegs } from './leg-result.ts'
import { MappedStep } from './mapped-step.ts'
import type { MappedWork } from './mapped-work.ts'
import { openMatrix } from './open-matrix.ts'
import { failed, type Finish } from '../run-step.ts'

/** Opens the legs of a step; or, when there are none, how it ended. */
export function openMapped(work: MappedWork, strategy: Strategy): MappedStep | Finish {
  const { state, node } = work
  const notRun = { attempts: 0, rows: null, outputs: {} }
  const legs = tried(() => openMatrix(state, node))
  if (legs.ended !== 'done') return { ...failed(node.step.continueOnError, legs.failure), ...notRun }
  if (legs.value.count > 0) return new MappedStep(work, strategy, legs.value)
  legs.value[Symbol.dispose]()
  return { result: 'skipped', reason: emptyList, ...notRun, legs: { ...noLegs } }
}
