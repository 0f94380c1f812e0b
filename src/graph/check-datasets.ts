import type { Column } from '../dataset/column.ts'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import type { StepFacts } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'

/** Datasets that nobody makes, and columns that their dataset is declared not to have. */
export function checkDatasets(manifest: Manifest): Diagnostic[] {
  const steps = new Map(manifest.steps.map((step) => [step.id, step]))
  return manifest.steps.flatMap((step) => {
    const facts = factsOf(step)
    const source = facts.from === undefined ? undefined : steps.get(facts.from)
    const sourceFacts = source === undefined ? undefined : factsOf(source)
    const judged = facts.judgesFrom === true ? sourceFacts : facts
    return [
      ...(source === undefined || sourceFacts?.makesDataset !== false
        ? []
        : [noDataset(manifest.file, step, source, sourceFacts)]),
      ...(step.checks.length > 0 && facts.judgesFrom !== true && !facts.makesDataset
        ? [nothingToCheck(manifest.file, step, facts)]
        : []),
      ...(judged?.columns === undefined ? [] : unknownColumns(manifest.file, step, judged.columns)),
    ]
  })
}

function noDataset(file: string, step: Step, source: Step, { datasetBy }: StepFacts): Diagnostic {
  return {
    code: 'graph/no-dataset',
    severity: 'error',
    message: `step "${step.id}" reads from "${source.id}", a \`${source.kind}\` step that makes no dataset`,
    at: { file, path: [...step.path, step.kind, 'from'], part: 'value' },
    related: [{ at: { file, path: source.path, part: 'key' }, message: `"${source.id}" is here` }],
    help:
      datasetBy === undefined
        ? 'read from the step that made the rows'
        : `write "${source.id}" as ${datasetBy}`,
  }
}

function nothingToCheck(file: string, step: Step, { datasetBy }: StepFacts): Diagnostic {
  return {
    code: 'graph/no-dataset',
    severity: 'error',
    message: `step "${step.id}" makes no dataset, so there is nothing to check`,
    at: { file, path: [...step.path, 'checks'], part: 'key' },
    help: `move the checks to the step that makes the rows${datasetBy === undefined ? '' : `, or write it as ${datasetBy}`}`,
  }
}

function unknownColumns(file: string, step: Step, columns: readonly Column[]): Diagnostic[] {
  const names = columns.map(({ name }) => name)
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
