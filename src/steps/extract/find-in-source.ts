import { Failure } from '../../diagnostic/failure.ts'
import type { StepContext } from '../step.ts'
import { type Found, findColumns } from './infer-columns.ts'
import { findFormats, type Formatted } from './find-formats.ts'
import { gather } from './gather.ts'
import type { ExtractOptions } from './options.ts'
import { openZips } from './compressed/zip-sources.ts'

/** What is in the source of an extract. */
export interface FoundSource extends Found, Formatted {
  /** What was read, as its author would name it. */
  readonly labels: readonly string[]
  readonly format: ExtractOptions['format']
}

/** Finds the columns of an extract's source, whatever the step declares. Throws a `Failure` when there are none. */
export async function findInSource(context: StepContext): Promise<FoundSource> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- options come typed by their kind out of the manifest
  const { columns: _columns, ...options } = context.options as ExtractOptions
  const own: StepContext<ExtractOptions> = { ...context, options }
  const { spooled } = await gather(own)
  const sources = await openZips(spooled, options)
  const found = await findColumns(sources, own)
  if (found.columns.length === 0)
    throw new Failure('columns/unknown', 'there is nothing to read, so the columns cannot be inferred', {
      help: 'Infer them of a source that has rows',
    })
  return {
    ...found,
    ...(await findFormats(sources, own, found)),
    labels: sources.map(({ label }) => label),
    format: options.format,
  }
}
