import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Rig } from '../run/rig.ts'
import { type SourceOrders, ordersLoad, runOrders } from './orders-ahead.ts'

/** A database that loads are begun ahead into, and what tests ask it. */
export interface AheadTarget {
  /** Whether a table is made inside the transaction: what is given up is then gone with it, and nothing is left to sweep. */
  readonly definesInside: boolean
  /** The columns of a table that takes the orders. */
  readonly columns: string
  /** Orders with a row that the database cannot hold. */
  readonly refused: SourceOrders
  /** So long the server may take to notice that its clients are gone. */
  readonly noticesWithinMs: number
  /** The URL of a new, empty database. */
  readonly database: () => Promise<string>
  /** One statement on a connection of its own. */
  readonly query: (url: string, sql: string) => Promise<Record<string, unknown>[]>
  /** All that is there of a load: the table as it is made, its rows in order, the ledger. */
  readonly stateOf: (url: string) => Promise<unknown>
  readonly tablesIn: (url: string) => Promise<readonly string[]>
  /** The sessions of loads, but for the one that asks. */
  readonly sessions: (url: string) => Promise<readonly number[]>
  readonly end: (url: string, session: number) => Promise<unknown>
  /** Whether rows that are still written are on their way. */
  readonly isCopying: (url: string) => Promise<boolean>
  /** That others neither see the load that is ahead nor wait for it. */
  readonly requireUnseen: (url: string) => Promise<void>
}

/** Once the server has noticed that its clients are gone, those that asked before among them. */
export async function requireNoSessions(target: AheadTarget, url: string): Promise<void> {
  const deadline = performance.now() + target.noticesWithinMs
  let left = await target.sessions(url)
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(50)
    left = await target.sessions(url)
  }
  assert.deepEqual(left, [])
}

/** Waits until the copy of rows that are still written has come so far that the server knows of it. */
export async function copying(target: AheadTarget, url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await target.isCopying(url)) return
    await sleep(10)
  }
  assert.fail('nothing was begun ahead')
}

export async function countOrders({ query }: AheadTarget, url: string): Promise<number> {
  const [counted] = await query(url, 'select count(*) as n from orders')
  return Number(counted?.['n'])
}

/** What one load on its own makes of the source. */
export async function cleanState(target: AheadTarget, rig: Rig): Promise<unknown> {
  const url = await target.database()
  const alone = await runOrders(rig.folder, ordersLoad(url), { concurrency: 1, run: 'clean' })
  assert.equal(alone.steps['publish']?.result, 'success')
  assert(!alone.wasAhead)
  return target.stateOf(url)
}
