import { i as neutralize, t as defused } from "./text-runner-command.js";
import { t as wideText } from "./adapters-terminal-load-wide-text.js";

// src/adapters/terminal/message-lines.ts
function messageLines(text, { head = "", indent, tail = "", room, paint = (same) => same }) {
	const [first = "", ...others] = text.trimEnd().split(/\r\n?|[\n\u0085\u2028\u2029]/).map((line) => neutralize(line.trimEnd()));
	const lines = [`${head}${paint(first)}${tail === "" ? "" : ` ${tail}`}`, ...others.map(paint)];
	const width = room === void 0 ? void 0 : Math.max(20, room - indent.length);
	return lines.flatMap((line) => wrapped(line, width)).map((line) => `${indent}${defused(line)}`);
}
function firstLine(text) {
	return text.trimStart().split(/[\r\n\u0085\u2028\u2029]/, 1)[0] ?? "";
}
function wrapped(line, width) {
	if (width === void 0) return [line];
	const [first = "", ...others] = wideText().wrapAnsi(line, width, {
		trim: false,
		hard: true
	}).split("\n");
	return [first, ...others.map((other) => other.replace(spaceBefore, "$1"))].map((each) => each.replace(spaceBehind, "$1"));
}
const spaceBefore = /^((?:\x1B\[[0-9;]*m)*) +/;
const spaceBehind = / +((?:\x1B\[[0-9;]*m)*)$/;

export { messageLines as n, firstLine as t };