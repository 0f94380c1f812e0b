/** What goes wrong, for which requests, and how often. */
export interface Fault {
  /** Of `METHOD /path`, e.g. `/^POST .*\/issues$/`. */
  readonly match: RegExp
  /** Let so many matching requests pass first. Default 0. */
  readonly after?: number
  /** Default 1; `Infinity`: for good. */
  readonly times?: number
  /** Answered instead of doing what was asked (or, with `done`, after doing it: an answer that was lost). */
  readonly status?: number
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
  /** An HTML page instead of JSON, as proxies answer. */
  readonly html?: boolean
  /** The connection is reset. */
  readonly reset?: boolean
  readonly done?: boolean
  /** A list that shows what it showed so many asks ago. */
  readonly lag?: number
}

export const notAccessible = 'Resource not accessible by integration'

interface Armed {
  readonly fault: Fault
  seen: number
}

/** The faults in force, the newest first. */
export class Faults {
  readonly #armed: Armed[] = []

  inject(fault: Fault): void {
    this.#armed.unshift({ fault, seen: 0 })
  }

  clear(): void {
    this.#armed.length = 0
  }

  take(request: string): Fault | undefined {
    for (const armed of this.#armed) {
      if (!armed.fault.match.test(request)) continue
      armed.seen += 1
      const nth = armed.seen - (armed.fault.after ?? 0)
      if (nth >= 1 && nth <= (armed.fault.times ?? 1)) return armed.fault
    }
    return undefined
  }
}

/** Remembers the answers of a list so that it can be shown as it was. */
export class StaleLists {
  readonly #answers = new Map<string, string[]>()

  remember(url: string, answer: string, lag: number): string {
    const answers = this.#answers.get(url) ?? []
    answers.push(answer)
    this.#answers.set(url, answers)
    return answers[answers.length - 1 - lag] ?? '[]'
  }
}
