import { stripVTControlCharacters } from 'node:util'
import { defused } from '../../text/runner-command.ts'

// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Foreign text as one line that cannot steer a terminal, nor GitHub's runner where that reads along: escape sequences are
 * dropped, other control characters (and those that reorder text) become `·`, a tab becomes one space.
 */
export function plainText(text: string): string {
  return defused(stripVTControlCharacters(text).replaceAll('\t', ' ').replace(controls, '·'))
}
