import { joinPartFiles } from '../join-datasets.ts'
import { lastOfEach } from './join-parts.ts'
import type { PartFinished, StepFinished } from '../run-request.ts'

/**
 * Puts together what the jobs of a mapped step made, in the order of its legs, out of the files that their words name:
 * all lie in `folder`. Answers what to add to `joinParts`: the step's datasets and rejected rows.
 */
export async function joinPartDatasets(
  folder: string,
  step: string,
  parts: readonly PartFinished[],
): Promise<Pick<StepFinished, 'dataset' | 'datasets' | 'rejects'>> {
  const ordered = lastOfEach(parts)
  const join = (
    file: string,
    table: string,
    records: readonly (StepFinished['dataset'] | undefined)[],
    skip: 0 | 1,
  ) =>
    joinPartFiles(
      { folder, file, table },
      records.filter((one) => one !== undefined),
      skip,
    )
  const dataset = await join(
    `datasets/${step}.sqlite`,
    step,
    ordered.map((part) => part.dataset),
    1,
  )
  const names = new Set(ordered.flatMap((part) => Object.keys(part.datasets ?? {})))
  const named: NonNullable<StepFinished['datasets']> = {}
  for (const name of names) {
    const table = `${step}/${name}`
    const one = await join(
      `datasets/${table}.sqlite`,
      table,
      ordered.map((part) => part.datasets?.[name]),
      1,
    )
    if (one !== undefined) named[name] = one
  }
  const rejects = await join(
    `rejects/${step}.sqlite`,
    step,
    ordered.map((part) => part.rejects),
    0,
  )
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(names.size === 0 ? {} : { datasets: named }),
    ...(rejects === undefined ? {} : { rejects }),
  }
}
