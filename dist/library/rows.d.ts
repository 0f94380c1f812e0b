/** An integer past 2^53 is a bigint; a decimal, a date and a timestamp are texts; json is parsed. */
export type Value = string | number | bigint | boolean | null | object;
/** One row, by column. */
export type Row = Record<string, Value>;
/** Rows, some at a time: what a `module` is given. */
export type Batches = AsyncIterable<Row[]>;
/** The second argument of a `module`'s function. */
export interface TransformContext {
    /** The rows of the needs, by step. */
    readonly needs: Readonly<Record<string, Batches>>;
    /** What the manifest says under `with`. */
    readonly with: Readonly<Record<string, unknown>>;
    readonly run: {
        readonly id: string;
        readonly date: string;
    };
    /** A line of the step's log. */
    readonly log: (line: string) => void;
}
/** A `module`'s function: makes rows of rows. It may yield them one by one or in arrays. */
export type Transform = (batches: Batches, context: TransformContext) => AsyncIterable<Row | readonly Row[]> | Iterable<Row | readonly Row[]>;
/** The rows of a dataset's file, some at a time. Throws a `Failure` (`dataset/missing`, `dataset/format`). */
export declare function readBatches(path: string): Generator<Row[], void, void>;
/** All rows of a dataset's file: for one that memory can hold. */
export declare function readRows(path: string): Row[];
