import { ordersLoad, runOrders } from './orders-ahead.ts'
import { realPorts } from './step-context.ts'
import { steppedDatabases } from './stepped-databases.ts'

/** A run in a process of its own that kills itself behind the so many-th of what a database is asked to do. */
const [folder = '', url = '', what = '', last = '', run = ''] = process.argv.slice(2)
let steps = 0

const databases = steppedDatabases(realPorts.databases, async (done) => {
  if (what !== 'anything' && done !== what) return
  steps += 1
  if (steps !== Number(last)) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
})

await runOrders(folder, ordersLoad(url), { ports: { ...realPorts, databases }, run })
