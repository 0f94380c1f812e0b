import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** A folder with files, and the command line run in it with an environment of its own. */
export interface Desk extends AsyncDisposable {
  readonly folder: string
  readonly write: (path: string, text: string) => Promise<void>
  readonly millrace: (...args: readonly string[]) => Promise<Ended>
  readonly shell: (script: string) => Promise<Ended>
}

export async function makeDesk(
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'))
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(files)) await write(path, text)
  const start = (file: string, args: readonly string[]): Promise<Ended> => {
    const MILLRACE = `${process.execPath} ${main}`
    const child = spawn(file, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, MILLRACE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (chunks.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (chunks.stderr += text))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status) => resolve({ status, ...chunks }))
    })
  }
  return {
    folder,
    write,
    millrace: (...args) => start(process.execPath, [main, ...args]),
    shell: (script) => start('bash', ['-c', script]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
