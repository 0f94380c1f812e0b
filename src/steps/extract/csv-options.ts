import * as z from 'zod'
import { type CsvDialect, encodings } from '../../parse/csv/csv-dialect.ts'
import { marksFault } from '../../parse/csv/csv-marks.ts'
import { type Tell, asList, defined, expressible } from '../authored.ts'

const mark = () => expressible(z.string().regex(/^[^\r\n\0]+$/u, 'must be one or more characters'))
const markOrNone = () => expressible(z.string().regex(/^[^\r\n\0]*$/u, 'must hold no line break'))

export const csvShape = {
  delimiter: mark().optional().describe('csv: what stands between two fields. Default: sniffed.'),
  quote: markOrNone().optional().describe('csv: what encloses a field; `""` for nothing. Default: `"`.'),
  escape: mark()
    .optional()
    .describe('csv: what stands before a quote inside a field. Default: the quote itself.'),
  comment: mark().optional().describe('csv: lines that start with it are skipped. Default: none.'),
  header: expressible(z.union([z.boolean(), z.int().min(0).max(20)]))
    .optional()
    .describe(
      'csv: whether the first row names the columns, or how many header rows there are. Default: sniffed.',
    ),
  'skip-lines': expressible(z.int().min(0))
    .optional()
    .describe('csv: lines to skip before the header. Default: sniffed.'),
  null: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('csv: unquoted texts that mean null. Default: the empty field.'),
  encoding: expressible(z.enum(encodings))
    .optional()
    .describe('csv: the encoding of the text. Default: from the byte-order mark, else sniffed.'),
  ragged: expressible(z.enum(['reject', 'pad', 'fail']))
    .optional()
    .describe(
      'csv: what becomes of a row with too few or too many fields. `pad`: the missing fields are null, and a row with too many is rejected. Default: `reject`.',
    ),
  'stray-quotes': expressible(z.enum(['reject', 'keep']))
    .optional()
    .describe(
      'csv: what becomes of a row with a quote where none belongs (`5" pipe`): it is rejected, or the quote is kept as a character. Default: `reject`.',
    ),
}

type Authored = { readonly [Key in keyof typeof csvShape]?: z.output<(typeof csvShape)[Key]> }

export function decodeCsv(authored: Authored, tell: Tell): CsvDialect {
  const { delimiter, quote = '"', escape, comment = '' } = authored
  const fault = marksFault({ delimiter: delimiter ?? '\n', quote, escape: escape ?? quote, comment })
  if (fault !== undefined)
    tell([delimiter === undefined ? 'comment' : 'delimiter'], fault, {
      help: 'none of them may begin with another',
    })
  for (const key of ['escape', 'stray-quotes'] as const)
    if (quote === '' && authored[key] !== undefined)
      tell([key], `\`${key}\` says something of quotes, but \`quote: ""\` says that there are none`, {
        part: 'key',
        help: `remove \`${key}\``,
      })
  return {
    ...defined({
      delimiter,
      quote: authored.quote,
      escape,
      comment: authored.comment,
      header: authored.header,
      skipLines: authored['skip-lines'],
      null: authored.null === undefined ? undefined : asList(authored.null),
      encoding: authored.encoding,
      strayQuotes: authored['stray-quotes'],
    }),
    ragged: authored.ragged ?? 'reject',
  }
}
