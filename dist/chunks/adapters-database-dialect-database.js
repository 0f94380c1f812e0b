import { c as CompiledQuery, l as sql, u as Kysely } from "./vendor/kysely.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { t as ByteOut } from "./dataset-byte-out.js";
import { i as DatasetCursor, r as printInteger, t as printDecimal } from "./dataset-print-number.js";
import { i as encodeValues, n as mysqlQueryFailure } from "./adapters-database-mysql-failure.js";
import { nn as Failure } from "./source-unclosed.js";
import { t as columnOf } from "./dataset-column-of.js";
import { t as copyType } from "./dataset-encode-copy.js";
import { n as mysqlType } from "./dataset-mysql-type.js";
import { i as columnOfType, t as postgresFailure } from "./adapters-database-postgres-failure.js";
import { n as staging, t as transact } from "./adapters-database-transact.js";
import { t as TextRows } from "./adapters-database-text-rows.js";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// src/dataset/encode-literals.ts
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
	begin: [
		`set timezone = 'UTC'`,
		`set datestyle = 'ISO, YMD'`,
		`set extra_float_digits = 1`
	],
	typeOf: copyType,
	tableEnd: " on commit drop",
	probeLimit: " limit 0",
	async columnsOf(db, table) {
		const { rows } = await sql`
      select attname as name, cast(cast(atttypid as bigint) as integer) as type, atttypmod as modifier
      from pg_catalog.pg_attribute where attrelid = to_regclass(${table}) and attnum > 0 order by attnum`.execute(db);
		return rows.map(({ name, type, modifier }) => columnOfType(name, Number(type), Number(modifier)));
	},
	asText: (column) => `cast(${column} as text)`,
	failure: postgresFailure
};
const mysql = {
	begin: [`set time_zone = '+00:00'`],
	typeOf: mysqlType,
	tableEnd: " character set utf8mb4 collate utf8mb4_bin",
	probeLimit: " limit 0",
	async columnsOf(db, table) {
		const { rows } = await sql`show columns from ${sql.table(table)}`.execute(db);
		return rows.map(({ Field, Type }) => mysqlColumn(String(Field), String(Type).toUpperCase()));
	},
	asText: (column) => `cast(${column} as char character set utf8mb4)`,
	failure: mysqlQueryFailure
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
const sqliteTypes = [
	"text",
	"integer",
	"real",
	"text"
];
const sqlite = {
	begin: [],
	typeOf: () => "",
	tableEnd: "",
	probeLimit: "",
	async columnsOf(db, table) {
		const names = await sql`select name from pragma_table_info(${table})`.execute(db);
		const seen = names.rows.map(({ name }, index) => sql`max(case typeof(${sql.id(name)}) when 'null' then 0 when 'integer' then 1 when 'real' then 2 else 3 end) as ${sql.id(`c${index}`)}`);
		const { rows } = await sql`select ${sql.join(seen)} from ${sql.table(table)}`.execute(db);
		return names.rows.map(({ name }, index) => ({
			name,
			type: sqliteTypes[Number(rows[0]?.[`c${index}`] ?? 0)] ?? "text"
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
const staged = { name: "_millrace_staged" };
const rowsAtOnce = 5e3;
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
		select: (query) => guarded(session, () => select(session, query)),
		async [Symbol.asyncDispose]() {
			signal.removeEventListener("abort", abort);
			if (!signal.aborted) await kysely.destroy();
		}
	};
}
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
function transactIn(session, dataset, work) {
	const { kysely, family, speaks } = session;
	return transact(kysely, async (db) => {
		await run(db, family.begin);
		return work({
			dialect: speaks,
			db,
			stage: (onRows, into) => stage(session, db, {
				dataset: staging(dataset),
				into
			}, onRows),
			describe: (query) => described(session, db, query),
			stageQuery: (query) => stageQuery(session, db, query),
			async read(text, parameters) {
				return (await rowsOf(db, text, parameters)).rows;
			}
		});
	});
}
async function makeStaged({ family }, db, columns) {
	const lines = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(family.typeOf(column))}`);
	await sql`drop table if exists ${sql.table(staged.name)}`.execute(db);
	await sql`create temporary table ${sql.table(staged.name)} (${sql.join(lines)})${sql.raw(family.tableEnd)}`.execute(db);
}
async function stage(session, db, { dataset, into }, onRows) {
	const table = session.speaks !== "sqlite" && into !== void 0 ? into : staged;
	if (table === staged) await makeStaged(session, db, dataset.columns);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	const names = sql.join(dataset.columns.map(({ name }) => sql.id(name)));
	const place = table.schema === void 0 ? sql.id(table.name) : sql.id(table.schema, table.name);
	const head = sql`insert into ${place} (${names}) values `.compile(db).sql;
	const encode = session.speaks === "mysql" ? encodeValues : encodeLiterals;
	for (const values of encode(file)) await run(db, [head + values.toString("utf8")]);
	onRows(dataset.rows);
	return table;
}
async function described({ family }, db, { sql: text, parameters }) {
	const probe = sql.table("_millrace_probe");
	const make = sql`create temporary table ${probe} as select * from`.compile(db).sql;
	await rowsOf(db, `${make} (\n${text}\n) as selected${family.probeLimit}`, parameters);
	const columns = await family.columnsOf(db, "_millrace_probe");
	await sql`drop table ${probe}`.execute(db);
	return columns;
}
async function stageQuery(session, db, query) {
	const columns = await described(session, db, query);
	await makeStaged(session, db, columns);
	const into = sql`insert into ${sql.table(staged.name)} select * from`.compile(db).sql;
	await rowsOf(db, `${into} (\n${query.sql}\n) as selected`, query.parameters);
	const { rows } = await sql`select count(*) as n from ${sql.table(staged.name)}`.execute(db);
	return {
		table: staged,
		columns,
		rows: Number(rows[0]?.n)
	};
}
async function select(session, query) {
	const { kysely, family } = session;
	const columns = await rolledBack(kysely, async (db) => {
		await run(db, family.begin);
		return described(session, db, query);
	});
	return {
		columns,
		batches: selected(session, query, columns)
	};
}
async function* selected(session, query, columns) {
	const { kysely, family, where, signal } = session;
	const texts = columns.map(({ name }, index) => sql`${sql.raw(family.asText(sql.id(name).compile(kysely).sql))} as ${sql.id(`c${index}`)}`);
	const text = `${sql`select ${sql.join(texts)} from`.compile(kysely).sql} (\n${query.sql}\n) as selected`;
	const batch = new TextRows(columns, session.speaks === "sqlite" ? "untyped" : "typed");
	const begin = kysely.startTransaction();
	const db = await (session.speaks === "sqlite" ? begin : begin.setAccessMode("read only")).execute();
	try {
		await run(db, family.begin);
		const answer = db.getExecutor().stream(CompiledQuery.raw(text, [...query.parameters]), rowsAtOnce);
		for await (const { rows } of answer) {
			signal.throwIfAborted();
			for (const row of rows) {
				batch.add(columns.map((_, index) => textOf(row[`c${index}`])));
				if (batch.full) yield* batch.take();
			}
		}
		yield* batch.take();
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof Failure ? error : family.failure(error, where);
	} finally {
		await db.rollback().execute();
	}
}
function textOf(value) {
	if (typeof value === "string") return value;
	if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
	return null;
}
async function rolledBack(kysely, work) {
	const transaction = await kysely.startTransaction().execute();
	try {
		return await work(transaction);
	} finally {
		await transaction.rollback().execute();
	}
}
async function run(db, statements) {
	for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
}
function rowsOf(db, text, parameters) {
	return db.executeQuery(CompiledQuery.raw(text, [...parameters]));
}

export { openDialect };