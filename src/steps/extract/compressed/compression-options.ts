import * as z from 'zod'
import { type Tell, defined, expressible, nonEmptyText } from '../../authored.ts'

/** How the bytes of a source are packed, and what becomes of what is damaged. */
export interface CompressionOptions {
  /** `auto`: told from the file's first bytes. */
  readonly compression: 'auto' | 'none' | 'gzip' | 'zstd' | 'zip'
  /** Of a zip: the name of the entry to read, or a glob. Absent: its only one. */
  readonly entry?: string
  /** Absent: damaged records are rejected, and a source that is cut short is not read. */
  readonly damaged?: 'reject' | 'fail'
}

export const compressionShape = {
  compression: expressible(z.enum(['auto', 'none', 'gzip', 'zstd', 'zip']))
    .optional()
    .describe('How the bytes are compressed. Default: `auto`, told from the first bytes.'),
  entry: nonEmptyText
    .optional()
    .describe('Of a zip: the name of the entry to read, or a glob for several. Default: its only one.'),
  damaged: expressible(z.enum(['reject', 'fail']))
    .optional()
    .describe(
      'What becomes of a record that cannot be read, and of compressed data that is cut short: its good rows are kept and the rest is one rejected row (`reject`), or the step fails (`fail`). Default: `reject` for records; data that is cut short fails.',
    ),
}

type Authored = {
  readonly [Key in keyof typeof compressionShape]?: z.output<(typeof compressionShape)[Key]>
}

export function decodeCompression(authored: Authored, tell: Tell): CompressionOptions {
  const { compression = 'auto', entry, damaged } = authored
  if (entry !== undefined && compression !== 'auto' && compression !== 'zip')
    tell(['entry'], `\`entry\` goes with a zip, not with \`compression: ${compression}\``, {
      part: 'key',
      help: 'remove one of them',
    })
  return { compression, ...defined({ entry, damaged }) }
}
