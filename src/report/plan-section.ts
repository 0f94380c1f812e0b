import type { Plan, StepPlan } from '../plan/plan.ts'
import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import { mermaid } from './mermaid.ts'
import { counted, dollars, duration } from './quantities.ts'

/** What is known of one pipeline of a pull request beside its plan. */
export interface PipelineFacts {
  /** The next ticks, as text for people. */
  readonly next?: readonly string[]
  /** What differs from the base branch: steps. */
  readonly changes?: Changes
  /** Datasets downstream of what changed. */
  readonly downstream?: readonly string[]
}

export interface Changes {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** One plan as Markdown: what changed, when it runs next, its steps, what they cost, its graph. */
export function planSection(plan: Plan, facts: PipelineFacts, maxRows: number): string[] {
  return [
    `### ${escapeMarkdown(plan.name)}`,
    `${code(plan.file)} · ${shape(plan)} · ${price(plan)}`,
    ...pointsOf(plan, facts),
    stepTable(plan, facts.changes, maxRows),
    '<details><summary>Graph</summary>',
    fence(mermaid(plan), 'mermaid'),
    '</details>',
  ]
}

function shape({ steps, jobs, waves }: Plan): string {
  return `${counted(steps.length, 'step')} in ${counted(jobs.length, 'job')} and ${counted(waves.length, 'wave')}`
}

function price({ cost }: Plan): string {
  return `${counted(cost.billedMinutes, 'billed minute')} a run (${dollars(cost.dollars)})`
}

function pointsOf({ inputs }: Plan, { next = [], changes, downstream = [] }: PipelineFacts): string[] {
  const given = Object.entries(inputs).map(([name, value]) => code(`${name}=${value}`))
  const points = [
    ...(changes === undefined ? [] : [`- Against the base branch: ${changeText(changes)}`]),
    ...(downstream.length === 0 ? [] : [`- Datasets downstream of it: ${listed(downstream.map(code))}`]),
    ...(given.length === 0 ? [] : [`- Inputs: ${listed(given)}`]),
    ...(next.length === 0 ? [] : [`- Next: ${next.slice(0, 5).map(escapeMarkdown).join(' · ')}`]),
  ]
  return points.length === 0 ? [] : [points.join('\n')]
}

function changeText({ added, removed, changed }: Changes): string {
  const told = [
    ...(added.length === 0 ? [] : [`added ${listed(added.map(code))}`]),
    ...(changed.length === 0 ? [] : [`changed ${listed(changed.map(code))}`]),
    ...(removed.length === 0 ? [] : [`removed ${listed(removed.map(code))}`]),
  ]
  return told.length === 0 ? 'no step changed' : told.join('; ')
}

const longestList = 30

function listed(items: readonly string[]): string {
  const more = items.length > longestList ? [`${items.length - longestList} more`] : []
  return [...items.slice(0, longestList), ...more].join(', ')
}

function stepTable(plan: Plan, changes: Changes | undefined, maxRows: number): string {
  const waveOf = new Map(plan.waves.flatMap((jobs, index) => jobs.map((job) => [job, index + 1] as const)))
  const marks = new Map([
    ...(changes?.changed ?? []).map((id) => [id, '✏️ '] as const),
    ...(changes?.added ?? []).map((id) => [id, '🆕 '] as const),
  ])
  const measured = plan.steps.some(({ basis }) => basis === 'past')
  const rows = plan.steps
    .toSorted((one, other) => (waveOf.get(one.job) ?? 0) - (waveOf.get(other.job) ?? 0))
    .slice(0, maxRows)
    .map((step) => stepRow(step, waveOf.get(step.job), marks.get(step.id) ?? '', measured))
  const hidden = plan.steps.length - rows.length
  return [
    `| Wave | Job | Step | Kind | After |${measured ? ' Usually |' : ''}`,
    `|--:|:--|:--|:--|:--|${measured ? '--:|' : ''}`,
    ...rows,
    ...(hidden > 0 ? [`\n*… and ${counted(hidden, 'more step')}.*`] : []),
  ].join('\n')
}

/** How long it takes is told when that has been measured. */
function stepRow(step: StepPlan, wave: number | undefined, mark: string, measured: boolean): string {
  const cells = [
    String(wave ?? ''),
    code(step.job),
    mark + code(step.id),
    escapeMarkdown(step.kind),
    listed(step.needs.map(code)),
    ...(measured ? [step.basis === 'past' ? duration(step.expectedMs) : ''] : []),
  ]
  return `| ${cells.join(' | ')} |`
}
