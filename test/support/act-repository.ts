import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { owner, repo } from './github-server.ts'

/** A git repository in a temporary folder, with one commit, that takes itself for `acme/widget`. */
export interface ActRepository extends AsyncDisposable {
  readonly folder: string
  readonly sha: string
  /** Writes a file and commits it. */
  commit(path: string, text: string): Promise<string>
}

export async function makeRepository(files: Readonly<Record<string, string>>): Promise<ActRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-act-'))
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: gitEnvironment }).toString().trim()
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
  const commitAll = (message: string) => {
    git('add', '--all')
    git('commit', '--quiet', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  git('init', '--quiet', '--initial-branch', 'main')
  git('remote', 'add', 'origin', `https://github.localhost/${owner}/${repo}.git`)
  for (const [path, text] of Object.entries(files)) await write(path, text)
  const sha = commitAll('start')
  return {
    folder,
    sha,
    commit: async (path, text) => {
      await write(path, text)
      return commitAll(`change ${path}`)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

const gitEnvironment = {
  PATH: process.env['PATH'] ?? '',
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
}
