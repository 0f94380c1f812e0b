import type { Fixture } from './fixture.js';
export interface TestOptions {
    /** The repository's root; the manifest and the paths in it are relative to it. Default: the current folder. */
    readonly workspace?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    /** The moment at which time stands still. Default: 2026-01-01T00:00:00Z. */
    readonly now?: Date | string;
    /** What steps inherit of the environment, on top of this process's. */
    readonly env?: Readonly<Record<string, string>>;
    /** Secrets that the manifest names. One that is not given is `test-NAME`. */
    readonly secrets?: Readonly<Record<string, string>>;
    /** Variables that the manifest names. One that is not given is `test-NAME`. */
    readonly vars?: Readonly<Record<string, string>>;
    /** URLs of connections. Any other is a fresh SQLite database, whatever the manifest says. */
    readonly connections?: Readonly<Record<string, string>>;
    /** Whether steps may ask other machines by HTTP. Default: false. */
    readonly network?: boolean;
}
export interface PipelineTest extends TestOptions {
    /** Rows in place of what steps would make, by step. */
    readonly fixtures?: Readonly<Record<string, Fixture>>;
    /** Which steps are to run, as with `--select`. */
    readonly select?: string;
}
export declare function momentOf({ now }: Pick<TestOptions, 'now'>): Date;
