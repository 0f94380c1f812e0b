import { isUtf8 } from 'node:buffer'
import { Failure } from '../../diagnostic/failure.ts'
import { mostColumns } from '../../dataset/file-format/page-format.ts'

const longestName = 1_000

interface Header {
  readonly names: readonly string[]
  readonly notes: readonly string[]
}

/**
 * The columns' names from the rows of a header, joined by a space. A column without a name is called by its place, like
 * those of a source without a header. Throws a `Failure` (`csv/header`) that names what is wrong.
 */
export function namesOf(rows: readonly (readonly string[])[], line: number): Header {
  const width = Math.max(...rows.map((row) => row.length))
  checkWidth(width)
  const said = Array.from({ length: width }, (_, index) =>
    rows
      .map((row) => (row[index] ?? '').trim())
      .filter((part) => part !== '')
      .join(' '),
  )
  const empty = [...said.keys()].filter((index) => said[index] === '')
  const names = said.map((name, index) => (name === '' ? nameOf(index) : name))
  const faults = [...mostlyEmpty(empty, width), ...tooLong(names), ...duplicateNames(names)]
  if (faults.length > 0) throw headerFailure(line, faults.join('; '))
  const notes = empty.map((index) => `column ${index + 1} has no name, so it is called ${nameOf(index)}`)
  return { names, notes }
}

/** What a column is called that nobody names. */
export function nameOf(index: number): string {
  return `column${index + 1}`
}

/** Throws a `Failure` (`csv/header`) for bytes that can be no header: names are never guessed from broken text. */
export function checkHeaderBytes(bytes: Buffer, line: number): void {
  if (bytes.includes(0)) throw headerFailure(line, 'it holds NUL bytes; is it UTF-16, or no text at all?')
  if (!isUtf8(bytes)) throw headerFailure(line, 'it is no UTF-8; say its `encoding`')
}

export function headerFailure(line: number, fault: string): Failure {
  return new Failure('csv/header', `the header on line ${line}: ${fault}`, {
    help: 'Mend the header, or skip it with `skip-lines` and `header: false`',
  })
}

export function checkWidth(width: number): void {
  if (width <= mostColumns) return
  throw new Failure('csv/header', `the source has ${width} columns; a dataset holds at most ${mostColumns}`)
}

function mostlyEmpty(empty: readonly number[], width: number): string[] {
  return empty.length * 2 > width ? [`${empty.length} of its ${width} columns have no name`] : []
}

function tooLong(names: readonly string[]): string[] {
  return names.flatMap((name, index) =>
    name.length <= longestName
      ? []
      : [`the name of column ${index + 1} has ${name.length} characters, at most ${longestName} are allowed`],
  )
}

function duplicateNames(names: readonly string[]): string[] {
  const places = new Map<string, number[]>()
  names.forEach((name, index) => places.set(name, [...(places.get(name) ?? []), index + 1]))
  return [...places]
    .filter(([, at]) => at.length > 1)
    .map(([name, at]) => `columns ${at.join(', ')} are all named ${JSON.stringify(name)}`)
}
