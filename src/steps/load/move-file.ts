import { randomUUID } from 'node:crypto'
import { chown, copyFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const setgid = 0o2000

/**
 * Puts a file in the place of another, at once: who reads that sees the old one or the new one. From another file system
 * it is copied beside its place first, under a name of its own that patterns do not see.
 */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await giveToGroup(from, dirname(to))
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyInto(from, to)
    await rm(from, { force: true })
  }
}

/** As a file that is made in the folder would be given to its group. */
async function giveToGroup(file: string, folder: string): Promise<void> {
  const { mode, gid } = await stat(folder)
  if ((mode & setgid) === 0) return
  const { uid } = await stat(file)
  await chown(file, uid, gid)
}

async function copyInto(from: string, to: string): Promise<void> {
  const partial = join(dirname(to), `.${basename(to)}.${randomUUID()}.millrace-partial`)
  try {
    await copyFile(from, partial)
    await rename(partial, to)
  } finally {
    await rm(partial, { force: true })
  }
}
