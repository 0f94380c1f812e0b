/** Failures that say what stands where the rows of a JSON document should be. */
import { Failure } from '../../diagnostic/failure.ts'
import { nearest } from '../../text/nearest.ts'
import type { JsonFrame } from './json-frame.ts'
import { showJsonPath } from './json-path.ts'

const mostShown = 10
const otherFormats = 'A CSV is read by `csv:`, JSON on lines of their own by `ndjson:`'

/** What a value is, told from its first byte. */
function kindOfValue(first: number): string {
  if (first === 0x7b) return 'an object'
  if (first === 0x5b) return 'a list'
  if (first === 0x22) return 'a text'
  if (first === 0x6e) return 'null'
  return first === 0x74 || first === 0x66 ? 'true or false' : 'a number'
}

/** There is something else than a list of rows. `within`: the object, if it is one; `lists`: paths of lists in it. */
export function notRows(
  path: readonly string[],
  first: number,
  within?: { frame: JsonFrame; lists: readonly string[]; goesOn: boolean },
): Failure {
  const what = within === undefined ? kindOfValue(first) : withKeys(within.frame)
  const help = within === undefined ? undefined : listsHelp(within.lists, within.goesOn)
  const [isSource, place] = [path.length === 0, showJsonPath(path)]
  return new Failure(
    isSource ? 'json/syntax' : 'json/rows',
    isSource ? `the JSON is no list of rows: it is ${what}` : `"${place}" is no list of rows: it is ${what}`,
    {
      help: help ?? (isSource ? otherFormats : 'Correct `rows`, the path to the list'),
    },
  )
}

/** The source begins like nothing of JSON. */
export function noJson(first: string): Failure {
  return new Failure('json/syntax', `the JSON is no list of rows: it begins with ${first}`, {
    help: otherFormats,
  })
}

/** An object or a list closes, and the path did not go on in it. */
export function noSuchKey(frame: JsonFrame, wanted: string, lists: readonly string[]): Failure {
  const place =
    frame.path === undefined || frame.path.length === 0 ? 'the JSON' : `"${showJsonPath(frame.path)}"`
  const close = nearest(wanted, frame.keys)
  const help = close === undefined ? listsHelp(lists, false) : `Did you mean "${close}"?`
  const what = frame.isList
    ? `a list of ${frame.index}${frame.index === 0 ? '' : ', counted from 0'}`
    : withKeys(frame)
  return new Failure(
    'json/rows',
    `the rows are not where \`rows\` says: ${place} has no ${JSON.stringify(wanted)}; it is ${what}`,
    { help: help ?? 'Correct `rows`, the path to the list' },
  )
}

function withKeys({ keys }: JsonFrame): string {
  if (keys.length === 0) return 'an object without keys'
  const shown = keys.slice(0, mostShown).map((key) => JSON.stringify(key))
  const more = keys.length > mostShown ? ', …' : ''
  return `an object with the key${keys.length === 1 ? '' : 's'} ${shown.join(', ')}${more}`
}

function listsHelp(lists: readonly string[], goesOn: boolean): string | undefined {
  if (goesOn) return 'Rows on lines of their own are `ndjson:`'
  const [first] = lists
  if (first === undefined) return undefined
  const shown = lists.slice(0, mostShown).map((path) => `"${path}"`)
  return lists.length === 1
    ? `There is a list at ${shown.join('')}: add \`rows: ${first}\``
    : `There are lists at ${shown.join(', ')}: name that of the rows, e.g. \`rows: ${first}\``
}
