/**
 * How many steps and legs may be at work at once in this process, whoever they belong to; and the one who is told when
 * something changed, so that what can go on does.
 */
export class Room {
  readonly most: number
  /** Asked to start what can start. */
  advance: () => void = () => {}
  /** Told of what must never happen. */
  broken: (error: unknown) => void = () => {}
  #atWork = 0

  constructor(most: number) {
    this.most = most
  }

  get isFull(): boolean {
    return this.#atWork >= this.most
  }

  enter(): void {
    this.#atWork += 1
  }

  leave(): void {
    this.#atWork -= 1
  }
}
