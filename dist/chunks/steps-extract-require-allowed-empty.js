import { J as number, T as columnText, on as Failure } from "./source-unclosed.js";
import { i as RowEncoder, t as createDatasetFile } from "./dataset-dataset-file.js";
import { o as scanDecimal, t as decimal } from "./dataset-number-field.js";
import { n as fieldText, t as fieldKind } from "./dataset-batch.js";
import { t as widerColumn } from "./dataset-wider-column.js";
import { t as projectBatch } from "./steps-project-batch.js";
import { t as Profile } from "./dataset-profile.js";
import { n as sameColumns } from "./steps-extract-match-names.js";
import { r as openRecords } from "./steps-extract-compressed-zip-sources.js";
import { n as writeReject, t as rejectColumns } from "./dataset-rejects.js";

// src/steps/extract/contract/column-fit.ts
const shownChars = 60;
var ColumnFit = class {
	#open;
	#decimals;
	#mask;
	#rows = 0;
	misfits = /* @__PURE__ */ new Map();
	constructor(columns, mask) {
		this.#mask = mask;
		this.#open = new Map(columns.filter(({ type }) => type !== "text").map(({ notNull: _notNull, ...column }) => [column.name, new RowEncoder([column])]));
		this.#decimals = new Map(columns.filter(({ type }) => type === "decimal").map((column) => [column.name, {
			column,
			digits: {
				whole: 0,
				fraction: 0,
				areAll: true
			}
		}]));
	}
	wider() {
		const found = /* @__PURE__ */ new Map();
		for (const [name, { column, digits }] of this.#decimals) if (digits.areAll && this.misfits.has(name)) found.set(name, withDigits(column, digits));
		return found;
	}
	add(batch, names) {
		for (const [name, { digits }] of this.#decimals) countDigits(batch, names.indexOf(name), digits);
		for (const [name, encoder] of this.#open) {
			const at = names.indexOf(name);
			if (at < 0 || at >= batch.columns) continue;
			const one = projectBatch(batch, [at]);
			for (let row = 0; row < one.rows; row++) {
				if (encoder.measure(one, row) >= 0) continue;
				const line = one.line?.[row];
				const where = line === void 0 ? `row ${this.#rows + row + 1}` : `line ${line}`;
				const text = this.#mask(fieldText(one, row, 0) ?? "");
				const shown = text.length > shownChars ? `${text.slice(0, shownChars).toWellFormed()}…` : text;
				this.misfits.set(name, `${where} holds ${JSON.stringify(shown)}`);
				this.#open.delete(name);
				break;
			}
		}
		this.#rows += batch.rows;
	}
};
function countDigits(batch, column, digits) {
	if (column < 0 || column >= batch.columns) return;
	for (let row = 0, at = column; row < batch.rows && digits.areAll; row++, at += batch.columns) {
		if (batch.kind[at] === fieldKind.null) continue;
		if (scanDecimal(batch.bytes, batch.start[at] ?? 0, batch.end[at] ?? 0)) {
			digits.whole = Math.max(digits.whole, decimal.whole);
			digits.fraction = Math.max(digits.fraction, decimal.fraction);
		} else digits.areAll = false;
	}
}
function withDigits(column, { whole, fraction }) {
	const { precision = 15, scale = 0 } = column;
	const digits = Math.max(scale, fraction);
	return {
		...column,
		precision: Math.max(precision - scale, whole) + digits,
		scale: digits
	};
}

// src/steps/extract/contract/told-misfits.ts
function toldMisfits(who, known, now) {
	const misfits = /* @__PURE__ */ new Map();
	const decimals = /* @__PURE__ */ new Map();
	for (const column of known) {
		const told = now.find(({ name }) => name === column.name);
		const wider = told === void 0 ? void 0 : widerColumn(column, told);
		if (told === void 0 || column.type === "text" || wider !== void 0 && isHeld(wider, column)) continue;
		misfits.set(column.name, `the ${who} says ${columnText(told)}`);
		if (wider?.type === "decimal" && column.type === "decimal") decimals.set(column.name, wider);
	}
	return {
		misfits,
		decimals
	};
}
function isHeld(wider, { type, precision = 15, scale }) {
	if (wider.type !== type) return false;
	if (type !== "decimal" || scale === void 0 || wider.scale === void 0) return true;
	return wider.scale <= scale && (wider.precision ?? 15) <= precision;
}

// src/steps/extract/places-in.ts
function placesIn(wanted, names) {
	const places = /* @__PURE__ */ new Map();
	for (const [at, name] of names.entries()) if (!places.has(name)) places.set(name, at);
	return wanted.map((name) => places.get(name) ?? -1);
}
function foundIn(wanted, names) {
	const places = placesIn(wanted, names);
	return wanted.map((name, index) => ({
		name,
		at: places[index] ?? -1
	})).filter(({ at }) => at >= 0);
}
function unite(names, others) {
	const there = new Set(names);
	for (const name of others) if (!there.has(name)) names.push(name);
}

// src/steps/extract/reject-log.ts
const maxShown = 5;
const maxChars = 80;
const maxHeld = 256;
var RejectLog = class {
	#path;
	#mask;
	#first = [];
	#held = [];
	#file;
	#rows = 0;
	constructor(path, mask) {
		this.#path = path;
		this.#mask = mask;
	}
	get rows() {
		return this.#rows;
	}
	add(file, reject) {
		this.#rows += 1;
		if (this.#held === void 0) return this.#write({
			file,
			reject
		});
		this.#held.push({
			file,
			reject
		});
		if (this.#held.length === maxHeld) this.#writeHeld();
	}
	#writeHeld() {
		if (this.#held === void 0) return;
		const sorted = inOrder(this.#held);
		this.#held = void 0;
		this.#first = sorted.slice(0, maxShown).map((each) => describeReject(each.file, each.reject, this.#mask));
		for (const each of sorted) this.#write(each);
	}
	#write({ file, reject }) {
		this.#file ??= createDatasetFile(this.#path, {
			table: "rejects",
			columns: rejectColumns
		});
		writeReject(this.#file, file, reject);
	}
	finish() {
		this.#writeHeld();
		return this.#file?.finish();
	}
	requireWithin(limit, read) {
		const allowed = "rows" in limit ? limit.rows : Math.floor(limit.share * read);
		if (this.#rows <= allowed) return;
		const more = this.#rows - this.#first.length;
		const lines = [...this.#first, ...more > 0 ? [`… and ${number(more)} more`] : []];
		const bound = "rows" in limit ? `${limit.rows}` : `${limit.share * 100}% (${allowed})`;
		throw new Failure("rows/rejected", `${number(this.#rows)} of ${number(read)} rows rejected, at most ${bound} allowed:\n${lines.map((line) => `- ${line}`).join("\n")}`, { help: "Mend the source, or change \"columns\", or bear more with \"rejects: { max: … }\"" });
	}
	[Symbol.dispose]() {
		this.#file?.discard();
	}
};
function inOrder(held) {
	const files = new Map([...new Set(held.map(({ file }) => file))].map((file, index) => [file, index]));
	const place = ({ file }) => files.get(file) ?? 0;
	const line = ({ reject }) => reject.line ?? Number.MAX_SAFE_INTEGER;
	return held.toSorted((one, other) => place(one) - place(other) || line(one) - line(other));
}
function describeReject(file, { line, byte, column, rule, value }, mask) {
	const place = `${file}${line === null ? "" : `:${line}`}`;
	const text = value === null ? "" : mask(value);
	const short = text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text;
	const shown = value === null ? "" : ` ${JSON.stringify(short)}`;
	const offset = typeof byte === "number" ? ` (byte ${byte})` : "";
	return `${place}${column === null ? "" : ` ${column}`}: ${rule}${shown}${offset}`;
}

// src/steps/extract/infer-columns.ts
async function inferColumns(sources, context) {
	const found = await findColumns(sources, context);
	if (found.columns.length === 0) throw nothingRead(found.firstReject);
	tellColumns(found.columns, found, context);
	return found.columns;
}
async function findColumns(sources, context, known = []) {
	if (context.options.format === "parquet") return foundInParquet(sources, known);
	const names = [];
	const profile = new Profile(names);
	const fit = new ColumnFit(known, context.mask);
	const notes = [];
	let first;
	let rejected = 0;
	for (const [index, source] of sources.entries()) {
		await using records = await openRecords(source, context, {
			onReject: (reject) => {
				rejected += 1;
				first ??= describeReject(source.label, reject, context.mask);
			},
			onBytes: () => {}
		});
		if (context.options.format === "csv" && index > 0) sameColumns(names, records.names, sources[0], source);
		if (records.notes.length > 0) notes.push(`${source.label}: ${records.notes.join(", ")}`);
		unite(names, records.names);
		for await (const batch of records.batches) {
			unite(names, records.names);
			fit.add(batch, namesOf(records.names, known, context));
			profile.add(projectBatch(batch, placesIn(names, records.names)));
		}
	}
	const columns = profile.columns();
	const called = namesOf(names, known, context);
	return {
		columns: columns.map((column, index) => ({
			...column,
			name: called[index] ?? column.name
		})),
		proofs: profile.proof(),
		misfits: fit.misfits,
		decimals: fit.wider(),
		evidence: profile.evidence(),
		rows: profile.rows,
		notes,
		rejected,
		...first === void 0 ? {} : { firstReject: first }
	};
}
async function foundInParquet(sources, known) {
	const { inferParquet } = await import("./steps-extract-parquet-infer-parquet.js");
	const columns = await inferParquet(sources);
	const evidence = columns.map(({ name }) => ({
		column: name,
		values: 0,
		text: "the file says so"
	}));
	return {
		columns,
		proofs: [],
		...toldMisfits("file", known, columns),
		evidence,
		rows: 0,
		rejected: 0,
		notes: []
	};
}
function tellColumns(columns, { proofs }, context) {
	context.log(`columns inferred: ${columns.map(describeColumn).join(", ")}`);
	for (const { column, type, because } of proofs) context.log(`  ${column} is ${type}: ${because}`);
}
function namesOf(names, columns, { options }) {
	if (options.format !== "csv" || options.csv.header !== false || options.columns === void 0) return names;
	return names.map((name, index) => columns[index]?.name ?? name);
}
function nothingRead(firstReject) {
	if (firstReject !== void 0) return new Failure("rows/rejected", `no row could be read, e.g. ${firstReject}`);
	return new Failure("columns/unknown", "there is nothing to read, so the columns cannot be inferred", { help: "Declare \"columns\"" });
}
function describeColumn(column) {
	return `${column.name} ${columnText(column)}`;
}

// src/steps/extract/require-allowed-empty.ts
function requireAllowedEmpty({ options }, sources) {
	if (options.allowEmpty) return;
	const labels = sources.map(({ label }) => `"${label}"`).join(", ");
	throw new Failure("rows/empty", `${labels} ${sources.length === 1 ? "holds" : "hold"} no rows`, { help: "Set \"allow-empty: true\" if that is to be expected" });
}

export { tellColumns as a, placesIn as c, namesOf as i, toldMisfits as l, findColumns as n, RejectLog as o, inferColumns as r, foundIn as s, requireAllowedEmpty as t };