export type Compression = 'none' | 'gzip' | 'zstd' | 'zip'

/** Told from the first bytes. */
export function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const magic = head.length < 4 ? 0 : head.readUInt32LE(0)
  if (magic === 0xfd2fb528) return 'zstd'
  return magic === 0x04034b50 || magic === 0x06054b50 ? 'zip' : 'none'
}
