export { Failure, Usage } from '../diagnostic/failure.js';
export { ManifestError } from './manifest-error.js';
export { plan, type PlanOptions, validate } from './plan.js';
export { type Batches, readBatches, readRows, type Row, type Transform, type TransformContext, type Value, } from './rows.js';
export { type Ran, run, type RunOptions } from './run.js';
export type { Diagnostic, FailureTold, Plan, Report, RunEvent, RunResult, StepReport, StepResult, } from './told.js';
