import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checkManifests } from '../app/check.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { GitHub } from '../ports/github.ts'
import { ourLabel } from '../report/failure-issue.ts'
import type { Intent } from '../report/intent.ts'
import { intents, type OpenIssue } from '../report/intents.ts'
import { failureKeyIn } from '../report/issue-key.ts'
import { planFailureIntents } from '../report/plan-failure.ts'
import { renderMarkdown } from '../report/render-markdown.ts'
import { summarize } from '../report/summarize.ts'
import type { RunEvent } from '../run/event.ts'
import { type Action, folded, inRepository, type Verdict } from './action.ts'
import { carryOut } from './carry-out.ts'
import { jobArtifact, unpackJob } from './hand-over.ts'
import { setOutput } from './outputs.ts'
import { receivePlan } from './received-plan.ts'
import { isGood } from './run-job.ts'

/** Gathers what all jobs left, writes the summary, and does on GitHub what the outcome asks for. */
export async function report(action: Action): Promise<Verdict> {
  const folder = join(action.context.temp, 'millrace-report')
  await mkdir(folder, { recursive: true })
  const received = await folded(action, 'Fetch the plan', () =>
    receivePlan(action.artifacts, folder, action.workspace),
  )
  return received === undefined ? reportNoPlan(action, folder) : reportRun(action, received, folder)
}

async function reportRun(
  action: Action,
  { plan, graph }: { plan: Plan; graph: Graph },
  folder: string,
): Promise<Verdict> {
  const { runner, inputs, context } = action
  const events = await folded(action, 'Fetch what the jobs left', () => gather(action, plan, folder))
  const cancelled = Object.values(inputs.results).includes('cancelled')
  const told = summarize(plan, events, { cancelled })
  runner.summary(renderMarkdown(told))
  const { manifest } = graph
  const wanted = await withFacts(action, (facts) =>
    intents(told, {
      ...facts,
      onFailure: manifest.onFailure,
      steps: manifest.steps.map(({ id }) => id),
    }),
  )
  const carried = await act(action, wanted, { run: plan.run.id, folder })
  setOutput(runner, 'run', plan.run.id)
  setOutput(runner, 'result', told.result)
  runner.line(`run ${plan.run.id} for ${plan.run.date}: ${told.result} (${context.runUrl})`)
  return carried && isGood(told.result) ? 'passed' : 'failed'
}

/** The events of all jobs; one that left nothing is told as lost by what is missing. */
async function gather(
  { artifacts, runner }: Action,
  plan: Plan,
  folder: string,
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = []
  const there = new Set(await artifacts.list())
  for (const { id } of plan.jobs) {
    const name = jobArtifact(id)
    if (!there.has(name)) {
      runner.line(`job ${id} left no artifact`)
      continue
    }
    const into = join(folder, 'jobs', id)
    await mkdir(into, { recursive: true })
    await artifacts.download(name, into)
    events.push(...(await unpackJob(into, folder, ['logs', 'files'])))
    await rm(into, { recursive: true, force: true })
  }
  return events
}

/** No plan: its manifest is wrong, or the job that was to make it died. Either way somebody is told. */
async function reportNoPlan(action: Action, folder: string): Promise<Verdict> {
  const { runner, inputs, context, workspace } = action
  runner.annotate({ level: 'error', title: 'Millrace', message: 'the run has no plan, so no step ran' })
  setOutput(runner, 'result', 'failure')
  const [file] = inputs.pipelines
  if (file === undefined) return 'failed'
  const { pipelines, diagnostics } = await checkManifests([file], workspace)
  const manifest = pipelines[0]?.graph.manifest
  const wanted = await withFacts(action, (facts) =>
    planFailureIntents({
      ...facts,
      pipeline: manifest?.id ?? basename(file).replace(/\.ya?ml$/, ''),
      file,
      diagnostics,
      ...(manifest === undefined ? {} : { name: manifest.name, onFailure: manifest.onFailure }),
    }),
  )
  runner.summary(wanted.map((intent) => (intent.type === 'upsert-issue' ? intent.body : '')).join('\n'))
  await act(action, wanted, { run: `${context.runId}-${context.attempt}`, folder })
  return 'failed'
}

interface Facts {
  readonly trigger: string
  readonly onDefaultBranch: boolean
  readonly openIssues: readonly OpenIssue[]
  readonly runUrl: string
  readonly workflowUrl?: string
  readonly lastGood?: { readonly at: string; readonly url: string }
  readonly branch?: string
}

/** Decides on what GitHub knows; what it refuses to say is a warning, and the decision is made without it. */
async function withFacts(
  action: Action,
  decide: (facts: Facts) => readonly Intent[],
): Promise<readonly Intent[]> {
  const { context } = action
  const github = await action.github()
  const openIssues = await ask(action, () => openIssuesOf(github), [])
  const lastGood = await ask(action, () => lastGoodOf(action, github), undefined)
  return decide({
    trigger: context.eventName,
    onDefaultBranch: isOnDefaultBranch(action),
    openIssues,
    runUrl: context.runUrl,
    ...(context.workflowUrl === undefined ? {} : { workflowUrl: context.workflowUrl }),
    ...(lastGood === undefined ? {} : { lastGood }),
  })
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

async function lastGoodOf(
  { context }: Action,
  github: GitHub,
): Promise<{ at: string; url: string } | undefined> {
  if (context.workflowFile === undefined) return undefined
  const run = await github.lastSuccess({ workflow: context.workflowFile, branch: context.branch })
  return run === undefined ? undefined : { at: run.createdAt, url: run.url }
}

/** GitHub schedules on the default branch only. */
function isOnDefaultBranch({ context }: Action): boolean {
  return context.eventName === 'schedule' || context.event.repository?.default_branch === context.branch
}

/** A file that could not be committed fails the job: its rows are not where they were to be. */
async function act(
  action: Action,
  wanted: readonly Intent[],
  of: { run: string; folder: string },
): Promise<boolean> {
  const { runner, context } = action
  if (wanted.length === 0) return true
  const source = {
    ...of,
    runUrl: context.runUrl,
    branch: context.branch,
    inRepository: (path: string) => inRepository(action, path),
  }
  const deeds = await carryOut(wanted, await action.github(), source)
  for (const { intent, told, failure } of deeds) {
    if (failure === undefined) runner.line(told)
    else {
      const level = intent.type === 'commit-files' ? 'error' : 'warning'
      const help = failure.help === undefined ? '' : `\n${failure.help}`
      runner.annotate({ level, title: 'Millrace', message: `${told}${help}` })
    }
  }
  return !deeds.some(({ intent, failure }) => intent.type === 'commit-files' && failure !== undefined)
}
