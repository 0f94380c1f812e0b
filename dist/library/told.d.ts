/** An author's mistake in a manifest, with its place: lines and columns count from 1. */
export interface Diagnostic {
    /** `graph/cycle`: see docs/diagnostics.md. */
    readonly code: string;
    readonly severity: 'error' | 'warning';
    readonly message: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly help?: string;
}
export type StepResult = 'success' | 'failure' | 'cancelled' | 'skipped';
export type RunResult = StepResult | 'degraded';
/** Something that happened, once, at a time: a line of `events.jsonl`. What else it holds depends on its type. */
export interface RunEvent {
    readonly schema: 1;
    readonly run: string;
    /** ISO, UTC. */
    readonly at: string;
    readonly type: 'run-started' | 'step-started' | 'step-progress' | 'step-log' | 'step-retrying' | 'leg-finished' | 'part-finished' | 'step-finished' | 'run-finished';
    readonly step?: string;
    /** Which leg of a mapped step it is about. */
    readonly leg?: string | undefined;
    readonly result?: RunResult;
    /** Of `step-started` and `step-retrying`, from 1. */
    readonly attempt?: number;
    /** Rows handed on so far, or in all. */
    readonly rows?: number | null | undefined;
    /** Of `step-log`. */
    readonly line?: string;
    readonly failure?: FailureTold | undefined;
}
/** What the world did, as it is told: masked, the chain of causes as texts. */
export interface FailureTold {
    /** `http/status`, `rows/rejected`, … */
    readonly code: string;
    readonly message: string;
    readonly help?: string | undefined;
    readonly causes: readonly string[];
    readonly retryable: boolean;
}
/** What one run will do. */
export interface Plan {
    readonly schema: 1;
    readonly pipeline: string;
    readonly name: string;
    readonly file: string;
    readonly run: {
        readonly id: string;
        readonly at: string;
        readonly date: string;
    };
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly steps: readonly {
        readonly id: string;
        readonly kind: string;
        readonly needs: readonly string[];
        /** The job of GitHub that carries it. */
        readonly job: string;
        readonly unselected?: true | undefined;
        /** Of a mapped step: how many legs it has (`null`: known only at run time), and how many jobs share them. */
        readonly legs?: {
            readonly count: number | null;
            readonly parts: number;
        } | undefined;
        /** Of a step with `cache`: what would become of it. */
        readonly cache?: {
            readonly decision: 'reuse' | 'run' | 'deferred';
            readonly reason: string;
        } | undefined;
    }[];
    readonly jobs: readonly {
        readonly id: string;
        readonly steps: readonly string[];
        readonly needs: readonly string[];
    }[];
    readonly waves: readonly (readonly string[])[];
    /** What GitHub would bill for it. */
    readonly cost: {
        readonly billedMinutes: number;
        readonly dollars: number;
    };
}
/** All that a reader of a run wants to know: `report.json`. */
export interface Report {
    readonly schema: 1;
    readonly pipeline: string;
    readonly name: string;
    readonly file: string;
    readonly run: {
        readonly id: string;
        readonly trigger: string;
        readonly at: string;
        readonly date: string;
    };
    readonly result: RunResult;
    readonly durationMs: number;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** In the plan's order. */
    readonly steps: readonly StepReport[];
}
export interface StepReport {
    readonly id: string;
    readonly kind: string;
    readonly needs: readonly string[];
    readonly result: StepResult;
    /** It failed, and its author bears that. */
    readonly tolerated: boolean;
    /** Why it was skipped or cancelled. */
    readonly reason?: string;
    /** 0: it never started. */
    readonly attempts: number;
    readonly durationMs: number;
    /** Rows handed on; `null` for a step that moves none. */
    readonly rows: number | null;
    readonly outputs: Readonly<Record<string, string>>;
    readonly failure?: FailureTold;
    readonly note?: string;
    readonly cached?: true;
    readonly unselected?: true;
}
