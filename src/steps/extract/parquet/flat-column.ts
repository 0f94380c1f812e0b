import { crc32 } from 'node:zlib'
import type { ColumnChunk, DecodedArray, SchemaTree } from 'hyparquet'
import { parquetHeader, readPage } from 'hyparquet/src/column.js'
import { convert } from 'hyparquet/src/convert.js'
import { parsers } from './exact-schema.ts'
import { compressors, type ParquetFile } from './parquet-file.ts'

type Decoder = Parameters<typeof readPage>[2]
type Header = ReturnType<typeof parquetHeader>

/** A page's header is small, but for the longest texts that its statistics may hold. */
const firstGuess = 1 << 12

/** Reads one column of a row group page by page. */
export class FlatColumn {
  readonly #file: ParquetFile
  readonly #decoder: Decoder
  #at: number
  readonly #end: number
  #left: number
  #dictionary: DecodedArray | undefined

  constructor(file: ParquetFile, chunk: ColumnChunk, path: SchemaTree[]) {
    const leaf = path.at(-1)
    const meta = chunk.meta_data
    if (meta === undefined || leaf === undefined || chunk.file_path !== undefined)
      throw new Error('a column of it lies in another file')
    this.#file = file
    this.#decoder = {
      pathInSchema: meta.path_in_schema,
      type: meta.type,
      element: leaf.element,
      schemaPath: path,
      codec: meta.codec,
      parsers,
      compressors,
      utf8: false,
    }
    const dictionary = meta.dictionary_page_offset ?? 0n
    this.#at = Number(dictionary > 0n ? dictionary : meta.data_page_offset)
    this.#end = this.#at + Number(meta.total_compressed_size)
    this.#left = Number(meta.num_values)
  }

  /** The values of the next page, null where there is none; `undefined` behind the last. */
  async next(): Promise<DecodedArray | undefined> {
    while (this.#left > 0) {
      const { header, body } = await this.#page()
      const reader = { view: new DataView(body.buffer, body.byteOffset, body.length), offset: 0 }
      const { data } = readPage(reader, header, this.#decoder, this.#dictionary, undefined, 0)
      if (data === undefined) continue
      if (header.type === 'DICTIONARY_PAGE') {
        this.#dictionary = convert(data, this.#decoder)
        continue
      }
      const nulls = header.data_page_header_v2?.num_nulls ?? header.data_page_header?.statistics?.null_count
      this.#requireValues(data, nulls === undefined ? undefined : Number(nulls))
      this.#left -= data.length
      return data
    }
    if (this.#left < 0) throw new Error('a page holds more values than its column')
    return undefined
  }

  /** A place of a dictionary that is not there reads as nothing: then there are more nulls than there should be. */
  #requireValues(data: DecodedArray, nulls: number | undefined): void {
    const { element, type } = this.#decoder
    if (ArrayBuffer.isView(data)) return
    let missing = 0
    for (const value of data) {
      if (value === undefined) throw new Error(`a page of ${type} values points outside of its dictionary`)
      if (value === null) missing++
    }
    if (missing === (nulls ?? missing) && (missing === 0 || element.repetition_type !== 'REQUIRED')) return
    throw new Error(`a page has ${missing} nulls where it says ${nulls ?? 0}`)
  }

  async #page(): Promise<{ header: Header; body: Uint8Array }> {
    for (let guess = firstGuess; ; guess *= 16) {
      const head = await this.#bytes(Math.min(guess, this.#end - this.#at))
      const reader = { view: new DataView(head.buffer), offset: 0 }
      const header = headerOf(reader)
      if (header === undefined && guess < this.#end - this.#at) continue
      if (header === undefined) throw new Error('a page begins where none can')
      this.#at += reader.offset
      const size = header.compressed_page_size
      if (!(size >= 0 && this.#at + size <= this.#end)) throw new Error('a page is longer than its column')
      const here = head.subarray(reader.offset, reader.offset + size)
      const body = here.length === size ? here : await this.#bytes(size)
      this.#at += size
      if (header.crc !== undefined && crc32(body) !== header.crc >>> 0)
        throw new Error('the checksum of a page is wrong')
      return { header, body }
    }
  }

  async #bytes(size: number): Promise<Uint8Array> {
    if (size <= 0) throw new Error('a column ends before it has all its values')
    return new Uint8Array(await this.#file.buffer.slice(this.#at, this.#at + size))
  }
}

/** `undefined`: it does not end within what was read. */
function headerOf(reader: { view: DataView; offset: number }): Header | undefined {
  try {
    return parquetHeader(reader)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
