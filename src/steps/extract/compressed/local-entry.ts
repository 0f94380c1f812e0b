/** A file of a zip, by the header that stands before its data. */
export interface LocalEntry {
  readonly fileName: string
  readonly compressionMethod: number
  readonly encrypted: boolean
  /** Where its data begins, and behind the last byte of it that is there. */
  readonly start: number
  readonly end: number
  /** Whether its data is all there. */
  readonly whole: boolean
  /** Of its data, unpacked; absent where it is not known. */
  readonly crc32?: number
}
