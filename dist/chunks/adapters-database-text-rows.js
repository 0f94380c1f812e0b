import { t as fieldKind } from "./dataset-batch.js";
import { t as SideText } from "./dataset-side-text.js";

// src/adapters/database/text-rows.ts
const fullAt = 1 << 18;
var TextRows = class {
	#columns;
	#kinds;
	#printed;
	#text = new SideText();
	#rows = 0;
	#start;
	#end;
	#kind;
	constructor(columns, promise = "typed") {
		this.#columns = columns.length;
		this.#kinds = columns.map(({ type }) => promise === "untyped" && type === "json" ? fieldKind.quoted : kindOf(type));
		this.#printed = columns.map((column) => promise === "typed" && column.type === "timestamp" ? (text) => timestampText(text, column) : (text) => text);
		this.#start = new Int32Array(columns.length);
		this.#end = new Int32Array(columns.length);
		this.#kind = new Uint8Array(columns.length);
	}
	get full() {
		return this.#text.length >= fullAt || this.#rows >= fullAt / 8;
	}
	add(row) {
		const first = this.#rows * this.#columns;
		if (first + this.#columns > this.#start.length) this.#grow();
		for (let column = 0; column < this.#columns; column++) {
			const value = row[column] ?? null;
			const at = first + column;
			this.#kind[at] = value === null ? fieldKind.null : this.#kinds[column] ?? fieldKind.bare;
			this.#start[at] = this.#text.length;
			this.#end[at] = value === null ? this.#text.length : this.#text.add(this.#printed[column]?.(value) ?? value);
		}
		this.#rows++;
	}
	*take() {
		if (this.#rows === 0) return;
		yield this.batch();
		this.clear();
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
	clear() {
		this.#rows = 0;
		this.#text.clear();
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
};
function kindOf(type) {
	if (type === "json") return fieldKind.json;
	return type === "text" ? fieldKind.quoted : fieldKind.bare;
}
const printed = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]00(?::?00)?)?$/;
function timestampText(text, { scale = 6, zoned }) {
	const match = printed.exec(text);
	if (match === null) return text;
	const [, day, time, fraction = "", zone] = match;
	if (zone !== void 0 && zoned !== true) return text;
	const digits = fraction.padEnd(scale, "0");
	return `${day}T${time}${digits === "" ? "" : `.${digits}`}${zoned === true ? "Z" : ""}`;
}

export { kindOf as n, TextRows as t };