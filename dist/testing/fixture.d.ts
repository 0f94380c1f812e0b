/**
 * Rows in place of those that a step would make: as objects, or a file (`.csv`, `.json`, `.ndjson`; relative to the
 * workspace). `columns` says their types, as in a manifest (`{ amount: 'decimal(12,2)' }`); without, they are those that the step
 * declares, or what the rows tell.
 */
export type Fixture = string | readonly FixtureRow[] | {
    readonly rows: string | readonly FixtureRow[];
    readonly columns?: Readonly<Record<string, string>>;
};
export type FixtureRow = Readonly<Record<string, unknown>>;
