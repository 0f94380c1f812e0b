import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { createActionsCache } from '../../src/adapters/cache/actions.ts'
import { cacheKey, hashOf, type KeyPart } from '../../src/cache/cache-key.ts'
import { decide } from '../../src/cache/decide.ts'
import { hashFile } from '../../src/cache/hash-file.ts'
import { startCacheService } from '../support/cache-service.ts'

const root = mkdtempSync(join(tmpdir(), 'millrace-actions-cache-'))
after(() => rmSync(root, { recursive: true, force: true }))
const service = await startCacheService()
after(() => service[Symbol.asyncDispose]())
Object.assign(process.env, service.environment, { GITHUB_WORKSPACE: root, RUNNER_TEMP: root })

const cache = createActionsCache({ folder: join(root, 'cache') })
const slot = { pipeline: 'sales', step: 'clean/orders' }
const savedAt = '2026-11-20T06:00:00.000Z'

function keyOf(over: Partial<Record<KeyPart['group'], string>>) {
  const groups = ['definition', 'code', 'values', 'files', 'data'] as const
  return cacheKey(groups.map((group) => ({ group, name: group, hash: hashOf(over[group] ?? '') })))
}

let folders = 0
function newFolder(): string {
  folders += 1
  mkdirSync(join(root, String(folders)))
  return join(root, String(folders))
}

async function save(to: typeof cache, data: string, text = data, step = slot.step) {
  const dataset = join(newFolder(), 'd')
  writeFileSync(dataset, text)
  const { hash, parts } = keyOf({ data })
  return to.save(
    { ...slot, step },
    {
      schema: 1,
      pipeline: slot.pipeline,
      step,
      savedAt,
      key: { hash, parts: [...parts] },
      made: { rows: 1 },
      files: { dataset: { sha256: await hashFile(dataset), bytes: text.length } },
    },
    { dataset },
  )
}

describe('the cache of GitHub Actions', () => {
  beforeEach(() => {
    service.mood = 'well'
  })

  it('hands an entry to another job, and finds it without a download', async () => {
    assert.deepEqual(await cache.look(slot, keyOf({ data: 'a' })), {})
    assert.deepEqual(await save(cache, 'a', 'x'.repeat(300_000)), {})
    const other = createActionsCache({ folder: join(root, 'cache') })
    const { same } = await other.look(slot, keyOf({ data: 'a' }))
    assert.equal(same?.savedAtMs, Date.parse(savedAt))
    assert.equal(service.calls.includes('download'), false)
    const to = newFolder()
    const entry = same && (await other.fetch(slot, same, to))
    assert(entry && 'made' in entry, JSON.stringify(entry))
    assert.equal(readFileSync(join(to, 'dataset.sqlite'), 'utf8').length, 300_000)
    assert.equal(same.dataset, entry.files.dataset?.sha256)
  })

  it('says by the key alone what changed, and mixes no two steps up', async () => {
    const changed = keyOf({ data: 'a', code: 'other' })
    const known = await cache.look(slot, changed)
    assert.deepEqual(decide(changed, known, { now: new Date(savedAt), maxAgeMs: undefined }), {
      decision: 'run',
      reason: 'its code changed',
    })
    assert.deepEqual(await cache.look({ ...slot, step: 'clean' }, changed), {})
    assert.deepEqual(await cache.look({ ...slot, step: 'clean/order' }, changed), {})
    assert.deepEqual(await cache.look({ ...slot, leg: 'abc' }, changed), {})
  })

  it('has keys that GitHub takes, also of long names', async () => {
    await save(cache, 'long', 'long', `${'s'.repeat(99)}/${'t'.repeat(100)}`)
    for (const key of service.keys) assert.match(key, /^[^,]{1,512}$/)
  })

  it('does not keep what is too large, and says so', async () => {
    const small = createActionsCache({ folder: join(root, 'cache'), maxBytes: 1000 })
    assert.deepEqual(await save(small, 'large', 'x'.repeat(1200)), {
      trouble: 'its files have 1.2 kB, and more than 1.0 kB is not kept on GitHub',
    })
  })

  it('keeps no more entries of one job than GitHub bears', async () => {
    const busy = createActionsCache({ folder: join(root, 'cache'), mostEntries: 1 })
    assert.deepEqual(await save(busy, 'busy-1'), {})
    assert.deepEqual(await save(busy, 'busy-2'), {
      trouble: 'one job keeps no more than 1 entries on GitHub',
    })
  })

  it('that may only be read says that nothing is kept', async () => {
    service.mood = 'read-only'
    assert.match((await save(cache, 'b')).trouble ?? '', /GitHub did not take it/)
  })

  it('that refuses is as good as empty', async () => {
    service.mood = 'refusing'
    assert.deepEqual(await cache.look(slot, keyOf({ data: 'a' })), {})
    assert.match((await save(cache, 'b')).trouble ?? '', /GitHub did not take it/)
  })

  it('whose bytes are damaged is told as that', async () => {
    const { same } = await cache.look(slot, keyOf({ data: 'a' }))
    service.mood = 'damaged'
    assert.deepEqual(same && (await cache.fetch(slot, same, newFolder())), {
      trouble: 'the entry did not arrive whole',
    })
  })

  it('that does not answer is waited for once', async () => {
    service.mood = 'silent'
    const hasty = createActionsCache({ folder: join(root, 'cache'), patienceMs: 2_000 })
    const trouble = 'the service did not answer within 2 s'
    assert.deepEqual(await hasty.look(slot, keyOf({})), { trouble })
    const began = performance.now()
    assert.deepEqual(await hasty.look(slot, keyOf({})), { trouble })
    assert.ok(performance.now() - began < 2_000)
  })
})
