import { n as openDatasetFile, r as ValueBatch, t as createDatasetFile } from "./chunks/dataset-dataset-file.js";
import { n as readRows } from "./chunks/dataset-read-rows.js";
import { B as Bug, F as number, U as unreachable, V as Failure, g as timestamp, h as scanTimestamp, z as nearest } from "./chunks/dataset-fields-print-number.js";
import { t as Profile } from "./chunks/dataset-profile-profile.js";
import { t as projectBatch } from "./chunks/steps-project-batch.js";
import { n as isNetworkFault } from "./chunks/diagnostic-network-fault.js";
import { t as jsonFault } from "./chunks/text-json-fault.js";
import { t as watchParent } from "./chunks/steps-watch-parent.js";
import { dirname, join, relative, sep } from "node:path";
import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

// src/dataset/row-batch.ts
var RowBatch = class {
	#names;
	#known = /* @__PURE__ */ new Set();
	#values = new ValueBatch(0);
	constructor(names) {
		this.#names = names;
	}
	of(rows) {
		const names = this.#names;
		if (names.length !== this.#known.size) {
			this.#known = new Set(names);
			this.#values = new ValueBatch(names.length, names);
		}
		this.#values.clear();
		for (const row of rows) {
			this.#refuseUnknown(row);
			this.#values.add(names.map((name) => row[name]));
		}
		return this.#values.batch();
	}
	#refuseUnknown(row) {
		const unknown = Object.keys(row).find((key) => !this.#known.has(key));
		if (unknown === void 0) return;
		throw new Failure("rows/unknown-column", `a row has the key ${JSON.stringify(unknown)}, which is no column`);
	}
};

// src/steps/transform/batch-spool.ts
var BatchSpool = class {
	#path;
	#fd;
	#sizes = [];
	#rows = 0;
	constructor(path) {
		this.#path = path;
		this.#fd = openSync(path, "w+");
	}
	get rows() {
		return this.#rows;
	}
	add(batch) {
		const fields = batch.rows * batch.columns;
		this.#write(bytesOf(batch.start.subarray(0, fields)));
		this.#write(bytesOf(batch.end.subarray(0, fields)));
		this.#write(batch.kind.subarray(0, fields));
		const bytes = batch.end[fields - 1] ?? 0;
		this.#write(batch.bytes.subarray(0, bytes));
		this.#sizes.push({
			rows: batch.rows,
			columns: batch.columns,
			bytes
		});
		this.#rows += batch.rows;
	}
	*batches() {
		const most = this.#sizes.reduce((largest, size) => Math.max(largest, sizeOf(size)), 0);
		const memory = Buffer.allocUnsafeSlow(most);
		let at = 0;
		for (const each of this.#sizes) {
			const size = sizeOf(each);
			for (let done = 0; done < size;) done += readSync(this.#fd, memory, done, size - done, at + done);
			at += size;
			const { rows, columns, bytes } = each;
			const fields = rows * columns;
			yield {
				rows,
				columns,
				start: new Int32Array(memory.buffer, 0, fields),
				end: new Int32Array(memory.buffer, 4 * fields, fields),
				kind: memory.subarray(8 * fields, 9 * fields),
				bytes: memory.subarray(9 * fields, 9 * fields + bytes),
				line: void 0,
				raw: void 0
			};
		}
	}
	[Symbol.dispose]() {
		closeSync(this.#fd);
		rmSync(this.#path, { force: true });
	}
	#write(bytes) {
		for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
	}
};
function bytesOf(ints) {
	return new Uint8Array(ints.buffer, ints.byteOffset, ints.byteLength);
}
function sizeOf({ rows, columns, bytes }) {
	return 9 * rows * columns + bytes;
}

// src/steps/transform/kept-columns.ts
var KeptColumns = class {
	#open;
	constructor(need) {
		this.#open = need.map((column) => ({
			column,
			values: 0,
			whole: 0,
			isLost: false
		}));
	}
	look(rows) {
		for (const row of rows) {
			for (const kept of this.#open) kept.isLost ||= !holds(kept, row[kept.column.name]);
			if (this.#open.some(({ isLost }) => isLost)) this.#open = this.#open.filter(({ isLost }) => !isLost);
		}
	}
	columns(inferred) {
		return inferred.map((found) => {
			const kept = this.#open.find(({ column }) => column.name === found.name);
			if (kept === void 0) return found;
			return found.type === "json" || kept.column.type !== "json" || kept.values === 0 ? asKept(kept) : found;
		});
	}
};
function holds(kept, value) {
	if (value === null || value === void 0) return true;
	kept.values += 1;
	const { type, zoned = false } = kept.column;
	switch (type) {
		case "decimal": return holdsDecimal(kept, value);
		case "integer": return typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
		case "real": return typeof value === "number" && Number.isFinite(value);
		case "boolean": return typeof value === "boolean";
		case "date": return typeof value === "string" && isDay(value);
		case "timestamp": return value instanceof Date ? zoned : typeof value === "string" && isTime(value, zoned);
		case "text": return typeof value === "string";
		case "json": return true;
		default: return unreachable(type);
	}
}
function holdsDecimal(kept, value) {
	if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return false;
	const [found, whole = "", fraction = ""] = /^-?(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(value)) ?? [];
	if (found === void 0 || /^-[0.]+$/.test(found)) return false;
	kept.whole = Math.max(kept.whole, whole === "0" ? 0 : whole.length);
	const { scale } = kept.column;
	return scale === void 0 ? kept.whole + fraction.length <= 15 : fraction.length <= scale;
}
function isDay(text) {
	return isTime(`${text}T00:00:00`, false) && text.length === 10;
}
function isTime(text, zoned) {
	const bytes = Buffer.from(text);
	return scanTimestamp(bytes, 0, bytes.length) && timestamp.seconds && timestamp.zone === (zoned ? "utc" : "none");
}
function asKept({ column, whole }) {
	const { name, type, precision = 15, scale, open, zoned = false } = column;
	if (type === "timestamp") return {
		name,
		type,
		zoned
	};
	if (type !== "decimal" || scale === void 0) return {
		name,
		type
	};
	return {
		name,
		type,
		precision: Math.max(precision, whole + scale),
		scale,
		...open === true && { open }
	};
}

// src/steps/transform/module-output.ts
function openOutput(task) {
	return task.columns === void 0 ? new InferredOutput(task) : new DeclaredOutput(task, task.columns);
}
var DeclaredOutput = class {
	#file;
	#batch;
	constructor({ datasetPath, stepId }, columns) {
		this.#file = createDatasetFile(datasetPath, {
			table: stepId,
			columns
		});
		this.#batch = new RowBatch(columns.map(({ name }) => name));
	}
	get rows() {
		return this.#file.rows;
	}
	write(rows) {
		this.#file.write(this.#batch.of(rows), (reject) => refuse(reject, this.#file.rows));
	}
	finish() {
		this.#file.finish();
	}
	[Symbol.dispose]() {
		this.#file.discard();
	}
};
var InferredOutput = class {
	#task;
	#names = [];
	#known = /* @__PURE__ */ new Set();
	#batch = new RowBatch(this.#names);
	#profile = new Profile(this.#names);
	#kept;
	#spool;
	constructor(task) {
		this.#task = task;
		this.#kept = new KeptColumns(task.needs[task.from ?? ""]?.columns ?? []);
		this.#spool = new BatchSpool(join(task.scratch, "rows.spool"));
	}
	get rows() {
		return this.#spool.rows;
	}
	write(rows) {
		for (const row of rows) this.#learn(row);
		const batch = this.#batch.of(rows);
		this.#profile.add(batch);
		this.#kept.look(rows);
		this.#spool.add(batch);
	}
	finish() {
		const columns = this.#kept.columns(this.#profile.columns());
		if (columns.length === 0) throw new Failure("columns/unknown", "the function yielded no row, so its columns are not known", { help: "Declare \"columns\"" });
		const { datasetPath, stepId } = this.#task;
		using file = createDatasetFile(datasetPath, {
			table: stepId,
			columns
		});
		for (const batch of this.#spool.batches()) {
			const from = columns.map((_, index) => index < batch.columns ? index : -1);
			file.write(projectBatch(batch, from), (reject) => refuse(reject, file.rows));
		}
		file.finish();
	}
	[Symbol.dispose]() {
		this.#spool[Symbol.dispose]();
	}
	#learn(row) {
		for (const name in row) {
			if (this.#known.has(name)) continue;
			this.#known.add(name);
			this.#names.push(name);
		}
	}
};
function refuse({ column, rule, value }, after) {
	const place = column === null ? "" : ` in column "${column}"`;
	throw new Failure("rows/type", `row ${number(after + 1)} of the function's rows breaks a rule${place}: ${rule} ${JSON.stringify(value)}`);
}

// src/steps/transform/module-rows.ts
const batchRows$1 = 1e3;
const batchWeight = 1 << 18;
async function* batchesOf(result) {
	const given = await result;
	if (given === void 0 || given === null) return;
	if (!isIterable(given)) throw new Failure("module/result", `the function gave back ${kindOf(given)}, not rows`, { help: "Make it an async generator that yields rows (objects) or arrays of rows" });
	let rows = [];
	let weight = 0;
	for await (const item of given) {
		const several = Array.isArray(item) ? item : void 0;
		for (const each of several ?? [item]) {
			const row = requireRow(each);
			rows.push(row);
			weight += weightOf(row);
			if (rows.length < batchRows$1 && weight < batchWeight) continue;
			yield rows;
			rows = [];
			weight = 0;
		}
		if (several === void 0 || rows.length === 0) continue;
		yield rows;
		rows = [];
		weight = 0;
	}
	if (rows.length > 0) yield rows;
}
function weightOf(row) {
	let weight = 0;
	for (const name in row) {
		const value = row[name];
		weight += 16 + (typeof value === "string" ? value.length : 0);
	}
	return weight;
}
function isIterable(value) {
	return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}
function requireRow(value) {
	if (isRow(value)) return value;
	throw new Failure("module/result", `the function yielded ${kindOf(value)} where a row (an object) was expected`);
}
function isRow(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function kindOf(value) {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

// src/steps/transform/run-module.ts
const batchRows = 1e3;
const batchBytes = 1 << 18;
const progressEveryMs = 200;
async function runModule(task) {
	const transformer = await importExport(task);
	let read = 0;
	const reader = (need) => batches(need, (rows) => read += rows);
	const context = {
		needs: Object.fromEntries(Object.entries(task.needs).map(([name, need]) => [name, reader(need)])),
		with: task.with,
		run: task.run,
		log: (line) => process.stdout.write(`${line}\n`)
	};
	const from = task.from === void 0 ? void 0 : context.needs[task.from];
	using output = openOutput(task);
	let told = performance.now();
	for await (const rows of batchesOf(transformer(from ?? nothing(), context))) {
		output.write(rows);
		if (performance.now() - told < progressEveryMs) continue;
		told = performance.now();
		process.stdout.write(`${task.progressToken}${output.rows}\n`);
	}
	output.finish();
	return {
		ok: true,
		read
	};
}
async function* nothing() {}
async function* batches(need, onRead) {
	using file = openDatasetFile(need.path, need.tableName ?? need.name);
	for (const rows of readRows(file, batchRows, batchBytes)) {
		onRead(rows.length);
		yield rows;
	}
}
async function importExport(task) {
	const exported = await import(pathToFileURL(task.module).href);
	const found = exported[task.export];
	if (isTransformer(found)) return found;
	const names = Object.keys(exported);
	const close = nearest(task.export, names);
	throw new Failure("module/export", found === void 0 ? `the module exports no "${task.export}"; it exports ${names.length === 0 ? "nothing" : names.join(", ")}` : `the module's "${task.export}" is no function`, close === void 0 || found !== void 0 ? {} : { help: `Did you mean "${close}"?` });
}
function isTransformer(value) {
	return typeof value === "function";
}

// src/steps/transform/user-failure.ts
function userFailure(error, at) {
	if (error instanceof Failure) {
		const { code, message, retryable, help, facts } = error;
		return {
			ok: false,
			code,
			message,
			retryable,
			facts,
			...help === void 0 ? {} : { help }
		};
	}
	if (error instanceof Bug) return {
		ok: false,
		code: "bug",
		message: error.stack ?? error.message,
		retryable: false
	};
	if (error instanceof Error && isTypeScriptFault(error)) return notTypeScript(error, at);
	return {
		ok: false,
		code: "module/error",
		message: error instanceof Error ? [`${error.name}: ${jsonFault(error.message)}`, ...ownFrames(error, at)].join("\n") : String(error),
		retryable: true,
		facts: factsOf(error)
	};
}
function factsOf(error) {
	for (let at = error; at instanceof Error; at = at.cause) if ("code" in at && typeof at.code === "string" && isNetworkFault(at.code)) return { infrastructure: true };
	return {};
}
function isTypeScriptFault(error) {
	return "code" in error && /^ERR_\w+_TYPESCRIPT_SYNTAX$/.test(String(error.code));
}
function notTypeScript(error, { workspace }) {
	const [place = "", ...source] = (error.stack ?? "").split("\n\n", 1)[0]?.split("\n") ?? [];
	const [, path, line] = /^(.+):(\d+)$/.exec(place) ?? [];
	return {
		ok: false,
		code: "module/syntax",
		message: [`${path === void 0 ? "" : `${fromRoot(workspace, path)}:${line}: `}${error.message}`, ...path === void 0 ? [] : source].join("\n"),
		retryable: false,
		help: "Node runs TypeScript by leaving its types out: write no enum, namespace or parameter property"
	};
}
function ownFrames(error, { module, workspace }) {
	const folder = pathToFileURL(module).href.replace(/[^/]*$/u, "");
	const above = fromRoot(workspace, dirname(module));
	const known = above === "" ? "" : `${above}/`;
	return (error.stack ?? "").split("\n").filter((line) => line.includes(folder)).map((line) => `    ${line.trim().replace(folder, known)}`);
}
function fromRoot(workspace, path) {
	return relative(workspace, path).replaceAll(sep, "/");
}

// src/steps/transform/module-child.ts
const task = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
watchParent();
function finish(result) {
	writeFileSync(task.resultPath, JSON.stringify(result));
}
try {
	finish(await runModule(task));
} catch (error) {
	finish(userFailure(error, task));
}
process.exit(0);

export {  };