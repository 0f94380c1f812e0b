import type { ChildProcess } from 'node:child_process'
import { Failure } from '../../diagnostic/failure.ts'
import { LineSplitter } from '../processes/lines.ts'
import type { Answer, Reply, Request } from './protocol.ts'
import { sqliteFailure } from './sqlite-failure.ts'

const tailLines = 20

/** Asks a child one thing at a time. When the child dies, what is asked fails. */
export class ChildChannel {
  readonly #child: ChildProcess
  #waiting: { resolve: (value: Reply) => void; reject: (error: Error) => void } | undefined
  #turn: Promise<unknown> = Promise.resolve()
  readonly #stderr: string[] = []
  readonly #splitter = new LineSplitter((line) => {
    this.#stderr.push(line)
    if (this.#stderr.length > tailLines) this.#stderr.shift()
  })

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (answer: Answer) => this.#settle(answer))
    child.on('exit', () => this.#fail())
    child.on('error', () => this.#fail())
    child.stderr?.on('data', (chunk: Buffer) => this.#splitter.write(chunk))
  }

  ask(request: Request): Promise<Reply> {
    const turn = this.#turn.then(() => this.#send(request))
    this.#turn = turn.catch(() => {})
    return turn
  }

  #send(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) return reject(this.#death())
      this.#waiting = { resolve, reject }
      this.#child.send(request, (error) => {
        if (error !== null) this.#fail()
      })
    })
  }

  #settle(answer: Answer): void {
    if (answer.ok) this.#waiting?.resolve(answer.value)
    else this.#waiting?.reject(sqliteFailure(answer.problem))
    this.#waiting = undefined
  }

  #fail(): void {
    this.#waiting?.reject(this.#death())
    this.#waiting = undefined
  }

  #death(): Failure {
    const how = this.#child.signalCode ?? this.#child.exitCode ?? 'no reason given'
    this.#splitter.end()
    const said = this.#stderr.join('\n').trim()
    return new Failure(
      'database/process',
      `the SQLite process ended (${how})${said === '' ? '' : `: ${said}`}`,
      { retryable: true, facts: { infrastructure: true } },
    )
  }
}
