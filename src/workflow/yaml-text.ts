/** Text as a double-quoted YAML scalar that GitHub takes as it stands: no expression can begin in it. */
export function quoted(text: string): string {
  return JSON.stringify(text.replaceAll('${{', '$ {{'))
}

/** Every line moved to the right; empty lines stay empty. */
export function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns))
}

/** A YAML mapping of scalars that are already written as YAML, one a line. */
export function mapping(entries: readonly (readonly [key: string, value: string])[]): string {
  return entries.map(([key, value]) => `${key}: ${value}`).join('\n')
}
