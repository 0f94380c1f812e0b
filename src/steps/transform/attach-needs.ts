import { join } from 'node:path'
import { quoteName } from '../../dataset/create-table.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { SqliteSession } from '../../ports/ports.ts'
import type { StepContext } from '../step.ts'

/** SQLite attaches no more than this. */
const mostAttached = 10

interface Attachment {
  readonly name: string
  readonly path: string
}

/** The needs as files to attach; more than SQLite can attach are copied into one file first. */
export async function attachments(context: StepContext): Promise<Attachment[]> {
  const needs = Object.values(context.needs)
  const alone = needs.length > mostAttached ? mostAttached - 1 : needs.length
  const attached = needs.slice(0, alone).map(({ path }, index) => ({ name: `need_${index}`, path }))
  if (alone === needs.length) return attached
  return [...attached, { name: 'needs', path: await gather(needs.slice(alone), context) }]
}

async function gather(needs: readonly Dataset[], { scratch, ports, signal }: StepContext): Promise<string> {
  const path = join(scratch, 'needs.sqlite')
  for (const { name, path: need } of needs) {
    await using session = await ports.sqlite.open({ path, attach: [{ name: 'need', path: need }] }, signal)
    const table = quoteName(name)
    await session.query({ sql: `create table ${table} as select * from need.${table}` })
  }
  return path
}

/** A step's name may hold dashes, which SQL wants quoted: `daily-sales` can also be called `daily_sales`. */
export async function addAliases(session: SqliteSession, needs: readonly Dataset[]): Promise<void> {
  const taken = new Set(needs.map(({ name }) => name))
  for (const { name } of needs) {
    const alias = name.replaceAll('-', '_')
    if (taken.has(alias)) continue
    taken.add(alias)
    await session.query({ sql: `create temp view ${quoteName(alias)} as select * from ${quoteName(name)}` })
  }
}
