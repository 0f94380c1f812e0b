import type { Envelope } from './record.ts'

/** The orphan branch of the repository that the ledger lies on. */
export const ledgerBranch = 'millrace-ledger'

/** The last runs of a pipeline, one line each, oldest first: what a plan reads, in one request. */
export function recentPath(pipeline: string): string {
  return `recent/${pipeline}.jsonl`
}

/** One attempt of a run, written once. It is there until its line has moved into the archive. */
export function runPath({ pipeline, startedAt, id, attempt }: Envelope['run']): string {
  return `${runsFolder(pipeline)}/${startedAt.slice(0, 7)}/${id}${attempt === 1 ? '' : `.${attempt}`}.json`
}

/** A folder a month. */
export function runsFolder(pipeline: string): string {
  return `runs/${pipeline}`
}

/** The folder of a pipeline's older runs. */
export function archiveFolder(pipeline: string): string {
  return `archive/${pipeline}`
}

export function archivePath(pipeline: string, number: number): string {
  return `${archiveFolder(pipeline)}/${String(number).padStart(5, '0')}.jsonl`
}

/** What stands on the branch beside the records, for people who come across it. */
export const readme = {
  path: 'README.md',
  text: `# What Millrace keeps of past runs

Millrace writes this branch; it has nothing in common with the others, and no workflow runs on it. Look at it with
\`millrace runs --remote\`. \`recent/\` has the last runs of each pipeline, \`runs/\` the same, a file each, and
\`archive/\` the older ones. Deleting the branch loses how long steps take and what ran; no data.
`,
} as const
