import { Nt as zoneClock, P as createTable, Pt as timeTokens, T as columnText, an as Bug, on as Failure } from "./source-unclosed.js";
import { a as tellColumns, c as placesIn, i as namesOf, n as findColumns, o as RejectLog, r as inferColumns, s as foundIn, t as requireAllowedEmpty } from "./steps-extract-require-allowed-empty.js";
import { t as widerColumn } from "./dataset-wider-column.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as rejectOf } from "./dataset-reject.js";
import { t as locateColumns } from "./steps-extract-match-names.js";
import { n as tellOnce, r as openRecords, t as openZips } from "./steps-extract-compressed-zip-sources.js";
import { t as createDatasetFile } from "./dataset-dataset-file.js";
import { t as projectBatch } from "./steps-project-batch.js";
import { t as childEntry } from "./steps-child-entry.js";
import { a as extentOf, r as SharedBatch, t as arrived } from "./steps-write-thread-protocol.js";
import { availableParallelism } from "node:os";
import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";

// src/steps/write/followed-writer.ts
var FollowedWriter = class {
	#writer;
	#options;
	#follow;
	#growing;
	constructor(writer, options, follow) {
		this.#writer = writer;
		this.#options = options;
		this.#follow = options.columns.some(isOpen) ? void 0 : follow;
	}
	async write(batch, from, onReject) {
		await this.#writer.write(batch, from, onReject);
		if (this.written > 0) this.#tell();
	}
	#tell() {
		const follow = this.#follow;
		this.#follow = void 0;
		if (follow !== void 0 && !this.columns.some(isUnzoned)) {
			const { path, table } = this.#options;
			this.#growing = follow({
				path: `${path}.partial`,
				table,
				columns: this.columns
			});
		}
		this.#growing?.grow(this.written);
	}
	inTurn(tell) {
		this.#writer.inTurn(tell);
	}
	judged() {
		return this.#writer.judged();
	}
	get written() {
		return this.#writer.written;
	}
	get columns() {
		return this.#writer.columns;
	}
	async finish() {
		const dataset = await this.#writer.finish();
		this.#growing?.grow(this.written);
		this.#growing?.end();
		this.#growing = void 0;
		return dataset;
	}
	async [Symbol.asyncDispose]() {
		this.#growing?.lose(new Failure("dataset/closed", "the dataset was not finished"));
		await this.#writer[Symbol.asyncDispose]();
	}
};
function isOpen({ type, scale }) {
	return type === "decimal" && scale === void 0;
}
function isUnzoned({ type, zoned }) {
	return type === "timestamp" && zoned === void 0;
}

// src/steps/write/here-writer.ts
var HereWriter = class {
	#file;
	constructor({ path, ...options }) {
		this.#file = createDatasetFile(path, options);
	}
	write(batch, from, onReject) {
		this.#file.write(projectBatch(batch, from), onReject);
	}
	inTurn(tell) {
		tell();
	}
	async judged() {}
	get written() {
		return this.#file.written;
	}
	get columns() {
		return this.#file.columns;
	}
	async finish() {
		return this.#file.finish();
	}
	async [Symbol.asyncDispose]() {
		this.#file.discard();
	}
};

// src/steps/write/thread-writer.ts
const mostUnderWay = 2;
var ThreadWriter = class {
	#path;
	#worker;
	#free = Array.from({ length: mostUnderWay }, () => new SharedBatch());
	#underWay = [];
	written = 0;
	columns;
	#dataset;
	#error;
	#wake;
	constructor(options) {
		createTable(options.table, options.columns);
		this.#path = options.path;
		this.columns = options.columns;
		this.#worker = new Worker(childEntry("dataset-writer-child", import.meta.url), {
			workerData: options,
			stdout: false,
			resourceLimits: { maxYoungGenerationSizeMb: 2 }
		});
		this.#worker.on("message", (answer) => this.#hear(answer));
		this.#worker.on("error", (error) => this.#fail(error));
		this.#worker.on("exit", () => this.#fail(new Bug("the thread that writes rows has ended")));
	}
	async write(batch, from, onReject) {
		await this.#until(() => this.#free.length > 0);
		const memory = this.#free.pop();
		if (memory === void 0) throw new Bug("there is no memory for a batch");
		const extent = extentOf(batch);
		const placeOf = placer(batch, extent);
		this.#underWay.push({
			memory,
			rejected: (rejects) => tellAll(rejects, placeOf, onReject),
			after: []
		});
		this.#ask({
			do: "write",
			batch: memory.take(batch, extent),
			from
		});
		if (placeOf === batch.byteOf) await this.judged();
	}
	inTurn(tell) {
		const last = this.#underWay.at(-1);
		if (last === void 0) tell();
		else last.after.push(tell);
	}
	async judged() {
		await this.#until(() => this.#underWay.length === 0);
	}
	async finish() {
		this.#ask({ do: "finish" });
		await this.#until(() => this.#dataset !== void 0);
		if (this.#dataset === void 0) throw new Bug("the thread that writes rows has finished without a dataset");
		return this.#dataset;
	}
	async [Symbol.asyncDispose]() {
		await this.#worker.terminate();
		rmSync(`${this.#path}.partial`, { force: true });
	}
	#ask(request) {
		this.#worker.postMessage(request);
	}
	#hear(answer) {
		if (answer.of === "error") this.#fail(arrived(answer.error));
		else {
			this.written = answer.written.bytes;
			this.columns = answer.written.columns ?? this.columns;
			if (answer.of === "finish") this.#dataset = answer.dataset;
			else this.#written(answer.rejects);
		}
		this.#wake?.();
	}
	#written(rejects) {
		const done = this.#underWay.shift();
		if (done === void 0) throw new Bug("the thread that writes rows has answered what was not asked");
		this.#free.push(done.memory);
		try {
			done.rejected(rejects);
			for (const tell of done.after) tell();
		} catch (error) {
			this.#fail(error);
		}
	}
	#fail(error) {
		this.#error ??= error instanceof Error ? error : new Error(String(error));
		this.#wake?.();
	}
	async #until(holds) {
		while (this.#error === void 0 && !holds()) {
			const { promise, resolve } = Promise.withResolvers();
			this.#wake = resolve;
			await promise;
		}
		if (this.#error !== void 0) throw this.#error;
	}
};
function placer({ byteOf }, { least, most }) {
	if (byteOf === void 0) return void 0;
	const base = byteOf(least);
	return byteOf(most) - base === most - least ? (at) => base + at - least : byteOf;
}
function tellAll(rejects, placeOf, onReject) {
	for (const reject of rejects) {
		const { byte } = reject;
		onReject({
			...reject,
			byte: typeof byte === "number" && placeOf !== void 0 ? placeOf(byte) : null
		});
	}
}

// src/steps/write/open-batch-writer.ts
const leastBytes = 8 << 20;
function openBatchWriter(options, bytes, follow) {
	if (bytes < leastBytes || availableParallelism() === 1) return new HereWriter(options);
	const writer = new ThreadWriter(options);
	return follow === void 0 ? writer : new FollowedWriter(writer, options, follow);
}

// src/steps/extract/contract/agree.ts
function agree(contract, { baseline, goneBefore }, found) {
	const known = new Set(baseline.map(({ name }) => name));
	const has = new Set(found.columns.map(({ name }) => name));
	const added = found.columns.filter(({ name }) => !known.has(name));
	const gone = baseline.flatMap(({ name }) => has.has(name) ? [] : [name]);
	const kept = baseline.map((column) => {
		if (!has.has(column.name)) return withoutNotNull(column);
		return contract === "evolve" ? widened(column, found) : column;
	});
	return {
		columns: contract === "evolve" ? [...kept, ...added] : kept,
		changes: [
			...added.map(({ name, type }) => change("new", name, `new column \`${name}\` (${type})`)),
			...baseline.flatMap((column) => typeChange(column, contract, found)),
			...gone.filter((name) => !goneBefore.includes(name)).map((name) => change("gone", name, `\`${name}\` is gone`))
		],
		gone
	};
}
function changesText(changes) {
	return changes.map(({ text }) => text).join(", ");
}
function change(kind, column, text) {
	return {
		kind,
		column,
		text
	};
}
function typeChange(column, contract, found) {
	const misfit = found.misfits.get(column.name);
	if (misfit === void 0) return [];
	const now = widened(column, found);
	const said = contract === "evolve" || contract === "freeze" ? `was ${columnText(column)} and is ${columnText(now)} because` : `is ${columnText(column)}, but`;
	return [change("type", column.name, `\`${column.name}\` ${said} ${misfit}`)];
}
function widened(column, { columns, misfits, decimals }) {
	if (!misfits.has(column.name)) return column;
	const longer = decimals.get(column.name);
	if (longer !== void 0) return longer;
	const now = columns.find(({ name }) => name === column.name);
	const wider = now === void 0 ? void 0 : widerColumn(column, now);
	const { name, notNull } = column;
	const base = {
		name,
		...notNull === true ? { notNull } : {}
	};
	if (wider !== void 0 && (wider.type !== column.type || wider.scale !== column.scale)) return wider;
	return {
		...base,
		type: now?.type === "json" ? "json" : "text"
	};
}
function withoutNotNull({ notNull: _notNull, ...column }) {
	return column;
}

// src/steps/extract/contract/agreed-columns.ts
async function agreedColumns(sources, context) {
	const { columns: declared, contract } = context.options;
	if (contract === void 0 && declared !== void 0) return {
		columns: declared,
		forbidden: []
	};
	const baseline = declared ?? context.before?.columns;
	if (baseline === void 0) {
		if (contract !== void 0) context.log(`contract ${contract}: there is no earlier run to hold the columns against`);
		return {
			columns: await inferColumns(sources, context),
			forbidden: []
		};
	}
	const found = await findColumns(sources, context, baseline);
	if (found.columns.length === 0) return {
		columns: baseline,
		mayLack: true,
		forbidden: []
	};
	return underContract(contract ?? "evolve", {
		baseline,
		found,
		context
	});
}
function underContract(contract, { baseline, found, context }) {
	const goneBefore = context.options.columns === void 0 ? context.before?.gone ?? [] : [];
	const { columns, changes, gone } = agree(contract, {
		baseline,
		goneBefore
	}, found);
	tellColumns(columns, found, context);
	const lacking = gone.length === 0 ? {} : {
		mayLack: true,
		gone
	};
	if (changes.length === 0) return {
		columns,
		...lacking,
		forbidden: []
	};
	const note = noteOf(contract, changes);
	if (contract === "freeze") throw changed(changes, context);
	context.log(note);
	if (changes.some(({ kind }) => kind === "gone")) context.log(`what is gone stays, as null, until the columns are written down: ${inferCommand(context)}`);
	const added = changes.flatMap(({ kind, column }) => kind === "new" ? [column] : []);
	return {
		columns,
		mayLack: true,
		...lacking,
		forbidden: contract === "discard-row" ? added : [],
		note
	};
}
function noteOf(contract, changes) {
	const what = `columns changed: ${changesText(changes)}`;
	if (contract === "discard-column" && changes.some(({ kind }) => kind === "new")) return `${what}; new columns are left out`;
	if (contract === "discard-row" && changes.some(({ kind }) => kind !== "gone")) return `${what}; the rows with these are rejected`;
	return what;
}
function inferCommand({ pipeline, stepId }) {
	return `millrace infer ${pipeline}#${stepId} --write`;
}
function changed(changes, context) {
	const { options } = context;
	const from = options.columns === void 0 ? "those of the last good run" : "`columns`";
	return new Failure("columns/changed", `the columns are not ${from}, and the contract is \`freeze\`: ${changesText(changes)}`, { help: `If that is right, write them down (\`${inferCommand(context)}\`), or allow it with \`contract: evolve\`` });
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

// src/steps/extract/contract/forbid-columns.ts
function withoutForbidden(batch, forbidden, onReject) {
	const kept = [];
	for (let row = 0; row < batch.rows; row++) {
		const found = forbidden.find(({ at }) => (batch.kind[row * batch.columns + at] ?? 0) !== fieldKind.null);
		if (found === void 0) kept.push(row);
		else onReject(rejectOf(batch, row, "contract", found.at, found.name));
	}
	return kept.length === batch.rows ? batch : pickRows(batch, kept);
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
			if (format === void 0) return [];
			return [{
				column,
				format,
				takesEmpty: [...format.true ?? [], ...format.false ?? []].includes(""),
				rewrite: rewriteOf(column, format)
			}];
		});
	}
	apply(batch, names) {
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

// src/steps/extract/read-dataset.ts
async function readDataset(spooled, context, rejectedCursors) {
	const sources = await openZips(spooled, context.options);
	const wanted = await agreedColumns(sources, context);
	const { columns, note, gone } = wanted;
	const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
	const place = {
		path: context.datasetPath,
		table: context.stepId,
		columns
	};
	await using writer = openBatchWriter(place, bytes, context.follow);
	using rejects = new RejectLog(context.rejectsPath, context.mask);
	const read = await readInto(writer, rejects, {
		sources,
		wanted,
		context,
		rejectedCursors
	});
	if (read === 0) requireAllowedEmpty(context, sources);
	await writer.judged();
	const rejected = rejects.finish();
	rejects.requireWithin(context.options.rejects, read);
	const dataset = await writer.finish();
	return {
		dataset: gone === void 0 ? dataset : {
			...dataset,
			gone
		},
		...note === void 0 ? {} : { note },
		...rejected === void 0 ? {} : { rejects: rejected },
		rows: {
			read,
			loaded: dataset.rows,
			rejected: rejects.rows,
			filtered: 0,
			deduplicated: 0,
			unchanged: 0
		}
	};
}
async function readInto(writer, rejects, { sources, wanted, context, rejectedCursors }) {
	const { columns, forbidden } = wanted;
	const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
	const { formats = {}, format } = context.options;
	const reformat = new Reformat(columns, formats, { emptyIsText: format === "csv" });
	let before = 0;
	let read = 0;
	for (const source of sources) {
		let now = 0;
		const onReject = (reject) => rejects.add(source.label, reject);
		await using records = await openRecords(source, context, {
			onReject: (reject) => {
				read += 1;
				writer.inTurn(() => onReject(reject));
			},
			onBytes: (bytes) => now = bytes
		});
		sayFound(source, records.notes, context);
		const names = namesOf(records.names, columns, context);
		const columnsOfBatch = (context.options.format === "csv" || context.options.format === "parquet") && wanted.mayLack !== true ? locateColumns(columns, names, source) : void 0;
		if (wanted.note === void 0) sayLeftOut(names, columns, context);
		for await (const batch of records.batches) {
			read += batch.rows;
			const { whole, fitting, misfits } = reformat.apply(batch, names);
			const from = columnsOfBatch ?? placesIn(columns.map(({ name }) => name), names);
			const hear = rejectedCursors?.over(whole, from[cursorAt(columns, context)] ?? -1, onReject) ?? onReject;
			for (const misfit of misfits) writer.inTurn(() => hear(misfit));
			const taken = withoutForbidden(fitting, foundIn(forbidden, names), (reject) => writer.inTurn(() => hear(reject)));
			await writer.write(taken, from, asWritten(formats, hear));
			context.progress({
				rows: read - rejects.rows,
				bytes: before + now,
				totalBytes
			});
		}
		before += source.bytes;
	}
	return read;
}
function asWritten(formats, hear) {
	if (Object.values(formats).every(({ decimal }) => decimal === void 0)) return hear;
	return (reject) => {
		const { column, value } = reject;
		const mark = column !== null && Object.hasOwn(formats, column) ? formats[column]?.decimal : void 0;
		hear(mark === void 0 || value === null ? reject : {
			...reject,
			value: value.replace(".", () => mark)
		});
	};
}
function sayFound({ label }, notes, context) {
	const found = notes.join(", ");
	const line = `${label}: ${found} (found by looking)`;
	if (found !== "") tellOnce(context, line, context.options.paging === void 0 ? line : found);
}
function sayLeftOut(names, columns, context) {
	const extra = names.filter((name) => !columns.some((column) => column.name === name));
	if (extra.length > 0) tellOnce(context, `left out, because "columns" does not name them: ${extra.join(", ")}`);
}
function cursorAt(columns, { options: { incremental } }) {
	return columns.findIndex(({ name }) => name === incremental?.cursor);
}

export { openBatchWriter as i, withoutForbidden as n, underContract as r, readDataset as t };