import { endedLegsText } from '../text/ended-legs-text.ts'
import { cacheText } from '../text/cache-text.ts'
import { code, escapeMarkdown, fence, maxSummaryBytes, truncateMarkdown } from '../text/markdown.ts'
import { clip, failureSection, rejectsTable } from './failure-section.ts'
import { mermaid } from './mermaid.ts'
import { counted, dollars, duration, number } from '../text/quantities.ts'
import type { InnerRows, Report, StepReport } from './report.ts'
import { hasFailed, runWords, stepWords } from './result-words.ts'
import { isBalanced } from '../steps/row-balance.ts'
import { rowEquation } from './row-equation.ts'
import { sparedText } from './spared.ts'
import { sealMarkdown } from './seal-markdown.ts'

/** So many failures are told at length; of the others the table has a line. */
const failuresAtLength = 10

/** What a step says beside its result, in a cell of the table and below it, in characters. */
const longestRemark = 300
const longestNote = 5000
const notesInFull = 20

/** Of what one step wrote, in characters. */
const longestSummary = 200_000

/** Room for the runner's own words. */
const maxBytes = maxSummaryBytes - 4096

/** The report as a person reads it: `report.md`, and the summary of the job. Less than GitHub's megabyte. */
export function renderMarkdown(report: Report): string {
  const blocks = [
    ...headline(report),
    ...failures(report),
    '## Steps',
    stepTable(report.steps),
    ...longNotes(report.steps),
    ...rows(report.steps),
    ...rejects(report.steps),
    ...again(report),
    ...graph(report),
    ...summaries(report.steps),
  ]
  return truncateMarkdown(`${blocks.join('\n\n')}\n`, maxBytes, 'bytes')
}

function headline(report: Report): string[] {
  const { icon, word } = runWords(report.result)
  const { run, file, durationMs } = report
  const words = [run.date, run.trigger].map(escapeMarkdown)
  const facts = [code(file), ...words, duration(durationMs), ...moved(report)]
  return [`# ${icon} ${escapeMarkdown(report.name)} ${word}`, facts.join(' · '), `${stepCounts(report)}.`]
}

function moved({ steps, totals: { extracted, loaded, rejected, unchanged } }: Report): string[] {
  const loads = steps.flatMap((step) => [step, ...(step.inside ?? [])]).filter(({ kind }) => kind === 'load')
  const there = loads.reduce((sum, { counts }) => sum + (counts?.unchanged ?? 0), 0)
  const spared = sparedText({ unchanged })
  return [
    ...(extracted > 0 ? [`${counted(extracted, 'row')} read`] : []),
    ...(loaded > 0 ? [`${number(loaded)} loaded`] : []),
    ...(there > 0 ? [`${number(there)} there already`] : []),
    ...(rejected > 0 ? [`${number(rejected)} rejected`] : []),
    ...(spared === '' ? [] : [spared]),
  ]
}

/** `1 step failed, 2 were skipped, 5 succeeded`. */
function stepCounts({ totals: { steps, tolerated, unselected = 0 } }: Report): string {
  const told = [
    [steps.failure - tolerated, 'failed'],
    [tolerated, 'failed and tolerated'],
    [steps.cancelled, 'cancelled'],
    [steps.skipped, 'skipped'],
    [steps.success, 'succeeded'],
    [unselected, 'not selected'],
  ] as const
  const [first, ...others] = told.filter(([count]) => count > 0)
  if (first === undefined) return 'There was nothing to do'
  return [
    `${counted(first[0], 'step')} ${first[1]}`,
    ...others.map(([n, word]) => `${number(n)} ${word}`),
  ].join(', ')
}

/** What failed comes first, what is tolerated after it. */
function failures(report: Report): string[] {
  const failed = report.steps.filter(hasFailed)
  const tolerated = report.steps.filter((step) => step.result === 'failure' && step.tolerated)
  const shown = [...failed, ...tolerated].slice(0, failuresAtLength)
  const hidden = failed.length + tolerated.length - shown.length
  return [
    ...shown.flatMap((step) => [`## ${stepTitle(step)}`, ...failureSection(step)]),
    ...(hidden > 0 ? [`*${counted(hidden, 'more failed step')} in the table below.*`] : []),
  ]
}

function stepTitle(step: StepReport): string {
  const { icon, word } = stepWords(step)
  return `${icon} ${code(step.id)} ${word}`
}

const tableRows = 1000

/** What was left out has a line only where something of an earlier run was taken up. */
function stepTable(all: readonly StepReport[]): string {
  const steps = all.filter(({ unselected, note }) => unselected !== true || note !== undefined)
  const lines = steps.slice(0, tableRows).map(stepRow)
  const more =
    steps.length > tableRows ? [`\n*… and ${counted(steps.length - tableRows, 'more step')}.*`] : []
  return ['| Step | Kind | Result | Rows | Time | |', '|:--|:--|:--|--:|--:|:--|', ...lines, ...more].join(
    '\n',
  )
}

function stepRow(step: StepReport): string {
  const { icon, word } = stepWords(step)
  const cells = [
    code(step.id),
    escapeMarkdown(step.kind),
    `${icon} ${word}`,
    step.rows === null ? '' : number(step.rows),
    step.attempts === 0 ? '' : duration(step.durationMs),
    remarks(step),
  ]
  return `| ${cells.join(' | ')} |`
}

function remarks({ attempts, reason, failure, note, cache, legs }: StepReport): string {
  const said = [
    ...(legs === undefined ? [] : [endedLegsText(legs)]),
    ...(attempts > 1 ? [counted(attempts, 'attempt')] : []),
    ...(reason === undefined ? [] : [escapeMarkdown(clip(reason, 300))]),
    ...(cache === undefined ? [] : [escapeMarkdown(clip(cacheText(cache), 300))]),
    ...(failure === undefined ? [] : [code(failure.code)]),
    ...(note === undefined ? [] : [escapeMarkdown(clip(note, longestRemark))]),
  ]
  return said.join('; ')
}

/** What a cell of the table had no room for: the last of many checks that warned may be in it. */
function longNotes(steps: readonly StepReport[]): string[] {
  const long = steps.filter(({ note = '' }) => note.length > longestRemark).slice(0, notesInFull)
  const lines = long.flatMap(({ id, note = '' }) => [
    `- ${code(id)}:`,
    ...clip(note, longestNote)
      .split('; ')
      .map((part) => `  - ${escapeMarkdown(part)}`),
  ])
  return lines.length === 0 ? [] : ['## In full', lines.join('\n')]
}

/** Where each step's rows went; a step that failed handed none on, and often could not count them. */
function rows(steps: readonly StepReport[]): string[] {
  const lines = steps.slice(0, tableRows).flatMap(({ id, counts, result, inside = [] }) => {
    const own = counts === undefined ? [] : [{ id, counts }]
    return [...own, ...inside]
      .filter((one) => result === 'success' || isBalanced(one.counts))
      .map((one) => `- ${code(one.id)}: ${rowEquation(one.counts)}`)
  })
  return lines.length === 0 ? [] : ['## Rows', lines.join('\n')]
}

function rejectsInside({ id, counts, first }: InnerRows): Pick<StepReport, 'id' | 'rejects'> {
  return { id, rejects: { rows: counts.rejected, first } }
}

/** What steps rejected that did not fail because of it. */
function rejects(steps: readonly StepReport[]): string[] {
  const some = steps
    .flatMap((step) => [
      ...(step.result === 'success' ? [step] : []),
      ...(step.inside ?? []).map(rejectsInside),
    ])
    .filter((step) => (step.rejects?.rows ?? 0) > 0)
  const shown = some.slice(0, failuresAtLength)
  const hidden = some.length - shown.length
  return [
    ...shown.flatMap((step) => [`## Rejected by ${code(step.id)}`, ...rejectsTable(step.rejects)]),
    ...(hidden > 0 ? [`*${counted(hidden, 'more step')} rejected rows.*`] : []),
  ]
}

function again({ command, cost, run }: Report): string[] {
  const on = run.trigger === 'cli' ? 'On GitHub this run would be billed' : 'Billed by GitHub, as planned:'
  return [
    '## Run it again',
    fence(command, 'sh'),
    `${on} ${counted(cost.billedMinutes, 'minute')} (${dollars(cost.dollars)}).`,
  ]
}

function graph(report: Report): string[] {
  const results = Object.fromEntries(
    report.steps.map(({ id, result, tolerated }) => [id, tolerated ? 'tolerated' : result] as const),
  )
  return [
    '<details><summary>The run as a graph</summary>',
    fence(mermaid(report, results), 'mermaid'),
    '</details>',
  ]
}

/** What steps wrote themselves comes last: nothing of ours stands after it. */
function summaries(steps: readonly StepReport[]): string[] {
  let room = maxBytes
  return steps.flatMap(({ id, summary }) => {
    if (summary === undefined || summary.trim() === '' || room <= 0) return []
    const shown = truncateMarkdown(summary.trim(), longestSummary)
    room -= shown.length
    return [`## Summary of ${code(id)}`, sealMarkdown(shown)]
  })
}
