/** Of GitHub: what is longer is answered 422. */
const longest: Readonly<Record<string, number>> = { title: 256, body: 65_536 }

export interface Refusal {
  readonly status: number
  readonly message: string
  readonly errors?: readonly unknown[]
}

/** What GitHub refuses about the content of a request where the emulator would take it. */
export function refusalOf(operation: string, body: Readonly<Record<string, unknown>>): Refusal | undefined {
  const [method, path = ''] = operation.split(' ')
  if (method === 'GET' || !/\/(issues|comments|pulls)/.test(path)) return undefined
  const errors = Object.entries(longest).flatMap(([field, most]) =>
    tooLong(operation, field, body[field], most),
  )
  if (operation.endsWith('/comments') && isBlank(body['body'])) {
    errors.push({ resource: 'IssueComment', code: 'missing_field', field: 'body' })
  }
  return errors.length === 0 ? undefined : { status: 422, message: 'Validation Failed', errors }
}

function tooLong(operation: string, field: string, value: unknown, most: number): object[] {
  if (typeof value !== 'string' || value.length <= most) return []
  const resource = operation.includes('/comments') ? 'IssueComment' : 'Issue'
  const message = `${field} is too long (maximum is ${most} characters)`
  return [{ resource, code: 'custom', field, message }]
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === ''
}
