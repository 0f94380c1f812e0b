import { pathToFileURL } from 'node:url'

/** What SQLite attaches a dataset's file by: it is only read, and nobody changes it. */
export function attachable(path: string): string {
  return `${pathToFileURL(path).href}?mode=ro&immutable=1`
}
