/** Writes what is generated from the code: the JSON Schema, the manifest's reference, the diagnostics' manual. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generated } from './generated.ts'

const root = join(import.meta.dirname, '..')
await mkdir(join(root, 'schema'), { recursive: true })
for (const [file, text] of Object.entries(await generated(root))) await writeFile(join(root, file), text)
