import { Failure } from '../diagnostic/failure.ts'
import { mostColumns } from '../dataset/page-format.ts'

/** The columns' names from the rows of a header, joined by a space. Throws a `Failure` that names what is wrong. */
export function namesOf(rows: readonly (readonly string[])[], line: number): string[] {
  const width = Math.max(...rows.map((row) => row.length))
  checkWidth(width)
  const names = Array.from({ length: width }, (_, index) =>
    rows
      .map((row) => (row[index] ?? '').trim())
      .filter((part) => part !== '')
      .join(' '),
  )
  const faults = [...emptyNames(names), ...duplicateNames(names)]
  if (faults.length === 0) return names
  throw new Failure('csv/header', `the header on line ${line}: ${faults.join('; ')}`, {
    help: 'Mend the header, or skip it with `skip-lines` and `header: false`',
  })
}

export function checkWidth(width: number): void {
  if (width <= mostColumns) return
  throw new Failure('csv/header', `the source has ${width} columns; a dataset holds at most ${mostColumns}`)
}

function emptyNames(names: readonly string[]): string[] {
  const empty = [...names.keys()].filter((index) => names[index] === '').map((index) => index + 1)
  if (empty.length === 0) return []
  return [
    `${empty.length === 1 ? 'column' : 'columns'} ${empty.join(', ')} ${empty.length === 1 ? 'has' : 'have'} no name`,
  ]
}

function duplicateNames(names: readonly string[]): string[] {
  const places = new Map<string, number[]>()
  names.forEach((name, index) => places.set(name, [...(places.get(name) ?? []), index + 1]))
  return [...places]
    .filter(([name, at]) => name !== '' && at.length > 1)
    .map(([name, at]) => `columns ${at.join(', ')} are all named ${JSON.stringify(name)}`)
}
