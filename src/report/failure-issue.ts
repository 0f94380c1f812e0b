import type { OnFailure } from '../manifest/manifest.ts'
import { code, escapeMarkdown, fence, truncateMarkdown } from '../text/markdown.ts'
import { failedLegsText, failureSection, failureText, logText } from './failure-section.ts'
import type { UpsertIssue } from './intent.ts'
import { failureKey, keyLine } from './issue-key.ts'
import { lostCode } from '../diagnostic/lost.ts'
import { counted } from '../text/quantities.ts'
import type { Report, StepReport } from './report.ts'
import { hasFailed } from './result-words.ts'

/** Where a failure can be looked at and mended. */
export interface FailurePlace {
  /** The run's own page. */
  readonly runUrl?: string
  /** The page of the workflow, where a run can be started by hand. */
  readonly workflowUrl?: string
  readonly lastGood?: LastGood
}

export interface LastGood {
  /** When it was: a date or a time. */
  readonly at: string
  readonly url?: string
}

/** GitHub takes 65,536 characters; the adapter adds its marker. */
export const maxBody = 65_000

const maxTitle = 256

/** The label that every issue of ours bears: they are listed by it. */
export const ourLabel = 'millrace'

/** The issue that tells people of one failed step. */
export function failureIssue(
  report: Report,
  step: StepReport,
  facts: FailurePlace & { onFailure: OnFailure },
): UpsertIssue {
  const key = failureKey(report.pipeline, step.id)
  return {
    type: 'upsert-issue',
    key,
    title: issueTitle(report.name, `: step "${step.id}" failed`),
    body: truncateMarkdown(issueBody(report, step, key, facts), maxBody),
    comment: truncateMarkdown(repeatComment(report, step, facts), maxBody),
    ...addressees(facts.onFailure),
  }
}

function issueBody(report: Report, step: StepReport, key: string, facts: FailurePlace): string {
  const { run, name, file } = report
  const blocks = [
    keyLine(key),
    `Step ${code(step.id)} (${escapeMarkdown(step.kind)}) of **${escapeMarkdown(name)}** (${code(file)}) failed in the ${escapeMarkdown(run.trigger)} run for ${escapeMarkdown(run.date)}.`,
    ...failureSection(step),
    '### What came of it',
    consequences(report, step),
    ...wayOut(report.command, facts),
    '*The next failure comments here; the next success closes this issue.*',
  ]
  return blocks.join('\n\n')
}

/** Shorter: who reads it knows what it is about. */
function repeatComment(report: Report, step: StepReport, facts: FailurePlace): string {
  const tail = { lines: step.log.lines.slice(-15), total: step.log.total }
  const blocks = [
    `Failed again in the run for ${escapeMarkdown(report.run.date)}${runLink(facts)}.`,
    ...(step.failure === undefined ? [] : failureText(step.failure)),
    ...failedLegsText(step),
    ...logText(tail),
    `Last good run: ${lastGood(facts.lastGood)}.`,
  ]
  return blocks.join('\n\n')
}

function consequences(report: Report, step: StepReport): string {
  const skipped = skippedBecause(report.steps, step.id)
  const others = report.steps.filter((other) => other !== step && hasFailed(other))
  const beside = others.filter(({ job, failure }) => job === step.job && failure?.code === lostCode)
  const apart = others.filter((other) => !beside.includes(other))
  return [
    skipped.length === 0
      ? '- No step was skipped because of it.'
      : `- Skipped because of it: ${names(skipped)}`,
    ...(beside.length === 0 ? [] : [`- Lost with the same job: ${names(beside)}`]),
    ...(apart.length === 0 ? [] : [`- Failed in the same run: ${names(apart)}`]),
  ].join('\n')
}

/** The steps below it that did not run. */
export function skippedBecause(steps: readonly StepReport[], failed: string): StepReport[] {
  const reached = new Set([failed])
  const skipped = steps.filter((step) => {
    if (
      step.result !== 'skipped' ||
      step.unselected === true ||
      !step.needs.some((need) => reached.has(need))
    )
      return false
    reached.add(step.id)
    return true
  })
  return skipped
}

const namedSteps = 50

function names(steps: readonly StepReport[]): string {
  const named = steps.slice(0, namedSteps).map(({ id }) => code(id))
  const more = steps.length > namedSteps ? [counted(steps.length - namedSteps, 'more step')] : []
  return [...named, ...more].join(', ')
}

/** How to look at it and how to run it again. */
export function wayOut(command: string, facts: FailurePlace): string[] {
  const onGitHub =
    facts.workflowUrl === undefined ? [] : [`or on GitHub: ${link('Run workflow', facts.workflowUrl)}`]
  return [
    '### Run it again',
    fence(command, 'sh'),
    ...onGitHub,
    [
      ...(facts.runUrl === undefined ? [] : [`- ${link('This run', facts.runUrl)}`]),
      `- Last good run: ${lastGood(facts.lastGood)}`,
    ].join('\n'),
  ]
}

export function lastGood(run: LastGood | undefined): string {
  if (run === undefined) return 'none known'
  return run.url === undefined ? escapeMarkdown(run.at) : link(run.at, run.url)
}

function runLink({ runUrl }: FailurePlace): string {
  return runUrl === undefined ? '' : ` (${link('this run', runUrl)})`
}

/** A link, if its address is one. */
export function link(text: string, url: string): string {
  return /^https?:\/\/[^\s<>()"'\\]+$/.test(url) ? `[${escapeMarkdown(text)}](${url})` : escapeMarkdown(text)
}

/** What is said when an issue is closed. */
export function recoveryComment(
  { run, file }: Report,
  over: 'succeeded' | 'planned' | 'removed',
  facts: FailurePlace,
): string {
  const since = `the run for ${escapeMarkdown(run.date)}${runLink(facts)}`
  if (over === 'succeeded') return `Good again since ${since}: the step succeeded.`
  if (over === 'planned') return `Good again since ${since}: it could be planned.`
  return `The step is no longer in ${code(file)}; seen in ${since}.`
}

// oxlint-disable-next-line no-control-regex -- a title is one line, and reads in one direction
const unseen = /[\x00-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/g

/** One line; a name that is too long gives way to what happened. */
export function issueTitle(name: string, what: string): string {
  const flat = (text: string) => text.replaceAll(unseen, ' ')
  const end = flat(what).slice(0, maxTitle - 20)
  return `${flat(name).slice(0, maxTitle - end.length)}${end}`.toWellFormed()
}

/** The labels and people of an issue; ours is the first label. */
export function addressees({ issue }: OnFailure): Pick<UpsertIssue, 'labels' | 'assignees'> {
  const labels = (issue?.labels ?? []).filter((label) => label.toLowerCase() !== ourLabel)
  return { labels: [ourLabel, ...new Set(labels)], assignees: issue?.assignees ?? [] }
}
