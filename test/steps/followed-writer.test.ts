import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { describe, it } from 'node:test'
import { type Batch, fieldKind } from '../../src/dataset/batch.ts'
import type { Column, Dataset } from '../../src/dataset/column.ts'
import { openDatasetFile } from '../../src/dataset/dataset-file.ts'
import { CopyEncoder, encodeCopy } from '../../src/dataset/encode/encode-copy.ts'
import { GrowingDataset } from '../../src/dataset/growing-dataset.ts'
import type { BatchWriter, WriterOptions } from '../../src/steps/write/batch-writer.ts'
import { type Follow, FollowedWriter } from '../../src/steps/write/followed-writer.ts'
import { HereWriter } from '../../src/steps/write/here-writer.ts'
import { ThreadWriter } from '../../src/steps/write/thread-writer.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'at', type: 'timestamp' },
  { name: 'note', type: 'text' },
]

/** Some rows take several pages, one of them a megabyte. */
function textOf(row: number): string {
  if (row === 7_777) return 'm'.repeat(1 << 20)
  return row % 500 === 0 ? 'l'.repeat(9_000) : `row ${row}`
}

function batch(first: number, rows: number): Batch {
  const texts = Array.from({ length: rows }, (_, n) => [
    String(first + n),
    '2024-03-08T10:00:00',
    textOf(first + n),
  ]).flat()
  const ends = texts.map(() => 0)
  let at = 0
  for (const [index, text] of texts.entries()) ends[index] = at += text.length
  return {
    bytes: Buffer.from(texts.join('')),
    rows,
    columns: columns.length,
    start: Int32Array.from([0, ...ends.slice(0, -1)]),
    end: Int32Array.from(ends),
    kind: Uint8Array.from(texts, () => fieldKind.bare),
    line: undefined,
    raw: undefined,
  }
}

async function fill(writer: BatchWriter, rows: number): Promise<Dataset> {
  for (let from = 0; from < rows; from += 1000)
    await writer.write(batch(from, 1000), [0, 1, 2], (reject) => assert.fail(JSON.stringify(reject)))
  await writer.judged()
  return writer.finish()
}

function followed(begin: Follow['begin']): Follow {
  return { wantsContent: false, soon() {}, begin }
}

async function copied(rows: GrowingDataset): Promise<Buffer> {
  const encoder = new CopyEncoder(rows.columns, rows.cursor)
  const chunks: Buffer[] = []
  while (await rows.more()) {
    chunks.push(...encoder.rows())
    await new Promise(setImmediate)
  }
  return Buffer.concat([...chunks, encoder.end()])
}

describe('rows that are followed while they are written', () => {
  const writers: Readonly<Record<string, (options: WriterOptions) => BatchWriter>> = {
    here: (options) => new HereWriter(options),
    'in a thread': (options) => new ThreadWriter(options),
  }
  for (const [where, open] of Object.entries(writers))
    it(`are those of the dataset that they become, written ${where}`, async () => {
      using rig = new StepRig()
      const options = { path: rig.path('orders.sqlite'), table: 'orders', columns }
      let growing: GrowingDataset | undefined
      let following: Promise<Buffer> | undefined
      await using writer = new FollowedWriter(
        open(options),
        options,
        followed(({ path, ...rest }) => {
          growing = new GrowingDataset(path, rest)
          following = copied(growing)
          return growing
        }),
      )
      const dataset = await fill(writer, 40_000)
      const bytes = await following
      using whole = openDatasetFile(dataset.path)
      assert(bytes?.equals(Buffer.concat([...encodeCopy(whole)])))
      assert.equal(growing?.isNow(dataset), true)
      assert.equal(growing.isNow({ ...dataset, columns: dataset.columns.slice(1) }), false)
      assert.equal(growing.isNow({ ...dataset, path: rig.path('gone.sqlite') }), false)
      assert(statSync(dataset.path).size > 3 << 20)
      growing[Symbol.dispose]()
      assert.equal(growing.isNow(dataset), false)
    })

  it('are told to be lost when no dataset becomes of them', async () => {
    using rig = new StepRig()
    const options = { path: rig.path('orders.sqlite'), table: 'orders', columns }
    let following: Promise<Buffer> | undefined
    {
      await using writer = new FollowedWriter(
        new HereWriter(options),
        options,
        followed(({ path, ...rest }) => {
          const rows = new GrowingDataset(path, rest)
          following = copied(rows)
          following.catch(() => {})
          return rows
        }),
      )
      for (let from = 0; from < 40_000; from += 1000)
        await writer.write(batch(from, 1000), [0, 1, 2], () => {})
    }
    assert.equal((await failureOf(following ?? Promise.resolve())).code, 'dataset/closed')
  })

  it('are not followed when there are few, or when only all of them tell what a column is', async () => {
    using rig = new StepRig()
    const follow = followed(() => assert.fail('followed'))
    const few = { path: rig.path('few.sqlite'), table: 'orders', columns }
    await using small = new FollowedWriter(new HereWriter(few), few, follow)
    assert.equal((await fill(small, 1000)).rows, 1000)
    const open = {
      path: rig.path('open.sqlite'),
      table: 'orders',
      columns: [{ name: 'id', type: 'decimal' } as const, ...columns.slice(1)],
    }
    await using untold = new FollowedWriter(new HereWriter(open), open, follow)
    assert.equal((await fill(untold, 40_000)).rows, 40_000)
  })
})
