import { createRequire } from 'node:module'
import { childEntry } from '../../steps/child-entry.ts'
import type * as wide from './wide-text.ts'

type WideText = typeof wide

let loaded: WideText | undefined

/** What measures and wraps any text. It is loaded when it is first needed: to make its patterns takes 25 ms. */
export function wideText(): WideText {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the module is our own
  loaded ??= createRequire(import.meta.url)(childEntry('wide-text', import.meta.url)) as WideText
  return loaded
}
