import { i as __toESM } from "./rolldown-runtime.js";
import { a as MysqlQueryCompiler, d as Kysely, i as MysqlIntrospector, l as CompiledQuery, r as MysqlAdapter, u as sql } from "./vendor/kysely.js";
import { t as require_mysql2 } from "./vendor/mysql2.js";
import { a as LoadDataEncoder, c as loadDataFormat, i as mysqlQueryFailure, n as mysqlSession, o as encodeLoadData, r as mysqlFailure, s as encodeValues, t as refuseFiles } from "./adapters-database-refuse-files.js";
import { B as Bug, V as Failure } from "./dataset-fields-print-number.js";
import { t as PacedRows } from "./adapters-database-paced-rows.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { i as staged, n as staging, r as makeStaged, t as transact } from "./adapters-database-transact.js";
import { resolve } from "node:path";
import { readFileSync } from "node:fs";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { Duplex, Readable, Writable } from "node:stream";
import { once } from "node:events";

// src/adapters/database/mysql-options.ts
var import_mysql2 = /* @__PURE__ */ __toESM(require_mysql2(), 1);
const modes = [
	"disabled",
	"preferred",
	"required",
	"verify-ca",
	"verify-identity"
];
const parameters = [
	"ssl-mode",
	"ssl-ca",
	"ssl-cert",
	"ssl-key",
	"socket"
];
function readMysqlUrl(url, workspace) {
	const parsed = URL.parse(url);
	if (parsed === null) throw new Failure("database/connection", "the connection is no mysql:// URL");
	const given = parametersOf(parsed);
	const mode = tlsMode(given);
	const { hostname, port, username, password, pathname } = parsed;
	const database = decode(pathname.slice(1));
	const socket = given.get("socket");
	return {
		where: `${parsed.protocol}//${parsed.host}${pathname}`,
		mayBePlain: mode === "preferred",
		options: {
			...socket === void 0 ? {
				host: hostname.replace(/^\[(.*)\]$/, "$1") || "localhost",
				port: Number(port || 3306)
			} : { socketPath: socket },
			...username === "" ? {} : { user: decode(username) },
			...password === "" ? {} : { password: decode(password) },
			...database === "" ? {} : { database },
			...mode === "disabled" || socket !== void 0 ? {} : { ssl: tlsOptions(mode, given, workspace) }
		}
	};
}
function parametersOf({ searchParams }) {
	const given = /* @__PURE__ */ new Map();
	for (const [name, value] of searchParams) {
		const known = parameters.find((each) => each === name.toLowerCase().replaceAll("_", "-"));
		if (known === void 0) throw new Failure("database/connection", `the connection has a parameter "${name}", which is not known`, { help: `The parameters of a mysql:// URL are ${parameters.join(", ")}` });
		given.set(known, value);
	}
	return given;
}
function tlsMode(given) {
	const text = given.get("ssl-mode")?.toLowerCase().replaceAll("_", "-");
	if (text === void 0) return given.has("ssl-ca") ? "verify-ca" : "preferred";
	const mode = modes.find((each) => each === text);
	if (mode !== void 0) return mode;
	throw new Failure("database/connection", `the connection has the ssl-mode "${text}", which is not known`, { help: `Write one of ${modes.join(", ")}` });
}
function tlsOptions(mode, given, workspace) {
	const file = (name) => {
		const path = given.get(name);
		return path === void 0 ? void 0 : readPem(name, resolve(workspace, path));
	};
	const [ca, cert, key] = [
		file("ssl-ca"),
		file("ssl-cert"),
		file("ssl-key")
	];
	return {
		rejectUnauthorized: mode === "verify-ca" || mode === "verify-identity",
		verifyIdentity: mode === "verify-identity",
		...ca === void 0 ? {} : { ca },
		...cert === void 0 ? {} : { cert },
		...key === void 0 ? {} : { key }
	};
}
function readPem(name, path) {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		throw new Failure("database/connection", `the file of "${name}" cannot be read: ${path}`, { cause: error });
	}
}
function decode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// src/adapters/database/mysql-client.ts
const connectTimeoutMs = 15e3;
const cancelTimeoutMs = 2e3;
async function connectMysql(url, workspace, signal) {
	const server = readMysqlUrl(url, workspace);
	const { client, options } = await connected(server, signal);
	const cancel = () => kill(client, options);
	const abort = () => void cancel();
	signal.addEventListener("abort", abort, { once: true });
	return {
		client,
		where: server.where,
		cancel,
		async [Symbol.asyncDispose]() {
			signal.removeEventListener("abort", abort);
			await Promise.race([ended$1(client), setTimeout$1(cancelTimeoutMs, void 0, { ref: false })]);
			client.destroy();
		}
	};
}
async function connected(server, signal) {
	const { options, where, mayBePlain } = server;
	try {
		return await connectedOnce(options, signal);
	} catch (error) {
		signal.throwIfAborted();
		const code = error instanceof Error ? Reflect.get(error, "code") : void 0;
		if (!mayBePlain || code !== "HANDSHAKE_NO_SSL_SUPPORT") throw mysqlFailure(error, where);
		const { ssl: _, ...plain } = options;
		return connected({
			options: plain,
			where,
			mayBePlain: false
		}, signal);
	}
}
async function connectedOnce(options, signal) {
	signal.throwIfAborted();
	const { promise: aborted, reject } = Promise.withResolvers();
	const abort = () => reject(signal.reason);
	signal.addEventListener("abort", abort, { once: true });
	const client = createClient(options);
	try {
		await Promise.race([greeted(client), aborted]);
		await Promise.race([query(client, `${mysqlSession}, autocommit = 1`), aborted]);
		await Promise.race([query(client, "set session transaction isolation level repeatable read"), aborted]);
		signal.throwIfAborted();
		return {
			client,
			options
		};
	} catch (error) {
		client.destroy();
		throw error;
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
function createClient(options) {
	const client = import_mysql2.createConnection({
		...options,
		charset: "utf8mb4",
		timezone: "Z",
		dateStrings: true,
		supportBigNumbers: true,
		connectTimeout: connectTimeoutMs,
		connectAttributes: { program_name: "millrace" },
		flags: ["-FOUND_ROWS", "-MULTI_STATEMENTS"]
	});
	client.on("error", () => {});
	client.on("end", () => cut(client));
	return client;
}
function cut(client, why) {
	const socket = Reflect.get(client, "stream");
	if (socket instanceof Duplex) socket.destroy(why);
}
function greeted(client) {
	return new Promise((resolve, reject) => client.connect((error) => error === null ? resolve() : reject(error)));
}
function query(client, sql) {
	return new Promise((resolve, reject) => client.query(sql, (error, rows) => error === null ? resolve(Array.isArray(rows) ? rows : []) : reject(error)));
}
function ended$1(client) {
	return new Promise((resolve) => client.end(() => resolve()));
}
async function kill(client, options) {
	const second = createClient(options);
	try {
		const ask = greeted(second).then(() => query(second, `kill query ${client.threadId}`));
		await Promise.race([ask, setTimeout$1(cancelTimeoutMs)]);
	} catch {} finally {
		second.destroy();
		cut(client, /* @__PURE__ */ new Error("the connection was given up"));
		client.destroy();
	}
}

// src/adapters/database/mysql-dialect.ts
function mysqlDialect(client) {
	return {
		createAdapter: () => new MysqlAdapter(),
		createDriver: () => new ClientDriver(client),
		createIntrospector: (db) => new MysqlIntrospector(db),
		createQueryCompiler: () => new MysqlQueryCompiler()
	};
}
var ClientDriver = class {
	#connection;
	constructor(client) {
		this.#connection = new ClientConnection(client);
	}
	async init() {}
	async acquireConnection() {
		return this.#connection;
	}
	async beginTransaction() {
		await this.#connection.executeQuery(CompiledQuery.raw("start transaction"));
	}
	async commitTransaction() {
		await this.#connection.executeQuery(CompiledQuery.raw("commit"));
	}
	async rollbackTransaction() {
		await this.#connection.executeQuery(CompiledQuery.raw("rollback"));
	}
	async releaseConnection() {}
	async destroy() {}
};
var ClientConnection = class {
	#client;
	constructor(client) {
		this.#client = client;
	}
	executeQuery({ sql, parameters }) {
		return new Promise((resolve, reject) => {
			const settle = (error, answer) => {
				if (error === null) resolve(resultOf(answer));
				else reject(error);
			};
			if (parameters.length === 0) this.#client.query(sql, settle);
			else this.#client.execute(sql, parameters.map(bindable), settle);
		});
	}
	async *streamQuery() {
		throw new Bug("a MySQL connection does not stream");
	}
};
function resultOf(answer) {
	if (Array.isArray(answer)) return { rows: answer };
	const affected = typeof answer === "object" && answer !== null ? Reflect.get(answer, "affectedRows") : void 0;
	return {
		rows: [],
		...typeof affected === "number" ? { numAffectedRows: BigInt(affected) } : {}
	};
}
function bindable(value) {
	if (value === null || typeof value === "string" || typeof value === "boolean") return value;
	if (typeof value === "number") return Number.isSafeInteger(value) ? import_mysql2.default.TypedParameter.BIGINT(value) : value;
	if (typeof value === "bigint") return fitsBigint(value) ? import_mysql2.default.TypedParameter.BIGINT(value) : String(value);
	throw new Bug(`a ${typeof value} cannot be bound to a statement`);
}
function fitsBigint(value) {
	return BigInt.asIntN(64, value) === value;
}

// src/adapters/database/mysql-columns.ts
const tiny = 1;
const bit = 16;
const decimalTypes = /* @__PURE__ */ new Set([0, 246]);
const jsonType = 245;
const geometry = 255;
const vector = 242;
const typeOf = {
	2: "integer",
	3: "integer",
	4: "real",
	5: "real",
	7: "timestamp",
	8: "integer",
	9: "integer",
	10: "date",
	12: "timestamp",
	13: "integer",
	14: "date",
	16: "integer",
	245: "json"
};
const timestampType = 7;
const unsigned = 32;
const binaryCharset = 63;
const finest = 6;
function selectedField(field) {
	const { name, columnType = 0 } = field;
	if (columnType === bit) return {
		column: {
			name,
			type: "integer"
		},
		text: bitText
	};
	const column = columnOf(field, columnType);
	return {
		column,
		text: column.type === "text" && (field.characterSet === binaryCharset || columnType === geometry || columnType === vector) && isBlob(columnType) ? hexText : utf8Text
	};
}
function columnOf(field, columnType) {
	const { name, decimals, columnLength = 0, extendedFormat } = field;
	if (columnType === jsonType || extendedFormat === "json") return {
		name,
		type: "json"
	};
	if (columnType === tiny) return {
		name,
		type: columnLength === 1 ? "boolean" : "integer"
	};
	if (decimalTypes.has(columnType)) return {
		name,
		type: "decimal",
		...digitsOf(field)
	};
	const type = typeOf[columnType] ?? "text";
	if (type !== "timestamp") return {
		name,
		type
	};
	return {
		name,
		type,
		zoned: columnType === timestampType,
		scale: Math.min(decimals, finest)
	};
}
function digitsOf({ flags, decimals, columnLength = 0, orgTable }) {
	if (orgTable === "") return { scale: decimals };
	return {
		precision: columnLength - (typeof flags === "number" && (flags & unsigned) !== 0 ? 0 : 1) - (decimals > 0 ? 1 : 0),
		scale: decimals
	};
}
function isBlob(columnType) {
	return columnType >= 249 || columnType === 15 || columnType === vector;
}
const utf8Text = (bytes) => bytes;
const hexText = (bytes) => `\\x${bytes.toString("hex")}`;
const bitText = (bytes) => String(bytes.length === 0 ? 0 : BigInt(`0x${bytes.toString("hex")}`));

// src/adapters/database/mysql-select.ts
async function selectFromMysql(session, query) {
	refuseFiles(query.sql);
	return withQueryFailures(session, async () => {
		await run(session, "start transaction read only");
		const { columns, rows } = await answerOf(session.connection.client, await sendable(session, query));
		return {
			columns,
			batches: ended(session, rows)
		};
	});
}
async function sendable(session, { sql, parameters }) {
	if (parameters.length === 0) return sql;
	for (const [index, value] of parameters.entries()) await run(session, `set @_millrace_${index} = ?`, value);
	await run(session, session.connection.client.format("prepare _millrace_selected from ?", [sql]));
	return `execute _millrace_selected using ${parameters.map((_, index) => `@_millrace_${index}`).join(", ")}`;
}
async function run({ kysely }, sql, ...parameters) {
	await kysely.executeQuery(CompiledQuery.raw(sql, [...parameters]));
}
function answerOf(client, sql) {
	return new Promise((resolve, reject) => {
		let fields = [];
		let rows;
		const query = client.query({
			sql,
			rowsAsArray: true,
			typeCast: bytesOf
		});
		query.on("fields", (found) => {
			if (found === void 0) return reject(new Failure("sql/statement", "the SQL answers no rows"));
			fields = found.map(selectedField);
			const columns = fields.map(({ column }) => column);
			rows = new PacedRows(client, columns);
			resolve({
				columns,
				rows
			});
		});
		query.on("result", (row) => rows?.add(textsOf(row, fields)));
		query.on("end", () => rows?.end());
		query.on("error", (error) => rows === void 0 ? reject(error) : rows.fail(error));
	});
}
function bytesOf(field) {
	return field.buffer();
}
async function* ended(session, rows) {
	let done = false;
	try {
		yield* rows.batches();
		await run(session, "commit");
		done = true;
	} catch (error) {
		session.signal.throwIfAborted();
		throw mysqlQueryFailure(error, session.connection.where);
	} finally {
		if (!done) await session.connection.cancel();
	}
}
function textsOf(row, fields) {
	const values = Array.isArray(row) ? row : [];
	return fields.map(({ text }, index) => {
		const value = values[index];
		return Buffer.isBuffer(value) ? text(value) : null;
	});
}
async function withQueryFailures({ connection, signal }, work, linesBefore = 0) {
	try {
		return await work();
	} catch (error) {
		signal.throwIfAborted();
		throw mysqlQueryFailure(error, connection.where, linesBefore);
	}
}

// src/adapters/database/followed-rows.ts
const patienceMs = 1e3;
var FollowedRows = class {
	#rows;
	#next;
	constructor(rows) {
		this.#rows = rows;
	}
	async more() {
		const next = this.#next ?? this.#rows.more();
		this.#next = void 0;
		return next;
	}
	async soonMore() {
		const next = this.#next ?? this.#rows.more();
		this.#next = next;
		next.catch(() => {});
		const { promise: late, resolve } = Promise.withResolvers();
		const timer = setTimeout(() => resolve(void 0), patienceMs);
		try {
			const answer = await Promise.race([next, late]);
			if (answer !== void 0) this.#next = void 0;
			return answer === true;
		} finally {
			clearTimeout(timer);
		}
	}
};

// src/adapters/database/mysql-load-data.ts
const mostUnsent = 1 << 20;
const mostAtOnce = 1 << 19;
const localRefused = /* @__PURE__ */ new Set([
	1148,
	3948,
	4166,
	2068
]);
function loadData(client, command, chunks) {
	const rows = Readable.from(paced(client, chunks), { objectMode: false });
	rows.on("error", () => {});
	return new Promise((resolve, reject) => {
		client.query({
			sql: command,
			infileStreamFactory: () => rows
		}, (error, answer) => {
			rows.destroy();
			if (error === null) resolve({
				ended: answer.warningStatus === 0 ? "loaded" : "warned",
				rows: answer.affectedRows
			});
			else if (localRefused.has(Number(Reflect.get(error, "errno")))) resolve({
				ended: "refused",
				rows: 0
			});
			else reject(error);
		});
	});
}
async function* paced(client, chunks) {
	const socket = Reflect.get(client, "stream");
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length; at += mostAtOnce) yield chunk.subarray(at, at + mostAtOnce);
		await new Promise(setImmediate);
		if (socket instanceof Writable && socket.writableLength > mostUnsent && !socket.destroyed) await drained(socket);
	}
}
async function drained(socket) {
	const settled = new AbortController();
	const { signal } = settled;
	const either = ["drain", "close"].map((event) => once(socket, event, { signal }));
	try {
		await Promise.race(either);
	} finally {
		settled.abort();
		await Promise.allSettled(either);
	}
}

// src/adapters/database/mysql-stage.ts
async function stageInMysql(connection, db, dataset, into = staged) {
	const { client } = connection;
	if (into === staged) await makeStaged(db, "mysql", dataset.columns);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	const answer = await loadData(client, commandOf(db, into, dataset), encodeLoadData(file));
	if (answer.ended === "warned") throw await notWhole(db, dataset.name);
	if (answer.ended === "refused") await insertRows(db, insertOf(db, into, dataset), file);
	return into;
}
async function copyGrowing({ client }, db, rows, into) {
	const command = commandOf(db, into, rows);
	const encoder = new LoadDataEncoder(rows.columns, rows.cursor);
	const followed = new FollowedRows(rows);
	let copied = 0;
	while (await followed.more()) {
		const answer = await loadData(client, command, rowsThere(encoder, followed));
		if (answer.ended !== "loaded") throw await notWhole(db, into.name);
		copied += answer.rows;
	}
	return copied;
}
async function* rowsThere(encoder, followed) {
	do
		yield* encoder.rows();
	while (await followed.soonMore());
	yield* encoder.rest();
}
function commandOf(db, into, { columns }) {
	const names = columnIds(columns.map(({ name }) => name));
	return sql`load data local infile 'rows' into table ${tableId(into)} ${sql.raw(loadDataFormat)} (${names})`.compile(db).sql;
}
function insertOf(db, into, { columns }) {
	const names = columnIds(columns.map(({ name }) => name));
	return sql`insert into ${tableId(into)} (${names}) values `.compile(db).sql;
}
async function notWhole(db, name) {
	const { rows } = await sql`show warnings limit 1`.execute(db);
	return new Failure("rows/lossy", `the rows of "${name}" did not arrive whole: ${rows[0]?.Message ?? ""}`);
}
async function insertRows(db, head, file) {
	const most = await mostInPacket(db);
	for (const values of encodeValues(file)) {
		if (head.length + values.length >= most) throw tooLong(most);
		await db.executeQuery(CompiledQuery.raw(head + values.toString("utf8")));
	}
}
async function mostInPacket(db) {
	const { rows } = await sql`select @@max_allowed_packet as most`.execute(db);
	return Number(rows[0]?.most);
}
function tooLong(most) {
	return new Failure("database/value", `a row is longer than the server takes in one statement (max_allowed_packet: ${most} bytes)`, { help: "Raise max_allowed_packet on the server, or let it read rows of its clients: set global local_infile = 1" });
}

// src/adapters/database/mysql-stage-query.ts
async function describeInMysql(session, query) {
	refuseFiles(query.sql);
	const text = `select * from (\n${query.sql}\n) as selected limit 0`;
	const { client } = session.connection;
	return (await withQueryFailures(session, () => fieldsOf(client, text, query.parameters), 1)).map((field) => selectedField(field).column);
}
async function stageQueryInMysql(session, db, query) {
	const columns = await describeInMysql(session, query);
	await makeStaged(db, "mysql", columns);
	const into = sql`insert into ${tableId(staged)}`.compile(db).sql;
	const insert = CompiledQuery.raw(`${into}\n${query.sql}`, [...query.parameters]);
	const { numAffectedRows = 0n } = await withQueryFailures(session, () => db.executeQuery(insert), 1);
	return {
		table: staged,
		columns,
		rows: Number(numAffectedRows)
	};
}
function fieldsOf(client, text, parameters) {
	return new Promise((resolve, reject) => {
		client.execute(text, parameters.map(bindable), (error, _rows, fields) => error === null ? resolve(fields) : reject(error));
	});
}

// src/adapters/database/mysql-database.ts
async function openMysql(url, workspace, signal) {
	const connection = await connectMysql(url, workspace, signal);
	const kysely = new Kysely({ dialect: mysqlDialect(connection.client) });
	return {
		dialect: "mysql",
		transaction: (dataset, work) => transaction({
			connection,
			kysely,
			signal
		}, dataset, work),
		select: (query) => selectFromMysql({
			connection,
			kysely,
			signal
		}, query),
		[Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]()
	};
}
async function transaction({ connection, kysely, signal }, dataset, work) {
	try {
		return await transact(kysely, (db) => work({
			dialect: "mysql",
			db,
			async stage(onRows, into) {
				const source = staging(dataset);
				const table = await stageInMysql(connection, db, source, into);
				onRows(source.rows);
				return table;
			},
			copyGrowing: (rows, into) => copyGrowing(connection, db, rows, into),
			describe: (query) => describeInMysql({
				connection,
				signal
			}, query),
			stageQuery: (query) => stageQueryInMysql({
				connection,
				signal
			}, db, query),
			async read(text, parameters) {
				refuseFiles(text);
				return (await db.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows;
			}
		}));
	} catch (error) {
		signal.throwIfAborted();
		throw mysqlFailure(error, connection.where);
	}
}

export { openMysql };