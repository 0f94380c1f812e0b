// What a test gets that imports `millrace/testing` (docs/library.md).
export type { Fixture, FixtureRow } from './fixture.ts'
export { runPipeline } from './run-pipeline.ts'
export type { PipelineTest, TestOptions } from './test-options.ts'
export { runStep, type StepRan, type StepTest } from './run-step.ts'
export type { TestRun, TestStep } from './test-result.ts'
