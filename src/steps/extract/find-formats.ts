import type { Column } from '../../dataset/column.ts'
import type { ColumnFormat } from '../../parse/format/column-format.ts'
import { type AlmostFormat, type FoundFormat, FormatSearch } from '../../parse/format/format-search.ts'
import { number } from '../../text/quantities.ts'
import type { StepContext } from '../step.ts'
import type { Found } from './infer-columns.ts'
import { openRecords } from './open-records.ts'
import type { ExtractOptions } from './options.ts'
import { placesIn } from './places-in.ts'
import type { Spooled } from './spool.ts'

/** Columns and how they are written, with the evidence for it. */
export interface Formatted {
  readonly columns: readonly Column[]
  readonly evidence: Found['evidence']
  /** By column, of those that are not written as a dataset writes them. */
  readonly formats: Readonly<Record<string, ColumnFormat>>
}

/**
 * Looks once more at the columns that are texts, for a way of writing dates, times or numbers that each of their values
 * fits. Reads no further than there is a column left that may be one.
 */
export async function findFormats(
  sources: readonly Spooled[],
  context: StepContext<ExtractOptions>,
  { columns, evidence }: Pick<Found, 'columns' | 'evidence'>,
): Promise<Formatted> {
  const texts = columns.filter(({ type }, index) => {
    const { values = 0, isEither = false } = evidence[index] ?? {}
    return type === 'text' && values > 0 && !isEither
  })
  const searches = new Map(texts.map(({ name }) => [name, new FormatSearch()]))
  if (context.options.format !== 'parquet') await search(sources, context, searches)
  const found = new Map([...searches].map(([name, one]) => [name, one.found()]))
  const only = ({ name }: Column): FoundFormat | undefined => {
    const [first, ...others] = found.get(name) ?? []
    return others.length === 0 && first?.isDoubtful === false ? first : undefined
  }
  return {
    columns: columns.map((column) => ({ ...column, ...only(column)?.column })),
    evidence: evidence.map((told, index) => {
      const name = columns[index]?.name ?? ''
      const fits = found.get(name) ?? []
      if (fits.length > 0) return { ...told, text: evidenceOf(fits, told.text) }
      const almost = searches.get(name)?.almost()
      return almost === undefined ? told : { ...told, text: slipOf(almost) }
    }),
    formats: Object.fromEntries(
      columns.flatMap((column) => {
        const format = only(column)?.format
        return format === undefined ? [] : [[column.name, format]]
      }),
    ),
  }
}

/** Told is each way that fits, and a column stays text unless there is but one, which is beyond doubt. */
function evidenceOf(fits: readonly FoundFormat[], otherwise: string): string {
  const told = `every value fits with ${fits.map(({ format }) => wordsOf(format)).join(' and with ')}`
  if (fits.length > 1) return `${otherwise}; ${told}: only you know which`
  return fits[0]?.isDoubtful === true ? `${otherwise}; ${told}: only you know if dates are meant` : told
}

/** What keeps a column from being what nearly all of its values are. */
function slipOf({ formats, hits, misses, firstMiss }: AlmostFormat): string {
  const which = misses === 1 ? `${firstMiss} does not fit` : `${firstMiss} and ${misses - 1} more do not fit`
  const rest = hits === 1 ? 'the other does' : `the other ${number(hits)} do`
  return `${which}; ${rest} with ${formats.map(wordsOf).join(' and with ')}`
}

function wordsOf(format: ColumnFormat): string {
  const words = Object.entries(format).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return `\`${words.join(', ')}\``
}

async function search(
  sources: readonly Spooled[],
  context: StepContext<ExtractOptions>,
  searches: ReadonlyMap<string, FormatSearch>,
): Promise<void> {
  const names = [...searches.keys()]
  for (const source of sources) {
    await using records = await openRecords(source, context, { onReject: () => {}, onBytes: () => {} })
    for await (const batch of records.batches) {
      const places = placesIn(names, records.names)
      const open = [...searches.values()].map((one, index) => ({ one, at: places[index] ?? -1 }))
      for (const { one, at } of open.filter((each) => each.at >= 0 && each.at < batch.columns))
        for (let row = 0; row < batch.rows && !one.isOver; row++) one.add(batch, row, at)
      if (open.every(({ one }) => one.isOver)) return
    }
  }
}
