import type { Path } from '../diagnostic/diagnostic.ts'
import type { Visible } from '../expression/check-expression.ts'

type Refusals = NonNullable<Visible['refusals']>

export const ifRefusals: Refusals = {
  secrets: {
    code: 'expression/not-here',
    message: '`secrets` cannot be read in `if`, as in a workflow',
    help: 'set an `env` variable from the secret, and test `env.NAME`',
  },
  matrix: {
    code: 'expression/not-here',
    message: '`matrix` is not there in `if`, as in a workflow: it is asked once, before there are legs',
    help: 'leave legs out with `exclude`, or filter the list that the matrix is made of',
  },
}

export const sqlRefusals: Refusals = {
  secrets: {
    code: 'expression/secret-in-sql',
    message: 'a secret in SQL would be written into the dataset, which is kept and handed on',
    help: 'use the secret where it is needed, in `connections`, `headers` or `env`',
  },
}

export const strategyRefusals: Refusals = {
  secrets: {
    code: 'expression/not-here',
    message: 'a secret in `strategy` would be told to everyone who sees the run',
    help: 'take the values from `inputs`, `vars` or `needs`',
  },
  matrix: {
    code: 'expression/not-here',
    message: '`matrix` is not there in `strategy`, which makes it',
    help: 'use one of inputs, vars, run, github, needs',
  },
  env: {
    code: 'expression/not-here',
    message: '`env` is not there in `strategy`, as in a workflow',
    help: 'use one of inputs, vars, run, github, needs',
  },
}

export const toleranceRefusals: Refusals = {
  ...toldRefusals('continue-on-error'),
  matrix: {
    code: 'expression/not-here',
    message: '`matrix` is not there in `continue-on-error`, which holds for all legs of a step',
    help: 'say with `max-failures` how many legs may fail',
  },
}

export function toldRefusals(option: string): Refusals {
  return {
    secrets: {
      code: 'expression/not-here',
      message: `a secret in \`${option}\` would be told to everyone who sees the run or the repository`,
      help:
        option === 'with'
          ? 'name the secret in the pipeline that is used: it is handed what it names itself'
          : 'write the value itself, or take it from `inputs` or `vars`',
    },
  }
}

const beforeRun = 'it must be known before the run'

/** Why a key can hold no expression. */
const reasons: Readonly<Record<string, string>> = {
  needs: 'the order of the steps is made of it',
  from: 'the order of the steps is made of it',
  teardown: 'the order of the steps is made of it',
  uses: 'the steps of that pipeline are planned with those of this one',
  into: 'the secrets and the pool of a connection are handed out before the run',
  pool: 'the places of a pool are shared out among the jobs before the run',
  pools: 'the places of a pool are shared out among the jobs before the run',
  'max-parallel': 'the places are shared out among the jobs before the run',
  'runs-on': 'the jobs are planned by it before the run',
  tags: 'steps are selected by them before the run',
  schedule: 'nothing has run when a schedule begins a run',
  inputs: 'nothing has run when a run is given its inputs',
  retry: 'how long a job may take is reckoned from it before the run',
  concurrency: 'it stands in the workflow, which is made before any run',
  name: 'the workflow, its artifacts and its issues are found by it',
  columns: 'the queries of later steps are checked against it',
  module: 'its code is checked and read before the run',
  input: 'it says what the script finds, and is checked before the run',
  output: 'it says what the step makes, and is checked before the run',
  datasets: 'it says what the pipeline hands on, and is checked before the run',
  cache: 'whether a step is run is decided by it',
}

/** The innermost key of a place that has a reason of its own. */
export function whyNowhere(path: Path): string {
  const key = path.findLast((each) => typeof each === 'string' && Object.hasOwn(reasons, each))
  return (key === undefined ? undefined : reasons[key]) ?? beforeRun
}
