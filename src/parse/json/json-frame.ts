import type { JsonWish } from './json-wish.ts'

const mostKeys = 100

/** An object or a list of a document that is open. */
export class JsonFrame {
  readonly isList: boolean
  readonly wish: JsonWish | undefined
  /** Where it stands, if it may have to be told what is in it. */
  readonly path: readonly string[] | undefined
  /** Of a list: the place of the next value. */
  index = 0
  /** The first keys it has. */
  readonly keys: string[] = []

  constructor(isList: boolean, wish: JsonWish | undefined, path: readonly string[] | undefined) {
    this.isList = isList
    this.wish = wish
    this.path = path
  }

  remember(key: string): void {
    if (this.path !== undefined && this.keys.length < mostKeys) this.keys.push(key)
  }
}
