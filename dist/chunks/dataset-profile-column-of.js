import { k as lockPage } from "./dataset-fields-print-number.js";

// src/dataset/file-format/page-allocator.ts
const pageSize = 4096;
const pagesAtOnce = 16;
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
	get written() {
		return this.#first === 2 ? 0 : (this.#first - 1) * pageSize;
	}
	get total() {
		return this.#first + this.#count - 1;
	}
	take() {
		const offset = this.#take();
		this.block.fill(0, offset, offset + pageSize);
		return offset;
	}
	put(page) {
		page.copy(this.block, this.#take(), 0, pageSize);
	}
	#take() {
		if (this.#first + this.#count === lockPage(4096)) {
			const unused = this.#takeOne();
			this.block.fill(0, unused, unused + pageSize);
		}
		return this.#takeOne();
	}
	#takeOne() {
		if (this.#count === pagesAtOnce) this.flush();
		return this.#count++ * pageSize;
	}
	flush() {
		if (this.#count === 0) return;
		this.#sink.write(this.block.subarray(0, this.#count * pageSize), (this.#first - 1) * pageSize);
		this.#first += this.#count;
		this.#count = 0;
	}
};

// src/dataset/profile/column-of.ts
function columnOf(column) {
	const { name, notNull, comment } = column;
	return {
		name,
		...ours(comment) ?? foreign(column.declared),
		...notNull ? { notNull } : {}
	};
}
function ours(comment) {
	const match = /^(decimal|timestamp|boolean|date|json)(?:\((\d+|\*)(?:,(\d+))?\))?(?: (zoned|open))?$/.exec(comment ?? "");
	if (match === null) return void 0;
	const [, type, first, second, more] = match;
	switch (type) {
		case "decimal": return {
			...decimal(first, second),
			...more === "open" ? { open: true } : {}
		};
		case "timestamp": return {
			type,
			zoned: more === "zoned",
			...first === void 0 ? {} : { scale: Number(first) }
		};
		case "boolean":
		case "date":
		case "json": return { type };
		case void 0:
		default: return;
	}
}
function decimal(precision, scale) {
	return {
		type: "decimal",
		...precision === void 0 || precision === "*" ? {} : { precision: Number(precision) },
		...scale === void 0 ? {} : { scale: Number(scale) }
	};
}
function foreign(declared) {
	const digits = /^(?:DECIMAL|NUMERIC)\((\d+)(?:,(\d+))?\)$/.exec(declared);
	if (digits !== null) return decimal(digits[1], digits[2] ?? "0");
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

export { PageAllocator as n, pageSize as r, columnOf as t };