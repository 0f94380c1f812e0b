import type { RunFacts } from '../app/outcome.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { GitHub } from '../ports/github.ts'
import { ourLabel } from '../report/failure-issue.ts'
import type { OpenIssue } from '../report/intents.ts'
import { failureKeyIn } from '../report/issue-key.ts'
import type { Action } from './action.ts'
import { lastGoodOf } from './keep-run.ts'

/** What GitHub knows of the run; what it refuses to say is a warning, and is decided without. */
export async function askGitHub(action: Action, pipeline: string): Promise<RunFacts> {
  const { context } = action
  const github = await action.github()
  const openIssues = await ask(action, () => openIssuesOf(github), [])
  const lastGood =
    (await lastGoodOf(action, pipeline)) ?? (await ask(action, () => lastGreenOf(action, github), undefined))
  return {
    trigger: context.trigger,
    onDefaultBranch: isOnDefaultBranch(action),
    openIssues,
    runUrl: context.runUrl,
    ...(context.workflowUrl === undefined ? {} : { workflowUrl: context.workflowUrl }),
    ...(lastGood === undefined ? {} : { lastGood }),
  }
}

async function ask<T>(action: Action, question: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await question()
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    action.runner.annotate({ level: 'warning', title: 'Millrace', message: thrown.message })
    return otherwise
  }
}

async function openIssuesOf(github: GitHub): Promise<readonly OpenIssue[]> {
  const open = await github.findIssues({ label: ourLabel })
  return open.flatMap(({ number, body }) => {
    const key = failureKeyIn(body)
    return key === undefined ? [] : [{ number, key }]
  })
}

/** Of runs that were not kept GitHub knows at least which were green. */
async function lastGreenOf(
  { context }: Action,
  github: GitHub,
): Promise<{ at: string; url: string } | undefined> {
  if (context.workflowFile === undefined) return undefined
  const run = await github.lastSuccess({ workflow: context.workflowFile, branch: context.branch })
  return run === undefined ? undefined : { at: run.createdAt, url: run.url }
}

/** GitHub schedules on the default branch only. */
function isOnDefaultBranch({ context }: Action): boolean {
  return context.trigger === 'schedule' || context.event.repository?.default_branch === context.branch
}
