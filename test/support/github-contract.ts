import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

interface Operation {
  readonly name: string
  readonly pattern: RegExp
  readonly query: ValidateFunction
  readonly body: ValidateFunction | undefined
}

const described = JSON.parse(readFileSync(new URL('github-api.json', import.meta.url), 'utf8')) as {
  operations: Record<string, { query: object; body: object | null }>
}

const strictAboutText = new Ajv({ strict: false, allErrors: true, validateFormats: false })
/** A query is all text, so numbers are read out of it first. */
const lenientAboutText = new Ajv({
  strict: false,
  allErrors: true,
  validateFormats: false,
  coerceTypes: true,
})

const operations: readonly Operation[] = Object.entries(described.operations).map(([name, schemas]) => ({
  name,
  pattern: patternOf(name),
  query: lenientAboutText.compile(schemas.query),
  body: schemas.body === null ? undefined : strictAboutText.compile(schemas.body),
}))

/** `{path}` and `{ref}` may hold slashes, the other parameters may not. */
function patternOf(name: string): RegExp {
  const source = name
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{(path|ref)\}/g, '(?<$1>.+)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}$`)
}

export interface Matched {
  /** The operation as GitHub's description names it, e.g. `POST /repos/{owner}/{repo}/issues`. */
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
}

export function matchOperation(method: string, path: string): Matched | undefined {
  for (const { name, pattern } of operations) {
    const found = pattern.exec(`${method} ${path}`)
    if (found !== null) return { name, parameters: { ...found.groups } }
  }
  return undefined
}

/** What GitHub's description holds against a request; empty when it is as described. */
export function contractViolations(name: string, query: URLSearchParams, body: unknown): readonly string[] {
  const operation = operations.find((one) => one.name === name)
  if (operation === undefined) return [`${name} is not in the cut of GitHub's description`]
  const found: string[] = []
  if (!operation.query(Object.fromEntries(query))) found.push(...tell('query', operation.query))
  if (operation.body === undefined && body !== undefined) found.push(`${name} takes no body`)
  if (operation.body !== undefined && !operation.body(body ?? {})) found.push(...tell('body', operation.body))
  return found
}

function tell(part: string, validate: ValidateFunction): readonly string[] {
  return (validate.errors ?? []).map((error) => {
    const extra = JSON.stringify(error.params)
    return `${part}${error.instancePath} ${error.message ?? 'is wrong'} ${extra}`
  })
}
