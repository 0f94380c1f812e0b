import { Failure } from '../../diagnostic/failure.ts'

const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/gu
const comments = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gu

/**
 * The text of exactly one query (`select`, `with` or `values`), without a closing semicolon. Throws a `Failure`
 * (`sql/statement`) for anything else.
 */
export function singleQuery(text: string): string {
  const end = firstSemicolon(text)
  const query = text.slice(0, end)
  if (withoutComments(text.slice(end + 1)) !== '') {
    throw new Failure('sql/statement', 'the SQL holds more than one statement', {
      help: 'Write one SELECT, WITH or VALUES; make a step of each further one',
    })
  }
  const [word = ''] = /^\w*/u.exec(withoutComments(query)) ?? []
  if (!['select', 'with', 'values'].includes(word.toLowerCase())) {
    throw new Failure(
      'sql/statement',
      word === '' ? 'the SQL is empty' : `the SQL starts with "${word}" and not with SELECT, WITH or VALUES`,
      { help: 'A transform only reads its needs; what it selects becomes its dataset' },
    )
  }
  return query
}

/** Where the first semicolon outside strings, names and comments stands; the text's length if there is none. */
function firstSemicolon(text: string): number {
  for (const match of text.matchAll(pieces)) if (match[0] === ';') return match.index
  return text.length
}

function withoutComments(text: string): string {
  return text
    .replaceAll(comments, ' ')
    .replaceAll(/[\s;]+/gu, ' ')
    .trim()
}
