import { join } from 'node:path'
import { Failure } from '../../../diagnostic/failure.ts'
import { number } from '../../../text/quantities.ts'
import type { StepContext } from '../../step.ts'
import { type Call, carriesSecrets } from './ask-address.ts'
import { fetchPage } from './fetch-page.ts'
import { firstCall, nextCall } from './next-call.ts'
import type { ExtractOptions } from '../options.ts'
import type { Paging } from './paging-options.ts'
import type { Address, Spooled } from '../spool.ts'

type Context = StepContext<ExtractOptions>

/**
 * All pages of an address, each as a source of its own, in their order. Throws a `Failure`: `http/paging` when a page
 * came before, there are too many, or one leads to another origin.
 */
export async function* fetchPages(
  source: Address,
  place: number,
  { paging, context }: { readonly paging: Paging; readonly context: Context },
): AsyncGenerator<Spooled, void, void> {
  const { body } = context.options
  const start = { url: source.url, ...(body === undefined ? {} : { body }) }
  const asked = new Set<string>()
  const seen = new Map<string, number>()
  let [rows, bytes, count] = [0, 0, 0]
  let call: Call | undefined = firstCall(paging, start)
  for (let index = 0; call !== undefined; index += 1) {
    if (index >= paging.maxPages) throw tooMany(source, paging)
    requireHome(start.url, call.url, context)
    asked.add(keyOf(call))
    const label = `${source.label} page ${number(index + 1)}`
    const path = join(context.scratch, `source-${place}-page-${index}`)
    const fetched = await fetchPage({ call, path, label }, context, {
      paging,
      before: { pages: index, rows },
    })
    const { spooled, page } = fetched
    const before = page.rows === 0 ? undefined : seen.get(page.digest)
    if (before !== undefined) throw repeated(label, before)
    seen.set(page.digest, index + 1)
    if (spooled.bytes > 0) yield spooled
    rows += page.rows
    bytes += spooled.bytes
    count += 1
    call = nextCall(paging, { call, index, rows, ...fetched })
    if (call !== undefined && asked.has(keyOf(call))) {
      // Where a server waits for what is to come, its last page leads to itself.
      if (page.rows === 0) break
      throw loop(label)
    }
  }
  context.log(
    `${source.label}: ${number(count)} ${count === 1 ? 'page' : 'pages'} (${number(rows)} rows, ${number(bytes)} bytes)`,
  )
}

function keyOf({ url, body }: Call): string {
  return `${new URL(url).href}\n${JSON.stringify(body ?? null)}`
}

/** What is meant for one origin is not sent to another that a page names. */
function requireHome(home: string, next: string, { options }: Context): void {
  const [from, to] = [new URL(home), new URL(next)]
  if (from.origin === to.origin || !carriesSecrets(home, options)) return
  throw new Failure(
    'http/paging',
    `a page of ${from.origin} leads to another origin, ${to.origin}, to which "headers", "auth" and "body" are not sent`,
    { help: 'If it is the same server, write its address as the pages do (https, host, port)' },
  )
}

function tooMany({ label }: Address, { maxPages }: Paging): Failure {
  return new Failure('http/paging', `"${label}" has more than ${number(maxPages)} pages`, {
    help: 'Check how the last page is told, or raise "max-pages"',
  })
}

function repeated(label: string, before: number): Failure {
  return new Failure('http/paging', `"${label}" is the same as page ${number(before)}`, {
    help: 'Check the names of the parameters under "paging": a server ignores those it does not know',
  })
}

function loop(label: string): Failure {
  return new Failure('http/paging', `"${label}" leads to a page that was read before`, {
    help: 'Check the path under "paging": it must lead to what stands for the next page',
  })
}
