/** The password of a connection URL as it is written there; `undefined` if it has none. */
export function urlPassword(url: string): string | undefined {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(url.trim())?.[1]
  return password === '' ? undefined : password
}
