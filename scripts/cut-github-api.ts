/**
 * Cuts the operations we use out of GitHub's published API description into `test/support/github-api.json`.
 * The whole is far too large to depend on, so install it beside the repository when an operation is added:
 *
 *     npm install --prefix /tmp/openapi @octokit/openapi@23.0.2
 *     node scripts/cut-github-api.ts /tmp/openapi/node_modules/@octokit/openapi
 */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const operations = [
  'GET /repos/{owner}/{repo}',
  'POST /repos/{owner}/{repo}/dispatches',
  'GET /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/issues/{issue_number}',
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/labels/{name}',
  'POST /repos/{owner}/{repo}/labels',
  'GET /repos/{owner}/{repo}/pulls',
  'POST /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'POST /repos/{owner}/{repo}/git/refs',
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
  'POST /repos/{owner}/{repo}/git/blobs',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'POST /repos/{owner}/{repo}/git/trees',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'POST /repos/{owner}/{repo}/git/commits',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
]

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const spoken = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'title'])

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** OpenAPI 3.0 schema → JSON Schema: references put in place, `nullable` turned into a type, prose left out. */
function toJsonSchema(value: Json, root: JsonObject, isPropertyMap = false): Json {
  if (Array.isArray(value)) return value.map((item) => toJsonSchema(item, root))
  if (!isObject(value)) return value
  if (typeof value['$ref'] === 'string') return toJsonSchema(resolve(value['$ref'], root), root)
  const entries = Object.entries(value)
    .filter(([key]) => isPropertyMap || (!spoken.has(key) && key !== 'nullable'))
    .map(([key, inner]) => [key, toJsonSchema(inner, root, !isPropertyMap && key === 'properties')] as const)
  const schema = Object.fromEntries(entries)
  return !isPropertyMap && value['nullable'] === true ? { anyOf: [{ type: 'null' }, schema] } : schema
}

function resolve(reference: string, root: JsonObject): Json {
  let at: Json = root
  for (const key of reference.slice(2).split('/')) {
    at = (isObject(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined) ?? null
  }
  return at
}

/** Query parameters as one object schema; an unknown parameter is refused, as a typing mistake would be. */
function querySchema(parameters: readonly JsonObject[], root: JsonObject): Json {
  const query = parameters.filter((parameter) => parameter['in'] === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(
      query.map((parameter) => [nameOf(parameter), toJsonSchema(parameter['schema'] ?? {}, root)]),
    ),
    required: query.filter((parameter) => parameter['required'] === true).map(nameOf),
    additionalProperties: false,
  }
}

function nameOf(parameter: JsonObject): string {
  return typeof parameter['name'] === 'string' ? parameter['name'] : ''
}

function bodySchema(operation: JsonObject, root: JsonObject): Json {
  const body = resolveObject(operation['requestBody'], root)
  const content = isObject(body?.['content']) ? body['content']['application/json'] : undefined
  if (!isObject(content)) return null
  const schema = toJsonSchema(content['schema'] ?? {}, root)
  return isObject(schema) && isObject(schema['properties'])
    ? { ...schema, additionalProperties: false }
    : schema
}

function resolveObject(value: Json | undefined, root: JsonObject): JsonObject | undefined {
  if (!isObject(value)) return undefined
  const found = typeof value['$ref'] === 'string' ? resolve(value['$ref'], root) : value
  return isObject(found) ? found : undefined
}

function cut(name: string, root: JsonObject): Json {
  const [method = '', path = ''] = name.split(' ')
  const item = resolveObject(resolveObject(root['paths'], root)?.[path], root)
  const operation = resolveObject(item?.[method.toLowerCase()], root)
  if (operation === undefined) throw new Error(`${name} is not in the description`)
  const listed = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  const parameters = listed.map((one) => resolveObject(one, root)).filter((one) => one !== undefined)
  return { query: querySchema(parameters, root), body: bodySchema(operation, root) }
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node scripts/cut-github-api.ts FOLDER_OF_OCTOKIT_OPENAPI')
const root = JSON.parse(await readFile(join(folder, 'generated/api.github.com.json'), 'utf8')) as JsonObject
const version = (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string })
  .version
const subset = {
  source: `npm @octokit/openapi ${version}, cut from github/rest-api-description by scripts/cut-github-api.ts`,
  license: (await readFile(join(folder, 'LICENSE'), 'utf8')).trim(),
  operations: Object.fromEntries(operations.map((name) => [name, cut(name, root)])),
}
const written = 'test/support/github-api.json'
await writeFile(written, JSON.stringify(subset))
execFileSync('node_modules/.bin/oxfmt', [written])
