import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Step } from '../manifest/manifest.ts'
import type { StepFacts } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'

/** A step as a manifest that is judged knows it: one of a pipeline that it uses is called `clean/orders`. */
export interface NamedStep {
  readonly step: Step
  readonly name: string
  /** The manifest that it stands in. */
  readonly file: string
}

/** A load to which rows of an incremental extract come. */
export interface JudgedLoad extends NamedStep {
  /** Absent: it is into a file. */
  readonly fills: StepFacts['fills']
  /** The steps that these rows come through, the load and the extract included. */
  readonly makers: readonly NamedStep[]
}

/** What is wrong with a load that would lose or double rows of an incremental extract; `others`: loads of the same rows. */
export function judgeLoad(extract: NamedStep, load: JudgedLoad, others: number): Diagnostic[] {
  if (load.fills === undefined) return []
  const { mode, modeUnsaid, missing } = load.fills
  if (mode === 'replace')
    return [
      problemOf(
        { extract, load, path: ['mode'] },
        `"${load.name}" would put what is new in place of all that was loaded before`,
        'use `mode: merge` with a `key`, `insert-missing` or `append`',
      ),
    ]
  if (missing === 'mark' || missing === 'delete')
    return [
      problemOf(
        { extract, load, path: ['missing'] },
        `"${load.name}" would take every row that is not new for one that is gone`,
        'remove `missing`, or read the whole source',
      ),
    ]
  const why = mode === 'append' ? whyTwice(extract, load, others) : undefined
  if (why === undefined) return []
  return [problemOf({ extract, load, path: [modeUnsaid === true ? 'table' : 'mode'] }, ...twice(load, why))]
}

/** The message and the help of a load that appends what comes again. */
export function twice({ name }: NamedStep, why: string): readonly [message: string, help: string] {
  return [
    `"${name}" appends, but ${why}: rows would be there twice`,
    'use `mode: merge` with a `key`, or `insert-missing`',
  ]
}

/** Of a load that appends beside others. */
export function whyForOthers({ name }: NamedStep): string {
  return `"${name}" reads again for each load what another one has not got`
}

function problemOf(
  { extract, load, path }: { readonly extract: NamedStep; readonly load: NamedStep; readonly path: Path },
  message: string,
  help: string,
): Diagnostic {
  return {
    code: 'manifest/incremental',
    severity: 'error',
    message,
    at: { file: load.file, path: [...load.step.path, 'load', ...path], part: 'value' },
    related: [
      {
        at: { file: extract.file, path: [...extract.step.path, 'extract', 'incremental'], part: 'key' },
        message: `"${extract.name}" reads only what is new`,
      },
    ],
    help,
  }
}

/** Why a row may come to a load more than once; `others`: loads of the same rows. */
export function whyTwice(
  extract: NamedStep,
  { step, makers }: JudgedLoad,
  others: number,
): string | undefined {
  const { name } = extract
  const { incremental, mayReject } = factsOf(extract.step)
  if (incremental === undefined) return undefined
  if (incremental.lag > 0) return `"${name}" reads again what lies within its \`lag\``
  if (mayReject === true) return `"${name}" reads again from the first rejected row on`
  const aside = makers.find((one) => one.step.checks.some(({ severity }) => severity === 'quarantine'))
  if (aside !== undefined)
    return `"${name}" reads its window again while "${aside.name}" puts rows in quarantine`
  if (step.strategy !== undefined) return `"${name}" reads again for each leg what another one has not got`
  return others > 0 ? whyForOthers(extract) : undefined
}
