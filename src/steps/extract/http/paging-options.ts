import * as z from 'zod'
import { parseJsonPath } from '../../../parse/json/json-path.ts'
import { type Tell, expressible, nonEmptyText, strict } from '../../authored.ts'

/** How one page leads to the next. Paths lead to values of a page's JSON. */
export type Paging = { readonly maxPages: number } & (
  | { readonly kind: 'link-header' }
  | { readonly kind: 'next-url'; readonly path: readonly string[] }
  | { readonly kind: 'cursor'; readonly path: readonly string[]; readonly param: Param }
  | Offset
  | PageNumber
)

export interface Offset {
  readonly kind: 'offset'
  readonly param: Param
  readonly limit?: Param
  readonly size: number
  readonly start: number
  readonly total?: readonly string[]
}

export interface PageNumber {
  readonly kind: 'page'
  readonly param: Param
  readonly start: number
  readonly size?: { readonly param: Param; readonly value: number }
  readonly last?: readonly string[]
}

/** A value of the request that is another one for each page. */
export type Param =
  | { readonly in: 'query'; readonly name: string }
  | { readonly in: 'body'; readonly path: readonly string[] }

const defaultMaxPages = 10_000

const pagingMap = strict({
  'link-header': z
    .literal(true)
    .optional()
    .describe('The header `Link` holds the next address (`rel="next"`).'),
  'next-url': nonEmptyText.optional().describe('json: the path to the next address in a page.'),
  cursor: nonEmptyText.optional().describe('json: the path to the next cursor in a page.'),
  offset: nonEmptyText.optional().describe('The parameter that says how many rows to leave out.'),
  page: nonEmptyText.optional().describe('The parameter that holds the number of the page.'),
  param: nonEmptyText.optional().describe('cursor: the parameter that takes it to the next request.'),
  limit: nonEmptyText
    .optional()
    .describe('offset: the parameter that says how many rows a page has at most.'),
  size: z
    .union([
      expressible(z.int().min(1)),
      strict({
        param: nonEmptyText.describe('The parameter that says how many rows a page has at most.'),
        value: expressible(z.int().min(1)).describe('How many.'),
      }),
    ])
    .optional()
    .describe(
      'How many rows a page has at most: of offset a number (default: 100), of page `{ param, value }`.',
    ),
  start: expressible(z.int().min(0))
    .optional()
    .describe('offset, page: what the first request says. Default: 0 for an offset, 1 for a page.'),
  total: nonEmptyText.optional().describe('offset, json: the path to the number of all rows.'),
  last: nonEmptyText.optional().describe('page, json: the path to the number of the last page.'),
  in: expressible(z.enum(['query', 'body']))
    .optional()
    .describe(
      'Where the parameters stand: in the address, or in the body (in JSON a path). Default: in a body that is a map, if there is one.',
    ),
  'max-pages': expressible(z.int().min(1))
    .optional()
    .describe(`How many pages there may be: one more fails the step. Default: ${defaultMaxPages}.`),
})

export const pagingSchema = z.union([z.literal('link-header'), pagingMap])

type PagingMap = z.output<typeof pagingMap>

/** What goes with each kind, beside `max-pages`. */
const companions = {
  'link-header': [],
  'next-url': [],
  cursor: ['param', 'in'],
  offset: ['limit', 'size', 'start', 'total', 'in'],
  page: ['size', 'start', 'last', 'in'],
} as const satisfies Readonly<Record<string, readonly (keyof PagingMap)[]>>

// oxlint-disable-next-line no-unsafe-type-assertion -- the keys of an object are strings to TypeScript
const kinds = Object.keys(companions) as readonly (keyof typeof companions)[]

interface Beside {
  readonly format: string
  readonly body: unknown
}

export function decodePaging(
  authored: z.output<typeof pagingSchema>,
  beside: Beside,
  tell: Tell,
): Paging | undefined {
  const paging: PagingMap = authored === 'link-header' ? { 'link-header': true } : authored
  const given = kinds.filter((kind) => paging[kind] !== undefined)
  const [kind] = given
  if (kind === undefined || given.length > 1) {
    tell(['paging'], `\`paging\` must have one of ${kinds.map((each) => `\`${each}\``).join(', ')}`, {
      code: kind === undefined ? 'manifest/missing-key' : 'manifest/conflict',
      part: 'key',
    })
    return undefined
  }
  if (beside.format === 'parquet')
    tell(['paging'], '`paging` does not go with `parquet`: a file of it is whole', { part: 'key' })
  refuseStrangers(kind, paging, tell)
  requireJson(paging, beside, tell)
  const maxPages = paging['max-pages'] ?? defaultMaxPages
  const read = reader(paging, beside, tell)
  switch (kind) {
    case 'link-header':
      return { kind, maxPages }
    case 'next-url':
      return { kind, maxPages, path: read.path('next-url') }
    case 'cursor':
      if (paging.param === undefined)
        tell(['paging'], '`cursor` must have `param`', { code: 'manifest/missing-key', part: 'key' })
      return { kind, maxPages, path: read.path('cursor'), param: read.param(['param'], paging.param ?? '') }
    case 'offset':
      return { kind, maxPages, ...decodeOffset(paging, read, tell) }
    case 'page':
    default:
      return { kind: 'page', maxPages, ...decodePage(paging, read, tell) }
  }
}

function decodeOffset(paging: PagingMap, read: Reader, tell: Tell): Omit<Offset, 'kind'> {
  const { offset = '', limit, size = 100, start = 0, total } = paging
  if (typeof size === 'object')
    tell(['paging', 'size'], '`size` of `offset` must be a number', {
      code: 'manifest/wrong-type',
      help: 'write the name of its parameter as `limit`',
    })
  return {
    param: read.param(['offset'], offset),
    ...(limit === undefined ? {} : { limit: read.param(['limit'], limit) }),
    size: typeof size === 'object' ? size.value : size,
    start,
    ...(total === undefined ? {} : { total: read.path('total') }),
  }
}

function decodePage(paging: PagingMap, read: Reader, tell: Tell): Omit<PageNumber, 'kind'> {
  const { page = '', size, start = 1, last } = paging
  if (typeof size === 'number')
    tell(['paging', 'size'], '`size` of `page` must be `{ param, value }`', { code: 'manifest/wrong-type' })
  return {
    param: read.param(['page'], page),
    start,
    ...(typeof size === 'object'
      ? { size: { param: read.param(['size', 'param'], size.param), value: size.value } }
      : {}),
    ...(last === undefined ? {} : { last: read.path('last') }),
  }
}

function refuseStrangers(kind: keyof typeof companions, paging: PagingMap, tell: Tell): void {
  const known: readonly string[] = [kind, 'max-pages', ...companions[kind]]
  for (const key of Object.keys(paging).filter((each) => !known.includes(each)))
    tell(['paging', key], `\`${key}\` does not go with \`${kind}\``, {
      part: 'key',
      help: `remove \`${key}\``,
    })
}

/** Only JSON has values beside its rows. */
function requireJson(paging: PagingMap, { format }: Beside, tell: Tell): void {
  if (format === 'json') return
  for (const key of ['next-url', 'cursor', 'total', 'last'] as const)
    if (paging[key] !== undefined)
      tell(
        ['paging', key],
        `\`${key}\` goes with \`json\`: a page of ${format} holds nothing beside its rows`,
        {
          part: 'key',
        },
      )
}

type Reader = ReturnType<typeof reader>

function reader(paging: PagingMap, { body }: Beside, tell: Tell) {
  const place = paging.in ?? (typeof body === 'object' ? 'body' : 'query')
  if (place === 'body' && typeof body !== 'object')
    tell(['paging', 'in'], '`in: body` goes with a `body` that is a map', {
      help: body === undefined ? 'add `body`' : 'write `body` as a map',
    })
  const pathIn = (at: readonly string[], text: string): readonly string[] => {
    const path = parseJsonPath(text)
    if (path === undefined)
      tell(['paging', ...at], `"${text}" is no path: write keys with dots between them`, {
        code: 'manifest/wrong-type',
        help: 'put a key that has a dot or a bracket in it in double quotes',
      })
    return path ?? []
  }
  return {
    path: (key: 'next-url' | 'cursor' | 'total' | 'last') => pathIn([key], paging[key] ?? ''),
    param: (at: readonly string[], name: string): Param =>
      place === 'query' ? { in: 'query', name } : { in: 'body', path: pathIn(at, name) },
  }
}
