import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { Check } from '../checks/check.ts'
import { checkDataset } from '../checks/check-dataset.ts'
import { withJudgement } from '../checks/with-judgement.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { heldWindow } from '../window.ts'
import { loadFile } from './load-file.ts'
import { loadTable } from './load-table.ts'
import type { FileLoad, LoadOptions } from './options.ts'

/** Puts a dataset where others find it: a table of a database, or a file. All of it or nothing. */
export async function load(context: StepContext<LoadOptions>): Promise<StepOutcome> {
  const { options, stepId } = context
  const dataset = sourceOf(context)
  const { windows = [] } = context
  if (dataset.rows === 0 && windows.length > 0 && options.target === 'file') return nothingNew(options)
  if (dataset.rows === 0 && !options.allowEmpty && windows.length === 0) {
    const target = options.target === 'table' ? `table "${options.table}"` : `file "${options.file}"`
    throw new Failure('rows/empty', `"${options.from}" has no rows; ${target} is left as it is`, {
      help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected`,
    })
  }
  const [onDataset, onTable] = partedChecks(context)
  const judged = await checkDataset(dataset, onDataset, context)
  requireAllRows(context, judged.rejected)
  const outcome =
    options.target === 'table'
      ? await loadTable(
          {
            ...context,
            options,
            checks: onTable,
            windows: judged.rejected > 0 ? windows.map(heldWindow) : windows,
          },
          judged.dataset,
        )
      : await loadFile({ ...context, options }, judged.dataset)
  return withJudgement(outcome, judged)
}

/** What was put aside is not missing in the source, so who takes what is not loaded for missing ones cannot go on. */
function requireAllRows({ options, stepId, lacking = [] }: StepContext<LoadOptions>, rejected: number): void {
  if (options.target !== 'table' || (options.missing !== 'delete' && options.missing !== 'mark')) return
  const steps = [...lacking, ...(rejected > 0 ? [stepId] : [])]
  if (steps.length === 0) return
  const names = steps.map((id) => `"${id}"`).join(', ')
  throw new Failure(
    'rows/put-aside',
    `not all rows of the source are there: some of ${names} were rejected, put in quarantine, or of legs that failed; \`missing: ${options.missing}\` would take them for missing ones, so table "${options.table}" is left as it is`,
    {
      help: 'Mend the source or the rule, or load with `missing: keep` until that is done',
    },
  )
}

/**
 * The rows are judged as a dataset before they come near the database, so that a rule means the same everywhere; but an
 * author's query is in the words of the database, and what is said of the result can only be asked there.
 */
function partedChecks({ options, checks }: StepContext<LoadOptions>): [readonly Check[], readonly Check[]] {
  const isForTable = ({ rule, of }: Check): boolean =>
    options.target === 'table' && (of === 'result' || rule === 'sql')
  return [checks.filter((check) => !isForTable(check)), checks.filter(isForTable)]
}

function nothingNew({ file }: FileLoad): StepOutcome {
  const rows = { read: 0, loaded: 0, rejected: 0, filtered: 0, deduplicated: 0, unchanged: 0 }
  return { rows, note: `nothing new: ${file} is left as it is` }
}

function sourceOf({ options, needs, stepId }: StepContext<LoadOptions>): Dataset {
  const dataset = needs[options.from]
  if (dataset === undefined)
    throw new Bug(`step "${stepId}" was started without the dataset of "${options.from}"`)
  return dataset
}
