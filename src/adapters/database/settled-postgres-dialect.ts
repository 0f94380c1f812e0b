import { CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, PostgresDriver } from 'kysely'
import type pg from 'pg'
import { postgresSettings } from './postgres-settings.ts'

/** Kysely over the one connection; its transactions begin with the settings, in the same round trip. */
export class SettledPostgresDialect extends PostgresDialect {
  readonly #client: pg.Client

  constructor(client: pg.Client) {
    super(configOf(client))
    this.#client = client
  }

  override createDriver(): Driver {
    return new SettledPostgresDriver(configOf(this.#client))
  }
}

class SettledPostgresDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(['begin', ...postgresSettings].join('; ')))
  }
}

/** Kysely wants a pool; ours holds the one connection. */
function configOf(client: pg.Client): ConstructorParameters<typeof PostgresDialect>[0] {
  const lent = Object.assign(client, { release: () => {} })
  return { pool: { options: {}, connect: async () => lent, end: async () => {} } }
}
