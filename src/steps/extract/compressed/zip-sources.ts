import { Failure } from '../../../diagnostic/failure.ts'
import type { ExtractOptions } from '../options.ts'
import type { CompressionOptions } from './compression-options.ts'
import { findCompression } from './read-bytes.ts'
import type { Spooled } from '../spool.ts'
import { zipEntries } from './zip.ts'
import { cutZipEntries } from './cut-zip.ts'
import { isCutShort } from './damaged-failure.ts'

/** The sources, with the entries to be read in the place of each zip. Throws a `Failure` (`file/entry`, `file/compression`). */
export async function openZips(
  sources: readonly Spooled[],
  options: Pick<ExtractOptions, 'compression' | 'entry' | 'damaged' | 'format'>,
): Promise<readonly Spooled[]> {
  if (options.format === 'parquet') return sources
  const opened: Spooled[] = []
  for (const source of sources) {
    const isZip = (await findCompression(source, options)) === 'zip'
    if (!isZip && options.entry !== undefined)
      throw new Failure('file/entry', `"${source.label}" is no zip, so it has no entry "${options.entry}"`)
    opened.push(...(isZip ? await entriesOf(source, options) : [source]))
  }
  return opened
}

async function entriesOf(
  source: Spooled,
  options: CompressionOptions & Pick<ExtractOptions, 'format'>,
): Promise<readonly Spooled[]> {
  try {
    return await zipEntries(source, options)
  } catch (error) {
    const isCut = error instanceof Failure && isCutShort(error.cause)
    if (!isCut || options.damaged !== 'reject') throw error
    return cutZipEntries(source, options)
  }
}
