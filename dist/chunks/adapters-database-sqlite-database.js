import { a as CompiledQuery, i as SqliteQueryCompiler, n as SqliteAdapter, r as SqliteIntrospector, s as Kysely } from "./vendor/kysely.js";
import { Ut as Bug } from "./source-unclosed.js";
import { t as transact } from "./adapters-database-transact.js";
import { isAbsolute, join } from "node:path";

// src/adapters/database/session-dialect.ts
function sessionDialect(session) {
	return {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new SessionDriver(session),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler()
	};
}
var SessionDriver = class {
	#connection;
	constructor(session) {
		this.#connection = new SessionConnection(session);
	}
	async init() {}
	async acquireConnection() {
		return this.#connection;
	}
	async beginTransaction() {
		await this.#connection.executeQuery(CompiledQuery.raw("begin immediate"));
	}
	async commitTransaction() {
		await this.#connection.executeQuery(CompiledQuery.raw("commit"));
	}
	async rollbackTransaction() {
		try {
			await this.#connection.executeQuery(CompiledQuery.raw("rollback"));
		} catch {}
	}
	async releaseConnection() {}
	async destroy() {}
};
var SessionConnection = class {
	#session;
	constructor(session) {
		this.#session = session;
	}
	async executeQuery(query) {
		const { rows, changes } = await this.#session.query({
			sql: query.sql,
			parameters: query.parameters.map(sqlValue)
		});
		return {
			rows,
			numAffectedRows: BigInt(changes)
		};
	}
	async *streamQuery() {
		throw new Bug("a SQLite session does not stream");
	}
};
function sqlValue(value) {
	if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
	if (typeof value === "boolean") return value ? 1 : 0;
	throw new Bug(`a ${typeof value} cannot be bound to a statement`);
}

// src/adapters/database/sqlite-database.ts
const staged = "millrace_staged";
function openSqlite(engine, { path, workspace }, signal) {
	const absolute = isAbsolute(path) || path === ":memory:" ? path : join(workspace, path);
	return {
		dialect: "sqlite",
		transaction: (dataset, work) => transaction(engine, absolute, dataset, work, signal),
		async [Symbol.asyncDispose]() {}
	};
}
async function transaction(engine, path, dataset, work, signal) {
	await using session = await engine.open({
		path,
		attach: [{
			name: staged,
			path: dataset.path
		}],
		functions: true
	}, signal);
	const kysely = new Kysely({ dialect: sessionDialect(session) });
	return await transact(kysely, (db) => work({
		dialect: "sqlite",
		db,
		async stage(onRows) {
			onRows(dataset.rows);
			return {
				schema: staged,
				name: dataset.tableName ?? dataset.name
			};
		},
		read: async (sql, parameters) => (await session.query({
			sql,
			parameters,
			guard: {}
		})).rows
	}));
}

export { openSqlite };