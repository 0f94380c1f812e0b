import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { unreachable } from '../diagnostic/failure.ts'
import type { Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'

/** The columns that checks and options of a step name and that are not among `names`. */
export function unknownColumns(file: string, step: Step, names: readonly string[]): Diagnostic[] {
  return columnsNamed(step).flatMap(({ name, path, part }): Diagnostic[] => {
    if (names.includes(name)) return []
    const near = nearest(name, names)
    return [
      {
        code: 'checks/column',
        severity: 'error',
        message: `"${name}" is not a column of the dataset${near === undefined ? '' : `; did you mean "${near}"?`}`,
        at: { file, path: [...step.path, ...path], part },
        help: near === undefined ? `use one of ${names.join(', ')}` : `write "${near}"`,
      },
    ]
  })
}

interface Named {
  readonly name: string
  readonly path: Path
  readonly part: 'key' | 'value'
}

function columnsNamed(step: Step): Named[] {
  const { columnsNamed: named = [] } = factsOf(step)
  return [
    ...named.map(({ name, path }): Named => ({ name, path: [step.kind, ...path], part: 'value' })),
    ...step.checks.flatMap((check, index) => columnsOfCheck(check, ['checks', check.entry ?? index])),
  ]
}

function columnsOfCheck(check: Step['checks'][number], entry: Path): Named[] {
  switch (check.rule) {
    case 'not-null':
    case 'unique':
      return check.columns.map((name, at) => ({ name, path: [...entry, check.rule, at], part: 'value' }))
    case 'references':
      return check.columns.map((name, at) => ({
        name,
        path: [...entry, check.rule, 'columns', at],
        part: 'value',
      }))
    case 'accepted-values':
    case 'range':
    case 'pattern':
      return [{ name: check.column, path: [...entry, check.rule, check.column], part: 'key' }]
    case 'freshness':
    case 'distribution':
      return check.column === undefined
        ? []
        : [{ name: check.column, path: [...entry, check.rule, 'column'], part: 'value' }]
    case 'row-count':
    case 'sql':
      return []
    default:
      return unreachable(check)
  }
}
