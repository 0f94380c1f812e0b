/** What the program asks of the world. Types only: the adapters make them real, tests make them up. */
import type { Readable } from 'node:stream'

export interface Ports {
  readonly clock: Clock
  readonly http: Http
  readonly processes: Processes
  readonly databases: Databases
  readonly sqlite: SqliteEngine
}

export interface Clock {
  now(): Date
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number from 0 up to, not including, 1. */
  random(): number
}

export interface Http {
  /** A GET whose body is streamed. Throws a `Failure` (`http/status`, `http/connection`, …) unless the status is 2xx. */
  get(request: {
    url: string
    headers?: Readonly<Record<string, string>>
    signal: AbortSignal
  }): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: Readable }>
}

export interface Processes {
  /** Runs a command in a process group of its own; when `signal` is aborted the whole group is ended and waited for. */
  run(command: {
    file: string
    args: readonly string[]
    cwd: string
    env: Readonly<Record<string, string>>
    signal: AbortSignal
    onLine: (line: string, stream: 'stdout' | 'stderr') => void
  }): Promise<{ exitCode: number | null; signalName: string | null }>
}

/** A value bound to a `?` of a statement. */
export type SqlValue = string | number | bigint | null

/**
 * SQLite in a process of its own, so that cancelling is exact: a worker thread cannot be stopped inside a
 * statement (`docs/decisions/0001-sqlite-in-a-child-process.md`).
 */
export interface SqliteEngine {
  /** Runs `task` and answers its result; aborting the signal kills the process and SQLite rolls back. */
  run<Task extends SqliteTask>(task: Task, signal: AbortSignal): Promise<SqliteAnswer>
}

/** Defined by `adapters/sqlite/`: what the child can be asked to do, as plain data. */
export interface SqliteTask {
  readonly do: string
}
export type SqliteAnswer = unknown

export interface Databases {
  /** Opens a connection from its URL. Throws a `Failure` (`database/connection`) that never shows the password. */
  open(url: string, signal: AbortSignal): Promise<Database>
}

/** Defined further by `adapters/database/`. */
export interface Database extends AsyncDisposable {
  readonly dialect: 'sqlite' | 'postgres'
}
