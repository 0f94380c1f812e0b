import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { Profile } from '../../dataset/profile.ts'
import type { StepContext } from '../step.ts'
import { sameColumns } from './match-names.ts'
import { openRecords } from './open-records.ts'
import type { ExtractOptions } from './options.ts'
import { describeReject } from './reject-log.ts'
import { projectBatch } from '../project-batch.ts'
import type { Spooled } from './spool.ts'

/** Reads every value of every source once, to give each column the narrowest type that loses nothing. */
export async function inferColumns(
  sources: readonly Spooled[],
  context: StepContext<ExtractOptions>,
): Promise<readonly Column[]> {
  const names: string[] = []
  const profile = new Profile(names)
  let first: string | undefined
  for (const [index, source] of sources.entries()) {
    const records = await openRecords(source, context, {
      onReject: (reject) => (first ??= describeReject(source.label, reject, context.mask)),
      onBytes: () => {},
    })
    if (context.options.format === 'csv' && index > 0) sameColumns(names, records.names, sources[0], source)
    const union = (): void => {
      for (const name of records.names) if (!names.includes(name)) names.push(name)
    }
    union()
    for await (const batch of records.batches) {
      union()
      profile.add(
        projectBatch(
          batch,
          names.map((name) => records.names.indexOf(name)),
        ),
      )
    }
  }
  const columns = profile.columns()
  if (columns.length === 0) throw nothingRead(first)
  context.log(`columns inferred: ${columns.map(describeColumn).join(', ')}`)
  for (const { column, type, because } of profile.proof()) context.log(`  ${column} is ${type}: ${because}`)
  return columns
}

function nothingRead(firstReject: string | undefined): Failure {
  if (firstReject !== undefined)
    return new Failure('rows/rejected', `no row could be read, e.g. ${firstReject}`)
  return new Failure('columns/unknown', 'there is nothing to read, so the columns cannot be inferred', {
    help: 'Declare "columns"',
  })
}

function describeColumn({ name, type, scale }: Column): string {
  return `${name} ${type}${type === 'decimal' && scale !== undefined ? `(${scale})` : ''}`
}
