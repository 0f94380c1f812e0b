import { type Event, YAMLException, CORE_SCHEMA, constructFromEvents, mergeTag, parseEvents } from 'js-yaml'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { expansionProblem } from './expansion.ts'

/** A file's text and what YAML makes of it. The events hold the offsets that turn a path into a line and column. */
export interface Source {
  readonly file: string
  readonly text: string
  /** The document as plain data; `undefined` when it could not be made. */
  readonly authored: unknown
  /** What is wrong with the YAML itself; of a text that does not parse, the first mistake (`syntax-errors.ts` has all). */
  readonly problems: readonly Diagnostic[]
  readonly events: readonly Event[]
}

const schema = CORE_SCHEMA.withTags(mergeTag)

const tooDeep = 'the values are nested deeper than 50 levels'

/** Deeper than any manifest, shallow enough for every recursive walk after it. */
const maxDepth = 50

/**
 * Reads YAML. Never throws: what is wrong is kept in `problems`. A key written twice is told but does not stop the
 * reading, so that the rest of the file is judged too.
 */
export function parseSource(file: string, text: string): Source {
  const unmade = { file, text, authored: undefined, events: [] }
  try {
    const events = text.trim() === '' ? [] : parseEvents(text, { maxDepth })
    if (events.length < 3) return { ...unmade, problems: [nothingIn(file)] }
    const duplicates = duplicateKeys(file, text, events)
    const authored = construct(events, text, duplicates.length > 0)
    const problem = expansionProblem(file, events, authored)
    return problem === undefined
      ? { file, text, authored, problems: duplicates, events }
      : { ...unmade, problems: [problem] }
  } catch (error) {
    return { ...unmade, problems: [firstSyntaxError(file, text, error)] }
  }
}

/** A text that is no YAML (a SQL file, say), so that offsets in it can be located. */
export function plainSource(file: string, text: string): Source {
  return { file, text, authored: undefined, problems: [], events: [] }
}

function construct(events: Event[], text: string, lastWins: boolean): unknown {
  const documents = constructFromEvents(events, { source: text, schema, json: lastWins })
  if (documents.length > 1) throw new SeveralDocuments()
  return documents[0]
}

class SeveralDocuments extends Error {
  readonly reason = 'the file holds more than one YAML document; a pipeline is one'
}

function nothingIn(file: string): Diagnostic {
  return {
    code: 'source/unreadable',
    severity: 'error',
    message: 'the manifest is empty',
    at: { file, path: [], part: 'value', span: { start: 0, end: 0 } },
    help: 'write `steps:` with at least one step, or run `millrace init` for a first pipeline',
  }
}

function firstSyntaxError(file: string, text: string, error: unknown): Diagnostic {
  const known = error instanceof YAMLException || error instanceof SeveralDocuments
  const reason = known ? error.reason : undefined
  const position = error instanceof YAMLException ? error.mark?.position : undefined
  const start = Math.min(position ?? 0, text.length)
  return {
    code: 'source/syntax',
    severity: 'error',
    message: reason === undefined ? String(error) : reason.replace(/^nesting exceeded maxDepth.*/, tooDeep),
    at: { file, path: [], part: 'value', span: { start, end: start + 1 } },
  }
}
