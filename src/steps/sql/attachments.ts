import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../dataset/column.ts'
import { quoteName } from '../../dataset/create-table.ts'
import type { StepContext } from '../step.ts'

/** SQLite attaches no more than this. */
export const mostAttached = 10

/** A file of datasets, and the name of the schema that it is in a database. */
export interface Attachment {
  readonly name: string
  readonly path: string
}

/**
 * Datasets as files to attach, `most` of them: those that are more are copied into one file. `what` one of them is begins
 * the names of their schemas.
 */
export async function attachments(
  datasets: readonly Dataset[],
  { what, most = mostAttached }: { readonly what: string; readonly most?: number },
  context: Pick<StepContext, 'scratch' | 'ports' | 'signal'>,
): Promise<readonly Attachment[]> {
  const files = distinct(datasets)
  const alone = files.length > most ? most - 1 : files.length
  const attached = files.slice(0, alone).map(({ path }, index) => ({ name: `${what}_${index}`, path }))
  if (alone === files.length) return attached
  const path = join(context.scratch, `${what}.sqlite`)
  await gather(files.slice(alone), path, context)
  return [...attached, { name: `${what}_more`, path }]
}

/** The schema in which a dataset's table is. */
export function schemaOf({ path }: Dataset, attached: readonly Attachment[]): string {
  return (attached.find((each) => each.path === path) ?? attached.at(-1))?.name ?? 'main'
}

/** A dataset may be known by two names: `clean`, and `clean/daily`. */
export function distinct(datasets: readonly Dataset[]): Dataset[] {
  return [...new Map(datasets.map((dataset) => [dataset.path, dataset])).values()]
}

async function gather(
  datasets: readonly Dataset[],
  path: string,
  { ports, signal }: Pick<StepContext, 'ports' | 'signal'>,
): Promise<void> {
  rmSync(path, { force: true })
  for (const { name, tableName = name, path: from } of datasets) {
    await using session = await ports.sqlite.open({ path, attach: [{ name: 'one', path: from }] }, signal)
    const table = quoteName(tableName)
    await session.query({ sql: `create table ${table} as select * from one.${table}` })
  }
}
