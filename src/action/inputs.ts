import { Usage } from '../diagnostic/failure.ts'
import { parseJson } from '../text/parse-json.ts'

interface InputSpec {
  readonly description: string
  readonly required: boolean
  readonly default?: string
}

/** Every input of the action. A test holds `action.yml` equal to this table. */
export const inputSpecs = {
  command: {
    description: 'What to do: validate, plan, run, recover, after-cancel, report or comment',
    required: true,
  },
  pipeline: {
    description: 'The manifest to plan; for validate, the manifests, one a line (default: all of pipelines/)',
    required: false,
  },
  inputs: { description: 'plan: the inputs of the run, as a JSON object', required: false, default: '{}' },
  waves: { description: 'plan: how many waves the workflow has jobs for', required: false },
  select: {
    description: 'plan: run only these steps: ids, +id, id+, tag:T, kind:K, failed (default: all)',
    required: false,
  },
  window: {
    description:
      'plan: the window of time that incremental extracts are to read, as FROM..TO (default: what is new)',
    required: false,
  },
  force: {
    description:
      'plan: with window, whether to load again what was loaded of it already: true or false (default: false)',
    required: false,
  },
  job: {
    description:
      'run: the id of the job of the plan to carry out; recover and after-cancel: the id of the job of the workflow (default: the command)',
    required: false,
  },
  concurrency: {
    description: 'run, recover and after-cancel: how many steps may be at work at once',
    required: false,
    default: '4',
  },
  cache: {
    description: 'validate, plan and run: whether steps with cache use the Actions cache: true or false',
    required: false,
    default: 'true',
  },
  cancelled: {
    description: 'report: whether the whole run was cancelled: true or false',
    required: false,
    default: 'false',
  },
  'run-id': {
    description:
      'comment: the run of the check whose comment to post (default: the one that started this workflow)',
    required: false,
  },
  'retention-days': {
    description: 'For how many days what the jobs hand on is kept',
    required: false,
    default: '7',
  },
  token: {
    description: 'The token for issues, comments, commits and the base branch',
    required: false,
    default: '${{ github.token }}',
  },
  'working-directory': {
    description: 'The folder of the checkout that holds pipelines/',
    required: false,
    default: '.',
  },
} as const satisfies Record<string, InputSpec>

export const commands = ['validate', 'plan', 'run', 'recover', 'after-cancel', 'report', 'comment'] as const
export type Command = (typeof commands)[number]

export interface Inputs {
  readonly command: Command
  readonly pipelines: readonly string[]
  readonly inputs: Readonly<Record<string, unknown>>
  readonly waves: number | undefined
  /** Empty: all steps. */
  readonly select: string
  /** Empty: none is asked for. */
  readonly window: string
  /** `undefined`: the workflow says nothing of it. */
  readonly force: boolean | undefined
  readonly job: string
  readonly concurrency: number
  readonly cache: boolean
  readonly cancelled: boolean
  readonly runId: number | undefined
  readonly retentionDays: number
  readonly token: string
  readonly workingDirectory: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the inputs from the environment. Throws `Usage` for one that does not fit. */
export function readInputs(env: Environment): Inputs {
  const text = (name: keyof typeof inputSpecs) => readText(env, name)
  const command = commands.find((one) => one === text('command'))
  if (command === undefined) {
    throw new Usage(`the input command is "${text('command')}"`, `give one of ${commands.join(', ')}`)
  }
  return {
    command,
    pipelines: text('pipeline')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    inputs: jsonObject('inputs', text('inputs')),
    cache: truth('cache', text('cache')),
    cancelled: truth('cancelled', text('cancelled')),
    waves: optionalNumber('waves', text('waves')),
    select: text('select'),
    window: text('window'),
    force: text('force') === '' ? undefined : truth('force', text('force')),
    job: text('job'),
    concurrency: wholeNumber('concurrency', text('concurrency')),
    runId: optionalNumber('run-id', text('run-id')),
    retentionDays: wholeNumber('retention-days', text('retention-days')),
    token: text('token'),
    workingDirectory: text('working-directory'),
  }
}

function readText(env: Environment, name: keyof typeof inputSpecs): string {
  const given = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? ''
  const spec: InputSpec = inputSpecs[name]
  return given === '' && spec.default !== undefined && !spec.default.includes('${{') ? spec.default : given
}

function optionalNumber(name: string, text: string): number | undefined {
  return text === '' ? undefined : wholeNumber(name, text)
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new Usage(`the input ${name} is "${text}"`, 'give a whole number from 1 up')
}

function truth(name: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Usage(`the input ${name} is "${text}"`, 'give true or false')
}

function jsonObject(name: string, text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new Usage(`the input ${name} is not a JSON object`, 'give e.g. ${{ toJSON(inputs) }}')
}
