/** What a cache met, in one line without paths of its own making. */
export function troubleOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk is full (${code})`
  const message = error instanceof Error ? error.message : 'unknown error'
  return message.replaceAll(/\s+/g, ' ').slice(0, 300)
}
