import { Failure } from '../../../diagnostic/failure.ts'
import type { ExtractOptions } from '../options.ts'
import { findCompression } from './read-bytes.ts'
import type { Spooled } from '../spool.ts'
import { zipEntries } from './zip.ts'

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
    opened.push(...(isZip ? await zipEntries(source, options) : [source]))
  }
  return opened
}
