import { t as ByteOut } from "./dataset-byte-out.js";
import { L as storageOf } from "./source-unclosed.js";
import { i as DatasetCursor, n as printDouble, r as printInteger, t as printDecimal } from "./dataset-print-number.js";

// src/dataset/encode/encode-csv.ts
const quote = 34;
const comma = 44;
function* encodeCsv(dataset) {
	const encoder = new CsvEncoder(dataset.columns, new DatasetCursor(dataset));
	yield* encoder.rows();
	yield encoder.end();
}
var CsvEncoder = class {
	#out = new ByteOut();
	#cursor;
	#fields;
	constructor(columns, cursor) {
		const out = this.#out;
		this.#cursor = cursor;
		this.#fields = columns.map((column) => fieldPrinter(column.type, column.scale, storageOf(column)));
		columns.forEach(({ name }, index) => {
			if (index > 0) out.byte(comma);
			const text = Buffer.from(name);
			putText(out, text, 0, text.length);
		});
		out.byte(10);
	}
	*rows() {
		const out = this.#out;
		const cursor = this.#cursor;
		const fields = this.#fields;
		while (cursor.next()) {
			for (let column = 0; column < fields.length; column++) {
				if (column > 0) out.byte(comma);
				if (!cursor.isNull(column)) fields[column]?.(out, cursor, column);
			}
			out.byte(10);
			if (out.full) yield out.take();
		}
	}
	end() {
		return this.#out.take();
	}
};
function fieldPrinter(type, scale, storage) {
	if (type === "boolean") return (out, cursor, column) => out.ascii(cursor.boolean(column) ? "true" : "false");
	if (type === "integer") return (out, cursor, column) => printInteger(out, cursor.integer(column));
	if (type === "real") return printReal;
	if (storage === "REAL") return (out, cursor, column) => cursor.isText(column) ? printText(out, cursor, column) : printDecimal(out, cursor.double(column), scale);
	return printText;
}
const printReal = (out, cursor, column) => printDouble(out, cursor.double(column));
const printText = (out, cursor, column) => {
	const serial = cursor.serial[column] ?? 0;
	if (serial === 7) return printReal(out, cursor, column);
	if (serial <= 9) return printInteger(out, cursor.integer(column));
	putText(out, cursor.bytes, cursor.at[column] ?? 0, cursor.textSize(column));
};
function putText(out, from, start, size) {
	out.room(2 * size + 2);
	const { bytes } = out;
	let { at } = out;
	let plain = size > 0;
	for (let i = start; i < start + size; i++) {
		const byte = from[i] ?? 0;
		if (byte <= comma && (byte === comma || byte === quote || byte === 10 || byte === 13)) {
			plain = false;
			break;
		}
		bytes[at++] = byte;
	}
	out.at = plain ? at : putQuoted(bytes, out.at, {
		from,
		start,
		size
	});
}
function putQuoted(bytes, to, { from, start, size }) {
	let at = to;
	bytes[at++] = quote;
	for (let i = start; i < start + size; i++) {
		const byte = from[i] ?? 0;
		if (byte === quote) bytes[at++] = quote;
		bytes[at++] = byte;
	}
	bytes[at++] = quote;
	return at;
}

export { encodeCsv as n, CsvEncoder as t };