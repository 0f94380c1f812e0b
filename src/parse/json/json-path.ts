/**
 * `data.items`, `"a key with . in it".0`: keys from the outside to the inside, a number for a place in a list (from 0).
 * `undefined` for a text that is no path.
 */
export function parseJsonPath(text: string): readonly string[] | undefined {
  const keys: string[] = []
  const part = /(?:"((?:[^"\\]|\\.)*)"|([^."[\]\s][^."[\]]*))(\.|$)/guy
  for (let at = 0; at < text.length; at = part.lastIndex) {
    part.lastIndex = at
    const found = part.exec(text)
    if (found === null) return undefined
    const [, quoted, bare, dot] = found
    keys.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll(/\\(.)/gu, '$1'))
    if (dot === '' && part.lastIndex < text.length) return undefined
    if (dot === '.' && part.lastIndex === text.length) return undefined
  }
  return keys.length === 0 ? undefined : keys
}

/** A path as its author would write it. */
export function showJsonPath(keys: readonly string[]): string {
  return keys
    .map((key) =>
      /^[^."[\]\s\\][^."[\]\\]*$/u.test(key)
        ? key
        : `"${key.replaceAll(/["\\]/gu, (character) => `\\${character}`)}"`,
    )
    .join('.')
}
