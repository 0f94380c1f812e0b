import { archiveFolder, archivePath, readme, recentPath, runPath } from '../../ledger/branch-files.ts'
import { decodeLine, type LedgerLine } from '../../ledger/decode-entries.ts'
import { archiveChars, foldLines, textOf } from '../../ledger/fold-lines.ts'
import { entryText, type LedgerEntry } from '../../ledger/record.ts'
import { type BranchFiles, readRecent } from './branch-reader.ts'

/** What one commit does to the ledger's branch. */
export interface BranchChange {
  readonly write: ReadonlyMap<string, string>
  readonly remove: readonly string[]
}

const nothing: BranchFiles = { list: async () => [], read: async () => undefined }

/**
 * What is to be committed so that an entry stands on the branch; `undefined` when it does already. `files` are those of the
 * commit it goes on top of; absent: the branch is new.
 */
export async function changeFor(
  entry: LedgerEntry,
  files: BranchFiles | undefined,
): Promise<BranchChange | undefined> {
  const { pipeline } = entry.run
  const text = entryText(entry)
  const { lines, whole } = await readRecent(files ?? nothing, pipeline)
  const sound = lines.filter(({ kind }) => kind !== 'broken')
  const known = sound.some((line) => isAbout(line, entry))
  if (known && whole) return undefined
  const { recent, archived } = foldLines(known ? sound : [...sound, decodeLine(text.trimEnd())])
  const moved = files === undefined ? undefined : await moveOut(files, pipeline, archived)
  const write = new Map([
    ...(files === undefined ? [[readme.path, readme.text] as const] : []),
    [recentPath(pipeline), textOf(recent)],
    [runPath(entry.run), text],
    ...(moved?.write ?? []),
  ])
  return { write, remove: moved?.remove ?? [] }
}

function isAbout(line: LedgerLine, { run }: LedgerEntry): boolean {
  return line.kind !== 'broken' && line.run.id === run.id && line.run.attempt === run.attempt
}

/** Old lines go to the end of the archive, and the files of their runs are removed. */
async function moveOut(
  files: BranchFiles,
  pipeline: string,
  lines: readonly LedgerLine[],
): Promise<BranchChange | undefined> {
  if (lines.length === 0) return undefined
  const last = (await files.list(archiveFolder(pipeline))).toSorted().at(-1)
  const number = last === undefined ? 1 : Number.parseInt(last, 10)
  const before = last === undefined ? '' : ((await files.read(`${archiveFolder(pipeline)}/${last}`)) ?? '')
  const added = textOf(lines)
  const full = before !== '' && before.length + added.length > archiveChars
  const path = archivePath(pipeline, full ? number + 1 : number)
  return { write: new Map([[path, full ? added : before + added]]), remove: await singleFiles(files, lines) }
}

/** Only what is there: GitHub refuses to remove anything else. */
async function singleFiles(files: BranchFiles, lines: readonly LedgerLine[]): Promise<string[]> {
  const paths = lines.flatMap((line) => (line.kind === 'broken' ? [] : [runPath(line.run)]))
  const folders = new Set(paths.map(folderOf))
  const there = new Set<string>()
  for (const folder of folders) for (const name of await files.list(folder)) there.add(`${folder}/${name}`)
  return paths.filter((path) => there.has(path))
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
