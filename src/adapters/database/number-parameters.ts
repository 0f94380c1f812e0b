const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?/gu

/** `?` becomes `$1`, `$2`, … as PostgreSQL writes them; those in strings, names and comments stay. */
export function numberParameters(sql: string): string {
  let count = 0
  return sql.replaceAll(pieces, (piece) => {
    if (piece !== '?') return piece
    count += 1
    return `$${count}`
  })
}
