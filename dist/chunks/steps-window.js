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
	asked: literal(true).optional(),
	again: literal(true).optional()
});
function isBefore(kind, one, other) {
	return kind === "time" ? one < other : BigInt(one) < BigInt(other);
}
function cursorOf(kind, kept) {
	return kept !== void 0 && /^-?\d+$/.test(kept) === (kind === "integer") ? kept : void 0;
}
function standing({ kind, start }, kept) {
	return cursorOf(kind, kept) ?? start;
}
function earlier(kind, one, other) {
	return isBefore(kind, other, one) ? other : one;
}
function movedCursor(window, kept) {
	const { kind, from, cursor } = window;
	const own = standing(window, kept);
	if (cursor === void 0 || isBefore(kind, own, from)) return own;
	return isBefore(kind, own, cursor) ? cursor : own;
}
function heldWindow(window) {
	const held = { ...window };
	delete held.cursor;
	return held;
}
function isHeld({ cursor, to }) {
	return cursor !== to;
}
function windowLabel({ from, to }) {
	return `[${[from, to].map((end) => end.replace(".000Z", "Z")).join(", ")})`;
}
function keeperName(stepId, leg) {
	return leg === void 0 ? stepId : `${stepId}[${leg.key.replaceAll(/\d+-/g, "")}]`;
}

export { isHeld as a, standing as c, isBefore as i, windowLabel as l, earlier as n, keeperName as o, heldWindow as r, movedCursor as s, cursorOf as t, windowRecord as u };