import { Failure } from '../../diagnostic/failure.ts'
import { scanSql } from '../../text/scan-sql.ts'

/** A transaction that may only read does not keep a server from writing files. */
export function refuseFiles(sql: string): void {
  if (/\binto\s+(?:outfile|dumpfile)\b/iu.test(runBy(sql)))
    throw new Failure('sql/refused', 'the SQL may only read: INTO OUTFILE is not allowed', {
      help: 'Select the rows that are wanted: a query only reads',
    })
}

/** What MySQL runs of it, quotes left out: of its comments those that begin with `!` or `M!`, too. */
function runBy(sql: string): string {
  const pieces = scanSql(sql, 'mysql').map(({ kind, text }) => {
    if (kind === 'code') return text
    if (kind === 'quoted') return "''"
    const inner = /^\/\*M?!\d*([^]*?)(?:\*\/)?$/u.exec(text)?.[1]
    return inner === undefined ? ' ' : runBy(inner)
  })
  return pieces.join(' ')
}
