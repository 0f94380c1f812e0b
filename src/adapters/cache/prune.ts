import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a run that was killed left half written, and nobody can still be at. */
const abandonedMs = 3_600_000

/** Keeps the newest entries of one step; by their names these are the last. */
export async function pruneSlot(place: string, keep: number): Promise<void> {
  const names = await readdir(place).catch(() => [])
  const byAge = names.toSorted((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
  for (const name of byAge.slice(keep)) await remove(join(place, name))
}

/** Removes what was used longest ago until all that is left fits, and what killed runs left. */
export async function pruneCache(folder: string, maxBytes: number): Promise<void> {
  await removeAbandoned(folder)
  const entries = (await allEntries(folder)).toSorted((a, b) => b.usedMs - a.usedMs)
  let total = 0
  for (const { path, bytes } of entries) {
    total += bytes
    if (total > maxBytes) await remove(path)
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('.part-')) continue
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedMs) await remove(join(folder, name))
  }
}

async function allEntries(folder: string): Promise<{ path: string; bytes: number; usedMs: number }[]> {
  const slots = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  const names = await Promise.all(
    slots.map(async (slot) => {
      const entries = await readdir(join(folder, slot)).catch(() => [])
      return entries.map((entry) => join(folder, slot, entry))
    }),
  )
  return Promise.all(names.flat().map(async (path) => ({ path, ...(await sizeOf(path)) })))
}

async function sizeOf(path: string): Promise<{ bytes: number; usedMs: number }> {
  const files = await readdir(path).catch(() => [])
  const [folder, ...stats] = await Promise.all(
    [path, ...files.map((file) => join(path, file))].map((each) => stat(each).catch(() => undefined)),
  )
  return {
    bytes: stats.reduce((sum, each) => sum + (each?.size ?? 0), 0),
    usedMs: folder?.mtimeMs ?? 0,
  }
}

/** Another run may be at it; what is gone is gone. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {})
}
