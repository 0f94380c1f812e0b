/**
 * What `JSON.parse` says is wrong with a text, without the few characters of it that it quotes: they may be the middle of
 * a secret, which no mask would know.
 */
export function jsonFault(message: string): string {
  return message.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, ', it is not valid JSON')
}
