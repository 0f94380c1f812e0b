import * as z from 'zod'
import { columnRecord } from './column-record.ts'

/** What tells whether a source has other bytes now. Holds no address and no secret. */
const sourceMark = z.object({
  /** Stands for the address: a hash of it, its secrets hidden first. */
  source: z.string(),
  /** What the server gave to ask with: `ETag` and `Last-Modified`, as they came. */
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Of the bytes as they came. */
  sha256: z.string().optional(),
  bytes: z.number(),
})
export type SourceMark = z.infer<typeof sourceMark>

/** What later runs tell by whether a step would make the same again. */
export const stepMark = z.object({
  /** Of all it depends on but the rows themselves (`run/unchanged/own-key.ts`). */
  key: z.string(),
  /** The run in which it was last made anew. */
  since: z.string(),
  /** Of an extract. */
  sources: z.array(sourceMark).optional(),
  /** Of a load into a file: the hash of what it wrote. */
  file: z.string().optional(),
})
export type StepMark = z.infer<typeof stepMark>

/** Numbers about the rows of a step, for later runs to compare theirs with. */
export const measures = z.record(z.string(), z.number())
export type Measures = z.infer<typeof measures>

/** What the last good runs knew of a step, as far as they knew it. */
export const stepPast = z.object({
  mark: stepMark.optional(),
  /** Of the dataset, as it was last made. */
  columns: z.array(columnRecord).optional(),
  /** What its rows measured, the last run first. */
  history: z.array(measures).optional(),
})
export type StepPast = z.infer<typeof stepPast>
