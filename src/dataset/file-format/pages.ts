/** Where pages go. Positions are absolute, in bytes; nothing is read back. */
export interface PageSink {
  write(bytes: Uint8Array, position: number): void
}

/** Where pages come from. */
export interface PageSource {
  /** In bytes. */
  readonly size: number
  /** Fills `into` from `position` on; throws when that much is not there. */
  read(into: Uint8Array, position: number): void
}
