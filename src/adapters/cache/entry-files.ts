import { copyFile, link, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheEntry, EntryFile } from '../../cache/entry.ts'
import { entryFiles } from '../../cache/entry.ts'
import { hashFile } from '../../cache/hash-file.ts'

const kinds = ['dataset', 'rejects'] as const satisfies readonly EntryFile[]

/** Puts an entry's files into a folder; `false` if one is not there or not as it was saved, and then none is there. */
export async function copyEntryFiles(entry: CacheEntry, from: string, to: string): Promise<boolean> {
  for (const kind of kinds) {
    const known = entry.files[kind]
    if (known === undefined) continue
    const path = join(to, entryFiles[kind])
    const isWhole = await hashFile(join(from, entryFiles[kind])).then(
      (hash) => hash === known.sha256,
      () => false,
    )
    if (!isWhole) return false
    await rm(path, { force: true })
    await linkOrCopy(join(from, entryFiles[kind]), path)
  }
  return true
}

/** Brings the files of an entry together in its folder. */
export async function takeEntryFiles(
  files: Readonly<Partial<Record<EntryFile, string>>>,
  folder: string,
): Promise<void> {
  for (const kind of kinds) {
    const path = files[kind]
    if (path !== undefined) await linkOrCopy(path, join(folder, entryFiles[kind]))
  }
}

/** Nobody changes a dataset once it is made: one file may have two names. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to))
}
