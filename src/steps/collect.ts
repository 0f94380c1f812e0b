import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (options: { readonly type: 'minor' | 'major' }) => void

let known: Collect | undefined

/**
 * Lets V8 collect at once what is done with; `minor`: only what is new, which takes less than a millisecond. For where it is known that
 * much was let go, and V8 by itself would take up several times as much before it looks.
 */
export function collect(type: 'minor' | 'major'): void {
  known ??= collector()
  known({ type })
}

function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  return typeof gc === 'function' ? (options) => void gc(options) : () => {}
}

/** From now on V8's space for what is new does not grow: V8 reads the flag each time it would let it. */
export function stopGrowth(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
