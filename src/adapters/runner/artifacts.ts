import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Artifact, DefaultArtifactClient, FindOptions } from '@actions/artifact'
import { Failure } from '../../diagnostic/failure.ts'
import type { Artifacts } from '../../ports/runner.ts'
import { onceKnown } from '../once-known.ts'

interface Repository {
  readonly owner: string
  readonly repo: string
}

/** What is inside is compressed already (datasets by zstd) or small. */
const compressionLevel = 1

/**
 * The artifacts of a run through GitHub's own toolkit, which is loaded at the first use: it is large. They are listed
 * once and again after an upload; the toolkit lists no more than a thousand.
 */
export function createArtifacts(repository: Repository): Artifacts {
  const client = onceKnown(async () => new (await import('@actions/artifact')).DefaultArtifactClient())
  const newList = () =>
    onceKnown(async () => (await (await client()).listArtifacts({ latest: true })).artifacts)
  let listed = newList()
  const upload = (path: string, work: (to: DefaultArtifactClient) => Promise<unknown>) =>
    attempt('upload', path, async () => {
      await work(await client())
      listed = newList()
    })
  return {
    upload: (name, folder, options) =>
      upload(name, async (to) =>
        to.uploadArtifact(name, await filesBelow(folder), folder, { ...options, compressionLevel }),
      ),
    uploadFile: (path, options) =>
      upload(path, (to) => to.uploadArtifact('', [path], dirname(path), { ...options, skipArchive: true })),
    list: ({ since } = {}) =>
      attempt('download', 'the list', async () => sinceThen(await listed(), since).map(({ name }) => name)),
    download: (name, folder, { since } = {}) =>
      attempt('download', name, async () => {
        const found = sinceThen(await listed(), since).find((one) => one.name === name)
        if (found === undefined) return false
        await fetchWhole(await client(), found, folder)
        return true
      }),
    readForeign: (from, name, maxBytes) =>
      attempt('download', name, async () =>
        readForeign(await client(), foreignRun(repository, from), name, maxBytes),
      ),
  }
}

/** Those of them that are not older than any of these names. */
function sinceThen(
  artifacts: readonly Artifact[],
  since: string | readonly string[] = [],
): readonly Artifact[] {
  const names = new Set([since].flat())
  const newest = artifacts.reduce((most, { id, name }) => (names.has(name) ? Math.max(most, id) : most), 0)
  return artifacts.filter(({ id }) => id >= newest)
}

async function fetchWhole(
  client: DefaultArtifactClient,
  { id, digest }: Artifact,
  folder: string,
): Promise<void> {
  const options = digest === undefined ? {} : { expectedHash: digest }
  const { digestMismatch } = await client.downloadArtifact(id, { path: folder, ...options })
  if (digestMismatch === true) throw new Error('what arrived is not what was uploaded')
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
      facts: { infrastructure: true },
    })
  }
}

function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : 'unknown error'
  return text.replaceAll(/\s+/g, ' ')
}
