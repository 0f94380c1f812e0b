import { Failure } from '../../diagnostic/failure.ts'
import { SqlFailure } from '../../diagnostic/sql-failure.ts'

/** What DuckDB said, with the place in `sql` where it names one. */
export function duckdbFailure(error: unknown, sql: string): Failure {
  if (error instanceof Failure) return error
  const message = error instanceof Error ? error.message : String(error)
  const { kind, said, position } = read(message)
  if (kind === 'Out of Memory')
    return new Failure('sql/memory', `DuckDB ran out of memory: ${said}`, {
      help: 'Choose a larger runner (`runs-on`), or make the query keep less at once',
    })
  if (kind === 'IO' || kind === 'HTTP')
    return new Failure('engine/io', `DuckDB: ${said}`, { retryable: true })
  const failure = new Failure('sql/error', said)
  if (position === undefined) return failure
  // DuckDB counts bytes, from 0.
  const offset = Buffer.from(sql).subarray(0, position).toString().length
  return new SqlFailure(failure, { offset })
}

interface Said {
  readonly kind: string
  readonly said: string
  readonly position?: number
}

/** With `errors_as_json` what is said is JSON, at times behind a word of its own. */
function read(message: string): Said {
  const at = message.indexOf('{"exception_type"')
  if (at < 0) return { kind: '', said: message }
  try {
    const told: unknown = JSON.parse(message.slice(at))
    const position = Number(textOf(told, 'position') ?? Number.NaN)
    return {
      kind: textOf(told, 'exception_type') ?? '',
      said: textOf(told, 'exception_message') ?? message,
      ...(Number.isInteger(position) ? { position } : {}),
    }
  } catch {
    return { kind: '', said: message }
  }
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}
