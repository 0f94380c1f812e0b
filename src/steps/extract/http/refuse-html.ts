import { Failure } from '../../../diagnostic/failure.ts'
import type { Spooled } from '../spool.ts'

const start = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/iu

/** A page of HTML where data was expected is a log-in form or an error page that came with status 200. */
export async function* refuseHtml(
  bytes: AsyncIterable<Buffer>,
  { label, contentType }: Spooled,
  mask: (text: string) => string,
): AsyncGenerator<Buffer, void, void> {
  let first = true
  for await (const chunk of bytes) {
    if (
      first &&
      start.test(
        chunk
          .subarray(0, 1_024)
          .toString('utf8')
          .replace(/^\uFEFF/u, ''),
      )
    ) {
      const title = /<title[^>]*>([^<]{1,100})/iu.exec(mask(chunk.toString('utf8')))?.[1]?.trim()
      const said = contentType === undefined ? '' : ` (${contentType})`
      throw new Failure(
        'source/html',
        `"${label}" is a page of HTML${said}${title === undefined ? '' : ` titled "${title}"`}, not data`,
        { help: 'Check the address; a log-in or an error page often comes in place of a file' },
      )
    }
    first = false
    yield chunk
  }
}
