import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CopyText } from '../../src/adapters/database/copy-text.ts'
import { fieldText } from '../../src/dataset/batch.ts'
import type { Column } from '../../src/dataset/column.ts'
import { Bug } from '../../src/diagnostic/failure.ts'

const columns: readonly Column[] = [
  { name: 'a', type: 'text' },
  { name: 'at', type: 'timestamp', scale: 3, zoned: true },
  { name: 'day', type: 'timestamp', scale: 0, zoned: false },
  { name: 'z', type: 'text' },
]

type Row = readonly (string | null)[]

/** A message of the server's. */
function message(code: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(code, 0, 'latin1')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

/** As COPY prints it. */
function line(row: Row): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\v': '\\v' }
  const fields = row.map(
    (text) => text?.replaceAll(/[\\\t\n\r\v]/g, (found) => escapes[found] ?? found) ?? '\\N',
  )
  return `${fields.join('\t')}\n`
}

/** Timestamps as they are sent, and in the shape of their column; what is none stays as it is. */
const moments: Readonly<Record<string, string>> = {
  '2024-03-08 12:00:00+00': '2024-03-08T12:00:00.000Z',
  '2024-03-08 12:00:00.5+00': '2024-03-08T12:00:00.500Z',
  infinity: 'infinity',
  '0044-03-15 12:00:00+00 BC': '0044-03-15 12:00:00+00 BC',
}

function rewritten([a = '', at = '', day = '', z = '']: Row): Row {
  return [a, at === null ? null : (moments[at] ?? ''), day, z]
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

const texts = [
  '',
  'a',
  'N',
  '\\N',
  '\\',
  'tab\there',
  'two\nlines\r',
  'é🌊',
  'x'.repeat(70),
  'd',
  '\v\\.',
  'plain text',
]

function rowsOf(seed: number, count: number): Row[] {
  const next = seeded(seed)
  const text = (): string | null => (next(5) === 0 ? null : (texts[next(texts.length)] ?? ''))
  return Array.from({ length: count }, () => [
    text(),
    next(4) === 0 ? null : (Object.keys(moments)[next(4)] ?? ''),
    next(4) === 0 ? null : '-infinity',
    text(),
  ])
}

/** What is made of bytes that arrive in these pieces, and the messages that are no rows. */
function read(chunks: Iterable<Buffer>, of = columns): { rows: Row[]; others: string[]; rest: Buffer } {
  const text = new CopyText(of)
  const rows: Row[] = []
  const others: string[] = []
  const take = (): void => {
    for (const batch of text.take())
      for (let row = 0; row < batch.rows; row++)
        rows.push(of.map((_, column) => fieldText(batch, row, column)))
  }
  for (const chunk of chunks) {
    text.add(chunk, (other) => others.push(other.toString('latin1')))
    if (text.full) take()
  }
  take()
  assert.equal(text.total, rows.length)
  return { rows, others, rest: text.rest() }
}

function* cut(bytes: Buffer, size: () => number): Generator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + Math.max(1, size()))
    yield bytes.subarray(at, end)
    at = end
  }
}

describe('the text of COPY', () => {
  it('becomes rows wherever its bytes are cut, with the other messages between them', () => {
    const rows = rowsOf(1, 60)
    const notice = message('N', Buffer.from('\td\n\\ a notice'))
    const sent = Buffer.concat([
      message('H', Buffer.alloc(11)),
      ...rows.flatMap((row, at) => [message('d', Buffer.from(line(row))), ...(at % 7 === 0 ? [notice] : [])]),
      message('c', Buffer.alloc(0)),
    ])
    const whole = read([sent])
    assert.deepEqual(whole.rows, rows.map(rewritten))
    assert.equal(whole.others.length, 2 + 9)
    assert.equal(whole.others[1], notice.toString('latin1'))
    for (let at = 1; at < sent.length; at++)
      assert.deepEqual(read([sent.subarray(0, at), sent.subarray(at)]), whole, `cut at ${at}`)
    assert.deepEqual(read(cut(sent, () => 1)), whole)
  })

  it('is the same when messages do not end with rows', () => {
    const next = seeded(2)
    for (let round = 0; round < 300; round++) {
      const rows = rowsOf(round, 1 + next(30))
      const text = Buffer.from(rows.map(line).join(''))
      const messages = [...cut(text, () => next(120))].map((part) => message('d', part))
      const sent = Buffer.concat([...messages, message('c', Buffer.alloc(0))])
      assert.deepEqual(read(cut(sent, () => 1 + next(400))).rows, rows.map(rewritten), `round ${round}`)
    }
  })

  it('may be of any length', () => {
    const next = seeded(3)
    const rows = [
      ...rowsOf(4, 30_000),
      ['é'.repeat(2_000_000), null, null, '\\'.repeat(1_000_000)],
      ...rowsOf(5, 30_000),
    ]
    const sent = Buffer.concat(rows.map((row) => message('d', Buffer.from(line(row)))))
    const found = read(cut(sent, () => 1 + next(1 << 17))).rows
    assert.equal(JSON.stringify(found), JSON.stringify(rows.map(rewritten)))
  })

  it('may be rows without columns', () => {
    const sent = Buffer.concat(Array.from({ length: 3 }, () => message('d', Buffer.from('\n'))))
    assert.deepEqual(read([sent], []).rows, [[], [], []])
  })

  it('is kept when it is no whole message', () => {
    const sent = Buffer.concat([message('d', Buffer.from('a\t\\N\t\\N\tb\n')), Buffer.from('E\0\0')])
    const { rows, rest } = read([sent])
    assert.deepEqual(rows, [['a', null, null, 'b']])
    assert.deepEqual(rest, Buffer.from('E\0\0'))
  })

  it('is refused when a row has other fields than the query', () => {
    for (const wrong of ['a\tb\n', 'a\\n\tb\n', '\n', '\\\\\n', 'a\t\\N\t\\N\t\\N\tb\n', 'a\tb\tc\td\te\n'])
      assert.throws(
        () => read([message('d', Buffer.from(wrong)), message('d', Buffer.from('a\t\\N\t\\N\tb\n'))]),
        Bug,
        JSON.stringify(wrong),
      )
  })
})
