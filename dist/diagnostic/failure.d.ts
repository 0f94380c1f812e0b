/**
 * Something the world did: a server answered 503, a disk is full, a row broke a rule. It is told, with its cause,
 * as an event of the run. Thrown by adapters and steps, caught by the run (`run/attempt.ts`).
 */
export declare class Failure extends Error {
    /** A stable `area/what` word to branch on, e.g. `http/status`, `database/connection`, `rows/rejected`. */
    readonly code: string;
    /** Whether the same attempt, made again, might succeed. */
    readonly retryable: boolean;
    /** How long the world asked to be left alone (`Retry-After`), in milliseconds. */
    readonly retryAfterMs: number | undefined;
    /** What the reader may do about it, as an imperative sentence without a full stop. */
    readonly help: string | undefined;
    readonly facts: FailureFacts;
    constructor(code: string, message: string, options?: {
        cause?: unknown;
        retryable?: boolean;
        retryAfterMs?: number;
        help?: string;
        facts?: FailureFacts;
    });
    /** The same failure, in other words. */
    retold(message: string, help?: string | undefined): Failure;
}
/** What a `retry` can ask about a failure. */
export interface FailureFacts {
    readonly exitCode?: number;
    readonly httpStatus?: number;
    /** SQLSTATE, or the database's own code where it has none (`SQLITE_BUSY`). */
    readonly sqlState?: string;
    /** Nobody's fault in the pipeline: a connection was reset, a server answered 5xx, a runner was lost. */
    readonly infrastructure?: boolean;
}
/** The command was given wrongly: an unknown verb, an input's value that does not fit (exit status 64). */
export declare class Usage extends Error {
    readonly help: string | undefined;
    constructor(message: string, help?: string);
}
/** The state of the program is one we believed impossible. Only the two mains catch it (exit status 70). */
export declare class Bug extends Error {
    constructor(message: string, options?: ErrorOptions);
}
/** Ends an exhaustive `switch`: a case nobody handles is a type error here before it is a bug. */
export declare function unreachable(value: never): never;
