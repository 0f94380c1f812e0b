import { n as fieldText, t as fieldKind } from "./dataset-batch.js";
import { isUtf8 } from "node:buffer";

// src/dataset/reject.ts
const longestRaw = 65536;
function rejectOf(batch, row, rule, column, name) {
	const value = column === void 0 ? null : fieldText(batch, row, column);
	const from = batch.raw?.[2 * row];
	const to = batch.raw?.[2 * row + 1];
	return {
		line: batch.line?.[row] ?? null,
		byte: from === void 0 ? null : batch.byteOf?.(from) ?? null,
		column: name ?? null,
		rule,
		value: value === null ? null : shorten(value),
		raw: from === void 0 || to === void 0 ? namedText(batch.whole ?? batch, row) : rawText(batch.bytes.subarray(from, to))
	};
}
function namedText(batch, row) {
	const { names, columns, kind } = batch;
	if (names === void 0) return null;
	return shorten(`{${names.map((name, column) => {
		const text = fieldText(batch, row, column);
		const isJson = (kind[row * columns + column] ?? 0) > fieldKind.string;
		return `${JSON.stringify(name)}:${text === null || isJson ? text : JSON.stringify(text)}`;
	}).join(",")}}`);
}
function rawText(bytes) {
	const head = bytes.subarray(0, longestRaw);
	if (isUtf8(bytes)) return shorten(bytes.length > longestRaw ? cutCharacter(head) : bytes.toString(), bytes.length);
	return shorten(head.toString("latin1").replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`), bytes.length);
}
function cutCharacter(bytes) {
	let end = bytes.length;
	while (end > 0 && !isUtf8(bytes.subarray(0, end))) end--;
	return bytes.toString("utf8", 0, end);
}
function shorten(text, size = Buffer.byteLength(text)) {
	return size <= longestRaw ? text : `${text.slice(0, longestRaw)}… (${size} bytes in all)`;
}

export { rejectOf as n, rawText as t };