/** The path in `sqlite:path` or `sqlite://path`; `undefined` when the URL is another database's. */
export function sqlitePath(url: string): string | undefined {
  return /^sqlite:(?:\/\/)?(.*)$/s.exec(url)?.[1]
}
