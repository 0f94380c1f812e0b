import { globSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, type OutputChunk } from 'rolldown'
import { licenses } from './licenses.ts'

const root = join(import.meta.dirname, '..')

/**
 * What can be started: the two mains, and the programs of child processes (`src/**\/*-child.ts`), which lie at the
 * top of `dist/`, where `childEntry` looks for them.
 */
function entries(): Record<string, string> {
  const children = globSync('src/**/*-child.ts', { cwd: root }).map((file) => [basename(file, '.ts'), file])
  return {
    'cli/main': 'src/cli/main.ts',
    'action/main': 'src/action/main.ts',
    ...Object.fromEntries(children),
  }
}

/** Libraries in files of their own, so that a change of ours touches no file of theirs. */
function vendorGroup(moduleId: string): string | null {
  const name = moduleId.replaceAll('\\', '/').split('/node_modules/').at(-1)
  if (name === undefined || !moduleId.includes('node_modules')) return null
  const [scope = '', rest = ''] = name.split('/')
  return `vendor/${scope.startsWith('@') ? `${scope.slice(1)}-${rest}` : scope}`
}

/** Empties the folder and writes into it what the runner and `npx` execute. Same sources, same bytes. */
export async function bundle(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const { output } = await build({
    cwd: root,
    input: entries(),
    platform: 'node',
    logLevel: 'warn',
    output: {
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      minify: false,
      comments: { legal: true, annotation: false, jsdoc: false },
      codeSplitting: { groups: [{ name: vendorGroup, test: /node_modules/ }] },
    },
  })
  const modules = output
    .filter((part): part is OutputChunk => part.type === 'chunk')
    .flatMap((chunk) => chunk.moduleIds)
  await writeFile(join(folder, 'LICENSES.txt'), await licenses(modules))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
}
