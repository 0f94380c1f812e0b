/**
 * A signal that is aborted when the user or the system asks the program to stop (Ctrl-C, SIGTERM). Asked a second time,
 * the program ends at once, as if it had never listened.
 */
export function listenForInterruption(onFirst: () => void): AbortSignal {
  const controller = new AbortController()
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    onFirst()
    controller.abort(new Error(`stopped by ${signal}`))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}
