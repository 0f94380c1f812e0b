import { t as fileChunks } from "./dataset-file-format-file-chunks.js";
import { n as PageAllocator, r as pageSize, t as columnOf$1 } from "./dataset-profile-column-of.js";
import { A as longestRecord, C as createTable, D as applicationId, E as storageOf, O as localSize, S as smallInteger, U as unreachable, V as Failure, _ as decimal, a as hasWholeSurrogates, b as real, c as integerSerial, d as firstShape, f as hasShape, g as timestamp, h as scanTimestamp, i as isJson, l as putInteger, m as isDate, o as booleanSerial, p as inShape, s as bodySize, u as putText, v as isInteger, x as scanDecimal } from "./dataset-fields-print-number.js";
import { a as RecordCursor, c as varintLength, i as textSize, n as integerAt, r as isText, s as putVarint, t as RecordFields } from "./dataset-file-format-record-fields.js";
import { n as rejectOf } from "./dataset-reject.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as viewOf } from "./dataset-file-format-byte-out.js";
import { n as SideText, t as TextBatch } from "./dataset-text-batch.js";
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { createHash } from "node:crypto";

// src/dataset/dataset-content.ts
var ContentHash = class {
	#hash = createHash("sha256");
	add(bytes) {
		this.#hash.update(bytes);
	}
	digest() {
		return this.#hash.digest("hex").slice(0, 32);
	}
};
const told = /* @__PURE__ */ new Map();
function rememberContent(path, content) {
	const file = stateOf(path);
	if (file !== void 0) told.set(file, content);
}
async function contentOf(path) {
	const known = told.get(stateOf(path) ?? "");
	if (known !== void 0) return known;
	const hash = new ContentHash();
	let first;
	for await (const chunk of fileChunks(path, 1 << 20)) {
		hash.add(first === void 0 ? chunk.subarray(pageSize) : chunk);
		first ??= Buffer.from(chunk.subarray(0, pageSize));
	}
	hash.add(first ?? Buffer.alloc(0));
	return hash.digest();
}
function stateOf(path) {
	const stat = statSync(path, {
		bigint: true,
		throwIfNoEntry: false
	});
	return stat && [
		stat.dev,
		stat.ino,
		stat.size,
		stat.mtimeNs
	].join(" ");
}

// src/dataset/file-format/file-header.ts
function readHeader(source) {
	const header = Buffer.alloc(100);
	if (source.size < 100) throw damaged("it is too short to be a SQLite file");
	source.read(header, 0);
	if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") throw damaged("it is no SQLite file");
	const written = header.readUInt16BE(16);
	const pageSize = written === 1 ? 65536 : written;
	if (pageSize < 512 || (pageSize & pageSize - 1) !== 0) throw damaged(`its page size is ${pageSize}`);
	if (source.size < header.readUInt32BE(28) * pageSize) throw damaged("it was cut off");
	if (header.readUInt32BE(56) > 1) throw damaged("its texts are UTF-16; only UTF-8 is read");
	return {
		pageSize,
		usable: pageSize - (header[20] ?? 0),
		pristine: header.readUInt32BE(68) === 1296847427 && header.readUInt32BE(24) === 1
	};
}
function damaged(what) {
	return new Failure("dataset/format", `the dataset file cannot be read: ${what}`);
}

// src/dataset/file-format/table-sql.ts
const pattern = /\/\*([\s\S]*?)(?:\*\/|$)|--([^\n]*)|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([\p{L}\p{N}_$.+-]+)|(\S)/gu;
function readTableSql(sql) {
	const tokens = tokenize(sql);
	const { parts, end } = split(tokens, tokens.findIndex(({ kind, text }) => kind === "mark" && text === "(") + 1);
	const options = tokens.slice(end).map(({ text }) => text.toUpperCase());
	const key = tableKey(parts);
	return {
		columns: parts.filter((part) => !isConstraint(part)).map((part) => columnOf(part, key)),
		withoutRowid: options.includes("WITHOUT")
	};
}
function tokenize(sql) {
	return Array.from(sql.matchAll(pattern), (match) => {
		const [, block, line, double, tick, bracket, single, word, mark] = match;
		const comment = block ?? line;
		if (comment !== void 0) return {
			kind: "comment",
			text: comment.trim()
		};
		if (double !== void 0) return {
			kind: "name",
			text: double.replaceAll("\"\"", "\"")
		};
		if (tick !== void 0) return {
			kind: "name",
			text: tick.replaceAll("``", "`")
		};
		if (bracket !== void 0) return {
			kind: "name",
			text: bracket
		};
		if (single !== void 0) return {
			kind: "name",
			text: single.replaceAll("''", "'")
		};
		return word === void 0 ? {
			kind: "mark",
			text: mark ?? ""
		} : {
			kind: "word",
			text: word
		};
	});
}
function split(tokens, from) {
	const parts = [[]];
	let depth = 0;
	let at = from;
	for (; at < tokens.length; at++) {
		const token = tokens[at];
		if (token === void 0) break;
		const mark = token.kind === "mark" ? token.text : "";
		if (mark === ")" && depth === 0) break;
		if (mark === "(") depth++;
		if (mark === ")") depth--;
		if (mark === "," && depth === 0) parts.push([]);
		else parts.at(-1)?.push(token);
	}
	return {
		parts: parts.filter((part) => part.some(({ kind }) => kind !== "comment")),
		end: at
	};
}
const constraints = /* @__PURE__ */ new Set([
	"CONSTRAINT",
	"PRIMARY",
	"UNIQUE",
	"CHECK",
	"FOREIGN"
]);
const afterType = /* @__PURE__ */ new Set([
	...constraints,
	"NOT",
	"NULL",
	"DEFAULT",
	"COLLATE",
	"REFERENCES",
	"GENERATED",
	"AS"
]);
function isConstraint(part) {
	const first = part.find(({ kind }) => kind !== "comment");
	return first?.kind === "word" && constraints.has(first.text.toUpperCase());
}
function tableKey(parts) {
	for (const part of parts.filter(isConstraint)) {
		const words = part.filter(({ kind }) => kind !== "comment");
		const at = words.findIndex(({ text }) => text.toUpperCase() === "PRIMARY");
		if (at >= 0 && words[at + 4]?.text === ")") return words[at + 3]?.text.toLowerCase();
	}
}
function columnOf(part, key) {
	const [name, ...rest] = part.filter(({ kind }) => kind !== "comment");
	const upper = rest.map(({ kind, text }) => kind === "word" ? text.toUpperCase() : text);
	const stop = upper.findIndex((text, index) => rest[index]?.kind === "word" && afterType.has(text));
	const declared = typeText(stop < 0 ? upper : upper.slice(0, stop));
	const clauses = ` ${(stop < 0 ? [] : upper.slice(stop)).join(" ")} `;
	const primary = clauses.includes(" PRIMARY KEY ") || name?.text.toLowerCase() === key;
	return {
		name: name?.text ?? "",
		declared,
		comment: part.findLast(({ kind }) => kind === "comment")?.text,
		notNull: clauses.includes(" NOT NULL "),
		rowid: declared === "INTEGER" && primary && !clauses.includes(" PRIMARY KEY DESC "),
		generated: clauses.includes(" AS ( "),
		hasDefault: clauses.includes(" DEFAULT ")
	};
}
function typeText(words) {
	return words.join(" ").replaceAll(/\s*([(),])\s*/g, "$1");
}

// src/dataset/dataset-reader.ts
function openDataset(source, table) {
	const header = readHeader(source);
	const { name, root, sql } = chooseTable(readSchema(source, header), table);
	const { columns, withoutRowid } = readTableSql(sql);
	if (withoutRowid) throw new Failure("dataset/format", `${name} is a table WITHOUT ROWID, which is not read`);
	checkColumns(name, columns);
	const cursor = new RecordCursor(source, header, root);
	return {
		table: name,
		columns: columns.map(columnOf$1),
		rows: header.pristine ? cursor.lastRowid() : cursor.count(),
		source,
		header,
		root,
		rowidColumn: columns.findIndex((column) => column.rowid),
		firstDefault: columns.findIndex((column) => column.hasDefault) >>> 0
	};
}
function checkColumns(table, columns) {
	const generated = columns.find((column) => column.generated);
	if (generated === void 0) return;
	throw new Failure("dataset/format", `${table}.${generated.name} is a generated column, which is not read`);
}
function readSchema(source, header) {
	const cursor = new RecordCursor(source, header, 1);
	const fields = new RecordFields(5);
	const tables = [];
	while (cursor.next()) {
		fields.read(cursor.bytes, cursor.at);
		const [type, name, sql] = [
			0,
			1,
			4
		].map((index) => {
			const serial = fields.serial[index] ?? 0;
			const at = fields.at[index] ?? 0;
			return isText(serial) ? cursor.bytes.toString("utf8", at, at + textSize(serial)) : "";
		});
		if (type !== "table" || name === void 0 || sql === void 0 || name.startsWith("sqlite_")) continue;
		const root = integerAt(cursor.bytes, fields.at[3] ?? 0, fields.serial[3] ?? 0);
		if (root > 0) tables.push({
			name,
			root,
			sql
		});
	}
	return tables;
}
function chooseTable(tables, wanted) {
	const names = tables.map(({ name }) => name).join(", ");
	if (wanted !== void 0) {
		const found = tables.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
		if (found !== void 0) return found;
		throw new Failure("dataset/format", `the file has no table ${wanted}; it has ${names === "" ? "none" : names}`);
	}
	const [only, ...others] = tables;
	if (only === void 0) throw new Failure("dataset/format", "the file has no table");
	if (others.length > 0) throw new Failure("dataset/format", `the file has more than one table: ${names}`);
	return only;
}

// src/dataset/file-format/interior-levels.ts
const room = pageSize - 12;
var InteriorLevels = class {
	#pages;
	#levels = [];
	constructor(pages) {
		this.#pages = pages;
	}
	add(page, lastRowid, depth = 0) {
		const level = this.#levels[depth] ??= {
			children: [],
			rowids: [],
			size: 0
		};
		const before = level.rowids.at(-1);
		const cell = before === void 0 ? 0 : cellSize(before);
		if (level.size + cell > room) {
			const children = level.children.splice(0, level.children.length - 1);
			const rowids = level.rowids.splice(0, level.rowids.length - 1);
			level.size = 0;
			this.#write(children, rowids, depth);
		}
		level.size += cell;
		level.children.push(page);
		level.rowids.push(lastRowid);
	}
	finish() {
		for (let depth = 0;; depth++) {
			const level = this.#levels[depth];
			const only = level?.children[0];
			if (level === void 0 || only === void 0) throw new RangeError("the tree has no leaf");
			if (level.children.length === 1 && depth === this.#levels.length - 1) return only;
			this.#write(level.children, level.rowids, depth);
		}
	}
	#write(children, rowids, depth) {
		const number = this.#pages.next;
		const offset = this.#pages.take();
		const page = this.#pages.block.subarray(offset, offset + pageSize);
		const cells = children.length - 1;
		let content = pageSize;
		for (let i = 0; i < cells; i++) {
			const rowid = rowids[i] ?? 0;
			content -= cellSize(rowid) - 2;
			page.writeUInt32BE(children[i] ?? 0, content);
			putVarint(page, content + 4, rowid);
			page.writeUInt16BE(content, 12 + 2 * i);
		}
		page[0] = 5;
		page.writeUInt16BE(cells, 3);
		page.writeUInt16BE(content, 5);
		page.writeUInt32BE(children[cells] ?? 0, 8);
		this.add(number, rowids[cells] ?? 0, depth + 1);
	}
};
function cellSize(rowid) {
	return 4 + varintLength(rowid) + 2;
}

// src/dataset/file-format/table-pages.ts
var TablePages = class {
	allocator;
	leaf = Buffer.alloc(pageSize);
	#levels;
	#cells = 0;
	#pointers = 8;
	#content = pageSize;
	rows = 0;
	constructor(sink) {
		this.allocator = new PageAllocator(sink);
		this.#levels = new InteriorLevels(this.allocator);
	}
	place(payload) {
		if (localSize(payload, 4096) < payload) return -1;
		return this.#open(payload, payload);
	}
	spill(record, payload) {
		const local = localSize(payload, pageSize);
		const at = this.#open(payload, local + 4);
		record.copy(this.leaf, at, 0, local);
		this.leaf.writeUInt32BE(this.allocator.next, at + local);
		writeOverflow(this.allocator, record.subarray(local, payload));
	}
	#open(payload, inLeaf) {
		const rowid = ++this.rows;
		const size = varintLength(payload) + varintLength(rowid) + inLeaf;
		if (this.#pointers + 2 + size > this.#content) this.#closeLeaf(rowid - 1);
		this.#content -= size;
		this.leaf[this.#pointers] = this.#content >> 8;
		this.leaf[this.#pointers + 1] = this.#content;
		this.#pointers += 2;
		this.#cells++;
		return putVarint(this.leaf, putVarint(this.leaf, this.#content, payload), rowid);
	}
	#closeLeaf(lastRowid) {
		const { leaf } = this;
		leaf[0] = 13;
		leaf.writeUInt16BE(this.#cells, 3);
		leaf.writeUInt16BE(this.#content, 5);
		leaf.fill(0, this.#pointers, this.#content);
		const number = this.allocator.next;
		this.allocator.put(leaf);
		this.#levels.add(number, lastRowid);
		this.#cells = 0;
		this.#pointers = 8;
		this.#content = pageSize;
	}
	finish() {
		if (this.#cells > 0 || this.rows === 0) this.#closeLeaf(this.rows);
		return this.#levels.finish();
	}
};
function writeOverflow(allocator, rest) {
	const each = pageSize - 4;
	for (let at = 0; at < rest.length; at += each) {
		const offset = allocator.take();
		if (at + each < rest.length) allocator.block.writeUInt32BE(allocator.next, offset);
		rest.copy(allocator.block, offset + 4, at, Math.min(at + each, rest.length));
	}
}

// src/dataset/file-format/first-page.ts
function firstPage(allocator, table, root, sql) {
	const page = Buffer.alloc(pageSize);
	const record = schemaRecord(table, root, sql);
	const local = localSize(record.length, pageSize);
	const spills = local < record.length;
	const at = pageSize - varintLength(record.length) - 1 - local - (spills ? 4 : 0);
	const body = putVarint(page, putVarint(page, at, record.length), 1);
	record.copy(page, body, 0, local);
	if (spills) {
		page.writeUInt32BE(allocator.next, body + local);
		writeOverflow(allocator, record.subarray(local));
	}
	page[100] = 13;
	page.writeUInt16BE(1, 100 + 3);
	page.writeUInt16BE(at, 100 + 5);
	page.writeUInt16BE(at, 100 + 8);
	writeHeader(page, allocator.total);
	return page;
}
function schemaRecord(table, root, sql) {
	const name = Buffer.from(table);
	const text = Buffer.from(sql);
	const page = Buffer.alloc(4);
	page.writeInt32BE(root);
	const serial = [
		23,
		13 + 2 * name.length,
		13 + 2 * name.length,
		4,
		13 + 2 * text.length
	];
	const size = 1 + serial.reduce((sum, type) => sum + varintLength(type), 0);
	const head = Buffer.alloc(size);
	let at = putVarint(head, 0, size);
	for (const type of serial) at = putVarint(head, at, type);
	return Buffer.concat([
		head,
		Buffer.from("table"),
		name,
		name,
		page,
		text
	]);
}
function writeHeader(page, pages) {
	page.write("SQLite format 3\0", 0, "latin1");
	page.writeUInt16BE(pageSize, 16);
	page.set([
		1,
		1,
		0,
		64,
		32,
		32
	], 18);
	page.writeUInt32BE(1, 24);
	page.writeUInt32BE(pages, 28);
	page.writeUInt32BE(1, 40);
	page.writeUInt32BE(4, 44);
	page.writeUInt32BE(1, 56);
	page.writeUInt32BE(applicationId, 68);
	page.writeUInt32BE(1, 92);
	page.writeUInt32BE(3053004, 96);
}

// src/dataset/file-format/last-view.ts
var LastView = class {
	#bytes = /* @__PURE__ */ new Uint8Array(0);
	#view = viewOf(this.#bytes);
	of(bytes) {
		if (bytes !== this.#bytes) {
			this.#bytes = bytes;
			this.#view = viewOf(bytes);
		}
		return this.#view;
	}
};

// src/dataset/profile/open-decimals.ts
var OpenDecimals = class {
	#columns;
	#text;
	#whole;
	#fraction;
	#rowWhole;
	#rowFraction;
	#open;
	constructor(columns) {
		this.#columns = columns;
		this.#text = columns.map((column) => column.type === "decimal" && storageOf(column) === "TEXT");
		this.#whole = new Int32Array(columns.length);
		this.#fraction = new Int32Array(columns.length);
		this.#rowWhole = new Int32Array(columns.length);
		this.#rowFraction = new Int32Array(columns.length);
		this.#open = [...columns.keys()].filter((index) => {
			const column = columns[index];
			return column?.type === "decimal" && column.scale === void 0 && !this.#text[index];
		});
	}
	asText(index) {
		return this.#text[index] === true;
	}
	check(index, whole, fraction) {
		const { precision, scale } = this.#columns[index] ?? {};
		if (scale !== void 0) return fraction <= scale && whole <= (precision ?? 15) - scale ? void 0 : `decimal(${precision ?? 15},${scale})`;
		if (precision !== void 0 && whole + fraction > precision) return `decimal(${precision})`;
		if (this.asText(index)) return void 0;
		this.#rowWhole[index] = Math.max(whole, this.#whole[index] ?? 0);
		this.#rowFraction[index] = Math.max(fraction, this.#fraction[index] ?? 0);
		return tooLong(this.#rowWhole[index] ?? 0, this.#rowFraction[index] ?? 0);
	}
	begin() {
		for (const index of this.#open) {
			this.#rowWhole[index] = 0;
			this.#rowFraction[index] = 0;
		}
	}
	accept() {
		for (const index of this.#open) {
			this.#whole[index] = Math.max(this.#whole[index] ?? 0, this.#rowWhole[index] ?? 0);
			this.#fraction[index] = Math.max(this.#fraction[index] ?? 0, this.#rowFraction[index] ?? 0);
		}
	}
	close(index) {
		const column = this.#columns[index];
		if (column === void 0) throw new RangeError(`there is no column ${index}`);
		if (!this.#open.includes(index)) return column;
		const { precision = 15 } = column;
		return {
			...column,
			precision,
			scale: this.#fraction[index] ?? 0,
			open: true
		};
	}
};
const usual = [
	[30, 6],
	[38, 18],
	[60, 30]
];
function tooLong(whole, fraction) {
	if (whole + fraction <= 15) return void 0;
	const [precision, scale] = usual.find(([precision, scale]) => fraction <= scale && whole <= precision - scale) ?? [whole + fraction, fraction];
	return `decimal of 15 digits (declare more: decimal(${precision},${scale}))`;
}

// src/dataset/file-format/row-encoder.ts
const int64 = {
	least: -(2n ** 63n),
	most: 2n ** 63n - 1n
};
var RowEncoder = class {
	#columns;
	#types;
	#notNull;
	#isText;
	#serial;
	#numbers;
	#wide;
	#sideAt;
	#side = new SideText();
	#decimals;
	#shapes;
	#headSize = 0;
	#page = new LastView();
	#source = new LastView();
	failed = 0;
	rule = "";
	constructor(columns) {
		const count = columns.length;
		this.#columns = columns;
		this.#types = columns.map((column) => column.type);
		this.#notNull = Uint8Array.from(columns, (column) => column.notNull === true ? 1 : 0);
		this.#isText = Uint8Array.from(columns, (column) => column.type === "text" ? 1 : 0);
		this.#serial = new Int32Array(count);
		this.#numbers = new Float64Array(count);
		this.#wide = new BigInt64Array(this.#numbers.buffer);
		this.#sideAt = new Int32Array(count).fill(-1);
		this.#decimals = new OpenDecimals(columns);
		this.#shapes = columns.map(() => void 0);
	}
	measure(batch, row) {
		const { bytes, start, end, kind } = batch;
		const serials = this.#serial;
		const count = serials.length;
		this.#side.clear();
		this.#decimals.begin();
		let at = row * batch.columns;
		let head = 0;
		let body = 0;
		for (let column = 0; column < count; column++, at++) {
			const from = start[at] ?? 0;
			const to = end[at] ?? 0;
			const how = kind[at] ?? 0;
			let serial = 0;
			if (how === fieldKind.null) {
				if (this.#notNull[column] === 1) return this.#fail(column, "not null");
			} else if (this.#isText[column] === 1) serial = 13 + 2 * (to - from);
			else {
				serial = this.#type(column, bytes, from, to, how);
				if (serial === -1) return this.#fail(column, this.rule);
			}
			serials[column] = serial;
			head += serial < 128 ? 1 : varintLength(serial);
			body += bodySize(serial);
		}
		this.#headSize = head + (head < 127 ? 1 : varintLength(head + 2));
		return this.#headSize + body;
	}
	#fail(column, rule) {
		this.failed = column;
		this.rule = rule;
		return -1;
	}
	#type(column, bytes, from, to, how) {
		const type = this.#types[column] ?? "text";
		this.rule = type;
		switch (type) {
			case "integer": return this.#integer(column, bytes, from, to);
			case "decimal": return this.#decimal(column, bytes, from, to);
			case "real": return this.#real(column, real(bytes, from, to));
			case "boolean": return booleanSerial(bytes, from, to);
			case "date":
				this.#sideAt[column] = -1;
				return isDate(bytes, from, to) ? 33 : -1;
			case "timestamp": return this.#timestamp(column, bytes, from, to);
			case "json": return this.#json(column, bytes, from, to, how);
			case "text": return 13 + 2 * (to - from);
			default: return unreachable(type);
		}
	}
	#integer(column, bytes, from, to) {
		const value = smallInteger(bytes, from, to);
		if (value === value) return this.#integerOf(column, value);
		if (to - from > 20 || !isInteger(bytes, from, to)) return -1;
		const wide = BigInt(bytes.toString("latin1", from, to));
		if (wide < int64.least || wide > int64.most) {
			this.rule = "integer of 64 bits";
			return -1;
		}
		this.#wide[column] = wide;
		return 6;
	}
	#integerOf(column, value) {
		const serial = integerSerial(value);
		if (serial === 6) this.#wide[column] = BigInt(value);
		else this.#numbers[column] = value;
		return serial;
	}
	#real(column, value) {
		if (value !== value) return -1;
		this.#numbers[column] = value;
		return 7;
	}
	#decimal(column, bytes, from, to) {
		if (!scanDecimal(bytes, from, to)) return -1;
		const broken = this.#decimals.check(column, decimal.whole, decimal.fraction);
		if (broken !== void 0) {
			this.rule = broken;
			return -1;
		}
		const { scale } = this.#columns[column] ?? {};
		if (!this.#decimals.asText(column)) return this.#real(column, decimal.value);
		this.#sideAt[column] = -1;
		const missing = (scale ?? 0) - decimal.fraction;
		if (missing <= 0) return 13 + 2 * (to - from);
		const padding = (decimal.fraction === 0 ? "." : "") + "0".repeat(missing);
		return this.#sideText(column, bytes.toString("latin1", from, to) + padding);
	}
	#timestamp(column, bytes, from, to) {
		if (!scanTimestamp(bytes, from, to)) return -1;
		const zoned = timestamp.zone !== "none";
		const shape = this.#shapes[column] ??= firstShape(this.#columns[column]);
		if (zoned !== shape.zoned) {
			this.rule = shape.zoned ? "timestamp with a zone" : "timestamp without a zone";
			return -1;
		}
		this.#sideAt[column] = -1;
		if (hasShape(shape)) return 13 + 2 * (to - from);
		const text = inShape(bytes, from, shape);
		return text === void 0 ? -1 : this.#sideText(column, text);
	}
	#json(column, bytes, from, to, how) {
		this.#sideAt[column] = -1;
		if (how === fieldKind.string) return this.#sideText(column, JSON.stringify(bytes.toString("utf8", from, to)));
		return how !== fieldKind.bare && how !== fieldKind.quoted || isJson(bytes.toString("utf8", from, to)) ? 13 + 2 * (to - from) : -1;
	}
	#sideText(column, text) {
		const at = this.#side.length;
		this.#sideAt[column] = at;
		return 13 + 2 * (this.#side.add(text) - at);
	}
	put(batch, row, page, at) {
		const serials = this.#serial;
		const isText = this.#isText;
		const sideAt = this.#sideAt;
		const count = serials.length;
		const to = this.#page.of(page);
		const from = this.#source.of(batch.bytes);
		let out = putVarint(page, at, this.#headSize);
		for (let column = 0; column < count; column++) {
			const serial = serials[column] ?? 0;
			if (serial < 128) page[out++] = serial;
			else out = putVarint(page, out, serial);
		}
		let field = row * batch.columns;
		for (let column = 0; column < count; column++, field++) {
			const serial = serials[column] ?? 0;
			if (serial >= 13) {
				const length = serial - 13 >> 1;
				const side = isText[column] === 1 ? -1 : sideAt[column] ?? -1;
				const begin = side < 0 ? batch.start[field] ?? 0 : side;
				if (side < 0 && length < 96) putText(to, out, from, begin, length);
				else (side < 0 ? batch.bytes : this.#side.bytes).copy(page, out, begin, begin + length);
				out += length;
			} else if (serial === 7) {
				to.setFloat64(out, this.#numbers[column] ?? 0);
				out += 8;
			} else if (serial === 6) {
				to.setBigInt64(out, this.#wide[column] ?? 0n);
				out += 8;
			} else if (serial !== 0 && serial < 8) out = putInteger(to, out, this.#numbers[column] ?? 0, serial);
		}
		this.#decimals.accept();
	}
	columns() {
		return this.#columns.map((column, index) => {
			const shape = this.#shapes[index];
			if (column.type === "timestamp" && shape !== void 0) return {
				...column,
				zoned: shape.zoned
			};
			return column.type === "decimal" ? this.#decimals.close(index) : column;
		});
	}
};

// src/dataset/value-batch.ts
var ValueBatch = class {
	#columns;
	#names;
	#batch;
	constructor(columns, names = []) {
		this.#columns = columns;
		this.#names = names;
		this.#batch = new TextBatch(columns);
	}
	clear() {
		this.#batch.clear();
	}
	add(values) {
		if (values.length !== this.#columns) throw new RangeError(`${values.length} values for ${this.#columns} columns`);
		this.#batch.begin();
		for (const [index, value] of values.entries()) this.#put(value, this.#names[index]);
	}
	#put(value, name) {
		const batch = this.#batch;
		switch (typeof value) {
			case "string":
				if (!value.isWellFormed()) throw noValue("a string with half a surrogate pair", name);
				return batch.put(fieldKind.string, value);
			case "number":
			case "bigint": return batch.put(fieldKind.number, String(value));
			case "boolean": return value ? batch.put(fieldKind.true, "true") : batch.put(fieldKind.false, "false");
			case "undefined": return batch.put(fieldKind.null, "");
			case "object": return value === null ? batch.put(fieldKind.null, "") : this.#putObject(value, name);
			default: throw noValue(`a ${typeof value}`, name);
		}
	}
	#putObject(value, name) {
		if (!(value instanceof Date)) {
			const text = JSON.stringify(value);
			if (!hasWholeSurrogates(text)) throw noValue("data with half a surrogate pair", name);
			return this.#batch.put(fieldKind.json, text);
		}
		if (Number.isNaN(value.getTime())) throw noValue("an invalid Date", name);
		this.#batch.put(fieldKind.string, value.toISOString());
	}
	batch() {
		return this.#batch.batch();
	}
};
function noValue(what, name) {
	const place = name === void 0 ? "" : `column ${JSON.stringify(name)}: `;
	return new Failure("rows/value", `${place}${what} cannot stand in a dataset`, { help: "A value is text, a number, true or false, a Date, null, or data that JSON can hold" });
}

// src/dataset/file-format/dataset-writer.ts
var DatasetWriter = class {
	#sink;
	#table;
	#columns;
	#encoder;
	#pages;
	#one;
	#long = Buffer.alloc(0);
	constructor(sink, options) {
		createTable(options.table, options.columns);
		this.#sink = sink;
		this.#table = options.table;
		this.#columns = options.columns;
		this.#encoder = new RowEncoder(options.columns);
		this.#pages = new TablePages(sink);
		this.#one = new ValueBatch(options.columns.length);
	}
	get rows() {
		return this.#pages.rows;
	}
	get written() {
		return this.#pages.allocator.written;
	}
	get columns() {
		return this.#encoder.columns();
	}
	write(batch, onReject) {
		if (batch.columns !== this.#columns.length) throw new RangeError(`a batch of ${batch.columns} columns for a table of ${this.#columns.length}`);
		const encoder = this.#encoder;
		const pages = this.#pages;
		for (let row = 0; row < batch.rows; row++) {
			const size = encoder.measure(batch, row);
			if (size < 0) {
				onReject(rejectOf(batch, row, encoder.rule, encoder.failed, this.#columns[encoder.failed]?.name));
				continue;
			}
			const at = pages.place(size);
			if (at < 0) this.#writeLong(batch, row, size);
			else encoder.put(batch, row, pages.leaf, at);
		}
	}
	writeRecord(record, size) {
		this.#refuseLonger(size);
		const at = this.#pages.place(size);
		if (at < 0) this.#pages.spill(record, size);
		else record.copy(this.#pages.leaf, at, 0, size);
	}
	#refuseLonger(size) {
		if (size <= 1e9) return;
		throw new Failure("dataset/value", `row ${this.rows + 1} of ${this.#table} takes ${size} bytes; SQLite's limit is 1e9`);
	}
	#writeLong(batch, row, size) {
		this.#refuseLonger(size);
		if (this.#long.length < size) this.#long = Buffer.alloc(2 * size);
		this.#encoder.put(batch, row, this.#long, 0);
		this.#pages.spill(this.#long, size);
	}
	writeValues(values, onReject) {
		this.#one.clear();
		this.#one.add(values);
		this.write(this.#one.batch(), onReject);
	}
	finish() {
		const columns = this.#encoder.columns();
		const root = this.#pages.finish();
		const { allocator } = this.#pages;
		const first = firstPage(allocator, this.#table, root, createTable(this.#table, columns));
		allocator.flush();
		this.#sink.write(first, 0);
		return {
			rows: this.rows,
			columns
		};
	}
};

// src/dataset/dataset-file.ts
var DatasetFile = class {
	#path;
	#sink;
	#writer;
	#table;
	#hash;
	constructor(path, options) {
		this.#path = path;
		this.#table = options.table;
		this.#hash = options.hashed === true ? new ContentHash() : void 0;
		this.#sink = new FileSink(`${path}.partial`, this.#hash);
		this.#writer = new DatasetWriter(this.#sink, options);
	}
	get rows() {
		return this.#writer.rows;
	}
	get written() {
		return this.#writer.written;
	}
	get columns() {
		return this.#writer.columns;
	}
	write(batch, onReject) {
		this.#writer.write(batch, onReject);
	}
	writeValues(values, onReject) {
		this.#writer.writeValues(values, onReject);
	}
	writeRecord(record, size) {
		this.#writer.writeRecord(record, size);
	}
	content() {
		return this.#hash?.digest();
	}
	finish() {
		const { rows, columns } = this.#writer.finish();
		this.#sink.close();
		renameSync(`${this.#path}.partial`, this.#path);
		return {
			name: this.#table,
			path: this.#path,
			columns,
			rows
		};
	}
	discard() {
		this.#sink.close();
		rmSync(`${this.#path}.partial`, { force: true });
	}
	[Symbol.dispose]() {
		this.discard();
	}
};
function createDatasetFile(path, options) {
	return new DatasetFile(path, options);
}
function openDatasetFile(path, table) {
	if (!existsSync(path)) throw new Failure("dataset/missing", `there is no file ${path}`);
	refuseJournals(path);
	const source = new FileSource(path);
	try {
		const reader = openDataset(source, table);
		return {
			...reader,
			name: reader.table,
			path,
			[Symbol.dispose]: () => source.close()
		};
	} catch (error) {
		source.close();
		throw error;
	}
}
function refuseJournals(path) {
	for (const ending of ["-wal", "-journal"]) {
		const stat = statSync(path + ending, { throwIfNoEntry: false });
		if (stat === void 0 || stat.size === 0) continue;
		throw new Failure("dataset/format", `${path} is still being written: ${path}${ending} is not empty`, { help: "Close the database, or open it once with SQLite, so that it takes its journal in" });
	}
}
var FileSink = class {
	#hash;
	#fd;
	constructor(path, hash) {
		this.#hash = hash;
		this.#fd = openSync(path, "w");
	}
	write(bytes, position) {
		if (this.#fd === void 0) throw new Failure("dataset/closed", "the dataset file is closed");
		this.#hash?.add(bytes);
		for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
	}
	close() {
		if (this.#fd !== void 0) closeSync(this.#fd);
		this.#fd = void 0;
	}
};
var FileSource = class {
	size;
	#fd;
	constructor(path) {
		this.#fd = openSync(path, "r");
		this.size = fstatSync(this.#fd).size;
	}
	read(into, position) {
		if (this.#fd === void 0) throw new Failure("dataset/closed", "the dataset file is closed");
		for (let done = 0; done < into.length;) {
			const read = readSync(this.#fd, into, done, into.length - done, position + done);
			if (read === 0) throw new Failure("dataset/format", "the dataset file ends in the middle of a page");
			done += read;
		}
	}
	close() {
		if (this.#fd !== void 0) closeSync(this.#fd);
		this.#fd = void 0;
	}
};

export { contentOf as a, RowEncoder as i, openDatasetFile as n, rememberContent as o, ValueBatch as r, createDatasetFile as t };