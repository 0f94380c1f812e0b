/** What GitHub takes as the body of an issue or a comment, in characters. */
export const maxBodyChars = 65_536

/** What GitHub shows of a step's summary, in bytes. */
export const maxSummaryBytes = 1024 * 1024

/** A code block: its fence is longer than any run of the same character inside, so nothing can end it early. */
export function fence(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const mark = '`'.repeat(longest + 1)
  const body = text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD')
  return `${mark}${language}\n${body}${body.endsWith('\n') ? '' : '\n'}${mark}`
}

/** A code span that holds any text, on one line; fit for a table's cell. */
export function code(text: string): string {
  const flat = oneLine(text)
  if (flat.trim() === '') return '` `'
  if (/[|]/.test(flat)) return `<code>${escapeMarkdown(flat)}</code>`
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((run) => run[0].length))
  const mark = '`'.repeat(longest + 1)
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : ''
  return `${mark}${pad}${flat}${pad}${mark}`
}

const entity = (character: string) => `&#${character.codePointAt(0)};`

/**
 * Foreign text as plain words inside a line or a table's cell: no markup, no HTML, no link or picture, nobody
 * mentioned, no issue referred to. Line ends become spaces.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[&<>|`*~[\]\\!$@#]/gu, (character) =>
      /[@#]/.test(character) ? `${entity(character)}&#8203;` : entity(character),
    )
    .replaceAll(/\b(gh|\d{8}-\d{6}-\w{6}\b|[0-9a-f]{7,40}|GH)(?=-\d|\b)/gi, (word) => split(word))
    .replaceAll(/\b(?:https?|ftp|mailto)(?=:)|\bwww(?=\.)/gi, (word) => split(word))
    .replace(
      /^(\s*)([-+=:]|\d+(?=[.)]))/,
      (_, indent: string, first: string) => indent + first.replace(/./, entity),
    )
}

/** Escaped words in which what stands between backticks stays code: a command can be copied as it is. */
export function prose(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeMarkdown(part)))
    .join('')
}

/** It is to be copied, and names no commit. */
const runId = /^\d{8}-\d{6}-\w{6}$/

/** Keeps a word readable while GitHub no longer recognises it. */
function split(word: string): string {
  return runId.test(word) ? word : `${word.slice(0, 1)}&#8203;${word.slice(1)}`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replaceAll('\0', '\uFFFD')
}

const note = '\n\n*The rest was cut: it is longer than GitHub takes.*\n'

/**
 * At most `max` of the text (characters, or bytes of UTF-8), cut at the end of a line, with a note; a code block or
 * `<details>` that was open at the cut is closed.
 */
export function truncateMarkdown(
  text: string,
  max: number,
  unit: 'characters' | 'bytes' = 'characters',
): string {
  const size =
    unit === 'bytes' ? (value: string) => Buffer.byteLength(value) : (value: string) => value.length
  if (size(text) <= max) return text
  const kept: string[] = []
  let used = 0
  let open: Open = { fence: '', details: 0 }
  for (const line of text.split('\n')) {
    const after = follow(open, line)
    used += size(line) + 1
    if (used + size(closing(after)) > max) break
    kept.push(line)
    open = after
  }
  if (kept.length === 0) return hardCut(text, max, size)
  return kept.join('\n').trimEnd() + closing(open)
}

interface Open {
  readonly fence: string
  readonly details: number
}

/** What is open after a line: inside a code block only its own fence counts. */
function follow(open: Open, line: string): Open {
  const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
  if (open.fence !== '') {
    const ends = mark?.[1]?.startsWith(open.fence) === true && mark[2]?.trim() === ''
    return ends ? { ...open, fence: '' } : open
  }
  if (mark?.[1] !== undefined) return { ...open, fence: mark[1] }
  const opened = line.match(/<details\b/gi)?.length ?? 0
  const closed = line.match(/<\/details>/gi)?.length ?? 0
  return { ...open, details: Math.max(0, open.details + opened - closed) }
}

function closing(open: Open): string {
  return (open.fence === '' ? '' : `\n${open.fence}`) + '\n\n</details>'.repeat(open.details) + note
}

/** A first line that is too long by itself. */
function hardCut(text: string, max: number, size: (value: string) => number): string {
  let room = Math.max(0, max - size(note))
  let cut = text.slice(0, room).split('\n', 1)[0] ?? ''
  while (size(cut) > room) cut = cut.slice(0, Math.floor(cut.length * 0.9))
  room = cut.length
  return cut.toWellFormed() + note
}
