import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { loadFile } from './load-file.ts'
import { loadTable } from './load-table.ts'
import type { LoadOptions } from './options.ts'

/** Puts a dataset where others find it: a table of a database, or a file. All of it or nothing. */
export async function load(context: StepContext<LoadOptions>): Promise<StepOutcome> {
  const { options, stepId } = context
  const dataset = sourceOf(context)
  if (dataset.rows === 0 && !options.allowEmpty) {
    const target = options.target === 'table' ? `table "${options.table}"` : `file "${options.file}"`
    throw new Failure('rows/empty', `"${options.from}" has no rows; ${target} is left as it is`, {
      help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected`,
    })
  }
  return options.target === 'table'
    ? loadTable({ ...context, options }, dataset)
    : loadFile({ ...context, options }, dataset)
}

function sourceOf({ options, needs, stepId }: StepContext<LoadOptions>): Dataset {
  const dataset = needs[options.from]
  if (dataset === undefined)
    throw new Bug(`step "${stepId}" was started without the dataset of "${options.from}"`)
  return dataset
}
