import { globSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, type OutputChunk } from 'rolldown'
import { writeDeclarations } from './declarations.ts'
import { licenses } from './licenses.ts'

const root = join(import.meta.dirname, '..')

/**
 * What can be started or imported: the two mains, the library with its test helpers, and at the top of `dist/`, where `childEntry` looks for them,
 * the programs of child processes (`src/**\/*-child.ts`) and what is loaded only in the moment when it is needed.
 */
function entries(): Record<string, string> {
  const children = globSync('src/**/*-child.ts', { cwd: root }).map((file) => [basename(file, '.ts'), file])
  return {
    'cli/main': 'src/cli/main.ts',
    'action/main': 'src/action/main.ts',
    'library/main': 'src/library/main.ts',
    'testing/main': 'src/testing/main.ts',
    ...Object.fromEntries(children),
    'wide-text': 'src/adapters/terminal/wide-text.ts',
  }
}

/** What everything needs, the programs of child processes too, which need not wait for a manifest's libraries. */
const common =
  /src[\\/](?:diagnostic[\\/]failure|text[\\/](?:nearest|quantities)|dataset[\\/](?:file-format[\\/](?:page-format|serial-type)|fields[\\/][a-z-]+|create-table|column))\.ts/

/**
 * What `validate` needs of every manifest, in one file: many small ones cost more to open than to run. What only some need
 * (what is wrong with YAML, or is written into it; `app/check-sql.ts`, `app/check-modules.ts`) stays apart, with the libraries it brings.
 */
const checking =
  /src[\\/](?:app[\\/]check(?:-files)?\.ts|source[\\/](?!syntax-errors|unclosed|write-columns)|manifest[\\/]|expression[\\/]|graph[\\/]|steps[\\/](?:kinds|[a-z]+[\\/](?:kind|options))\.ts)/

/** Libraries in files of their own, so that a change of ours touches no file of theirs. */
function vendorGroup(moduleId: string): string | null {
  const name = moduleId.replaceAll('\\', '/').split('/node_modules/').at(-1)
  if (name === undefined || !moduleId.includes('node_modules')) return null
  const [scope = '', rest = ''] = name.split('/')
  return `vendor/${scope.startsWith('@') ? `${scope.slice(1)}-${rest}` : scope}`
}

/**
 * A chunk of ours is named after the last of its modules, which the others are there for: `steps-load-step` for
 * `src/steps/load/step.ts`. `undefined` for a library.
 */
function sourceName(moduleIds: readonly string[]): string | undefined {
  const last = moduleIds.at(-1)?.replaceAll('\\', '/')
  if (last === undefined || last.includes('node_modules')) return undefined
  return /\/src\/(.+)\.ts$/.exec(last)?.[1]?.replaceAll('/', '-')
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
      chunkFileNames: ({ moduleIds, name }) => `chunks/${sourceName(moduleIds) ?? name}.js`,
      minify: false,
      comments: { legal: true, annotation: false, jsdoc: false },
      codeSplitting: {
        groups: [
          { debugName: 'vendor', name: vendorGroup, test: /node_modules/, priority: 1 },
          { name: 'common', test: common, priority: 2 },
          { name: 'checking', test: checking },
        ],
      },
    },
  })
  const modules = output
    .filter((part): part is OutputChunk => part.type === 'chunk')
    .flatMap((chunk) => chunk.moduleIds)
  await writeDeclarations(folder, ['library/main', 'testing/main'])
  await writeFile(join(folder, 'LICENSES.txt'), await licenses(modules))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
  // As npm makes it when somebody installs the package from a clone, which then stays as it is.
  await chmod(join(folder, 'cli/main.js'), 0o755)
}
