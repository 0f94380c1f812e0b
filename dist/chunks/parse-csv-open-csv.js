import { B as Bug, U as unreachable, V as Failure, j as mostColumns } from "./dataset-fields-print-number.js";
import { t as fieldKind } from "./dataset-batch.js";
import { t as rawText } from "./dataset-reject.js";
import { n as CsvError, t as parse } from "./vendor/csv-parse.js";
import { xt as checkMarks } from "./manifest-json-schema.js";
import { isUtf8 } from "node:buffer";

// src/parse/byte-window.ts
const chunk = 1 << 19;
const longestRecord = 64 << 20;
var ByteWindow = class {
	bytes = Buffer.allocUnsafe(4 * chunk);
	from = 0;
	to = 0;
	ended = false;
	#passed = 0;
	#passedSource = 0;
	#source;
	#pending;
	#measure;
	constructor(source, measure) {
		this.#source = source[Symbol.asyncIterator]();
		this.#measure = measure;
	}
	get half() {
		return this.bytes.length / 2;
	}
	get position() {
		return this.#passed + this.from;
	}
	placeOf(at) {
		return this.#passedSource + (this.#measure?.(this.bytes, 0, at) ?? at);
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
		this.#passedSource = this.placeOf(this.from);
		this.#passed += this.from;
		const old = this.bytes;
		if (least > this.half) this.bytes = Buffer.allocUnsafe(2 * least);
		old.copy(this.bytes, 0, this.from, this.to);
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

// src/parse/csv/null-tokens.ts
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

// src/parse/csv/line-ends.ts
const lf$1 = 10;
const cr$1 = 13;
function lineEnd(bytes, from, to, last) {
	let at = from;
	while (at < to && bytes[at] !== lf$1 && bytes[at] !== cr$1) at++;
	if (at >= to) return last ? to : -1;
	if (bytes[at] === lf$1) return at + 1;
	if (at + 1 >= to) return last ? to : -1;
	return bytes[at + 1] === lf$1 ? at + 2 : at + 1;
}
function breaksIn(bytes, from, to) {
	let count = 0;
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === lf$1 || byte === cr$1 && bytes[at + 1] !== lf$1) count++;
	}
	return count;
}
function wholeLines(bytes, from, limit, to) {
	for (let at = limit - 1; at >= from; at--) {
		if (bytes[at] === lf$1) return at + 1;
		if (bytes[at] === cr$1 && at + 1 < to && bytes[at + 1] !== lf$1) return at + 1;
	}
	return from;
}

// src/parse/csv/quoted-text.ts
var QuotedText = class {
	#quote;
	#escape;
	#delimiter;
	#doubled;
	start = 0;
	end = 0;
	escapes = 0;
	constructor({ quote, escape, delimiter }) {
		this.#quote = Buffer.from(quote);
		this.#escape = Buffer.from(escape);
		this.#delimiter = Buffer.from(delimiter);
		this.#doubled = quote === escape;
	}
	opens(bytes, from, to) {
		return stands(this.#quote, bytes, from, to);
	}
	closes(bytes, from, to) {
		this.start = from + this.#quote.length;
		this.end = this.closeOf(bytes, from, to);
		return this.end + this.#quote.length === to;
	}
	closeOf(bytes, from, to) {
		this.escapes = 0;
		for (let at = from + this.#quote.length; at < to;) {
			const pair = this.#pairAt(bytes, at, to);
			if (pair > 0) {
				this.escapes++;
				at += pair;
			} else if (stands(this.#quote, bytes, at, to)) return at;
			else at++;
		}
		return to;
	}
	runsOn(bytes, from, to) {
		const [quote, delimiter] = [this.#quote, this.#delimiter];
		for (let at = from; at < to;) {
			let end = at;
			if (this.opens(bytes, at, to)) {
				end = this.closeOf(bytes, at, to);
				if (breaksIn(bytes, at, end) > 0 && this.#beginsField(bytes, end)) return true;
				end += quote.length;
			}
			const next = bytes.indexOf(delimiter, end);
			if (next < 0) return false;
			at = next + delimiter.length;
		}
		return false;
	}
	#beginsField(bytes, at) {
		const before = bytes[at - 1];
		const { length } = this.#delimiter;
		return before === 10 || before === 13 || stands(this.#delimiter, bytes, at - length, at);
	}
	unescape(bytes, out) {
		let to = out;
		for (let at = this.start; at < this.end;) {
			const pair = this.#pairAt(bytes, at, this.end);
			const skip = pair > 0 ? this.#escape.length : 0;
			const size = pair > 0 ? pair - skip : 1;
			bytes.copyWithin(to, at + skip, at + skip + size);
			to += size;
			at += skip + size;
		}
		return to;
	}
	#pairAt(bytes, at, to) {
		const [quote, escape] = [this.#quote, this.#escape];
		if (!stands(escape, bytes, at, to)) return 0;
		const next = at + escape.length;
		if (stands(quote, bytes, next, to)) return escape.length + quote.length;
		return !this.#doubled && stands(escape, bytes, next, to) ? 2 * escape.length : 0;
	}
};
function stands(mark, bytes, at, to) {
	const { length } = mark;
	if (length === 0 || at + length > to || bytes[at] !== mark[0]) return false;
	return length === 1 || mark.compare(bytes, at, at + length) === 0;
}

// src/parse/csv/record-scanner.ts
const scanned = {
	row: 0,
	incomplete: 1,
	blank: 2,
	comment: 3,
	damaged: 4
};
const quoteFault = {
	open: "a quote that is never closed",
	behind: "text after a closing quote",
	inside: "a quote inside a field without quotes"
};

// src/parse/csv/csv-scanner.ts
const lf = 10;
const cr = 13;
var CsvScanner = class {
	#marks;
	#quoted;
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
		const text = (byte) => byte < 0 ? "" : String.fromCharCode(byte);
		this.#quoted = new QuotedText({
			quote: text(marks.quote),
			escape: text(marks.escape),
			delimiter: text(marks.delimiter)
		});
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
					this.lines = 1;
					return this.#damaged(bytes, {
						from,
						at: from,
						to,
						last,
						fault: quoteFault.open
					});
				}
				if (keep) this.#keepQuoted(bytes, field, at + 1, close);
				at = close + 1;
				if (at < to && (special[bytes[at] ?? 0] !== 1 || bytes[at] === quote)) return this.#damaged(bytes, {
					from,
					at,
					to,
					last,
					fault: quoteFault.behind
				});
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
			if (byte === quote) return this.#damaged(bytes, {
				from,
				at,
				to,
				last,
				fault: quoteFault.inside
			});
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
	#damaged(bytes, { from, at, to, last, fault }) {
		const ranOn = this.lines > 1 && this.#quoted.runsOn(bytes, from, at);
		if (ranOn) this.lines = 1;
		this.fault = ranOn ? quoteFault.open : fault;
		return this.#skipLine(bytes, ranOn ? from : at, to, last, scanned.damaged);
	}
};

// src/parse/csv/tolerant-scanner.ts
const piece = 16384;
const commentByte = 255;
var TolerantScanner = class {
	#delimiter;
	#quote;
	#comment;
	#quoted;
	#options;
	start;
	end;
	kind;
	next = 0;
	count = 0;
	lines = 0;
	fault = "";
	side = 0;
	#found = [];
	#at = 0;
	#origin = 0;
	#ends = [];
	constructor(marks, fields) {
		this.start = new Int32Array(fields);
		this.end = new Int32Array(fields);
		this.kind = new Uint8Array(fields);
		this.#delimiter = Buffer.byteLength(marks.delimiter);
		this.#quote = Buffer.byteLength(marks.quote);
		this.#comment = Buffer.from(marks.comment);
		this.#quoted = new QuotedText(marks);
		this.#options = this.#optionsFor(marks);
	}
	#optionsFor({ delimiter, quote, escape, comment, strayQuotes }) {
		const latin = (text) => Buffer.from(text).toString("latin1");
		return {
			encoding: "latin1",
			delimiter: latin(delimiter),
			quote: quote === "" ? null : latin(quote),
			escape: quote === "" || escape === "" ? null : latin(escape),
			comment: comment === "" ? null : latin1(commentByte),
			comment_no_infix: true,
			record_delimiter: [
				"\r\n",
				"\n",
				"\r"
			],
			relax_column_count: true,
			relax_quotes: strayQuotes === "keep",
			cast: (_, { bytes }) => {
				this.#ends.push(bytes);
				return "";
			},
			on_record: (_, { bytes }) => {
				this.#found.push({
					ends: this.#ends,
					next: bytes
				});
				this.#ends = [];
				return null;
			}
		};
	}
	scan(bytes, from, to, last, base, limit) {
		this.count = 0;
		this.lines = 1;
		const first = bytes[from];
		const isBlank = first === 10 || first === 13;
		if (isBlank || this.#isComment(bytes, from, to)) {
			const end = lineEnd(bytes, from, to, last);
			if (end < 0) return scanned.incomplete;
			if (isBlank && this.#at < this.#found.length) this.#at++;
			this.#pass(from, end);
			return isBlank ? scanned.blank : scanned.comment;
		}
		if (this.#at >= this.#found.length) {
			const fault = this.#look(bytes, from, to, last);
			if (fault !== void 0) return fault === "" ? scanned.incomplete : this.#damaged(bytes, from, to, fault);
		}
		const found = this.#found[this.#at++];
		return found === void 0 ? scanned.incomplete : this.#take(found, bytes, {
			from,
			to,
			base,
			limit
		});
	}
	#isComment(bytes, from, to) {
		const mark = this.#comment;
		return mark.length > 0 && to - from >= mark.length && mark.compare(bytes, from, from + mark.length) === 0;
	}
	#look(bytes, from, to, last) {
		this.#origin = 0;
		for (let size = piece;; size *= 4) {
			const whole = from + size >= to;
			const end = whole && last ? to : wholeLines(bytes, from, Math.min(to, from + size), to);
			const fault = end > from ? this.#parse(bytes.subarray(from, end)) : "";
			if (this.#found.length > 0) return void 0;
			const open = fault === "" || fault === quoteFault.open;
			if (whole && last && fault === "") throw new Bug("csv-parse found no record and no fault in a line");
			if (whole || !open) return open && !last ? "" : fault;
		}
	}
	#parse(bytes) {
		this.#found = [];
		this.#at = 0;
		this.#ends = [];
		try {
			parse(this.#comment.length === 0 ? bytes : this.#withComments(bytes), this.#options);
			return "";
		} catch (error) {
			if (!(error instanceof CsvError)) throw error;
			if (error.code === "CSV_QUOTE_NOT_CLOSED") return quoteFault.open;
			return error.code === "CSV_INVALID_CLOSING_QUOTE" ? quoteFault.behind : quoteFault.inside;
		}
	}
	#withComments(bytes) {
		const copy = Buffer.from(bytes);
		for (let at = copy.indexOf(commentByte); at >= 0; at = copy.indexOf(commentByte, at)) copy[at] = 254;
		for (let at = 0; at < bytes.length; at = lineEnd(bytes, at, bytes.length, true)) if (this.#isComment(bytes, at, bytes.length)) copy[at] = commentByte;
		return copy;
	}
	#take({ ends, next }, bytes, { from, to, base, limit }) {
		const zero = from - this.#origin;
		const recordEnd = zero + (ends.at(-1) ?? 0);
		this.lines = 1 + breaksIn(bytes, from, recordEnd);
		this.count = ends.length;
		let begin = from;
		for (let index = 0; index < ends.length; index++) {
			const end = zero + (ends[index] ?? 0);
			if (!this.#keep(bytes, begin, end, base + index, index < limit)) return this.#runOn(bytes, from, to);
			begin = end + this.#delimiter;
		}
		this.#pass(from, zero + next);
		return scanned.row;
	}
	#keep(bytes, from, to, field, room) {
		const quoted = this.#quoted;
		const opens = quoted.opens(bytes, from, to);
		const whole = opens && quoted.closes(bytes, from, to);
		if (opens && !whole && breaksIn(bytes, from, to) > 0) return false;
		if (!room) return true;
		this.kind[field] = whole ? fieldKind.quoted : fieldKind.bare;
		this.start[field] = whole ? quoted.start : from;
		this.end[field] = whole ? quoted.end : to;
		if (!whole || quoted.escapes === 0) return true;
		this.start[field] = this.side;
		this.side = quoted.unescape(bytes, this.side);
		this.end[field] = this.side;
		return true;
	}
	#runOn(bytes, from, to) {
		this.#found = [];
		return this.#damaged(bytes, from, to, quoteFault.open);
	}
	#damaged(bytes, from, to, fault) {
		const end = this.#ends.at(-1);
		const field = fault === quoteFault.open || end === void 0 ? from : from + end + this.#delimiter;
		const place = fault === quoteFault.behind ? this.#quoted.closeOf(bytes, field, to) : field;
		const ranOn = this.#quoted.runsOn(bytes, from, place + this.#quote);
		const at = ranOn ? from : place;
		this.fault = ranOn ? quoteFault.open : fault;
		this.lines = 1 + breaksIn(bytes, from, at);
		this.#found = [];
		this.#pass(from, lineEnd(bytes, at, to, true));
		return scanned.damaged;
	}
	#pass(from, next) {
		this.next = next;
		this.#origin += next - from;
		if (this.#at >= this.#found.length) this.#found = [];
	}
};
function latin1(byte) {
	return String.fromCharCode(byte);
}

// src/parse/csv/open-scanner.ts
function openScanner(marks, fields) {
	const { delimiter, quote, escape, comment } = marks;
	const plain = [
		delimiter,
		quote,
		escape,
		comment
	].every((text) => /^[\0-\x7f]?$/.test(text));
	const strays = marks.strayQuotes === "keep" && quote !== "";
	if (!plain || strays || marks.tolerant) return new TolerantScanner(marks, fields);
	const byte = (text) => text === "" ? -1 : text.charCodeAt(0);
	const bytes = {
		delimiter: byte(delimiter),
		quote: byte(quote),
		escape: byte(escape),
		comment: byte(comment)
	};
	return new CsvScanner(bytes, fields);
}

// src/dataset/slice-batch.ts
function sliceBatch(batch, from, to) {
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

// src/parse/valid-text.ts
function* validText(batch, onReject) {
	if (textFault(rawOf(batch, 0, batch.rows - 1)) === void 0) {
		yield batch;
		return;
	}
	let first = 0;
	for (let row = 0; row < batch.rows; row++) {
		const raw = rawOf(batch, row, row);
		const fault = textFault(raw);
		if (fault === void 0) continue;
		onReject({
			line: batch.line?.[row] ?? null,
			byte: batch.byteOf?.(batch.raw?.[2 * row] ?? 0) ?? null,
			column: null,
			...fault,
			raw: rawText(raw)
		});
		if (row > first) yield sliceBatch(batch, first, row);
		first = row + 1;
	}
	if (batch.rows > first) yield sliceBatch(batch, first, batch.rows);
}
function textFault(raw) {
	return isUtf8(raw) ? void 0 : {
		rule: "encoding",
		value: "bytes that are no UTF-8"
	};
}
function rawOf(batch, first, last) {
	return batch.bytes.subarray(batch.raw?.[2 * first], batch.raw?.[2 * last + 1]);
}

// src/parse/csv/csv-reader.ts
const batchFields = 65536;
var CsvReader = class {
	#window;
	#onReject;
	#cut;
	#columns;
	#ragged;
	#markNulls;
	#scanner;
	#mostRows;
	#lines;
	#raw;
	#line;
	#rows = 0;
	constructor(window, reading, onReject, cut) {
		this.#window = window;
		this.#cut = cut;
		this.#onReject = onReject;
		this.#columns = reading.names.length;
		this.#ragged = reading.ragged;
		this.#markNulls = nullMarker(reading.null ?? [""]);
		this.#mostRows = Math.max(1, Math.floor(batchFields / this.#columns));
		this.#scanner = openScanner(reading.marks, this.#mostRows * this.#columns);
		this.#lines = new Int32Array(this.#mostRows);
		this.#raw = new Int32Array(2 * this.#mostRows);
		this.#line = reading.line;
	}
	async *batches() {
		const window = this.#window;
		try {
			for (;;) {
				const hungry = this.#scanSome();
				if (this.#rows > 0) yield* validText(this.#batch(), this.#onReject);
				if (!hungry) continue;
				if (window.ended && this.#isCut()) this.#rejectCut();
				if (window.ended && (this.#isCut() || window.from === window.to)) return;
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
		const last = window.ended && !this.#isCut();
		this.#rows = 0;
		scanner.side = window.half;
		while (this.#rows < this.#mostRows) {
			if (window.from === window.to) return true;
			const base = this.#rows * columns;
			const verdict = scanner.scan(window.bytes, window.from, window.to, last, base, columns);
			if (verdict === scanned.incomplete) return true;
			if (verdict === scanned.damaged) this.#reject("quote", this.#quoteFault());
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
			if (this.#ragged === "fail") throw new Failure("csv/ragged", `line ${this.#line} has ${fault} (byte ${this.#byte()})`);
			if (this.#ragged === "reject" || count > this.#columns) return this.#reject("ragged", fault);
			this.#scanner.start.fill(0, base + count, base + this.#columns);
			this.#scanner.end.fill(0, base + count, base + this.#columns);
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
	#isCut() {
		return this.#cut() !== void 0;
	}
	#rejectCut() {
		const { bytes, from, to } = this.#window;
		const [line, byte] = [this.#line, this.#byte()];
		const raw = rawText(bytes.subarray(from, to));
		this.#onReject({
			line,
			byte,
			column: null,
			rule: "cut short",
			value: this.#cut() ?? null,
			raw
		});
	}
	#quoteFault() {
		const { fault, lines } = this.#scanner;
		return lines === 1 ? fault : `${fault} on line ${this.#line + lines - 1}`;
	}
	#byte() {
		return this.#window.placeOf(this.#window.from);
	}
	#reject(rule, value) {
		const raw = this.#window.bytes.subarray(this.#window.from, this.#rowEnd());
		const broken = textFault(raw);
		this.#onReject({
			line: this.#line,
			byte: this.#byte(),
			column: null,
			rule: broken?.rule ?? rule,
			value: broken?.value ?? value,
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
			raw: this.#raw,
			byteOf: (at) => this.#window.placeOf(at),
			free: this.#scanner.side
		};
	}
};

// src/parse/decode.ts
function toUtf8(source, encoding, onCut) {
	switch (encoding) {
		case "utf-8": return source;
		case "latin1": return fromLatin1(source);
		case "utf-16le":
		case "utf-16be":
		case "windows-1252": return transcode(source, encoding, onCut);
		default: return unreachable(encoding);
	}
}
async function* fromLatin1(source) {
	for await (const chunk of source) yield Buffer.from(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1"));
}
async function* transcode(source, encoding, onCut) {
	const decoder = new TextDecoder(encoding, {
		fatal: true,
		ignoreBOM: true
	});
	let position = 0;
	for await (const chunk of source) {
		yield Buffer.from(decodeSome(decoder, chunk, encoding, position));
		position += chunk.length;
	}
	if (endsInCharacter(decoder)) {
		if (onCut === void 0) throw cutFailure(encoding, position);
		onCut(`it ends inside a character of ${encoding}`);
	}
}
function decodeSome(decoder, chunk, encoding, position) {
	try {
		return decoder.decode(chunk, { stream: true });
	} catch (cause) {
		const message = `the source is not ${encoding}: it cannot be decoded after byte ${position}`;
		throw new Failure("parse/encoding", message, { cause });
	}
}
function endsInCharacter(decoder) {
	try {
		decoder.decode();
		return false;
	} catch {
		return true;
	}
}
function cutFailure(encoding, position) {
	return new Failure("parse/encoding", `the source is cut short inside a character, or not ${encoding}: it cannot be decoded at its end (byte ${position})`, { help: "Get it again, or take what is there: `damaged: reject`" });
}

// src/parse/sniff-encoding.ts
const noWindows1252 = [
	129,
	141,
	143,
	144,
	157
];
function sniffEncoding(head) {
	if (head[0] === 239 && head[1] === 187 && head[2] === 191) return found("utf-8", "a byte-order mark");
	if (head[0] === 255 && head[1] === 254) return found("utf-16le", "a byte-order mark");
	if (head[0] === 254 && head[1] === 255) return found("utf-16be", "a byte-order mark");
	const zeros = [0, 0];
	for (let at = 0; at + 1 < head.length; at += 2) {
		if (head[at] === 0) zeros[0] = (zeros[0] ?? 0) + 1;
		if (head[at + 1] === 0) zeros[1] = (zeros[1] ?? 0) + 1;
	}
	const [even = 0, odd = 0] = zeros;
	if (even === 0 && isWide(head, odd, 1)) return found("utf-16le", "zeros in second places only");
	if (odd === 0 && isWide(head, even, -1)) return found("utf-16be", "zeros in first places only");
	if (isUtf8(withoutCutCharacter(head))) return found("utf-8");
	if (hasUtf8Character(head)) return found("utf-8", "not all of its bytes are valid");
	if (head.some((byte) => noWindows1252.includes(byte))) throw new Failure("parse/encoding", "the source is no UTF-8, and no windows-1252 either", { help: "Say what it is: `encoding`" });
	return found("windows-1252", "a guess, as its bytes are no UTF-8; say `encoding` if it is another");
}
function isWide(head, zeros, beside) {
	if (zeros > head.length / 4) return true;
	if (zeros < head.length / 64) return false;
	const feeds = [...head.keys()].filter((at) => head[at] === 10 && at + beside < head.length);
	return feeds.length > 0 && feeds.every((at) => head[at + beside] === 0);
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

// src/parse/source-bytes.ts
function sourceBytes(encoding) {
	if (encoding === "utf-8") return void 0;
	const wide = encoding === "utf-16le" || encoding === "utf-16be";
	return (bytes, from, to) => wide ? 2 * codeUnits(bytes, from, to) : characters(bytes, from, to);
}
function characters(bytes, from, to) {
	let count = 0;
	for (let at = from; at < to; at++) if (((bytes[at] ?? 0) & 192) !== 128) count++;
	return count;
}
function codeUnits(bytes, from, to) {
	let count = 0;
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if ((byte & 192) !== 128) count += byte >= 240 ? 2 : 1;
	}
	return count;
}

// src/parse/peek.ts
const headSize$1 = 65536;
async function peek(source, declared, onCut) {
	const iterator = source[Symbol.asyncIterator]();
	const chunks = [];
	for (let size = 0; size < headSize$1;) {
		const next = await iterator.next();
		if (next.done === true) break;
		chunks.push(Buffer.from(next.value));
		size += next.value.length;
	}
	const notes = [];
	let encoding = declared;
	if (encoding === void 0) {
		const sniffed = await orClosed(iterator, () => sniffEncoding(Buffer.concat(chunks).subarray(0, headSize$1)));
		encoding = sniffed.encoding;
		notes.push(`${encoding}${sniffed.because === void 0 ? "" : ` (${sniffed.because})`}`);
	}
	const window = new ByteWindow(toUtf8(chain(chunks, iterator), encoding, onCut), sourceBytes(encoding));
	await closedOnThrow(window, () => window.fill(headSize$1));
	const { bytes, from, to } = window;
	if (to - from >= 3 && bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191) window.from = 3;
	return {
		window,
		notes
	};
}
async function orClosed(source, work) {
	try {
		return work();
	} catch (error) {
		await source.return?.();
		throw error;
	}
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

// src/parse/csv/csv-header.ts
const longestName = 1e3;
function namesOf(rows, line) {
	const width = Math.max(...rows.map((row) => row.length));
	checkWidth(width);
	const said = Array.from({ length: width }, (_, index) => rows.map((row) => (row[index] ?? "").trim()).filter((part) => part !== "").join(" "));
	const empty = [...said.keys()].filter((index) => said[index] === "");
	const names = said.map((name, index) => name === "" ? nameOf(index) : name);
	const faults = [
		...mostlyEmpty(empty, width),
		...tooLong(names),
		...duplicateNames(names)
	];
	if (faults.length > 0) throw headerFailure(line, faults.join("; "));
	return {
		names,
		notes: empty.map((index) => `column ${index + 1} has no name, so it is called ${nameOf(index)}`)
	};
}
function nameOf(index) {
	return `column${index + 1}`;
}
function checkHeaderBytes(bytes, line) {
	if (bytes.includes(0)) throw headerFailure(line, "it holds NUL bytes; is it UTF-16, or no text at all?");
	if (!isUtf8(bytes)) throw headerFailure(line, "it is no UTF-8; say its `encoding`");
}
function headerFailure(line, fault) {
	return new Failure("csv/header", `the header on line ${line}: ${fault}`, { help: "Mend the header, or skip it with `skip-lines` and `header: false`" });
}
function checkWidth(width) {
	if (width <= 2e3) return;
	throw new Failure("csv/header", `the source has ${width} columns; a dataset holds at most ${mostColumns}`);
}
function mostlyEmpty(empty, width) {
	return empty.length * 2 > width ? [`${empty.length} of its ${width} columns have no name`] : [];
}
function tooLong(names) {
	return names.flatMap((name, index) => name.length <= longestName ? [] : [`the name of column ${index + 1} has ${name.length} characters, at most ${longestName} are allowed`]);
}
function duplicateNames(names) {
	const places = /* @__PURE__ */ new Map();
	names.forEach((name, index) => places.set(name, [...places.get(name) ?? [], index + 1]));
	return [...places].filter(([, at]) => at.length > 1).map(([name, at]) => `columns ${at.join(", ")} are all named ${JSON.stringify(name)}`);
}

// src/parse/csv/read-header.ts
const mostFields$1 = 65536;
async function readHeader(window, { marks, headerRows }, firstLine) {
	const scanner = openScanner(marks, mostFields$1);
	const rows = [];
	let line = firstLine;
	let headerLine;
	let ended = true;
	while (rows.length < Math.max(1, headerRows)) {
		if (window.from === window.to && !window.ended) await window.fill();
		if (window.from === window.to) throw noHeader(rows.length);
		scanner.side = window.half;
		const verdict = scanner.scan(window.bytes, window.from, window.to, window.ended, 0, mostFields$1);
		if (verdict === scanned.incomplete) {
			window.refuseRunaway(line);
			await window.fill();
			continue;
		}
		const bytes = window.bytes.subarray(window.from, scanner.next);
		if (verdict === scanned.damaged || verdict === scanned.row) checkHeaderBytes(bytes, line);
		if (verdict === scanned.damaged) throw headerFailure(line, `it has ${scanner.fault}`);
		if (verdict === scanned.row) {
			checkWidth(scanner.count);
			rows.push(fieldsOf(window.bytes, scanner));
			if (headerRows === 0) return {
				...unnamed$1(scanner.count),
				line,
				ended
			};
			headerLine ??= line;
			ended = [10, 13].includes(bytes.at(-1) ?? 0);
		}
		window.from = scanner.next;
		line += scanner.lines;
	}
	return {
		...namesOf(rows, headerLine ?? firstLine),
		line,
		ended
	};
}
function unnamed$1(width) {
	return {
		names: Array.from({ length: width }, (_, index) => nameOf(index)),
		notes: []
	};
}
function fieldsOf(bytes, { start, end, count }) {
	return Array.from({ length: count }, (_, index) => bytes.toString("utf8", start[index], end[index]));
}
function noHeader(rows) {
	if (rows > 0) return new Failure("csv/header", `the source ends after ${rows} of the header's rows`);
	return new Failure("csv/empty", "the source is empty: it has no header and no rows");
}

// src/parse/csv/skip-lines.ts
async function skipLines(window, count) {
	for (let skipped = 0; skipped < count; skipped++) {
		let end = nextLine(window);
		while (end < 0) {
			window.refuseRunaway(skipped + 1);
			await window.fill();
			end = nextLine(window);
		}
		if (window.from === end) return skipped;
		window.from = end;
	}
	return count;
}
function nextLine({ bytes, from, to, ended }) {
	return lineEnd(bytes, from, to, ended);
}

// src/parse/csv/looks-like-header.ts
const value = /^([-+]?\d*[.,]?\d+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}.*|true|false)$/i;
const year = /^(19\d\d|20[0-4]\d)$/;
const time = /^((19\d\d|20[0-4]\d)([.](0[1-9]|1[0-2]))?|(0[1-9]|1[0-2])[.](19|20)\d\d|\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}.*)$/;
const number = /^[-+]?\d[\d.,' ]*$/;
const fewTimes = .2;
const manyTimes = .5;
function holdsNoValue(fields) {
	return valuesIn(fields).length === 0;
}
function looksLikeHeader(first, below) {
	const at = valuesIn(first);
	if (at.length === 0) return true;
	const fields = first.map((field) => field.trim());
	if (fields.filter((field) => field === "").length > 1 || new Set(fields).size < fields.length) return false;
	return areTimes(fields, at, below) || isCount(fields, at, below);
}
function valuesIn(fields) {
	return [...fields.keys()].filter((at) => value.test((fields[at] ?? "").trim()));
}
function areTimes(fields, at, below) {
	const names = pick(fields, at);
	if (!names.every((name) => time.test(name))) return false;
	const isOrdered = names.every((name) => year.test(name)) && isMonotonic(names.map(Number));
	if (!isOrdered && names.some((name) => year.test(name))) return false;
	const values = below.flatMap((row) => pick(row, at)).filter((text) => text !== "");
	const times = values.filter((text) => time.test(text)).length;
	if (values.length === 0 || times > values.length * (isOrdered && at.length > 2 ? manyTimes : fewTimes)) return false;
	return at.length > 1 || fields.length > 1 && values.filter((text) => number.test(text)).length * 2 > values.length;
}
function isCount(fields, at, below) {
	const [first = -1] = at;
	const counted = runFrom(pick(fields, at));
	if (first < 1 || at.length < 3 || fields.length - first !== at.length) return false;
	if (counted === void 0 || counted > 1) return false;
	const next = below[0] === void 0 ? 0 : runFrom(pick(below[0], at));
	return next !== counted && next !== counted + at.length && below.length > 0;
}
function runFrom(texts) {
	const first = Number(texts[0]);
	return texts.every((text, index) => text === String(first + index)) ? first : void 0;
}
function isMonotonic(numbers) {
	const steps = numbers.slice(1).map((each, index) => Math.sign(each - (numbers[index] ?? 0)));
	return steps.every((step) => step !== 0 && step === steps[0]);
}
function pick(row, at) {
	return at.map((index) => (row[index] ?? "").trim());
}

// src/parse/csv/sample-rows.ts
const mostFields = 4096;
function sampleRows(head, whole, marks, most) {
	const scanner = openScanner(marks, mostFields);
	const bytes = Buffer.concat([head, Buffer.alloc(head.length)]);
	const rows = [];
	let above = 0;
	for (let at = 0; at < head.length && rows.length < most; at = scanner.next) {
		scanner.side = head.length;
		const verdict = scanner.scan(bytes, at, head.length, whole, 0, mostFields);
		if (verdict === scanned.incomplete) break;
		const count = verdict === scanned.row ? Math.min(scanner.count, mostFields) : 0;
		const { start, end } = scanner;
		if (verdict === scanned.row || verdict === scanned.damaged) rows.push({
			above,
			fields: Array.from({ length: count }, (_, i) => bytes.toString("utf8", start[i], end[i]))
		});
		above += scanner.lines;
	}
	return rows;
}

// src/parse/csv/sniff-header.ts
const longestPreamble = 100;
const wideTable = 5;
function commonWidth(rows) {
	const counts = /* @__PURE__ */ new Map();
	for (const { fields } of rows) if (fields.length > 1) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
	const [width = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
	return width;
}
function findTable(rows, width) {
	const first = rows.findIndex(({ fields }) => fields.length === width && filled(fields) >= Math.max(2, width - 1));
	if (first < 0 || first > longestPreamble || !isHeader(rows, first)) return 0;
	if (rows.filter((row) => row.fields.length === width).length < 2) return 0;
	return rows.slice(0, first).every((row) => isAside(row.fields, width)) ? first : 0;
}
function isHeader(rows, at) {
	const fields = rows[at]?.fields ?? [];
	const below = rows.slice(at + 1).filter((row) => row.fields.length === fields.length);
	return looksLikeHeader(fields, below.map((row) => row.fields));
}
function isAside(fields, width) {
	if (fields.length === width) return filled(fields) === 1 && (fields[0] ?? "").trim() !== "" && holdsNoValue(fields);
	return fields.length < width && filled(fields) <= (width < wideTable ? 1 : 2);
}
function filled(fields) {
	return fields.filter((field) => field.trim() !== "").length;
}

// src/parse/csv/sniff-delimiter.ts
const candidates = [
	",",
	";",
	"	",
	"|"
];
const numberWithCommas = /^[-+]?((\d+|\d{1,3}([.' ]\d{3})+),\d+|\d{1,3}(,\d{3})+(\.\d+)?)\D?$/;
const leastWhole = .1;
const fewGaps = .1;
function chooseDelimiter(splits) {
	const judged = splits.map(judge).filter(({ score }) => score > 0);
	const [best] = judged.filter((one) => !judged.some((other) => explainsMore(other, one))).toSorted((one, other) => other.score - one.score);
	if (best === void 0) return ",";
	return isDecimalColumn(best) ? ";" : best.delimiter;
}
function judge(split) {
	const { rows, table } = split;
	const width = commonWidth(rows);
	const first = rows.findIndex(({ fields }) => fields.length === width);
	const below = rows.slice(table);
	const same = below.filter(({ fields }) => fields.length === width);
	const gaps = rows.length - first - rows.filter(({ fields }) => fields.length === width).length;
	const agreeing = same.length / below.length;
	const score = width < 2 || agreeing < .5 ? 0 : agreeing * agreeing * Math.log2(width + 1) * Math.log2(same.length + 1) * wholeness(same, split);
	return {
		...split,
		width,
		first,
		gaps,
		score
	};
}
function explainsMore(other, one) {
	return other.first < one.first && one.rows.slice(other.first, one.first).every(({ fields }) => fields.length < 2) && other.rows[one.first]?.fields.length === other.width && other.gaps <= Math.max(one.gaps, 1, fewGaps * other.rows.length);
}
function wholeness(rows, { delimiter }) {
	const fields = rows.flatMap((row) => row.fields);
	const torn = fields.reduce((sum, field) => sum + tornBy(field, delimiter), 0);
	return Math.max(leastWhole, 1 - torn / fields.length);
}
function tornBy(field, delimiter) {
	if (candidates.some((each) => each !== "," && each !== delimiter && field.includes(each))) return 1;
	return delimiter !== "," && /\S,\S/.test(field) && !numberWithCommas.test(field.trim()) ? .5 : 0;
}
function isDecimalColumn({ delimiter, rows, first, width }) {
	if (delimiter !== "," || width !== 2 || first !== 1 || rows[0]?.fields.length !== 1) return false;
	return rows.slice(first).every(({ fields }) => /^[-+]?\d[\d.]*(,\d+)?$/.test(fields.join(",")));
}

// src/parse/csv/sniff-csv.ts
const delimiterNames = {
	",": "comma",
	";": "semicolon",
	"	": "tab",
	"|": "vertical bar"
};
const sampledRows = 200;
function sniffCsv(head, dialect) {
	const notes = [];
	const told = dialect.skipLines === void 0 ? separatorLine(head) : void 0;
	const body = told === void 0 ? head : below(head, told.size);
	const quote = dialect.quote ?? sniffQuote(body.bytes);
	if (dialect.quote === void 0 && quote !== "\"") notes.push(`quoted with ${quote}`);
	const fixed = {
		quote,
		escape: dialect.escape ?? quote,
		comment: dialect.comment ?? "",
		strayQuotes: dialect.strayQuotes ?? "reject",
		tolerant: dialect.tolerant ?? false
	};
	const delimiter = dialect.delimiter ?? told?.delimiter ?? sniffDelimiter(body, fixed, dialect);
	if (dialect.delimiter === void 0) notes.push(delimiterNames[delimiter] ?? `"${delimiter}"`);
	const marks = {
		...fixed,
		delimiter
	};
	checkMarks(marks);
	const rows = sampleRows(body.bytes, body.whole, marks, sampledRows);
	const table = tableIn(rows, dialect);
	const aside = (rows[table]?.above ?? 0) * Math.sign(table);
	const skipLines = aside + (told === void 0 ? 0 : 1);
	const header = dialect.header ?? isHeader(rows, table);
	const guesses = dialect.header === void 0 ? guessesOf(header !== false, rows[table]?.fields ?? []) : [];
	if (skipLines > 0) notes.push(skipped(skipLines));
	if (dialect.header === void 0) notes.push(header === false ? unnamed : headerNote(skipLines));
	return {
		marks,
		headerRows: Number(header),
		skipLines: dialect.skipLines ?? skipLines,
		notes,
		guesses: [...aside > 0 ? [skipped(skipLines)] : [], ...guesses]
	};
}
const unnamed = "no header, so columns are named column1, column2, …";
function skipped(lines) {
	return `${lines} ${lines === 1 ? "line" : "lines"} before the header skipped`;
}
function headerNote(skipLines) {
	return skipLines === 0 ? "header in the first row" : `header on line ${skipLines + 1}`;
}
function guessesOf(header, first) {
	if (!header) return [unnamed];
	return holdsNoValue(first) ? [] : ["numbers or dates are taken for names of columns"];
}
function tableIn(rows, { skipLines, header }) {
	return skipLines !== void 0 || header === false || header === 0 ? 0 : findTable(rows, commonWidth(rows));
}
function separatorLine({ bytes }) {
	const size = Math.max(0, lineEnd(bytes, 0, Math.min(bytes.length, 16), false));
	const delimiter = /^"?sep=(.)"?[\r\n]+$/i.exec(bytes.toString("latin1", 0, size))?.[1];
	return delimiter === void 0 ? void 0 : {
		delimiter,
		size
	};
}
function below({ bytes, whole }, size) {
	return {
		bytes: bytes.subarray(size),
		whole
	};
}
function sniffQuote(head) {
	const text = head.toString("latin1");
	const doubles = /(^|[,;\t|\r\n])"/.test(text);
	const singles = (text.match(/(?<=^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g) ?? []).length;
	return !doubles && singles >= 2 ? "'" : "\"";
}
function sniffDelimiter({ bytes, whole }, fixed, dialect) {
	const free = candidates.filter((each) => ![
		fixed.quote,
		fixed.escape,
		fixed.comment
	].includes(each));
	return chooseDelimiter(free.map((delimiter) => {
		const rows = sampleRows(bytes, whole, {
			...fixed,
			delimiter
		}, sampledRows);
		return {
			delimiter,
			rows,
			table: tableIn(rows, dialect)
		};
	}));
}

// src/parse/csv/open-csv.ts
const headSize = 65536;
async function openCsv(source, dialect, onReject, cut = { get: () => void 0 }) {
	const { window, notes } = await peek(source, dialect.encoding, cut.set);
	return closedOnThrow(window, () => openRows(window, {
		notes,
		dialect,
		onReject,
		cut: cut.get
	}));
}
async function openRows(window, { notes, dialect, onReject, cut }) {
	const declared = await skipLines(window, dialect.skipLines ?? 0);
	const sniffed = sniffCsv(headOf(window), dialect);
	const found = dialect.skipLines === void 0 ? await skipLines(window, sniffed.skipLines) : 0;
	const header = await readHeader(window, sniffed, declared + found + 1);
	if (cut() !== void 0 && window.ended && window.from === window.to && sniffed.headerRows > 0 && !header.ended) throw new Failure("csv/header", "the source is cut short inside its header");
	const reading = {
		...dialect,
		marks: sniffed.marks,
		names: header.names,
		line: header.line
	};
	const reader = new CsvReader(window, reading, onReject, cut);
	return {
		names: header.names,
		notes: [
			...notes,
			...sniffed.notes,
			...header.notes
		],
		guesses: sniffed.guesses,
		batches: reader.batches(),
		[Symbol.asyncDispose]: () => window.close()
	};
}
function headOf(window) {
	const bytes = window.bytes.subarray(window.from, Math.min(window.to, window.from + headSize));
	return {
		bytes,
		whole: window.ended && bytes.length === window.to - window.from
	};
}

export { peek as n, closedOnThrow as r, openCsv as t };