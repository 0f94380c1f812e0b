import type { Fixture } from './fixture.js';
import type { TestOptions } from './test-options.js';
import type { TestRun, TestStep } from './test-result.js';
export interface StepTest extends TestOptions {
    /** What the step reads, by the name it knows each need by. */
    readonly needs?: Readonly<Record<string, Fixture>>;
    /** What its needs put out, by the same names. */
    readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Of an extract: what it reads in place of its source. */
    readonly source?: Fixture;
}
/** One step that has ended in a test. */
export interface StepRan extends TestStep, Pick<TestRun, 'table' | 'file' | 'events'>, AsyncDisposable {
}
/**
 * Runs one step of a pipeline, and nothing else of it, on the rows that it is given. What fails is in the result. Throws a
 * `ManifestError`, or a `Usage` when there is no such step or it reads what it was not given.
 */
export declare function runStep(file: string, step: string, options?: StepTest): Promise<StepRan>;
