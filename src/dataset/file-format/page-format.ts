/** The numbers of SQLite's file format that writer and reader share (sqlite.org/fileformat2.html). */

export const headerSize = 100
export const leafPage = 0x0d
export const interiorPage = 0x05

/** Says in the header of a file that this program wrote it ("MLRC"). */
export const applicationId = 0x4d4c5243

/** The page that holds the byte at 1 GiB is SQLite's for its locks: no tree may use it. */
export function lockPage(pageSize: number): number {
  return 0x40000000 / pageSize + 1
}

/** The longest record, in bytes: SQLite's own default limit for a row. */
export const longestRecord = 1_000_000_000

export const mostColumns = 2000

/** How many bytes of a record stand in its leaf; the rest goes to overflow pages. `usable`: bytes of a page. */
export function localSize(payload: number, usable: number): number {
  const most = usable - 35
  if (payload <= most) return payload
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitted = least + ((payload - least) % (usable - 4))
  return fitted <= most ? fitted : least
}
