/** What an error of a database is called here, and whether another try may help. */
export interface Meaning {
  readonly code: string
  readonly retryable?: boolean
  readonly help?: string
}

const connection = 'database/connection'

/** By the system's error code: the server was not reached, or lost. */
export const networkMeanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: {
    code: connection,
    retryable: true,
    help: 'Check the host and the port, and that the server runs',
  },
  ENOTFOUND: { code: connection, help: 'Check the host name of the connection' },
  EAI_AGAIN: { code: connection, retryable: true },
  ECONNRESET: { code: connection, retryable: true },
  EPIPE: { code: connection, retryable: true },
  ETIMEDOUT: { code: connection, retryable: true },
}
