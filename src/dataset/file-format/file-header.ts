import { Failure } from '../../diagnostic/failure.ts'
import { applicationId, headerSize } from './page-format.ts'
import type { PageSource } from './pages.ts'

export interface FileHeader {
  readonly pageSize: number
  /** Bytes of a page that hold content. */
  readonly usable: number
  /** Whether this program wrote the file and nobody has changed it: row ids are 1, 2, 3, … without a gap. */
  readonly pristine: boolean
}

/** Reads the header of a SQLite file. Throws a `Failure` (`dataset/format`) for what is none that can be read. */
export function readHeader(source: PageSource): FileHeader {
  const header = Buffer.alloc(headerSize)
  if (source.size < headerSize) throw damaged('it is too short to be a SQLite file')
  source.read(header, 0)
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw damaged('it is no SQLite file')
  const written = header.readUInt16BE(16)
  const pageSize = written === 1 ? 65_536 : written
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw damaged(`its page size is ${pageSize}`)
  if (source.size < header.readUInt32BE(28) * pageSize) throw damaged('it was cut off')
  const encoding = header.readUInt32BE(56)
  if (encoding > 1) throw damaged('its texts are UTF-16; only UTF-8 is read')
  return {
    pageSize,
    usable: pageSize - (header[20] ?? 0),
    pristine: header.readUInt32BE(68) === applicationId && header.readUInt32BE(24) === 1,
  }
}

function damaged(what: string): Failure {
  return new Failure('dataset/format', `the dataset file cannot be read: ${what}`)
}
