import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../diagnostic/failure.ts'
import { firstFiles, ignoredLines } from './first-pipeline.ts'

/** What `init` did with each path: nothing that exists is ever overwritten. */
export interface InitStep {
  readonly path: string
  readonly did: 'written' | 'kept' | 'extended'
}

/** Writes a first pipeline with its data, and makes git ignore what must not be committed. */
export async function initWorkspace(workspace: string): Promise<InitStep[]> {
  const steps: InitStep[] = []
  for (const [path, text] of Object.entries(firstFiles)) steps.push(await writeNew(workspace, path, text))
  steps.push(await ignore(workspace))
  return steps
}

/** `.env.example`: the names that manifests use, without values. Not written when there are none or it exists. */
export async function writeEnvExample(workspace: string, names: readonly string[]): Promise<InitStep[]> {
  if (names.length === 0) return []
  const lines = names.map((name) => `${name}=\n`).join('')
  const text = `# Copy to .env and fill in. On GitHub: Settings, Secrets and variables, Actions.\n${lines}`
  return [await writeNew(workspace, '.env.example', text)]
}

async function writeNew(workspace: string, path: string, text: string): Promise<InitStep> {
  const target = join(workspace, path)
  if (existsSync(target)) return { path, did: 'kept' }
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text, { flag: 'wx' })
  } catch (cause) {
    throw new Failure('file/write', `${path} cannot be written`, { cause })
  }
  return { path, did: 'written' }
}

async function ignore(workspace: string): Promise<InitStep> {
  const path = '.gitignore'
  const target = join(workspace, path)
  if (!existsSync(target)) return writeNew(workspace, path, `${ignoredLines.join('\n')}\n`)
  const text = await readFile(target, 'utf8')
  const there = new Set(text.split(/\r?\n/).map((line) => line.trim()))
  const missing = ignoredLines.filter((line) => !there.has(line))
  if (missing.length === 0) return { path, did: 'kept' }
  await appendFile(target, `${text === '' || text.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`)
  return { path, did: 'extended' }
}
