import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryText, type LedgerEntry } from '../../../src/ledger/record.ts'
import type { Ledger } from '../../../src/ports/ledger.ts'
import { madeEntry, madeStep } from '../../support/ledger-entry.ts'

/** A ledger and what the tests must do to it behind its back. */
export interface LedgerRig extends AsyncDisposable {
  /** One more writer, that shares nothing with the others but the place. */
  readonly open: () => Ledger
  /** Puts many runs there at once, as years of recording would have left them. */
  readonly seed: (entries: readonly LedgerEntry[]) => Promise<void>
  /** Adds text to the file of the pipeline that is read first. */
  readonly append: (pipeline: string, text: string) => Promise<void>
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const idsOf = (runs: readonly LedgerEntry[]) => runs.map(({ run }) => run.id)

/** What every ledger promises, wherever it lies. */
export function ledgerSuite(name: string, makeRig: () => Promise<LedgerRig>): void {
  test(`${name}: an empty ledger has no runs`, async () => {
    await using rig = await makeRig()
    assert.deepEqual(await rig.open().read({ limit: 10 }), { runs: [], notes: [] })
    await rig.open().squash()
  })

  test(`${name}: what was recorded is read back as it was, newest first, by pipeline`, async () => {
    await using rig = await makeRig()
    const full = madeEntry(
      2,
      { dated: true, branch: 'main', sha: 'a'.repeat(40), select: '+x', killed: true, result: 'failure' },
      {
        tick: { cron: '0 6 * * *', at: '2026-11-01T06:00:00.000Z' },
        steps: [madeStep('ä/b', { failure: { code: 'run/killed', message: 'ü\n"x"' }, result: 'failure' })],
        loads: [{ step: 'publish', connection: 'wh', table: 'a.b', rows: 7 }],
        cursors: [{ name: 'orders', value: '2026-11-01' }],
      },
    )
    const other = madeEntry(9, { pipeline: 'weekly' })
    for (const entry of [madeEntry(1), full, madeEntry(0), other]) await rig.open().record(entry)
    assert.deepEqual((await rig.open().read({ pipeline: 'daily', limit: 2 })).runs, [full, madeEntry(1)])
    assert.deepEqual(idsOf((await rig.open().read({ limit: 9 })).runs), ['run-9', 'run-2', 'run-1', 'run-0'])
  })

  test(`${name}: recording again changes nothing, and of a run tried again the last attempt counts`, async () => {
    await using rig = await makeRig()
    const ledger = rig.open()
    const again = madeEntry(1, { attempt: 2, startedAt: '2026-11-03T00:00:00.000Z' })
    for (const entry of [madeEntry(1, { result: 'failure' }), madeEntry(2), again, again])
      await ledger.record(entry)
    await ledger.record(madeEntry(1, { result: 'failure' }))
    assert.deepEqual((await ledger.read({ limit: 9 })).runs, [again, madeEntry(2)])
  })

  test(`${name}: many writers at once lose nothing`, async () => {
    await using rig = await makeRig()
    await Promise.all(numbers(10).map((nth) => rig.open().record(madeEntry(nth))))
    const { runs } = await rig.open().read({ limit: 99 })
    assert.deepEqual(idsOf(runs), idsOf(numbers(10).map((nth) => madeEntry(9 - nth))))
  })

  test(`${name}: squashing while others write loses nothing`, async () => {
    await using rig = await makeRig()
    await rig.seed(numbers(120).map((nth) => madeEntry(nth)))
    const writers = numbers(8).map((nth) => rig.open().record(madeEntry(1000 + nth)))
    await Promise.all([...writers, rig.open().squash(), rig.open().squash()])
    await rig.open().squash()
    const { runs, notes } = await rig.open().read({ limit: 999 })
    assert.equal(runs.length, 128)
    assert.deepEqual(notes, [])
  })

  test(`${name}: ten thousand runs are listed`, async () => {
    await using rig = await makeRig()
    await rig.seed(
      numbers(10_000).map((nth) => madeEntry(nth, {}, { steps: numbers(4).map((n) => madeStep(`s${n}`)) })),
    )
    const ledger = rig.open()
    await ledger.record(madeEntry(10_000))
    const { runs } = await ledger.read({ limit: 20_000 })
    assert.equal(runs.length, 10_001)
    assert.equal(runs[0]?.run.id, 'run-10000')
    assert.deepEqual(idsOf((await ledger.read({ pipeline: 'daily', limit: 2 })).runs), [
      'run-10000',
      'run-9999',
    ])
  })

  test(`${name}: a line that was cut off or is not ours is told, and hides no other`, async () => {
    await using rig = await makeRig()
    const ledger = rig.open()
    await ledger.record(madeEntry(1))
    await rig.append('daily', entryText(madeEntry(2)).slice(0, 80))
    await ledger.record(madeEntry(3))
    await rig.append('daily', '{"hello":"world"}\nnot even JSON\n')
    const { runs, notes } = await rig.open().read({ limit: 9 })
    assert.deepEqual(idsOf(runs), ['run-3', 'run-1'])
    assert.match(notes.join(), /cannot be read/)
    await ledger.squash()
    await ledger.record(madeEntry(4))
    assert.deepEqual(idsOf((await rig.open().read({ limit: 9 })).runs), ['run-4', 'run-3', 'run-1'])
  })

  test(`${name}: a record of a newer version is told and left alone, also by a squash`, async () => {
    await using rig = await makeRig()
    const ledger = rig.open()
    await ledger.record(madeEntry(1))
    const newer = { ...madeEntry(2), schema: 7, dreams: [] }
    await rig.append('daily', `${JSON.stringify(newer)}\n`)
    await ledger.squash()
    await ledger.record(madeEntry(3))
    const { runs, notes } = await rig.open().read({ limit: 9 })
    assert.deepEqual(idsOf(runs), ['run-3', 'run-1'])
    assert.match(notes.join(), /1 record of a newer version of Millrace left alone/)
  })
}
