import { Failure } from '../../../diagnostic/failure.ts'
import type { HttpAnswer } from '../../../ports/ports.ts'
import { nextLink } from '../../../text/next-link.ts'
import { withQueryValue } from '../../../text/query-value.ts'
import { number } from '../../../text/quantities.ts'
import type { Call } from './ask-address.ts'
import type { Offset, PageNumber, Paging, Param } from './paging-options.ts'
import type { Page } from './read-page.ts'
import { withBodyValue } from './request-body.ts'

/** A page that has been read, and how it was asked for. */
export interface Turned {
  readonly call: Call
  readonly answer: HttpAnswer
  readonly page: Page
  /** From 0. */
  readonly index: number
  /** Of this page and all before. */
  readonly rows: number
}

/** What is wanted of a page's JSON beside its rows. */
export function pathsOf(paging: Paging): readonly (readonly string[])[] {
  switch (paging.kind) {
    case 'next-url':
    case 'cursor':
      return [paging.path]
    case 'offset':
      return paging.total === undefined ? [] : [paging.total]
    case 'page':
      return paging.last === undefined ? [] : [paging.last]
    case 'link-header':
    default:
      return []
  }
}

/** The call of the first page. */
export function firstCall(paging: Paging, call: Call): Call {
  if (paging.kind === 'offset') {
    const { param, limit, size, start } = paging
    return withParam(limit === undefined ? call : withParam(call, limit, size), param, start)
  }
  if (paging.kind !== 'page') return call
  const { param, size, start } = paging
  return withParam(size === undefined ? call : withParam(call, size.param, size.value), param, start)
}

/** The call of the page behind it; `undefined` if it is the last. Throws a `Failure` (`http/paging`). */
export function nextCall(paging: Paging, turned: Turned): Call | undefined {
  const { call, answer, page } = turned
  switch (paging.kind) {
    case 'link-header':
      return nextAddress(nextLink(answer.headers['link']), turned)
    case 'next-url':
      return nextAddress(endless(page.valueAt(paging.path)), turned)
    case 'cursor': {
      const cursor = endless(page.valueAt(paging.path))
      return cursor === undefined ? undefined : withParam(call, paging.param, cursor)
    }
    case 'offset':
      return nextOffset(paging, turned)
    case 'page':
    default:
      return nextNumber(paging, turned)
  }
}

/** Some servers say `false` where there is no next page. */
function endless(value: string | undefined): string | undefined {
  return value === 'false' ? undefined : value
}

function nextAddress(next: string | undefined, { answer, call }: Turned): Call | undefined {
  if (next === undefined) return undefined
  const url = URL.parse(next, answer.url)
  if (url === null || !/^https?:$/u.test(url.protocol))
    throw new Failure('http/paging', 'what a page gives as the address of the next one is no http(s) address')
  const home = new URL(call.url)
  if (url.origin === home.origin && url.username === '') {
    url.username = home.username
    url.password = home.password
  }
  return { ...call, url: url.href }
}

/** By the rows that came: a server that gives fewer than it was asked for skips none this way. */
function nextOffset(paging: Offset, { call, page, rows }: Turned): Call | undefined {
  const total = paging.total === undefined ? undefined : numberAt(page, paging.total)
  const reached = paging.start + rows
  if (page.rows > 0 && (total === undefined || reached < total)) return withParam(call, paging.param, reached)
  if (total === undefined || reached >= total) return undefined
  throw new Failure(
    'http/paging',
    `the pages end after ${number(reached)} rows, while the last one tells of ${number(total)} in all`,
    { retryable: true, help: 'Rows may have gone while the pages were read; another attempt tells' },
  )
}

function nextNumber(paging: PageNumber, { call, page, index }: Turned): Call | undefined {
  const here = paging.start + index
  const last = paging.last === undefined ? undefined : numberAt(page, paging.last)
  const isLast = last === undefined ? page.rows === 0 : here >= last
  return isLast ? undefined : withParam(call, paging.param, here + 1)
}

function numberAt(page: Page, path: readonly string[]): number | undefined {
  const text = page.valueAt(path)
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Failure('http/paging', `"${path.join('.')}" of a page should be a whole number`)
}

function withParam(call: Call, param: Param, value: string | number): Call {
  return param.in === 'query'
    ? { ...call, url: withQueryValue(call.url, param.name, String(value)) }
    : { ...call, body: withBodyValue(call.body, param, value) }
}
