import { V as Failure } from "./dataset-fields-print-number.js";
import { n as viewOf } from "./dataset-file-format-byte-out.js";
import { a as RecordCursor, i as textSize, n as integerAt, r as isText, t as RecordFields } from "./dataset-file-format-record-fields.js";

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

export { DatasetCursor as t };