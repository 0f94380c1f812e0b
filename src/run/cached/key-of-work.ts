import type { CacheKey } from '../../cache/cache-key.ts'
import type { Node } from '../../graph/graph.ts'
import type { Leg } from '../mapped/leg.ts'
import type { Recorder } from '../events/recorder.ts'
import type { RunState } from '../run-state.ts'
import { baseEnvironment, runEnvironment } from '../step-environment.ts'
import { stepKey } from './step-key.ts'

export interface KeyWork {
  readonly state: RunState
  readonly recorder: Recorder
  readonly node: Node
  /** The leg that is run; each has entries of its own. */
  readonly leg?: Leg
}

/** The key of a step as it would be run now; `data` stands for what it reads, by name. */
export async function keyWith(
  { state, node, recorder, leg }: KeyWork,
  data: Readonly<Record<string, string>>,
): Promise<CacheKey> {
  const { environment, plan, workspace } = state.request
  const { id } = node.step
  const inherited = baseEnvironment(environment.env, environment.secrets)
  return stepKey({
    step: node.step,
    manifest: node.scope.manifest,
    contexts: leg === undefined ? state.contexts(id) : { ...state.contexts(id), matrix: leg.values ?? {} },
    datasets: data,
    env: {
      ...environment.env,
      ...inherited,
      ...runEnvironment({ ...plan.run, pipeline: plan.pipeline, step: id, attempt: 1 }),
    },
    workspace,
    mask: recorder.mask,
  })
}
