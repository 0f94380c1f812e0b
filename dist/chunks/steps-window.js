import { S as string, _ as literal, b as record, c as _enum, y as object } from "./vendor/zod.js";

// src/steps/window.ts
const windowRecord = object({
	source: string(),
	kind: _enum(["time", "integer"]),
	from: string(),
	to: string(),
	start: string(),
	cursor: string().optional(),
	kept: record(string(), string()),
	inLedger: literal(true).optional(),
	asked: literal(true).optional()
});
function isBefore(kind, one, other) {
	return kind === "time" ? one < other : BigInt(one) < BigInt(other);
}
function earlier(kind, one, other) {
	return isBefore(kind, other, one) ? other : one;
}
function movedCursor({ kind, from, start, cursor }, kept) {
	const own = kept ?? start;
	if (cursor === void 0 || isBefore(kind, own, from)) return own;
	return isBefore(kind, own, cursor) ? cursor : own;
}
function heldWindow(window) {
	const held = { ...window };
	delete held.cursor;
	return held;
}
function windowLabel({ from, to }) {
	return `[${[from, to].map((end) => end.replace(".000Z", "Z")).join(", ")})`;
}
function keeperName(stepId, leg) {
	return leg === void 0 ? stepId : `${stepId}[${leg.key.replaceAll(/\d+-/g, "")}]`;
}

export { movedCursor as a, keeperName as i, heldWindow as n, windowLabel as o, isBefore as r, windowRecord as s, earlier as t };