import { B as Bug, E as storageOf, V as Failure, g as timestamp, h as scanTimestamp, s as bodySize, w as foldName } from "./dataset-fields-print-number.js";
import { qt as parseJson } from "./manifest-json-schema.js";
import { S as string, u as array } from "./vendor/zod.js";
import { i as RowEncoder, n as openDatasetFile, r as ValueBatch, t as createDatasetFile } from "./dataset-dataset-file.js";
import { c as varintLength, o as VarintReader, s as putVarint, t as RecordFields } from "./dataset-file-format-record-fields.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { t as fieldValue } from "./dataset-read-rows.js";
import { a as noLegs, i as legLabel } from "./run-mapped-leg-result.js";
import { t as widerColumn } from "./dataset-profile-wider-column.js";
import { dirname, join } from "node:path";
import { mkdir } from "node:fs/promises";
import { hash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

// src/run/mapped/leg.ts
function legOf(around, number, values) {
	const path = around === void 0 ? String(number) : `${around.path}/${number}`;
	const own = hash("sha1", JSON.stringify(values)).slice(0, 12);
	return {
		path,
		values,
		key: around === void 0 ? `${number}-${own}` : `${around.key}/${number}-${own}`
	};
}

// src/dataset/file-format/lead-fields.ts
var LeadFields = class {
	values;
	#serials;
	#body;
	#headSize = 0;
	#bodySize = 0;
	constructor(columns, values) {
		this.values = values;
		const encoder = new RowEncoder(columns);
		const one = new ValueBatch(columns.length, columns.map(({ name }) => name));
		one.add(values);
		const size = encoder.measure(one.batch(), 0);
		if (size < 0) {
			const { name = "" } = columns[encoder.failed] ?? {};
			throw new Failure("legs/values", `the value of "${name}" is no ${encoder.rule}`);
		}
		const record = Buffer.alloc(size);
		encoder.put(one.batch(), 0, record, 0);
		const fields = new RecordFields(columns.length);
		fields.read(record, 0);
		this.#serials = [...fields.serial];
		const head = new VarintReader();
		this.#body = record.subarray(head.next(record));
	}
	measure({ serial }, skip) {
		let head = 0;
		let body = this.#body.length;
		for (const type of this.#serials) head += varintLength(type);
		for (let column = skip; column < serial.length; column++) {
			const type = serial[column] ?? 0;
			head += varintLength(type);
			body += bodySize(type);
		}
		this.#headSize = head + (head < 127 ? 1 : varintLength(head + 2));
		this.#bodySize = body;
		return this.#headSize + body;
	}
	put({ serial, at, bytes }, skip, record) {
		let out = putVarint(record, 0, this.#headSize);
		for (const type of this.#serials) out = putVarint(record, out, type);
		for (let column = skip; column < serial.length; column++) out = putVarint(record, out, serial[column] ?? 0);
		if (out !== this.#headSize) throw new Bug("the head of a record is not as long as was reckoned");
		this.#body.copy(record, out);
		const from = at[skip] ?? 0;
		bytes.copy(record, out + this.#body.length, from, from + this.#bodySize - this.#body.length);
	}
};

// src/dataset/profile/first-values.ts
function firstValues(dataset) {
	const found = dataset.columns.map(() => void 0);
	const cursor = new DatasetCursor(dataset);
	let open = dataset.columns.map((_, index) => index);
	while (open.length > 0 && cursor.next()) {
		const before = open;
		open = [];
		for (const index of before) if (cursor.isNull(index)) open.push(index);
		else found[index] = valueAt(cursor, index, dataset.columns[index]?.type === "timestamp");
	}
	return found;
}
function valueAt(cursor, index, isTimestamp) {
	const at = cursor.at[index] ?? 0;
	return isTimestamp && cursor.isText(index) && scanTimestamp(cursor.bytes, at, at + cursor.textSize(index)) ? {
		separator: timestamp.separator,
		fraction: timestamp.fraction
	} : {
		separator: 0,
		fraction: 0
	};
}

// src/dataset/profile/union-columns.ts
var UnionColumns = class {
	#merged;
	#of = "";
	#skip;
	constructor(skip = 0) {
		this.#skip = skip;
	}
	get columns() {
		return (this.#merged ?? []).map(({ column }) => column);
	}
	form(index) {
		return this.#merged?.[index]?.first;
	}
	add(dataset, name) {
		const firsts = firstValues(dataset).slice(this.#skip);
		const own = dataset.columns.slice(this.#skip);
		if (this.#merged === void 0) {
			this.#of = name;
			this.#merged = own.map((column, index) => ({
				column,
				first: named(firsts[index], name)
			}));
			return;
		}
		const places = this.places(own);
		if (places === void 0) throw this.#otherNames(own, name);
		for (const [index, merged] of this.#merged.entries()) {
			const place = places[index] ?? 0;
			const column = own[place];
			if (column !== void 0) take(merged, column, named(firsts[place], name), name);
		}
	}
	places(own) {
		const at = new Map(own.map((column, index) => [foldName(column.name), index]));
		const places = this.columns.map(({ name }) => at.get(foldName(name)));
		const found = places.filter((place) => place !== void 0);
		return found.length === own.length && found.length === places.length ? found : void 0;
	}
	#otherNames(own, name) {
		const list = (columns) => columns.map((column) => column.name).join(", ");
		return new Failure("legs/columns", `${name} made rows with the columns ${list(own)}, but ${this.#of} with ${list(this.columns)}`, { help: "Let every leg make the same columns: their rows become one dataset" });
	}
};
function named(first, of) {
	return first === void 0 ? void 0 : {
		...first,
		of
	};
}
function take(merged, column, first, name) {
	if (first === void 0) return;
	if (merged.first === void 0) {
		merged.column = {
			...column,
			name: merged.column.name
		};
		merged.first = first;
		return;
	}
	const wider = widerColumn(merged.column, column);
	if (wider === void 0) throw otherType(merged, column, name);
	const { fraction, separator } = merged.first;
	const widest = Math.max(fraction, first.fraction);
	const scaled = wider.type === "timestamp" && fraction !== first.fraction ? { scale: widest } : {};
	merged.column = {
		...wider,
		...scaled
	};
	merged.first = {
		of: merged.first.of,
		separator,
		fraction: widest
	};
}
function otherType({ column, first }, other, name) {
	const said = ({ type, zoned }) => zoned === true ? `${type} with a zone` : type;
	return new Failure("legs/columns", `"${column.name}" is ${said(other)} in the rows of ${name}, but ${said(column)} in those of ${first?.of ?? "others"}`, { help: "Declare the column’s type (`columns`), or cast it, so that every leg makes the same" });
}

// src/dataset/union-file.ts
var UnionFile = class {
	#file;
	#union;
	#record = Buffer.alloc(4096);
	constructor(path, options) {
		this.#union = options.union;
		const columns = [...options.lead, ...options.union.columns];
		this.#file = createDatasetFile(path, {
			table: options.table,
			columns
		});
	}
	open(dataset, skip, name) {
		const cursor = new DatasetCursor(dataset);
		const places = (this.#union.places(dataset.columns.slice(skip)) ?? []).map((place) => place + skip);
		const isSame = this.#isSame(dataset, skip, places);
		return {
			cursor,
			next: () => cursor.next(),
			copy: (lead) => {
				if (isSame) this.#move(cursor, skip, lead);
				else this.#retype(cursor, dataset.columns, places, {
					lead,
					name
				});
			}
		};
	}
	finish() {
		return this.#file.finish();
	}
	[Symbol.dispose]() {
		this.#file.discard();
	}
	#isSame(dataset, skip, places) {
		if (dataset.rowidColumn >= 0 || places.some((place, index) => place !== index + skip)) return false;
		const firsts = firstValues(dataset);
		return this.#union.columns.every((column, index) => {
			const own = dataset.columns[index + skip];
			const first = firsts[index + skip];
			if (own === void 0 || own.type !== column.type) return first === void 0 && column.notNull !== true;
			if (column.type === "decimal") return column.scale !== void 0 && hasDigits(own, column);
			if (column.type !== "timestamp" || first === void 0) return true;
			const form = this.#union.form(index);
			return form?.separator === first.separator && form.fraction === first.fraction;
		});
	}
	#move(cursor, skip, lead) {
		const size = lead.measure(cursor, skip);
		if (size > this.#record.length) this.#record = Buffer.alloc(2 * size);
		lead.put(cursor, skip, this.#record);
		this.#file.writeRecord(this.#record, size);
	}
	#inForm(value, index) {
		const separator = this.#union.form(index)?.separator ?? 0;
		return separator === 0 ? value : `${value.slice(0, 10)}${String.fromCharCode(separator)}${value.slice(11)}`;
	}
	#retype(cursor, columns, places, { lead, name }) {
		const values = places.map((place, index) => {
			const column = columns[place];
			if (column === void 0 || cursor.isNull(place)) return null;
			const value = fieldValue(cursor, column, place);
			return column.type === "timestamp" && typeof value === "string" ? this.#inForm(value, index) : value;
		});
		this.#file.writeValues([...lead.values, ...values], ({ column, rule, value }) => {
			throw new Failure("legs/columns", `"${column}" of ${name} is ${JSON.stringify(value)}, which is no ${rule}`, { help: "Declare the column’s type (`columns`), or cast it, so that every leg makes the same" });
		});
	}
};
function hasDigits(own, column) {
	if (storageOf(own) !== storageOf(column)) return false;
	return storageOf(own) === "REAL" || own.scale === column.scale;
}

// src/run/join-datasets.ts
const legColumn = {
	name: "_millrace_leg",
	type: "integer",
	notNull: true
};
const rowsAtOnce = 16384;
async function joinLegFiles(target, files, leadOf) {
	const turn = new Turns(target.signal);
	const union = new UnionColumns();
	let count = 0;
	for (const { path, name } of files()) {
		using dataset = openDatasetFile(path);
		union.add(dataset, name);
		count += 1;
		await turn.take(64);
	}
	if (count === 0) return void 0;
	const { columns, from } = leadOf(union.columns);
	using to = await createUnion(target, columns, union);
	for (const { path, name, lead } of files()) {
		using dataset = openDatasetFile(path);
		const source = to.open(dataset, 0, name);
		const fields = new LeadFields(columns, from.map((index) => lead[index]));
		while (source.next()) {
			source.copy(fields);
			await turn.take(1);
		}
		await turn.take(64);
	}
	return recordOf(target, to);
}
async function joinPartFiles(target, parts, skip) {
	if (parts.length === 0) return void 0;
	const turn = new Turns(target.signal);
	const union = new UnionColumns(skip);
	const opened = parts.map(({ file }) => openDatasetFile(join(target.folder, file)));
	try {
		for (const [index, dataset] of opened.entries()) union.add(dataset, `part ${index + 1}`);
		using to = await createUnion(target, [], union);
		const none = new LeadFields([], []);
		let open = opened.map((dataset, index) => to.open(dataset, skip, `part ${index + 1}`)).filter((source) => source.next());
		while (open.length > 0) {
			const next = firstLeg(open);
			const leg = next.cursor.integer(0);
			let isMore = true;
			for (; isMore && next.cursor.integer(0) === leg; isMore = next.next()) {
				next.copy(none);
				await turn.take(1);
			}
			if (!isMore) open = open.filter((source) => source !== next);
		}
		return recordOf(target, to);
	} finally {
		for (const dataset of opened) dataset[Symbol.dispose]();
	}
}
function firstLeg(sources) {
	return sources.reduce((one, other) => other.cursor.integer(0) < one.cursor.integer(0) ? other : one);
}
async function createUnion(target, lead, union) {
	const path = join(target.folder, target.file);
	await mkdir(dirname(path), { recursive: true });
	return new UnionFile(path, {
		table: target.table,
		lead,
		union
	});
}
function recordOf({ file }, to) {
	const { name, columns, rows } = to.finish();
	return {
		name,
		file,
		columns: [...columns],
		rows
	};
}
var Turns = class {
	#signal;
	#taken = 0;
	constructor(signal) {
		this.#signal = signal;
	}
	take(rows) {
		this.#taken += rows;
		if (this.#taken < rowsAtOnce) return void 0;
		this.#taken = 0;
		this.#signal?.throwIfAborted();
		return setImmediate();
	}
};

// src/run/mapped/cache-of-legs.ts
const mostReasons = 8;
const otherReasons = "other reasons";
var CacheOfLegs = class {
	#reused = 0;
	#ran = /* @__PURE__ */ new Map();
	add({ cache, legs }) {
		if (cache === void 0) return;
		this.#reused += legs?.cached ?? (cache.decision === "reused" ? 1 : 0);
		const ran = cache.ran ?? (cache.decision === "ran" ? { [cache.reason]: 1 } : {});
		for (const [reason, legsOf] of Object.entries(ran)) {
			const key = this.#ran.has(reason) || this.#ran.size < mostReasons ? reason : otherReasons;
			this.#ran.set(key, (this.#ran.get(key) ?? 0) + legsOf);
		}
	}
	get reused() {
		return this.#reused;
	}
	told() {
		const ran = [...this.#ran].toSorted(([, one], [, other]) => other - one);
		if (this.#reused === 0 && ran.length === 0) return {};
		if (ran.length === 0) return { cache: {
			decision: "reused",
			reason: "nothing changed for any leg",
			ran: {}
		} };
		const [first] = ran;
		const why = ran.length === 1 && first !== void 0 ? first[0] : ran.map(([reason, legs]) => `${reason} (${legs}×)`).join(", ");
		const total = this.#reused + ran.reduce((sum, [, legs]) => sum + legs, 0);
		return { cache: {
			decision: "ran",
			reason: `${why}; ${this.#reused === 0 ? "no leg" : `${this.#reused} of ${total} legs`} from the cache`,
			ran: Object.fromEntries(ran)
		} };
	}
};

// src/run/mapped/leg-tally.ts
const outputsOfLegs = array(string().nullable());
function outputsIn(list) {
	return outputsOfLegs.safeParse(parseJson(list)).data ?? [];
}
const mostFailedLegs = 1e3;
const mostCauses = 10;
const mostSamples = 5;
var LegTally = class {
	counts = { ...noLegs };
	why = [];
	#failed = [];
	#cache = new CacheOfLegs();
	#windows = /* @__PURE__ */ new Map();
	#lacking = /* @__PURE__ */ new Set();
	#attempts = 0;
	#rows = null;
	#rowCounts;
	#samples = [];
	#outputs = /* @__PURE__ */ new Map();
	get failedLegs() {
		const byNumber = (one, other) => one.leg.localeCompare(other.leg, "en", { numeric: true });
		return this.#failed.toSorted(byNumber).slice(0, mostFailedLegs);
	}
	add(leg, end, total) {
		this.counts.total += 1;
		this.counts[end.result] += 1;
		this.#cache.add(end);
		if (end.result === "failure") {
			if (this.#failed.length < mostFailedLegs) this.#failed.push(leg);
			if (this.why.length < mostCauses && end.failure) this.why.push(`${legLabel(leg)}: ${end.failure.message}`);
		}
		this.#addRows(end);
		if (total <= 256) for (const [name, value] of Object.entries(end.outputs)) this.#setOutput(name, Number(leg.leg.split("/").at(-1)), value);
	}
	addPart(end) {
		const { legs = noLegs } = end;
		for (const key of [
			"total",
			"success",
			"failure",
			"cancelled",
			"skipped"
		]) this.counts[key] += legs[key];
		this.#cache.add(end);
		this.#failed.push(...end.failedLegs ?? []);
		this.why.push(...end.failure?.causes ?? []);
		this.#addRows(end);
		for (const [name, list] of Object.entries(end.outputs)) for (const [leg, value] of outputsIn(list).entries()) if (value !== null) this.#setOutput(name, leg, value);
	}
	cancel(legs) {
		this.counts.total += legs;
		this.counts.cancelled += legs;
	}
	told() {
		const { failedLegs } = this;
		return {
			attempts: this.#attempts,
			rows: this.#rows,
			legs: {
				...this.counts,
				...this.#cache.reused === 0 ? {} : { cached: this.#cache.reused }
			},
			...this.#cache.told(),
			outputs: Object.fromEntries(this.#outputs.entries().map(([name, values]) => [name, JSON.stringify(values)])),
			...this.#rowCounts === void 0 ? {} : { counts: this.#rowCounts },
			...this.#windows.size === 0 ? {} : { windows: [...this.#windows.values()] },
			...this.#lacking.size === 0 ? {} : { lacking: [...this.#lacking] },
			...this.#samples.length === 0 ? {} : { rejectSamples: this.#samples },
			...failedLegs.length === 0 ? {} : { failedLegs }
		};
	}
	#addRows({ attempts, rows, counts, windows = [], lacking = [], rejectSamples = [] }) {
		for (const step of lacking) this.#lacking.add(step);
		for (const window of windows) this.#windows.set(window.source, window);
		this.#attempts = Math.max(this.#attempts, attempts);
		if (rows !== null) this.#rows = (this.#rows ?? 0) + rows;
		const known = this.#rowCounts;
		if (counts) this.#rowCounts = {
			read: (known?.read ?? 0) + counts.read,
			loaded: (known?.loaded ?? 0) + counts.loaded,
			rejected: (known?.rejected ?? 0) + counts.rejected,
			filtered: (known?.filtered ?? 0) + counts.filtered,
			deduplicated: (known?.deduplicated ?? 0) + counts.deduplicated,
			unchanged: (known?.unchanged ?? 0) + counts.unchanged
		};
		this.#samples.push(...rejectSamples.slice(0, mostSamples - this.#samples.length));
	}
	#setOutput(name, leg, value) {
		const values = this.#outputs.get(name) ?? [];
		while (values.length < leg) values.push(null);
		values[leg] = value;
		this.#outputs.set(name, values);
	}
};

export { legOf as a, legColumn as i, joinLegFiles as n, joinPartFiles as r, LegTally as t };