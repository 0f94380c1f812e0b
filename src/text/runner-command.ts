/** Text as the data of a runner command (`::error::DATA`): the runner turns it back. */
export function escapeCommandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** JSON for standard output: no text in it can be a command in its old form, which counts in the middle of a line too. */
export function printedJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll('##[', String.raw`#\u0023[`)
}

/** Text as the value of a property of a runner command (`::error file=VALUE::`). */
export function escapeCommandProperty(text: string): string {
  return escapeCommandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

// oxlint-disable no-control-regex -- control characters are what this is about
const colour = /\x1B\[[0-9;:]*m/g
const sequences =
  /\x1B\][^\x07\x1B]*(?:\x07|\x1B\\|$)|\x1B[PX^_][^\x1B]*(?:\x1B\\|$)|[\x1B\x9B]\[?[0-?]*[ -/]*[@-~]|[\x1B\x9B]/g
const controls =
  /[\x00-\x08\x0B\x0C\x0E-\x1A\x1C-\x1F\x7F-\x9F\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g
// oxlint-enable no-control-regex

/**
 * A line that something else wrote, made fit to be printed to the runner's log or a terminal: it cannot be a command
 * (`::x::`, `##[x]`), end its line early, move the cursor or hide what it says. Colours stay. A colon or `#` that
 * would have begun a command is parted from the next by a space of no width, so the line still reads as it was.
 */
export function neutralize(line: string): string {
  const flat = line.replaceAll(/\r\n?|[\n\u0085\u2028\u2029]/g, ' ⏎ ')
  const kept: string[] = []
  let from = 0
  for (const hit of flat.matchAll(colour)) {
    kept.push(plain(flat.slice(from, hit.index)), hit[0])
    from = hit.index + hit[0].length
  }
  kept.push(plain(flat.slice(from)))
  return defused(kept.join(''))
}

const plain = (text: string) => text.replaceAll(sequences, '').replaceAll(controls, '')

const gap = '\u2060'

// oxlint-disable no-control-regex -- colours may stand within a command
const beginsCommand = /^((?:\s|\x1B\[[0-9;:]*m)*:)(?=(?:\x1B\[[0-9;:]*m)*:)/
const oldCommand = /#(?=(?:\x1B\[[0-9;:]*m)*#(?:\x1B\[[0-9;:]*m)*\[)/g
// oxlint-enable no-control-regex

/** The runner takes `::` at the head of a trimmed line, and the old `##[` wherever it stands. */
export function defused(text: string): string {
  return text.replaceAll(oldCommand, `#${gap}`).replace(beginsCommand, `$1${gap}`)
}
