import type { Http } from '../ports/ports.ts'

type SourceFormat = 'csv' | 'json' | 'ndjson' | 'parquet'

const endings: readonly (readonly [RegExp, SourceFormat])[] = [
  [/\.(?:csv|tsv|tab|txt)$/, 'csv'],
  [/\.(?:ndjson|jsonl)$/, 'ndjson'],
  [/\.json$/, 'json'],
  [/\.parquet$/, 'parquet'],
]

/** JSON lines have no registered name; these are the ones that servers give them. */
const contentTypes: readonly (readonly [RegExp, SourceFormat])[] = [
  [/^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)$/, 'ndjson'],
  [/^(?:application|text)\/(?:json|[\w.-]+\+json)$/, 'json'],
  [/^application\/(?:vnd\.apache\.|x-)parquet$/, 'parquet'],
]

/** By its ending, that of a compressed file left off. */
export function formatByEnding(source: string): SourceFormat | undefined {
  const name = source
    .toLowerCase()
    .replace(/[?#].*$/, '')
    .replace(/\.(?:gz|zst|zip)$/, '')
  return endings.find(([ending]) => ending.test(name))?.[1]
}

/** By what the server of an address calls it; its body is not read. Throws what `Http` throws. */
export async function formatByServer(
  url: string,
  http: Http,
  signal: AbortSignal,
): Promise<SourceFormat | undefined> {
  const { headers, body } = await http.request({ url, signal })
  body.destroy()
  const named = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  return contentTypes.find(([name]) => name.test(named))?.[1]
}
