const maxLength = 200

/** What an answer's body says, as one short line without markup: masked first, shortened last. */
export function excerpt(body: string, mask: (text: string) => string): string {
  const words = mask(body)
    .replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/giu, ' ')
    .replaceAll(/<[^>]*>/gu, ' ')
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/gu, ' ')
    .trim()
  const safe = mask(words)
  return safe.length > maxLength ? `${safe.slice(0, maxLength).toWellFormed()}…` : safe
}
