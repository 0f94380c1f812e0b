// Proves that dist/ is what the sources make: builds beside it and compares the set of files and their bytes.
// `git diff` would not do: it is silent about a file that is not yet tracked.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from './bundle.ts'

const dist = join(import.meta.dirname, '../dist')
const fresh = await mkdtemp(join(tmpdir(), 'millrace-dist-'))
try {
  await bundle(fresh)
  const wrong = await compare(fresh, dist)
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) console.error('dist/ is not what src/ makes: run `npm run build` and commit it')
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  await rm(fresh, { recursive: true, force: true })
}

async function compare(expected: string, actual: string): Promise<string[]> {
  const [wanted, present] = await Promise.all([contents(expected), contents(actual)])
  const names = [...new Set([...wanted.keys(), ...present.keys()])].toSorted()
  return names.flatMap((name) => {
    const [want, have] = [wanted.get(name), present.get(name)]
    if (have === undefined) return [`missing    dist/${name}`]
    if (want === undefined) return [`left over  dist/${name}`]
    return want.equals(have) ? [] : [`differs    dist/${name}`]
  })
}

async function contents(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const pairs = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const)
  return new Map(await Promise.all(pairs))
}
