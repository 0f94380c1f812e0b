import type { Column, Dataset } from '../../dataset/column.ts'

/** What the child that runs an author's module is told: the one JSON file it is started with. */
export interface ModuleTask {
  readonly stepId: string
  /** Absolute. */
  readonly module: string
  /** The repository's root, absolute. */
  readonly workspace: string
  readonly export: string
  readonly needs: Readonly<Record<string, Dataset>>
  /** The need whose batches the function gets as its first argument. */
  readonly from: string | undefined
  readonly with: Readonly<Record<string, unknown>>
  readonly columns: readonly Column[] | undefined
  readonly datasetPath: string
  readonly scratch: string
  readonly run: { readonly id: string; readonly date: string }
  /** Where the result goes. */
  readonly resultPath: string
  /** Begins the lines of stdout that are progress and not the author's. */
  readonly progressToken: string
}
