import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { constants, gzipSync, inflateRawSync, zstdCompressSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import type { Column } from '../../src/dataset/column.ts'
import type { Failure } from '../../src/diagnostic/failure.ts'
import { readBytes } from '../../src/steps/extract/compressed/read-bytes.ts'
import { openZips } from '../../src/steps/extract/compressed/zip-sources.ts'
import type { ExtractOptions } from '../../src/steps/extract/options.ts'
import { extract } from '../../src/steps/extract/step.ts'
import { query } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'text', type: 'text' },
]
const first = `id,text\n${Array.from({ length: 9 }, (_, id) => `${id},${(id * 7919) % 997}\n`).join('')}`
const second = 'id,text\n100,é\n101,f\n'

interface Packing {
  readonly compress?: boolean
  /** Sizes and checksum stand behind the data. */
  readonly described?: boolean
  readonly forceZip64Format?: boolean
}

async function zip(
  files: Readonly<Record<string, string | Buffer>>,
  { compress = true, described = false, forceZip64Format = false }: Packing = {},
): Promise<Buffer> {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    if (described) file.addReadStream(Readable.from([bytes]), name, { compress, forceZip64Format })
    else file.addBuffer(bytes, name, { compress, forceZip64Format })
  }
  file.end({ comment: 'a comment', forceZip64Format: false })
  return buffer(file.outputStream)
}

/** Where the data of a file begins, by the header before it. */
function startOf(whole: Buffer, name: string): number {
  const at = whole.indexOf(name)
  return at + Buffer.byteLength(name) + whole.readUInt16LE(at - 2)
}

/** Of what stands before a cut, by Node's own decompressor. */
function heldOf(
  whole: Buffer,
  { compress, name, cut }: { compress: boolean; name: string; cut: number },
): Buffer {
  const part = whole.subarray(startOf(whole, name), cut)
  return part.length === 0 || !compress ? part : inflateRawSync(part, { finishFlush: constants.Z_SYNC_FLUSH })
}

async function bytesOf(rig: StepRig, bytes: Buffer, entry: string): Promise<{ text: string; told: string }> {
  const path = rig.file('in.zip', bytes)
  const file = { path, label: 'in.zip', bytes: bytes.length, fetched: false, contentType: undefined }
  const [source] = await openZips([file], { compression: 'auto', entry, damaged: 'reject', format: 'csv' })
  assert(source)
  let told = source.lost ?? ''
  const reading = { compression: 'zip', signal: new AbortController().signal, onBytes: () => {} } as const
  const chunks: Buffer[] = []
  for await (const chunk of readBytes(source, { ...reading, onCut: (reason) => (told = reason) }))
    chunks.push(Buffer.from(chunk))
  return { text: Buffer.concat(chunks).toString(), told }
}

function options(more: Partial<ExtractOptions> = {}): ExtractOptions {
  return {
    format: 'csv',
    from: ['in.zip'],
    headers: {},
    compression: 'auto',
    columns,
    rejects: { rows: 1 },
    allowEmpty: false,
    csv: { ragged: 'reject' },
    damaged: 'reject',
    ...more,
  }
}

async function readOf(bytes: Buffer, more: Partial<ExtractOptions> = {}) {
  using rig = new StepRig()
  rig.file('in.zip', bytes)
  const { dataset, rejects } = await extract(rig.context(options(more)))
  return {
    ids: query(dataset?.path ?? '', 'select id from orders order by id').map(({ id }) => id),
    rejects:
      rejects === undefined
        ? []
        : query(rejects.path, 'select file, line, byte, rule, value, raw from rejects'),
    logged: rig.logged.join('\n'),
  }
}

async function refusal(bytes: Buffer, more: Partial<ExtractOptions> = {}): Promise<Failure> {
  using rig = new StepRig()
  rig.file('in.zip', bytes)
  return await failureOf(extract(rig.context(options(more))))
}

describe('a zip that is cut anywhere gives all bytes of an entry that it holds, and no other', () => {
  for (const compress of [true, false])
    for (const packing of [{}, { described: true }, { described: true, forceZip64Format: true }])
      it(`${compress ? 'deflated' : 'stored'}, ${JSON.stringify(packing)}`, async () => {
        using rig = new StepRig()
        const whole = await zip({ 'a.csv': first, 'é.csv': second }, { compress, ...packing })
        for (const [name, content] of [
          ['a.csv', first],
          ['é.csv', second],
        ] as const)
          for (let cut = startOf(whole, name); cut < whole.length; cut += 5) {
            const held = heldOf(whole, { compress, name, cut }).subarray(0, Buffer.byteLength(content))
            const { text, told } = await bytesOf(rig, whole.subarray(0, cut), name)
            const place = `${name} cut at ${cut}`
            assert.equal(text.replace(/\uFFFD|P(K\cG?)?$/, ''), held.toString().replace('\uFFFD', ''), place)
            if (text !== content) assert.equal(told, 'its zip data ends too early', place)
          }
      })
})

describe('a zip that is cut short', () => {
  it('keeps the rows before the cut and tells its place as one rejected row', async () => {
    const lines = Array.from({ length: 50_000 }, (_, id) => `${id},${(id * 7919) % 99_991}\n`)
    for (const packing of [{}, { compress: false }, { described: true }]) {
      const whole = await zip({ 'a.csv': `id,text\n${lines.join('')}` }, packing)
      const { ids, rejects } = await readOf(whole.subarray(0, Math.floor(whole.length * 0.6)))
      assert(ids.length > 10_000, `only ${ids.length} rows were kept`)
      const byte = 8 + lines.slice(0, ids.length).join('').length
      const { raw: _raw, ...cut } = rejects[0] ?? {}
      assert.deepEqual(cut, {
        file: 'in.zip#a.csv',
        line: ids.length + 2,
        byte,
        rule: 'cut short',
        value: 'its zip data ends too early',
      })
    }
  })

  it('gives a file that is whole whole, its last row without a line end too, and says in the log that others are not', async () => {
    const whole = await zip({ 'a.csv': 'id,text\n1,a\n2,b', 'b.csv': first })
    const { ids, rejects, logged } = await readOf(whole.subarray(0, startOf(whole, 'b.csv') + 20), {
      entry: 'a.csv',
    })
    assert.deepEqual([ids, rejects], [[1, 2], []])
    assert.match(logged, /its zip is cut short, but not in this file/)
  })

  it('tells that files may be lost where a glob or nothing was said', async () => {
    const whole = await zip({ 'a.csv': first, 'b.csv': second, 'c.txt': 'hello' })
    const part = whole.subarray(0, startOf(whole, 'c.txt') - 10)
    const { ids, rejects } = await readOf(part, { entry: '*.csv' })
    assert.equal(ids.length, 11)
    assert.deepEqual(
      rejects.map(({ file, line, rule, value }) => [file, line, rule, value]),
      [['in.zip#b.csv', null, 'cut short', 'its zip data ends too early: rows of other files are lost']],
    )
    const one = await readOf(whole.subarray(0, startOf(whole, 'b.csv') - 20))
    assert.deepEqual([one.ids.length, one.rejects.length], [9, 1])
  })

  it('loses nothing where only its list of files is cut', async () => {
    const whole = await zip({ 'a.csv': first, 'b.csv': second })
    for (const short of [1, 12, 40, 60]) {
      const { ids, rejects } = await readOf(whole.subarray(0, whole.length - short), { entry: '*' })
      assert.deepEqual([ids.length, rejects], [11, []])
    }
  })

  it('of several files needs to be told which, as far as their headers are there', async () => {
    const whole = await zip({ 'a.csv': first, 'b.csv': second })
    const part = whole.subarray(0, startOf(whole, 'b.csv') + 5)
    assert.match(
      (await refusal(part)).message,
      /what is there of "in\.zip" holds 2 files: "a\.csv", "b\.csv"/,
    )
    assert.match(
      (await refusal(part, { entry: 'c.csv' })).message,
      /there of "in\.zip" has no entry "c\.csv"/,
    )
    assert.match(
      (await refusal(whole.subarray(0, 33))).message,
      /cut short before the data of its first file/,
    )
  })

  it('does not lose the rows of one file for another that is cut off in its header', async () => {
    const whole = await zip({ 'b.csv': first, 'a.csv': second }, { compress: false })
    for (const bytes of [0, 4]) {
      const { ids, rejects } = await readOf(whole.subarray(0, startOf(whole, 'a.csv') + bytes), {
        entry: '*',
      })
      assert.equal(ids.length, 9)
      assert.deepEqual(
        rejects.map(({ file, line, rule }) => [file, line, rule]),
        [['in.zip#b.csv', null, 'cut short']],
      )
    }
  })

  it('may hold what is compressed once more', async () => {
    const lines = Array.from({ length: 20_000 }, (_, id) => `${id},${(id * 7919) % 99_991}\n`)
    const whole = await zip({ 'a.csv.gz': gzipSync(`id,text\n${lines.join('')}`) }, { compress: false })
    const { ids, rejects } = await readOf(whole.subarray(0, Math.floor(whole.length / 2)))
    assert(ids.length > 1000, `only ${ids.length} rows were kept`)
    assert.deepEqual([rejects[0]?.['line'], rejects[0]?.['rule']], [ids.length + 2, 'cut short'])
  })

  it('is whole where only what is compressed in it is cut, which is told all the same', async () => {
    const text = `id,text\n${Array.from({ length: 20_000 }, (_, id) => `${id},${(id * 7919) % 99_991}\n`).join('')}`
    for (const [name, compress] of [
      ['gzip', gzipSync],
      ['zstd', zstdCompressSync],
    ] as const) {
      const packed = compress(text)
      const whole = await zip({ 'a.csv': packed.subarray(0, -9000) })
      const { ids, rejects } = await readOf(whole)
      assert(ids.length > 1000, `only ${ids.length} rows were kept`)
      assert.deepEqual([rejects[0]?.['line'], rejects[0]?.['rule']], [ids.length + 2, 'cut short'])
      const { damaged: _damaged, ...rest } = options()
      using rig = new StepRig()
      rig.file('in.zip', whole)
      const { message } = await failureOf(extract(rig.context(rest)))
      assert.match(message, new RegExp(`"in\\.zip#a\\.csv" is cut short: its ${name} data ends too early`))
    }
  })

  it('is not trusted where bytes have changed, and says what it cannot unpack', async () => {
    const whole = await zip({ 'a.csv': first, 'b.csv': second }, { compress: false })
    const part = Buffer.from(whole.subarray(0, startOf(whole, 'b.csv') + 10))
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(part)
      copy.writeUInt8(value, at)
      return copy
    }
    const only = { entry: 'a.csv' }
    const message = async (bytes: Buffer): Promise<string> => (await refusal(bytes, only)).message
    assert.match(await message(changed(startOf(whole, 'a.csv') + 9, 57)), /its checksum does not agree/)
    assert.match(await message(changed(6, 1)), /"in\.zip#a\.csv" is encrypted/)
    assert.match(await message(changed(8, 14)), /is packed with lzma, which is not read/)
    assert.match(await message(changed(18, 7)), /is damaged: .*no file begins at byte/)
  })

  it('is refused unless told otherwise, and the refusal says how', async () => {
    const part = (await zip({ 'a.csv': first })).subarray(0, -60)
    for (const damaged of [{}, { damaged: 'fail' }] as const) {
      const { damaged: _damaged, ...rest } = options()
      using rig = new StepRig()
      rig.file('in.zip', part)
      const { message, help } = await failureOf(extract(rig.context({ ...rest, ...damaged })))
      assert.match(message, /"in\.zip" is cut short: its zip data ends too early/)
      assert.match(help ?? '', /`damaged: reject`/)
    }
  })
})

describe('UTF-16 that ends inside a character', () => {
  const text = Buffer.from('\uFEFFid,text\n1,a\n2,b\n3,🌊\n', 'utf16le')
  const big = Buffer.from(text).swap16()

  it('keeps the rows before it and tells the place, packed or not', async () => {
    for (const whole of [text, big])
      for (const short of [1, 3, 4, 5])
        for (const part of [whole.subarray(0, -short), gzipSync(whole.subarray(0, -short))]) {
          const { ids, rejects } = await readOf(part)
          assert.deepEqual(ids, [1, 2])
          const [{ line, byte, rule, value } = {}] = rejects
          assert.deepEqual([line, byte, rule], [4, 34, 'cut short'])
          assert.match(String(value), /^it ends inside a character of utf-16/)
        }
  })

  it('keeps the lines of JSON before it', async () => {
    const lines = Buffer.from('\uFEFF{"id":1,"text":"a"}\n{"id":2,"text":"b"}\n{"id":3', 'utf16le')
    const { ids, rejects } = await readOf(lines.subarray(0, -1), { format: 'ndjson', rejects: { rows: 2 } })
    assert.deepEqual(ids, [1, 2])
    assert(rejects.some(({ rule }) => rule === 'cut short'))
  })

  it('is refused unless told otherwise, and the refusal says how', async () => {
    const { damaged: _damaged, ...rest } = options()
    using rig = new StepRig()
    rig.file('in.zip', text.subarray(0, -1))
    const { code, message, help } = await failureOf(extract(rig.context(rest)))
    assert.equal(code, 'parse/encoding')
    assert.match(message, /cut short inside a character, or not utf-16le: .*at its end \(byte \d+\)/)
    assert.match(help ?? '', /`damaged: reject`/)
  })
})
