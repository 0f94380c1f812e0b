/**
 * The names that a script is seen to write to `$GITHUB_OUTPUT`: a guess, for hints only. A script that calls another
 * program may write any other.
 */
export function outputsWritten(script: string): string[] {
  if (!script.includes('GITHUB_OUTPUT')) return []
  const names = [...script.matchAll(/(?:^|["'\s;({])([A-Za-z_][A-Za-z0-9_-]*)(?:=|<<)/gm)].map(
    ([, name]) => name ?? '',
  )
  return [...new Set(names)]
}
