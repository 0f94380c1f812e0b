/**
 * The words of shell commands that may be paths: whatever quotes, operators and `=` enclose, and quoted
 * texts as a whole. What is only written to (`> file`) is left out. `$(dirname "$0")/x` is told as `$/x`.
 */
export function wordsOf(text: string): string[] {
  const read = text
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/"?\$\([^()]*\)"?/g, (substitution) => ` ${substitution} $`)
    .replaceAll(/"(\$\{?[^\s"/]*)"\//g, '$1/')
    .replaceAll(/\d?>>?\|?&?\s*[^\s;|&)]+/g, ' ')
  const quoted = [...read.matchAll(/(['"])([^'"\n]+)\1/g)].map(([, , words = '']) => words)
  return [...read.split(/[\s;|&()<>`'"=]+/), ...quoted].filter((word) => word !== '')
}
