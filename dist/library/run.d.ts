import type { PlanOptions } from './plan.js';
import { type Row } from './rows.js';
import type { Report, RunEvent, RunResult } from './told.js';
export interface RunOptions extends PlanOptions {
    /** Where secrets and variables come from, and what steps inherit. Default: `process.env`, and the workspace's `.env`. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** The run's own folder. Default: `.millrace/runs/` and its id, in the workspace. */
    readonly folder?: string;
    /** How many steps may be at work at once. Default: 4. */
    readonly concurrency?: number;
    /** Whether steps with `cache` use the cache of the workspace. Default: true. */
    readonly cache?: boolean;
    /** Aborted: the run is cancelled. */
    readonly signal?: AbortSignal;
    /** Told everything that happens, masked, as it happens. */
    readonly onEvent?: (event: RunEvent) => void;
}
/** A run that has ended. */
export interface Ran {
    readonly id: string;
    readonly result: RunResult;
    readonly report: Report;
    /** Its folder: events, logs, datasets. */
    readonly folder: string;
    /** The rows that a step handed on, none if it made no dataset; by the name a query would use. Throws a `Usage` for no step's. */
    readonly rows: (name: string) => Row[];
}
/**
 * Runs a pipeline in this process, as `millrace run` does, but keeps nothing of it in the ledger and waits for no other run.
 * What fails is in the result. Throws a `ManifestError`, a `Usage`, or a `Failure` before anything starts.
 */
export declare function run(file: string, options?: RunOptions): Promise<Ran>;
