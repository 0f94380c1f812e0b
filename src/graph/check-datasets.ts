import type { Column } from '../dataset/column.ts'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'
import { fromOf } from './resolve-needs.ts'

/** Datasets that nobody makes, and columns that their dataset is declared not to have. */
export function checkDatasets(manifest: Manifest): Diagnostic[] {
  const steps = new Map(manifest.steps.map((step) => [step.id, step]))
  return manifest.steps.flatMap((step) => {
    const from = fromOf(step)
    const source = from === undefined ? undefined : steps.get(from)
    const columns = columnsOf(step.kind === 'load' ? source : step)
    return [
      ...(source === undefined || makesDataset(source) ? [] : [noDataset(manifest.file, step, source)]),
      ...(step.checks.length > 0 && step.kind !== 'load' && !makesDataset(step)
        ? [nothingToCheck(manifest.file, step)]
        : []),
      ...(columns === undefined ? [] : unknownColumns(manifest.file, step, columns)),
    ]
  })
}

function makesDataset({ kind, options }: Step): boolean {
  return kind === 'extract' || kind === 'transform' || (kind === 'run' && options.output !== undefined)
}

function columnsOf(step: Step | undefined): readonly Column[] | undefined {
  return step === undefined || step.kind === 'load' ? undefined : step.options.columns
}

function noDataset(file: string, step: Step, source: Step): Diagnostic {
  return {
    code: 'graph/no-dataset',
    severity: 'error',
    message: `step "${step.id}" reads from "${source.id}", a \`${source.kind}\` step that makes no dataset`,
    at: { file, path: [...step.path, step.kind, 'from'], part: 'value' },
    related: [{ at: { file, path: source.path, part: 'key' }, message: `"${source.id}" is here` }],
    help:
      source.kind === 'run'
        ? `add \`output: csv\` to "${source.id}"`
        : 'read from the step that made the rows',
  }
}

function nothingToCheck(file: string, step: Step): Diagnostic {
  return {
    code: 'graph/no-dataset',
    severity: 'error',
    message: `step "${step.id}" makes no dataset, so there is nothing to check`,
    at: { file, path: [...step.path, 'checks'], part: 'key' },
    help: 'move the checks to the step that makes the rows, or add `output: csv`',
  }
}

function unknownColumns(file: string, step: Step, columns: readonly Column[]): Diagnostic[] {
  const names = columns.map(({ name }) => name)
  return columnsNamed(step).flatMap(({ name, path, part }): Diagnostic[] => {
    if (names.some((each) => each.toLowerCase() === name.toLowerCase())) return []
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
  const keys = step.kind === 'load' && step.options.target === 'table' ? step.options.key : []
  return [
    ...keys.map((name, index): Named => ({ name, path: ['load', 'key', index], part: 'value' })),
    ...step.checks.flatMap((check, index): Named[] => {
      if ('columns' in check)
        return check.columns.map((name, at) => ({
          name,
          path: ['checks', index, check.rule, at],
          part: 'value',
        }))
      return 'column' in check
        ? [{ name: check.column, path: ['checks', index, check.rule, check.column], part: 'key' }]
        : []
    }),
  ]
}
