import type { Diagnostic, Plan } from './told.js';
export interface PlanOptions {
    /** The repository's root; manifests and the paths in them are relative to it. Default: the current folder. */
    readonly workspace?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    /** The moment of the run. Default: now. */
    readonly now?: Date;
    /** The date the run is for, e.g. `2026-03-29`. */
    readonly date?: string;
    /** Which steps are to run, as with `--select`. */
    readonly select?: string;
}
/** Everything that is wrong with these manifests, all of it at once; nothing is run. */
export declare function validate(files: string | readonly string[], { workspace }?: {
    readonly workspace?: string;
}): Promise<readonly Diagnostic[]>;
/** Plans one run of a manifest. Throws a `ManifestError`, or a `Usage` when an input or the selection does not fit. */
export declare function plan(file: string, options?: PlanOptions): Promise<Plan>;
