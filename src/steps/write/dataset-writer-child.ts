import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { createDatasetFile, type DatasetFile } from '../../dataset/dataset-file.ts'
import type { Reject } from '../../dataset/reject.ts'
import { projectBatch } from '../project-batch.ts'
import { batchOf } from './shared-batch.ts'
import {
  carried,
  type ThreadAnswer,
  type ThreadData,
  type ThreadRequest,
  type Written,
} from './thread-protocol.ts'

/** The main of the thread that types and writes rows: answers each request in turn; after an error it does nothing. */
// oxlint-disable-next-line no-unsafe-type-assertion -- only `ThreadWriter` starts this, with just that
const { path, ...options } = workerData as ThreadData
if (options.hashed === true) giveWay()
let file: DatasetFile | undefined
let broken = false
let toldBytes = 0

parentPort?.on('message', (request: ThreadRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  if (!broken) parentPort?.postMessage(answer(request))
})

/**
 * Whoever wants the content at once hands the rows to a server meanwhile, which may be on this machine, and is what all wait for in
 * the end. On Linux a thread has a priority of its own (`man 2 setpriority`, under bugs); elsewhere it would be the program's.
 */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // it goes as fast as it goes
  }
}

function answer(request: ThreadRequest): ThreadAnswer {
  try {
    file ??= createDatasetFile(path, options)
    if (request.do === 'finish') return finished(file)
    return { of: 'write', rejects: write(file, request), written: written(file) }
  } catch (error) {
    broken = true
    file?.discard()
    return { of: 'error', error: carried(error) }
  }
}

function finished(made: DatasetFile): ThreadAnswer {
  const dataset = made.finish()
  return { of: 'finish', dataset, written: written(made), content: made.content() }
}

function written(to: DatasetFile): Written {
  const isFirst = toldBytes === 0 && to.written > 0
  toldBytes = to.written
  return isFirst ? { bytes: toldBytes, columns: to.columns } : { bytes: toldBytes }
}

function write(into: DatasetFile, { batch, from }: Extract<ThreadRequest, { do: 'write' }>): Reject[] {
  const rejects: Reject[] = []
  const placed = { ...batchOf(batch), byteOf: (at: number) => at }
  into.write(projectBatch(placed, from), (reject) => rejects.push(reject))
  return rejects
}
