import { urlPassword } from './url-password.ts'

/** What stands where a secret stood. */
export const masked = '***'

/** A value, or a line of one, shorter than this is looked for only as a word of its own. */
const shortest = 4

/** A piece of base64 shorter than this stands for less than six bytes: it would hit innocent text. */
const shortestBase64 = 8

/**
 * A function that replaces every secret in a text by `***`: the values as they are, each line of one that has
 * several, and each as it looks in a URL, in JSON, in HTML, quoted by a shell or by Python, and inside base64 at any
 * offset; of a connection URL also its password. Overlapping secrets are covered together, and so is the beginning of
 * one where a message was shortened by `…`.
 *
 * A value of two or three characters is replaced only where no letter or digit touches it, and one of a single
 * character not at all: hiding every `7` would hide the report, and such a value keeps no secret anyway.
 */
export function createMask(secrets: Iterable<string>): (text: string) => string {
  const needles = new Set<string>()
  const words = new Set<string>()
  for (const secret of secrets) {
    for (const value of valuesOf(secret)) {
      if (value.length >= shortest) for (const form of formsOf(value)) needles.add(form)
      else if (value.length > 1) words.add(value)
    }
  }
  if (needles.size + words.size === 0) return (text) => text
  const pattern = patternOf(needles, words)
  return (text) => {
    pattern.lastIndex = 0
    const cut = cutSpansOf(text, needles)
    if (cut.length === 0 && !pattern.test(text)) return text
    return cover(
      text,
      [...spansOf(text, needles, words), ...cut].toSorted((a, b) => a[0] - b[0]),
    )
  }
}

/** A beginning of a secret shorter than this is too short to tell that it is one. */
const shortestCut = 6

/** Where a message was shortened within a secret: the beginning that stands before `…` or `...`. */
function cutSpansOf(text: string, needles: ReadonlySet<string>): Span[] {
  const cuts = [...text.matchAll(/…|(?<!\.)\.{3}/g)].map(({ index }) => index)
  if (cuts.length === 0) return []
  const spans: Span[] = []
  for (const needle of needles) {
    const head = needle.slice(0, shortestCut)
    if (head.length < shortestCut) continue
    let next = 0
    for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, at + 1)) {
      while ((cuts[next] ?? Infinity) < at + shortestCut) next += 1
      const end = cuts[next]
      if (end !== undefined && needle.startsWith(text.slice(at, end))) spans.push([at, end])
    }
  }
  return spans
}

/** The secret, its lines, and what is secret inside it: of a connection URL its password, say. */
export function valuesOf(secret: string): Set<string> {
  const whole = [secret, ...passwordsOf(secret), ...keysOf(secret)]
  const lines = whole.flatMap((value) => value.split(/\r\n|\r|\n/).filter((line) => line.length >= shortest))
  const values = [...whole, ...lines]
  return new Set([...values, ...values.map((value) => value.trim())].filter((value) => value !== ''))
}

/** The password of a connection URL, as written and as meant. */
function passwordsOf(secret: string): string[] {
  const written = urlPassword(secret)
  if (written === undefined) return []
  return [written, unescaped(written)]
}

function unescaped(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : Buffer.from(percentBytes(text)).toString('utf8')
}

function percentBytes(text: string): number[] {
  return text
    .split(/(%[0-9a-f]{2})/i)
    .flatMap((part) =>
      /^%[0-9a-f]{2}$/i.test(part) ? [Number.parseInt(part.slice(1), 16)] : [...Buffer.from(part)],
    )
}

/** Of a key file in JSON (a service account's), the parts that are keys: printed decoded they look different. */
function keysOf(secret: string): string[] {
  const pairs = secret.trimStart().startsWith('{')
    ? secret.matchAll(/"([^"]*(?:key|secret|token|password)[^"]*)"\s*:\s*("(?:[^"\\]|\\.)*")/gi)
    : []
  return [...pairs].map((pair) => decodedString(pair[2] ?? '""'))
}

const shortEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function decodedString(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code?: string, letter = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return shortEscapes[letter] ?? letter
  })
}

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

function formsOf(value: string): string[] {
  const url = encodeURIComponent(value.toWellFormed())
  const json = JSON.stringify(value).slice(1, -1)
  return [
    value,
    url,
    url.replaceAll(/[!'()*]/g, percent),
    url.replaceAll(/[!'()*]/g, percent).replaceAll('%2F', '/'),
    url.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    new URLSearchParams([['', value]]).toString().slice(1),
    url.replaceAll(/[!'()*]/g, percent).replaceAll('%20', '+'),
    json,
    json.replaceAll('/', '\\/'),
    json.replaceAll(/[^\x20-\x7e]/g, unicodeEscape),
    value.replaceAll("'", String.raw`'\''`),
    value.replaceAll("'", String.raw`\'`),
    value.replaceAll('\\', String.raw`\\`),
    json.replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`),
    json.replaceAll(String.raw`\"`, '"'),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ...base64Forms(Buffer.from(value)),
  ]
}

/** The characters of base64 that depend on the value alone, whatever bytes stand before and after it. */
function base64Forms(value: Buffer): string[] {
  return [0, 1, 2]
    .map((offset) => {
      const bits = (offset + value.length) * 8
      const encoded = Buffer.concat([Buffer.alloc(offset), value]).toString('base64')
      return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6))
    })
    .filter((piece) => piece.length >= shortestBase64)
    .flatMap((piece) => [piece, piece.replaceAll('+', '-').replaceAll('/', '_')])
}

const quoted = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

const wordPattern = (word: string) => String.raw`(?<![\p{L}\p{N}])${quoted(word)}(?![\p{L}\p{N}])`

function patternOf(needles: ReadonlySet<string>, words: ReadonlySet<string>): RegExp {
  return new RegExp([...[...needles].map(quoted), ...[...words].map(wordPattern)].join('|'), 'gv')
}

type Span = readonly [start: number, end: number]

function spansOf(text: string, needles: ReadonlySet<string>, words: ReadonlySet<string>): Span[] {
  const spans: Span[] = []
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
      spans.push([at, at + needle.length])
    }
  }
  for (const word of words) {
    for (const hit of text.matchAll(new RegExp(wordPattern(word), 'gv'))) {
      spans.push([hit.index, hit.index + word.length])
    }
  }
  return spans
}

/** One `***` for each stretch of spans that touch. */
function cover(text: string, spans: readonly Span[]): string {
  let out = ''
  let end = 0
  for (const [from, to] of spans) {
    if (from > end || out === '') out += text.slice(end, from) + masked
    end = Math.max(end, to)
  }
  return out + text.slice(end)
}
