import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkManifests } from '../app/check.ts'
import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import { makePlan } from '../plan/make-plan.ts'
import { mermaid } from '../report/mermaid.ts'
import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import type { Action, Verdict } from './action.ts'
import { type BaseGraphs, readBaseGraphs } from './base-graphs.ts'
import { setOutput } from './outputs.ts'
import {
  commentArtifact,
  commentKey,
  compareSteps,
  problemsOf,
  renderPlanComment,
  type PipelineChange,
  type PlanComment,
} from './plan-comment.ts'
import { tellDiagnostics } from './tell-diagnostics.ts'

/**
 * Checks the manifests: annotations and the summary always, on a pull request also the comment. The verdict is the
 * manifests' alone: a comment that GitHub refuses is a notice.
 */
export async function validate(action: Action): Promise<Verdict> {
  const { runner, workspace } = action
  const files = manifestFiles(action)
  const { pipelines, diagnostics } = await checkManifests(files, workspace)
  tellDiagnostics(diagnostics, action)
  const graphs = pipelines.map(({ graph }) => graph)
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  const pull = action.context.event.pull_request
  const base = pull === undefined ? undefined : await baseOf(action, graphs, pull.base.sha)
  const comment: PlanComment = {
    schema: 1,
    sha: pull?.head.sha ?? action.context.sha,
    pipelines: [
      ...pipelines.map(({ graph, authored }) => changeOf(graph, authored, base)),
      ...removed(base, files),
    ],
    ...problemsOf(diagnostics),
  }
  runner.summary([renderPlanComment({ ...comment, pipelines: [] }), ...graphs.map(section)].join('\n\n'))
  if (pull !== undefined) await commentOn(action, pull.number, comment)
  setOutput(runner, 'result', failed ? 'failure' : 'success')
  return failed ? 'failed' : 'passed'
}

function manifestFiles({ inputs, workspace }: Action): readonly string[] {
  if (inputs.pipelines.length > 0) return inputs.pipelines
  const found = globSync('pipelines/*.{yml,yaml}', { cwd: workspace }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  if (found.length > 0) return found.toSorted()
  throw new Usage('there is no pipelines/*.yml', 'check the repository out first, or set working-directory')
}

/** What the base branch has. When it cannot be read, everything counts as unchanged rather than as new. */
async function baseOf(action: Action, head: readonly Graph[], sha: string): Promise<BaseGraphs | undefined> {
  try {
    return await readBaseGraphs(action, head, sha)
  } catch (thrown) {
    notice(action, thrown, 'the base branch cannot be read, so the comment does not say what changed')
    return undefined
  }
}

function removed(base: BaseGraphs | undefined, files: readonly string[]): readonly PipelineChange[] {
  const gone = [...(base ?? [])].filter(([file]) => !files.includes(file))
  const nothing = { change: 'removed' as const, jobs: 0, waves: 0, billedMinutes: 0, steps: [] }
  return gone.map(([file, graph]) => ({ ...nothing, file, name: graph?.manifest.name ?? file }))
}

function changeOf(graph: Graph, authored: unknown, base: BaseGraphs | undefined): PipelineChange {
  const { manifest } = graph
  const before = base?.get(manifest.file)
  const steps = compareSteps(graph, base === undefined ? graph : before)
  const run = { id: 'check', trigger: 'pull_request', at: '1970-01-01T00:00:00.000Z', date: '1970-01-01' }
  const { jobs, waves, cost } = makePlan(graph, { run, inputs: {}, authored, past: new Map() })
  const whole = base !== undefined && !base.has(manifest.file) ? 'added' : 'same'
  return {
    file: manifest.file,
    name: manifest.name,
    change: whole,
    jobs: jobs.length,
    waves: waves.length,
    billedMinutes: cost.billedMinutes,
    steps,
  }
}

function section(graph: Graph): string {
  const run = { id: 'check', trigger: 'pull_request', at: '1970-01-01T00:00:00.000Z', date: '1970-01-01' }
  const plan = makePlan(graph, { run, inputs: {}, authored: {}, past: new Map() })
  const { name, file } = graph.manifest
  return `### ${escapeMarkdown(name)} (${code(file)})\n\n${fence(mermaid(plan), 'mermaid')}`
}

/** A fork's token may not comment: then the comment is left for the workflow that may. */
async function commentOn(action: Action, number: number, comment: PlanComment): Promise<void> {
  try {
    await (await action.github()).upsertComment(number, commentKey, renderPlanComment(comment))
  } catch (thrown) {
    notice(action, thrown, 'no comment on the pull request from here')
    await leaveComment(action, comment)
  }
}

async function leaveComment(action: Action, comment: PlanComment): Promise<void> {
  const path = join(action.context.temp, commentArtifact)
  try {
    await writeFile(path, JSON.stringify(comment))
    await action.artifacts.uploadFile(path, { retentionDays: 1 })
  } catch (thrown) {
    notice(action, thrown, 'the comment could not be left for another workflow')
  }
}

function notice({ runner }: Action, thrown: unknown, what: string): void {
  if (!(thrown instanceof Failure)) throw thrown
  runner.annotate({ level: 'notice', title: 'Millrace', message: `${what}: ${thrown.message}` })
}
