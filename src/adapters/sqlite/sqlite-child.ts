import type { Answer, Request } from './protocol.ts'
import { answer, problemOf } from './connection.ts'
import { watchParent } from '../../steps/watch-parent.ts'

/** The child's main: answers each request in turn, and ends when its parent is gone. */
process.on('message', (request: Request) => {
  process.send?.(respond(request))
})
process.on('disconnect', () => process.exit(0))
watchParent()

function respond(request: Request): Answer {
  try {
    return { ok: true, value: answer(request) }
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}
