export type Access = 'read' | 'write'
export type Permission = 'contents' | 'issues' | 'pull-requests' | 'actions'
export type Permissions = Readonly<Partial<Record<Permission, Access>>>

/** Any one of a list is enough. An operation that is missing here needs nothing but a token that is known. */
const needed: readonly (readonly [RegExp, readonly Permission[]])[] = [
  [/\/issues\/(\{issue_number\}\/comments|comments\/|\{issue_number\}\/labels)/, ['issues', 'pull-requests']],
  [/\/(issues|labels)(\/|$)/, ['issues']],
  [/\/pulls$/, ['pull-requests', 'contents']],
  [/\/(contents|git)\/|\/dispatches$/, ['contents']],
  [/\/actions\//, ['actions']],
]

/** Whether a token with these permissions may do this, as GitHub documents it for a workflow's token. */
export function isPermitted(operation: string, permissions: Permissions): boolean {
  const [method, path = ''] = operation.split(' ')
  const anyOf = needed.find(([pattern]) => pattern.test(path))?.[1]
  if (anyOf === undefined) return true
  const writes = method !== 'GET'
  return anyOf.some((name) => permissions[name] === 'write' || (!writes && permissions[name] === 'read'))
}
