import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { joinLine } from '../../src/adapters/pipeline-line/join-line.ts'

/** A process that waits for its turn and writes when it begins and ends to be at work. */
const [folder = '', log = '', name = '', workMs = '0'] = process.argv.slice(2)
using place = joinLine(folder, 'sales', name)
while (place.ahead().length > 0) await setTimeout(2)
appendFileSync(log, `in ${name}\n`)
await setTimeout(Number(workMs))
appendFileSync(log, `out ${name}\n`)
