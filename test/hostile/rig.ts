import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { RunEvent } from '../../src/run/event.ts'

type Finished = Extract<RunEvent, { type: 'step-finished' }>
type Last = Extract<RunEvent, { type: 'run-finished' }>

export interface Outcome {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** What `run --format jsonl` told. */
export interface Told extends Outcome {
  readonly events: readonly RunEvent[]
  readonly last: Last | undefined
  readonly step: (id: string) => Finished
  readonly lines: (id: string) => readonly string[]
}

export interface Site extends AsyncDisposable {
  readonly folder: string
  readonly path: (name: string) => string
  readonly write: (name: string, content: string | Buffer) => Promise<void>
  /** Starts the command line; `ended` settles when it and all that holds its output are gone. */
  readonly start: (...args: readonly string[]) => {
    readonly child: ChildProcess
    readonly ended: Promise<Outcome>
  }
  readonly cli: (...args: readonly string[]) => Promise<Outcome>
  /** Writes the manifest as `p.yml` and runs it, told as JSON lines. */
  readonly run: (manifest: string, ...args: readonly string[]) => Promise<Told>
}

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** A folder of a data engineer's, and the real command line in it with an environment of its own. */
export async function makeSite(
  files: Readonly<Record<string, string | Buffer>> = {},
  env: Readonly<Record<string, string>> = {},
  prefix: readonly [string, ...string[]] = [process.execPath],
): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-hostile-'))
  const path = (name: string) => join(folder, name)
  const write = async (name: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(path(name)), { recursive: true })
    await writeFile(path(name), content)
  }
  for (const [name, content] of Object.entries(files)) await write(name, content)
  const start: Site['start'] = (...args) => {
    const [file, ...before] = prefix
    const child = spawn(file, [...before, main, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { child, ended: outcomeOf(child) }
  }
  const cli: Site['cli'] = (...args) => start(...args).ended
  return {
    folder,
    path,
    write,
    start,
    cli,
    async run(manifest, ...args) {
      await write('p.yml', manifest)
      return told(await cli('run', 'p.yml', '--format', 'jsonl', ...args))
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const begun = performance.now()
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await once(child, 'close')
  return { status: child.exitCode, signal: child.signalCode, stdout, stderr, ms: performance.now() - begun }
}

/** Reads what a run said line by line; throws if a whole line is no JSON. */
export function told(outcome: Outcome): Told {
  const events = outcome.stdout
    .split('\n')
    .slice(0, -1)
    .map((line): RunEvent => JSON.parse(line))
  return {
    ...outcome,
    events,
    last: events.findLast((event) => event.type === 'run-finished'),
    step(id) {
      const found = events.findLast((event) => event.type === 'step-finished' && event.step === id)
      if (found?.type !== 'step-finished')
        throw new Error(`nothing was told of ${id}: ${outcome.stdout}${outcome.stderr}`)
      return found
    },
    lines: (id) =>
      events.flatMap((event) => (event.type === 'step-log' && event.step === id ? [event.line] : [])),
  }
}

/** The rows of one statement over a SQLite file. */
export function rowsOf(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path)
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}

/** Every file below a folder, with its bytes. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (name) => [name, await readFile(name)] as const)))
}

/** The processes of this machine whose command line or working directory says `text`. */
export async function processesSaying(text: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const said = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (said.includes(text)) found.push(`${pid} ${said.replaceAll('\0', ' ')}`)
  }
  return found
}
