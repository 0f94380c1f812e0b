import { holdFile } from '../../src/adapters/pipeline-line/held-file.ts'

/** A process that holds a file and lets go of it, so many times. */
const [path = '', times = '0'] = process.argv.slice(2)
for (let time = 0; time < Number(times); time++) holdFile(path)?.[Symbol.dispose]()
