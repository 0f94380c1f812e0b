import { O as localSize, V as Failure } from "./dataset-fields-print-number.js";

// src/dataset/file-format/page-cache.ts
const longestRun = 1 << 20;
var PageCache = class {
	#source;
	pageSize;
	bytes = Buffer.alloc(0);
	#first = 0;
	#count = 0;
	#run = 1;
	constructor(source, pageSize) {
		this.#source = source;
		this.pageSize = pageSize;
	}
	get pages() {
		return Math.floor(this.#source.size / this.pageSize);
	}
	page(number) {
		if (number >= this.#first && number < this.#first + this.#count) return (number - this.#first) * this.pageSize;
		const { pages } = this;
		if (number < 1 || number > pages) throw new Failure("dataset/format", `the file is damaged: it has ${pages} pages, and one points to page ${number}`);
		const inOrder = number === this.#first + this.#count;
		this.#run = inOrder ? Math.min(this.#run * 2, longestRun / this.pageSize) : 4;
		this.#count = Math.max(1, Math.min(this.#run, pages - number + 1));
		this.#first = number;
		const size = this.#count * this.pageSize;
		if (this.bytes.length < size) this.bytes = Buffer.allocUnsafe(size);
		this.#source.read(this.bytes.subarray(0, size), (number - 1) * this.pageSize);
		return 0;
	}
};

// src/dataset/file-format/varint.ts
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

// src/dataset/file-format/record-cursor.ts
var RecordCursor = class {
	#cache;
	#overflow;
	#usable;
	#varint = new VarintReader();
	#stack;
	#isWalking = true;
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
		this.#stack = root === void 0 ? [] : [root];
	}
	visit(first, end) {
		this.#isWalking = false;
		for (let page = end - 1; page >= first; page--) this.#stack.push(page);
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
		if (type === 13 || !this.#isWalking) return;
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

// src/dataset/file-format/record-fields.ts
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
			body += type >= 12 ? type - 12 >> 1 : bodySizes[type] ?? 0;
		}
		this.count = column;
		for (; column < serial.length; column++) serial[column] = 0;
	}
};
function integerAt(bytes, at, serial) {
	if (serial >= 8) return serial - 8;
	const size = bodySizes[serial] ?? 1;
	let value = (bytes[at] ?? 0) << 24 >> 24;
	if (size > 4) value = (value << 8 | (bytes[at + 1] ?? 0)) * 4294967296 + uint32At(bytes, at + 2);
	else for (let i = 1; i < size; i++) value = value << 8 | (bytes[at + i] ?? 0);
	return value;
}
function uint32At(bytes, at) {
	const low = (bytes[at + 1] ?? 0) << 16 | (bytes[at + 2] ?? 0) << 8 | (bytes[at + 3] ?? 0);
	return (bytes[at] ?? 0) * 16777216 + low;
}
function isText(serial) {
	return serial >= 13 && serial % 2 === 1;
}
function textSize(serial) {
	return serial - 12 >> 1;
}

export { RecordCursor as a, varintLength as c, textSize as i, integerAt as n, VarintReader as o, isText as r, putVarint as s, RecordFields as t };