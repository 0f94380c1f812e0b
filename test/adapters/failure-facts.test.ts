import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { postgresFailure } from '../../src/adapters/database/postgres-failure.ts'
import { bodyFailure, connectionFailure, statusFailure } from '../../src/adapters/http/http-failure.ts'
import { sqliteFailure } from '../../src/adapters/sqlite/sqlite-failure.ts'
import type { Failure, FailureFacts } from '../../src/diagnostic/failure.ts'
import { userFailure } from '../../src/steps/transform/user-failure.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })
const answered = (status: number) =>
  statusFailure({
    url: 'https://example.com/x',
    status,
    statusText: '',
    method: 'GET',
    headers: {},
    body: '',
    mask: (text) => text,
    now: new Date(0),
  })
const postgres = (error: Error) => postgresFailure(error, 'postgres://h/d')
const ours = { infrastructure: true }

const rows: readonly (readonly [what: string, failure: Failure, facts: FailureFacts])[] = [
  ['a 503', answered(503), { httpStatus: 503, ...ours }],
  ['a 429, which is about us', answered(429), { httpStatus: 429 }],
  ['a 404', answered(404), { httpStatus: 404 }],
  ['a connection that was refused', connectionFailure('http://h', coded('ECONNREFUSED'), 'GET'), ours],
  ['a name server that does not answer', connectionFailure('http://h', coded('EAI_AGAIN'), 'GET'), ours],
  ['a host that is not known', connectionFailure('http://h', coded('ENOTFOUND'), 'GET'), {}],
  [
    'an answer that broke off',
    bodyFailure('http://h', coded('UND_ERR_SOCKET'), { bytes: 1, method: 'GET' }),
    ours,
  ],
  [
    'an answer that is damaged',
    bodyFailure('http://h', coded('Z_DATA_ERROR'), { bytes: 1, method: 'GET' }),
    {},
  ],
  ['a PostgreSQL that stops', postgres(coded('57P01')), { sqlState: '57P01', ...ours }],
  ['a PostgreSQL out of connections', postgres(coded('53300')), { sqlState: '53300', ...ours }],
  ['a PostgreSQL whose disk is full', postgres(coded('53100')), { sqlState: '53100' }],
  ['a connection failure of PostgreSQL', postgres(coded('08006')), { sqlState: '08006', ...ours }],
  ['a connection that ended in mid-air', postgres(new Error('Connection terminated unexpectedly')), ours],
  ['a broken pipe, which is no SQLSTATE', postgres(coded('EPIPE')), ours],
  ['a serialization failure', postgres(coded('40001')), { sqlState: '40001' }],
  ['a broken constraint', postgres(coded('23505')), { sqlState: '23505' }],
  ['a SQLite that is busy', sqliteFailure({ message: 'x', errcode: 5 }), { sqlState: 'SQLITE_BUSY' }],
  ['an extended code', sqliteFailure({ message: 'x', errcode: 2067 }), { sqlState: 'SQLITE_CONSTRAINT' }],
]

describe('what retry can ask about a failure', () => {
  for (const [what, failure, facts] of rows) {
    it(`is told of ${what}`, () => {
      assert.deepEqual(failure.facts, facts)
    })
  }

  it('is told of what the code of an author met below its own error', () => {
    const fetched = new TypeError('fetch failed', { cause: coded('ECONNRESET') })
    assert.deepEqual(userFailure(fetched, { module: '/w/tidy.ts', workspace: '/w' }).facts, ours)
    assert.deepEqual(
      userFailure(new TypeError('x is no function'), { module: '/w/tidy.ts', workspace: '/w' }).facts,
      {},
    )
  })
})
