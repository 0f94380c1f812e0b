export type { Fixture, FixtureRow } from './fixture.js';
export { runPipeline } from './run-pipeline.js';
export type { PipelineTest, TestOptions } from './test-options.js';
export { runStep, type StepRan, type StepTest } from './run-step.js';
export type { TestRun, TestStep } from './test-result.js';
