import { Failure } from '../../diagnostic/failure.ts'
import type { Spooled } from './spool.ts'

const html = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/iu

const notData = 'Check the path or the address: rows are read from CSV, JSON and Parquet'

/** What a source is that begins with these characters, one a byte. */
const formats: readonly { readonly begin: string; readonly what: string; readonly help: string }[] = [
  { begin: '\x89PNG\r\n', what: 'a picture (PNG)', help: notData },
  { begin: '\xff\xd8\xff', what: 'a picture (JPEG)', help: notData },
  { begin: 'GIF87a', what: 'a picture (GIF)', help: notData },
  { begin: 'GIF89a', what: 'a picture (GIF)', help: notData },
  { begin: '%PDF-', what: 'a PDF', help: notData },
  {
    begin: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    what: 'a file of an old Office (.xls, .doc)',
    help: 'Save the sheet as CSV',
  },
  {
    begin: 'SQLite format 3\0',
    what: 'a SQLite database',
    help: 'Read it with `sql`, in a connection `sqlite:<path>`',
  },
  { begin: 'PAR1\x15', what: 'Parquet', help: 'Read it with `parquet:`' },
]

/**
 * Refuses what is no text at all, and a page of HTML where data was expected: a log-in form or an error page that came with
 * status 200. Throws a `Failure` (`source/html`, `source/format`) at the first bytes.
 */
export async function* refuseForeign(
  bytes: AsyncIterable<Buffer>,
  { label, contentType }: Spooled,
  mask: (text: string) => string,
): AsyncGenerator<Buffer, void, void> {
  let first = true
  for await (const chunk of bytes) {
    if (first) refuseHead(chunk, { label, contentType }, mask)
    first = false
    yield chunk
  }
}

function refuseHead(
  chunk: Buffer,
  { label, contentType }: Pick<Spooled, 'label' | 'contentType'>,
  mask: (text: string) => string,
): void {
  const head = chunk.subarray(0, 1_024)
  const format = formats.find(({ begin }) =>
    head.subarray(0, begin.length).equals(Buffer.from(begin, 'latin1')),
  )
  if (format !== undefined)
    throw new Failure('source/format', `"${label}" is ${format.what}, no text`, { help: format.help })
  if (!html.test(head.toString('utf8').replace(/^\uFEFF/u, ''))) return
  const title = /<title[^>]*>([^<]{1,100})/iu.exec(mask(chunk.toString('utf8')))?.[1]?.trim()
  const said = contentType === undefined ? '' : ` (${contentType})`
  throw new Failure(
    'source/html',
    `"${label}" is a page of HTML${said}${title === undefined ? '' : ` titled "${title}"`}, not data`,
    { help: 'Check the address; a log-in or an error page often comes in place of a file' },
  )
}
