import { wideText } from './load-wide-text.ts'

/** Latin letters and the marks we print ourselves: one column each. */
const narrow = /^[\x20-\x7e\xa1-\xac\xae-\xff…→✔✖○]*$/

/** The columns that a text takes on a terminal. Most need not wait for the large patterns of all the others. */
export function textWidth(text: string): number {
  return narrow.test(text) ? text.length : wideText().stringWidth(text)
}
