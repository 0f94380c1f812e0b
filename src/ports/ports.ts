/** What the program asks of the world. Types only: the adapters make them real, tests make them up. */
import type { Readable } from 'node:stream'
import type { SqliteEngine } from './sqlite.ts'
import type { Databases } from './database.ts'
import type { Duckdb } from './duckdb.ts'

export interface Ports {
  readonly clock: Clock
  readonly http: Http
  readonly processes: Processes
  readonly databases: Databases
  readonly sqlite: SqliteEngine
  readonly duckdb: Duckdb
}

export interface Clock {
  now(): Date
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number from 0 up to, not including, 1. */
  random(): number
}

export interface Http {
  /**
   * One request, its redirects followed, whose answer's body is streamed without its content encodings. Throws a
   * `Failure` (`http/status`, `http/connection`, `http/redirect`, …) unless the status is 2xx, or 304 and was asked for.
   */
  request(request: HttpRequest): Promise<HttpAnswer>
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH'

export interface HttpRequest {
  readonly url: string
  /** Default: `GET`. */
  readonly method?: HttpMethod
  /** None of them, nor `body`, goes to another origin than that of `url`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  /** Hides what is secret in an answer that a `Failure` quotes the beginning of. */
  readonly mask?: (text: string) => string
  /** What is here already: if it is still the same, the answer is a 304 without a body. */
  readonly known?: Validators
  /** The rest of something whose first `bytes` are here, if it is still what it was: else the answer is a 200. */
  readonly rest?: { readonly bytes: number; readonly ifRange: string }
}

/** How a server tells one state of a thing from the next. Both as it wrote them. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

export interface HttpAnswer {
  /** A 206 holds the rest that was asked for, from its first byte on. */
  readonly status: number
  /** By name in small letters; several of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Where it came from, after redirects. */
  readonly url: string
  readonly validators: Validators
  readonly body: Readable
}

export interface Processes {
  /**
   * Runs a command in a process group of its own; when `signal` is aborted the whole group is ended and waited for.
   * It inherits nothing: `env` is all it sees.
   */
  run(command: {
    file: string
    args: readonly string[]
    cwd: string
    env: Readonly<Record<string, string>>
    signal: AbortSignal
    onLine: (line: string, stream: 'stdout' | 'stderr') => void
  }): Promise<{ exitCode: number | null; signalName: string | null }>
}
