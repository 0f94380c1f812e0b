import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { E as storageOf, n as printDouble, r as printInteger, t as printDecimal } from "./dataset-fields-print-number.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { i as textSize, r as isText } from "./dataset-file-format-record-fields.js";

// src/dataset/encode/encode-csv.ts
const quote = 34;
const comma = 44;
const newline = 10;
const carriageReturn = 13;
function* encodeCsv(dataset) {
	const encoder = new CsvEncoder(dataset.columns, new DatasetCursor(dataset));
	yield* encoder.rows();
	yield encoder.end();
}
const form = {
	text: 0,
	boolean: 1,
	integer: 2,
	real: 3,
	decimal: 4
};
function formOf(column) {
	const { type } = column;
	if (type === "boolean" || type === "integer" || type === "real") return form[type];
	return storageOf(column) === "REAL" ? form.decimal : form.text;
}
const leastWord = 21;
var CsvEncoder = class {
	#out = new ByteOut(65536);
	#cursor;
	#forms;
	#scales;
	constructor(columns, cursor) {
		const out = this.#out;
		this.#cursor = cursor;
		this.#forms = columns.map(formOf);
		this.#scales = columns.map(({ scale }) => scale);
		columns.forEach(({ name }, index) => {
			if (index > 0) out.byte(comma);
			const text = Buffer.from(name);
			out.room(2 * text.length + 2);
			putSpecial(out, text, 0, text.length);
		});
		out.byte(10);
	}
	*rows() {
		while (this.#fill()) yield this.#out.take();
	}
	#fill() {
		const out = this.#out;
		const cursor = this.#cursor;
		while (cursor.next()) {
			this.#row(out, cursor);
			if (out.full) return true;
		}
		return false;
	}
	#row(out, cursor) {
		const forms = this.#forms;
		const { serial: serials, at: places } = cursor;
		const most = 2 * cursor.record.size + 3 * forms.length + 1;
		out.room(most);
		for (let column = 0; column < forms.length; column++) {
			if (column > 0) out.bytes[out.at++] = comma;
			const serial = serials[column] ?? 0;
			if (serial === 0 && cursor.isNull(column)) continue;
			const start = places[column] ?? 0;
			if (forms[column] === form.text && serial >= leastWord && isText(serial)) {
				if (!putPlain(out, cursor.view, start, textSize(serial))) putSpecial(out, cursor.bytes, start, start + textSize(serial));
			} else {
				this.#field(out, cursor, column);
				out.room(most);
			}
		}
		out.bytes[out.at++] = newline;
	}
	#field(out, cursor, column) {
		switch (this.#forms[column] ?? form.text) {
			case form.boolean: return out.ascii(cursor.boolean(column) ? "true" : "false");
			case form.integer: return printInteger(out, cursor.integer(column));
			case form.real: return printDouble(out, cursor.double(column));
			case form.decimal:
				if (cursor.isText(column)) return printOther(out, cursor, column);
				return printDecimal(out, cursor.double(column), this.#scales[column]);
			default: return printOther(out, cursor, column);
		}
	}
	give(chunk) {
		this.#out.give(chunk);
	}
	end() {
		return this.#out.take();
	}
};
function printOther(out, cursor, column) {
	const serial = cursor.serial[column] ?? 0;
	if (serial === 7) return printDouble(out, cursor.double(column));
	if (serial <= 9) return printInteger(out, cursor.integer(column));
	const start = cursor.at[column] ?? 0;
	const size = cursor.textSize(column);
	out.room(2 * size + 2);
	putSpecial(out, cursor.bytes, start, start + size);
}
function putPlain(out, from, start, size) {
	const { view, at } = out;
	const last = size - 4;
	let found = 0;
	for (let i = 0; i < last; i += 4) {
		const word = from.getInt32(start + i, true);
		view.setInt32(at + i, word, true);
		found |= highBits(word);
	}
	const word = from.getInt32(start + last, true);
	view.setInt32(at + last, word, true);
	if (((found | highBits(word)) & 2155905152) !== 0) return false;
	out.at = at + size;
	return true;
}
function highBits(word) {
	const commas = word ^ 741092396;
	const quotes = word ^ 572662306;
	return commas - 16843009 & ~commas | quotes - 16843009 & ~quotes | word - 235802126 & ~word;
}
function putSpecial(out, from, start, end) {
	const isQuoted = start === end || asksForQuotes(from, start, end);
	const { bytes } = out;
	let { at } = out;
	if (isQuoted) bytes[at++] = quote;
	for (let i = start; i < end; i++) {
		const byte = from[i] ?? 0;
		if (byte === quote) bytes[at++] = quote;
		bytes[at++] = byte;
	}
	if (isQuoted) bytes[at++] = quote;
	out.at = at;
}
function asksForQuotes(from, start, end) {
	for (let i = start; i < end; i++) {
		const byte = from[i] ?? 0;
		if (byte === comma || byte === quote || byte === newline || byte === carriageReturn) return true;
	}
	return false;
}

export { encodeCsv as n, CsvEncoder as t };