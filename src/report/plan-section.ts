import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import { mermaid } from './mermaid.ts'
import { type List, listOf, type Outline, type PipelineNews } from './pull-request-plan.ts'
import { legsText } from '../text/legs-text.ts'
import { counted, dollars, duration, number } from '../text/quantities.ts'
import { tickText } from './tick-text.ts'

/** How much of a pipeline is shown: rows of its table, characters of its graph. */
export interface SectionRoom {
  readonly rows: number
  readonly drawing: number
}

/** One pipeline as Markdown: what changed, when it runs next, its steps, what they cost, its graph. */
export function pipelineSection(pipeline: PipelineNews, room: SectionRoom): string[] {
  const { name, file, size, outline } = pipeline
  const facts = [code(file), ...(size === undefined ? [] : [shape(size), price(size)])]
  return [
    `### ${escapeMarkdown(name)}`,
    facts.join(' · '),
    ...pointsOf(pipeline),
    ...(outline === undefined ? [tooLarge] : stepsAndGraph(outline, room)),
  ]
}

const tooLarge = '*Too many steps to list here: they are in the summary of the check.*'

type Size = NonNullable<PipelineNews['size']>

function shape({ steps, jobs, waves }: Size): string {
  return `${counted(steps, 'step')} in ${counted(jobs, 'job')} and ${counted(waves, 'wave')}`
}

function price(size: Size): string {
  return `${counted(size.billedMinutes, 'billed minute')} a run (${dollars(size.dollars)})`
}

function pointsOf(pipeline: PipelineNews): string[] {
  const { downstream, next } = pipeline
  const points = [
    ...(pipeline.change === 'none' ? [] : [`- Against the base branch: ${changeText(pipeline)}`]),
    ...(downstream.count === 0 ? [] : [`- Datasets downstream of it: ${listed(downstream)}`]),
    ...(next.length === 0 ? [] : [`- Next: ${next.map(tickText).join(' · ')}`]),
  ]
  return points.length === 0 ? [] : [points.join('\n')]
}

function changeText({ change, settings, ...steps }: PipelineNews): string {
  if (change === 'added') return 'new'
  if (change === 'unknown') return 'not compared'
  if (change === 'mended') return 'the manifest there does not hold'
  const told = (['added', 'changed', 'removed'] as const).flatMap((kind) =>
    steps[kind].count === 0 ? [] : [`${kind} ${listed(steps[kind])}`],
  )
  const beside = settings.length === 0 ? [] : [`its ${settings.map(code).join(', ')}`]
  return told.length + beside.length === 0 ? 'no step changed' : [...told, ...beside].join('; ')
}

/** Names as code, and how many more there are. */
export function listed({ first, count }: List): string {
  const more = count > first.length ? [`${number(count - first.length)} more`] : []
  return [...first.map(code), ...more].join(', ')
}

function stepsAndGraph(outline: Outline, { rows, drawing }: SectionRoom): string[] {
  const looks = Object.fromEntries(
    outline.steps.flatMap(({ id, change }) => (change === undefined ? [] : [[id, change] as const])),
  )
  return [
    stepTable(outline, rows),
    '<details><summary>Graph</summary>',
    fence(mermaid(outline, looks, drawing), 'mermaid'),
    '</details>',
  ]
}

const icons = { added: '🆕 ', changed: '✏️ ' } as const

function stepTable({ steps, waves }: Outline, maxRows: number): string {
  const waveOf = new Map(waves.flatMap((jobs, index) => jobs.map((job) => [job, index + 1] as const)))
  const measured = steps.some(({ basis }) => basis === 'past')
  const cached = steps.some(({ cache }) => cache !== undefined)
  const rows = steps
    .toSorted((one, other) => (waveOf.get(one.job) ?? 0) - (waveOf.get(other.job) ?? 0))
    .slice(0, maxRows)
    .map((step) => stepRow(step, waveOf.get(step.job), { measured, cached }))
  const hidden = steps.length - rows.length
  return [
    `| Wave | Job | Step | Kind | After |${cached ? ' Cache |' : ''}${measured ? ' Usually |' : ''}`,
    `|--:|:--|:--|:--|:--|${cached ? ':--|' : ''}${measured ? '--:|' : ''}`,
    ...rows,
    ...(hidden > 0 ? [`\n*… and ${counted(hidden, 'more step')}.*`] : []),
  ].join('\n')
}

/** How long it takes is told when that has been measured, and what its cache has where any step has one. */
function stepRow(
  step: Outline['steps'][number],
  wave: number | undefined,
  { measured, cached }: { readonly measured: boolean; readonly cached: boolean },
): string {
  const cells = [
    String(wave ?? ''),
    code(step.job),
    (step.change === undefined ? '' : icons[step.change]) + code(step.id),
    escapeMarkdown(step.legs === undefined ? step.kind : `${step.kind}, ${legsText(step.legs)}`),
    listed(listOf(step.needs)),
    ...(cached
      ? [step.cache === undefined ? '' : escapeMarkdown(`${step.cache.decision}: ${step.cache.reason}`)]
      : []),
    ...(measured ? [step.basis === 'past' ? duration(step.expectedMs) : ''] : []),
  ]
  return `| ${cells.join(' | ')} |`
}
