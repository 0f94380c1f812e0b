import { B as Bug, U as unreachable } from "./chunks/dataset-fields-print-number.js";
import { t as attachable } from "./chunks/steps-sql-attachable.js";
import { n as registerFunctions, t as Guard } from "./chunks/steps-sql-guard.js";
import { t as TextRows } from "./chunks/adapters-database-text-rows.js";
import { t as watchParent } from "./chunks/steps-watch-parent.js";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";

// src/adapters/sqlite/selected-rows.ts
var SelectedRows = class {
	#rows;
	#batch;
	#ended = false;
	constructor(statement, parameters, columns) {
		statement.setReturnArrays(true);
		this.#rows = statement.iterate(...parameters);
		this.#batch = new TextRows(columns, "untyped");
	}
	next() {
		this.#batch.clear();
		while (!this.#ended && !this.#batch.full) {
			const { done, value } = this.#rows.next();
			this.#ended = done === true;
			if (!this.#ended) this.#batch.add(Array.isArray(value) ? value.map(textOf) : []);
		}
		const { bytes, start, end, kind, ...batch } = this.#batch.batch();
		if (batch.rows === 0) return {};
		const fields = batch.rows * batch.columns;
		return { batch: {
			...batch,
			bytes: bytes.subarray(0, end[fields - 1] ?? 0),
			start: start.subarray(0, fields),
			end: end.subarray(0, fields),
			kind: kind.subarray(0, fields)
		} };
	}
};
function textOf(value) {
	if (typeof value === "string") return value;
	if (typeof value === "bigint" || typeof value === "number") return String(value);
	return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : null;
}

// src/adapters/sqlite/connection.ts
const lockTimeoutMs = 12e4;
const nothing = {
	rows: [],
	changes: 0,
	columns: []
};
let database;
const guard = new Guard();
let selected;
function answer(request) {
	switch (request.do) {
		case "open": return open(request.options);
		case "query": return query(request.statement);
		case "describe": return {
			...nothing,
			columns: describe(request.statement)
		};
		case "select":
			selected = new SelectedRows(prepare(request.statement), boundTo(request.statement), request.columns);
			return nothing;
		case "fetch": return {
			...nothing,
			...selected?.next()
		};
		default: return unreachable(request);
	}
}
function problemOf(error) {
	const refused = guard.refused;
	const message = error instanceof Error ? error.message : String(error);
	const errcode = error instanceof Error && "errcode" in error ? Number(error.errcode) : void 0;
	return {
		message,
		...errcode === void 0 ? {} : { errcode },
		...refused === void 0 ? {} : { refused }
	};
}
function open(options) {
	database = new DatabaseSync(options.path === ":memory:" ? options.path : pathToFileURL(options.path), {
		readOnly: options.readOnly ?? false,
		allowExtension: false,
		timeout: lockTimeoutMs
	});
	for (const { name, path } of options.attach ?? []) database.prepare("attach ? as ?").run(attachable(path), name);
	if (options.unpublished === true) {
		database.enableDefensive(false);
		database.exec("pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma writable_schema = on");
	} else database.enableDefensive(true);
	if (options.functions === true) registerFunctions(database);
	database.setAuthorizer((action, first, second, name) => guard.judge(action, first, second, name));
	return nothing;
}
function prepare(statement) {
	if (database === void 0) throw new Bug("a statement came before its database was opened");
	guard.arm(statement.guard);
	const prepared = database.prepare(statement.sql);
	prepared.setReadBigInts(true);
	return prepared;
}
function query(statement) {
	const prepared = prepare(statement);
	const parameters = boundTo(statement);
	if (prepared.columns().length === 0) return {
		...nothing,
		changes: Number(answered(prepared.run(...parameters)).changes)
	};
	const rows = answered(prepared.all(...parameters));
	return {
		...nothing,
		rows: rows.map(readable)
	};
}
function answered(value) {
	if (value === void 0) throw new Error("decimal_sum: a value is no decimal number");
	return value;
}
function describe(statement) {
	return prepare(statement).columns().map(({ name, database: schema, table, column, type }) => ({
		name,
		...type !== null && { declared: type },
		...schema !== null && table !== null && column !== null && { origin: {
			database: schema,
			table,
			column
		} }
	}));
}
function boundTo({ parameters = [] }) {
	return parameters.map(bindable);
}
function bindable(value) {
	return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}
function readable(row) {
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readableValue(value)]));
}
function readableValue(value) {
	if (typeof value !== "bigint") return value;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
}

// src/adapters/sqlite/sqlite-child.ts
process.on("message", (request) => {
	process.send?.(respond(request));
});
process.on("disconnect", () => process.exit(0));
watchParent();
function respond(request) {
	try {
		return {
			ok: true,
			value: answer(request)
		};
	} catch (error) {
		return {
			ok: false,
			problem: problemOf(error)
		};
	}
}

export {  };