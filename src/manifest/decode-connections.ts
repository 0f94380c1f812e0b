import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { isDatabaseUrl } from '../text/database-url.ts'
import type { Manifest } from './manifest.ts'
import type { AuthoredHead } from './schema.ts'
import { teller } from './teller.ts'

/** The connections. A URL that is written out must be of a database that there is a driver for. */
export function decodeConnections(
  file: string,
  authored: NonNullable<AuthoredHead['connections']>,
  found: Diagnostic[],
): Manifest['connections'] {
  return Object.fromEntries(
    Object.entries(authored).map(([name, each]) => {
      const url = typeof each === 'string' ? each : each.url
      const path = typeof each === 'string' ? [name] : [name, 'url']
      if (!url.includes('${{') && !isDatabaseUrl(url))
        teller(file, ['connections'], found)(
          path,
          `connection "${name}" is no postgres://, mysql:// or mariadb:// URL, nor sqlite:path`,
          { code: 'manifest/wrong-type', help: helpFor(url) },
        )
      return [name, { url }]
    }),
  )
}

/** A bare path is most likely meant for SQLite; nothing of a URL is quoted, as it may hold a password. */
function helpFor(url: string): string {
  return /^[\w./-]+$/.test(url)
    ? `write sqlite:${url} for that file, or an expression: \${{ secrets.NAME }}`
    : 'write postgres://user@host:5432/database, mysql://…, sqlite:path, or an expression: ${{ secrets.NAME }}'
}
