import * as z from 'zod'
import { type Tell, expressible, nonEmptyText, strict } from '../../authored.ts'

/** How a request says who asks; its texts are secrets. */
export type Auth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header' | 'query'; readonly name: string; readonly value: string }
  | ({ readonly kind: 'oauth2' } & OAuth2)

/** Client credentials (RFC 6749, 4.4). */
export interface OAuth2 {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string
  readonly audience?: string
  /** Where the id and the secret stand in the request for a token. */
  readonly send: 'header' | 'body'
}

export const authSchema = strict({
  bearer: nonEmptyText.optional().describe('A token: `Authorization: Bearer …`.'),
  basic: strict({
    user: z.string().describe('The user.'),
    password: z.string().describe('The password.'),
  })
    .optional()
    .describe('A user and a password: `Authorization: Basic …`.'),
  'api-key': strict({
    header: nonEmptyText.optional().describe('The header that carries it.'),
    query: nonEmptyText.optional().describe('The parameter of the address that carries it.'),
    value: nonEmptyText.describe('The key.'),
  })
    .optional()
    .describe(
      'A key, in a header or in the address. In the address it is hidden wherever the address is told.',
    ),
  oauth2: strict({
    'token-url': nonEmptyText.describe('Where a token is given out.'),
    'client-id': nonEmptyText.describe('Who asks.'),
    'client-secret': nonEmptyText.describe('By what it is believed.'),
    scope: nonEmptyText.optional().describe('What is asked for; several are parted by blanks.'),
    audience: nonEmptyText.optional().describe('What the token is for, where the server wants to know that.'),
    send: expressible(z.enum(['header', 'body']))
      .optional()
      .describe('Where the id and the secret stand in the request for a token. Default: `header`.'),
  })
    .optional()
    .describe(
      'OAuth 2 client credentials: a token is fetched, kept while it lasts, and fetched anew after a 401.',
    ),
})

const kinds = ['bearer', 'basic', 'api-key', 'oauth2'] as const

export function decodeAuth(authored: z.output<typeof authSchema>, tell: Tell): Auth | undefined {
  const given = kinds.filter((kind) => authored[kind] !== undefined)
  if (given.length !== 1)
    tell(['auth'], `\`auth\` must have one of ${kinds.map((kind) => `\`${kind}\``).join(', ')}`, {
      code: given.length === 0 ? 'manifest/missing-key' : 'manifest/conflict',
      part: 'key',
    })
  const { bearer, basic, oauth2, 'api-key': key } = authored
  if (bearer !== undefined) return { kind: 'bearer', token: bearer }
  if (basic !== undefined) return { kind: 'basic', ...basic }
  if (key !== undefined) return decodeKey(key, tell)
  return oauth2 === undefined ? undefined : decodeOAuth2(oauth2, tell)
}

function decodeKey(
  { header, query, value }: NonNullable<z.output<typeof authSchema>['api-key']>,
  tell: Tell,
): Auth {
  if ((header === undefined) === (query === undefined))
    tell(['auth', 'api-key'], '`api-key` must have one of `header` and `query`', {
      code: header === undefined ? 'manifest/missing-key' : 'manifest/conflict',
      part: 'key',
      help: 'say in which header, or in which parameter of the address, the key is sent',
    })
  return header === undefined
    ? { kind: 'query', name: query ?? '', value }
    : { kind: 'header', name: header, value }
}

function decodeOAuth2(authored: NonNullable<z.output<typeof authSchema>['oauth2']>, tell: Tell): Auth {
  const { 'token-url': tokenUrl, scope, audience } = authored
  if (!/^https?:\/\/|^\$\{\{/iu.test(tokenUrl))
    tell(['auth', 'oauth2', 'token-url'], `\`token-url\` must be an http(s) address, but is "${tokenUrl}"`, {
      code: 'manifest/wrong-type',
    })
  return {
    kind: 'oauth2',
    tokenUrl,
    clientId: authored['client-id'],
    clientSecret: authored['client-secret'],
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    send: authored.send ?? 'header',
  }
}
