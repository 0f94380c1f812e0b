import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')

/**
 * Writes the types of what can be imported beside it: the declarations of these modules of `src/` (without `.ts`), and of those
 * that these mention. They mention no library: who imports ours needs none of its dependencies' types.
 */
export async function writeDeclarations(folder: string, entries: readonly string[]): Promise<void> {
  const all = mkdtempSync(join(tmpdir(), 'millrace-types-'))
  try {
    emit(all, entries)
    for (const [name, text] of reached(all, entries)) {
      const path = join(folder, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
  } finally {
    rmSync(all, { recursive: true, force: true })
  }
}

function emit(folder: string, entries: readonly string[]): void {
  const config = join(root, 'scripts/declarations.json')
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const options = ['--project', config, '--outDir', folder]
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`no declarations of ${entries.join(', ')}:\n${stdout}`)
}

function reached(folder: string, entries: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>()
  const open = entries.map((entry) => join(folder, `${entry}.d.ts`))
  for (const path of open) {
    const name = relative(folder, path)
    if (texts.has(name)) continue
    const text = readFileSync(path, 'utf8')
    texts.set(name, text.replaceAll(/(from |import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'))
    for (const [, , specifier = ''] of text.matchAll(/(from |import\()['"]([^'"]+)['"]/g)) {
      if (!specifier.startsWith('.')) throw new Error(`${name} mentions the types of ${specifier}`)
      open.push(resolve(dirname(path), specifier.replace(/\.ts$/, '.d.ts')))
    }
  }
  return texts
}
