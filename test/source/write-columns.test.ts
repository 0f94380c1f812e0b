import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { writeColumns } from '../../src/source/write-columns.ts'

const columns = [
  { name: 'id', type: 'integer' },
  { name: 'Größe, cm', type: 'decimal(15,2)' },
  { name: 'yes', type: 'text' },
]
const asData = Object.fromEntries(columns.map(({ name, type }) => [name, type]))

/** The manifest after columns were written into its step `a`, and once more: that must change nothing. */
function written(text: string): string {
  const first = writeColumns(text, 'a', columns)
  assert.ok('text' in first, JSON.stringify(first))
  const { steps } = parse(first.text) as { steps: { a: { extract: { columns: unknown } } } }
  assert.deepEqual(steps.a.extract.columns, asData)
  assert.deepEqual(writeColumns(first.text, 'a', columns), { text: first.text, changes: [] })
  return first.text
}

describe('columns put into a manifest', () => {
  it('stand behind the last key of extract, and all else stays as it is', () => {
    const text =
      '# top\nsteps:\n    a:\n        extract:\n            csv: a.csv  # here\n\n    b: { run: x }\n'
    assert.equal(
      written(text),
      '# top\nsteps:\n    a:\n        extract:\n            csv: a.csv  # here\n            columns:\n              id: integer\n              "Größe, cm": decimal(15,2)\n              "yes": text\n\n    b: { run: x }\n',
    )
  })

  it('stand inside the braces where extract is written in some', () => {
    assert.equal(
      written('steps: { a: { extract: { csv: a.csv } } }\n'),
      'steps: { a: { extract: { csv: a.csv, columns: { id: integer, "Größe, cm": "decimal(15,2)", "yes": text } } } }\n',
    )
  })

  it('keep the line ends of the file, and need none at its end', () => {
    const made = written('steps:\r\n  a:\r\n    extract:\r\n      csv: a.csv')
    assert.equal(made.replaceAll('\r\n', '').includes('\n'), false)
  })

  it('stand below a list, and below a text of several lines', () => {
    written('steps:\n  a:\n    extract:\n      csv:\n        - a.csv\n        - b.csv\n    env: { X: y }\n')
    written(
      'steps:\n  a:\n    extract:\n      csv: a.csv\n      headers:\n        X: |\n          long\n          text\n  b: { run: x }\n',
    )
  })

  it('exchange the types that differ, keep comments and `not null`, drop what is gone', () => {
    const text =
      'steps:\n  a:\n    extract:\n      csv: a.csv\n      columns:\n        # the key\n        id: text not null # mine\n        old: date\n        yes: TEXT\n      ragged: pad\n'
    const made = writeColumns(text, 'a', columns)
    assert.ok('text' in made)
    assert.equal(
      made.text,
      'steps:\n  a:\n    extract:\n      csv: a.csv\n      columns:\n        # the key\n        id: integer not null # mine\n        yes: TEXT\n        "Größe, cm": decimal(15,2)\n      ragged: pad\n',
    )
    assert.deepEqual(made.changes, [
      { name: 'id', was: 'text not null', is: 'integer not null' },
      { name: 'old', was: 'date' },
      { name: 'Größe, cm', is: 'decimal(15,2)' },
    ])
  })

  it('leave a column alone that is written out with a format', () => {
    const text =
      'steps: { a: { extract: { csv: a.csv, columns: { id: { type: integer, thousands: "." }, yes: text } } } }\n'
    const made = writeColumns(text, 'a', columns)
    assert.ok('text' in made)
    assert.match(
      made.text,
      /\{ id: \{ type: integer, thousands: "\." \}, yes: text, "Größe, cm": "decimal\(15,2\)" \}/,
    )
  })

  it('go nowhere where extract is not written out', () => {
    const aliased = 'x: &e { csv: a.csv }\nsteps: { a: { extract: *e } }\n'
    assert.ok('fault' in writeColumns(aliased, 'a', columns))
    assert.ok('fault' in writeColumns('steps: { b: { run: x } }\n', 'a', columns))
  })
})
