import { Failure } from '../../diagnostic/failure.ts'
import { ledgerBranch } from '../../ledger/branch-files.ts'
import type { LedgerEntry } from '../../ledger/record.ts'
import type { Ledger } from '../../ports/ledger.ts'
import { type Client, type Connection, createClient } from '../github/client.ts'
import { failureOf } from '../github/failure-of.ts'
import { listFolder, readFile } from '../github/files.ts'
import type { Repository } from '../github/issues.ts'
import { type Head, headOf, swapBranch, type TreeItem } from '../github/swap-branch.ts'
import { treeItems } from '../github/tree-items.ts'
import { type BranchChange, changeFor } from './branch-change.ts'
import { type BranchFiles, readBranch } from './branch-reader.ts'
import { replaceHistory } from './replace-history.ts'

/** Writers that meet take turns; with so many tries, dozens of them do. */
const mostAttempts = 40

/** The history of the branch is of no use; when it is longer than this it is replaced by its last commit. */
const longestHistory = 500

interface Place {
  readonly client: Client
  readonly at: Repository
  readonly secondMs: number
}

/** The ledger of a repository, on its branch `millrace-ledger`. Nothing is asked of the network before the first verb. */
export function githubLedger(
  connection: Connection,
  { maxCommits = longestHistory }: { readonly maxCommits?: number } = {},
): Ledger {
  const place: Place = {
    client: createClient(connection),
    at: { owner: connection.owner, repo: connection.repo },
    secondMs: connection.secondMs ?? 1000,
  }
  return {
    record: async (entry) => {
      const commits = await recordOn(place, entry)
      if (commits > maxCommits) await squashQuietly(place)
    },
    read: (query) => readBranch(filesAt(place, ledgerBranch), query),
    squash: () => squash(place),
  }
}

/** Answers how many commits the branch has since its history was last replaced. */
async function recordOn({ client, at, secondMs }: Place, entry: LedgerEntry): Promise<number> {
  const uploaded = new Map<string, string>()
  let commits = 0
  const swap = { branch: ledgerBranch, create: true, attempts: mostAttempts, secondMs } as const
  await swapBranch(client, at, swap, async (head) => {
    const files = head === undefined ? undefined : filesAt({ client, at }, head.commit)
    const change = await changeFor(entry, files)
    if (change === undefined) return undefined
    commits = commitsOf(head) + 1
    const { id, pipeline, result } = entry.run
    return {
      message: `Run ${id} of ${pipeline}: ${result}\n\n${countLine(commits)}`,
      tree: await itemsOf({ client, at }, change, uploaded),
    }
  })
  return commits
}

async function itemsOf(
  { client, at }: Omit<Place, 'secondMs'>,
  { write, remove }: BranchChange,
  uploaded: Map<string, string>,
): Promise<TreeItem[]> {
  const files = [...write].map(
    ([path, text]) => ({ path, mode: '100644', bytes: Buffer.from(text) }) as const,
  )
  const removed = remove.map((path): TreeItem => ({ path, mode: '100644', type: 'blob', sha: null }))
  return [...(await treeItems(client, at, files, uploaded)), ...removed]
}

function filesAt({ client, at }: Omit<Place, 'secondMs'>, ref: string): BranchFiles {
  return {
    list: async (folder) => (await listFolder(client, at, folder, ref)).map(({ name }) => name),
    read: async (path) => {
      const bytes = await readFile(client, at, path, ref)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString()
    },
  }
}

const countPattern = /^Millrace-Commits: (\d+)$/m

function countLine(commits: number): string {
  return `Millrace-Commits: ${commits}`
}

/** A commit that is not ours does not say. */
function commitsOf(head: Head | undefined): number {
  return Number(countPattern.exec(head?.message ?? '')?.[1] ?? 0)
}

/** What was recorded stands; a history that could not be replaced now is replaced after the next run. */
async function squashQuietly(place: Place): Promise<void> {
  await squash(place).catch((thrown: unknown) => {
    if (!(thrown instanceof Failure)) throw thrown
  })
}

async function squash({ client, at }: Place): Promise<void> {
  try {
    const head = await headOf(client, at, ledgerBranch, true)
    if (head === undefined || commitsOf(head) === 1) return
    await replaceHistory(client, at, {
      branch: ledgerBranch,
      head,
      message: `All runs up to here\n\n${countLine(1)}`,
    })
  } catch (thrown) {
    throw failureOf(thrown, `replacing the history of ${ledgerBranch}`)
  }
}
