import { stripVTControlCharacters } from 'node:util'
import { unreachable } from '../../diagnostic/failure.ts'
import type { SourceMark } from '../../plan/step-past.ts'
import { truncateMarkdown } from '../../text/markdown.ts'
import type { DatasetRecord, FailureRecord, RejectSample, RunEvent } from '../event.ts'

/** A line of a log, or a text of a failure, longer than this many characters is cut, after masking. */
export const maxLineChars = 16_384

/** A step's summary is Markdown: it is cut at the end of a line, after masking. */
const maxSummaryChars = 65_536

/** An event with every foreign text in it masked and of bearable length. Ids, times and numbers stay as they are. */
export function maskedEvent(event: RunEvent, mask: (text: string) => string): RunEvent {
  const text = (value: string) => cut(maskedAsSeen(value, mask))
  switch (event.type) {
    case 'step-log':
      return { ...event, line: text(event.line) }
    case 'step-retrying':
      return { ...event, failure: maskedFailure(event.failure, text) }
    case 'step-finished':
    case 'leg-finished':
    case 'part-finished':
      return {
        ...event,
        outputs: maskedRecord(event.outputs, mask),
        ...('values' in event && event.values ? { values: maskedValues(event.values, text) } : {}),
        ...(event.failedLegs
          ? {
              failedLegs: event.failedLegs.map(({ leg, values }) => ({
                leg,
                values: maskedValues(values, text),
              })),
            }
          : {}),
        ...(event.datasets
          ? { datasets: mapValues(event.datasets, (dataset) => maskedDataset(dataset, mask)) }
          : {}),
        ...(event.dataset ? { dataset: maskedDataset(event.dataset, mask) } : {}),
        ...(event.rejects ? { rejects: maskedDataset(event.rejects, mask) } : {}),
        ...(event.windows
          ? { windows: event.windows.map((window) => ({ ...window, source: text(window.source) })) }
          : {}),
        ...(event.commit ? { commit: { ...event.commit, path: mask(event.commit.path) } } : {}),
        ...(event.failure ? { failure: maskedFailure(event.failure, text) } : {}),
        ...(event.reason === undefined ? {} : { reason: text(event.reason) }),
        ...(event.mark?.sources
          ? { mark: { ...event.mark, sources: event.mark.sources.map((each) => maskedMark(each, text)) } }
          : {}),
        ...(event.measured ? { measured: maskedNames(event.measured, text) } : {}),
        ...(event.cache ? { cache: { ...event.cache, reason: text(event.cache.reason) } } : {}),
        ...(event.note === undefined ? {} : { note: text(event.note) }),
        ...(event.warnings ? { warnings: event.warnings.map(text) } : {}),
        ...(event.summary === undefined
          ? {}
          : { summary: truncateMarkdown(mask(event.summary), maxSummaryChars) }),
        ...(event.rejectsByRule
          ? { rejectsByRule: event.rejectsByRule.map((broken) => maskedRule(broken, text)) }
          : {}),
        ...(event.rejectSamples
          ? { rejectSamples: event.rejectSamples.map((row) => maskedSample(row, text)) }
          : {}),
      }
    case 'run-finished':
      return { ...event, steps: mapValues(event.steps, (step) => maskedReason(step, text)) }
    case 'run-started':
      return { ...event, name: text(event.name) }
    case 'step-started':
    case 'step-progress':
      return event
    default:
      return unreachable(event)
  }
}

type Text = (value: string) => string

/** A colour inside a secret, as `grep --color` sets it, hides it from the mask but not from who reads it. */
function maskedAsSeen(value: string, mask: Text): string {
  const masked = mask(value)
  if (!masked.includes('\x1b') && !masked.includes('\x9b')) return masked
  const plain = stripVTControlCharacters(masked)
  const seen = mask(plain)
  return seen === plain ? masked : seen
}

function maskedFailure(failure: FailureRecord, text: Text): FailureRecord {
  return {
    ...failure,
    message: text(failure.message),
    ...(failure.help === undefined ? {} : { help: text(failure.help) }),
    causes: failure.causes.map(text),
  }
}

function maskedDataset(dataset: DatasetRecord, mask: Text): DatasetRecord {
  const columns = dataset.columns.map((column) => ({ ...column, name: mask(column.name) }))
  return { ...dataset, columns, ...(dataset.gone ? { gone: dataset.gone.map(mask) } : {}) }
}

/** A server may put anything into what it wants to be asked with. */
function maskedMark(mark: SourceMark, text: Text): SourceMark {
  return {
    ...mark,
    ...(mark.etag === undefined ? {} : { etag: text(mark.etag) }),
    ...(mark.lastModified === undefined ? {} : { lastModified: text(mark.lastModified) }),
  }
}

function maskedNames(numbers: Readonly<Record<string, number>>, text: Text): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [text(name), value]))
}

function maskedRule<T extends { column: string | null; rule: string }>(broken: T, text: Text): T {
  return { ...broken, column: broken.column === null ? null : text(broken.column), rule: text(broken.rule) }
}

function maskedSample(row: RejectSample, text: Text): RejectSample {
  const maybe = (value: string | null) => (value === null ? null : text(value))
  return {
    ...row,
    file: text(row.file),
    column: maybe(row.column),
    rule: text(row.rule),
    value: maybe(row.value),
    raw: maybe(row.raw),
  }
}

function maskedReason<T extends { readonly reason?: string | undefined }>(step: T, text: Text): T {
  return step.reason === undefined ? step : { ...step, reason: text(step.reason) }
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** The values of a leg: texts anywhere in them. */
export function maskedValues(values: Readonly<Record<string, unknown>>, text: Text): Record<string, unknown> {
  return mapValues(values, (value) => maskedData(value, text))
}

function maskedData(value: unknown, text: Text): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => maskedData(item, text))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), maskedData(item, text)]))
}

/** The names too: a script may write anything in front of the `=`. */
function maskedRecord(record: Readonly<Record<string, string>>, mask: Text): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [mask(name), mask(value)]))
}

function cut(text: string): string {
  if (text.length <= maxLineChars) return text
  return `${text.slice(0, maxLineChars).toWellFormed()}… [cut: ${text.length} characters in all]`
}
