/**
 * A connection's module that speaks MySQL, as an author would write it; in a test's folder there is nothing installed, so its
 * packages are told by where they are.
 */
export const mysqlDialectModule = `
import mysql from '${import.meta.resolve('mysql2')}'
import { MysqlDialect } from '${import.meta.resolve('kysely')}'
export default ({ url }) => new MysqlDialect({ pool: mysql.createPool({ uri: url, charset: 'utf8mb4', dateStrings: true,
  supportBigNumbers: true, connectionLimit: 2 }) })
`
