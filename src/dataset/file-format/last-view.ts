import { viewOf } from './byte-out.ts'

/** The view of some bytes, made anew only when they are others than the last: records share pages and batches. */
export class LastView {
  #bytes: Uint8Array = new Uint8Array(0)
  #view: DataView = viewOf(this.#bytes)

  of(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#view = viewOf(bytes)
    }
    return this.#view
  }
}
