import { join } from 'node:path'
import type { Column } from '../../dataset/column.ts'
import { createDatasetFile } from '../../dataset/dataset-file.ts'
import { Profile } from '../../dataset/profile/profile.ts'
import type { Reject } from '../../dataset/reject.ts'
import { RowBatch } from '../../dataset/row-batch.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { projectBatch } from '../project-batch.ts'
import { BatchSpool } from './batch-spool.ts'
import { KeptColumns } from './kept-columns.ts'
import type { OutputRow } from './module-rows.ts'
import type { ModuleTask } from './module-task.ts'
import { number } from '../../text/quantities.ts'

/** Takes a module's rows and makes the step's dataset of them. */
interface ModuleOutput extends Disposable {
  readonly rows: number
  write(rows: readonly OutputRow[]): void
  finish(): void
}

export function openOutput(task: ModuleTask): ModuleOutput {
  return task.columns === undefined ? new InferredOutput(task) : new DeclaredOutput(task, task.columns)
}

class DeclaredOutput implements ModuleOutput {
  readonly #file
  readonly #batch: RowBatch

  constructor({ datasetPath, stepId }: ModuleTask, columns: readonly Column[]) {
    this.#file = createDatasetFile(datasetPath, { table: stepId, columns })
    this.#batch = new RowBatch(columns.map(({ name }) => name))
  }

  get rows(): number {
    return this.#file.rows
  }

  write(rows: readonly OutputRow[]): void {
    this.#file.write(this.#batch.of(rows), (reject) => refuse(reject, this.#file.rows))
  }

  finish(): void {
    this.#file.finish()
  }

  [Symbol.dispose](): void {
    this.#file.discard()
  }
}

/** Keeps the rows on disk until all have been seen, because only then their types are known. */
class InferredOutput implements ModuleOutput {
  readonly #task: ModuleTask
  readonly #names: string[] = []
  readonly #known = new Set<string>()
  readonly #batch = new RowBatch(this.#names)
  readonly #profile = new Profile(this.#names)
  readonly #kept: KeptColumns
  readonly #spool: BatchSpool

  constructor(task: ModuleTask) {
    this.#task = task
    this.#kept = new KeptColumns(task.needs[task.from ?? '']?.columns ?? [])
    this.#spool = new BatchSpool(join(task.scratch, 'rows.spool'))
  }

  get rows(): number {
    return this.#spool.rows
  }

  write(rows: readonly OutputRow[]): void {
    for (const row of rows) this.#learn(row)
    const batch = this.#batch.of(rows)
    this.#profile.add(batch)
    this.#kept.look(rows)
    this.#spool.add(batch)
  }

  finish(): void {
    const columns = this.#kept.columns(this.#profile.columns())
    if (columns.length === 0) {
      throw new Failure('columns/unknown', 'the function yielded no row, so its columns are not known', {
        help: 'Declare "columns"',
      })
    }
    const { datasetPath, stepId } = this.#task
    using file = createDatasetFile(datasetPath, { table: stepId, columns })
    for (const batch of this.#spool.batches()) {
      const from = columns.map((_, index) => (index < batch.columns ? index : -1))
      file.write(projectBatch(batch, from), (reject) => refuse(reject, file.rows))
    }
    file.finish()
  }

  [Symbol.dispose](): void {
    this.#spool[Symbol.dispose]()
  }

  #learn(row: OutputRow): void {
    for (const name in row) {
      if (this.#known.has(name)) continue
      this.#known.add(name)
      this.#names.push(name)
    }
  }
}

/** A transform has no rejects: what its code yields must be right. */
function refuse({ column, rule, value }: Reject, after: number): never {
  const place = column === null ? '' : ` in column "${column}"`
  throw new Failure(
    'rows/type',
    `row ${number(after + 1)} of the function's rows breaks a rule${place}: ${rule} ${JSON.stringify(value)}`,
  )
}
