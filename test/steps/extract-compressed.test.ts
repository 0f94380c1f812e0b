import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import type { Column } from '../../src/dataset/column.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { query } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'text', type: 'text' },
]

function options(from: string, more: Partial<ExtractOptions> = {}): ExtractOptions {
  return {
    format: 'csv',
    from: [from],
    headers: {},
    compression: 'auto',
    columns,
    rejects: { rows: 0 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
    ...more,
  }
}

const good = 'id,text\n1,a\n2,b\n'
/** Random enough to take some blocks. */
const long = Array.from(
  { length: 50_000 },
  (_, id) => `${id},${(id * 7919) % 99_991}-${(id * 104_729) % 65_537}\n`,
)
const longText = `id,text\n${long.join('')}`

async function zip(
  files: Readonly<Record<string, string | Buffer>>,
  { compress = true, forceZip64Format = false } = {},
): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(files))
    file.addBuffer(Buffer.from(content), name, { compress, forceZip64Format })
  file.end({ forceZip64Format, comment: '' })
  return buffer(file.outputStream)
}

async function rowsOf(bytes: Buffer, more: Partial<ExtractOptions> = {}): Promise<unknown[]> {
  using rig = new StepRig()
  rig.file('in.csv', bytes)
  const { dataset } = await extract(rig.context(options('in.csv', more)))
  return query(dataset?.path ?? '', 'select id, text from orders order by id').map(({ id, text }) => [
    id,
    text,
  ])
}

async function refusal(bytes: Buffer, more: Partial<ExtractOptions> = {}): Promise<string> {
  using rig = new StepRig()
  rig.file('in.csv', bytes)
  return (await failureOf(extract(rig.context(options('in.csv', more))))).message
}

describe('gzip and zstd', () => {
  for (const [name, compress] of [
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    it(`reads ${name} of several parts, one behind the other`, async () => {
      const parts = Buffer.concat([compress('id,text\n1,'), compress('a\n2,b\n')])
      assert.deepEqual(await rowsOf(parts), [
        [1, 'a'],
        [2, 'b'],
      ])
      assert.match(await refusal(Buffer.concat([parts, Buffer.from('more')])), /is damaged/)
    })

    it(`keeps what stands before the place where ${name} is cut, and tells that place as one rejected row`, async () => {
      using rig = new StepRig()
      const whole = compress(longText)
      rig.file('in.csv', whole.subarray(0, Math.floor(whole.length / 2)))
      const context = rig.context(options('in.csv', { damaged: 'reject', rejects: { rows: 1 } }))
      const { rows, dataset, rejects } = await extract(context)
      const kept = query(dataset?.path ?? '', 'select id, text from orders order by id')
      assert(kept.length > 1_000, `only ${kept.length} rows were kept`)
      for (const [index, { id, text }] of kept.entries())
        assert.equal(`${String(id)},${String(text)}\n`, long[index])
      assert.deepEqual([rows?.read, rows?.loaded, rows?.rejected], [kept.length + 1, kept.length, 1])
      const [cut] = query(rejects?.path ?? '', 'select line, byte, rule, value, raw from rejects')
      const byte = 8 + long.slice(0, kept.length).join('').length
      assert.deepEqual([cut?.['line'], cut?.['byte'], cut?.['rule']], [kept.length + 2, byte, 'cut short'])
      assert.equal(cut?.['raw'], longText.slice(byte, byte + String(cut?.['raw']).length))
    })

    it(`a row that ${name} cuts off is no row, even where it looks like one`, async () => {
      const inside = compress(longText)
      for (let cut = 1; cut < 40; cut += 3) {
        const more = { damaged: 'reject', rejects: { rows: 1 }, allowEmpty: true } as const
        const rows = await rowsOf(inside.subarray(0, inside.length - cut), more)
        for (const [index, row] of rows.entries()) assert.equal(`${String(row)}\n`, long[index])
      }
    })

    it(`does not take ${name} that is cut short unless told to`, async () => {
      const whole = compress(longText)
      const half = whole.subarray(0, whole.length - 2_000)
      assert.match(
        await refusal(half, { rejects: { rows: 5 } }),
        new RegExp(`cut short: its ${name} data ends too early`),
      )
      assert.match(
        await refusal(half, { damaged: 'reject' }),
        /1 of [\d,]+ rows rejected, at most 0 allowed[^]*cut short/,
      )
    })

    it(`trusts no row of ${name} whose bytes have changed`, async () => {
      const changed = Buffer.from(compress(longText))
      const at = Math.floor(changed.length / 2)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      const more = { damaged: 'reject', rejects: { rows: 100_000 } } as const
      assert.match(await refusal(changed, more), new RegExp(`damaged: its ${name} data|cut short`))
    })
  }

  it('does not lose what stands behind padding', async () => {
    const padded = Buffer.concat([gzipSync(good), Buffer.alloc(512)])
    assert.equal((await rowsOf(padded)).length, 2)
    const more = Buffer.concat([padded, gzipSync('3,c\n')])
    assert.match(await refusal(more), /is damaged: more follows behind its gzip data, at byte/)
  })
})

it('a part of zstd data that is for other programs is passed over', async () => {
  const skippable = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
  assert.equal(
    (await rowsOf(Buffer.concat([zstdCompressSync('id,text\n1,a\n'), skippable, zstdCompressSync('2,b\n')])))
      .length,
    2,
  )
})

describe('zip', () => {
  it('is read when it holds one file, stored or packed, of 64 bits or not, with a gzip inside or not', async () => {
    for (const file of [
      await zip({ 'a.csv': good }),
      await zip({ 'a.csv': good }, { compress: false }),
      await zip({ 'deep/a.csv': good, '__MACOSX/a.csv': 'x' }, { forceZip64Format: true }),
      await zip({ 'a.csv.gz': gzipSync(good) }),
    ])
      assert.equal((await rowsOf(file)).length, 2)
  })

  it('of several files needs to be told which, and lists them', async () => {
    const file = await zip({ 'a.csv': good, 'b.csv': 'id,text\n3,c\n', 'readme.txt': 'hello' })
    assert.match(await refusal(file), /"in\.csv" holds 3 files: "a\.csv", "b\.csv", "readme\.txt"/)
    assert.deepEqual(await rowsOf(file, { entry: 'b.csv' }), [[3, 'c']])
    assert.equal((await rowsOf(file, { entry: '*.csv' })).length, 3)
    assert.match(await refusal(file, { entry: 'c.csv' }), /has no entry "c\.csv"; it holds 3 files/)
    assert.match(
      await refusal(Buffer.from(good), { entry: 'a.csv' }),
      /is no zip, so it has no entry "a\.csv"/,
    )
  })

  it('names the entry where a row is rejected', async () => {
    const file = await zip({ 'a.csv': 'id,text\nx,a\n' })
    assert.match(await refusal(file), /in\.csv#a\.csv:2 id: integer "x" \(byte 8\)/)
  })

  it('whose bytes are not those that were packed is not loaded', async () => {
    const file = await zip({ 'a.csv': good }, { compress: false })
    file[file.indexOf('1,a')] = 0x39
    assert.match(await refusal(file), /"in\.csv#a\.csv" is damaged.*its checksum does not agree/)
  })

  it('that is encrypted, packed in another way, cut short or a zip of zips is refused', async () => {
    const file = await zip({ 'a.csv': good })
    const central = file.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(file)
      copy.writeUInt16LE(value, central + at)
      return copy
    }
    assert.match(await refusal(changed(8, 1)), /"in\.csv#a\.csv" is encrypted/)
    assert.match(await refusal(changed(10, 14)), /is packed with lzma, which is not read/)
    assert.match(
      await refusal(file.subarray(0, file.length - 30)),
      /"in\.csv" is cut short: its zip data ends too early/,
    )
    assert.match(await refusal(await zip({ 'b.zip': file })), /is a zip inside a zip/)
    assert.match(await refusal(await zip({})), /"in\.csv" holds no files/)
  })
})

describe('damaged records', () => {
  it('end the step at the first of them where the author wants that, by line and byte', async () => {
    const bytes = Buffer.from('id,text\n1,a\n2,"b"c\n')
    const message = await refusal(bytes, { damaged: 'fail', rejects: { rows: 9 } })
    assert.match(message, /"in\.csv": the record at line 3, byte 12 is damaged: text after a closing quote/)
  })

  it('JSON that is cut short keeps the rows before the cut', async () => {
    using rig = new StepRig()
    const lines = Array.from({ length: 5_000 }, (_, id) => `{"id":${id},"text":"${(id * 7919) % 99_991}"}`)
    for (const [name, text] of [
      ['ndjson', `${lines.join('\n')}\n`],
      ['json', `[${lines.join(',')}]`],
    ] as const) {
      const whole = gzipSync(text)
      rig.file('in.gz', whole.subarray(0, whole.length - 3_000))
      const more = { format: name, damaged: 'reject', rejects: { rows: 2 } } as const
      const { rows, rejects } = await extract(rig.context(options('in.gz', more)))
      assert((rows?.loaded ?? 0) > 100)
      const rules = query(rejects?.path ?? '', 'select rule from rejects').map(({ rule }) => rule)
      assert(rules.includes('cut short'), rules.join())
    }
  })
})
