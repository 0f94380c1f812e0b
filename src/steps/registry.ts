import { renameSync } from 'node:fs'
import { Bug } from '../diagnostic/failure.ts'
import { systemFailure } from './file-failure.ts'
import type { KindName } from './kinds.ts'
import type { StepContext, StepExecutor, StepOutcome } from './step.ts'

/** Options come typed by their kind out of the manifest, and go back to that kind's executor here. */
function untyped<Options>(executor: StepExecutor<Options>): StepExecutor<unknown> {
  return async (context) => {
    try {
      // oxlint-disable-next-line no-unsafe-type-assertion -- the registry is where kind and options meet
      return await executor(context as StepContext<Options>)
    } catch (error) {
      throw systemFailure(error)
    }
  }
}

/** What does the work of each kind but `uses`, which is the work of its steps (`run/`): loaded when a step runs, never to check a manifest. */
const loaders: Readonly<Record<Exclude<KindName, 'uses'>, () => Promise<StepExecutor<unknown>>>> = {
  extract: async () => checked(untyped((await import('./extract/step.ts')).extract)),
  transform: async () => checked(untyped((await import('./transform/step.ts')).transform)),
  load: async () => untyped((await import('./load/step.ts')).load),
  run: async () => checked(untyped((await import('./run/step.ts')).run)),
}

/** The executor of a kind. A step's checks are part of it: who gets an outcome gets one that kept them. */
export async function loadExecutor(kind: string): Promise<StepExecutor<unknown>> {
  if (!isKind(kind)) throw new Bug(`there is no kind of step "${kind}"`)
  return loaders[kind]()
}

function isKind(kind: string): kind is Exclude<KindName, 'uses'> {
  return Object.hasOwn(loaders, kind)
}

/**
 * A load checks its staged rows itself, inside the transaction; the others' datasets are checked when they are made.
 * A check knows the rows by the step's id in its own manifest: `tidy` of `clean/tidy`.
 */
function checked(executor: StepExecutor<unknown>): StepExecutor<unknown> {
  return async (context): Promise<StepOutcome> => {
    const outcome = await executor(context)
    if (outcome.dataset === undefined || context.checks.length === 0) return outcome
    const { checkDataset } = await import('./checks/check-dataset.ts')
    const { name, tableName = name } = outcome.dataset
    const known = name.slice(name.lastIndexOf('/') + 1)
    const judged = await checkDataset({ ...outcome.dataset, name: known, tableName }, context.checks, context)
    const { withJudgement } = await import('./checks/with-judgement.ts')
    if (judged.rejected > 0) renameSync(judged.dataset.path, context.datasetPath)
    const dataset = { ...outcome.dataset, rows: judged.dataset.rows }
    const { heldWindow } = await import('./window.ts')
    const held = outcome.window && judged.rejected > 0 ? { window: heldWindow(outcome.window) } : {}
    return withJudgement({ ...outcome, ...held, dataset }, judged)
  }
}
