import { y as Failure } from "./dataset-create-table.js";
import { W as powersOfTen } from "./manifest-json-schema.js";
import { a as RecordCursor, i as textSize, n as integerAt, r as isText, t as RecordFields } from "./dataset-file-format-record-fields.js";
import { n as viewOf } from "./dataset-file-format-byte-out.js";

// src/dataset/file-format/dataset-cursor.ts
var DatasetCursor = class {
	#dataset;
	#records;
	#fields;
	row = 0;
	bytes = Buffer.alloc(0);
	view = viewOf(this.bytes);
	serial;
	at;
	constructor(dataset, records = new RecordCursor(dataset.source, dataset.header, dataset.root)) {
		this.#dataset = dataset;
		this.#records = records;
		this.#fields = new RecordFields(dataset.columns.length);
		this.serial = this.#fields.serial;
		this.at = this.#fields.at;
	}
	next() {
		if (!this.#records.next()) return false;
		const { bytes } = this.#records;
		if (bytes !== this.bytes) {
			this.bytes = bytes;
			this.view = viewOf(bytes);
		}
		this.#fields.read(this.bytes, this.#records.at);
		this.row++;
		const { firstDefault } = this.#dataset;
		if (this.#fields.count < this.at.length && firstDefault < this.at.length) this.#refuseDefault(firstDefault);
		return true;
	}
	get rowid() {
		return this.#records.rowid;
	}
	get record() {
		return this.#records;
	}
	#refuseDefault(first) {
		const missing = Math.max(first, this.#fields.count);
		throw this.fault(missing, "is a default that was added later, which is not read");
	}
	isNull(column) {
		return this.serial[column] === 0 && column !== this.#dataset.rowidColumn;
	}
	integer(column) {
		const serial = this.serial[column] ?? 0;
		const at = this.at[column] ?? 0;
		if (serial === 0 && column === this.#dataset.rowidColumn) return this.#records.rowid;
		if (serial === 6) {
			const wide = this.bytes.readBigInt64BE(at);
			const near = Number(wide);
			return Number.isSafeInteger(near) ? near : wide;
		}
		if (serial === 0 || serial === 7 || serial > 9) throw this.fault(column, "is no integer");
		return integerAt(this.bytes, at, serial);
	}
	double(column) {
		if (this.serial[column] === 7) return this.view.getFloat64(this.at[column] ?? 0);
		return Number(this.integer(column));
	}
	isText(column) {
		return isText(this.serial[column] ?? 0);
	}
	textSize(column) {
		const serial = this.serial[column] ?? 0;
		if (!isText(serial)) throw this.fault(column, serial >= 12 ? "is a blob" : "is no text");
		return textSize(serial);
	}
	text(column) {
		const size = this.textSize(column);
		const at = this.at[column] ?? 0;
		return this.bytes.toString("utf8", at, at + size);
	}
	boolean(column) {
		const value = this.integer(column);
		if (value !== 0 && value !== 1) throw this.fault(column, `is ${value}, which is neither 0 nor 1`);
		return value === 1;
	}
	fault(column, what, help) {
		const { table, columns } = this.#dataset;
		const { name, type } = columns[column] ?? {};
		return new Failure("dataset/value", `${table}.${name} (${type}) in row ${this.row} ${what}`, help === void 0 ? {} : { help });
	}
};

// src/dataset/fields/print-number.ts
function printInteger(out, value) {
	if (typeof value === "bigint") return out.ascii(String(value));
	if (value < 0) out.byte(45);
	out.whole(Math.abs(value));
}
function printDecimal(out, value, scale) {
	const power = powersOfTen[scale ?? 0] ?? Number.POSITIVE_INFINITY;
	const scaled = Math.round(Math.abs(value) * power);
	if (scale === void 0 || scaled > Number.MAX_SAFE_INTEGER) return out.ascii(plainDecimal(value, scale));
	if (value < 0 && scaled !== 0) out.byte(45);
	if (scale === 0) return out.whole(scaled);
	const whole = Math.floor(scaled / power);
	out.whole(whole);
	out.byte(46);
	out.whole(scaled - whole * power, scale);
}
const places = 6;
const power = 10 ** places;
function printDouble(out, value) {
	const size = Math.abs(value);
	const scaled = Math.round(size * power);
	if (!(size < 1e9 && scaled / power === size) || Object.is(value, -0)) return out.ascii(String(value));
	if (value < 0) out.byte(45);
	const whole = Math.floor(scaled / power);
	out.whole(whole);
	const rest = scaled - whole * power;
	if (rest === 0) return;
	out.byte(46);
	out.whole(rest, places);
	while (out.bytes[out.at - 1] === 48) out.at--;
}
const mostPlaces = 100;
function plainDecimal(value, scale) {
	const text = scale === void 0 ? String(value) : value.toFixed(scale);
	if (!text.includes("e")) return text;
	return Math.abs(value) >= 1 ? String(BigInt(value)) : value.toFixed(mostPlaces).replace(/0+$/, "");
}

export { DatasetCursor as i, printDouble as n, printInteger as r, printDecimal as t };