import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { asTexts } from '../steps/authored.ts'
import { isDatabaseUrl } from '../text/database-url.ts'
import type { Connection, Manifest } from './manifest.ts'
import type { AuthoredHead } from './schema.ts'
import { teller } from './teller.ts'

type Authored = NonNullable<AuthoredHead['connections']>

/** The connections. A URL that is written out must be of a database that there is a driver for, or be a module's business. */
export function decodeConnections(
  file: string,
  authored: Authored,
  found: Diagnostic[],
): Manifest['connections'] {
  return Object.fromEntries(
    Object.entries(authored).map(([name, each]) => [
      name,
      decodeConnection(name, typeof each === 'string' ? { url: each } : each, {
        path: typeof each === 'string' ? [name] : [name, 'url'],
        tell: teller(file, ['connections'], found),
      }),
    ]),
  )
}

function decodeConnection(
  name: string,
  { url, dialect, env }: Exclude<Authored[string], string>,
  { path, tell }: { readonly path: readonly string[]; readonly tell: ReturnType<typeof teller> },
): Connection {
  if (url === undefined && dialect === undefined)
    tell([name], `connection "${name}" must have a \`url\` or a \`dialect\``, {
      code: 'manifest/missing-key',
      part: 'key',
    })
  if (env !== undefined && dialect === undefined)
    tell([name, 'env'], '`env` goes with `dialect`', { part: 'key', help: 'remove `env`' })
  if (dialect?.includes('${{') === true)
    tell([name, 'dialect'], '`dialect` is a path, which holds no expression', {
      code: 'manifest/wrong-type',
      help: 'write the path of the module, and give it what changes as `env`',
    })
  if (url !== undefined && dialect === undefined && !url.includes('${{') && !isDatabaseUrl(url))
    tell(path, `connection "${name}" is no postgres://, mysql:// or mariadb:// URL, nor sqlite:path`, {
      code: 'manifest/wrong-type',
      help: helpFor(url),
    })
  return {
    url: url ?? '',
    ...(dialect === undefined ? {} : { dialect }),
    ...(dialect === undefined || env === undefined ? {} : { env: asTexts(env) }),
  }
}

/** A bare path is most likely meant for SQLite; nothing of a URL is quoted, as it may hold a password. */
function helpFor(url: string): string {
  return /^[\w./-]+$/.test(url)
    ? `write sqlite:${url} for that file, or an expression: \${{ secrets.NAME }}`
    : 'write postgres://user@host:5432/database, mysql://…, sqlite:path, or an expression: ${{ secrets.NAME }}'
}
