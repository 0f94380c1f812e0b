import type { Diagnostic } from './told.js';
/** A manifest has mistakes, so there is no plan of it. */
export declare class ManifestError extends Error {
    readonly diagnostics: readonly Diagnostic[];
    constructor(diagnostics: readonly Diagnostic[]);
}
