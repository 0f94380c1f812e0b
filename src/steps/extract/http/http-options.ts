import * as z from 'zod'
import type { HttpMethod } from '../../../ports/ports.ts'
import { parseDuration } from '../../../text/duration.ts'
import { type Tell, asTexts, expressible, nonEmptyText, scalarText, strict } from '../../authored.ts'
import { type Auth, authSchema, decodeAuth } from './auth-options.ts'
import { type Paging, decodePaging, pagingSchema } from './paging-options.ts'

/** How an address is asked. */
export interface HttpOptions {
  /** Default: `GET`. */
  readonly method?: HttpMethod
  readonly headers: Readonly<Record<string, string>>
  /** A text as it is; a map whose only key is `form`, as a form; anything else, as JSON. */
  readonly body?: unknown
  readonly auth?: Auth
  readonly paging?: Paging
  readonly rateLimit?: RateLimit
}

/** At most so many requests to one origin within so many milliseconds. */
export interface RateLimit {
  readonly requests: number
  readonly perMs: number
}

export const httpShape = {
  method: expressible(z.enum(['GET', 'POST', 'PUT', 'PATCH']), (beside) =>
    beside['body'] === undefined ? 'GET' : 'POST',
  )
    .optional()
    .describe('HTTP: the method of each request. Default: `GET`.'),
  headers: z.record(z.string(), scalarText).optional().describe('HTTP: headers sent with each request.'),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .describe(
      'HTTP: what is sent: a text as it is, a map or a list as JSON, `{ form: { … } }` as a form. With `method: POST`.',
    ),
  auth: authSchema
    .optional()
    .describe('HTTP: how each request says who asks. It is sent to the origin of the address only.'),
  paging: pagingSchema
    .optional()
    .describe('HTTP: how one page leads to the next. Default: an address holds all there is.'),
  'rate-limit': strict({
    requests: expressible(z.int().min(1)).describe('How many requests.'),
    per: nonEmptyText.optional().describe('In what time: `1s`, `1m`. Default: `1s`.'),
  })
    .optional()
    .describe('HTTP: how many requests at most are made to one origin by this process, and in what time.'),
}

/** Where `${{ }}` can stand beside the addresses. */
export const httpTexts = { headers: 'template', auth: 'template', body: 'value' } as const

type Authored = z.output<z.ZodObject<typeof httpShape>>

/** What is read by it: its format, and the paths, globs and URLs. */
export interface Asked {
  readonly format: string
  readonly from: readonly string[]
}

export function decodeHttp(authored: Authored, asked: Asked, tell: Tell): HttpOptions {
  requireAddress(authored, asked, tell)
  const { method = 'GET', body } = authored
  if (body !== undefined && method === 'GET')
    tell(['body'], '`body` does not go with `method: GET`', { part: 'key', help: 'add `method: POST`' })
  const auth = authored.auth === undefined ? undefined : decodeAuth(authored.auth, tell)
  const paging =
    authored.paging === undefined
      ? undefined
      : decodePaging(authored.paging, { format: asked.format, body }, tell)
  return {
    method,
    headers: asTexts(authored.headers),
    ...(body === undefined ? {} : { body }),
    ...(auth === undefined ? {} : { auth }),
    ...(paging === undefined ? {} : { paging }),
    ...decodeRateLimit(authored['rate-limit'], tell),
  }
}

function requireAddress(authored: Authored, { format, from }: Asked, tell: Tell): void {
  const isUnsaid = from.length === 0 && format !== 'sql'
  if (isUnsaid || from.some(canBeAddress)) return
  for (const key of Object.keys(httpShape))
    if (Object.hasOwn(authored, key))
      tell(
        [key],
        `\`${key}\` goes with an http(s) address, not with ${format === 'sql' ? '`sql`' : 'a file'}`,
        {
          part: 'key',
          help: `remove \`${key}\``,
        },
      )
}

/** An expression at its beginning may come to one. */
function canBeAddress(text: string): boolean {
  return /^(?:https?:\/\/|h?t?t?p?s?:?\/?\/?\$\{\{)/iu.test(text.trim())
}

function decodeRateLimit(authored: Authored['rate-limit'], tell: Tell): { readonly rateLimit?: RateLimit } {
  if (authored === undefined) return {}
  const { requests, per = '1s' } = authored
  const perMs = parseDuration(per)
  if (perMs === undefined || perMs === 0)
    tell(['rate-limit', 'per'], `\`per\` must be a duration like \`1s\` or \`5m\`, but is "${per}"`, {
      code: 'manifest/wrong-type',
    })
  return { rateLimit: { requests, perMs: perMs ?? 1000 } }
}
