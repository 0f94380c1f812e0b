/** A URL as people may see it: no user, no password, no query's values, no fragment. */
export function safeAddress(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return 'an address that is no URL'
  return `${parsed.origin}${parsed.pathname}${parsed.search === '' ? '' : '?…'}`
}

/** The pieces of a URL that might be secret. */
export function secretsOf(url: string): string[] {
  const parsed = URL.parse(url)
  if (parsed === null) return []
  const decoded = [parsed.username, parsed.password].map((part) => decodeURIComponent(part))
  return [...decoded, ...parsed.searchParams.values()].filter((secret) => secret.length >= 4)
}
