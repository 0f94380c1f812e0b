import { c as SqliteQueryCompiler, d as Kysely, l as CompiledQuery, o as SqliteAdapter, s as SqliteIntrospector } from "./vendor/kysely.js";
import { B as Bug, C as createTable, T as quoteName, V as Failure } from "./dataset-fields-print-number.js";
import { r as pageSize, t as columnOf } from "./dataset-profile-column-of.js";
import { a as CollectYoung, i as staged$1, n as staging, t as transact } from "./adapters-database-transact.js";
import { n as typeOfKind, t as kindOfValues } from "./adapters-database-sqlite-kinds.js";
import { dirname, isAbsolute, join } from "node:path";
import { chmod, chown, copyFile, link, open, rm, stat } from "node:fs/promises";
import { constants, existsSync, lstatSync, statSync } from "node:fs";

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

// src/adapters/database/sqlite-new.ts
const setgid = 1024;
const rowsTable = "_millrace_rows";
const underWay = /* @__PURE__ */ new Map();
async function inNewSqlite(place, dataset, work) {
	const { path, draft } = place;
	for (let other = underWay.get(path); other !== void 0; other = underWay.get(path)) await other;
	if (path === ":memory:" || isThere(path)) return void 0;
	const { promise, resolve } = Promise.withResolvers();
	underWay.set(path, promise);
	try {
		return await makeNew(place, dataset, work);
	} finally {
		await rm(draft, { force: true });
		underWay.delete(path);
		resolve();
	}
}
async function makeNew(place, dataset, work) {
	const { path, draft } = place;
	if (!await succeeds(copy(dataset.path, draft, dirname(path)))) return void 0;
	const result = await fill(place, dataset, work);
	return result !== void 0 && await succeeds(publish(draft, path)) ? result.value : void 0;
}
async function fill({ engine, draft, signal }, dataset, work) {
	await using session = await engine.open({
		path: draft,
		functions: true,
		unpublished: true
	}, signal);
	if (!await holdsOnly(session, dataset)) return void 0;
	await session.query({ sql: "pragma application_id = 0" });
	await session.query({ sql: `alter table ${quoteName(dataset.tableName ?? dataset.name)} rename to ${rowsTable}` });
	return { value: await work(session) };
}
async function copy(from, to, folder) {
	await using file = await open(to, "wx");
	const { mode, uid } = await file.stat();
	await copyFile(from, to, constants.COPYFILE_FICLONE);
	await chmod(to, mode);
	const place = await stat(folder);
	if ((place.mode & setgid) !== 0) await chown(to, uid, place.gid);
}
function isThere(path) {
	return lstatSync(path, { throwIfNoEntry: false }) !== void 0 || ["-journal", "-wal"].some((ending) => existsSync(path + ending));
}
async function holdsOnly(session, { rows, columns, ...dataset }) {
	const { name, tableName = name } = dataset;
	const { rows: schema } = await session.query({ sql: "select name, sql from sqlite_schema" });
	const [only] = schema;
	if (schema.length !== 1 || only?.["name"] !== tableName || only["sql"] !== createTable(tableName, columns)) return false;
	const table = quoteName(tableName);
	const { rows: found } = await session.query({ sql: `select page_size as size, freelist_count as free, encoding, (select max(rowid) from ${table}) as last
      from pragma_page_size, pragma_freelist_count, pragma_encoding` });
	const { size, free, encoding, last } = found[0] ?? {};
	if (size !== 4096 || free !== 0 || encoding !== "UTF-8") return false;
	if (Number(last ?? 0) === rows) return true;
	const { rows: counted } = await session.query({ sql: `select count(*) as n from ${table}` });
	return counted[0]?.["n"] === rows;
}
async function publish(draft, path) {
	await flush(draft);
	await link(draft, path);
	await flush(dirname(path)).catch(() => {});
}
async function flush(path) {
	await using file = await open(path);
	await file.sync();
}
async function succeeds(work) {
	return work.then(() => true, () => false);
}

// src/adapters/database/sqlite-select.ts
async function selectFromSqlite(session, query) {
	await session.query({ sql: "begin" });
	const statement = {
		...query,
		guard: {}
	};
	const columns = await columnsOf(await session.describe(statement), query, session);
	await session.select(statement, columns);
	return {
		columns,
		batches: rowsOf(session)
	};
}
async function* rowsOf(session) {
	await using _ = session;
	const young = new CollectYoung();
	for (let batch = await session.fetch(); batch !== void 0; batch = await session.fetch()) {
		const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length);
		yield* young.over([{
			...batch,
			bytes
		}]);
	}
}
async function stageQueryInSqlite(session, query) {
	const described = await session.describe({
		...query,
		guard: {}
	});
	if (described.length === 0) throw new Failure("sql/statement", "the SQL answers no rows");
	const names = described.map(({ name }) => quoteName(name));
	await session.query({ sql: `create temp table ${staged$1.name} (${names.join(", ")})` });
	const { changes } = await session.query({
		sql: `insert into temp.${staged$1.name}\n${query.sql}`,
		parameters: query.parameters,
		guard: { into: staged$1.name }
	});
	const columns = await columnsOf(described, {
		sql: `select * from temp.${staged$1.name}`,
		parameters: []
	}, session);
	return {
		table: {
			schema: "temp",
			name: staged$1.name
		},
		columns,
		rows: changes
	};
}
async function columnsOf(described, query, session) {
	if (described.length === 0) throw new Failure("sql/statement", "the SQL answers no rows");
	const open = described.flatMap(({ declared }, index) => declared === void 0 ? [index] : []);
	const seen = open.length === 0 ? {} : await lookAt(open, described.length, query, session);
	return described.map(({ name, declared }, index) => declared === void 0 ? {
		name,
		type: typeOfKind(seen[`c${index}`])
	} : columnOf({
		name,
		declared: declared.toUpperCase(),
		comment: void 0,
		notNull: false
	}));
}
async function lookAt(open, width, { sql, parameters }, session) {
	const names = Array.from({ length: width }, (_, index) => `c${index}`);
	const found = open.map((index) => `${kindOfValues(`c${index}`)} as c${index}`);
	const { rows } = await session.query({
		sql: `with _millrace_selected(${names.join(", ")}) as (\n${sql}\n) select ${found.join(", ")} from _millrace_selected`,
		parameters,
		guard: {}
	});
	return rows[0] ?? {};
}

// src/adapters/database/sqlite-with-file.ts
const ofTheFile = /* @__PURE__ */ new Set([
	"database/connection",
	"database/read-only",
	"database/busy",
	"database/io",
	"database/corrupt",
	"disk/full"
]);
function withFile(engine, file) {
	return {
		...engine,
		open: (options, signal) => telling(file, async () => sessionWithFile(await engine.open(options, signal), file))
	};
}
function sessionWithFile(session, file) {
	return {
		query: (statement) => telling(file, () => session.query(statement)),
		describe: (statement) => telling(file, () => session.describe(statement)),
		select: (statement, columns) => telling(file, () => session.select(statement, columns)),
		fetch: () => telling(file, () => session.fetch()),
		[Symbol.asyncDispose]: () => session[Symbol.asyncDispose]()
	};
}
async function telling({ path, named }, work) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof Failure) || !ofTheFile.has(error.code)) throw error;
		throw error.retold(`SQLite "${named}": ${error.message}`, remedy(error, path));
	}
}
function remedy({ code, facts, help }, path) {
	if (code === "database/read-only") return "Let the user of the run write to the file and to its folder, or load into another file";
	if (facts.sqlState !== "SQLITE_CANTOPEN") return help;
	const there = statSync(path, { throwIfNoEntry: false });
	if (there?.isDirectory() === true) return "It is a folder: name a file in it";
	if (there === void 0 && !existsSync(dirname(path))) return "Its folder is not there";
	if (there === void 0) return "There is no such file; for a load to make it, the user of the run must be able to write to the folder";
	return "Let the user of the run read and write the file and its folder";
}

// src/adapters/database/sqlite-database.ts
const staged = "millrace_staged";
function openSqlite(plain, { path, workspace }, signal) {
	const absolute = isAbsolute(path) || path === ":memory:" ? path : join(workspace, path);
	const engine = path === ":memory:" ? plain : withFile(plain, {
		path: absolute,
		named: path
	});
	const selecting = new AsyncDisposableStack();
	return {
		dialect: "sqlite",
		transaction: (dataset, work) => transaction(engine, absolute, dataset, work, signal),
		transactionInNew: (dataset, draft, work) => inNewSqlite({
			path: absolute,
			draft,
			engine,
			signal
		}, dataset, (session) => transactionOf(session, {
			...dataset,
			tableName: rowsTable
		}, "main", work)),
		async select(query) {
			const options = {
				path: absolute,
				readOnly: absolute !== ":memory:",
				functions: true
			};
			return selectFromSqlite(selecting.use(await engine.open(options, signal)), query);
		},
		[Symbol.asyncDispose]: () => selecting.disposeAsync()
	};
}
async function transaction(engine, path, dataset, work, signal) {
	await using session = await engine.open({
		path,
		attach: dataset === void 0 ? [] : [{
			name: staged,
			path: dataset.path
		}],
		functions: true
	}, signal);
	return await transactionOf(session, dataset, staged, work);
}
function transactionOf(session, dataset, schema, work) {
	const kysely = new Kysely({ dialect: sessionDialect(session) });
	return transact(kysely, (db) => work({
		dialect: "sqlite",
		db,
		async stage(onRows) {
			const { rows, name, tableName = name } = staging(dataset);
			onRows(rows);
			return {
				schema,
				name: tableName
			};
		},
		describe: async (query) => columnsOf(await session.describe({
			...query,
			guard: {}
		}), query, session),
		stageQuery: (query) => stageQueryInSqlite(session, query),
		read: async (sql, parameters) => (await session.query({
			sql,
			parameters,
			guard: {}
		})).rows
	}));
}

export { openSqlite };