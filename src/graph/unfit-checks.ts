import type { Column } from '../dataset/column.ts'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Step } from '../manifest/manifest.ts'
import { type Unfit, unfitType } from '../steps/checks/unfit-type.ts'

type Check = Step['checks'][number]

/** Checks of a step that ask something of a declared column that its type has not. */
export function unfitChecks(file: string, step: Step, columns: readonly Column[]): Diagnostic[] {
  return step.checks.flatMap((check, index): Diagnostic[] => {
    const column = 'column' in check ? columns.find(({ name }) => name === check.column) : undefined
    const unfit = column && unfitType(check, column)
    // A table may keep as numbers what comes as text.
    if (unfit === undefined || (check.of === 'result' && column?.type === 'text')) return []
    const { message, help } = unfit
    const path = [...step.path, 'checks', check.entry ?? index, ...placeOf(check, unfit)]
    return [{ code: 'checks/type', severity: 'error', message, at: { file, path, part: 'value' }, help }]
  })
}

function placeOf(check: Check, { key }: Unfit): Path {
  return check.rule === 'range' ? [check.rule, check.column, key] : [check.rule, key]
}
