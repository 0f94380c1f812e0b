import { d as Kysely, l as CompiledQuery, n as PostgresDriver, t as PostgresDialect, u as sql } from "./vendor/kysely.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { t as require_pg_copy_streams } from "./vendor/pg-copy-streams.js";
import { r as encodeCopy, t as CopyEncoder } from "./dataset-encode-encode-copy.js";
import { n as esm_default, t as Query } from "./vendor/pg.js";
import { B as Bug, V as Failure } from "./dataset-fields-print-number.js";
import { i as columnOfField, n as postgresFailure, r as postgresQueryFailure, t as postgresSettings } from "./adapters-database-postgres-settings.js";
import { a as CollectYoung, i as staged, n as staging, r as makeStaged, t as transact } from "./adapters-database-transact.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as kindOf } from "./adapters-database-text-rows.js";
import { t as PacedRows } from "./adapters-database-paced-rows.js";
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

// src/adapters/database/copy-memory.ts
const sentinels = Buffer.from("	\n");
var CopyMemory = class {
	bytes;
	start = /* @__PURE__ */ new Int32Array(0);
	end = /* @__PURE__ */ new Int32Array(0);
	kind = /* @__PURE__ */ new Uint8Array(0);
	length = 0;
	constructor(size) {
		this.bytes = Buffer.allocUnsafeSlow(size);
		this.fields(0, 4096);
	}
	add(chunk) {
		this.behind(chunk.length + sentinels.length);
		this.bytes.set(chunk, this.length);
		this.length += chunk.length;
		this.bytes.set(sentinels, this.length);
	}
	behind(size) {
		const least = this.length + sentinels.length + size;
		if (least > this.bytes.length) {
			const larger = Buffer.allocUnsafeSlow(2 * least);
			larger.set(this.bytes.subarray(0, this.length + sentinels.length));
			this.bytes = larger;
		}
		return this.length + sentinels.length;
	}
	fields(taken, more) {
		if (taken + more <= this.kind.length) return;
		const size = 2 * (taken + more);
		const { start, end, kind } = this;
		this.start = new Int32Array(size);
		this.end = new Int32Array(size);
		this.kind = new Uint8Array(size);
		this.start.set(start);
		this.end.set(end);
		this.kind.set(kind);
	}
	keep(from, to, rest) {
		const { bytes, length } = this;
		bytes.copyWithin(0, from, to);
		bytes.copyWithin(to - from, rest, length);
		this.length = to - from + length - rest;
		bytes.set(sentinels, this.length);
	}
};

// src/adapters/database/copy-timestamp.ts
const space = 32;
const point = 46;
const zero = 48;
const letterT = 84;
const letterZ = 90;
const least = 19;
var CopyTimestamp = class {
	#column;
	#fraction;
	#zoned;
	size;
	constructor(at, { scale, zoned }) {
		this.#column = at;
		this.#fraction = scale ?? 6;
		this.#zoned = zoned === true;
		this.size = least + (this.#fraction > 0 ? 1 + this.#fraction : 0) + (this.#zoned ? 1 : 0);
	}
	rewrite({ bytes, start, end, kind }, { rows, columns, out: first }) {
		let out = first;
		for (let row = 0, field = this.#column; row < rows; row++, field += columns) {
			if (kind[field] === fieldKind.null || !this.#put(bytes, start[field] ?? 0, end[field] ?? 0, out)) continue;
			start[field] = out;
			out += this.size;
			end[field] = out;
		}
		return out;
	}
	#put(bytes, from, to, out) {
		const until = this.#zoned ? to - 3 : to;
		if (until - from < least || bytes[from + 10] !== space) return false;
		if (until - from > least && bytes[from + least] !== point) return false;
		for (let i = 0; i < least; i++) bytes[out + i] = bytes[from + i] ?? 0;
		bytes[out + 10] = letterT;
		if (this.#fraction > 0) {
			bytes[out + least] = point;
			const known = until - from - least - 1;
			for (let digit = 0; digit < this.#fraction; digit++) bytes[out + 20 + digit] = digit < known ? bytes[from + 20 + digit] ?? zero : zero;
		}
		if (this.#zoned) bytes[out + this.size - 1] = letterZ;
		return true;
	}
};

// src/adapters/database/copy-text.ts
const tab = 9;
const newline = 10;
const letterN = 78;
const backslash = 92;
const headSize = 5;
const copyData = 100;
const escaped = new Map(Object.entries({
	b: 8,
	f: 12,
	n: 10,
	r: 13,
	t: 9,
	v: 11
}).map(([letter, byte]) => [letter.charCodeAt(0), byte]));
const fullAt = 1 << 19;
var CopyText = class {
	#columns;
	#kinds;
	#timestamps;
	#besideRow;
	#memory;
	#read = 0;
	#begun = 0;
	#begunEnd = 0;
	#plain = 0;
	#rows = 0;
	total = 0;
	constructor(columns) {
		this.#columns = columns.length;
		this.#kinds = Uint8Array.from(columns, ({ type }) => kindOf(type));
		this.#timestamps = columns.flatMap((column, at) => column.type === "timestamp" ? [new CopyTimestamp(at, column)] : []);
		this.#besideRow = this.#timestamps.reduce((sum, { size }) => sum + size, 0);
		this.#memory = new CopyMemory(2 * fullAt);
	}
	get rows() {
		return this.#rows;
	}
	get full() {
		return this.#rows > 0 && this.#memory.length >= fullAt;
	}
	add(chunk, other) {
		const memory = this.#memory;
		memory.add(chunk);
		while (this.#read + headSize <= memory.length) {
			const at = this.#read;
			const end = at + 1 + memory.bytes.readUInt32BE(at + 1);
			if (end > memory.length) break;
			this.#read = end;
			if (memory.bytes[at] === copyData) this.#data(at + headSize, end);
			else other(Buffer.from(memory.bytes.subarray(at, end)));
		}
	}
	rest() {
		const rest = Buffer.from(this.#memory.bytes.subarray(this.#read, this.#memory.length));
		this.#memory.length = this.#read;
		return rest;
	}
	*take() {
		if (this.#rows === 0) return;
		const memory = this.#memory;
		let out = memory.behind(this.#rows * this.#besideRow);
		for (const timestamp of this.#timestamps) out = timestamp.rewrite(memory, {
			rows: this.#rows,
			columns: this.#columns,
			out
		});
		const { bytes, start, end, kind } = memory;
		yield {
			bytes,
			rows: this.#rows,
			columns: this.#columns,
			start,
			end,
			kind,
			line: void 0,
			raw: void 0
		};
		this.#rows = 0;
		memory.keep(this.#begun, this.#begunEnd, this.#read);
		this.#begunEnd -= this.#begun;
		this.#begun = 0;
		this.#read = this.#begunEnd;
		this.#plain = 0;
	}
	#data(from, to) {
		const { bytes } = this.#memory;
		if (this.#begun === this.#begunEnd) {
			if (bytes[to - 1] === newline) return this.#lines(from, to);
			this.#begun = from;
			this.#begunEnd = to;
		} else {
			bytes.copyWithin(this.#begunEnd, from, to);
			this.#begunEnd += to - from;
			this.#plain = 0;
		}
		const whole = this.#begun + bytes.subarray(this.#begun, this.#begunEnd).lastIndexOf(newline) + 1;
		this.#lines(this.#begun, whole);
		this.#begun = whole;
	}
	#lines(from, to) {
		for (let at = from; at < to;) {
			const field = this.#rows * this.#columns;
			this.#memory.fields(field, this.#columns);
			at = this.#isPlain(at, to) ? this.#plainLine(field, at, to) : this.#line(field, at, to);
			this.#rows++;
			this.total++;
		}
	}
	#isPlain(from, to) {
		if (to <= this.#plain) return true;
		const { bytes, length } = this.#memory;
		const known = Math.max(from, this.#plain);
		if (bytes[known] === backslash) return false;
		const found = bytes.subarray(known, length).indexOf(backslash);
		this.#plain = found < 0 ? length : known + found;
		return to <= this.#plain;
	}
	#plainLine(first, from, to) {
		const { bytes, start, end, kind } = this.#memory;
		const kinds = this.#kinds;
		const last = kinds.length - 1;
		let at = from;
		if (last < 0) return from + 1;
		for (let column = 0; column < last; column++) {
			start[first + column] = at;
			while (bytes[at] !== tab) at++;
			end[first + column] = at++;
			kind[first + column] = kinds[column] ?? fieldKind.bare;
			if (at > to) throw lacking();
		}
		start[first + last] = at;
		while (bytes[at] !== newline && bytes[at] !== tab) at++;
		if (at >= to || bytes[at] === tab) throw lacking();
		end[first + last] = at;
		kind[first + last] = kinds[last] ?? fieldKind.bare;
		return at + 1;
	}
	#line(first, from, to) {
		const { bytes, start, end, kind } = this.#memory;
		const kinds = this.#kinds;
		let at = from;
		for (let column = 0; column < kinds.length; column++) {
			const begin = at;
			let byte = bytes[at];
			while (byte !== tab && byte !== newline && byte !== backslash) byte = bytes[++at];
			let until = at;
			let isNull = false;
			if (byte === backslash) {
				at = this.#fieldEnd(at);
				isNull = at === begin + 2 && bytes[begin + 1] === letterN;
				until = isNull ? begin : this.#unescape(until, at);
			}
			start[first + column] = begin;
			end[first + column] = until;
			kind[first + column] = isNull ? fieldKind.null : kinds[column] ?? fieldKind.bare;
			if (++at > to || bytes[at - 1] === newline !== (column === kinds.length - 1)) throw lacking();
		}
		return at;
	}
	#fieldEnd(from) {
		const { bytes } = this.#memory;
		let at = from;
		while (bytes[at] !== tab && bytes[at] !== newline) at += bytes[at] === backslash ? 2 : 1;
		return at;
	}
	#unescape(from, to) {
		const { bytes } = this.#memory;
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
};
function lacking() {
	return new Bug("a row of COPY has other fields than its query");
}

// src/adapters/database/copy-out.ts
async function* copyOut(client, copy, columns) {
	yield* client.query(new CopyOut(copy, columns)).batches();
}
var CopyOut = class {
	#copy;
	#text;
	#stream;
	#pg = () => {};
	#own = (chunk) => this.#hear(chunk);
	#isDone = false;
	#error;
	#wake;
	constructor(copy, columns) {
		this.#copy = copy;
		this.#text = new CopyText(columns);
	}
	async *batches() {
		const young = new CollectYoung();
		while (!this.#isDone || this.#text.rows > 0) {
			if (this.#error !== void 0) throw this.#error.why;
			if (this.#isDone || this.#text.full) {
				yield* young.over(this.#text.take());
				this.#stream?.resume();
			} else {
				const { promise, resolve } = Promise.withResolvers();
				this.#wake = resolve;
				await promise;
			}
		}
	}
	submit(connection) {
		const { stream } = connection;
		const [pg, ...others] = stream.listeners("data");
		if (pg === void 0 || others.length > 0) throw new Bug("the connection is heard by others than pg");
		this.#pg = pg;
		this.#stream = stream;
		stream.off("data", this.#pg);
		stream.on("data", this.#own);
		connection.query(this.#copy);
	}
	#hear(chunk) {
		try {
			this.#text.add(chunk, this.#pg);
			if (this.#stream === void 0) this.#pg(this.#text.rest());
		} catch (error) {
			this.#stream?.pause();
			this.#end(error);
		}
		if (!this.#text.full) return;
		this.#stream?.pause();
		this.#wake?.();
	}
	handleCommandComplete({ text }) {
		const said = /^COPY (\d+)$/.exec(text);
		const { total } = this.#text;
		if (said !== null && Number(said[1]) !== total) this.#end(new Bug(`${total} rows have come of "${text}"`));
	}
	handleReadyForQuery() {
		this.#leave();
		this.#isDone = true;
		this.#wake?.();
	}
	handleError(error) {
		this.#leave();
		this.#end(error);
	}
	#end(error) {
		this.#error ??= { why: error };
		this.#wake?.();
	}
	#leave() {
		this.#stream?.off("data", this.#own);
		this.#stream?.on("data", this.#pg);
		this.#stream = void 0;
	}
};

// src/adapters/database/postgres-select.ts
async function selectFromPostgres(session, query) {
	const { client } = session.connection;
	return withQueryFailures(session, {
		sql: query.sql,
		before: ""
	}, async () => {
		await client.query("begin transaction read only");
		await client.query(postgresSettings.join("; "));
		return query.parameters.length === 0 ? copied(session, query) : streamed(session, query);
	});
}
async function copied(session, { sql }) {
	const columns = await describeInPostgres(session, {
		sql,
		parameters: []
	});
	const rows = copyOut(session.connection.client, `${copy}${sql}\n) to stdout`, columns);
	return {
		columns,
		batches: ended(session, {
			sql,
			before: copy
		}, rows)
	};
}
const copy = "copy (\n";
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
async function streamed(session, { sql, parameters }) {
	const before = "select * from (\n";
	const text = `${before}${sql}\n) as selected`;
	const rows = await withQueryFailures(session, {
		sql,
		before
	}, () => rowsOf(session.connection.client, text, parameters));
	return {
		...rows,
		batches: ended(session, {
			sql,
			before
		}, rows.batches)
	};
}
function rowsOf(client, text, parameters) {
	const query = {
		text,
		values: [...parameters],
		rowMode: "array",
		types: asPrinted
	};
	return new Promise((resolve, reject) => {
		let rows;
		const open = (result) => {
			const columns = result?.fields.map(columnOfField) ?? [];
			const opened = new PacedRows(client.connection.stream, columns);
			resolve({
				columns,
				batches: opened.batches()
			});
			return opened;
		};
		client.query(new Query(query)).on("row", (row, result) => (rows ??= open(result)).add(row)).on("end", (result) => (rows ?? open(result)).end()).on("error", (error) => rows === void 0 ? reject(error) : rows.fail(error));
	});
}
const asPrinted = { getTypeParser: () => (text) => text };
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

// src/adapters/database/settled-postgres-dialect.ts
var SettledPostgresDialect = class extends PostgresDialect {
	#client;
	constructor(client) {
		super(configOf(client));
		this.#client = client;
	}
	createDriver() {
		return new SettledPostgresDriver(configOf(this.#client));
	}
};
var SettledPostgresDriver = class extends PostgresDriver {
	async beginTransaction(connection) {
		await connection.executeQuery(CompiledQuery.raw(["begin", ...postgresSettings].join("; ")));
	}
};
function configOf(client) {
	const lent = Object.assign(client, { release: () => {} });
	return { pool: {
		options: {},
		connect: async () => lent,
		end: async () => {}
	} };
}

// src/adapters/database/postgres-database.ts
async function openPostgres(url, signal) {
	const connection = await connectPostgres(url, signal);
	const kysely = new Kysely({ dialect: new SettledPostgresDialect(connection.client) });
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