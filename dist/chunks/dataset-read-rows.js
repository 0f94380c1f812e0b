import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { t as printDecimal } from "./dataset-fields-print-number.js";

// src/dataset/read-rows.ts
const fieldSize = 16;
function* readRows(dataset, size = 1e3, mostBytes = Number.MAX_SAFE_INTEGER) {
	const cursor = new DatasetCursor(dataset);
	let rows = [];
	let bytes = 0;
	while (cursor.next()) {
		const row = {};
		dataset.columns.forEach((column, index) => {
			const value = cursor.isNull(index) ? null : fieldValue(cursor, column, index);
			if (column.name === "__proto__") Object.defineProperty(row, column.name, {
				value,
				enumerable: true
			});
			else row[column.name] = value;
		});
		rows.push(row);
		bytes += cursor.record.size + fieldSize * dataset.columns.length;
		if (rows.length < size && bytes < mostBytes) continue;
		yield rows;
		rows = [];
		bytes = 0;
	}
	if (rows.length > 0) yield rows;
}
function fieldValue(cursor, { type, scale }, index) {
	if (type === "integer") return cursor.integer(index);
	if (type === "boolean") return cursor.boolean(index);
	if (type === "real") return cursor.double(index);
	if (type === "json") return parseJson(cursor, index);
	if (cursor.isText(index)) return cursor.text(index);
	if (type === "decimal") return decimalText(cursor.double(index), scale);
	return cursor.serial[index] === 7 ? String(cursor.double(index)) : textOrInteger(cursor, index);
}
function textOrInteger(cursor, index) {
	return (cursor.serial[index] ?? 0) > 9 ? cursor.text(index) : String(cursor.integer(index));
}
function decimalText(value, scale) {
	const out = new ByteOut(64);
	printDecimal(out, value, scale);
	return out.bytes.toString("latin1", 0, out.at);
}
function parseJson(cursor, index) {
	const text = cursor.text(index);
	try {
		return JSON.parse(text);
	} catch {
		throw cursor.fault(index, "is no JSON");
	}
}

export { readRows as n, fieldValue as t };