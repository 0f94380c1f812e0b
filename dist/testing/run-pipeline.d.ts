import type { PipelineTest } from './test-options.js';
import type { TestRun } from './test-result.js';
/**
 * Runs a pipeline on fixtures. Nothing of the repository is changed: files are loaded into a folder of the test's own, tables
 * into databases there. A step that is not selected hands on its fixture. What fails is in the result. Throws a `ManifestError`, or a `Usage` for a fixture of no step.
 */
export declare function runPipeline(file: string, options?: PipelineTest): Promise<TestRun>;
