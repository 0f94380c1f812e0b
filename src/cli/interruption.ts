import { constants } from 'node:os'

/**
 * A signal that is aborted when the user or the system asks the program to stop (Ctrl-C, SIGTERM, a terminal that is
 * closed). Asked a second time, the program ends at once, as if it had never listened.
 */
export function listenForInterruption(onFirst: () => void): AbortSignal {
  const controller = new AbortController()
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[signal])
    onFirst()
    controller.abort(new Error(`stopped by ${signal}`))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  return controller.signal
}
