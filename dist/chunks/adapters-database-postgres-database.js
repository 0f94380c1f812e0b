import { c as CompiledQuery, l as sql, t as PostgresDialect, u as Kysely } from "./vendor/kysely.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { t as require_pg_copy_streams } from "./vendor/pg-copy-streams.js";
import { i as encodeCopy, n as CopyEncoder } from "./steps-sql-exact-collation.js";
import { t as esm_default } from "./vendor/pg.js";
import { on as Failure } from "./source-unclosed.js";
import { i as columnOfField, n as postgresFailure, r as postgresQueryFailure, t as postgresSettings } from "./adapters-database-postgres-settings.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as kindOf, t as TextRows } from "./adapters-database-text-rows.js";
import { i as staged, n as staging, r as makeStaged, t as transact } from "./adapters-database-transact.js";
import { setTimeout } from "node:timers/promises";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/adapters/database/copy-dataset.ts
var import_pg_copy_streams = require_pg_copy_streams();
async function copyDataset(client, copy, dataset) {
	await pipeline$1(Readable.from(breathing(encodeCopy(dataset)), { objectMode: false }), client.query((0, import_pg_copy_streams.from)(copy)));
}
async function copyGrowing(client, copy, rows) {
	const stream = client.query((0, import_pg_copy_streams.from)(copy));
	await pipeline$1(Readable.from(breathing(encodeGrowing(rows)), { objectMode: false }), stream);
	return stream.rowCount;
}
async function* encodeGrowing(rows) {
	const encoder = new CopyEncoder(rows.columns, rows.cursor);
	while (await rows.more()) yield* encoder.rows();
	yield encoder.end();
}
async function* breathing(chunks) {
	for await (const chunk of chunks) {
		yield chunk;
		await new Promise(setImmediate);
	}
}

// src/adapters/database/postgres-client.ts
const connectTimeoutMs = 15e3;
const cancelTimeoutMs = 2e3;
async function connectPostgres(url, signal) {
	const where = describeServer(url);
	const client = await connected(url, where, signal);
	const stop = () => cancel(url, client);
	const abort = () => void stop();
	signal.addEventListener("abort", abort, { once: true });
	return {
		client,
		where,
		cancel: stop,
		async [Symbol.asyncDispose]() {
			signal.removeEventListener("abort", abort);
			await Promise.race([client.end().catch(() => {}), setTimeout(cancelTimeoutMs, void 0, { ref: false })]);
		}
	};
}
async function connected(url, where, signal) {
	signal.throwIfAborted();
	const { promise: aborted, reject } = Promise.withResolvers();
	const abort = () => reject(signal.reason);
	signal.addEventListener("abort", abort, { once: true });
	let client;
	try {
		client = createClient(url);
		client.on("error", () => {});
		await Promise.race([client.connect(), aborted]);
		signal.throwIfAborted();
		return client;
	} catch (error) {
		client?.connection.stream.destroy();
		signal.throwIfAborted();
		throw postgresFailure(error, where);
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
function describeServer(url) {
	const parsed = URL.parse(url);
	if (parsed === null) throw new Failure("database/connection", "the connection is no postgres:// URL");
	return `postgres://${parsed.host}${parsed.pathname}`;
}
function createClient(url) {
	return new esm_default.Client({
		connectionString: url,
		connectionTimeoutMillis: connectTimeoutMs,
		application_name: "millrace",
		keepAlive: true
	});
}
async function cancel(url, client) {
	const pid = Reflect.get(client, "processID");
	const second = createClient(url);
	second.on("error", () => {});
	try {
		const ask = second.connect().then(() => second.query("select pg_cancel_backend($1)", [pid]));
		await Promise.race([ask, setTimeout(cancelTimeoutMs)]);
	} catch {} finally {
		second.end().catch(() => {});
		client.connection.stream.destroy();
	}
}

// src/adapters/database/copy-text.ts
const tab = 9;
const newline = 10;
const space = 32;
const point = 46;
const letterN = 78;
const backslash = 92;
const escaped = new Map(Object.entries({
	b: 8,
	f: 12,
	n: 10,
	r: 13,
	t: 9,
	v: 11
}).map(([letter, byte]) => [letter.charCodeAt(0), byte]));
const leastWindow = 1 << 19;
var CopyText = class {
	#columns;
	#kinds;
	#fractions;
	#zoned;
	#bytes = Buffer.alloc(0);
	#room = 0;
	#length = 0;
	#side = 0;
	#start = /* @__PURE__ */ new Int32Array(0);
	#end = /* @__PURE__ */ new Int32Array(0);
	#kind = /* @__PURE__ */ new Uint8Array(0);
	constructor(columns) {
		this.#columns = columns.length;
		this.#kinds = columns.map(({ type }) => kindOf(type));
		this.#fractions = columns.map(({ type, scale }) => type === "timestamp" ? scale ?? 6 : -1);
		this.#zoned = columns.map(({ zoned }) => zoned === true);
		this.#grow(leastWindow);
	}
	get full() {
		return this.#length >= this.#room / 2;
	}
	add(chunk) {
		if (this.#length + chunk.length > this.#room) this.#grow(2 * (this.#length + chunk.length));
		chunk.copy(this.#bytes, this.#length);
		this.#length += chunk.length;
	}
	#grow(room) {
		const larger = Buffer.allocUnsafe(Math.ceil(room * 2.5));
		this.#bytes.copy(larger, 0, 0, this.#length);
		this.#bytes = larger;
		this.#room = room;
		this.#start = new Int32Array(room);
		this.#end = new Int32Array(room);
		this.#kind = new Uint8Array(room);
	}
	*take() {
		const end = this.#bytes.subarray(0, this.#length).lastIndexOf(newline) + 1;
		if (end === 0) return;
		this.#side = this.#room;
		const rows = this.#scan(end);
		yield {
			bytes: this.#bytes,
			rows,
			columns: this.#columns,
			start: this.#start,
			end: this.#end,
			kind: this.#kind,
			line: void 0,
			raw: void 0
		};
		this.#bytes.copy(this.#bytes, 0, end, this.#length);
		this.#length -= end;
	}
	#scan(end) {
		const bytes = this.#bytes;
		const columns = this.#columns;
		let field = 0;
		let column = 0;
		let rows = 0;
		let at = 0;
		while (at < end) {
			const from = at;
			let byte = bytes[at];
			while (byte !== tab && byte !== newline && byte !== backslash) byte = bytes[++at];
			let to = at;
			let isNull = false;
			if (byte === backslash) {
				at = this.#fieldEnd(at);
				isNull = at === from + 2 && bytes[from + 1] === letterN;
				to = isNull ? from : this.#unescape(to, at);
			}
			if (columns > 0) this.#close(field++, column, from, to, isNull);
			column++;
			if (bytes[at] === newline) {
				rows++;
				column = 0;
			}
			at++;
		}
		return rows;
	}
	#close(field, column, from, to, isNull) {
		this.#start[field] = from;
		this.#end[field] = to;
		this.#kind[field] = isNull ? fieldKind.null : this.#kinds[column] ?? fieldKind.bare;
		if (!isNull && (this.#fractions[column] ?? -1) >= 0) this.#timestamp(field, column, from, to);
	}
	#fieldEnd(from) {
		const bytes = this.#bytes;
		let at = from;
		while (bytes[at] !== tab && bytes[at] !== newline) at += bytes[at] === backslash ? 2 : 1;
		return at;
	}
	#unescape(from, to) {
		const bytes = this.#bytes;
		let out = from;
		for (let at = from; at < to; at++) {
			let byte = bytes[at] ?? 0;
			if (byte === backslash) {
				byte = bytes[++at] ?? 0;
				byte = escaped.get(byte) ?? byte;
			}
			bytes[out++] = byte;
		}
		return out;
	}
	#timestamp(field, column, from, to) {
		const bytes = this.#bytes;
		const zoned = this.#zoned[column] === true;
		const end = zoned ? to - 3 : to;
		if (end - from < 19 || bytes[from + 10] !== space || end - from > 19 && bytes[from + 19] !== point) return;
		let out = this.#side;
		for (let at = from; at < from + 19; at++) bytes[out++] = bytes[at] ?? 0;
		bytes[this.#side + 10] = 84;
		const fraction = this.#fractions[column] ?? 0;
		if (fraction > 0) {
			bytes[out++] = point;
			for (let digit = 0; digit < fraction; digit++) {
				const at = from + 20 + digit;
				bytes[out++] = at < end ? bytes[at] ?? 0 : 48;
			}
		}
		if (zoned) bytes[out++] = 90;
		this.#start[field] = this.#side;
		this.#end[field] = out;
		this.#side = out;
	}
};

// src/adapters/database/postgres-select.ts
const rowsAtOnce = 5e3;
async function selectFromPostgres(session, query) {
	const { client } = session.connection;
	return withQueryFailures(session, {
		sql: query.sql,
		before: ""
	}, async () => {
		await client.query("begin transaction read only");
		await client.query(postgresSettings.join("; "));
		return query.parameters.length === 0 ? copied(session, query) : fetched(session, query);
	});
}
async function copied(session, { sql }) {
	const columns = await describeInPostgres(session, {
		sql,
		parameters: []
	});
	return {
		columns,
		batches: ended(session, {
			sql,
			before: copy
		}, copyRows(session, sql, columns))
	};
}
async function describeInPostgres(session, { sql, parameters }) {
	const { client } = session.connection;
	const before = "select * from (\n";
	const text = `${before}${sql}\n) as selected limit 0`;
	const { fields } = await withQueryFailures(session, {
		sql,
		before
	}, () => client.query(text, [...parameters]));
	return fields.map(columnOfField);
}
const copy = "copy (\n";
async function* copyRows({ connection: { client } }, sql, columns) {
	const stream = client.query((0, import_pg_copy_streams.to)(`${copy}${sql}\n) to stdout`, { highWaterMark: 1 << 18 }));
	const text = new CopyText(columns);
	for await (const chunk of stream) {
		if (Buffer.isBuffer(chunk)) text.add(chunk);
		if (text.full) yield* text.take();
	}
	yield* text.take();
}
async function fetched(session, { sql, parameters }) {
	const { client } = session.connection;
	const before = "declare _millrace_selected no scroll cursor for\n";
	await withQueryFailures(session, {
		sql,
		before
	}, () => client.query(before + sql, [...parameters]));
	const first = await withQueryFailures(session, {
		sql,
		before
	}, () => fetchRows(session));
	const columns = first.fields.map(columnOfField);
	return {
		columns,
		batches: ended(session, {
			sql,
			before
		}, fetchedRows(session, columns, first.rows))
	};
}
async function* fetchedRows(session, columns, first) {
	const batch = new TextRows(columns);
	for (let rows = first; rows.length > 0; rows = (await fetchRows(session)).rows) for (const row of rows) {
		batch.add(row);
		if (batch.full) yield* batch.take();
	}
	yield* batch.take();
}
function fetchRows({ connection: { client } }) {
	return client.query({
		text: `fetch forward ${rowsAtOnce} from _millrace_selected`,
		rowMode: "array",
		types: { getTypeParser: () => (text) => text }
	});
}
async function* ended(session, text, batches) {
	const { connection, signal } = session;
	let done = false;
	try {
		yield* batches;
		await connection.client.query("commit");
		done = true;
	} catch (error) {
		signal.throwIfAborted();
		throw postgresQueryFailure(error, connection.where, text);
	} finally {
		if (!done) await connection.cancel();
	}
}
async function withQueryFailures({ connection, signal }, text, work) {
	try {
		return await work();
	} catch (error) {
		signal.throwIfAborted();
		throw postgresQueryFailure(error, connection.where, text);
	}
}

// src/adapters/database/postgres-database.ts
async function openPostgres(url, signal) {
	const connection = await connectPostgres(url, signal);
	const kysely = new Kysely({ dialect: dialectOf(connection) });
	return {
		dialect: "postgres",
		transaction: (dataset, work) => transaction({
			connection,
			kysely,
			signal
		}, dataset, work),
		select: (query) => selectFromPostgres({
			connection,
			signal
		}, query),
		[Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]()
	};
}
function dialectOf({ client }) {
	const lent = Object.assign(client, { release: () => {} });
	return new PostgresDialect({ pool: {
		options: {},
		connect: async () => lent,
		end: async () => {}
	} });
}
async function transaction({ connection, kysely, signal }, dataset, work) {
	try {
		return await transact(kysely, (db) => work({
			dialect: "postgres",
			db,
			stage: (onRows, into) => stage(connection, db, {
				dataset: staging(dataset),
				into
			}, onRows),
			copyGrowing: (rows, into) => copyGrowing(connection.client, copyInto(into, rows).compile(db).sql, rows),
			describe: (query) => describeInPostgres({
				connection,
				signal
			}, query),
			stageQuery: (query) => stageQuery({
				connection,
				signal
			}, db, query),
			async read(text, parameters) {
				const query = CompiledQuery.raw(text, [...parameters]);
				return (await db.executeQuery(query)).rows;
			}
		}));
	} catch (error) {
		signal.throwIfAborted();
		throw postgresFailure(error, connection.where);
	}
}
async function stageQuery(session, db, query) {
	const columns = await describeInPostgres(session, query);
	await makeStaged(db, "postgres", columns);
	const { sql: text, parameters } = query;
	const before = `${sql`insert into ${tableId(staged)} select * from`.compile(db).sql} (\n`;
	const { client } = session.connection;
	const { rowCount } = await withQueryFailures(session, {
		sql: text,
		before
	}, () => client.query(`${before}${text}\n) as selected`, [...parameters]));
	await sql`analyze ${tableId(staged)}`.execute(db);
	return {
		table: staged,
		columns,
		rows: rowCount ?? 0
	};
}
async function stage({ client }, db, { dataset, into }, onRows) {
	if (into === void 0) await makeStaged(db, "postgres", dataset.columns);
	const table = into ?? staged;
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	await copyDataset(client, copyInto(table, dataset).compile(db).sql, file);
	onRows(dataset.rows);
	if (into === void 0) await sql`analyze ${tableId(table)}`.execute(db);
	return table;
}
function copyInto(table, { columns }) {
	const names = columnIds(columns.map(({ name }) => name));
	return sql`copy ${tableId(table)} (${names}) from stdin (format binary)`;
}

export { openPostgres };