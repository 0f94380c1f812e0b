import { scanSql } from '../../text/scan-sql.ts'

/** `?` becomes `$1`, `$2`, … as PostgreSQL writes them; those in strings, names and comments stay. */
export function numberParameters(sql: string): string {
  let count = 0
  return scanSql(sql, 'postgres')
    .map(({ kind, text }) => (kind === 'code' ? text.replaceAll('?', () => `$${(count += 1)}`) : text))
    .join('')
}
