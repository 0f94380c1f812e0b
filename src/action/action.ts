import { posix } from 'node:path'
import type { GitHub } from '../ports/github.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Artifacts, Runner } from '../ports/runner.ts'
import type { Inputs } from './inputs.ts'
import type { WorkflowContext } from './workflow-context.ts'

/** What a command of the action works with. */
export interface Action {
  readonly inputs: Inputs
  readonly context: WorkflowContext
  readonly runner: Runner
  readonly artifacts: Artifacts
  /** Connected at the first use; the library behind it is large. */
  readonly github: () => Promise<GitHub>
  /** What is kept of past runs, in the repository. */
  readonly ledger: () => Promise<Ledger>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute: the folder that holds `pipelines/`. */
  readonly workspace: string
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}

/** Whether the job fails, beside what was told on the way. */
export type Verdict = 'passed' | 'failed'

/** A path below the working directory as GitHub knows it: from the repository's root, with forward slashes. */
export function inRepository({ inputs }: Pick<Action, 'inputs'>, path: string): string {
  return posix.join(inputs.workingDirectory.replaceAll('\\', '/'), path)
}

/** GitHub's toolkit tells of every artifact in a dozen lines: folded away, unless they tell why it failed. */
export async function folded<T>(
  { runner }: Pick<Action, 'runner'>,
  title: string,
  work: () => Promise<T>,
): Promise<T> {
  runner.group(title)
  try {
    return await work()
  } finally {
    runner.endGroup()
  }
}
