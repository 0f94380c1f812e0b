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
  const decoded = [parsed.username, parsed.password].map(unescaped)
  return [...decoded, ...parsed.searchParams.values()].filter((secret) => secret.length >= 4)
}

/** The user and the password of a URL as a header of their own. */
export function splitCredentials(url: string): {
  readonly url: URL
  readonly authorization: { readonly authorization?: string }
} {
  const parsed = new URL(url)
  const { username, password } = parsed
  if (username === '' && password === '') return { url: parsed, authorization: {} }
  parsed.username = ''
  parsed.password = ''
  const pair = Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')
  return { url: parsed, authorization: { authorization: `Basic ${pair}` } }
}

/** Text as it was before it was put into a URL; what is no escape stays. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
