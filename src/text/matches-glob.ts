/** Whether a path is one of those that a pattern of `*`, `**` and `?` means; of others it is not told. */
export function matchesGlob(pattern: string, path: string): boolean {
  if (!/[*?]/.test(pattern) || /[[\]{}()!+@]/.test(pattern)) return pattern === path
  const parts = pattern.split(/(\*\*\/|\*+|\?)/)
  const source = parts.map((part) => meanings[part] ?? part.replaceAll(/[.^$|\\]/g, String.raw`\$&`))
  return new RegExp(`^${source.join('')}$`, 'u').test(path)
}

const meanings: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
}
