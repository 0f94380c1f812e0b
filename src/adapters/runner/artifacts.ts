import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DefaultArtifactClient, FindOptions } from '@actions/artifact'
import { Failure } from '../../diagnostic/failure.ts'
import type { Artifacts } from '../../ports/runner.ts'

interface Repository {
  readonly owner: string
  readonly repo: string
}

/** What is inside is compressed already (datasets by zstd) or small. */
const compressionLevel = 1

/** The artifacts of a run through GitHub's own toolkit, which is loaded at the first use: it is large. */
export function createArtifacts(repository: Repository): Artifacts {
  let loaded: Promise<DefaultArtifactClient> | undefined
  const client = () =>
    (loaded ??= import('@actions/artifact').then((toolkit) => new toolkit.DefaultArtifactClient()))
  return {
    upload: (name, folder, options) =>
      attempt('upload', name, async () => {
        const files = await filesBelow(folder)
        await (await client()).uploadArtifact(name, files, folder, { ...options, compressionLevel })
      }),
    uploadFile: (path, options) =>
      attempt('upload', path, async () => {
        await (await client()).uploadArtifact('', [path], dirname(path), { ...options, skipArchive: true })
      }),
    list: () =>
      attempt('download', 'the list', async () => {
        const { artifacts } = await (await client()).listArtifacts({ latest: true })
        return artifacts.map(({ name }) => name)
      }),
    download: (name, folder) =>
      attempt('download', name, async () => {
        const { artifacts } = await (await client()).listArtifacts({ latest: true })
        const found = artifacts.find((one) => one.name === name)
        if (found === undefined) return false
        const options = found.digest === undefined ? {} : { expectedHash: found.digest }
        const { digestMismatch } = await (
          await client()
        ).downloadArtifact(found.id, { path: folder, ...options })
        if (digestMismatch === true) throw new Error('what arrived is not what was uploaded')
        return true
      }),
    readForeign: (from, name, maxBytes) =>
      attempt('download', name, async () =>
        readForeign(await client(), foreignRun(repository, from), name, maxBytes),
      ),
  }
}

function foreignRun(repository: Repository, from: { run: number; token: string }): Required<FindOptions> {
  return {
    findBy: {
      token: from.token,
      workflowRunId: from.run,
      repositoryOwner: repository.owner,
      repositoryName: repository.repo,
    },
  }
}

async function readForeign(
  client: DefaultArtifactClient,
  run: Required<FindOptions>,
  name: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const { artifacts } = await client.listArtifacts({ latest: true, ...run })
  const found = artifacts.find((one) => one.name === name)
  if (found === undefined) return undefined
  if (found.size > maxBytes) {
    throw new Failure(
      'artifact/too-large',
      `the artifact ${name} has ${found.size} bytes, more than ${maxBytes}`,
    )
  }
  const folder = await mkdtemp(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'millrace-foreign-'))
  try {
    await client.downloadArtifact(found.id, { path: folder, skipDecompress: true, ...run })
    const [file] = await readdir(folder)
    if (file === undefined) return undefined
    if ((await stat(join(folder, file))).size > maxBytes) {
      throw new Failure('artifact/too-large', `the artifact ${name} is larger than it was said to be`)
    }
    return await readFile(join(folder, file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

async function attempt<T>(what: 'upload' | 'download', name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure(`artifact/${what}`, `${what} of the artifact ${name} failed: ${oneLine(cause)}`, {
      retryable: true,
    })
  }
}

function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : 'unknown error'
  return text.replaceAll(/\s+/g, ' ')
}
