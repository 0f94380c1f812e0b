/** What became of a step with `cache`, and why. */
export function cacheText({
  decision,
  reason,
}: {
  readonly decision: 'reused' | 'ran'
  readonly reason: string
}): string {
  return decision === 'reused' ? `from the cache: ${reason}` : `ran: ${reason}`
}
