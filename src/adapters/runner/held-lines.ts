/** So many lines of a step's log are kept for its group, the last ones; the whole log is a file of the run. */
export const keptLines = 2000

/** Of one leg. */
const keptOfLeg = 200

interface Place {
  readonly step: string
  readonly leg?: string | undefined
}

interface Held {
  readonly lines: string[]
  /** Of the legs that failed: they outlast the others'. */
  readonly failed: string[]
}

/** What steps have written, held back until they end. Lines of a leg stay together. */
export class HeldLines {
  readonly #steps = new Map<string, Held>()
  readonly #legs = new Map<string, string[]>()
  readonly #mapped = new Set<string>()

  /** Its legs, and the steps inside them, are told of with it. */
  beginMapped(step: string): void {
    this.#mapped.add(step)
  }

  add({ step, leg }: Place, line: string): void {
    if (leg === undefined) {
      push(this.#heldOf(step).lines, line, keptLines)
      return
    }
    const key = `${step} ${leg}`
    const lines = this.#legs.get(key) ?? []
    this.#legs.set(key, lines)
    push(lines, `[${leg}] ${line}`, keptOfLeg)
  }

  endLeg({ step, leg }: Place, hasFailed: boolean): void {
    const key = `${step} ${leg}`
    const held = this.#heldOf(this.#ownerOf(step))
    for (const line of this.#legs.get(key) ?? []) push(hasFailed ? held.failed : held.lines, line, keptLines)
    this.#legs.delete(key)
  }

  /** One more line than is kept says that there were more. */
  take(step: string): readonly string[] {
    const { lines, failed } = this.#heldOf(step)
    this.#steps.delete(step)
    this.#mapped.delete(step)
    return [...lines, ...failed]
  }

  #ownerOf(step: string): string {
    return this.#mapped.keys().find((id) => step === id || step.startsWith(`${id}/`)) ?? step
  }

  #heldOf(step: string): Held {
    const held = this.#steps.get(step) ?? { lines: [], failed: [] }
    this.#steps.set(step, held)
    return held
  }
}

function push(lines: string[], line: string, most: number): void {
  if (lines.push(line) > most + 1) lines.shift()
}
