import { F as number, V as Failure, a as hasWholeSurrogates, j as mostColumns, z as nearest } from "./dataset-fields-print-number.js";
import { Et as defined, Tt as showJsonPath } from "./manifest-json-schema.js";
import { t as fileChunks } from "./dataset-file-format-file-chunks.js";
import { t as fieldKind } from "./dataset-batch.js";
import { t as rawText } from "./dataset-reject.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { t as jsonFault } from "./text-json-fault.js";
import { n as stopGrowth } from "./steps-collect.js";
import { n as peek, r as closedOnThrow, t as openCsv } from "./parse-csv-open-csv.js";
import { t as require_yauzl } from "./vendor/yauzl.js";
import { matchesGlob } from "node:path";
import { open as open$1 } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { isUtf8 } from "node:buffer";
import { pipeline } from "node:stream";
import { constants as constants$1, crc32, createGunzip, createInflateRaw, createZstdDecompress } from "node:zlib";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/parse/json/json-grammar.ts
const cut = -1;
const broken = -2;
const deepest = 1e3;
const string = {
	escaped: false,
	surrogates: false
};
const plain = Uint8Array.from({ length: 256 }, (_, byte) => byte >= 32 && byte !== 34 && byte !== 92 ? 1 : 0);
function stringEnd(bytes, from, to) {
	string.escaped = false;
	for (let at = from; at < to; at++) {
		if (plain[bytes[at] ?? 0] === 1) continue;
		const byte = bytes[at];
		if (byte === 34) return at + 1;
		if (byte !== 92) return -2;
		string.escaped = true;
		const end = escapeEnd(bytes, at + 1, to);
		if (end < 0) return end;
		at = end - 1;
	}
	return -1;
}
function escapeEnd(bytes, from, to) {
	if (from >= to) return -1;
	switch (bytes[from] ?? 0) {
		case 34:
		case 92:
		case 47:
		case 98:
		case 102:
		case 110:
		case 114:
		case 116: return from + 1;
		case 117:
			for (let at = from + 1; at < from + 5; at++) {
				if (at >= to) return -1;
				if (hexDigit(bytes[at] ?? 0) < 0) return -2;
			}
			if (((bytes[from + 1] ?? 0) | 32) === 100 && hexDigit(bytes[from + 2] ?? 0) >= 8) string.surrogates = true;
			return from + 5;
		default: return -2;
	}
}
function hexDigit(byte) {
	if (byte >= 48 && byte <= 57) return byte - 48;
	const letter = byte | 32;
	return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
function scalarEnd(bytes, from, to) {
	switch (bytes[from] ?? 0) {
		case 116: return wordEnd(bytes, from, to, wordTrue);
		case 102: return wordEnd(bytes, from, to, wordFalse);
		case 110: return wordEnd(bytes, from, to, wordNull);
		default: return numberEnd(bytes, from, to);
	}
}
const [wordTrue, wordFalse, wordNull] = [
	Buffer.from("true"),
	Buffer.from("false"),
	Buffer.from("null")
];
function wordEnd(bytes, from, to, word) {
	for (let i = 0; i < word.length; i++) {
		if (from + i >= to) return -1;
		if (bytes[from + i] !== word[i]) return -2;
	}
	return from + word.length;
}
function numberEnd(bytes, from, to) {
	let at = from;
	if (bytes[at] === 45) at++;
	if (bytes[at] === 48 && at < to) at++;
	else {
		at = digitsEnd(bytes, at, to);
		if (at < 0) return at;
	}
	if (bytes[at] === 46 && at < to) {
		at = digitsEnd(bytes, at + 1, to);
		if (at < 0) return at;
	}
	if (((bytes[at] ?? 0) | 32) === 101 && at < to) {
		at++;
		if (bytes[at] === 43 || bytes[at] === 45) at++;
		at = digitsEnd(bytes, at, to);
		if (at < 0) return at;
	}
	return at < to ? at : -1;
}
function digitsEnd(bytes, from, to) {
	let at = from;
	for (; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte < 48 || byte > 57) break;
	}
	if (at > from) return at;
	return at < to ? -2 : -1;
}
const open = new Uint8Array(deepest);
function valueEnd(bytes, from, to) {
	let depth = 0;
	let at = from;
	for (;;) {
		if (at >= to) return -1;
		const byte = bytes[at] ?? 0;
		if (byte === 123 || byte === 91) {
			if (depth === 1e3) return -2;
			open[depth++] = byte;
			at = skipSpace(bytes, at + 1, to);
			if (at >= to) return -1;
			if (bytes[at] !== byte + 2) {
				if (byte === 123) at = keyEnd(bytes, at, to);
				if (at < 0) return at;
				continue;
			}
			depth--;
			at++;
		} else {
			at = byte === 34 ? stringEnd(bytes, at + 1, to) : scalarEnd(bytes, at, to);
			if (at < 0) return at;
		}
		for (let closing = depth > 0; closing;) {
			at = skipSpace(bytes, at, to);
			if (at >= to) return -1;
			const container = open[depth - 1] ?? 0;
			if (bytes[at] === 44) {
				at = skipSpace(bytes, at + 1, to);
				if (container === 123) at = keyEnd(bytes, at, to);
				if (at < 0) return at;
				break;
			}
			if (bytes[at] !== container + 2) return -2;
			at++;
			closing = --depth > 0;
		}
		if (depth === 0) return at;
	}
}
function keyEnd(bytes, from, to) {
	if (from >= to) return -1;
	if (bytes[from] !== 34) return -2;
	const end = stringEnd(bytes, from + 1, to);
	return end < 0 ? end : colonEnd(bytes, end, to);
}
function colonEnd(bytes, from, to) {
	const at = skipSpace(bytes, from, to);
	if (at >= to) return -1;
	return bytes[at] === 58 ? skipSpace(bytes, at + 1, to) : -2;
}
function skipSpace(bytes, from, to) {
	let at = from;
	while (at < to && isSpace(bytes[at] ?? 0)) at++;
	return at;
}
function isSpace(byte) {
	return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

// src/parse/json/json-loose-end.ts
function looseEnd(bytes, from, to) {
	const first = bytes[from];
	if (first === 34) return looseStringEnd(bytes, from, to);
	if (first !== 123 && first !== 91) {
		let at = from;
		while (at < to && !isEnd(bytes[at] ?? 0)) at++;
		return at < to ? at : -1;
	}
	let depth = 0;
	for (let at = from; at < to; at++) {
		const byte = bytes[at];
		if (byte === 34) {
			at = looseStringEnd(bytes, at, to) - 1;
			if (at < 0) return -1;
		} else if (byte === 123 || byte === 91) depth++;
		else if ((byte === 125 || byte === 93) && --depth === 0) return at + 1;
	}
	return -1;
}
function isEnd(byte) {
	return byte === 44 || byte === 125 || byte === 93 || isSpace(byte);
}
function looseStringEnd(bytes, from, to) {
	for (let at = from + 1; at < to; at++) {
		const byte = bytes[at];
		if (byte === 92) at++;
		else if (byte === 34) return at + 1;
	}
	return -1;
}

// src/parse/json/json-syntax.ts
function jsonSyntax(what, help) {
	return new Failure("json/syntax", `the JSON cannot be read: ${what}`, help === void 0 ? {} : { help });
}
function jsonCutOff(what) {
	return jsonSyntax(what, "Its end is missing: have it made or fetched again, all of it");
}

// src/parse/utf8-check.ts
var Utf8Check = class {
	#sound = 0;
	#seen = 0;
	holds(window, start, end) {
		const origin = window.position - window.from;
		if (origin + end <= this.#sound) return true;
		const { bytes, to } = window;
		if (origin + end > this.#seen) {
			this.#seen = origin + to;
			const whole = lastBoundary(bytes, start, to);
			if (isUtf8(bytes.subarray(start, whole))) {
				this.#sound = origin + whole;
				if (end <= whole) return true;
			}
		}
		return isUtf8(bytes.subarray(start, end));
	}
};
function lastBoundary(bytes, from, to) {
	for (let at = to - 1; at >= from && at >= to - 4; at--) {
		const byte = bytes[at] ?? 0;
		if (byte < 128) return to;
		if (byte >= 192) return at;
	}
	return to;
}

// src/parse/json/json-array.ts
var ArrayRecords = class {
	#lines;
	#utf8 = new Utf8Check();
	#seen = false;
	constructor(lines) {
		this.#lines = lines;
	}
	get line() {
		return this.#lines.line;
	}
	take(window, rows) {
		const { bytes, to } = window;
		let at = skipSpace(bytes, window.from, to);
		const follows = this.#seen && bytes[at] === 44 && at < to;
		if (follows) at = skipSpace(bytes, at + 1, to);
		if (at >= to) return this.#short(window);
		this.#lines.count(window, at);
		if (bytes[at] === 93 && !follows) {
			window.from = at + 1;
			return "end";
		}
		if (this.#seen && !follows) throw jsonSyntax(`line ${this.line}: the element is not followed by a comma or the end of the array`);
		const end = this.#read(window, at, rows);
		if (end < 0) return this.#short(window);
		if (end === at) throw jsonSyntax(`line ${this.line}: there is no element where one must be`);
		this.#lines.count(window, end);
		window.from = end;
		this.#seen = true;
		return "record";
	}
	#read(window, at, rows) {
		const { bytes, to, ended } = window;
		const { line } = this;
		const isRow = rows.takes(bytes[at]);
		const end = isRow ? rows.read(at, to) : valueEnd(bytes, at, to);
		if (end >= 0) {
			if (isRow && this.#utf8.holds(window, at, end)) rows.accept({
				start: at,
				end,
				line
			});
			else rows.refuse({
				start: at,
				end,
				line
			});
			return end;
		}
		if (end !== -2 && !ended) return end;
		const loose = looseEnd(bytes, at, to);
		if (loose > at) rows.refuse({
			start: at,
			end: loose,
			line
		});
		return loose;
	}
	#short(window) {
		this.#lines.count(window, window.from);
		if (window.ended) throw jsonCutOff(`the array is cut off after line ${this.line}`);
		return "incomplete";
	}
};

// src/parse/json/json-frame.ts
const mostKeys$1 = 100;
var JsonFrame = class {
	isList;
	wish;
	path;
	index = 0;
	keys = [];
	constructor(isList, wish, path) {
		this.isList = isList;
		this.wish = wish;
		this.path = path;
	}
	remember(key) {
		if (this.path !== void 0 && this.keys.length < mostKeys$1) this.keys.push(key);
	}
};

// src/parse/json/line-counter.ts
var LineCounter = class {
	line = 1;
	#next = 0;
	count(window, at) {
		const origin = window.position - window.from;
		const { bytes, to } = window;
		while (this.#next < origin + at) {
			if (bytes[this.#next - origin] === 10) {
				this.line++;
				this.#next++;
			}
			const found = bytes.indexOf(10, this.#next - origin);
			this.#next = origin + (found < 0 || found >= to ? to : found);
		}
		return this.line;
	}
};

// src/parse/json/no-rows.ts
const mostShown = 10;
const otherFormats = "A CSV is read by `csv:`, JSON on lines of their own by `ndjson:`";
function kindOfValue(first) {
	if (first === 123) return "an object";
	if (first === 91) return "a list";
	if (first === 34) return "a text";
	if (first === 110) return "null";
	return first === 116 || first === 102 ? "true or false" : "a number";
}
function notRows(path, first, within) {
	const what = within === void 0 ? kindOfValue(first) : withKeys(within.frame);
	const help = within === void 0 ? void 0 : listsHelp(within.lists, within.goesOn);
	const [isSource, place] = [path.length === 0, showJsonPath(path)];
	return new Failure(isSource ? "json/syntax" : "json/rows", isSource ? `the JSON is no list of rows: it is ${what}` : `"${place}" is no list of rows: it is ${what}`, { help: help ?? (isSource ? otherFormats : "Correct `rows`, the path to the list") });
}
function noJson(first) {
	return new Failure("json/syntax", `the JSON is no list of rows: it begins with ${first}`, { help: otherFormats });
}
function noSuchKey(frame, wanted, lists) {
	const place = frame.path === void 0 || frame.path.length === 0 ? "the JSON" : `"${showJsonPath(frame.path)}"`;
	const close = nearest(wanted, frame.keys);
	const help = close === void 0 ? listsHelp(lists, false) : `Did you mean "${close}"?`;
	const what = frame.isList ? `a list of ${frame.index}${frame.index === 0 ? "" : ", counted from 0"}` : withKeys(frame);
	return new Failure("json/rows", `the rows are not where \`rows\` says: ${place} has no ${JSON.stringify(wanted)}; it is ${what}`, { help: help ?? "Correct `rows`, the path to the list" });
}
function withKeys({ keys }) {
	if (keys.length === 0) return "an object without keys";
	const shown = keys.slice(0, mostShown).map((key) => JSON.stringify(key));
	const more = keys.length > mostShown ? ", …" : "";
	return `an object with the key${keys.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}
function listsHelp(lists, goesOn) {
	if (goesOn) return "Rows on lines of their own are `ndjson:`";
	const [first] = lists;
	if (first === void 0) return void 0;
	const shown = lists.slice(0, mostShown).map((path) => `"${path}"`);
	return lists.length === 1 ? `There is a list at ${shown.join("")}: add \`rows: ${first}\`` : `There are lists at ${shown.join(", ")}: name that of the rows, e.g. \`rows: ${first}\``;
}

// src/parse/json/json-document.ts
const [quote, comma, openBrace, openBracket$1, closeBracket] = [
	34,
	44,
	123,
	91,
	93
];
const deepestLists = 4;
const farthestLists = 16 << 20;
var JsonDocument = class {
	lines = new LineCounter();
	beside = /* @__PURE__ */ new Map();
	#nullIsEmpty;
	#frames = [];
	#next = "a value";
	#wish;
	#key = "";
	#rows = "ahead";
	#instead;
	#lists = [];
	constructor(wish, { nullIsEmpty }) {
		this.#wish = wish;
		this.#nullIsEmpty = nullIsEmpty;
	}
	walk(window) {
		for (;;) {
			const { bytes, to, ended } = window;
			const at = skipSpace(bytes, window.from, to);
			this.lines.count(window, at);
			window.from = at;
			if (at >= to) return this.#runOut(ended);
			if (this.#next === "nothing") throw this.#more(bytes[at] ?? 0);
			const end = this.#token(window, at);
			if (end === -1) return this.#runOut(ended);
			if (end < 0) throw this.#unexpected(bytes[at] ?? 0);
			window.from = end;
			if (this.#rows !== "here") continue;
			this.#rows = "behind";
			return "rows";
		}
	}
	#runOut(ended) {
		if (!ended) return "incomplete";
		if (this.#next === "nothing") return "end";
		if (this.#frames.length === 0) throw jsonSyntax("the source is empty");
		throw jsonCutOff(`the document is cut off after line ${this.lines.line}`);
	}
	#token(window, at) {
		const { bytes, to } = window;
		const byte = bytes[at] ?? 0;
		switch (this.#next) {
			case "a comma or the end":
				if (byte !== comma) return this.#close(window, at);
				this.#next = this.#frames.at(-1)?.isList === true ? "a value" : "a key";
				return at + 1;
			case "a key or \"}\"": return byte === quote ? this.#readKey(bytes, at, to) : this.#close(window, at);
			case "a key": return byte === quote ? this.#readKey(bytes, at, to) : -2;
			case "a value or \"]\"": return byte === closeBracket ? this.#close(window, at) : this.#value(window, at);
			default: return this.#value(window, at);
		}
	}
	#readKey(bytes, at, to) {
		const end = stringEnd(bytes, at + 1, to);
		const behind = end < 0 ? end : colonEnd(bytes, end, to);
		if (behind < 0) return behind;
		const frame = this.#frames.at(-1);
		if (frame?.wish !== void 0 || frame?.path !== void 0) {
			this.#key = String(JSON.parse(bytes.toString("utf8", at, end)));
			this.#wish = frame.wish?.keys.get(this.#key);
			frame.remember(this.#key);
		} else this.#wish = void 0;
		this.#next = "a value";
		return behind;
	}
	#value(window, at) {
		const { bytes, to } = window;
		const byte = bytes[at] ?? 0;
		const frame = this.#frames.at(-1);
		if (frame?.isList === true) {
			this.#key = String(frame.index);
			this.#wish = frame.wish?.keys.get(this.#key);
		}
		const isNested = byte === openBrace || byte === openBracket$1;
		const end = isNested ? at + 1 : byte === quote ? stringEnd(bytes, at + 1, to) : this.#scalar(window, at);
		if (end < 0) return end;
		if (isNested) this.#open(window, byte);
		else {
			if (this.#wish?.also !== void 0) this.beside.set(this.#wish.also, scalarOf(bytes, at, end));
			if (this.#wish?.leads === true) this.#refuseScalar(this.#wish, byte);
			this.#behindValue();
		}
		return end;
	}
	#scalar({ bytes, to }, at) {
		const end = scalarEnd(bytes, at, to);
		if (end !== -2 && this.#frames.length === 0) this.#refuseScalar(this.#wish, bytes[at] ?? 0);
		return end;
	}
	#refuseScalar(wish, first) {
		if (!(this.#nullIsEmpty && wish?.rows === true && first === 110)) throw notRows(wish?.path ?? [], first);
		this.#rows = "behind";
	}
	#behindValue() {
		const frame = this.#frames.at(-1);
		if (frame?.isList === true) frame.index++;
		this.#next = frame === void 0 ? "nothing" : "a comma or the end";
	}
	#open(window, byte) {
		const isList = byte === openBracket$1;
		const wish = this.#wish;
		const outer = this.#frames.at(-1);
		const path = wish?.path ?? (outer?.path === void 0 ? void 0 : [...outer.path, this.#key]);
		if (isList && wish?.rows !== true && path !== void 0 && outer?.path !== void 0) this.#lists.push(showJsonPath(path));
		if (isList && wish?.rows === true) {
			if (this.#rows !== "ahead") throw jsonSyntax(`"${showJsonPath(wish.path)}" stands in it twice`);
			this.#rows = "here";
			this.#behindValue();
			return;
		}
		if (this.#frames.length >= 1e3) throw jsonSyntax(`line ${this.lines.line}: it is nested more than ${number(deepest)} levels deep`);
		const searched = this.#instead !== void 0 && !isList && this.#frames.length < deepestLists;
		const told = wish?.leads === true || searched;
		const frame = new JsonFrame(isList, wish, told && this.#rows === "ahead" ? path : void 0);
		this.#frames.push(frame);
		if (wish?.rows === true) this.#instead = {
			frame,
			from: window.position
		};
		this.#next = isList ? "a value or \"]\"" : "a key or \"}\"";
		this.#wish = void 0;
	}
	#close(window, at) {
		const frame = this.#frames.at(-1);
		if (frame === void 0 || window.bytes[at] !== (frame.isList ? closeBracket : 125)) return -2;
		this.#missing(frame, window, at);
		this.#frames.pop();
		this.#behindValue();
		return at + 1;
	}
	#missing(frame, { bytes, position, from, to }, at) {
		if (this.#rows !== "ahead") return;
		const { wish } = frame;
		if (this.#instead?.frame === frame) {
			const behind = skipSpace(bytes, at + 1, to);
			const goesOn = this.#frames.length === 1 && behind < to && bytes[behind] === openBrace;
			throw notRows(wish?.path ?? [], openBrace, {
				frame,
				lists: this.#lists,
				goesOn
			});
		}
		if (this.#instead !== void 0 && position - from + at - this.#instead.from > farthestLists) throw notRows(this.#instead.frame.path ?? [], openBrace, {
			frame: this.#instead.frame,
			lists: this.#lists,
			goesOn: false
		});
		if (wish?.leads !== true) return;
		for (const [key, child] of wish.keys) if (child.leads) throw noSuchKey(frame, key, this.#lists);
	}
	#more(byte) {
		const help = byte === openBrace ? "; objects on lines of their own are `ndjson:`" : "";
		return jsonSyntax(`line ${this.lines.line}: there is more after the end of the document${help}`);
	}
	#unexpected(byte) {
		const shown = byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
		if (this.#frames.length === 0) return noJson(shown);
		return jsonSyntax(`line ${this.lines.line}: ${this.#next} must stand where ${shown} is`);
	}
};
function scalarOf(bytes, at, end) {
	const text = bytes.toString("utf8", at, end);
	const value = JSON.parse(text);
	return typeof value === "string" || typeof value === "boolean" || value === null ? value : text;
}

// src/parse/json/json-lines.ts
const openBracket = 91;
const listHint = "a list of rows is read by `json:`";
var LineRecords = class {
	line = 0;
	#utf8 = new Utf8Check();
	#isFirst = true;
	take(window, rows) {
		for (;;) {
			const { bytes, from, to, ended } = window;
			if (from === to && ended) return "end";
			let stop = bytes.indexOf(10, from);
			if (stop < 0 || stop >= to) {
				if (!ended) return "incomplete";
				stop = to;
			}
			this.line++;
			let start = from;
			let end = stop;
			while (start < end && isSpace(bytes[start] ?? 0)) start++;
			while (end > start && isSpace(bytes[end - 1] ?? 0)) end--;
			if (end > start) this.#add(window, rows, {
				start,
				end,
				line: this.line
			});
			window.from = Math.min(stop + 1, to);
			if (end > start) return "record";
		}
	}
	#add(window, rows, place) {
		const { start, end } = place;
		if (rows.takes(window.bytes[start]) && rows.read(start, end) === end && this.#utf8.holds(window, start, end)) rows.accept(place);
		else rows.refuse(place, this.#isFirst && window.bytes[start] === openBracket ? listHint : void 0);
		this.#isFirst = false;
	}
};

// src/parse/json/json-batch.ts
const batchFields = 32768;
var JsonBatch = class {
	rows = 0;
	#columns = 0;
	#start = new Int32Array(batchFields);
	#end = new Int32Array(batchFields);
	#kind = new Uint8Array(batchFields);
	#line = /* @__PURE__ */ new Int32Array(32769);
	#raw = /* @__PURE__ */ new Int32Array(65538);
	get full() {
		return this.rows * Math.max(this.#columns, 1) >= batchFields;
	}
	bears(columns) {
		return this.rows === 0 || columns === this.#columns || (this.rows + 1) * columns <= 2 * batchFields;
	}
	widen(columns) {
		if (columns === this.#columns) return;
		const old = {
			start: this.#start,
			end: this.#end,
			kind: this.#kind,
			columns: this.#columns
		};
		const size = 2 * batchFields + columns;
		this.#start = new Int32Array(size);
		this.#end = new Int32Array(size);
		this.#kind = new Uint8Array(size);
		this.#columns = columns;
		for (let row = 0; row < this.rows; row++) {
			const [from, to] = [row * old.columns, row * columns];
			this.#start.set(old.start.subarray(from, from + old.columns), to);
			this.#end.set(old.end.subarray(from, from + old.columns), to);
			this.#kind.set(old.kind.subarray(from, from + old.columns), to);
		}
	}
	add(record, place) {
		const { keys, at, fields } = record;
		const [starts, ends, kinds] = [
			this.#start,
			this.#end,
			this.#kind
		];
		const first = this.rows * this.#columns;
		if (fields !== this.#columns) kinds.fill(fieldKind.null, first, first + this.#columns);
		for (let index = 0, from = 0; index < fields; index++, from += 3) {
			const column = keys[index]?.column ?? -1;
			if (column < 0) continue;
			kinds[first + column] = at[from] ?? 0;
			starts[first + column] = at[from + 1] ?? 0;
			ends[first + column] = at[from + 2] ?? 0;
		}
		this.#line[this.rows] = place.line;
		this.#raw[2 * this.rows] = place.start;
		this.#raw[2 * this.rows + 1] = place.end;
		this.rows++;
	}
	take(bytes) {
		const rows = this.rows;
		this.rows = 0;
		const [start, end, kind] = [
			this.#start,
			this.#end,
			this.#kind
		];
		return {
			bytes,
			rows,
			columns: this.#columns,
			start,
			end,
			kind,
			line: this.#line,
			raw: this.#raw
		};
	}
};

// src/parse/json/json-key.ts
var JsonKey = class {
	name;
	title;
	raw;
	wanted;
	opens;
	column = -1;
	onlyNulls = false;
	row = 0;
	keys = /* @__PURE__ */ new Map();
	items;
	first;
	next;
	level;
	constructor(name, title, { wanted, opens, level = 0 }) {
		this.name = name;
		this.level = level;
		this.title = title;
		this.wanted = wanted;
		this.opens = opens;
		this.raw = /["\\\p{Cc}]/u.test(name) || !name.isWellFormed() ? Buffer.alloc(0) : Buffer.from(name);
	}
	standsAt(bytes, at) {
		const raw = this.raw;
		const size = raw.length;
		if (size === 0 || bytes[at + size] !== 34) return false;
		for (let i = 0; i < size; i++) if (bytes[at + i] !== raw[i]) return false;
		return true;
	}
};
function keysOfPaths(paths) {
	const root = new JsonKey("", "", {
		wanted: false,
		opens: true
	});
	let column = 0;
	for (const [title, path] of paths) {
		let key = root;
		for (const [depth, name] of path.entries()) {
			const last = depth === path.length - 1;
			key = within$1(key, name, last ? title : "", last);
		}
		key.column = column++;
	}
	return root;
}
function within$1(parent, name, title, wanted) {
	parent.opens = true;
	const key = parent.keys.get(name) ?? new JsonKey(name, "", {
		wanted: false,
		opens: false
	});
	if (wanted) {
		key.wanted = true;
		key.title = title;
	}
	parent.keys.set(name, key);
	if (/^(0|[1-9]\d{0,8})$/u.test(name)) (parent.items ??= [])[Number(name)] = key;
	return key;
}

// src/parse/json/json-unescape.ts
const short = {
	98: 8,
	102: 12,
	110: 10,
	114: 13,
	116: 9
};
function unescape(bytes, from, to, out) {
	let end = out;
	for (let at = from; at < to;) {
		const byte = bytes[at++] ?? 0;
		if (byte !== 92) {
			bytes[end++] = byte;
			continue;
		}
		const name = bytes[at++] ?? 0;
		if (name !== 117) {
			bytes[end++] = short[name] ?? name;
			continue;
		}
		let code = codeUnit(bytes, at);
		at += 4;
		if (code >= 55296 && code <= 57343) {
			const low = bytes[at] === 92 && bytes[at + 1] === 117 && at + 6 <= to ? codeUnit(bytes, at + 2) : 0;
			if (code >= 56320 || low < 56320 || low > 57343) return -1;
			code = 65536 + (code - 55296 << 10) + (low - 56320);
			at += 6;
		}
		end = putCharacter(bytes, end, code);
	}
	return end;
}
function codeUnit(bytes, at) {
	let code = 0;
	for (let i = 0; i < 4; i++) code = code * 16 + hexDigit(bytes[at + i] ?? 0);
	return code;
}
function putCharacter(bytes, at, code) {
	let out = at;
	if (code < 128) {
		bytes[out++] = code;
		return out;
	}
	if (code < 2048) bytes[out++] = 192 | code >> 6;
	else {
		if (code < 65536) bytes[out++] = 224 | code >> 12;
		else {
			bytes[out++] = 240 | code >> 18;
			bytes[out++] = 128 | code >> 12 & 63;
		}
		bytes[out++] = 128 | code >> 6 & 63;
	}
	bytes[out++] = 128 | code & 63;
	return out;
}

// src/parse/json/json-record.ts
const mostLevels = 100;
const mostKeys = 1e4;
var JsonRecord = class {
	root;
	#levels;
	#byPath;
	keys = [];
	at = /* @__PURE__ */ new Int32Array(768);
	fields = 0;
	twice;
	half = false;
	#row = 0;
	#side = 0;
	#nobody = new JsonKey("", "", {
		wanted: false,
		opens: false
	});
	#others = /* @__PURE__ */ new Set();
	constructor(flatten) {
		this.#byPath = typeof flatten !== "number";
		this.#levels = typeof flatten === "number" ? Math.min(flatten, mostLevels) : 0;
		this.root = typeof flatten === "number" ? new JsonKey("", "", {
			wanted: false,
			opens: true
		}) : keysOfPaths(flatten);
	}
	get side() {
		return this.#side;
	}
	takes(first) {
		return first === 123 || first === 91 && this.root.items !== void 0;
	}
	read(bytes, from, to, side) {
		this.#row++;
		this.#side = side;
		this.fields = 0;
		this.twice = void 0;
		this.half = false;
		string.surrogates = false;
		if (this.#others.size > 0) this.#others.clear();
		const end = bytes[from] === 123 ? this.#object(bytes, from + 1, to, this.root) : this.#list(bytes, from + 1, to, this.root);
		return end > to ? -1 : end;
	}
	#object(bytes, from, to, parent) {
		let at = skipSpace(bytes, from, to);
		if (bytes[at] === 125) return at + 1;
		let previous;
		for (;;) {
			if (at >= to) return -1;
			if (bytes[at] !== 34) return -2;
			const likely = previous === void 0 ? parent.first : previous.next;
			let key = likely;
			if (likely === void 0 || !likely.standsAt(bytes, at + 1)) {
				key = likely?.next;
				if (key === void 0 || !key.standsAt(bytes, at + 1)) key = void 0;
			}
			if (key === void 0) {
				const end = stringEnd(bytes, at + 1, to);
				if (end < 0) return end;
				key = this.#key(bytes, at + 1, end - 1, parent);
				if (previous === void 0) parent.first = key;
				else previous.next = key;
				at = end;
			} else at += key.raw.length + 2;
			previous = key;
			if (key.row === this.#row) this.twice ??= key.name;
			if (key !== this.#nobody) key.row = this.#row;
			if (bytes[at] === 58 && (bytes[at + 1] ?? 0) > 32) at++;
			else {
				at = colonEnd(bytes, at, to);
				if (at < 0) return at;
			}
			at = this.#value(bytes, at, to, key);
			if (at < 0) return at;
			if ((bytes[at] ?? 0) <= 32) at = skipSpace(bytes, at, to);
			if (bytes[at] === 125) return at + 1;
			if (at >= to) return -1;
			if (bytes[at] !== 44) return -2;
			at++;
			if (bytes[at] !== 34) at = skipSpace(bytes, at, to);
		}
	}
	#value(bytes, from, to, key) {
		const first = bytes[from];
		if (first === 34) {
			const end = stringEnd(bytes, from + 1, to);
			if (end < 0) return end;
			if (key.wanted) this.#string(bytes, from + 1, end - 1, key);
			return end;
		}
		let end;
		if (first !== 123 && first !== 91) {
			end = scalarEnd(bytes, from, to);
			if (end >= 0 && key.wanted) this.#field(key, scalarKind(first), from, end);
			return end;
		}
		const enters = first === 123 ? key.opens : key.items !== void 0;
		if (!enters) end = valueEnd(bytes, from, to);
		else if (first === 123) end = this.#object(bytes, from + 1, to, key);
		else end = this.#list(bytes, from + 1, to, key);
		if (end < 0 || !key.wanted || enters && !this.#byPath) return end;
		if (string.surrogates && !hasWholeSurrogates(bytes.toString("latin1", from, end))) this.half = true;
		this.#field(key, fieldKind.json, from, end);
		return end;
	}
	#list(bytes, from, to, parent) {
		let at = skipSpace(bytes, from, to);
		if (bytes[at] === 93) return at + 1;
		for (let index = 0;; index++) {
			if (at >= to) return -1;
			at = this.#value(bytes, at, to, parent.items?.[index] ?? this.#nobody);
			if (at < 0) return at;
			at = skipSpace(bytes, at, to);
			if (bytes[at] === 93) return at + 1;
			if (at >= to) return -1;
			if (bytes[at] !== 44) return -2;
			at = skipSpace(bytes, at + 1, to);
		}
	}
	#string(bytes, from, to, key) {
		if (!string.escaped) return this.#field(key, fieldKind.string, from, to);
		const end = unescape(bytes, from, to, this.#side);
		if (end < 0) {
			this.half = true;
			return;
		}
		this.#field(key, fieldKind.string, this.#side, end);
		this.#side = end;
	}
	#field(key, kind, start, end) {
		const index = this.fields++;
		if (3 * index === this.at.length) {
			const more = new Int32Array(2 * this.at.length);
			more.set(this.at);
			this.at = more;
		}
		this.keys[index] = key;
		this.at[3 * index] = kind;
		this.at[3 * index + 1] = start;
		this.at[3 * index + 2] = end;
	}
	#key(bytes, from, to, parent) {
		let name = bytes.toString("utf8", from, to);
		if (string.escaped) {
			const end = unescape(bytes, from, to, this.#side);
			this.half ||= end < 0;
			name = bytes.toString("utf8", this.#side, Math.max(end, this.#side));
		}
		const known = parent.keys.get(name);
		if (known !== void 0) return known;
		if (parent.keys.size >= mostKeys) {
			if (this.#others.has(name)) this.twice ??= name;
			this.#others.add(name);
			return this.#nobody;
		}
		const level = parent.level + 1;
		const key = new JsonKey(name, level === 1 ? name : `${parent.title}_${name}`, {
			wanted: !this.#byPath,
			opens: level <= this.#levels,
			level
		});
		parent.keys.set(name, key);
		return key;
	}
};
function scalarKind(first) {
	if (first === 116) return fieldKind.true;
	if (first === 102) return fieldKind.false;
	return first === 110 ? fieldKind.null : fieldKind.number;
}

// src/parse/json/json-rows.ts
var JsonRows = class {
	names;
	#places;
	#record;
	#batch = new JsonBatch();
	#onReject;
	#window;
	#declared;
	#side = 0;
	#waiting;
	#nulls = /* @__PURE__ */ new Set();
	constructor(window, { flatten, columns }, onReject) {
		this.#window = window;
		this.#onReject = onReject;
		this.#record = new JsonRecord(flatten);
		this.#declared = columns !== void 0;
		this.names = typeof flatten === "number" ? [...columns ?? []] : [...flatten.keys()];
		this.#places = new Map(this.names.map((name, index) => [name, index]));
	}
	get full() {
		return this.#batch.full || this.#waiting !== void 0;
	}
	get count() {
		return this.#batch.rows;
	}
	begin() {
		const waiting = this.#waiting;
		this.#side = waiting === void 0 ? this.#window.half : this.#record.side;
		if (waiting === void 0) return;
		this.#waiting = void 0;
		this.#batch.widen(this.names.length);
		this.#batch.add(this.#record, waiting);
	}
	read(start, to) {
		return this.#record.read(this.#window.bytes, start, to, this.#side);
	}
	accept(place) {
		const { half, twice, side } = this.#record;
		if (half) return this.#reject(place, "encoding", "it holds half a surrogate pair");
		if (twice !== void 0) return this.#reject(place, "duplicate key", twice);
		this.#side = side;
		this.#take(place);
	}
	takes(first) {
		return this.#record.takes(first);
	}
	#take(place) {
		const { keys, at, fields } = this.#record;
		for (let index = 0; index < fields; index++) {
			const key = keys[index];
			if (key === void 0 || key.column >= 0) continue;
			if (key.opens && at[3 * index] === fieldKind.null) this.#nulls.add(key);
			else this.#learn(key);
		}
		if (this.#batch.bears(this.names.length)) {
			this.#batch.widen(this.names.length);
			this.#batch.add(this.#record, place);
		} else this.#waiting = place;
	}
	#learn(key) {
		const { title } = key;
		const place = this.#places.get(title);
		if (typeof place === "object") throw collision(title);
		if (place === void 0 && this.names.length >= 2e3) {
			if (!this.#declared) throw tooMany(title);
			key.wanted = false;
			return;
		}
		key.column = place ?? this.names.push(title) - 1;
		this.#places.set(title, key);
	}
	finish() {
		for (const key of this.#nulls) if (key.column < 0 && key.keys.size === 0) this.#learn(key);
		this.#nulls.clear();
		this.#batch.widen(this.names.length);
	}
	refuse(place, hint) {
		const raw = this.#window.bytes.subarray(place.start, place.end);
		const fault = isUtf8(raw) ? faultOf(raw) : void 0;
		if (fault !== void 0) this.#reject(place, "json", hint === void 0 ? fault : `${fault}; ${hint}`);
		else this.#reject(place, "encoding", "it is no UTF-8");
	}
	#reject({ start, end, line }, rule, value) {
		const raw = rawText(this.#window.bytes.subarray(start, end));
		this.#onReject({
			line,
			byte: this.#window.placeOf(start),
			column: null,
			rule,
			value,
			raw
		});
	}
	batch() {
		const window = this.#window;
		return {
			...this.#batch.take(window.bytes),
			byteOf: (at) => window.placeOf(at),
			free: this.#side
		};
	}
};
function faultOf(raw) {
	try {
		const value = JSON.parse(raw.toString());
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return `it is nested more than ${number(deepest)} levels deep`;
		return "it is no object";
	} catch (error) {
		return error instanceof SyntaxError ? placedInRow(jsonFault(error.message)) : String(error);
	}
}
function placedInRow(fault) {
	return fault.replace(/ at position (\d+)(?: \(line \d+ column \d+\))?$/, " at character $1 of the row");
}
function collision(title) {
	return new Failure("json/collision", `two different keys would both become the column ${JSON.stringify(title)}`, { help: "Name the columns one by one: flatten: { column: path.in.the.row }" });
}
function tooMany(title) {
	return new Failure("json/columns", `the rows have more than ${number(mostColumns)} different keys, among them ${JSON.stringify(title)}`, { help: "Declare the \"columns\" that are wanted; keys that are data themselves belong in a json column" });
}

// src/parse/json/json-wish.ts
function wishFor(rows, also) {
	const root = wish([]);
	let at = root;
	at.leads = true;
	for (const key of rows) {
		at = within(at, key);
		at.leads = true;
	}
	at.rows = true;
	for (const [written, path] of also) {
		let place = root;
		for (const key of path) place = within(place, key);
		place.also = written;
	}
	return root;
}
function within(parent, key) {
	const known = parent.keys.get(key);
	if (known !== void 0) return known;
	const made = wish([...parent.path, key]);
	parent.keys.set(key, made);
	return made;
}
function wish(path) {
	return {
		path,
		keys: /* @__PURE__ */ new Map(),
		rows: false,
		leads: false,
		also: void 0
	};
}

// src/parse/json/open-json.ts
async function openJson(source, { format, rows = [], also = /* @__PURE__ */ new Map(), flatten = 0, columns, nullIsEmpty = false }, onReject, onCut) {
	const { window, notes } = await peek(source, void 0, onCut);
	return closedOnThrow(window, async () => {
		const into = new JsonRows(window, {
			flatten,
			columns
		}, onReject);
		const opened = {
			names: into.names,
			notes,
			[Symbol.asyncDispose]: () => window.close()
		};
		if (format === "ndjson") return {
			...opened,
			batches: batchesOf(window, new LineRecords(), into),
			beside: /* @__PURE__ */ new Map()
		};
		const document = new JsonDocument(wishFor(rows, also), { nullIsEmpty });
		const found = await walk(window, document);
		const batches = documentOf(window, {
			document,
			found,
			rows: into
		});
		return {
			...opened,
			batches,
			beside: document.beside
		};
	});
}
async function walk(window, document) {
	for (;;) {
		const found = document.walk(window);
		if (found !== "incomplete") return found;
		window.refuseRunaway(document.lines.line);
		await window.fill();
	}
}
async function* documentOf(window, { document, found, rows }) {
	try {
		if (found === "end") return;
		yield* scan(window, new ArrayRecords(document.lines), rows);
		await walk(window, document);
		yield* lastOf(rows);
	} finally {
		await window.close();
	}
}
async function* batchesOf(window, taker, rows) {
	try {
		yield* scan(window, taker, rows);
		yield* lastOf(rows);
	} finally {
		await window.close();
	}
}
async function* scan(window, taker, rows) {
	for (;;) {
		const found = scanSome(window, taker, rows);
		if (rows.count > 0) yield rows.batch();
		if (found === "end") return;
		if (found === "record") continue;
		window.refuseRunaway(taker.line);
		await window.fill();
	}
}
function* lastOf(rows) {
	const known = rows.names.length;
	rows.finish();
	if (rows.names.length > known) yield rows.batch();
}
function scanSome(window, taker, rows) {
	rows.begin();
	while (!rows.full) {
		const found = taker.take(window, rows);
		if (found !== "record") return found;
	}
	return "record";
}

// src/steps/extract/compressed/damaged-records.ts
function onDamaged(damaged, onReject) {
	if (damaged !== "fail") return onReject;
	return (reject) => {
		const { line, byte, rule, value } = reject;
		if (rule === "ragged") return onReject(reject);
		const place = [...line === null ? [] : [`line ${line}`], ...typeof byte === "number" ? [`byte ${byte}`] : []];
		throw new Failure("rows/damaged", `the record at ${place.join(", ")} is damaged: ${value ?? rule}`, { help: "Mend the source, or keep its good rows: `damaged: reject`" });
	};
}
var CutMark = class {
	#reason;
	set = (reason) => {
		this.#reason ??= reason;
	};
	get = () => this.#reason;
};
async function* upToCut({ batches }, cut, onReject) {
	try {
		yield* batches;
	} catch (error) {
		if (!(cut() !== void 0 && error instanceof Failure && error.code === "json/syntax")) throw error;
	}
	const value = cut();
	if (value !== void 0) onReject(cutShort(value));
}
async function* thenLost(batches, value, onReject) {
	yield* batches;
	onReject(cutShort(value));
}
function cutShort(value) {
	return {
		line: null,
		column: null,
		rule: "cut short",
		value,
		raw: null
	};
}

// src/steps/extract/keep-young-small.ts
const manyColumns = 500;
const manyBytes = 2 ** 30;
function keepYoungSmall({ columns, bytes }) {
	if (columns > manyColumns || bytes > manyBytes) stopGrowth();
}

// src/steps/extract/compressed/damaged-failure.ts
function damagedFailure(error, source, compression) {
	if (error instanceof Failure) return error;
	const { label, bytes, fetched } = source;
	const cut = isCutShort(error);
	const message = cut ? `"${label}" is cut short: its ${compression} data ends too early (${number(bytes)} bytes)` : `"${label}" is damaged: its ${compression} data cannot be read (${reasonOf(error)})`;
	return new Failure("file/compression", message, {
		cause: error,
		retryable: cut && fetched,
		help: cut ? "Get it again, or take what is there: `damaged: reject`" : "Get it again: no row of it can be trusted"
	});
}
function isCutShort(error) {
	return /unexpected end|incomplete|truncated|end of central directory record signature|invalid comment length/iu.test(reasonOf(error));
}
function reasonOf(error) {
	return error instanceof Error ? error.message : String(error);
}

// src/steps/extract/compressed/nothing-behind.ts
async function requireNothingBehind({ path, label, bytes }, end) {
	if (end >= bytes) return;
	let at = end;
	for await (const chunk of createReadStream(path, { start: end })) {
		const found = Buffer.from(chunk).findIndex((byte) => byte !== 0);
		if (found >= 0) throw new Failure("file/compression", `"${label}" is damaged: more follows behind its gzip data, at byte ${number(at + found)}`, { help: "Get it again: no row of it can be trusted" });
		at += chunk.length;
	}
}

// src/steps/extract/compressed/bytes-at.ts
async function bytesAt(file, at, length) {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
	return buffer.subarray(0, bytesRead);
}

// src/steps/extract/compressed/compression-of.ts
function compressionOf(head) {
	if (head[0] === 31 && head[1] === 139) return "gzip";
	const magic = head.length < 4 ? 0 : head.readUInt32LE(0);
	if (magic === 4247762216) return "zstd";
	return magic === 67324752 || magic === 101010256 ? "zip" : "none";
}

// src/steps/extract/compressed/zip-descriptor.ts
var import_yauzl = require_yauzl();
const signature = Buffer.from("PK\x07\b");
const others = [Buffer.from("PK"), Buffer.from("PK")];
const longest = 24;
async function endOfDeflated(path, start, size) {
	const input = createReadStream(path, {
		start,
		highWaterMark: 1 << 18
	});
	const stream = createInflateRaw();
	input.on("error", (error) => stream.destroy(error));
	let [crc, unpacked] = [0, 0];
	try {
		for await (const chunk of input.pipe(stream)) {
			const bytes = chunk;
			crc = crc32(bytes, crc);
			unpacked += bytes.length;
		}
	} catch (error) {
		if (!isCutShort(error)) throw error;
		return {
			end: size,
			whole: false,
			crc
		};
	} finally {
		input.destroy();
		stream.destroy();
	}
	const end = start + stream.bytesWritten;
	return {
		end,
		whole: true,
		crc,
		...await behind(path, end, forms(crc, stream.bytesWritten, unpacked))
	};
}
async function behind(path, end, all) {
	const found = [];
	for await (const chunk of createReadStream(path, {
		start: end,
		end: end + longest - 1
	})) found.push(chunk);
	const bytes = fit(Buffer.concat(found), all);
	if (bytes === void 0) throw new Error("its checksum does not agree with its bytes");
	return bytes === "cut" ? {} : { next: end + bytes };
}
async function endOfStored(path, start, size) {
	let held = Buffer.alloc(0);
	let [crc, at, isMixed] = [
		0,
		start,
		false
	];
	const take = (bytes) => {
		crc = crc32(held.subarray(0, bytes), crc);
		held = held.subarray(bytes);
		at += bytes;
	};
	for await (const chunk of createReadStream(path, {
		start,
		highWaterMark: 1 << 18
	})) {
		held = Buffer.concat([held, chunk]);
		isMixed ||= others.some((other) => held.includes(other));
		const isLast = at + held.length >= size;
		for (let hit = held.indexOf(signature); hit >= 0; hit = held.indexOf(signature)) {
			take(hit);
			if (held.length < longest && !isLast) break;
			const bytes = fit(held, forms(crc, at - start, at - start));
			if (bytes !== void 0) return {
				end: at,
				whole: true,
				crc,
				...bytes === "cut" ? {} : { next: at + bytes }
			};
			take(1);
		}
		if (held.indexOf(signature) !== 0) take(Math.max(0, held.length - 3));
	}
	if (isMixed) throw new Error("where its stored data ends is not told");
	return {
		end: size,
		whole: false,
		crc
	};
}
function forms(crc, packed, unpacked) {
	const [short, long] = [Buffer.alloc(12), Buffer.alloc(20)];
	short.writeUInt32LE(crc, 0);
	short.writeUInt32LE(packed % 2 ** 32, 4);
	short.writeUInt32LE(unpacked % 2 ** 32, 8);
	long.writeUInt32LE(crc, 0);
	long.writeBigUInt64LE(BigInt(packed), 4);
	long.writeBigUInt64LE(BigInt(unpacked), 12);
	return [
		Buffer.concat([signature, long]),
		Buffer.concat([signature, short]),
		long,
		short
	];
}
function fit(bytes, all) {
	const whole = all.find((form) => bytes.subarray(0, form.length).equals(form));
	if (whole !== void 0) return whole.length;
	return all.some((form) => bytes.equals(form.subarray(0, bytes.length))) ? "cut" : void 0;
}

// src/steps/extract/compressed/local-entries.ts
const local = 67324752;
const endings = [
	33639248,
	101010256,
	101075792,
	134630224
];
const headerBytes$1 = 30;
async function localEntries(path) {
	await using file = await open$1(path);
	const { size } = await file.stat();
	const entries = [];
	for (let at = 0; at !== void 0 && at + 4 <= size;) {
		const mark = (await bytesAt(file, at, 4)).readUInt32LE(0);
		if (endings.includes(mark)) return {
			entries,
			all: true
		};
		if (mark !== local) throw new Error(`no file begins at byte ${at}`);
		const header = await headerAt(file, at);
		if (header === void 0 || header.start > size) break;
		const found = await entryOf(header, path, size);
		entries.push(found.entry);
		at = found.next;
	}
	return {
		entries,
		all: false
	};
}
async function headerAt(file, at) {
	const head = await bytesAt(file, at, headerBytes$1);
	if (head.length < headerBytes$1) return void 0;
	const flags = head.readUInt16LE(6);
	const [nameBytes, extraBytes] = [head.readUInt16LE(26), head.readUInt16LE(28)];
	const rest = await bytesAt(file, at + headerBytes$1, nameBytes + extraBytes);
	if (rest.length < nameBytes + extraBytes) return void 0;
	const extras = (0, import_yauzl.parseExtraFields)(rest.subarray(nameBytes));
	return {
		fileName: (0, import_yauzl.getFileNameLowLevel)(flags, rest.subarray(0, nameBytes), extras, false),
		compressionMethod: head.readUInt16LE(8),
		encrypted: (flags & 8257) !== 0,
		start: at + headerBytes$1 + nameBytes + extraBytes,
		crc32: head.readUInt32LE(14),
		...(flags & 8) === 0 ? { packed: packedBytes(head.readUInt32LE(18), extras) } : {}
	};
}
function packedBytes(packed, extras) {
	if (packed < 4294967295) return packed;
	const data = extras.find(({ id }) => id === 1)?.data;
	if (data === void 0 || data.length < 16) throw new Error("the size of a file in it is not told");
	return Number(data.readBigUInt64LE(8));
}
async function entryOf({ packed, crc32, ...header }, path, size) {
	const { start } = header;
	if (packed !== void 0) {
		const next = start + packed;
		const whole = next <= size;
		return {
			entry: {
				...header,
				end: Math.min(next, size),
				whole,
				...whole ? { crc32 } : {}
			},
			...whole ? { next } : {}
		};
	}
	const { end, next, whole, crc } = await endOf(header, path, size);
	return {
		entry: {
			...header,
			end,
			whole,
			...next === void 0 ? {} : { crc32: crc }
		},
		...next === void 0 ? {} : { next }
	};
}
async function endOf({ compressionMethod, encrypted, start }, path, size) {
	if (!encrypted && compressionMethod === 8) return endOfDeflated(path, start, size);
	if (!encrypted && compressionMethod === 0) return endOfStored(path, start, size);
	return {
		end: size,
		whole: false,
		crc: 0
	};
}

// src/steps/extract/compressed/through.ts
async function* through(stream, bytes) {
	const done = pipeline$1(bytes, stream);
	done.catch(() => {});
	try {
		yield* stream;
		await done;
	} finally {
		stream.destroy();
	}
}
async function* counted(bytes, onBytes) {
	let done = 0;
	for await (const chunk of bytes) {
		done += chunk.length;
		onBytes(done);
		yield chunk;
	}
}
async function* restOfGzip(bytes, handed) {
	let seen = 0;
	for await (const chunk of through(createGunzip({ finishFlush: constants$1.Z_SYNC_FLUSH }), bytes)) {
		if (seen + chunk.length > handed) yield chunk.subarray(Math.max(0, handed - seen));
		seen += chunk.length;
	}
}

// src/steps/extract/compressed/zstd-frames.ts
const frameMagic = 4247762216;
const skippableMagic = 407710288;
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
async function* zstdFrames(bytesAt) {
	let start = 0;
	for (;;) {
		const head = await bytesAt(start, 8);
		if (head.length === 0) return;
		const magic = head.length < 4 ? frameMagic : head.readUInt32LE(0);
		const skippable = (magic & 4294967280) >>> 0 === skippableMagic;
		if (magic !== frameMagic && !skippable) throw new Error(`no frame begins at byte ${start}`);
		const end = skippable ? endOfSkippable(head, start) : await endOfFrame(bytesAt, head, start);
		const whole = end !== void 0 && (await bytesAt(end - 1, 1)).length === 1;
		if (!skippable || !whole) yield {
			start,
			end: whole ? end : 1e400,
			whole
		};
		if (!whole) return;
		start = end;
	}
}
function endOfSkippable(head, at) {
	return head.length < 8 ? void 0 : at + 8 + head.readUInt32LE(4);
}
async function endOfFrame(bytesAt, head, at) {
	if (head.length < 5) return void 0;
	const descriptor = head.readUInt8(4);
	let next = at + 5 + headerBytes(descriptor);
	for (let last = false; !last;) {
		const header = await bytesAt(next, 3);
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

// src/steps/extract/compressed/nested-bytes.ts
async function* nestedBytes(source, { open, onCut }) {
	await using bytes = open();
	const first = await bytes.next();
	if (first.done === true) return;
	const inner = compressionOf(first.value);
	if (inner === "none") {
		yield first.value;
		yield* bytes;
		return;
	}
	await bytes.return();
	if (inner === "zip") throw new Failure("file/compression", `"${source.label}" is a zip inside a zip`, { help: "Unpack the outer one in a `run` step" });
	let handed = 0;
	try {
		for await (const chunk of inner === "gzip" ? gunzipped$1(source, open) : unzstd$1(source, open)) {
			yield chunk;
			handed += chunk.length;
		}
	} catch (error) {
		if (error instanceof Failure || onCut === void 0 || !isCutShort(error)) throw damagedFailure(error, source, inner);
		if (inner === "gzip") yield* restOfGzip(open(), handed);
		onCut(`its ${inner} data ends too early`);
	}
}
async function* gunzipped$1(source, open) {
	const stream = createGunzip();
	let fed = 0;
	yield* through(stream, counted(open(), (bytes) => fed = bytes));
	if (stream.bytesWritten !== fed) throw moreBehind(source, "gzip");
}
async function* unzstd$1(source, open) {
	await using bytes = new ForwardBytes(open());
	for await (const { start, whole } of zstdFrames(bytes.at)) {
		if (start > 0) throw moreBehind(source, "zstd");
		yield* through(createZstdDecompress(), open());
		if (!whole) throw new Error("unexpected end of file");
	}
}
function moreBehind({ label }, compression) {
	return new Failure("file/compression", `"${label}" holds more behind its first ${compression} data`, { help: "Unpack it in a `run` step" });
}
var ForwardBytes = class {
	#bytes;
	#chunk = Buffer.alloc(0);
	#start = 0;
	constructor(bytes) {
		this.#bytes = bytes;
	}
	at = async (at, length) => {
		while (at + length > this.#start + this.#chunk.length) {
			const kept = this.#chunk.subarray(Math.max(0, at - this.#start));
			const next = await this.#bytes.next();
			if (next.done === true) break;
			this.#start += this.#chunk.length - kept.length;
			this.#chunk = kept.length === 0 ? Buffer.from(next.value) : Buffer.concat([kept, next.value]);
		}
		const from = Math.max(0, at - this.#start);
		return this.#chunk.subarray(from, from + length);
	};
	async [Symbol.asyncDispose]() {
		await this.#bytes.return();
	}
};

// src/steps/extract/compressed/zip.ts
const longestList = 20;
const methods = {
	9: "deflate64",
	12: "bzip2",
	14: "lzma",
	93: "zstd",
	95: "xz"
};
async function zipEntries(source, { entry }) {
	const found = await withZip(source, list);
	return chooseEntries(found.map(({ fileName }) => fileName), entry, `"${source.label}"`).map((name) => {
		const bytes = found.find(({ fileName }) => fileName === name)?.compressedSize ?? 0;
		return {
			...source,
			label: `${source.label}#${name}`,
			entry: name,
			bytes
		};
	});
}
function chooseEntries(names, wanted, zip) {
	if (wanted === void 0) {
		if (names.length === 1) return names;
		throw new Failure("file/entry", names.length === 0 ? `${zip} holds no files` : `${zip} holds ${listed(names)}`, { help: names.length === 0 ? "Look at where it comes from" : "Say which to read: `entry: name`, or a glob for several" });
	}
	const chosen = names.filter((name) => name === wanted || matchesGlob(name, wanted)).toSorted();
	if (chosen.length > 0) return chosen;
	throw new Failure("file/entry", `${zip} has no entry "${wanted}"; it holds ${listed(names)}`);
}
function listed(names) {
	const shown = names.slice(0, longestList).map((name) => `"${name}"`);
	const more = names.length - shown.length;
	return `${number(names.length)} ${names.length === 1 ? "file" : "files"}: ${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`;
}
async function list(zip) {
	const entries = [];
	for await (const entry of zip.eachEntry()) if (isFile(entry)) entries.push(entry);
	return entries;
}
function isFile({ fileName }) {
	return !fileName.endsWith("/") && !/(^|\/)(__MACOSX\/|\.DS_Store$)/.test(fileName);
}
async function* entryBytes(source, name) {
	const zip = await opened(source);
	try {
		const entry = (await list(zip)).find(({ fileName }) => fileName === name);
		if (entry === void 0) throw new Error("an entry is not there any more");
		const { compressionMethod } = entry;
		requireReadable({
			compressionMethod,
			encrypted: entry.isEncrypted()
		}, source);
		yield* checked(await zip.openReadStreamPromise(entry), entry.crc32);
	} catch (error) {
		throw damagedFailure(error, source, "zip");
	} finally {
		zip.close();
	}
}
async function* checked(stream, expected) {
	let sum = 0;
	try {
		for await (const chunk of stream) {
			const bytes = chunk;
			sum = crc32(bytes, sum);
			yield bytes;
		}
	} finally {
		stream.destroy();
	}
	if (expected !== void 0 && sum !== expected) throw new Error("its checksum does not agree with its bytes");
}
function requireReadable({ encrypted, compressionMethod }, { label }) {
	if (encrypted) throw new Failure("file/compression", `"${label}" is encrypted`, { help: "Unpack it in a `run` step that has the password" });
	if (compressionMethod === 0 || compressionMethod === 8) return;
	const method = methods[compressionMethod] ?? `method ${compressionMethod}`;
	throw new Failure("file/compression", `"${label}" is packed with ${method}, which is not read`, { help: "Pack it with deflate, as zips mostly are" });
}
async function withZip(source, work) {
	const zip = await opened(source);
	try {
		return await work(zip);
	} catch (error) {
		throw damagedFailure(error, source, "zip");
	} finally {
		zip.close();
	}
}
async function opened(source) {
	try {
		return await (0, import_yauzl.openPromise)(source.path, { autoClose: false });
	} catch (error) {
		throw damagedFailure(error, source, "zip");
	}
}

// src/steps/extract/compressed/cut-zip.ts
async function cutZipEntries(source, { entry, format }) {
	const { entries, all } = await headersOf(source);
	const files = entries.filter(isFile);
	if (files.length === 0) throw nothingLeft(source);
	const names = chooseEntries(files.map(({ fileName }) => fileName), entry, `what is there of "${source.label}"`);
	const found = names.map((name) => sourceOf(source, name, files));
	const sources = format === "csv" ? await withoutCutHeader(found) : found;
	const dropped = found.length > sources.length;
	const isTold = all || names.every((name) => name === entry) || sources.some(({ local }) => !local.whole);
	return sources.map((each, index) => isTold && !dropped || index < sources.length - 1 || each.lost !== void 0 ? each : {
		...each,
		lost: "its zip data ends too early: rows of other files are lost"
	});
}
async function withoutCutHeader(sources) {
	const kept = [];
	for (const source of sources) if (sources.length === 1 || source.local.whole || await hasLine(source)) kept.push(source);
	return kept;
}
async function hasLine(source) {
	const { encrypted, compressionMethod } = source.local;
	if (encrypted || compressionMethod !== 0 && compressionMethod !== 8) return true;
	for await (const chunk of nestedBytes(source, {
		open: () => cutEntryBytes(source, source.local),
		onCut() {}
	})) if (chunk.includes(10) || chunk.includes(13)) return true;
	return false;
}
async function headersOf(source) {
	try {
		return await localEntries(source.path);
	} catch (error) {
		throw damagedFailure(error, source, "zip");
	}
}
function nothingLeft({ label, bytes, fetched }) {
	return new Failure("file/compression", `"${label}" is cut short before the data of its first file (${number(bytes)} bytes)`, {
		retryable: fetched,
		help: "Get it again: none of its rows are there"
	});
}
function sourceOf(source, name, files) {
	const local = files.find(({ fileName }) => fileName === name);
	if (local === void 0) throw new Error("an entry is not there any more");
	const isUnchecked = local.whole && local.crc32 === void 0;
	return {
		...source,
		label: `${source.label}#${name}`,
		entry: name,
		bytes: local.end - local.start,
		local,
		...isUnchecked ? { lost: "its zip data ends before its checksum" } : {}
	};
}
async function* cutEntryBytes(source, local) {
	const { start, end, whole, compressionMethod } = local;
	requireReadable(local, source);
	if (end === start) return;
	const input = createReadStream(source.path, {
		start,
		end: end - 1,
		highWaterMark: 1 << 18
	});
	const finishFlush = whole ? constants$1.Z_FINISH : constants$1.Z_SYNC_FLUSH;
	const stream = compressionMethod === 0 ? input : pipeline(input, createInflateRaw({ finishFlush }), () => {});
	try {
		yield* checked(stream, local.crc32);
	} catch (error) {
		throw damagedFailure(error, source, "zip");
	}
}

// src/steps/extract/compressed/read-bytes.ts
const chunkBytes = 1 << 18;
async function findCompression({ path, label }, { compression }) {
	return compression === "auto" ? compressionOf(await readHead(path, label)) : compression;
}
async function readHead(path, label) {
	try {
		await using file = await open$1(path);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return buffer.subarray(0, bytesRead);
	} catch (error) {
		throw fileFailure(error, label);
	}
}
async function* readBytes(source, reading) {
	const { signal } = reading;
	try {
		for await (const chunk of unpacked(source, reading)) {
			signal.throwIfAborted();
			yield chunk;
		}
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof Failure ? error : fileFailure(error, source.label);
	}
}
function unpacked(source, reading) {
	const { compression, onBytes, onCut } = reading;
	if (source.local !== void 0) return cutEntry(source, source.local, reading);
	const { entry } = source;
	if (entry !== void 0) return nestedBytes(source, {
		open: () => counted(entryBytes(source, entry), onBytes),
		onCut
	});
	if (compression === "gzip" || compression === "zstd") return decompressed(source, compression, reading);
	return fileBytes(source, onBytes);
}
function fileBytes({ path }, onBytes) {
	return counted(fileChunks(path), onBytes);
}
async function* cutEntry(source, local, { onBytes, onCut }) {
	yield* nestedBytes(source, {
		open: () => counted(cutEntryBytes(source, local), onBytes),
		onCut
	});
	if (!local.whole) onCut?.("its zip data ends too early");
}
async function* decompressed(source, compression, { onBytes, onCut }) {
	let handed = 0;
	try {
		for await (const chunk of compression === "gzip" ? gunzipped(source, onBytes) : unzstd(source, onBytes)) {
			yield chunk;
			handed += chunk.length;
		}
	} catch (error) {
		if (error instanceof Error && "syscall" in error) throw error;
		if (onCut === void 0 || !isCutShort(error)) throw damagedFailure(error, source, compression);
		if (compression === "gzip") yield* restOfGzip(createReadStream(source.path, { highWaterMark: chunkBytes }), handed);
		onCut(`its ${compression} data ends too early`);
	}
}
async function* gunzipped(source, onBytes) {
	const stream = createGunzip();
	yield* through(stream, counted(createReadStream(source.path, { highWaterMark: chunkBytes }), onBytes));
	await requireNothingBehind(source, stream.bytesWritten);
}
async function* unzstd({ path }, onBytes) {
	await using file = await open$1(path);
	for await (const { start, end, whole } of zstdFrames((at, length) => bytesAt(file, at, length))) {
		const frame = createReadStream(path, {
			start,
			end: end - 1,
			highWaterMark: chunkBytes
		});
		yield* through(createZstdDecompress(), counted(frame, (bytes) => onBytes(start + bytes)));
		if (!whole) throw new Error("unexpected end of file");
	}
}

// src/steps/extract/refuse-foreign.ts
const html = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/iu;
const notData = "Check the path or the address: rows are read from CSV, JSON and Parquet";
const formats = [
	{
		begin: "PNG\r\n",
		what: "a picture (PNG)",
		help: notData
	},
	{
		begin: "ÿØÿ",
		what: "a picture (JPEG)",
		help: notData
	},
	{
		begin: "GIF87a",
		what: "a picture (GIF)",
		help: notData
	},
	{
		begin: "GIF89a",
		what: "a picture (GIF)",
		help: notData
	},
	{
		begin: "%PDF-",
		what: "a PDF",
		help: notData
	},
	{
		begin: "ÐÏà¡±á",
		what: "a file of an old Office (.xls, .doc)",
		help: "Save the sheet as CSV"
	},
	{
		begin: "SQLite format 3\0",
		what: "a SQLite database",
		help: "Read it with `sql`, in a connection `sqlite:<path>`"
	},
	{
		begin: "PAR1",
		what: "Parquet",
		help: "Read it with `parquet:`"
	}
];
async function* refuseForeign(bytes, { label, contentType }, mask) {
	let first = true;
	for await (const chunk of bytes) {
		if (first) refuseHead(chunk, {
			label,
			contentType
		}, mask);
		first = false;
		yield chunk;
	}
}
function refuseHead(chunk, { label, contentType }, mask) {
	const head = chunk.subarray(0, 1024);
	const format = formats.find(({ begin }) => head.subarray(0, begin.length).equals(Buffer.from(begin, "latin1")));
	if (format !== void 0) throw new Failure("source/format", `"${label}" is ${format.what}, no text`, { help: format.help });
	if (!html.test(head.toString("utf8").replace(/^\uFEFF/u, ""))) return;
	const title = /<title[^>]*>([^<]{1,100})/iu.exec(mask(chunk.toString("utf8")))?.[1]?.trim();
	const said = contentType === void 0 ? "" : ` (${contentType})`;
	throw new Failure("source/html", `"${label}" is a page of HTML${said}${title === void 0 ? "" : ` titled "${title}"`}, not data`, { help: "Check the address; a log-in or an error page often comes in place of a file" });
}

// src/steps/extract/open-records.ts
async function openRecords(source, context, { onReject, onBytes, also = /* @__PURE__ */ new Map() }) {
	const { options, signal, mask } = context;
	if (options.format === "parquet") {
		const { openParquet } = await import("./steps-extract-parquet-open-parquet.js");
		return {
			...await openParquet(source, {
				...options.columns && { only: new Set(options.columns.map(({ name }) => name)) },
				onReject,
				onBytes
			}),
			beside: /* @__PURE__ */ new Map()
		};
	}
	const compression = await findCompression(source, options);
	const cut = new CutMark();
	const onCut = options.damaged === "reject" ? cut.set : void 0;
	const bytes = refuseForeign(readBytes(source, {
		compression,
		signal,
		onBytes,
		...defined({ onCut })
	}), source, mask);
	const onBad = onDamaged(options.damaged, onReject);
	const records = await named(source, () => options.format === "csv" ? openCsv(bytes, options.csv, onBad, {
		get: cut.get,
		...defined({ set: onCut })
	}) : openJson(bytes, {
		...jsonSource(options),
		also
	}, onBad, onCut));
	keepYoungSmall({
		columns: records.names.length,
		bytes: source.bytes
	});
	const beside = "beside" in records && records.beside instanceof Map ? records.beside : /* @__PURE__ */ new Map();
	const batches = options.format === "csv" ? records.batches : upToCut(records, cut.get, onReject);
	const all = source.lost === void 0 ? batches : thenLost(batches, source.lost, onReject);
	const notes = [...records.notes, ...noteOn(source)];
	return {
		...records,
		beside,
		notes,
		names: records.names,
		batches: namedBatches(source, all)
	};
}
function noteOn({ local, lost }) {
	return local?.whole === true && lost === void 0 ? ["its zip is cut short, but not in this file"] : [];
}
function jsonSource({ format, json, columns, contract, allowEmpty, paging }) {
	const { rows, flatten } = json ?? {};
	return {
		format: format === "ndjson" ? "ndjson" : "json",
		...rows === void 0 ? {} : { rows },
		...flatten === void 0 ? {} : { flatten: typeof flatten === "number" ? flatten : new Map(Object.entries(flatten)) },
		...columns === void 0 || contract !== void 0 ? {} : { columns: columns.map(({ name }) => name) },
		nullIsEmpty: allowEmpty || paging !== void 0
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

// src/steps/extract/tell-once.ts
const told = /* @__PURE__ */ new WeakMap();
function tellOnce({ log }, line, what = line) {
	const lines = told.get(log) ?? /* @__PURE__ */ new Set();
	told.set(log, lines);
	if (lines.has(what)) return;
	lines.add(what);
	log(line);
}

// src/steps/extract/compressed/zip-sources.ts
async function openZips(sources, options) {
	if (options.format === "parquet") return sources;
	const opened = [];
	for (const source of sources) {
		const isZip = await findCompression(source, options) === "zip";
		if (!isZip && options.entry !== void 0) throw new Failure("file/entry", `"${source.label}" is no zip, so it has no entry "${options.entry}"`);
		opened.push(...isZip ? await entriesOf(source, options) : [source]);
	}
	return opened;
}
async function entriesOf(source, options) {
	try {
		return await zipEntries(source, options);
	} catch (error) {
		if (!(error instanceof Failure && isCutShort(error.cause)) || options.damaged !== "reject") throw error;
		return cutZipEntries(source, options);
	}
}

export { tellOnce as n, openRecords as r, openZips as t };