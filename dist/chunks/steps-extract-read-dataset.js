import { h as fieldKind, m as rawText, t as createDatasetFile } from "./dataset-dataset-file.js";
import { Ft as nearest, Kt as unreachable, N as mostColumns, Ut as Bug, Wt as Failure, z as number } from "./source-unclosed.js";
import { n as projectBatch, r as Profile, t as jsonFault } from "./text-json-fault.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { open } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { isUtf8 } from "node:buffer";
import { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/steps/extract/match-names.ts
function sameColumns(expected, found, first, source) {
	const missing = expected.filter((name) => !found.includes(name));
	const extra = found.filter((name) => !expected.includes(name));
	if (missing.length === 0 && extra.length === 0) return;
	const differences = [...missing.length === 0 ? [] : [`it lacks ${missing.map(quote).join(", ")}`], ...extra.length === 0 ? [] : [`it has also ${extra.map(quote).join(", ")}`]];
	throw new Failure("columns/mismatch", `"${source.label}" has other columns than "${first?.label ?? ""}": ${differences.join("; ")}`, { help: "Extract files of different shapes in steps of their own, and join them in a transform" });
}
function locateColumns(columns, names, source) {
	const missing = columns.filter(({ name }) => !names.includes(name));
	if (missing.length === 0) return columns.map(({ name }) => names.indexOf(name));
	throw new Failure("columns/mismatch", `"${source.label}" has no column ${missing.map(({ name }) => quote(name)).join(", ")}; it has ${names.map(quote).join(", ")}`, { help: suggestion(missing, names) });
}
function suggestion(missing, names) {
	const [name = ""] = missing.map((column) => column.name);
	const close = nearest(name, names);
	return close === void 0 ? "Correct \"columns\", or the source" : `Did you mean "${close}"?`;
}
function quote(name) {
	return JSON.stringify(name);
}

// src/parse/byte-window.ts
const chunk = 1 << 18;
const longestRecord = 64 << 20;
var ByteWindow = class {
	bytes = Buffer.allocUnsafe(4 * chunk);
	from = 0;
	to = 0;
	ended = false;
	#passed = 0;
	#source;
	#pending;
	constructor(source) {
		this.#source = source[Symbol.asyncIterator]();
	}
	get half() {
		return this.bytes.length / 2;
	}
	get position() {
		return this.#passed + this.from;
	}
	async fill(least = Math.max(chunk, 2 * (this.to - this.from))) {
		this.#makeRoom(least);
		while (!this.ended && this.to - this.from < least) {
			const next = this.#pending ?? await this.#read();
			if (next === void 0) return;
			const size = Math.min(next.length, this.half - this.to);
			this.bytes.set(size === next.length ? next : next.subarray(0, size), this.to);
			this.to += size;
			this.#pending = size === next.length ? void 0 : next.subarray(size);
		}
	}
	async #read() {
		const { value, done } = await this.#source.next();
		if (done !== true) return value;
		this.ended = true;
	}
	#makeRoom(least) {
		const old = this.bytes;
		if (least > this.half) this.bytes = Buffer.allocUnsafe(2 * least);
		old.copy(this.bytes, 0, this.from, this.to);
		this.#passed += this.from;
		this.to -= this.from;
		this.from = 0;
	}
	refuseRunaway(line) {
		if (this.to - this.from <= 67108864) return;
		throw new Failure("parse/too-long", `the record that begins on line ${line} is longer than 64 MiB`, { help: "Look for a quote that is never closed, or a wrong delimiter or quote character" });
	}
	async close() {
		this.ended = true;
		await this.#source.return?.();
	}
};
async function closedOnThrow(window, work) {
	try {
		return await work();
	} catch (error) {
		await window.close();
		throw error;
	}
}

// src/parse/csv-header.ts
function namesOf$1(rows, line) {
	const width = Math.max(...rows.map((row) => row.length));
	checkWidth(width);
	const names = Array.from({ length: width }, (_, index) => rows.map((row) => (row[index] ?? "").trim()).filter((part) => part !== "").join(" "));
	const faults = [...emptyNames(names), ...duplicateNames(names)];
	if (faults.length === 0) return names;
	throw new Failure("csv/header", `the header on line ${line}: ${faults.join("; ")}`, { help: "Mend the header, or skip it with `skip-lines` and `header: false`" });
}
function checkWidth(width) {
	if (width <= 2e3) return;
	throw new Failure("csv/header", `the source has ${width} columns; a dataset holds at most ${mostColumns}`);
}
function emptyNames(names) {
	const empty = [...names.keys()].filter((index) => names[index] === "").map((index) => index + 1);
	if (empty.length === 0) return [];
	return [`${empty.length === 1 ? "column" : "columns"} ${empty.join(", ")} ${empty.length === 1 ? "has" : "have"} no name`];
}
function duplicateNames(names) {
	const places = /* @__PURE__ */ new Map();
	names.forEach((name, index) => places.set(name, [...places.get(name) ?? [], index + 1]));
	return [...places].filter(([name, at]) => name !== "" && at.length > 1).map(([name, at]) => `columns ${at.join(", ")} are all named ${JSON.stringify(name)}`);
}

// src/parse/csv-scanner.ts
const lf = 10;
const cr = 13;
const scanned = {
	row: 0,
	incomplete: 1,
	blank: 2,
	comment: 3,
	damaged: 4
};
var CsvScanner = class {
	#marks;
	#special = /* @__PURE__ */ new Uint8Array(256);
	#highest;
	start;
	end;
	kind;
	next = 0;
	count = 0;
	lines = 0;
	fault = "";
	side = 0;
	constructor(marks, fields) {
		this.#marks = marks;
		this.start = new Int32Array(fields);
		this.end = new Int32Array(fields);
		this.kind = new Uint8Array(fields);
		for (const byte of [
			marks.delimiter,
			marks.quote,
			lf,
			cr
		]) if (byte >= 0) this.#special[byte] = 1;
		this.#highest = this.#special.lastIndexOf(1);
	}
	scan(bytes, from, to, last, base, limit) {
		const { delimiter, quote, comment } = this.#marks;
		const { start, end, kind } = this;
		const special = this.#special;
		const highest = this.#highest;
		this.count = 0;
		this.lines = 1;
		let at = from;
		const first = bytes[at];
		if (first === comment) return this.#skipLine(bytes, at, to, last, scanned.comment);
		if (first === lf || first === cr) return this.#skipLine(bytes, at, to, last, scanned.blank);
		for (;;) {
			const keep = this.count < limit;
			const field = base + this.count;
			if (at < to && bytes[at] === quote) {
				const close = this.#closeOf(bytes, at + 1, to);
				if (close < 0 || close + 1 >= to && !last) {
					if (!last) return scanned.incomplete;
					return this.#damaged(bytes, from, to, last, "a quote that is never closed");
				}
				if (keep) this.#keepQuoted(bytes, field, at + 1, close);
				at = close + 1;
				if (at < to && special[bytes[at] ?? 0] !== 1) return this.#damaged(bytes, at, to, last, "text after a closing quote");
			} else {
				const begin = at;
				for (; at < to; at++) {
					const byte = bytes[at] ?? 0;
					if (byte <= highest && special[byte] === 1) break;
				}
				if (keep) {
					start[field] = begin;
					end[field] = at;
					kind[field] = fieldKind.bare;
				}
			}
			this.count++;
			if (at >= to) {
				if (!last) return scanned.incomplete;
				this.next = at;
				return scanned.row;
			}
			const byte = bytes[at];
			if (byte === delimiter) {
				at++;
				if (at >= to && !last) return scanned.incomplete;
				continue;
			}
			if (byte === quote) return this.#damaged(bytes, at, to, last, "a quote inside a field without quotes");
			return this.#lineBreak(bytes, at, to, last) ? scanned.row : scanned.incomplete;
		}
	}
	#escapes = 0;
	#closeOf(bytes, at, to) {
		const { quote, escape } = this.#marks;
		this.#escapes = 0;
		for (let i = at; i < to; i++) {
			const byte = bytes[i];
			if (byte === lf || byte === cr && bytes[i + 1] !== lf) this.lines++;
			else if (byte === escape) {
				if (i + 1 < to && (bytes[i + 1] === quote || bytes[i + 1] === escape)) {
					this.#escapes++;
					i++;
				} else if (escape === quote) return i;
			} else if (byte === quote) return i;
		}
		return -1;
	}
	#keepQuoted(bytes, field, from, to) {
		this.kind[field] = fieldKind.quoted;
		this.start[field] = from;
		this.end[field] = to;
		if (this.#escapes === 0) return;
		const { quote, escape } = this.#marks;
		let out = this.side;
		this.start[field] = out;
		for (let i = from; i < to; i++) {
			if (bytes[i] === escape && (bytes[i + 1] === quote || bytes[i + 1] === escape) && i + 1 < to) i++;
			bytes[out++] = bytes[i] ?? 0;
		}
		this.end[field] = out;
		this.side = out;
	}
	#lineBreak(bytes, at, to, last) {
		if (bytes[at] === cr) {
			if (at + 1 >= to && !last) return false;
			this.next = at + (at + 1 < to && bytes[at + 1] === lf ? 2 : 1);
		} else this.next = at + 1;
		return true;
	}
	#skipLine(bytes, from, to, last, verdict) {
		let at = from;
		while (at < to && bytes[at] !== lf && bytes[at] !== cr) at++;
		if (at < to) return this.#lineBreak(bytes, at, to, last) ? verdict : scanned.incomplete;
		this.next = at;
		return last ? verdict : scanned.incomplete;
	}
	#damaged(bytes, from, to, last, fault) {
		if (fault === "a quote that is never closed") this.lines = 1;
		this.fault = fault;
		return this.#skipLine(bytes, from, to, last, scanned.damaged);
	}
};

// src/parse/null-tokens.ts
function nullMarker(tokens) {
	const byLength = /* @__PURE__ */ new Map();
	for (const token of tokens.map((text) => Buffer.from(text))) byLength.set(token.length, [...byLength.get(token.length) ?? [], token]);
	if (tokens.length === 1 && tokens[0] === "") return markEmpty;
	return (bytes, start, end, kind, count) => {
		for (let at = 0; at < count; at++) {
			if (kind[at] !== fieldKind.bare) continue;
			const from = start[at] ?? 0;
			const to = end[at] ?? 0;
			if (byLength.get(to - from)?.some((token) => bytes.compare(token, 0, token.length, from, to) === 0) === true) kind[at] = fieldKind.null;
		}
	};
}
const markEmpty = (_bytes, start, end, kind, count) => {
	for (let at = 0; at < count; at++) if (start[at] === end[at] && kind[at] === fieldKind.bare) kind[at] = fieldKind.null;
};

// src/parse/valid-utf8.ts
function* validUtf8(batch, onReject) {
	if (isUtf8(rawOf(batch, 0, batch.rows - 1))) {
		yield batch;
		return;
	}
	let first = 0;
	for (let row = 0; row < batch.rows; row++) {
		const raw = rawOf(batch, row, row);
		if (isUtf8(raw)) continue;
		onReject({
			line: batch.line?.[row] ?? null,
			column: null,
			rule: "encoding",
			value: null,
			raw: rawText(raw)
		});
		if (row > first) yield slice(batch, first, row);
		first = row + 1;
	}
	if (batch.rows > first) yield slice(batch, first, batch.rows);
}
function rawOf(batch, first, last) {
	return batch.bytes.subarray(batch.raw?.[2 * first], batch.raw?.[2 * last + 1]);
}
function slice(batch, from, to) {
	const { columns } = batch;
	return {
		...batch,
		rows: to - from,
		start: batch.start.subarray(from * columns, to * columns),
		end: batch.end.subarray(from * columns, to * columns),
		kind: batch.kind.subarray(from * columns, to * columns),
		line: batch.line?.subarray(from, to),
		raw: batch.raw?.subarray(2 * from, 2 * to)
	};
}

// src/parse/csv-reader.ts
const batchFields$1 = 65536;
var CsvReader = class {
	#window;
	#onReject;
	#columns;
	#ragged;
	#markNulls;
	#scanner;
	#mostRows;
	#lines;
	#raw;
	#line;
	#rows = 0;
	constructor(window, reading, onReject) {
		this.#window = window;
		this.#onReject = onReject;
		this.#columns = reading.names.length;
		this.#ragged = reading.ragged;
		this.#markNulls = nullMarker(reading.null ?? [""]);
		this.#mostRows = Math.max(1, Math.floor(batchFields$1 / this.#columns));
		this.#scanner = new CsvScanner(reading.marks, this.#mostRows * this.#columns);
		this.#lines = new Int32Array(this.#mostRows);
		this.#raw = new Int32Array(2 * this.#mostRows);
		this.#line = reading.line;
	}
	async *batches() {
		const window = this.#window;
		try {
			for (;;) {
				const hungry = this.#scanSome();
				if (this.#rows > 0) yield* validUtf8(this.#batch(), this.#onReject);
				if (!hungry) continue;
				if (window.ended && window.from === window.to) return;
				window.refuseRunaway(this.#line);
				await window.fill();
			}
		} finally {
			await window.close();
		}
	}
	#scanSome() {
		const window = this.#window;
		const scanner = this.#scanner;
		const columns = this.#columns;
		this.#rows = 0;
		scanner.side = window.half;
		while (this.#rows < this.#mostRows) {
			if (window.from === window.to) return true;
			const base = this.#rows * columns;
			const verdict = scanner.scan(window.bytes, window.from, window.to, window.ended, base, columns);
			if (verdict === scanned.incomplete) return true;
			if (verdict === scanned.damaged) this.#reject("quote", scanner.fault);
			else if (verdict === scanned.row) this.#take(base);
			else if (verdict === scanned.blank && columns === 1) this.#takeBlank(base);
			window.from = scanner.next;
			this.#line += scanner.lines;
		}
		return false;
	}
	#take(base) {
		const { count, kind } = this.#scanner;
		if (count !== this.#columns) {
			const fault = `${count} ${count === 1 ? "field" : "fields"} instead of ${this.#columns}`;
			if (this.#ragged === "fail") throw new Failure("csv/ragged", `line ${this.#line} has ${fault}`);
			if (this.#ragged === "reject" || count > this.#columns) return this.#reject("ragged", fault);
			kind.fill(fieldKind.null, base + count, base + this.#columns);
		}
		this.#keep();
	}
	#takeBlank(base) {
		const { start, end, kind } = this.#scanner;
		start[base] = this.#window.from;
		end[base] = this.#window.from;
		kind[base] = fieldKind.bare;
		this.#keep();
	}
	#keep() {
		this.#lines[this.#rows] = this.#line;
		this.#raw[2 * this.#rows] = this.#window.from;
		this.#raw[2 * this.#rows + 1] = this.#rowEnd();
		this.#rows++;
	}
	#rowEnd() {
		const { bytes, from } = this.#window;
		let end = this.#scanner.next;
		if (end > from && bytes[end - 1] === 10) end--;
		if (end > from && bytes[end - 1] === 13) end--;
		return end;
	}
	#reject(rule, value) {
		const raw = this.#window.bytes.subarray(this.#window.from, this.#rowEnd());
		const encoding = isUtf8(raw) ? rule : "encoding";
		this.#onReject({
			line: this.#line,
			column: null,
			rule: encoding,
			value,
			raw: rawText(raw)
		});
	}
	#batch() {
		const { start, end, kind } = this.#scanner;
		this.#markNulls(this.#window.bytes, start, end, kind, this.#rows * this.#columns);
		return {
			bytes: this.#window.bytes,
			rows: this.#rows,
			columns: this.#columns,
			start,
			end,
			kind,
			line: this.#lines,
			raw: this.#raw
		};
	}
};

// src/parse/decode.ts
function toUtf8(source, encoding) {
	switch (encoding) {
		case "utf-8": return source;
		case "latin1": return fromLatin1(source);
		case "utf-16le":
		case "utf-16be":
		case "windows-1252": return transcode(source, encoding);
		default: return unreachable(encoding);
	}
}
async function* fromLatin1(source) {
	for await (const chunk of source) yield Buffer.from(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1"));
}
async function* transcode(source, encoding) {
	const decoder = new TextDecoder(encoding, {
		fatal: true,
		ignoreBOM: true
	});
	let position = 0;
	for await (const chunk of source) {
		yield Buffer.from(decodeSome(decoder, chunk, encoding, position));
		position += chunk.length;
	}
	yield Buffer.from(decodeSome(decoder, void 0, encoding, position));
}
function decodeSome(decoder, chunk, encoding, position) {
	try {
		return chunk === void 0 ? decoder.decode() : decoder.decode(chunk, { stream: true });
	} catch (cause) {
		const where = chunk === void 0 ? `at its end (byte ${position})` : `after byte ${position}`;
		throw new Failure("parse/encoding", `the source is not ${encoding}: it cannot be decoded ${where}`, { cause });
	}
}

// src/parse/sniff-encoding.ts
function sniffEncoding(head) {
	if (head[0] === 239 && head[1] === 187 && head[2] === 191) return found("utf-8", "a byte-order mark");
	if (head[0] === 255 && head[1] === 254) return found("utf-16le", "a byte-order mark");
	if (head[0] === 254 && head[1] === 255) return found("utf-16be", "a byte-order mark");
	const zeros = [0, 0];
	for (let at = 0; at + 1 < head.length; at += 2) {
		if (head[at] === 0) zeros[0] = (zeros[0] ?? 0) + 1;
		if (head[at + 1] === 0) zeros[1] = (zeros[1] ?? 0) + 1;
	}
	const half = head.length / 4;
	if ((zeros[1] ?? 0) > half && zeros[0] === 0) return found("utf-16le", "zeros in every second place");
	if ((zeros[0] ?? 0) > half && zeros[1] === 0) return found("utf-16be", "zeros in every second place");
	if (isUtf8(withoutCutCharacter(head))) return found("utf-8");
	return hasUtf8Character(head) ? found("utf-8", "not all of its bytes are valid") : found("windows-1252", "its bytes are no UTF-8");
}
function found(encoding, because) {
	return because === void 0 ? { encoding } : {
		encoding,
		because
	};
}
function withoutCutCharacter(head) {
	for (let back = 1; back <= Math.min(3, head.length); back++) {
		const byte = head[head.length - back] ?? 0;
		if (byte < 128) return head;
		if (byte >= 192) return head.subarray(0, head.length - back);
	}
	return head;
}
function hasUtf8Character(head) {
	for (let at = 0; at < head.length; at++) {
		const byte = head[at] ?? 0;
		if (byte < 194 || byte > 244) continue;
		const length = byte < 224 ? 2 : byte < 240 ? 3 : 4;
		if (isUtf8(head.subarray(at, at + length)) && at + length <= head.length) return true;
	}
	return false;
}

// src/parse/peek.ts
const headSize$1 = 65536;
async function peek(source, declared) {
	const iterator = source[Symbol.asyncIterator]();
	const chunks = [];
	for (let size = 0; size < headSize$1;) {
		const next = await iterator.next();
		if (next.done === true) break;
		chunks.push(next.value);
		size += next.value.length;
	}
	const notes = [];
	let encoding = declared;
	if (encoding === void 0) {
		const sniffed = sniffEncoding(Buffer.concat(chunks).subarray(0, headSize$1));
		encoding = sniffed.encoding;
		notes.push(`${encoding}${sniffed.because === void 0 ? "" : ` (${sniffed.because})`}`);
	}
	const window = new ByteWindow(toUtf8(chain(chunks, iterator), encoding));
	await closedOnThrow(window, () => window.fill(headSize$1));
	const { bytes, from, to } = window;
	if (to - from >= 3 && bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191) window.from = 3;
	return {
		window,
		notes
	};
}
async function* chain(chunks, rest) {
	try {
		yield* chunks;
		for (;;) {
			const next = await rest.next();
			if (next.done === true) return;
			yield next.value;
		}
	} finally {
		await rest.return?.();
	}
}

// src/parse/sniff-csv.ts
const candidates = [
	",",
	";",
	"	",
	"|"
];
const delimiterNames = {
	",": "comma",
	";": "semicolon",
	"	": "tab",
	"|": "vertical bar"
};
const sampledRows = 200;
function sniffCsv(head, whole, dialect) {
	const notes = [];
	const quote = dialect.quote ?? sniffQuote(head);
	const fixed = {
		quote: mark("quote", quote),
		escape: mark("escape", dialect.escape ?? quote),
		comment: mark("comment", dialect.comment ?? "")
	};
	if (dialect.quote === void 0 && quote !== "\"") notes.push(`quoted with ${quote}`);
	let delimiter = dialect.delimiter;
	if (delimiter === void 0) {
		delimiter = sniffDelimiter(head, whole, fixed);
		notes.push(delimiterNames[delimiter] ?? delimiter);
	}
	const marks = {
		...fixed,
		delimiter: mark("delimiter", delimiter)
	};
	checkMarks(marks);
	let header = dialect.header;
	if (header === void 0) {
		header = looksLikeHeader(rowsOf(head, whole, marks, 1)[0] ?? []);
		notes.push(header ? "header in the first row" : "no header, so columns are named column1, column2, …");
	}
	return {
		marks,
		headerRows: Number(header),
		notes
	};
}
function mark(name, text) {
	const code = text.charCodeAt(0);
	if (text === "") {
		if (name === "delimiter") throw new Failure("csv/dialect", "the delimiter is empty");
		return -1;
	}
	if (text.length > 1 || code > 127 || code === 10 || code === 13 || code === 0) throw new Failure("csv/dialect", `${name} is ${JSON.stringify(text)}; it must be one ASCII character`);
	return code;
}
function checkMarks({ delimiter, quote, comment, escape }) {
	if (delimiter === quote || delimiter === escape || comment >= 0 && (comment === delimiter || comment === quote)) throw new Failure("csv/dialect", "delimiter, quote and comment must be different characters");
}
function sniffQuote(head) {
	const text = head.toString("latin1");
	const doubles = /(^|[,;\t|\r\n])"/.test(text);
	const singles = (text.match(/(?<=^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g) ?? []).length;
	return !doubles && singles >= 2 ? "'" : "\"";
}
function sniffDelimiter(head, whole, fixed) {
	let best = {
		delimiter: ",",
		score: 0
	};
	for (const delimiter of candidates) {
		const byte = delimiter.charCodeAt(0);
		if (byte === fixed.comment || byte === fixed.quote) continue;
		const rows = rowsOf(head, whole, {
			...fixed,
			delimiter: byte
		}, sampledRows);
		const width = rows[0]?.length ?? 0;
		if (width < 2) continue;
		const agreeing = rows.filter((row) => row.length === width).length / rows.length;
		const score = agreeing * agreeing * Math.log2(width + 1);
		if (score > best.score) best = {
			delimiter,
			score
		};
	}
	return best.delimiter;
}
function rowsOf(head, whole, marks, most) {
	const scanner = new CsvScanner(marks, 4096);
	const bytes = Buffer.concat([head, Buffer.alloc(head.length)]);
	const rows = [];
	for (let at = 0; at < head.length && rows.length < most; at = scanner.next) {
		scanner.side = head.length;
		const verdict = scanner.scan(bytes, at, head.length, whole, 0, 4096);
		if (verdict === scanned.incomplete) break;
		if (verdict === scanned.blank || verdict === scanned.comment) continue;
		const fields = Math.min(scanner.count, 4096);
		rows.push(verdict === scanned.damaged ? [] : Array.from({ length: fields }, (_, i) => bytes.toString("utf8", scanner.start[i], scanner.end[i])));
	}
	return rows;
}
function looksLikeHeader(first) {
	return !first.some((field) => /^([-+]?\d*\.?\d+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*|true|false)$/i.test(field.trim()));
}

// src/parse/open-csv.ts
const headSize = 65536;
async function openCsv(source, dialect, onReject) {
	const { window, notes } = await peek(source, dialect.encoding);
	return closedOnThrow(window, () => openRows(window, notes, dialect, onReject));
}
async function openRows(window, notes, dialect, onReject) {
	const skipped = await skipLines(window, dialect.skipLines ?? 0);
	const head = window.bytes.subarray(window.from, Math.min(window.to, window.from + headSize));
	const sniffed = sniffCsv(head, window.ended && head.length === window.to - window.from, dialect);
	const { names, line } = await readHeader(window, sniffed, skipped + 1);
	const reader = new CsvReader(window, {
		...dialect,
		marks: sniffed.marks,
		names,
		line
	}, onReject);
	return {
		names,
		notes: [...notes, ...sniffed.notes],
		batches: reader.batches()
	};
}
async function skipLines(window, count) {
	for (let skipped = 0; skipped < count; skipped++) while (!endOfLine(window)) {
		if (window.ended) return skipped;
		window.refuseRunaway(skipped + 1);
		await window.fill();
	}
	return count;
}
function endOfLine(window) {
	const { bytes, to, ended } = window;
	for (let at = window.from; at < to; at++) {
		if (bytes[at] !== 10 && bytes[at] !== 13) continue;
		if (bytes[at] === 13 && at + 1 === to && !ended) return false;
		window.from = at + (bytes[at] === 13 && at + 1 < to && bytes[at + 1] === 10 ? 2 : 1);
		return true;
	}
	if (ended) window.from = to;
	return ended;
}
async function readHeader(window, { marks, headerRows }, firstLine) {
	const scanner = new CsvScanner(marks, 65536);
	const rows = [];
	let line = firstLine;
	while (rows.length < Math.max(1, headerRows)) {
		if (window.from === window.to && !window.ended) await window.fill();
		if (window.from === window.to) throw noHeader(rows.length);
		scanner.side = window.half;
		const verdict = scanner.scan(window.bytes, window.from, window.to, window.ended, 0, 65536);
		if (verdict === scanned.incomplete) {
			window.refuseRunaway(line);
			await window.fill();
			continue;
		}
		if (verdict === scanned.damaged) throw new Failure("csv/header", `the header on line ${line} has ${scanner.fault}`);
		if (verdict === scanned.row) {
			checkWidth(scanner.count);
			rows.push(fieldsOf(window.bytes, scanner));
			if (headerRows === 0) return {
				names: rows[0]?.map((_, index) => `column${index + 1}`) ?? [],
				line
			};
		}
		window.from = scanner.next;
		line += scanner.lines;
	}
	return {
		names: namesOf$1(rows, firstLine),
		line
	};
}
function fieldsOf(bytes, { start, end, count }) {
	return Array.from({ length: count }, (_, index) => bytes.toString("utf8", start[index], end[index]));
}
function noHeader(rows) {
	if (rows > 0) return new Failure("csv/header", `the source ends after ${rows} of the header's rows`);
	return new Failure("csv/empty", "the source is empty: it has no header and no rows");
}

// src/parse/json-object.ts
function readObject(bytes, start, end, side, onField) {
	let at = skipSpace(bytes, start + 1, end);
	let out = side;
	while (at < end && bytes[at] !== 125) {
		const nameEnd = valueEnd(bytes, at, end);
		const name = String(JSON.parse(bytes.toString("utf8", at, nameEnd)));
		at = skipSpace(bytes, skipSpace(bytes, nameEnd, end) + 1, end);
		const stop = valueEnd(bytes, at, end);
		const kind = kindOf(bytes[at] ?? 0);
		if (kind === fieldKind.string) {
			const escape = bytes.indexOf(92, at);
			if (escape < 0 || escape >= stop) onField(name, kind, at + 1, stop - 1);
			else {
				const size = bytes.write(String(JSON.parse(bytes.toString("utf8", at, stop))), out);
				onField(name, kind, out, out + size);
				out += size;
			}
		} else onField(name, kind, at, stop);
		at = skipSpace(bytes, stop, end);
		if (bytes[at] === 44) at = skipSpace(bytes, at + 1, end);
	}
	return out;
}
function skipSpace(bytes, from, to) {
	let at = from;
	while (at < to && isSpace(bytes[at] ?? 0)) at++;
	return at;
}
function isSpace(byte) {
	return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
function kindOf(first) {
	if (first === 34) return fieldKind.string;
	if (first === 123 || first === 91) return fieldKind.json;
	if (first === 116) return fieldKind.true;
	if (first === 102) return fieldKind.false;
	return first === 110 ? fieldKind.null : fieldKind.number;
}
function valueEnd(bytes, from, to) {
	const first = bytes[from];
	if (first === 34) return stringEnd(bytes, from, to);
	if (first !== 123 && first !== 91) {
		let at = from;
		while (at < to && !isEnd(bytes[at] ?? 0)) at++;
		return at < to ? at : -1;
	}
	let depth = 0;
	for (let at = from; at < to; at++) {
		const byte = bytes[at];
		if (byte === 34) {
			at = stringEnd(bytes, at, to) - 1;
			if (at < 0) return -1;
		} else if (byte === 123 || byte === 91) depth++;
		else if ((byte === 125 || byte === 93) && --depth === 0) return at + 1;
	}
	return -1;
}
function isEnd(byte) {
	return byte === 44 || byte === 125 || byte === 93 || isSpace(byte);
}
function stringEnd(bytes, from, to) {
	for (let at = from + 1; at < to; at++) {
		const byte = bytes[at];
		if (byte === 92) at++;
		else if (byte === 34) return at + 1;
	}
	return -1;
}

// src/parse/json-rows.ts
const batchFields = 32768;
var JsonRows = class {
	names = [];
	#places = /* @__PURE__ */ new Map();
	#onReject;
	#rows = [];
	#lines = [];
	#raw = [];
	#fields = 0;
	side = 0;
	constructor(onReject) {
		this.#onReject = onReject;
	}
	get full() {
		return this.#fields >= batchFields;
	}
	get count() {
		return this.#rows.length;
	}
	add(bytes, start, end, line) {
		const raw = bytes.subarray(start, end);
		const fault = faultOf(raw);
		if (fault !== void 0) return this.reject(raw, line, fault.rule, fault.value);
		const fields = [];
		const seen = /* @__PURE__ */ new Set();
		const twice = [];
		const side = readObject(bytes, start, end, this.side, (name, kind, from, to) => {
			if (seen.has(name)) twice.push(name);
			seen.add(name);
			fields.push(0, kind, from, to);
		});
		if (twice[0] !== void 0) return this.reject(raw, line, "duplicate key", twice[0]);
		this.#learn(fields, seen);
		this.side = side;
		this.#rows.push(fields);
		this.#lines.push(line);
		this.#raw.push(start, end);
		this.#fields += Math.max(this.names.length, 1);
	}
	#learn(fields, seen) {
		let index = 0;
		for (const name of seen) {
			let place = this.#places.get(name);
			if (place === void 0) {
				place = this.names.push(name) - 1;
				this.#places.set(name, place);
			}
			fields[4 * index++] = place;
		}
	}
	reject(raw, line, rule, value) {
		this.#onReject({
			line,
			column: null,
			rule,
			value,
			raw: rawText(raw)
		});
	}
	batch(bytes) {
		const columns = this.names.length;
		const size = this.#rows.length * columns;
		const [start, end, kind] = [
			new Int32Array(size),
			new Int32Array(size),
			new Uint8Array(size)
		];
		this.#rows.forEach((fields, row) => {
			for (let i = 0; i < fields.length; i += 4) {
				const at = row * columns + (fields[i] ?? 0);
				kind[at] = fields[i + 1] ?? fieldKind.null;
				start[at] = fields[i + 2] ?? 0;
				end[at] = fields[i + 3] ?? 0;
			}
		});
		const [rows, line, raw] = [
			this.#rows.length,
			Int32Array.from(this.#lines),
			Int32Array.from(this.#raw)
		];
		this.#rows = [];
		this.#lines = [];
		this.#raw = [];
		this.#fields = 0;
		return {
			bytes,
			rows,
			columns,
			start,
			end,
			kind,
			line,
			raw
		};
	}
};
function faultOf(raw) {
	if (!isUtf8(raw)) return {
		rule: "encoding",
		value: "it is no UTF-8"
	};
	const text = raw.toString();
	const value = parse(text);
	if (value instanceof SyntaxError) return {
		rule: "json",
		value: jsonFault(value.message)
	};
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return /\\u[dD][89a-fA-F]/.test(text) && !isWellFormed(value) ? {
		rule: "encoding",
		value: "it holds half a surrogate pair"
	} : void 0;
	return {
		rule: "json",
		value: "it is no object"
	};
}
function parse(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		return error;
	}
}
function isWellFormed(value) {
	return Object.entries(value).every(([key, item]) => key.isWellFormed() && (typeof item !== "string" || item.isWellFormed()));
}

// src/parse/json-array.ts
var ArrayRecords = class {
	line;
	start = 0;
	end = 0;
	next = 0;
	#counted;
	#seen = false;
	#closed = false;
	constructor({ line, position }) {
		this.line = line;
		this.#counted = position;
	}
	find(window) {
		if (this.#closed) return this.#rest(window);
		const { bytes, to, ended } = window;
		let at = skipSpace(bytes, window.from, to);
		const follows = this.#seen && bytes[at] === 44;
		if (follows && at < to) at = skipSpace(bytes, at + 1, to);
		if (at >= to) return this.#short(ended);
		this.#count(window, at);
		if (bytes[at] === 93 && !follows) {
			this.#closed = true;
			window.from = at + 1;
			return this.#rest(window);
		}
		const end = valueEnd(bytes, at, to);
		if (end < 0) return this.#short(ended);
		const behind = skipSpace(bytes, end, to);
		if (behind >= to) return this.#short(ended);
		if (end === at) throw syntax(`line ${this.line}: there is no element where one must be`);
		if (bytes[behind] !== 44 && bytes[behind] !== 93) throw syntax(`line ${this.line}: the element is not followed by a comma or the end of the array`);
		this.start = at;
		this.end = end;
		this.next = end;
		this.#seen = true;
		return "record";
	}
	#rest(window) {
		const { bytes, from, to, ended } = window;
		const at = skipSpace(bytes, from, to);
		this.#count(window, at);
		if (at < to) throw syntax(`line ${this.line}: there is more after the end of the array`);
		window.from = at;
		return ended ? "end" : "incomplete";
	}
	#short(ended) {
		if (ended) throw syntax(`the array is cut off after line ${this.line}`);
		return "incomplete";
	}
	#count(window, at) {
		const origin = window.position - window.from;
		for (let i = Math.max(this.#counted - origin, 0); i < at; i++) if (window.bytes[i] === 10) this.line++;
		this.#counted = origin + at;
	}
};
async function enterArray(window) {
	let line = 1;
	for (;;) {
		for (; window.from < window.to; window.from++) {
			const byte = window.bytes[window.from] ?? 0;
			if (byte === 10) line++;
			if (isSpace(byte)) continue;
			if (byte !== 91) throw notAList(byte);
			window.from++;
			return {
				line,
				position: window.position
			};
		}
		if (window.ended) throw syntax("the source is empty");
		await window.fill();
	}
}
function syntax(what) {
	return new Failure("json/syntax", `the JSON cannot be read: ${what}`);
}
function notAList(byte) {
	const first = byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
	return new Failure("json/syntax", `the JSON is no list of rows: it begins with ${first}`, { help: byte === 123 ? "Rows on lines of their own are `ndjson:`; a list within an object is picked out by a `run` step that writes ndjson" : "A CSV is read by `csv:`, JSON on lines of their own by `ndjson:`" });
}

// src/parse/json-lines.ts
var LineRecords = class {
	line = 0;
	start = 0;
	end = 0;
	next = 0;
	find(window) {
		for (;;) {
			const { bytes, from, to, ended } = window;
			if (from === to && ended) return "end";
			let stop = bytes.indexOf(10, from);
			if (stop < 0 || stop >= to) {
				if (!ended) return "incomplete";
				stop = to;
			}
			this.line++;
			this.next = Math.min(stop + 1, to);
			this.start = from;
			this.end = stop;
			while (this.start < this.end && isSpace(bytes[this.start] ?? 0)) this.start++;
			while (this.end > this.start && isSpace(bytes[this.end - 1] ?? 0)) this.end--;
			if (this.end > this.start) return "record";
			window.from = this.next;
		}
	}
};

// src/parse/open-json.ts
async function openJson(source, format, onReject) {
	const { window, notes } = await peek(source, void 0);
	return closedOnThrow(window, async () => {
		const rows = new JsonRows(onReject);
		const finder = format === "ndjson" ? new LineRecords() : new ArrayRecords(await enterArray(window));
		return {
			names: rows.names,
			notes,
			batches: batchesOf(window, finder, rows)
		};
	});
}
async function* batchesOf(window, finder, rows) {
	try {
		for (;;) {
			const found = scanSome(window, finder, rows);
			if (rows.count > 0) yield rows.batch(window.bytes);
			if (found === "end") return;
			if (found === "record") continue;
			window.refuseRunaway(finder.line);
			await window.fill();
		}
	} finally {
		await window.close();
	}
}
function scanSome(window, finder, rows) {
	rows.side = window.half;
	while (!rows.full) {
		const found = finder.find(window);
		if (found !== "record") return found;
		rows.add(window.bytes, finder.start, finder.end, finder.line);
		window.from = finder.next;
	}
	return "record";
}

// src/steps/extract/count-bytes.ts
function countBytes(onBytes) {
	let bytes = 0;
	return {
		stream: new Transform({ transform(chunk, _encoding, done) {
			bytes += chunk.length;
			onBytes(bytes);
			done(null, chunk);
		} }),
		bytes: () => bytes
	};
}

// src/steps/extract/zstd-is-whole.ts
const frameMagic = 4247762216;
const dictionaryIdBytes = [
	0,
	1,
	2,
	4
];
const contentSizeBytes = [
	0,
	2,
	4,
	8
];
async function zstdIsWhole(path) {
	await using file = await open(path);
	const { size } = await file.stat();
	let at = 0;
	while (at !== void 0 && at < size) at = await endOfFrame(file, at);
	return at === size;
}
async function endOfFrame(file, at) {
	const head = await bytesAt(file, at, 8);
	if (head.length < 5) return void 0;
	if (head.readUInt32LE(0) !== frameMagic) return head.length < 8 ? void 0 : at + 8 + head.readUInt32LE(4);
	const descriptor = head.readUInt8(4);
	let next = at + 5 + headerBytes(descriptor);
	for (let last = false; !last;) {
		const header = await bytesAt(file, next, 3);
		if (header.length < 3) return void 0;
		const block = header.readUIntLE(0, 3);
		last = (block & 1) === 1;
		const isRepeat = (block >> 1 & 3) === 1;
		next += 3 + (isRepeat ? 1 : block >> 3);
	}
	const hasChecksum = (descriptor & 4) !== 0;
	return next + (hasChecksum ? 4 : 0);
}
function headerBytes(descriptor) {
	const isSingleSegment = (descriptor & 32) !== 0;
	const contentSize = contentSizeBytes[descriptor >> 6 & 3] ?? 0;
	return (isSingleSegment ? 0 : 1) + (dictionaryIdBytes[descriptor & 3] ?? 0) + (contentSize === 0 && isSingleSegment ? 1 : contentSize);
}
async function bytesAt(file, at, length) {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
	return buffer.subarray(0, bytesRead);
}

// src/steps/extract/read-bytes.ts
const chunkBytes = 1 << 18;
async function findCompression({ path, label }, { compression }) {
	if (compression !== "auto") return compression;
	const head = await readHead(path, label);
	if (head[0] === 31 && head[1] === 139) return "gzip";
	if (head.length >= 4 && head.readUInt32LE(0) === 4247762216) return "zstd";
	return "none";
}
async function readHead(path, label) {
	try {
		await using file = await open(path);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return buffer.subarray(0, bytesRead);
	} catch (error) {
		throw fileFailure(error, label);
	}
}
async function* readBytes(source, { compression, signal, onBytes }) {
	const file = createReadStream(source.path, { highWaterMark: chunkBytes });
	const { stream: count } = countBytes(onBytes);
	const stream = compression === "gzip" ? createGunzip() : compression === "zstd" ? createZstdDecompress() : count;
	const whole = pipeline$1(stream === count ? [file, count] : [
		file,
		count,
		stream
	]);
	whole.catch(() => {});
	try {
		for await (const chunk of stream) {
			signal.throwIfAborted();
			yield chunk;
		}
		await whole;
		if (compression === "zstd" && !await zstdIsWhole(source.path)) throw new Error("unexpected end of file");
	} catch (error) {
		signal.throwIfAborted();
		throw compression === "none" ? fileFailure(error, source.label) : damaged(error, source, compression);
	} finally {
		file.destroy();
		stream.destroy();
	}
}
function damaged(error, { label, bytes, fetched }, compression) {
	if (error instanceof Failure) return error;
	const reason = error instanceof Error ? error.message : String(error);
	const truncated = /unexpected end|incomplete|truncated/iu.test(reason);
	return new Failure("file/compression", truncated ? `"${label}" is cut short: its ${compression} data ends too early (${number(bytes)} bytes)` : `"${label}" is damaged: its ${compression} data cannot be read (${reason})`, {
		cause: error,
		retryable: truncated && fetched
	});
}

// src/steps/extract/refuse-html.ts
const start = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/iu;
async function* refuseHtml(bytes, { label, contentType }, mask) {
	let first = true;
	for await (const chunk of bytes) {
		if (first && start.test(chunk.subarray(0, 1024).toString("utf8").replace(/^\uFEFF/u, ""))) {
			const title = /<title[^>]*>([^<]{1,100})/iu.exec(mask(chunk.toString("utf8")))?.[1]?.trim();
			const said = contentType === void 0 ? "" : ` (${contentType})`;
			throw new Failure("source/html", `"${label}" is a page of HTML${said}${title === void 0 ? "" : ` titled "${title}"`}, not data`, { help: "Check the address; a log-in or an error page often comes in place of a file" });
		}
		first = false;
		yield chunk;
	}
}

// src/steps/extract/open-records.ts
async function openRecords(source, context, { onReject, onBytes }) {
	const { options, signal, mask } = context;
	const compression = await findCompression(source, options);
	const bytes = refuseHtml(readBytes(source, {
		compression,
		signal,
		onBytes
	}), source, mask);
	const records = await named(source, () => options.format === "csv" ? openCsv(bytes, options.csv, onReject) : openJson(bytes, options.format, onReject));
	return {
		...records,
		names: records.names,
		batches: namedBatches(source, records.batches)
	};
}
async function named({ label }, work) {
	try {
		return await work();
	} catch (error) {
		throw withLabel(error, label);
	}
}
async function* namedBatches({ label }, batches) {
	try {
		yield* batches;
	} catch (error) {
		throw withLabel(error, label);
	}
}
function withLabel(error, label) {
	if (!(error instanceof Failure) || error.message.includes(label)) return error;
	const { code, message, retryable, help, cause } = error;
	return new Failure(code, `"${label}": ${message}`, {
		retryable,
		cause,
		...help === void 0 ? {} : { help }
	});
}

// src/dataset/rejects.ts
const rejectColumns = [
	{
		name: "file",
		type: "text"
	},
	{
		name: "line",
		type: "integer"
	},
	{
		name: "column",
		type: "text"
	},
	{
		name: "rule",
		type: "text",
		notNull: true
	},
	{
		name: "value",
		type: "text"
	},
	{
		name: "raw",
		type: "text"
	}
];
function writeReject(file, source, reject) {
	const { line, column, rule, value, raw } = reject;
	file.writeValues([
		source,
		line,
		column,
		rule,
		value,
		raw
	], ({ rule: broken }) => {
		throw new Bug(`a reject was itself rejected: ${broken}`);
	});
}

// src/steps/extract/reject-log.ts
const maxShown = 5;
const maxChars = 80;
var RejectLog = class {
	#path;
	#mask;
	#first = [];
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
		if (this.#first.length < maxShown) this.#first.push(describeReject(file, reject, this.#mask));
		this.#file ??= createDatasetFile(this.#path, {
			table: "rejects",
			columns: rejectColumns
		});
		writeReject(this.#file, file, reject);
	}
	finish() {
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
function describeReject(file, { line, column, rule, value }, mask) {
	const place = `${file}${line === null ? "" : `:${line}`}`;
	const text = value === null ? "" : mask(value);
	const short = text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text;
	const shown = value === null ? "" : ` ${JSON.stringify(short)}`;
	return `${place}${column === null ? "" : ` ${column}`}: ${rule}${shown}`;
}

// src/steps/extract/infer-columns.ts
async function inferColumns(sources, context) {
	const names = [];
	const profile = new Profile(names);
	let first;
	for (const [index, source] of sources.entries()) {
		const records = await openRecords(source, context, {
			onReject: (reject) => first ??= describeReject(source.label, reject, context.mask),
			onBytes: () => {}
		});
		if (context.options.format === "csv" && index > 0) sameColumns(names, records.names, sources[0], source);
		const union = () => {
			for (const name of records.names) if (!names.includes(name)) names.push(name);
		};
		union();
		for await (const batch of records.batches) {
			union();
			profile.add(projectBatch(batch, names.map((name) => records.names.indexOf(name))));
		}
	}
	const columns = profile.columns();
	if (columns.length === 0) throw nothingRead(first);
	context.log(`columns inferred: ${columns.map(describeColumn).join(", ")}`);
	for (const { column, type, because } of profile.proof()) context.log(`  ${column} is ${type}: ${because}`);
	return columns;
}
function nothingRead(firstReject) {
	if (firstReject !== void 0) return new Failure("rows/rejected", `no row could be read, e.g. ${firstReject}`);
	return new Failure("columns/unknown", "there is nothing to read, so the columns cannot be inferred", { help: "Declare \"columns\"" });
}
function describeColumn({ name, type, scale }) {
	return `${name} ${type}${type === "decimal" && scale !== void 0 ? `(${scale})` : ""}`;
}

// src/steps/extract/read-dataset.ts
async function readDataset(sources, context) {
	const columns = context.options.columns ?? await inferColumns(sources, context);
	using file = createDatasetFile(context.datasetPath, {
		table: context.stepId,
		columns
	});
	using rejects = new RejectLog(context.rejectsPath, context.mask);
	const read = await readInto(file, rejects, {
		sources,
		columns,
		context
	});
	if (read === 0) requireAllowedEmpty(context, sources);
	const rejected = rejects.finish();
	rejects.requireWithin(context.options.rejects, read);
	const dataset = file.finish();
	return {
		dataset,
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
function requireAllowedEmpty(context, sources) {
	if (context.options.allowEmpty) return;
	const labels = sources.map(({ label }) => `"${label}"`).join(", ");
	throw new Failure("rows/empty", `${labels} ${sources.length === 1 ? "holds" : "hold"} no rows`, { help: "Set \"allow-empty: true\" if that is to be expected" });
}
async function readInto(file, rejects, { sources, columns, context }) {
	const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
	let before = 0;
	let read = 0;
	for (const source of sources) {
		let now = 0;
		const onReject = (reject) => rejects.add(source.label, reject);
		const records = await openRecords(source, context, {
			onReject: (reject) => {
				read += 1;
				onReject(reject);
			},
			onBytes: (bytes) => now = bytes
		});
		if (records.notes.length > 0) context.log(`${source.label}: ${records.notes.join(", ")} (found by looking)`);
		const names = namesOf(records.names, columns, context);
		const columnsOfBatch = context.options.format === "csv" ? locateColumns(columns, names, source) : void 0;
		sayLeftOut(names, columns, context);
		for await (const batch of records.batches) {
			read += batch.rows;
			const from = columnsOfBatch ?? columns.map(({ name }) => records.names.indexOf(name));
			file.write(projectBatch(batch, from), onReject);
			context.progress({
				rows: file.rows,
				bytes: before + now,
				totalBytes
			});
		}
		before += source.bytes;
	}
	return read;
}
function namesOf(names, columns, { options }) {
	if (options.format !== "csv" || options.csv.header !== false || options.columns === void 0) return names;
	return names.map((name, index) => columns[index]?.name ?? name);
}
function sayLeftOut(names, columns, context) {
	const extra = names.filter((name) => !columns.some((column) => column.name === name));
	if (extra.length > 0) context.log(`left out, because "columns" does not name them: ${extra.join(", ")}`);
}

export { requireAllowedEmpty as n, countBytes as r, readDataset as t };