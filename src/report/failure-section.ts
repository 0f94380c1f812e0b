import { code, escapeMarkdown, fence, prose } from '../text/markdown.ts'
import type { FailureRecord, RejectSample } from '../run/event.ts'
import { legLabel } from '../run/mapped/leg-result.ts'
import { endedLegsText } from '../text/ended-legs-text.ts'
import { counted, duration, number } from '../text/quantities.ts'
import type { LogTail, Rejects, Retried, StepReport } from './report.ts'

const longestMessage = 4000
const longestHelp = 1000
const longestCell = 80
const longestLog = 20_000
const shownSamples = 5
const shownRetries = 5
const shownLegs = 20

/** Everything that helps to mend a failed step: the error, what to do, earlier attempts, rejected rows, its log. */
export function failureSection(step: StepReport): string[] {
  return [
    ...(step.failure === undefined ? [] : failureText(step.failure)),
    ...failedLegsText(step),
    ...attemptsText(step),
    ...rejectsTable(step.rejects),
    ...logText(step.log),
  ]
}

/** The error with its causes and help, as blocks of Markdown. */
export function failureText(failure: FailureRecord): string[] {
  const causes = failure.causes.map((cause) => `caused by: ${cause}`)
  return [
    fence(clip([failure.message, ...causes].join('\n'))),
    failure.help === undefined
      ? `Code: ${code(failure.code)}`
      : `**What to do:** ${prose(sentence(clip(failure.help, longestHelp)))} (${code(failure.code)})`,
  ]
}

/** Which legs failed, and how many in all. */
export function failedLegsText({ legs, failedLegs = [] }: Pick<StepReport, 'legs' | 'failedLegs'>): string[] {
  if (legs === undefined || legs.failure === 0) return []
  const shown = failedLegs
    .slice(0, shownLegs)
    .map((one) => `- ${code(one.leg)} ${escapeMarkdown(legLabel(one))}`)
  const hidden = legs.failure - shown.length
  const more = hidden > 0 ? [`- … and ${counted(hidden, 'more leg')}`] : []
  return [`Legs: ${endedLegsText(legs)}. Those that failed:`, [...shown, ...more].join('\n')]
}

/** How often it was tried, and what went wrong before the last time. */
function attemptsText({ attempts, durationMs, retries }: StepReport): string[] {
  const took = durationMs > 0 ? duration(durationMs) : ''
  const told = attempts > 1 ? [counted(attempts, 'attempt'), took] : [took === '' ? '' : `after ${took}`]
  const said = told.filter((part) => part !== '').join(', ')
  const lines = retries.slice(-shownRetries).map(retryLine)
  return [...(said === '' ? [] : [`Failed: ${said}.`]), ...(lines.length === 0 ? [] : [lines.join('\n')])]
}

function retryLine({ leg, attempt, failure, delayMs }: Retried): string {
  return `- ${leg === undefined ? '' : `leg ${leg}, `}attempt ${attempt}: ${escapeMarkdown(clip(failure.message, 300))}; waited ${duration(delayMs)}`
}

/** The first rows that were rejected, and where all of them are kept. */
export function rejectsTable(rejects: StepReport['rejects']): string[] {
  if (rejects === undefined || rejects.rows === 0) return []
  const kept =
    rejects.file === undefined
      ? []
      : [`All of them are kept in ${code(rejects.file)}, in the folder of the run.`]
  const shown = rejects.first.slice(0, shownSamples)
  const rules = byRule(rejects)
  const told = `${rejects.rows === null ? 'Rows were rejected' : `Rejected: ${counted(rejects.rows, 'row')}`}${rules}`
  if (shown.length === 0) return [`${told}.`, ...kept]
  const head = ['| Where | Column | Rule | Value |', '|:--|:--|:--|:--|']
  return [`${told}. The first of them:`, [...head, ...shown.map(sampleRow)].join('\n'), ...kept]
}

/** Where the first rows do not show it: how many there are for what. */
function byRule({ rows, first, byRule: rules = [] }: Rejects): string {
  if (rows === null || rows <= first.length || rules.length === 0) return ''
  const told = rules.map((broken) => {
    const column = broken.column === null ? '' : `${code(clip(broken.column, longestCell))} `
    return `${number(broken.rows)} for ${column}${code(clip(broken.rule, longestCell))}`
  })
  return `, ${told.join(', ')}`
}

function sampleRow({ file, line, byte, column, rule, value, raw }: RejectSample): string {
  const where = [
    ...(file === '' ? [] : [file]),
    ...(line === null ? [] : [`line ${line}`]),
    ...(typeof byte === 'number' ? [`byte ${byte}`] : []),
  ].join(', ')
  const cells = [where, column ?? '', rule, value ?? raw ?? '']
  return `| ${cells.map((cell) => (cell === '' ? '' : code(clip(cell, longestCell)))).join(' | ')} |`
}

/** The end of a log in a code block. */
export function logText({ lines, total }: LogTail): string[] {
  if (lines.length === 0) return []
  const kept = fitting(lines)
  const which =
    total > kept.length ? `The last ${kept.length} of ${number(total)} lines of its log` : 'Its log'
  return [`${which}:`, fence(kept.join('\n'))]
}

/** As many of the last lines as there is room for, the last one at least. */
function fitting(lines: readonly string[]): readonly string[] {
  let room = longestLog
  const tooMany = lines.findLastIndex((line, index) => {
    room -= line.length + 1
    return room < 0 && index < lines.length - 1
  })
  return lines.slice(tooMany + 1)
}

function sentence(help: string): string {
  const first = help.slice(0, 1).toUpperCase() + help.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

/** Not more than so many characters, so that what follows still has room. */
export function clip(text: string, max = longestMessage): string {
  return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}…`
}
