import { code, escapeMarkdown, fence } from '../text/markdown.ts'
import type { FailureRecord } from '../run/event.ts'
import { counted, duration, number } from './quantities.ts'
import type { LogTail, RejectSample, Retried, StepReport } from './report.ts'

const longestMessage = 4000
const shownSamples = 10

/** Everything that helps to mend a failed step: the error, what to do, earlier attempts, rejected rows, its log. */
export function failureSection(step: StepReport): string[] {
  return [
    ...(step.failure === undefined ? [] : failureText(step.failure)),
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
    `${failure.help === undefined ? '' : `**What to do:** ${escapeMarkdown(sentence(failure.help))} `}(${code(failure.code)})`,
  ]
}

/** How often it was tried, and what went wrong before the last time. */
function attemptsText({ attempts, durationMs, retries }: StepReport): string[] {
  if (attempts === 0) return ['It never started.']
  const took = durationMs > 0 ? `, after ${duration(durationMs)}` : ''
  const lines = retries.map(retryLine)
  return [`${counted(attempts, 'attempt')}${took}.`, ...(lines.length === 0 ? [] : [lines.join('\n')])]
}

function retryLine({ attempt, failure, delayMs }: Retried): string {
  return `- attempt ${attempt}: ${escapeMarkdown(clip(failure.message, 300))}; waited ${duration(delayMs)}`
}

function rejectsTable(rejects: StepReport['rejects']): string[] {
  if (rejects === undefined || rejects.rows === 0) return []
  const shown = rejects.first.slice(0, shownSamples)
  const told = `${counted(rejects.rows, 'row')} ${rejects.rows === 1 ? 'was' : 'were'} rejected`
  if (shown.length === 0) return [`${told}.`]
  const head = ['| Where | Column | Rule | Value |', '|---|---|---|---|']
  return [`${told}; the first ${shown.length}:`, [...head, ...shown.map(sampleRow)].join('\n')]
}

function sampleRow({ file, line, column, rule, value }: RejectSample): string {
  const where = [file, line].filter((part) => part !== null).join(':')
  const cells = [where, column, rule, value].map((cell) =>
    cell === null || cell === '' ? '' : code(clip(cell, 200)),
  )
  return `| ${cells.join(' | ')} |`
}

/** The end of a log in a code block. */
export function logText({ lines, total }: LogTail): string[] {
  if (lines.length === 0) return []
  const which =
    total > lines.length ? `The last ${lines.length} of ${number(total)} lines of its log` : 'Its log'
  return [`${which}:`, fence(lines.join('\n'))]
}

function sentence(help: string): string {
  const first = help.slice(0, 1).toUpperCase() + help.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

/** Not more than so many characters, so that what follows still has room. */
export function clip(text: string, max = longestMessage): string {
  return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}…`
}
