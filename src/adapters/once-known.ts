/** Asks once and remembers the answer; a question that failed is asked again. */
export function onceKnown<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined
  return () => {
    known ??= ask().catch((thrown: unknown) => {
      known = undefined
      throw thrown
    })
    return known
  }
}
