import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Bug } from '../diagnostic/failure.ts'

/**
 * The file that a child process starts with, beside the module at `importMetaUrl` or one folder up. It has the
 * ending of that module: `.ts` when run from source, `.js` from `dist/`, where the bundler makes each child an
 * entry of its own.
 */
export function childEntry(name: string, importMetaUrl: string): string {
  const file = `${name}${extname(fileURLToPath(importMetaUrl))}`
  const places = [`./${file}`, `../${file}`].map((place) => fileURLToPath(new URL(place, importMetaUrl)))
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Bug(`the program's own file ${file} is not there (${places.join(', ')})`)
  return found
}
