import { counted } from '../../text/quantities.ts'
import type { StepOutcome } from '../step.ts'

/** What was guessed of the sources of a step that may be wrong, for its note: a log is read when it is too late. */
export class ToldGuesses {
  readonly #labels = new Map<string, string[]>()

  add(label: string, guesses: readonly string[] = []): void {
    for (const guess of guesses) this.#labels.set(guess, [...(this.#labels.get(guess) ?? []), label])
  }

  beside(outcome: StepOutcome): StepOutcome {
    if (this.#labels.size === 0) return outcome
    const told = [...this.#labels].map(
      ([guess, labels]) =>
        `${labels.length === 1 ? labels.join('') : counted(labels.length, 'source')}: ${guess} (a guess)`,
    )
    return { ...outcome, note: [...(outcome.note === undefined ? [] : [outcome.note]), ...told].join('; ') }
  }
}
