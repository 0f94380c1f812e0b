import { parseDocument } from 'yaml'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { unclosedBefore } from './unclosed.ts'

/** Longer texts get the first mistake only: `yaml` takes its time. */
const maxLength = 2_000_000

/**
 * Every syntax mistake of a text that does not parse. The fast parser stops at the first one; `yaml` recovers and
 * goes on (`docs/decisions/0003-two-yaml-parsers.md`). Empty when it finds none, or the text is too long for it.
 */
export function syntaxErrors(file: string, text: string): Diagnostic[] {
  if (text.length > maxLength || /[[{]{200}|(?:- ){200}/.test(text)) return []
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' })
  const seen = new Set<number>()
  let anyUnclosed = false
  return document.errors.flatMap(({ code, message, pos: [at, end] }) => {
    if (seen.has(at)) return []
    seen.add(at)
    const unclosed = unclosedBefore(document, text, { message, at })
    if (unclosed !== undefined) {
      anyUnclosed = true
      const { start, open, close } = unclosed
      return [mistake(file, `\`${open}\` is not closed`, start, start + 1, `close it with \`${close}\``)]
    }
    // After the first word that fits nowhere the parser takes offence at every word.
    if (seen.size > 1 && /token in YAML stream/.test(message)) return []
    // What is left open swallows the end of whatever it stands in.
    if (anyUnclosed && /end with a [\]}]/.test(message)) return []
    return [mistake(file, messages[code] ?? message, at, end, helps[code])]
  })
}

const messages: Partial<Record<string, string>> = {
  MULTIPLE_DOCS: 'the file holds more than one YAML document; a pipeline is one',
}

const helps: Partial<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line the key up with its siblings',
  MISSING_CHAR: 'close what was opened, or quote the text',
  BLOCK_AS_IMPLICIT_KEY: 'put the nested map on lines of its own, or quote the text',
  MULTILINE_IMPLICIT_KEY: 'put a colon and a space after the key, or quote the text',
  MULTIPLE_DOCS: 'put the second pipeline into a file of its own',
}

function mistake(file: string, message: string, start: number, end: number, help?: string): Diagnostic {
  return {
    code: 'source/syntax',
    severity: 'error',
    message: message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, ''),
    at: { file, path: [], part: 'value', span: { start, end } },
    ...(help === undefined ? {} : { help }),
  }
}
