const maxLength = 200

/** What an answer's body says, as one short line without markup and without any of `secrets`. */
export function excerpt(body: string, secrets: readonly string[]): string {
  const words = body
    .replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/giu, ' ')
    .replaceAll(/<[^>]*>/gu, ' ')
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/gu, ' ')
    .trim()
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), words)
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}…` : safe
}
