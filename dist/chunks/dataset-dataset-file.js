import { A as localSize, Kt as unreachable, M as longestRecord, O as storageOf, T as createTable, Wt as Failure, j as lockPage, k as applicationId } from "./source-unclosed.js";
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { isUtf8 } from "node:buffer";

// src/dataset/column-of.ts
function columnOf$1(column) {
	const { name, notNull, comment } = column;
	return {
		name,
		...ours(comment) ?? foreign(column.declared),
		...notNull ? { notNull } : {}
	};
}
function ours(comment) {
	const match = /^(decimal|timestamp|boolean|date|json)(?:\((\d+)(?:,(\d+))?\))?( zoned)?$/.exec(comment ?? "");
	if (match === null) return void 0;
	const [, type, first, second, zoned] = match;
	switch (type) {
		case "decimal": return decimal$1(first, second);
		case "timestamp": return {
			type,
			zoned: zoned !== void 0,
			...first === void 0 ? {} : { scale: Number(first) }
		};
		case "boolean":
		case "date":
		case "json": return { type };
		case void 0:
		default: return;
	}
}
function decimal$1(precision, scale) {
	return {
		type: "decimal",
		...precision === void 0 ? {} : { precision: Number(precision) },
		...scale === void 0 ? {} : { scale: Number(scale) }
	};
}
function foreign(declared) {
	const digits = /^(?:DECIMAL|NUMERIC)\((\d+)(?:,(\d+))?\)$/.exec(declared);
	if (digits !== null) return decimal$1(digits[1], digits[2] ?? "0");
	if (declared.startsWith("BOOL")) return { type: "boolean" };
	if (declared.startsWith("TIMESTAMP") || declared.startsWith("DATETIME")) return {
		type: "timestamp",
		zoned: declared.endsWith("TZ") || declared.includes("WITH TIME ZONE")
	};
	if (declared === "DATE") return { type: "date" };
	if (declared.startsWith("JSON")) return { type: "json" };
	if (declared.includes("INT")) return { type: "integer" };
	if (/REAL|FLOA|DOUB/.test(declared)) return { type: "real" };
	return declared === "DECIMAL" || declared === "NUMERIC" ? { type: "decimal" } : { type: "text" };
}

// src/dataset/file-header.ts
function readHeader(source) {
	const header = Buffer.alloc(100);
	if (source.size < 100) throw damaged$1("it is too short to be a SQLite file");
	source.read(header, 0);
	if (header.toString("latin1", 0, 16) !== "SQLite format 3\0") throw damaged$1("it is no SQLite file");
	const written = header.readUInt16BE(16);
	const pageSize = written === 1 ? 65536 : written;
	if (pageSize < 512 || (pageSize & pageSize - 1) !== 0) throw damaged$1(`its page size is ${pageSize}`);
	if (source.size < header.readUInt32BE(28) * pageSize) throw damaged$1("it was cut off");
	if (header.readUInt32BE(56) > 1) throw damaged$1("its texts are UTF-16; only UTF-8 is read");
	return {
		pageSize,
		usable: pageSize - (header[20] ?? 0),
		pristine: header.readUInt32BE(68) === 1296847427 && header.readUInt32BE(24) === 1
	};
}
function damaged$1(what) {
	return new Failure("dataset/format", `the dataset file cannot be read: ${what}`);
}

// src/dataset/page-cache.ts
const longestRun = 1 << 20;
var PageCache = class {
	#source;
	pageSize;
	pages;
	bytes = Buffer.alloc(0);
	#first = 0;
	#count = 0;
	#run = 1;
	constructor(source, pageSize) {
		this.#source = source;
		this.pageSize = pageSize;
		this.pages = Math.floor(source.size / pageSize);
	}
	page(number) {
		if (number >= this.#first && number < this.#first + this.#count) return (number - this.#first) * this.pageSize;
		if (number < 1 || number > this.pages) throw new Failure("dataset/format", `the file is damaged: it has ${this.pages} pages, and one points to page ${number}`);
		const inOrder = number === this.#first + this.#count;
		this.#run = inOrder ? Math.min(this.#run * 2, longestRun / this.pageSize) : 4;
		this.#count = Math.max(1, Math.min(this.#run, this.pages - number + 1));
		this.#first = number;
		const size = this.#count * this.pageSize;
		if (this.bytes.length < size) this.bytes = Buffer.allocUnsafe(size);
		this.#source.read(this.bytes.subarray(0, size), (number - 1) * this.pageSize);
		return 0;
	}
};

// src/dataset/varint.ts
function varintLength(n) {
	if (n < 128) return 1;
	if (n < 16384) return 2;
	if (n < 2097152) return 3;
	if (n < 268435456) return 4;
	let length = 5;
	for (let rest = n / 34359738368; rest >= 1; rest /= 128) length++;
	return length;
}
function putVarint(bytes, at, n) {
	if (n < 128) {
		bytes[at] = n;
		return at + 1;
	}
	const length = varintLength(n);
	let rest = n;
	for (let i = length - 1; i >= 0; i--) {
		bytes[at + i] = rest % 128 + (i === length - 1 ? 0 : 128);
		rest = Math.floor(rest / 128);
	}
	return at + length;
}
var VarintReader = class {
	at = 0;
	next(bytes) {
		let value = 0;
		for (let i = 0; i < 8; i++) {
			const byte = bytes[this.at++] ?? 0;
			value = value * 128 + (byte & 127);
			if (byte < 128) return value;
		}
		return value * 256 + (bytes[this.at++] ?? 0);
	}
};

// src/dataset/record-cursor.ts
var RecordCursor = class {
	#cache;
	#overflow;
	#usable;
	#varint = new VarintReader();
	#stack;
	#visited = 0;
	#leaf = 0;
	#base = 0;
	#cell = 0;
	#cells = 0;
	#joined = Buffer.alloc(0);
	bytes = Buffer.alloc(0);
	at = 0;
	size = 0;
	rowid = 0;
	constructor(source, { pageSize, usable }, root) {
		this.#cache = new PageCache(source, pageSize);
		this.#overflow = new PageCache(source, pageSize);
		this.#usable = usable;
		this.#stack = [root];
	}
	next() {
		while (this.#cell === this.#cells) {
			const page = this.#stack.pop();
			if (page === void 0) return false;
			this.#open(page);
		}
		const page = this.#cache.bytes;
		const varint = this.#varint;
		const pointer = this.#base + 8 + 2 * this.#cell++;
		varint.at = this.#leaf + page.readUInt16BE(pointer);
		const size = varint.next(page);
		this.rowid = varint.next(page);
		this.size = size;
		const local = localSize(size, this.#usable);
		if (varint.at + local > this.#leaf + this.#cache.pageSize) throw damaged("a record leaves its page");
		this.bytes = page;
		this.at = varint.at;
		if (local < size) this.#join(varint.at, local);
		return true;
	}
	count() {
		let count = 0;
		for (let page = this.#stack.pop(); page !== void 0; page = this.#stack.pop()) {
			this.#open(page);
			count += this.#cells;
		}
		return count;
	}
	lastRowid() {
		for (let page = this.#stack.pop(); page !== void 0; page = this.#stack.pop()) this.#open(page);
		let last = 0;
		for (; this.#cell < this.#cells; this.#cell = this.#cells) {
			this.#cell = this.#cells - 1;
			this.next();
			last = this.rowid;
		}
		return last;
	}
	#open(number) {
		if (++this.#visited > this.#cache.pages) throw damaged("its tree has a loop");
		this.#leaf = this.#cache.page(number);
		this.#base = this.#leaf + (number === 1 ? 100 : 0);
		const page = this.#cache.bytes;
		const count = page.readUInt16BE(this.#base + 3);
		const type = page[this.#base];
		this.#cell = 0;
		this.#cells = type === 13 ? count : 0;
		if (type === 13) return;
		if (type !== 5) throw damaged(`page ${number} is of no table`);
		this.#stack.push(page.readUInt32BE(this.#base + 8));
		for (let i = count - 1; i >= 0; i--) this.#stack.push(page.readUInt32BE(this.#leaf + page.readUInt16BE(this.#base + 12 + 2 * i)));
	}
	#join(at, local) {
		const page = this.#cache.bytes;
		if (this.#joined.length < this.size) this.#joined = Buffer.allocUnsafe(2 * this.size);
		page.copy(this.#joined, 0, at, at + local);
		let next = page.readUInt32BE(at + local);
		for (let done = local; done < this.size;) {
			const offset = this.#overflow.page(next);
			const take = Math.min(this.#usable - 4, this.size - done);
			this.#overflow.bytes.copy(this.#joined, done, offset + 4, offset + 4 + take);
			done += take;
			next = this.#overflow.bytes.readUInt32BE(offset);
		}
		this.bytes = this.#joined;
		this.at = 0;
	}
};
function damaged(what) {
	return new Failure("dataset/format", `the dataset file is damaged: ${what}`);
}

// src/dataset/record-fields.ts
const bodySizes$1 = [
	0,
	1,
	2,
	3,
	4,
	6,
	8,
	8,
	0,
	0
];
var RecordFields = class {
	serial;
	at;
	count = 0;
	#varint = new VarintReader();
	constructor(columns) {
		this.serial = new Int32Array(columns);
		this.at = new Int32Array(columns);
	}
	read(bytes, at) {
		const { serial, at: places } = this;
		const varint = this.#varint;
		varint.at = at;
		const headEnd = at + varint.next(bytes);
		let body = headEnd;
		let column = 0;
		for (; varint.at < headEnd && column < serial.length; column++) {
			const byte = bytes[varint.at] ?? 0;
			const type = byte < 128 ? byte : varint.next(bytes);
			if (byte < 128) varint.at++;
			serial[column] = type;
			places[column] = body;
			body += type >= 12 ? type - 12 >> 1 : bodySizes$1[type] ?? 0;
		}
		this.count = column;
		for (; column < serial.length; column++) serial[column] = 0;
	}
};
function integerAt(bytes, at, serial) {
	if (serial >= 8) return serial - 8;
	return bytes.readIntBE(at, bodySizes$1[serial] ?? 1);
}
function isText(serial) {
	return serial >= 13 && serial % 2 === 1;
}
function textSize(serial) {
	return serial - 12 >> 1;
}

// src/dataset/table-sql.ts
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

// src/dataset/page-allocator.ts
const pageSize = 4096;
const pagesAtOnce = 256;
var PageAllocator = class {
	#sink;
	block = Buffer.alloc(pageSize * pagesAtOnce);
	#first = 2;
	#count = 0;
	constructor(sink) {
		this.#sink = sink;
	}
	get next() {
		const next = this.#first + this.#count;
		return next === lockPage(4096) ? next + 1 : next;
	}
	get total() {
		return this.#first + this.#count - 1;
	}
	take() {
		if (this.#first + this.#count === lockPage(4096)) this.#takeOne();
		return this.#takeOne();
	}
	#takeOne() {
		if (this.#count === pagesAtOnce) this.flush();
		const offset = this.#count * pageSize;
		this.#count++;
		this.block.fill(0, offset, offset + pageSize);
		return offset;
	}
	flush() {
		if (this.#count === 0) return;
		this.#sink.write(this.block.subarray(0, this.#count * pageSize), (this.#first - 1) * pageSize);
		this.#first += this.#count;
		this.#count = 0;
	}
};

// src/dataset/interior-levels.ts
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

// src/dataset/table-pages.ts
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
		leaf.copy(this.allocator.block, this.allocator.take());
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

// src/dataset/first-page.ts
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

// src/dataset/batch.ts
const fieldKind = {
	null: 0,
	bare: 1,
	quoted: 2,
	string: 3,
	number: 4,
	true: 5,
	false: 6,
	json: 7
};
function fieldText(batch, row, column) {
	const at = row * batch.columns + column;
	if (batch.kind[at] === fieldKind.null) return null;
	return batch.bytes.toString("utf8", batch.start[at], batch.end[at]);
}

// src/dataset/reject.ts
const longestRaw = 65536;
function rejectOf(batch, row, rule, column, name) {
	const value = column === void 0 ? null : fieldText(batch, row, column);
	const from = batch.raw?.[2 * row];
	const to = batch.raw?.[2 * row + 1];
	return {
		line: batch.line?.[row] ?? null,
		column: name ?? null,
		rule,
		value: value === null ? null : shorten(value),
		raw: from === void 0 || to === void 0 ? null : rawText(batch.bytes.subarray(from, to))
	};
}
function rawText(bytes) {
	const head = bytes.subarray(0, longestRaw);
	if (isUtf8(bytes)) return shorten(bytes.length > longestRaw ? cutCharacter(head) : bytes.toString(), bytes.length);
	return shorten(head.toString("latin1").replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`), bytes.length);
}
function cutCharacter(bytes) {
	let end = bytes.length;
	while (end > 0 && !isUtf8(bytes.subarray(0, end))) end--;
	return bytes.toString("utf8", 0, end);
}
function shorten(text, size = Buffer.byteLength(text)) {
	return size <= longestRaw ? text : `${text.slice(0, longestRaw)}… (${size} bytes in all)`;
}

// src/dataset/serial-type.ts
function integerSerial(value) {
	if (value === 0) return 8;
	if (value === 1) return 9;
	const size = value < 0 ? -value - 1 : value;
	if (size < 128) return 1;
	if (size < 32768) return 2;
	if (size < 8388608) return 3;
	if (size < 2147483648) return 4;
	return size < 0x800000000000 ? 5 : 6;
}
const bodySizes = [
	0,
	1,
	2,
	3,
	4,
	6,
	8,
	8,
	0,
	0
];
function bodySize(serial) {
	return serial >= 13 ? serial - 13 >> 1 : bodySizes[serial] ?? 0;
}
function putInteger(page, at, value, serial) {
	let out = at;
	if (serial === 5) {
		const high = Math.floor(value / 4294967296);
		page[out++] = high >> 8;
		page[out++] = high;
	}
	if (serial >= 4) page[out++] = value >> 24;
	if (serial >= 3) page[out++] = value >> 16;
	if (serial >= 2) page[out++] = value >> 8;
	page[out++] = value;
	return out;
}
function putBytes(page, at, bytes, from, length) {
	if (length > 48) bytes.copy(page, at, from, from + length);
	else for (let i = 0; i < length; i++) page[at + i] = bytes[from + i] ?? 0;
	return at + length;
}

// src/dataset/boolean-field.ts
const wordTrue = Buffer.from("true");
const wordFalse = Buffer.from("false");
function booleanSerial(bytes, from, to) {
	const length = to - from;
	const first = (bytes[from] ?? 0) | 32;
	if (length === 1) {
		if (bytes[from] === 49 || first === 116) return 9;
		return bytes[from] === 48 || first === 102 ? 8 : -1;
	}
	if (length === 4) return isWord(bytes, from, wordTrue) ? 9 : -1;
	if (length === 5) return isWord(bytes, from, wordFalse) ? 8 : -1;
	return -1;
}
function isWord(bytes, from, word) {
	for (let i = 0; i < word.length; i++) if (((bytes[from + i] ?? 0) | 32) !== word[i]) return false;
	return true;
}

// src/dataset/open-decimals.ts
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
		return (this.#rowWhole[index] ?? 0) + (this.#rowFraction[index] ?? 0) <= 15 ? void 0 : "decimal of 15 digits (declare more: decimal(30,6))";
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
		return {
			...column,
			precision: column.precision ?? 15,
			scale: this.#fraction[index] ?? 0
		};
	}
};

// src/dataset/number-field.ts
const minus = 45;
const plus = 43;
const point = 46;
const zero$1 = 48;
const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
function isInteger(bytes, start, end) {
	let at = start;
	if (bytes[at] === minus) at++;
	if (at === end || bytes[at] === zero$1 && (end - at > 1 || at > start)) return false;
	for (; at < end; at++) {
		const digit = (bytes[at] ?? 0) - zero$1;
		if (digit < 0 || digit > 9) return false;
	}
	return true;
}
function smallInteger(bytes, start, end) {
	let at = start;
	const negative = bytes[at] === minus;
	if (negative) at++;
	const digits = end - at;
	if (digits < 1 || digits > exactDigits || bytes[at] === zero$1 && (digits > 1 || negative)) return NaN;
	let value = 0;
	for (; at < end; at++) {
		const digit = (bytes[at] ?? 0) - zero$1;
		if (digit < 0 || digit > 9) return NaN;
		value = value * 10 + digit;
	}
	return negative ? -value : value;
}
const decimal = {
	value: 0,
	whole: 0,
	fraction: 0
};
function scanDecimal(bytes, start, end) {
	let at = start;
	const negative = bytes[at] === minus;
	if (negative) at++;
	const first = at;
	let dot = -1;
	let value = 0;
	for (; at < end; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === point && dot < 0) {
			dot = at;
			continue;
		}
		const digit = byte - zero$1;
		if (digit < 0 || digit > 9) return false;
		value = value * 10 + digit;
	}
	const whole = (dot < 0 ? end : dot) - first;
	const fraction = dot < 0 ? 0 : end - dot - 1;
	if (whole + fraction === 0 || dot >= 0 && fraction === 0) return false;
	if (whole > 1 && bytes[first] === zero$1) return false;
	decimal.whole = whole === 1 && bytes[first] === zero$1 ? 0 : whole;
	decimal.fraction = fraction;
	if (decimal.whole + fraction <= exactDigits) {
		value /= powersOfTen[fraction] ?? 1;
		decimal.value = negative && value !== 0 ? -value : value;
	} else decimal.value = Number(latin1(bytes, start, end));
	return true;
}
function real(bytes, start, end) {
	if (scanDecimal(bytes, start, end)) return Number.isFinite(decimal.value) ? decimal.value : NaN;
	const text = latin1(bytes, start, end);
	if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return NaN;
	const value = Number(text);
	return Number.isFinite(value) ? value + 0 : NaN;
}
function latin1(bytes, start, end) {
	return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}
function isSign(byte) {
	return byte === minus || byte === plus;
}

// src/dataset/side-text.ts
var SideText = class {
	bytes = Buffer.allocUnsafe(4096);
	length = 0;
	clear() {
		this.length = 0;
	}
	add(text) {
		const size = Buffer.byteLength(text);
		if (this.length + size > this.bytes.length) {
			const larger = Buffer.allocUnsafe(2 * (this.length + size));
			this.bytes.copy(larger, 0, 0, this.length);
			this.bytes = larger;
		}
		this.length += this.bytes.write(text, this.length);
		return this.length;
	}
};

// src/dataset/time-field.ts
const zero = 48;
const colon = 58;
const hyphen = 45;
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
function two(bytes, at) {
	const tens = (bytes[at] ?? 0) - zero;
	const ones = (bytes[at + 1] ?? 0) - zero;
	return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NaN : tens * 10 + ones;
}
function isDay(bytes, at) {
	if (bytes[at + 4] !== hyphen || bytes[at + 7] !== hyphen) return false;
	const year = two(bytes, at) * 100 + two(bytes, at + 2);
	const month = two(bytes, at + 5);
	const day = two(bytes, at + 8);
	if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
	const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}
function isDate(bytes, start, end) {
	return end - start === 10 && isDay(bytes, start);
}
const timestamp = {
	separator: 0,
	seconds: false,
	fraction: 0,
	timeEnd: 0,
	zone: "none",
	offsetMinutes: 0
};
function scanTimestamp(bytes, start, end) {
	if (end - start < 16 || !isDay(bytes, start)) return false;
	timestamp.separator = bytes[start + 10] ?? 0;
	if (timestamp.separator !== 84 && timestamp.separator !== 32) return false;
	if (!(two(bytes, start + 11) <= 23 && two(bytes, start + 14) <= 59) || bytes[start + 13] !== colon) return false;
	let at = start + 16;
	timestamp.seconds = at < end && bytes[at] === colon;
	timestamp.fraction = 0;
	if (timestamp.seconds) {
		if (end - at < 3 || !(two(bytes, at + 1) <= 59)) return false;
		at += 3;
		if (at < end && bytes[at] === 46) {
			const from = ++at;
			while (at < end && isDigit(bytes[at])) at++;
			timestamp.fraction = at - from;
			if (timestamp.fraction === 0 || timestamp.fraction > 9) return false;
		}
	}
	timestamp.timeEnd = at;
	return scanZone(bytes, at, end);
}
function scanZone(bytes, at, end) {
	timestamp.zone = "none";
	timestamp.offsetMinutes = 0;
	if (at === end) return true;
	if (bytes[at] === 90) {
		timestamp.zone = "utc";
		return at + 1 === end;
	}
	if (!isSign(bytes[at])) return false;
	const withColon = bytes[at + 3] === colon;
	const length = end - at;
	const hours = two(bytes, at + 1);
	const minutes = length === 3 ? 0 : two(bytes, at + (withColon ? 4 : 3));
	if (length !== 3 && length !== (withColon ? 6 : 5)) return false;
	if (!(hours <= 15 && minutes <= 59)) return false;
	timestamp.zone = "offset";
	timestamp.offsetMinutes = (hours * 60 + minutes) * (bytes[at] === hyphen ? -1 : 1);
	return true;
}
function isDigit(byte) {
	return byte !== void 0 && byte >= zero && byte <= 57;
}
function hasShape(shape) {
	return timestamp.seconds && timestamp.separator === shape.separator && timestamp.fraction === shape.fraction && timestamp.zone === (shape.zoned ? "utc" : "none");
}
function inShape(bytes, start, shape) {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, timestamp.timeEnd - start).toString("latin1");
	const minute = shape.zoned ? toUtc(text.slice(0, 16)) : text.slice(0, 16);
	if (minute === void 0) return void 0;
	const digits = text.slice(20).replace(/0+$/, "").padEnd(shape.fraction, "0");
	const seconds = timestamp.seconds ? text.slice(16, 19) : ":00";
	const separator = String.fromCharCode(shape.separator);
	const fraction = digits === "" ? "" : `.${digits}`;
	return `${minute.slice(0, 10)}${separator}${minute.slice(11)}${seconds}${fraction}${shape.zoned ? "Z" : ""}`;
}
function toUtc(minute) {
	if (timestamp.offsetMinutes === 0) return minute;
	const local = Date.parse(`${minute.slice(0, 10)}T${minute.slice(11)}Z`);
	const utc = /* @__PURE__ */ new Date(local - timestamp.offsetMinutes * 6e4);
	const year = utc.getUTCFullYear();
	return year < 1 || year > 9999 ? void 0 : utc.toISOString().slice(0, 16);
}

// src/dataset/row-encoder.ts
const int64 = {
	least: -(2n ** 63n),
	most: 2n ** 63n - 1n
};
var RowEncoder = class {
	#columns;
	#types;
	#notNull;
	#serial;
	#numbers;
	#wide;
	#numberBytes;
	#sideAt;
	#side = new SideText();
	#decimals;
	#shapes;
	#headSize = 0;
	failed = 0;
	rule = "";
	constructor(columns) {
		const count = columns.length;
		this.#columns = columns;
		this.#types = columns.map((column) => column.type);
		this.#notNull = Uint8Array.from(columns, (column) => column.notNull === true ? 1 : 0);
		this.#serial = new Int32Array(count);
		this.#numbers = new Float64Array(count);
		this.#wide = new BigInt64Array(this.#numbers.buffer);
		this.#numberBytes = new Uint8Array(this.#numbers.buffer);
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
			} else if (this.#types[column] === "text") serial = 13 + 2 * (to - from);
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
		const types = this.#types;
		const count = serials.length;
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
				const side = types[column] === "text" ? -1 : this.#sideAt[column] ?? -1;
				const from = side < 0 ? batch.start[field] ?? 0 : side;
				out = putBytes(page, out, side < 0 ? batch.bytes : this.#side.bytes, from, serial - 13 >> 1);
			} else if (serial === 7 || serial === 6) {
				const wide = this.#numberBytes;
				for (let i = column * 8 + 7; i >= column * 8; i--) page[out++] = wide[i] ?? 0;
			} else if (serial !== 0 && serial < 8) out = putInteger(page, out, this.#numbers[column] ?? 0, serial);
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
function firstShape(column) {
	return {
		separator: timestamp.separator,
		fraction: column?.scale ?? timestamp.fraction,
		zoned: column?.zoned ?? timestamp.zone !== "none"
	};
}
function isJson(text) {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

// src/dataset/value-batch.ts
var ValueBatch = class {
	#columns;
	#names;
	#text = new SideText();
	#rows = 0;
	#start;
	#end;
	#kind;
	constructor(columns, names = []) {
		this.#columns = columns;
		this.#names = names;
		this.#start = new Int32Array(columns);
		this.#end = new Int32Array(columns);
		this.#kind = new Uint8Array(columns);
	}
	clear() {
		this.#text.clear();
		this.#rows = 0;
	}
	add(values) {
		if (values.length !== this.#columns) throw new RangeError(`${values.length} values for ${this.#columns} columns`);
		if ((this.#rows + 1) * this.#columns > this.#start.length) this.#grow();
		const first = this.#rows * this.#columns;
		let at = first;
		for (const value of values) {
			const [kind, text] = asField(value, this.#names, at - first);
			this.#kind[at] = kind;
			this.#start[at] = this.#text.length;
			this.#end[at++] = this.#text.add(text);
		}
		this.#rows++;
	}
	#grow() {
		const size = 2 * (this.#start.length + this.#columns);
		const [start, end, kind] = [
			new Int32Array(size),
			new Int32Array(size),
			new Uint8Array(size)
		];
		start.set(this.#start);
		end.set(this.#end);
		kind.set(this.#kind);
		this.#start = start;
		this.#end = end;
		this.#kind = kind;
	}
	batch() {
		return {
			bytes: this.#text.bytes,
			rows: this.#rows,
			columns: this.#columns,
			start: this.#start,
			end: this.#end,
			kind: this.#kind,
			line: void 0,
			raw: void 0
		};
	}
};
function asField(value, names, index) {
	switch (typeof value) {
		case "string":
			if (!value.isWellFormed()) throw noValue("a string with half a surrogate pair", names[index]);
			return [fieldKind.string, value];
		case "number": return [fieldKind.number, String(value)];
		case "bigint": return [fieldKind.number, String(value)];
		case "boolean": return value ? [fieldKind.true, "true"] : [fieldKind.false, "false"];
		case "undefined": return [fieldKind.null, ""];
		case "object": return value === null ? [fieldKind.null, ""] : asObject(value, names, index);
		default: throw noValue(`a ${typeof value}`, names[index]);
	}
}
function asObject(value, names, index) {
	if (!(value instanceof Date)) return [fieldKind.json, JSON.stringify(value)];
	if (Number.isNaN(value.getTime())) throw noValue("an invalid Date", names[index]);
	return [fieldKind.string, value.toISOString()];
}
function noValue(what, name) {
	const place = name === void 0 ? "" : `column ${JSON.stringify(name)}: `;
	return new Failure("rows/value", `${place}${what} cannot stand in a dataset`, { help: "A value is text, a number, true or false, a Date, null, or data that JSON can hold" });
}

// src/dataset/dataset-writer.ts
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
	constructor(path, options) {
		this.#path = path;
		this.#table = options.table;
		this.#sink = new FileSink(`${path}.partial`);
		this.#writer = new DatasetWriter(this.#sink, options);
	}
	get rows() {
		return this.#writer.rows;
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
	#fd;
	constructor(path) {
		this.#fd = openSync(path, "w");
	}
	write(bytes, position) {
		if (this.#fd === void 0) throw new Failure("dataset/closed", "the dataset file is closed");
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

export { varintLength as C, putVarint as S, integerAt as _, hasShape as a, RecordCursor as b, timestamp as c, powersOfTen as d, scanDecimal as f, RecordFields as g, fieldKind as h, RowEncoder as i, decimal as l, rawText as m, openDatasetFile as n, isDate as o, bodySize as p, ValueBatch as r, scanTimestamp as s, createDatasetFile as t, isInteger as u, isText as v, VarintReader as x, textSize as y };