// A process that records: WORKSPACE NAME COUNT. It says each id when it was answered; the one called "a" squashes too.
import { writeSync } from 'node:fs'
import { localLedger } from '../../../src/adapters/ledger/local-ledger.ts'
import { madeEntry } from '../../support/ledger-entry.ts'

const [workspace = '', name = '', count = '0'] = process.argv.slice(2)
const ledger = localLedger(workspace)
for (let nth = 0; nth < Number(count); nth += 1) {
  const id = `${name}-${nth}`
  await ledger.record(madeEntry(nth, { id }))
  if (name === 'a' && nth % 10 === 0) await ledger.squash()
  writeSync(1, `${id}\n`)
}
