import { F as number, V as Failure, _ as decimal, w as foldName, x as scanDecimal } from "./dataset-fields-print-number.js";
import { Ct as zoneClock, I as columnText, wt as timeTokens } from "./manifest-json-schema.js";
import { i as RowEncoder, t as createDatasetFile } from "./dataset-dataset-file.js";
import { n as fieldText, t as fieldKind } from "./dataset-batch.js";
import { n as rejectOf } from "./dataset-reject.js";
import { t as BrokenRules } from "./dataset-broken-rules.js";
import { t as widerColumn } from "./dataset-profile-wider-column.js";
import { t as projectBatch } from "./steps-project-batch.js";
import { t as Profile } from "./dataset-profile-profile.js";
import { n as sameColumns } from "./steps-extract-match-names.js";
import { r as openRecords } from "./steps-extract-compressed-zip-sources.js";
import { n as writeReject, t as rejectColumns } from "./dataset-rejects.js";

// src/steps/extract/contract/as-known.ts
function asKnown(names, known) {
	const there = new Set(names);
	const lacking = new Map(known.flatMap(({ name }) => there.has(name) ? [] : [[foldName(name), name]]));
	if (lacking.size === 0) return names;
	const own = new Set(known.map(({ name }) => name));
	return names.map((name) => {
		const folded = foldName(name);
		const before = own.has(name) ? void 0 : lacking.get(folded);
		if (before === void 0) return name;
		lacking.delete(folded);
		return before;
	});
}
function columnsAsKnown(columns, known) {
	const called = asKnown(columns.map(({ name }) => name), known);
	return columns.map((column, index) => ({
		...column,
		name: called[index] ?? column.name
	}));
}

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
	add(batch, names, written = batch) {
		for (const [name, { digits }] of this.#decimals) countDigits(batch, names.indexOf(name), digits);
		for (const [name, encoder] of this.#open) {
			const at = names.indexOf(name);
			if (at < 0 || at >= batch.columns) continue;
			const one = projectBatch(batch, [at]);
			for (let row = 0; row < one.rows; row++) {
				if (encoder.measure(one, row) >= 0) continue;
				this.#refuse(name, {
					batch: written,
					row,
					at
				});
				break;
			}
		}
		this.#rows += batch.rows;
	}
	refuseWriting(name, place) {
		const known = this.#decimals.get(name);
		if (known !== void 0) known.digits.areAll = false;
		this.#refuse(name, place);
	}
	#refuse(name, { batch, row, at }) {
		if (!this.#open.delete(name)) return;
		const line = batch.line?.[row];
		const where = line === void 0 ? `row ${this.#rows + row + 1}` : `line ${line}`;
		const text = this.#mask(fieldText(batch, row, at) ?? "");
		const shown = text.length > shownChars ? `${text.slice(0, shownChars).toWellFormed()}…` : text;
		this.misfits.set(name, `${where} holds ${JSON.stringify(shown)}`);
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
	const { precision = 15, scale = 0, open } = column;
	const digits = Math.max(scale, fraction);
	const needed = whole + digits;
	const kept = precision - scale + digits;
	return {
		...column,
		precision: open === true ? Math.max(needed, 15) : Math.max(needed, kept),
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
const maxRules = 5;
const maxHeld = 256;
var RejectLog = class {
	#path;
	#mask;
	#first = [];
	#held = [];
	#broken = new BrokenRules();
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
		this.#broken.add(reject);
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
		const lines = [...this.#first, ...more > 0 ? [`… and ${number(more)} more; ${this.#mostBroken()}`] : []];
		const bound = "rows" in limit ? `${limit.rows}` : `${limit.share * 100}% (${allowed})`;
		throw new Failure("rows/rejected", `${number(this.#rows)} of ${number(read)} rows rejected, at most ${bound} allowed:\n${lines.map((line) => `- ${line}`).join("\n")}`, { help: "Mend the source, or change \"columns\", or bear more with \"rejects: { max: … }\"" });
	}
	#mostBroken() {
		const most = this.#broken.most(maxRules);
		const others = this.#rows - most.reduce((sum, { rows }) => sum + rows, 0);
		return `in all: ${[...most.map(({ column, rule, rows }) => `${number(rows)} × ${column === null ? "" : `${column}: `}${rule}`), ...others > 0 ? [`${number(others)} × others`] : []].join(", ")}`;
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

// src/dataset/pick-rows.ts
function pickRows(batch, rows) {
	const { columns, line, raw } = batch;
	const size = rows.length * columns;
	const [start, end, kind] = [
		new Int32Array(size),
		new Int32Array(size),
		new Uint8Array(size)
	];
	for (const [to, row] of rows.entries()) {
		const [first, behind] = [row * columns, (row + 1) * columns];
		start.set(batch.start.subarray(first, behind), to * columns);
		end.set(batch.end.subarray(first, behind), to * columns);
		kind.set(batch.kind.subarray(first, behind), to * columns);
	}
	return {
		...batch,
		rows: rows.length,
		start,
		end,
		kind,
		line: line && Int32Array.from(rows, (row) => line[row] ?? 0),
		raw: raw && Int32Array.from(rows.flatMap((row) => [raw[2 * row] ?? 0, raw[2 * row + 1] ?? 0]))
	};
}

// src/parse/format/column-format.ts
const misfit = {
	text: -1,
	gap: -2,
	twice: -3
};
function ruleOf(type, format, why) {
	const clock = format.zone === void 0 ? "" : ` in ${format.zone}`;
	if (why === misfit.gap) return `${type}${clock}, where the clock skips this hour`;
	if (why === misfit.twice) return `${type}${clock}, where this hour comes twice`;
	if (format.format !== void 0) return `${type} as ${format.format}`;
	if (type === "boolean") return `boolean as ${words(format.true, "true")} / ${words(format.false, "false")}`;
	const { decimal = ".", thousands = "" } = format;
	return `${type} as 1${thousands}234${type === "integer" ? "" : `${decimal}5`}`;
}
function words(said, otherwise) {
	return said === void 0 ? otherwise : said.map((word) => word === "" ? "\"\"" : word).join(", ");
}

// src/parse/format/rewrite-number.ts
const minus = 45;
const point = 46;
const zero = 48;
function rewriteNumber({ decimal = ".", thousands = "" }) {
	const mark = Buffer.from(decimal);
	const group = Buffer.from(thousands);
	return (bytes, from, to, out) => {
		let at = from;
		let end = out;
		if (bytes[at] === minus) bytes[end++] = bytes[at++] ?? 0;
		let digits = 0;
		let grouped = false;
		for (; at < to; at++) {
			const byte = bytes[at] ?? 0;
			if (isDigit$1(byte)) {
				bytes[end++] = byte;
				digits++;
				continue;
			}
			if (!stands(group, bytes, at, to)) break;
			if (digits < 1 || digits > 3 || grouped && digits !== 3) return misfit.text;
			grouped = true;
			digits = 0;
			at += group.length - 1;
		}
		if (grouped && digits !== 3) return misfit.text;
		if (at === to) return digits === 0 ? misfit.text : end;
		if (!stands(mark, bytes, at, to)) return misfit.text;
		bytes[end++] = point;
		for (at += mark.length; at < to; at++) {
			const byte = bytes[at] ?? 0;
			if (!isDigit$1(byte)) return misfit.text;
			bytes[end++] = byte;
		}
		return end;
	};
}
function stands(mark, bytes, at, to) {
	if (mark.length === 0 || bytes[at] !== mark[0] || at + mark.length > to) return false;
	return mark.length === 1 || mark.compare(bytes, at, at + mark.length) === 0;
}
function isDigit$1(byte) {
	return byte >= zero && byte <= 57;
}

// src/parse/format/rewrite-time.ts
const monthNames = [
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december"
];
const monthDays = [
	31,
	28,
	31,
	30,
	31,
	30,
	31,
	31,
	30,
	31,
	30,
	31
];
function rewriteTime(format, { date, zone }) {
	const tokens = timeTokens(format);
	const clock = zone === void 0 ? void 0 : zoneClock(zone);
	return (bytes, from, to, out) => {
		const found = read(bytes.toString("latin1", from, to), tokens);
		if (found === void 0 || !exists(found)) return misfit.text;
		const day = `${pad(found.year, 4)}-${pad(found.month, 2)}-${pad(found.day, 2)}`;
		if (date) return out + bytes.write(day, out, "latin1");
		const time = timeOf(found, clock);
		return typeof time === "number" ? time : out + bytes.write(`${day}T${time}`, out, "latin1");
	};
}
function timeOf(found, clock) {
	const { second, fraction, offset } = found;
	const hour = found.half < 0 ? found.hour : found.hour % 12 + found.half;
	const time = `${pad(hour, 2)}:${pad(found.minute, 2)}:${pad(second, 2)}${fraction === "" ? "" : `.${fraction}`}`;
	if (clock === void 0) return time + offset;
	const minutes = clock(Date.UTC(found.year, found.month - 1, found.day, hour, found.minute));
	if (typeof minutes !== "number") return misfit[minutes];
	const ahead = Math.abs(minutes);
	return `${time}${minutes < 0 ? "-" : "+"}${pad(Math.floor(ahead / 60), 2)}:${pad(ahead % 60, 2)}`;
}
function read(text, tokens) {
	const found = {
		year: 0,
		month: 0,
		day: 0,
		hour: 0,
		minute: 0,
		second: 0,
		fraction: "",
		half: -1,
		offset: ""
	};
	let at = 0;
	for (const { text: token, part } of tokens) {
		const length = part === void 0 ? lengthOfText(text, at, token) : readPart(text, at, {
			token,
			part,
			found
		});
		if (length < 0) return void 0;
		at += length;
	}
	return at === text.length ? found : void 0;
}
function lengthOfText(text, at, token) {
	const wanted = Buffer.from(token).toString("latin1");
	return text.startsWith(wanted, at) ? wanted.length : -1;
}
function readPart(text, at, { token, part, found }) {
	if (part === "half") {
		const half = text.slice(at, at + 2).toUpperCase();
		found.half = half === "PM" ? 12 : 0;
		return half === "AM" || half === "PM" ? 2 : -1;
	}
	if (part === "offset") {
		found.offset = /^(?:Z|[+-]\d\d(?::?\d\d)?)/.exec(text.slice(at, at + 6))?.[0] ?? "";
		return found.offset === "" ? -1 : found.offset.length;
	}
	if (token === "MMM" || token === "MMMM") return readMonth(text, at, token, found);
	const most = token.length === 1 && part !== "fraction" ? 2 : token.length;
	const least = token.length === 1 ? 1 : most;
	let end = at;
	while (end < at + most && isDigit(text.charCodeAt(end))) end++;
	if (end - at < least) return -1;
	const digits = text.slice(at, end);
	if (part === "fraction") found.fraction = digits;
	else found[part] = token === "YY" ? century(Number(digits)) : Number(digits);
	return end - at;
}
function readMonth(text, at, token, found) {
	const rest = text.slice(at, at + 9).toLowerCase();
	const index = monthNames.findIndex((name) => rest.startsWith(token === "MMM" ? name.slice(0, 3) : name));
	found.month = index + 1;
	return index < 0 ? -1 : token === "MMM" ? 3 : monthNames[index]?.length ?? 0;
}
function century(year) {
	return year + (year >= 69 ? 1900 : 2e3);
}
function exists({ year, month, day, hour, minute, second, half }) {
	const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	const days = (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
	return year >= 1 && day >= 1 && day <= days && (half < 0 ? hour <= 23 : hour >= 1 && hour <= 12) && minute <= 59 && second <= 59;
}
function isDigit(code) {
	return code >= 48 && code <= 57;
}
function pad(value, length) {
	return String(value).padStart(length, "0");
}

// src/parse/format/rewrite-words.ts
const usual = {
	true: [
		"true",
		"t",
		"1"
	],
	false: [
		"false",
		"f",
		"0"
	]
};
const wordTrue = "t".charCodeAt(0);
const wordFalse = "f".charCodeAt(0);
function rewriteWords({ true: yes, false: no }) {
	const known = /* @__PURE__ */ new Map();
	for (const word of yes ?? []) known.set(word, wordTrue);
	for (const word of no ?? []) known.set(word, wordFalse);
	const others = /* @__PURE__ */ new Map();
	for (const word of yes === void 0 ? usual.true : []) others.set(word, wordTrue);
	for (const word of no === void 0 ? usual.false : []) others.set(word, wordFalse);
	const longest = Math.max(...[...known.keys(), ...others.keys()].map((word) => Buffer.byteLength(word)));
	return (bytes, from, to, out) => {
		if (to - from > longest) return misfit.text;
		const text = bytes.toString("utf8", from, to);
		const found = known.get(text) ?? others.get(text.toLowerCase());
		if (found === void 0) return misfit.text;
		bytes[out] = found;
		return out + 1;
	};
}

// src/parse/format/reformat.ts
const longest = 64;
var Reformat = class {
	#formatted;
	#emptyIsText;
	constructor(columns, formats, { emptyIsText }) {
		this.#emptyIsText = emptyIsText;
		this.#formatted = columns.flatMap((column) => {
			const format = Object.hasOwn(formats, column.name) ? formats[column.name] : void 0;
			if (format === void 0 || column.type === "text" || column.type === "json") return [];
			return [{
				column,
				format,
				takesEmpty: [...format.true ?? [], ...format.false ?? []].includes(""),
				rewrite: rewriteOf(column, format)
			}];
		});
	}
	get isIdle() {
		return this.#formatted.length === 0;
	}
	apply(batch, names, onMisfit) {
		const places = this.#formatted.flatMap((each) => {
			const at = names.indexOf(each.column.name);
			return at < 0 ? [] : [{
				...each,
				at
			}];
		});
		if (places.length === 0 || batch.rows === 0) return {
			whole: batch,
			fitting: batch,
			misfits: []
		};
		const room = new Room(batch);
		const misfits = [];
		const kept = [];
		for (let row = 0; row < batch.rows; row++) {
			let broken;
			for (const place of places) {
				const why = this.#rewrite(batch, row * batch.columns + place.at, place, room);
				if (why === 0) continue;
				onMisfit?.(place.column.name, row);
				const rule = ruleOf(place.column.type, place.format, why);
				broken ??= rejectOf({
					...batch,
					bytes: room.bytes
				}, row, rule, place.at, place.column.name);
			}
			if (broken === void 0) kept.push(row);
			else misfits.push(broken);
		}
		const whole = {
			...batch,
			bytes: room.bytes,
			free: room.next
		};
		return {
			whole,
			misfits,
			fitting: misfits.length === 0 ? whole : pickRows(whole, kept)
		};
	}
	#rewrite({ start, end, kind }, field, { column, takesEmpty, rewrite }, room) {
		const [from, to] = [start[field] ?? 0, end[field] ?? 0];
		if (!this.#isText(kind[field] ?? 0, column, from === to && takesEmpty)) return 0;
		const out = room.open(to - from + longest);
		const stop = rewrite(room.bytes, from, to, out);
		if (stop < 0) return stop;
		start[field] = out;
		end[field] = stop;
		if (kind[field] === fieldKind.null) kind[field] = fieldKind.bare;
		room.next = stop;
		return 0;
	}
	#isText(kind, { type }, emptyWord) {
		if (kind === fieldKind.null) return emptyWord && this.#emptyIsText;
		if (kind === fieldKind.number) return type === "date" || type === "timestamp" || type === "boolean";
		return kind === fieldKind.bare || kind === fieldKind.quoted || kind === fieldKind.string;
	}
};
var Room = class {
	bytes;
	next;
	constructor({ bytes, free }) {
		this.bytes = bytes;
		this.next = free ?? bytes.length;
	}
	open(size) {
		if (this.next + size > this.bytes.length) {
			const grown = Buffer.allocUnsafe(2 * (this.bytes.length + size));
			this.bytes.copy(grown);
			this.bytes = grown;
		}
		return this.next;
	}
};
function rewriteOf({ type }, format) {
	if (type === "boolean") return rewriteWords(format);
	if (type !== "date" && type !== "timestamp") return rewriteNumber(format);
	const { format: pattern = type === "date" ? "YYYY-MM-DD" : "YYYY-MM-DD[T]HH:mm:ss", zone } = format;
	return rewriteTime(pattern, {
		date: type === "date",
		...zone === void 0 ? {} : { zone }
	});
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
	const { formats = {}, format } = context.options;
	const reformat = new Reformat(known, formats, { emptyIsText: format === "csv" });
	const otherwise = /* @__PURE__ */ new Set();
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
			const called = asKnown(namesOf(records.names, known, context), known);
			const written = reformat.isIdle ? batch : {
				...batch,
				start: batch.start.slice(),
				end: batch.end.slice()
			};
			const { whole } = reformat.apply(batch, called, (name, row) => {
				otherwise.add(name);
				fit.refuseWriting(name, {
					batch: written,
					row,
					at: called.indexOf(name)
				});
			});
			fit.add(whole, called, written);
			profile.add(projectBatch(whole, placesIn(names, records.names)));
		}
	}
	const columns = profile.columns();
	const called = asKnown(namesOf(names, known, context), known);
	return {
		columns: columns.map((column, index) => {
			const name = called[index] ?? column.name;
			return otherwise.has(name) ? {
				name,
				type: "text"
			} : {
				...column,
				name
			};
		}),
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
	const columns = columnsAsKnown(await inferParquet(sources), known);
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
	const types = new Map(columns.map(({ name, type }) => [name, type]));
	for (const { column, type, because } of proofs) if ((types.get(column) ?? type) === type) context.log(`  ${column} is ${type}: ${because}`);
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

export { tellColumns as a, rewriteNumber as c, foundIn as d, placesIn as f, columnsAsKnown as h, namesOf as i, pickRows as l, asKnown as m, findColumns as n, Reformat as o, toldMisfits as p, inferColumns as r, rewriteTime as s, requireAllowedEmpty as t, RejectLog as u };