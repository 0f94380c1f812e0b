// What a program gets that imports `millrace` (docs/library.md). What is exported here is promised; all else is not.
export { Failure, Usage } from '../diagnostic/failure.ts'
export { ManifestError } from './manifest-error.ts'
export { plan, type PlanOptions, validate } from './plan.ts'
export {
  type Batches,
  readBatches,
  readRows,
  type Row,
  type Transform,
  type TransformContext,
  type Value,
} from './rows.ts'
export { type Ran, run, type RunOptions } from './run.ts'
export type {
  Diagnostic,
  FailureTold,
  Plan,
  Report,
  RunEvent,
  RunResult,
  StepReport,
  StepResult,
} from './told.ts'
