import { data, type wellKnownFunctions } from '@actions/expressions'

/** How the steps before went: what `success()`, `failure()` and `cancelled()` answer. */
export interface Status {
  readonly success: boolean
  readonly failure: boolean
  readonly cancelled: boolean
}

type FunctionDefinition = (typeof wellKnownFunctions)[string]

/** They stand in `if` only, as in a workflow. */
export const statusFunctions = ['success', 'failure', 'always', 'cancelled'] as const

export const functionInfos = statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 0 }))

/** Every function an author can call, as GitHub writes it. */
export const functionNames: readonly string[] = [
  ...statusFunctions,
  'case',
  'contains',
  'endsWith',
  'format',
  'fromJSON',
  'join',
  'startsWith',
  'toJSON',
]

/** Functions of GitHub's that are not there, by their names in small letters. */
export const missingFunctions = new Map([
  [
    'hashfiles',
    {
      message: '`hashFiles` is not there: an expression reads no files',
      help: 'name the files under `cache`: `cache: { files: … }`',
    },
  ],
])

const known = new Set(functionNames.map((name) => name.toLowerCase()))

/** GitHub's functions are named without regard to case. */
export function isFunction(name: string): boolean {
  return known.has(name.toLowerCase())
}

export function isStatusFunction(name: string): boolean {
  return statusFunctions.some((each) => each === name.toLowerCase())
}

export function statusDefinitions(status: Status): Map<string, FunctionDefinition> {
  const answers = { ...status, always: true }
  return new Map(
    functionInfos.map((info) => [
      info.name,
      { ...info, call: () => new data.BooleanData(answers[info.name]) },
    ]),
  )
}
