import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { E as storageOf, n as printDouble, r as printInteger, t as printDecimal } from "./dataset-fields-print-number.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";

// src/dataset/encode/encode-json.ts
function* encodeNdjson(dataset) {
	const out = new ByteOut();
	for (const _ of objects(dataset, out)) {
		out.byte(10);
		if (out.full) yield out.take();
	}
	yield out.take();
}
function* encodeJson(dataset) {
	const out = new ByteOut();
	out.ascii("[");
	let between = "\n";
	for (const _ of objects(dataset, out, () => out.ascii(between))) {
		between = ",\n";
		if (out.full) yield out.take();
	}
	out.ascii(dataset.rows === 0 ? "]\n" : "\n]\n");
	yield out.take();
}
function* objects(dataset, out, before) {
	const cursor = new DatasetCursor(dataset);
	const prints = dataset.columns.map(fieldPrinter);
	const keys = dataset.columns.map(({ name }, index) => Buffer.from(`${index ? "," : ""}${JSON.stringify(name)}:`));
	while (cursor.next()) {
		before?.();
		out.byte(123);
		for (let column = 0; column < prints.length; column++) {
			const key = keys[column];
			if (key !== void 0) out.copy(key, 0, key.length);
			if (cursor.isNull(column)) out.ascii("null");
			else prints[column]?.(out, cursor, column);
		}
		out.byte(125);
		yield;
	}
}
function fieldPrinter(column) {
	const { type, scale } = column;
	if (type === "boolean") return (out, cursor, at) => out.ascii(cursor.boolean(at) ? "true" : "false");
	if (type === "integer") return (out, cursor, at) => printInteger(out, cursor.integer(at));
	if (type === "real") return printReal;
	if (type === "json") return (out, cursor, at) => out.copy(cursor.bytes, cursor.at[at] ?? 0, cursor.textSize(at));
	if (type !== "decimal") return printText;
	if (storageOf(column) === "TEXT") return printDecimalText;
	return (out, cursor, at) => {
		if (cursor.isText(at)) return printDecimalText(out, cursor, at);
		printDecimal(out, finite(cursor, at), scale);
	};
}
const printReal = (out, cursor, column) => printDouble(out, finite(cursor, column));
function finite(cursor, column) {
	const value = cursor.double(column);
	if (!Number.isFinite(value)) throw cursor.fault(column, `is ${value}, which JSON cannot say`);
	return value;
}
const printDecimalText = (out, cursor, column) => {
	const text = cursor.isText(column) ? cursor.text(column) : String(cursor.integer(column));
	if (!/^-?(0|[1-9]\d*)?(\.\d+)?$/.test(text) || text === "") throw cursor.fault(column, "is no decimal");
	out.ascii(text.replace(/^(-?)\./, "$10."));
};
const printText = (out, cursor, column) => {
	const serial = cursor.serial[column] ?? 0;
	if (serial === 7) return printReal(out, cursor, column);
	if (serial <= 9) return printInteger(out, cursor.integer(column));
	const from = cursor.at[column] ?? 0;
	const size = cursor.textSize(column);
	const { bytes } = cursor;
	out.byte(34);
	if (isPlain(bytes, from, from + size)) out.copy(bytes, from, size);
	else {
		const text = Buffer.from(JSON.stringify(bytes.toString("utf8", from, from + size)).slice(1, -1));
		out.copy(text, 0, text.length);
	}
	out.byte(34);
};
function isPlain(bytes, from, to) {
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte < 32 || byte === 34 || byte === 92) return false;
	}
	return true;
}

export { encodeNdjson as n, encodeJson as t };