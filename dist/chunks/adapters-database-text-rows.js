import { t as fieldKind } from "./dataset-batch.js";
import { t as TextBatch } from "./dataset-text-batch.js";

// src/adapters/database/text-rows.ts
const fullAt = 1 << 18;
var TextRows = class {
	#kinds;
	#printed;
	#batch;
	constructor(columns, promise = "typed") {
		this.#kinds = columns.map(({ type }) => promise === "untyped" && type === "json" ? fieldKind.quoted : kindOf(type));
		this.#printed = columns.map((column) => promise === "typed" && column.type === "timestamp" ? (text) => timestampText(String(text), column) : (text) => text);
		this.#batch = new TextBatch(columns.length);
	}
	get full() {
		return this.#batch.size >= fullAt || this.#batch.rows >= fullAt / 8;
	}
	get isEmpty() {
		return this.#batch.rows === 0;
	}
	add(row) {
		this.#batch.begin();
		for (const [column, print] of this.#printed.entries()) {
			const value = row[column] ?? null;
			if (value === null) this.#batch.put(fieldKind.null, "");
			else this.#batch.put(this.#kinds[column] ?? fieldKind.bare, print(value));
		}
	}
	*take() {
		if (this.#batch.rows === 0) return;
		yield this.batch();
		this.clear();
	}
	batch() {
		return this.#batch.batch();
	}
	clear() {
		this.#batch.clear();
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