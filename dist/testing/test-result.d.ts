import type { Row } from '../library/rows.js';
import type { FailureTold, RunEvent, RunResult, StepResult } from '../library/told.js';
/** How one step ended in a test. */
export interface TestStep {
    readonly result: StepResult;
    /** The rows it handed on; none if it made no dataset. */
    readonly rows: readonly Row[];
    readonly outputs: Readonly<Record<string, string>>;
    /** The rows it rejected: file, line, column, rule, value and the raw text. */
    readonly rejects: readonly Row[];
    readonly failure?: FailureTold;
    /** Why it was skipped or cancelled. */
    readonly reason?: string;
    readonly attempts: number;
    /** The lines it wrote. */
    readonly log: readonly string[];
    readonly note?: string;
}
/** A run that has ended in a test. Disposing of it removes all it left: its tables and files, not what stands here. */
export interface TestRun extends AsyncDisposable {
    readonly result: RunResult;
    readonly steps: Readonly<Record<string, TestStep>>;
    readonly events: readonly RunEvent[];
    /** The rows of a table that was loaded into a connection that the test did not name: SQLite's values. */
    readonly table: (connection: string, table: string) => Record<string, unknown>[];
    /** The text of a file that was loaded. */
    readonly file: (path: string) => string;
}
