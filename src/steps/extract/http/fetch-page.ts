import { Failure } from '../../../diagnostic/failure.ts'
import { counted } from '../../../text/quantities.ts'
import type { StepContext } from '../../step.ts'
import type { ExtractOptions } from '../options.ts'
import { type Place, type Spooled, keep } from '../spool.ts'
import { askAddress } from './ask-address.ts'
import { type Turned, pathsOf } from './next-call.ts'
import type { Paging } from './paging-options.ts'
import { pauseBefore } from './pause-before.ts'
import { readPage } from './read-page.ts'

type Context = StepContext<ExtractOptions>

/** So often one page is asked for again. */
const mostAgain = 4
const firstPauseMs = 500

export interface FetchedPage extends Pick<Turned, 'answer' | 'page'> {
  readonly spooled: Spooled
}

interface Among {
  readonly paging: Paging
  /** What came before it. */
  readonly before: { readonly pages: number; readonly rows: number }
}

/**
 * One page. Where others came before it, it is asked for again when that may help, rather than all of them. What a failure
 * says includes where the pages broke off, so that it can be looked at.
 */
export async function fetchPage(place: Place, context: Context, among: Among): Promise<FetchedPage> {
  for (let goes = 1; ; goes += 1) {
    try {
      const answer = await askAddress(place.call, context)
      const spooled = await keep(place, answer, context)
      return { answer, spooled, page: await readPage(spooled, context, pathsOf(among.paging)) }
    } catch (error) {
      context.signal.throwIfAborted()
      if (!(error instanceof Failure)) throw error
      if (goes > mostAgain || among.before.pages === 0 || !mayHelp(error))
        throw toldWhere(error, place, among)
      context.log(`${place.label}: ${error.message}; asking for this page again`)
      await pauseBefore(goes, firstPauseMs, context)
    }
  }
}

/** A server that says when to come again has been waited for already. */
function mayHelp({ retryable, retryAfterMs }: Failure): boolean {
  return retryable && retryAfterMs === undefined
}

function toldWhere(error: Failure, { call, label }: Place, { paging, before }: Among): Failure {
  const where = `"${label}" (${pageAddress(call.url, paging)})`
  return error.retold(`${error.message}; this was ${where}, ${counted(before.rows, 'row')} came before it`)
}

/** As people may see it: of the query only the number that tells the page from the others. */
function pageAddress(url: string, paging: Paging): string {
  const { origin, pathname, searchParams } = new URL(url)
  const param = paging.kind === 'offset' || paging.kind === 'page' ? paging.param : undefined
  const value = param?.in === 'query' ? searchParams.get(param.name) : null
  const own = param?.in === 'query' && value !== null ? [`${param.name}=${value}`] : []
  const query = [...own, ...(searchParams.size > own.length ? ['…'] : [])].join('&')
  return `${origin}${pathname}${query === '' ? '' : `?${query}`}`
}
