import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { openCsv } from '../../src/parse/csv/open-csv.ts'
import type { BatchWriter, WriterOptions } from '../../src/steps/write/batch-writer.ts'
import { HereWriter } from '../../src/steps/write/here-writer.ts'
import { openBatchWriter } from '../../src/steps/write/open-batch-writer.ts'
import { ThreadWriter } from '../../src/steps/write/thread-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-write-'))
after(() => rmSync(folder, { recursive: true }))

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
  { name: 'amount', type: 'decimal' },
  { name: 'at', type: 'timestamp' },
  { name: 'data', type: 'json' },
]

/** Numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** Rows of which some are ragged, some have a value that does not fit, and a few are longer than a page. */
function csvText(rows: number, seed: number): string {
  const next = seeded(seed)
  const pick = (...texts: string[]): string => texts[Math.floor(next() * texts.length)] ?? ''
  const lines = Array.from({ length: rows }, (_, id) => {
    const long = next() < 0.001 ? 'ä'.repeat(20_000) : 'Zoë'
    return [
      next() < 0.002 ? pick('x', '') : id,
      pick('plain', '"quo""ted"', '"two\nlines"', '', long),
      pick('1.25', '0.5', '-3', ''),
      pick('2024-01-02 03:04:05', '2024-01-02T03:04:05.5', ''),
      pick('{}', '"[1,2]"', '', next() < 0.01 ? '{' : 'null'),
      ...(next() < 0.002 ? ['one too many'] : []),
    ].join(',')
  })
  return `id,name,amount,at,data\n${lines.join('\n')}\n`
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What a writer makes of a CSV: the file's bytes, and what it told, in its order. */
async function written(open: (options: WriterOptions) => BatchWriter, csv: Buffer, from = [0, 1, 2, 3, 4]) {
  const path = join(folder, `${crypto.randomUUID()}.sqlite`)
  const told: unknown[] = []
  await using writer = open({ path, table: 'orders', columns })
  const records = await openCsv(inPieces(csv, 100_000), { ragged: 'reject' }, (reject) =>
    writer.inTurn(() => told.push(reject)),
  )
  for await (const batch of records.batches) await writer.write(batch, from, (reject) => told.push(reject))
  await writer.judged()
  const count = told.length
  const dataset = await writer.finish()
  assert.equal(told.length, count)
  return { file: readFileSync(path), told, dataset: { ...dataset, path: '' } }
}

const here = (options: WriterOptions) => new HereWriter(options)
const inThread = (options: WriterOptions) => new ThreadWriter(options)

describe('a dataset written in a thread', () => {
  it('has the very bytes of one written here, and the same rows rejected in the same order', async () => {
    for (const [rows, seed] of [
      [0, 1],
      [1, 2],
      [40_000, 3],
      [15_000, 4],
    ] as const) {
      const csv = Buffer.from(csvText(rows, seed))
      const [one, other] = [await written(here, csv), await written(inThread, csv)]
      assert.deepEqual(other.told, one.told)
      assert.deepEqual(other.dataset, one.dataset)
      assert.ok(other.file.equals(one.file), `${rows} rows`)
      if (rows > 10_000) assert.ok(one.told.length > 20, `${one.told.length} rejects`)
    }
  })

  it('takes columns in another order, and null for those that are not there', async () => {
    const csv = Buffer.from(csvText(5_000, 5))
    const from = [0, -1, 2, 3, 4]
    const [one, other] = [await written(here, csv, from), await written(inThread, csv, from)]
    assert.ok(other.file.equals(one.file))
  })

  it('tells where a rejected row begins also in a source that was decoded', async () => {
    const csv = Buffer.from(csvText(9_000, 6), 'utf16le')
    const [one, other] = [await written(here, csv), await written(inThread, csv)]
    assert.deepEqual(other.told, one.told)
    assert.ok(other.file.equals(one.file))
  })

  it('fails as one written here does when the file cannot be written', async () => {
    const path = join(folder, 'no/such/folder/x.sqlite')
    await assert.rejects(
      async () => {
        await using writer = new ThreadWriter({ path, table: 't', columns })
        await writer.finish()
      },
      { code: 'ENOENT', syscall: 'open' },
    )
  })

  it('refuses columns that no table can have before the thread is started', () => {
    const twice = [...columns, ...columns]
    assert.throws(
      () => new ThreadWriter({ path: join(folder, 'x.sqlite'), table: 't', columns: twice }),
      (error) => error instanceof Failure && error.code === 'dataset/columns',
    )
  })

  it('leaves nothing behind when it is left', async () => {
    const path = join(folder, 'left.sqlite')
    {
      await using writer = new ThreadWriter({ path, table: 't', columns })
      const csv = Buffer.from(csvText(20_000, 7))
      const records = await openCsv(inPieces(csv, 65_536), { ragged: 'reject' }, () => {})
      for await (const batch of records.batches) await writer.write(batch, [0, 1, 2, 3, 4], () => {})
    }
    assert.equal(existsSync(path) || existsSync(`${path}.partial`), false)
  })

  it('is chosen where there is much to read', async () => {
    const options = { path: join(folder, 'chosen.sqlite'), table: 't', columns }
    await using small = openBatchWriter(options, 1_000)
    await using large = openBatchWriter({ ...options, path: join(folder, 'large.sqlite') }, 1e9)
    assert.ok(small instanceof HereWriter)
    assert.ok(large instanceof ThreadWriter)
  })
})
