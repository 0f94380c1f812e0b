import * as z from 'zod'

/** What can run a query over datasets. `docs/duckdb.md` says in what they differ. */
export const engineSchema = z.enum(['sqlite', 'duckdb'])
