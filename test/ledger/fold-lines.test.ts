import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeLine, decodeLines, notesOn } from '../../src/ledger/decode-entries.ts'
import { foldLines, textOf, withoutRepeats } from '../../src/ledger/fold-lines.ts'
import { entryText } from '../../src/ledger/record.ts'
import { madeEntry, madeStep } from '../support/ledger-entry.ts'

const lineOf = (nth: number, run = {}) => decodeLine(entryText(madeEntry(nth, run)).trimEnd())
const lines = (count: number) => Array.from({ length: count }, (_, nth) => lineOf(nth))

test('up to a hundred runs are at hand; of more the older half becomes old, and none is lost', () => {
  assert.deepEqual(foldLines(lines(100)), { recent: lines(100), archived: [] })
  const { recent, archived } = foldLines(lines(101))
  assert.equal(recent.length, 50)
  assert.deepEqual([...archived, ...recent], lines(101))
})

test('runs of very many steps become old sooner, but the newest stays at hand', () => {
  const steps = Array.from({ length: 2000 }, (_, n) => madeStep(`step-${n}`))
  const large = [0, 1, 2].map((nth) => decodeLine(entryText(madeEntry(nth, {}, { steps })).trimEnd()))
  const { recent, archived } = foldLines(large)
  assert.equal(recent.length, 1)
  assert.equal(archived.length, 2)
})

test('what is read is what was written; a line of a newer version is kept to the letter', () => {
  const newer = '{"schema":9,"run":{"id":"7","attempt":1,"pipeline":"p","startedAt":"x"},"moods":[1]}'
  const text = `${entryText(madeEntry(1))}${newer}\n\n{"schema":9}\n`
  const read = decodeLines(text)
  assert.deepEqual(
    read.map(({ kind }) => kind),
    ['entry', 'newer', 'broken'],
  )
  assert.equal(textOf(read), text.replace('\n\n', '\n'))
  assert.deepEqual(notesOn(read, 'here'), [
    'here: 1 record of a newer version of Millrace left alone; update to see them',
    'here: 1 record cannot be read and are left alone',
  ])
})

test('an attempt that stands there twice counts once, as it stood last', () => {
  const last = lineOf(1, { result: 'failure' })
  assert.deepEqual(withoutRepeats([lineOf(1), lineOf(2), last, lineOf(1, { attempt: 2 })]), [
    last,
    lineOf(2),
    lineOf(1, { attempt: 2 }),
  ])
})
