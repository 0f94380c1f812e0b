import * as z from 'zod'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import { code, escapeMarkdown, truncateMarkdown } from '../text/markdown.ts'

const id = z.string().min(1).max(100)
const change = z.enum(['added', 'changed', 'removed', 'same'])

const stepSchema = z.object({
  id,
  kind: z.string().max(20),
  needs: z.array(id).max(256),
  change,
})

const pipelineSchema = z.object({
  file: z.string().max(300),
  name: z.string().max(300),
  change,
  jobs: z.int().min(0),
  waves: z.int().min(0),
  billedMinutes: z.number().min(0),
  steps: z.array(stepSchema).max(2000),
})

const problemSchema = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string().max(100),
  message: z.string().max(2000),
  file: z.string().max(300),
  line: z.int().min(1),
})

/**
 * What a pull request's comment says, as data: the check of a fork writes it without any right, and a workflow that
 * may write comments reads it as it would read a stranger's. All prose is made, and everything escaped, on that side.
 */
export const planCommentSchema = z.object({
  schema: z.literal(1),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  pipelines: z.array(pipelineSchema).max(200),
  problems: z.array(problemSchema).max(100),
  /** Problems past the hundredth. */
  hidden: z.int().min(0),
})

export type PlanComment = z.infer<typeof planCommentSchema>
export type PipelineChange = z.infer<typeof pipelineSchema>
export type Change = z.infer<typeof change>

/** The file, and so the artifact, in which the comment of a fork's pull request travels. */
export const commentArtifact = 'millrace-comment.json'
/** More than a comment can need, less than could hurt. */
export const largestComment = 512 * 1024
/** Names our one comment on a pull request. */
export const commentKey = 'plan'

const longestBody = 60_000
const mostProblems = 100
const mostDrawn = 60

export function problemsOf(
  diagnostics: readonly LocatedDiagnostic[],
): Pick<PlanComment, 'problems' | 'hidden'> {
  const worstFirst = diagnostics.toSorted((one, other) => rank(one) - rank(other))
  const problems = worstFirst.slice(0, mostProblems).map(({ severity, code: name, message, file, line }) => ({
    severity,
    code: name,
    message: message.slice(0, 2000),
    file,
    line,
  }))
  return { problems, hidden: Math.max(0, diagnostics.length - mostProblems) }
}

function rank(diagnostic: LocatedDiagnostic): number {
  return diagnostic.severity === 'error' ? 0 : 1
}

/** The steps of a pipeline against those of the base branch's, which is absent for a new pipeline. */
export function compareSteps(head: Graph, base: Graph | undefined): PipelineChange['steps'] {
  const before = new Map(base?.manifest.steps.map((step) => [step.id, step]))
  const now = head.order.map((stepId) => {
    const node = head.nodes.get(stepId)
    const old = before.get(stepId)
    before.delete(stepId)
    const changed = old !== undefined && node !== undefined && contentOf(old) !== contentOf(node.step)
    const kind = node?.step.kind ?? ''
    return {
      id: stepId,
      kind,
      needs: [...(node?.needs ?? [])],
      change: stepChange(old !== undefined, changed),
    }
  })
  const gone = [...before.values()].map((step) => ({
    id: step.id,
    kind: step.kind,
    needs: [],
    change: 'removed' as const,
  }))
  return base === undefined ? now : [...now, ...gone]
}

function stepChange(existed: boolean, changed: boolean): Change {
  if (!existed) return 'added'
  return changed ? 'changed' : 'same'
}

/** All that the author wrote of a step, but not where it stands in its file. */
function contentOf(step: object): string {
  return JSON.stringify({ ...step, path: undefined })
}

export function renderPlanComment(comment: PlanComment): string {
  const errors = comment.problems.filter(({ severity }) => severity === 'error').length + comment.hidden
  const verdict =
    errors === 0 ? '✅ **Millrace**: the manifests are sound' : `❌ **Millrace**: ${count(errors, 'problem')}`
  const parts = [
    `${verdict}, at ${code(comment.sha.slice(0, 7))}`,
    ...(comment.problems.length === 0 ? [] : [problemTable(comment)]),
    ...comment.pipelines.map(pipelineSection),
  ]
  return truncateMarkdown(`${parts.join('\n\n')}\n`, longestBody)
}

function problemTable({ problems, hidden }: PlanComment): string {
  const rows = problems.map(
    ({ severity, file, line, message, code: name }) =>
      `| ${severity} | ${code(`${file}:${line}`)} | ${escapeMarkdown(message)} | ${code(name)} |`,
  )
  const more = hidden === 0 ? [] : [`| | | and ${hidden} more | |`]
  return ['| | where | what | code |', '|---|---|---|---|', ...rows, ...more].join('\n')
}

function pipelineSection(pipeline: PipelineChange): string {
  const { name, file, steps, jobs, waves, billedMinutes } = pipeline
  const title = `### ${escapeMarkdown(name)} (${code(file)})`
  if (pipeline.change === 'removed') return `${title}\n\nRemoved.`
  const present = steps.filter((step) => step.change !== 'removed')
  const size = `${count(present.length, 'step')} in ${count(jobs, 'job')}, ${count(waves, 'wave')}, about ${count(billedMinutes, 'billed minute')} a run`
  return [title, size, changeList(pipeline), drawing(present)].filter((part) => part !== '').join('\n\n')
}

function changeList({ change: whole, steps }: PipelineChange): string {
  if (whole === 'added') return 'A new pipeline.'
  const lines = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const ids = steps.filter((step) => step.change === kind).map((step) => code(step.id))
    return ids.length === 0 ? [] : [`- ${kind}: ${ids.join(', ')}`]
  })
  return lines.length === 0 ? 'No step differs from the base branch.' : lines.join('\n')
}

/** The graph as Mermaid. Nodes are numbered, and a label is quoted text only, so no name can draw anything. */
function drawing(steps: PipelineChange['steps']): string {
  if (steps.length === 0 || steps.length > mostDrawn) return ''
  const number = new Map(steps.map((step, index) => [step.id, `s${index}`]))
  const label = (text: string) => text.replaceAll(/[^\w. -]/g, '·')
  const nodes = steps.map((step) => `  ${number.get(step.id)}["${label(step.id)}"]:::${step.change}`)
  const edges = steps.flatMap((step) =>
    step.needs
      .filter((need) => number.has(need))
      .map((need) => `  ${number.get(need)} --> ${number.get(step.id)}`),
  )
  const styles = [
    '  classDef added stroke:#1a7f37,stroke-width:2px',
    '  classDef changed stroke:#9a6700,stroke-width:2px',
  ]
  return ['```mermaid', 'flowchart LR', ...nodes, ...edges, ...styles, '```'].join('\n')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
