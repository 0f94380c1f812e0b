import { a as CompiledQuery, o as sql, s as Kysely, t as PostgresDialect } from "./vendor/kysely.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeCopy, t as copyType } from "./dataset-encode-copy.js";
import { t as require_pg_copy_streams } from "./vendor/pg-copy-streams.js";
import { t as esm_default } from "./vendor/pg.js";
import { Wt as Failure, w as scanSql } from "./source-unclosed.js";
import { n as isNetworkFault } from "./diagnostic-network-fault.js";
import { t as transact } from "./adapters-database-transact.js";
import { setTimeout } from "node:timers/promises";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/adapters/database/copy-dataset.ts
var import_pg_copy_streams = require_pg_copy_streams();
async function copyDataset(client, copy, dataset) {
	await pipeline$1(Readable.from(breathing(encodeCopy(dataset)), { objectMode: false }), client.query((0, import_pg_copy_streams.from)(copy)));
}
async function* breathing(chunks) {
	for (const chunk of chunks) {
		yield chunk;
		await new Promise(setImmediate);
	}
}

// src/adapters/database/postgres-failure.ts
const connection = "database/connection";
const meanings = {
	"28P01": {
		code: connection,
		help: "Check the user and the password of the connection"
	},
	"28000": {
		code: connection,
		help: "Check the user of the connection, and whether the server asks for TLS (sslmode)"
	},
	"3D000": {
		code: connection,
		help: "Check the name of the database in the connection"
	},
	"53300": {
		code: connection,
		retryable: true
	},
	"57P03": {
		code: connection,
		retryable: true
	},
	"57P01": {
		code: connection,
		retryable: true
	},
	"57P02": {
		code: connection,
		retryable: true
	},
	"57014": { code: "database/cancelled" },
	"55P03": {
		code: "database/busy",
		retryable: true
	},
	"42501": {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	"53100": { code: "disk/full" },
	"08": {
		code: connection,
		retryable: true
	},
	"40": {
		code: "database/busy",
		retryable: true
	},
	"53": {
		code: "database/resources",
		retryable: true
	},
	"22": { code: "database/value" },
	"23": { code: "database/constraint" },
	ECONNREFUSED: {
		code: connection,
		retryable: true,
		help: "Check the host and the port, and that the server runs"
	},
	ENOTFOUND: {
		code: connection,
		help: "Check the host name of the connection"
	},
	EAI_AGAIN: {
		code: connection,
		retryable: true
	},
	ECONNRESET: {
		code: connection,
		retryable: true
	},
	EPIPE: {
		code: connection,
		retryable: true
	},
	ETIMEDOUT: {
		code: connection,
		retryable: true
	}
};
function postgresFailure(error, where) {
	if (error instanceof Failure) return error;
	const said = read(error);
	const meaning = meanings[said.code] ?? meanings[said.code.slice(0, 2)] ?? unnamed(said);
	const parts = [
		said.message,
		said.detail,
		said.where
	].filter((part) => part !== void 0 && part !== "");
	return new Failure(meaning.code, `${where}: ${parts.join("; ")}${said.code === "" ? "" : ` (${said.code})`}`, {
		retryable: meaning.retryable ?? false,
		facts: factsOf(said.code, meaning),
		...meaning.help === void 0 ? {} : { help: meaning.help }
	});
}
const troubled = /^(?:08|53(?!100)|57P0)/;
function factsOf(code, meaning) {
	const isLost = code === "" && meaning.retryable === true;
	return {
		.../^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? { sqlState: code } : {},
		...isLost || troubled.test(code) || isNetworkFault(code) ? { infrastructure: true } : {}
	};
}
function unnamed(said) {
	return said.code === "" && /connection|terminat|timeout|socket/iu.test(said.message) ? {
		code: connection,
		retryable: true
	} : { code: "database/error" };
}
function read(error) {
	if (error instanceof AggregateError && error.errors.length > 0) return read(error.errors[0]);
	const message = error instanceof Error ? error.message : String(error);
	return {
		code: field(error, "code") ?? "",
		message,
		detail: field(error, "detail"),
		where: field(error, "where")
	};
}
function field(error, name) {
	const value = typeof error === "object" && error !== null ? Reflect.get(error, name) : void 0;
	return typeof value === "string" ? value : void 0;
}

// src/adapters/database/postgres-client.ts
const connectTimeoutMs = 15e3;
const cancelTimeoutMs = 2e3;
async function connectPostgres(url, signal) {
	const where = describeServer(url);
	const client = await connected(url, where, signal);
	const abort = () => void cancel(url, client);
	signal.addEventListener("abort", abort, { once: true });
	return {
		client,
		where,
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

// src/adapters/database/number-parameters.ts
function numberParameters(sql) {
	let count = 0;
	return scanSql(sql, "postgres").map(({ kind, text }) => kind === "code" ? text.replaceAll("?", () => `$${count += 1}`) : text).join("");
}

// src/adapters/database/postgres-database.ts
const staged = { name: "_millrace_staged" };
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
		[Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]()
	};
}
function dialectOf({ client }) {
	const lent = Object.assign(client, { release: () => {} });
	return new PostgresDialect({ pool: {
		connect: async () => lent,
		end: async () => {}
	} });
}
async function transaction({ connection, kysely, signal }, dataset, work) {
	try {
		return await transact(kysely, (db) => work({
			dialect: "postgres",
			db,
			stage: (onRows) => stage(connection, db, dataset, onRows),
			async read(text, parameters) {
				const query = CompiledQuery.raw(numberParameters(text), [...parameters]);
				return (await db.executeQuery(query)).rows;
			}
		}));
	} catch (error) {
		signal.throwIfAborted();
		throw postgresFailure(error, connection.where);
	}
}
async function stage({ client }, db, dataset, onRows) {
	const columns = dataset.columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(copyType(column))}`);
	await sql`create temporary table ${sql.table(staged.name)} (${sql.join(columns)}) on commit drop`.execute(db);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	await copyDataset(client, sql`copy ${sql.table(staged.name)} from stdin (format binary)`.compile(db).sql, file);
	onRows(dataset.rows);
	await sql`analyze ${sql.table(staged.name)}`.execute(db);
	return staged;
}

export { openPostgres };