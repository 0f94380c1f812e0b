import { d as Kysely, l as CompiledQuery, u as sql } from "./vendor/kysely.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { V as Failure, r as printInteger, t as printDecimal } from "./dataset-fields-print-number.js";
import { i as mysqlQueryFailure, n as mysqlSession, s as encodeValues, t as refuseFiles } from "./adapters-database-refuse-files.js";
import { r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { t as columnOf } from "./dataset-profile-column-of.js";
import { i as mysqlRowKey } from "./dataset-encode-encode-copy.js";
import { a as columnOfType, n as postgresFailure, r as postgresQueryFailure, t as postgresSettings } from "./adapters-database-postgres-settings.js";
import { n as typeOfKind, t as kindOfValues } from "./adapters-database-sqlite-kinds.js";
import { a as CollectYoung, i as staged, n as staging, r as makeStaged, t as transact } from "./adapters-database-transact.js";
import { t as TextRows } from "./adapters-database-text-rows.js";
import { resolve } from "node:path";
import { isUtf8 } from "node:buffer";
import { pathToFileURL } from "node:url";

// src/dataset/encode/encode-literals.ts
const quote = 39;
const comma = 44;
function* encodeLiterals(dataset) {
	const out = new ByteOut();
	const cursor = new DatasetCursor(dataset);
	const { columns } = dataset;
	while (cursor.next()) {
		if (out.at > 0) out.byte(comma);
		out.byte(40);
		for (const [index, column] of columns.entries()) {
			if (index > 0) out.byte(comma);
			if (cursor.isNull(index)) out.ascii("NULL");
			else putLiteral(out, cursor, index, column);
		}
		out.byte(41);
		if (out.full) yield out.take();
	}
	if (out.at > 0) yield out.take();
}
function putLiteral(out, cursor, at, { type, scale }) {
	const isText = cursor.isText(at);
	out.byte(quote);
	if (type === "boolean") out.byte(cursor.boolean(at) ? 49 : 48);
	else if (isText) putText(out, cursor, at);
	else if (type === "decimal") printDecimal(out, cursor.double(at), scale);
	else if (cursor.serial[at] === 7) out.ascii(String(cursor.double(at)));
	else printInteger(out, cursor.integer(at));
	out.byte(quote);
}
function putText(out, cursor, column) {
	const from = cursor.at[column] ?? 0;
	const end = from + cursor.textSize(column);
	out.room(2 * (end - from));
	for (let at = from; at < end; at++) {
		const byte = cursor.bytes[at] ?? 0;
		if (byte === 0) throw cursor.fault(column, "holds a NUL, which SQL cannot spell");
		if (byte === quote) out.byte(quote);
		out.byte(byte);
	}
}

// src/adapters/database/dialect-family.ts
const postgres = {
	begin: postgresSettings,
	dropTemporary: "drop table",
	probeLimit: " limit 0",
	async columnsOf(db, table) {
		const { rows } = await sql`
      select attname as name, cast(cast(atttypid as bigint) as integer) as type, atttypmod as modifier
      from pg_catalog.pg_attribute where attrelid = to_regclass(${table}) and attnum > 0 order by attnum`.execute(db);
		return rows.map(({ name, type, modifier }) => columnOfType(name, Number(type), Number(modifier)));
	},
	asText: (column) => `cast(${column} as text)`,
	failure: (error, where, sent) => sent === void 0 ? postgresFailure(error, where) : postgresQueryFailure(error, where, sent)
};
const nothingSent = {
	sql: "",
	before: ""
};
const mysql = {
	begin: [mysqlSession],
	dropTemporary: "drop temporary table",
	rowKey: (db) => mysqlRowKey(db),
	probeLimit: " limit 0",
	async columnsOf(db, table) {
		const { rows } = await sql`show columns from ${sql.table(table)}`.execute(db);
		return rows.filter(({ Extra }) => !/invisible/iu.test(String(Extra))).map(({ Field, Type }) => mysqlColumn(String(Field), String(Type).toUpperCase()));
	},
	asText: (column) => `cast(${column} as char character set utf8mb4)`,
	failure: (error, where, { before } = nothingSent) => mysqlQueryFailure(error, where, before.split("\n").length - 1)
};
function mysqlColumn(name, type) {
	if (type.startsWith("TINYINT(1)")) return {
		name,
		type: "boolean"
	};
	const scale = Number(/\((\d)\)/.exec(type)?.[1] ?? 0);
	if (type.startsWith("TIMESTAMP")) return {
		name,
		type: "timestamp",
		zoned: true,
		scale
	};
	if (type.startsWith("DATETIME")) return {
		name,
		type: "timestamp",
		zoned: false,
		scale
	};
	return columnOf({
		name,
		declared: type === "YEAR" ? "INTEGER" : type,
		comment: void 0,
		notNull: false
	});
}
const sqlite = {
	begin: [],
	dropTemporary: "drop table",
	probeLimit: "",
	async columnsOf(db, table) {
		const names = await sql`select name from pragma_table_info(${table})`.execute(db);
		const seen = names.rows.map(({ name }, index) => sql`${sql.raw(kindOfValues(sql.id(name).compile(db).sql))} as ${sql.id(`c${index}`)}`);
		const { rows } = await sql`select ${sql.join(seen)} from ${sql.table(table)}`.execute(db);
		return names.rows.map(({ name }, index) => ({
			name,
			type: typeOfKind(rows[0]?.[`c${index}`])
		}));
	},
	asText: (column) => `cast(${column} as text)`,
	failure: (error, where) => new Failure("sql/error", `${where}: ${error instanceof Error ? error.message : String(error)}`)
};
const families$1 = {
	postgres,
	mysql,
	sqlite
};

// src/adapters/database/dialect-session.ts
async function guarded({ family, where, signal }, work) {
	signal.throwIfAborted();
	const { promise: aborted, reject } = Promise.withResolvers();
	const abort = () => reject(signal.reason);
	signal.addEventListener("abort", abort, { once: true });
	try {
		return await Promise.race([work(), aborted]);
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof Failure ? error : family.failure(error, where);
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
async function asked({ family, where, signal }, db, { before, query: { sql, parameters }, after }) {
	try {
		return await rowsOf(db, `${before}${sql}${after}`, parameters);
	} catch (error) {
		signal.throwIfAborted();
		throw family.failure(error, where, {
			sql,
			before
		});
	}
}
async function begin({ family }, db) {
	for (const statement of family.begin) await rowsOf(db, statement, []);
}
function rowsOf(db, text, parameters) {
	return db.executeQuery(CompiledQuery.raw(text, [...parameters]));
}

// src/adapters/database/driver-text.ts
function driverText(value, column, where) {
	if (value === null || typeof value === "string") return value;
	if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
	if (value instanceof Uint8Array && isUtf8(value)) return Buffer.from(value.buffer, value.byteOffset, value.length);
	throw new Failure("database/value", `${where}: its driver gives ${kindOf(value)} for "${column}", where the database was asked for text`, { help: "Let the driver hand on text as it is: without parsers or plugins that turn values into others" });
}
function kindOf(value) {
	if (value === void 0) return "nothing";
	if (value instanceof Uint8Array) return "bytes that are no UTF-8";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

// src/adapters/database/fetch-size.ts
const rowsAtFirst = 64;
const mostRows = 5e3;
const bytesAtOnce = 4 << 20;
const fieldSize = 50;
var FetchSize = class {
	#rows = rowsAtFirst;
	#seen = 0;
	#bytes = 0;
	get rows() {
		return this.#rows;
	}
	saw(row) {
		this.#seen++;
		for (const field of row) this.#bytes += fieldSize + (field?.length ?? 0);
	}
	next() {
		const fitting = Math.floor(bytesAtOnce * this.#seen / Math.max(1, this.#bytes));
		this.#rows = Math.max(1, Math.min(mostRows, 8 * this.#rows, fitting));
		this.#seen = this.#bytes = 0;
	}
};

// src/adapters/database/dialect-select.ts
const rowsWaiting = 100;
const probe = "_millrace_probe";
async function selectThroughDialect(session, query) {
	const columns = await rolledBack(session.kysely, async (db) => {
		await begin(session, db);
		return describeThroughDialect(session, db, query);
	});
	return {
		columns,
		batches: selected(session, query, columns)
	};
}
async function describeThroughDialect(session, db, query) {
	const { family } = session;
	const keys = await family.rowKey?.(db) ?? [];
	const defined = keys.length === 0 ? sql`` : sql`(${sql.join(keys)}) `;
	const make = sql`create temporary table ${sql.id(probe)} ${defined}as select * from`.compile(db).sql;
	await asked(session, db, {
		before: `${make} (\n`,
		query,
		after: `\n) as selected${family.probeLimit}`
	});
	const columns = await family.columnsOf(db, probe);
	await sql`${sql.raw(family.dropTemporary)} ${sql.id(probe)}`.execute(db);
	return columns;
}
async function* selected(session, query, columns) {
	const { kysely, family, speaks, where, signal } = session;
	const starting = kysely.startTransaction();
	const db = await (speaks === "sqlite" ? starting : starting.setAccessMode("read only")).execute();
	try {
		await begin(session, db);
		const size = new FetchSize();
		const answer = {
			text: textOf(session, query.sql, columns),
			parameters: query.parameters,
			size
		};
		yield* batchesOf(speaks === "postgres" ? fetched(db, answer) : streamed(db, answer), {
			session,
			columns,
			size
		});
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof Failure ? error : family.failure(error, where);
	} finally {
		await db.rollback().execute();
	}
}
function textOf({ kysely, family }, query, columns) {
	const texts = columns.map(({ name }, index) => {
		const column = sql.id(name).compile(kysely).sql;
		return sql`${sql.raw(family.asText(column))} as ${sql.id(`c${index}`)}`;
	});
	return `${sql`select ${sql.join(texts)} from`.compile(kysely).sql} (\n${query}\n) as selected`;
}
async function* batchesOf(answers, { session: { speaks, where, signal }, columns, size }) {
	const young = new CollectYoung();
	const batch = new TextRows(columns, speaks === "sqlite" ? "untyped" : "typed");
	for await (const rows of answers) {
		signal.throwIfAborted();
		for (const row of rows) {
			const texts = columns.map(({ name }, index) => driverText(row[`c${index}`], name, where));
			size.saw(texts);
			batch.add(texts);
			if (batch.full) yield* young.over(batch.take());
		}
	}
	yield* batch.take();
}
async function* fetched(db, { text, parameters, size }) {
	await rowsOf(db, `declare _millrace_selected no scroll cursor for ${text}`, parameters);
	for (;;) {
		const { rows } = await rowsOf(db, `fetch forward ${size.rows} from _millrace_selected`, []);
		if (rows.length === 0) return;
		yield rows;
		size.next();
	}
}
async function* streamed(db, { text, parameters }) {
	const query = CompiledQuery.raw(text, [...parameters]);
	for await (const { rows } of db.getExecutor().stream(query, rowsWaiting)) yield rows;
}
async function rolledBack(kysely, work) {
	const transaction = await kysely.startTransaction().execute();
	try {
		return await work(transaction);
	} finally {
		await transaction.rollback().execute();
	}
}

// src/adapters/database/load-dialect-module.ts
const families = [
	["postgres", /postgres/i],
	["mysql", /mysql|maria/i],
	["sqlite", /sqlite/i]
];
async function loadDialectModule(connection, workspace) {
	const { dialect: path = "", url, env = {} } = connection;
	const exported = await importModule(path, workspace);
	const make = exported["default"] ?? exported["dialect"];
	if (typeof make !== "function") throw moduleFailure(path, "exports no function", "Export a function of { url, env } that answers a Kysely dialect");
	const made = await called(path, () => Reflect.apply(make, void 0, [{
		url,
		env
	}]));
	if (!isDialect(made)) throw moduleFailure(path, "made no Kysely dialect", "Answer a dialect, e.g. `new PostgresDialect(…)`");
	return {
		dialect: made,
		speaks: spoken(exported["speaks"]) ?? familyOf(made, path)
	};
}
async function importModule(path, workspace) {
	try {
		const exported = await import(pathToFileURL(resolve(workspace, path)).href);
		return { ...typeof exported === "object" ? exported : {} };
	} catch (error) {
		throw moduleFailure(path, `cannot be loaded: ${messageOf(error)}`, "Check the path, and that its packages are installed");
	}
}
async function called(path, work) {
	try {
		return await work();
	} catch (error) {
		throw moduleFailure(path, `threw: ${messageOf(error)}`);
	}
}
function isDialect(made) {
	return typeof made === "object" && made !== null && [
		"createDriver",
		"createQueryCompiler",
		"createAdapter"
	].every((name) => typeof Reflect.get(made, name) === "function");
}
function spoken(said) {
	return families.find(([family]) => family === said)?.[0];
}
function familyOf(dialect, path) {
	const names = [];
	let each = dialect.createQueryCompiler();
	while (typeof each === "object" && each !== null) {
		names.push(each.constructor.name);
		each = Object.getPrototypeOf(each);
	}
	const found = families.find(([, pattern]) => names.some((name) => pattern.test(name)));
	if (found !== void 0) return found[0];
	throw moduleFailure(path, "does not say which SQL its dialect speaks", "Add `export const speaks = 'postgres'` (or 'mysql', 'sqlite')");
}
function moduleFailure(path, what, help) {
	return new Failure("connection/module", `"${path}" ${what}`, help === void 0 ? {} : { help });
}
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

// src/adapters/database/dialect-database.ts
async function openDialect(connection, workspace, signal) {
	signal.throwIfAborted();
	const { dialect, speaks } = await loadDialectModule(connection, workspace);
	const kysely = new Kysely({ dialect });
	const session = {
		kysely,
		speaks,
		family: families$1[speaks],
		where: connection.dialect ?? "",
		signal
	};
	const abort = () => void kysely.destroy().catch(() => {});
	signal.addEventListener("abort", abort, { once: true });
	return {
		dialect: speaks,
		transaction: (dataset, work) => guarded(session, () => transactIn(session, dataset, work)),
		select: (query) => guarded(session, () => selectThroughDialect(session, query)),
		async [Symbol.asyncDispose]() {
			signal.removeEventListener("abort", abort);
			if (!signal.aborted) await kysely.destroy();
		}
	};
}
function transactIn(session, dataset, work) {
	const { kysely, speaks, signal } = session;
	return transact(kysely, async (db) => {
		await begin(session, db);
		const answer = await work({
			dialect: speaks,
			db,
			stage: (onRows, into) => stage(session, db, {
				dataset: staging(dataset),
				into
			}, onRows),
			describe: (query) => describeThroughDialect(session, db, query),
			stageQuery: (query) => stageQuery(session, db, query),
			async read(text, parameters) {
				if (speaks === "mysql") refuseFiles(text);
				return (await rowsOf(db, text, parameters)).rows;
			}
		});
		signal.throwIfAborted();
		return answer;
	});
}
async function stage({ speaks, signal }, db, { dataset, into }, onRows) {
	const table = (speaks === "sqlite" ? void 0 : into) ?? staged;
	if (table === staged) await makeStaged(db, speaks, dataset.columns);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	const names = columnIds(dataset.columns.map(({ name }) => name));
	const head = sql`insert into ${tableId(table)} (${names}) values `.compile(db).sql;
	const encode = speaks === "mysql" ? encodeValues : encodeLiterals;
	for (const values of encode(file)) {
		signal.throwIfAborted();
		await rowsOf(db, head + values.toString("utf8"), []);
	}
	onRows(dataset.rows);
	return table;
}
async function stageQuery(session, db, query) {
	const columns = await describeThroughDialect(session, db, query);
	await makeStaged(db, session.speaks, columns);
	const into = sql`insert into ${tableId(staged)} select * from`.compile(db).sql;
	await asked(session, db, {
		before: `${into} (\n`,
		query,
		after: "\n) as selected"
	});
	const { rows } = await sql`select count(*) as n from ${tableId(staged)}`.execute(db);
	return {
		table: staged,
		columns,
		rows: Number(rows[0]?.n)
	};
}

export { openDialect };