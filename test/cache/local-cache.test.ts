import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createLocalCache } from '../../src/adapters/cache/local.ts'
import { cacheKey, hashOf } from '../../src/cache/cache-key.ts'
import type { CacheEntry } from '../../src/cache/entry.ts'
import { hashFile } from '../../src/cache/hash-file.ts'

const root = mkdtempSync(join(tmpdir(), 'millrace-cache-'))
after(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
function newFolder(): string {
  folders += 1
  const folder = join(root, String(folders))
  mkdirSync(folder)
  return folder
}

const slot = { pipeline: 'sales', step: 'clean/orders' }
const keyOf = (value: string) => cacheKey([{ group: 'data', name: 'orders', hash: hashOf(value) }])

async function entry(value: string, path: string, savedAt = '2026-11-20T06:00:00.000Z'): Promise<CacheEntry> {
  const { hash, parts } = keyOf(value)
  return {
    schema: 1,
    pipeline: slot.pipeline,
    step: slot.step,
    savedAt,
    key: { hash, parts: [...parts] },
    made: { rows: 1, outputs: { n: value } },
    files: { dataset: { sha256: await hashFile(path), bytes: 1 } },
  }
}

async function save(folder: string, value: string, savedAt?: string, text = value) {
  const path = join(newFolder(), 'dataset')
  writeFileSync(path, text)
  return createLocalCache(folder).save(slot, await entry(value, path, savedAt), { dataset: path })
}

const entriesIn = (folder: string) => readdirSync(join(folder, 'sales.clean.orders')).toSorted()

describe('a cache in a folder', () => {
  it('hands back what was saved, byte for byte, and knows its parts and outputs without fetching it', async () => {
    const folder = newFolder()
    assert.deepEqual(await save(folder, 'a'), {})
    const cache = createLocalCache(folder)
    const { same, newest } = await cache.look(slot, keyOf('a'))
    assert.equal(same?.id, newest?.id)
    assert.deepEqual(same?.outputs, { n: 'a' })
    assert.deepEqual(same?.parts, keyOf('a').parts)
    const to = newFolder()
    const fetched = same && (await cache.fetch(slot, same, to))
    assert.deepEqual(fetched && 'made' in fetched && fetched.made, { rows: 1, outputs: { n: 'a' } })
    assert.equal(readFileSync(join(to, 'dataset.sqlite'), 'utf8'), 'a')
  })

  it('names the newest of other keys, to say what changed', async () => {
    const folder = newFolder()
    await save(folder, 'b', '2026-11-20T07:00:00.000Z')
    await save(folder, 'a', '2026-11-20T06:00:00.000Z')
    const { same, newest } = await createLocalCache(folder).look(slot, keyOf('c'))
    assert.equal(same, undefined)
    assert.deepEqual(newest?.outputs, { n: 'b' })
    assert.deepEqual(await createLocalCache(folder).look({ ...slot, step: 'other' }, keyOf('a')), {})
  })

  it('names of other keys the one that differs least, whatever its age', async () => {
    const folder = newFolder()
    const values = (region: string, source: string) =>
      cacheKey([
        { group: 'values', name: 'inputs.region', hash: hashOf(region), told: region },
        { group: 'data', name: 'orders', hash: hashOf(source) },
        { group: 'code', name: 'SQL', hash: hashOf('select 1') },
      ])
    for (const [hour, region] of [
      ['06', 'eu'],
      ['07', 'us'],
    ] as const) {
      const path = join(newFolder(), 'dataset')
      writeFileSync(path, region)
      const { hash, parts } = values(region, 'old')
      const made = await entry('a', path, `2026-11-20T${hour}:00:00.000Z`)
      await createLocalCache(folder).save(
        slot,
        { ...made, key: { hash, parts: [...parts] } },
        { dataset: path },
      )
    }
    const { newest } = await createLocalCache(folder).look(slot, values('eu', 'new'))
    assert.equal(newest?.savedAtMs, Date.parse('2026-11-20T06:00:00.000Z'))
  })

  for (const [what, spoil] of [
    ['a dataset with another byte', (place: string) => writeFileSync(join(place, 'dataset.sqlite'), 'x')],
    ['no dataset', (place: string) => rmSync(join(place, 'dataset.sqlite'))],
    ['a torn entry', (place: string) => writeFileSync(join(place, 'entry.json'), '{"schema":1,"pi')],
    ['no entry', (place: string) => rmSync(join(place, 'entry.json'))],
  ] as const) {
    it(`says that an entry with ${what} is damaged, removes it and has none then`, async () => {
      const folder = newFolder()
      await save(folder, 'a')
      spoil(join(folder, 'sales.clean.orders', entriesIn(folder)[0] ?? ''))
      const cache = createLocalCache(folder)
      const { same } = await cache.look(slot, keyOf('a'))
      assert.deepEqual(same && (await cache.fetch(slot, same, newFolder())), {
        trouble: 'the entry is damaged and was removed',
      })
      assert.deepEqual(await cache.look(slot, keyOf('a')), {})
    })
  }

  it('keeps the newest few of a step', async () => {
    const folder = newFolder()
    for (const hour of ['04', '09', '05', '07']) await save(folder, hour, `2026-11-20T${hour}:00:00.000Z`)
    assert.equal(entriesIn(folder).length, 3)
    const { newest } = await createLocalCache(folder).look(slot, keyOf('none'))
    assert.deepEqual(newest?.outputs, { n: '09' })
    assert.equal((await createLocalCache(folder).look(slot, keyOf('04'))).same, undefined)
  })

  it('stays within its size: what was used longest ago goes', async () => {
    const folder = newFolder()
    for (const value of ['a', 'b'])
      await save(folder, value, `2026-11-20T0${value === 'a' ? 6 : 7}:00:00.000Z`, value.repeat(50_000))
    const old = new Date('2026-01-01')
    const first = entriesIn(folder).find((name) => name.startsWith(keyOf('b').hash)) ?? ''
    utimesSync(join(folder, 'sales.clean.orders', first), old, old)
    const path = join(newFolder(), 'dataset')
    writeFileSync(path, 'c'.repeat(50_000))
    await createLocalCache(folder, { maxBytes: 120_000 }).save(slot, await entry('c', path), {
      dataset: path,
    })
    const kept = await Promise.all(
      ['a', 'b', 'c'].map(
        async (value) => (await createLocalCache(folder).look(slot, keyOf(value))).same !== undefined,
      ),
    )
    assert.deepEqual(kept, [true, false, true])
  })

  it('is whole whatever the order in which two runs save and read', async () => {
    const folder = newFolder()
    const saved = await Promise.all(Array.from({ length: 12 }, () => save(folder, 'a')))
    assert.deepEqual(
      saved.filter((one) => 'trouble' in one),
      [],
    )
    const cache = createLocalCache(folder)
    const { same } = await cache.look(slot, keyOf('a'))
    const fetched = same && (await cache.fetch(slot, same, newFolder()))
    assert(fetched && !('trouble' in fetched))
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
    )
  })

  it('that cannot be written says so and throws nothing', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'file'), '')
    const { trouble } = await save(join(folder, 'file', 'cache'), 'a')
    assert.match(trouble ?? '', /ENOTDIR/)
    assert.deepEqual(await createLocalCache(join(folder, 'file', 'cache')).look(slot, keyOf('a')), {})
  })
})

describe('a process that is killed while it saves', () => {
  it('leaves whole entries and nothing that stays', async () => {
    const folder = newFolder()
    const program = `
      const { createLocalCache } = await import(${JSON.stringify(new URL('../../src/adapters/cache/local.ts', import.meta.url).href)})
      const { writeFileSync } = await import('node:fs')
      const entry = ${JSON.stringify(await entry('a', import.meta.filename))}
      const cache = createLocalCache(${JSON.stringify(folder)}, { entriesOfStep: 1000 })
      console.log('ready')
      for (;;) await cache.save(${JSON.stringify(slot)}, entry, { dataset: ${JSON.stringify(import.meta.filename)} })`
    for (const ms of [5, 20, 45]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, ms))
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const cache = createLocalCache(folder)
    for (const name of readdirSync(join(folder, 'sales.clean.orders'))) {
      const head = {
        id: name,
        savedAtMs: 0,
        groups: { definition: '', code: '', values: '', files: '', data: '' },
      }
      assert('made' in (await cache.fetch(slot, head, newFolder())), name)
    }
    for (const name of readdirSync(folder).filter((one) => one.startsWith('.part-')))
      utimesSync(join(folder, name), new Date('2026-01-01'), new Date('2026-01-01'))
    await save(folder, 'b')
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
    )
  })
})
