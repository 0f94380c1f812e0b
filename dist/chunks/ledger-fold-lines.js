import { nt as runResults, qt as parseJson, rt as stepResults } from "./manifest-json-schema.js";
import { S as string, _ as literal, c as _enum, h as int, n as datetime, u as array, v as number, y as object } from "./vendor/zod.js";
import { a as columnRecord, n as measures, r as stepMark, t as legCounts } from "./plan-leg-counts.js";
import { n as tickRecord, t as settledRecord } from "./schedule-tick-record.js";

// src/ledger/record.ts
const time = datetime({ precision: 3 });
const envelope = object({
	schema: number(),
	run: object({
		id: string(),
		attempt: number(),
		pipeline: string(),
		startedAt: string()
	})
});
const runRecord = object({
	id: string(),
	attempt: int().positive(),
	pipeline: string(),
	at: time,
	date: string(),
	dated: literal(true).optional(),
	window: object({
		from: time,
		to: time,
		definition: string()
	}).optional(),
	trigger: string(),
	branch: string().optional(),
	sha: string().optional(),
	url: string().optional(),
	inputs: string(),
	select: string().optional(),
	result: _enum(runResults),
	killed: literal(true).optional(),
	startedAt: time,
	durationMs: number()
});
const stepRecord = object({
	id: string(),
	kind: string(),
	result: _enum(stepResults),
	tolerated: literal(true).optional(),
	reason: string().optional(),
	attempts: number(),
	durationMs: number(),
	rows: number().nullable(),
	rejected: number().optional(),
	cached: literal(true).optional(),
	unselected: literal(true).optional(),
	unchanged: literal(true).optional(),
	mark: stepMark.optional(),
	columns: array(columnRecord).optional(),
	measured: measures.optional(),
	legs: legCounts.optional(),
	failure: object({
		code: string(),
		message: string()
	}).optional()
});
const loadRecord = object({
	step: string(),
	connection: string(),
	table: string(),
	rows: number()
});
const cursorRecord = object({
	name: string(),
	value: string()
});
const ledgerEntry = object({
	schema: literal(1),
	run: runRecord,
	tick: tickRecord.optional(),
	schedules: array(settledRecord).optional(),
	steps: array(stepRecord),
	stepsLeftOut: number().optional(),
	loads: array(loadRecord),
	cursors: array(cursorRecord)
});
function entryText(entry) {
	return `${JSON.stringify(entry)}\n`;
}

// src/ledger/decode-entries.ts
function decodeLines(text) {
	return text.split("\n").flatMap((line) => line.trim() === "" ? [] : [decodeLine(line)]);
}
function decodeLine(text) {
	const value = parseJson(text);
	const known = ledgerEntry.safeParse(value);
	if (known.success) return {
		kind: "entry",
		text,
		run: known.data.run,
		entry: known.data
	};
	const newer = envelope.safeParse(value);
	if (newer.success && newer.data.schema > 1) return {
		kind: "newer",
		text,
		run: newer.data.run
	};
	return {
		kind: "broken",
		text
	};
}
function notesOn(lines, where) {
	const count = (kind) => lines.filter((line) => line.kind === kind).length;
	const newer = count("newer");
	const broken = count("broken");
	return [...newer === 0 ? [] : [`${where}: ${records(newer)} of a newer version of Millrace left alone; update to see them`], ...broken === 0 ? [] : [`${where}: ${records(broken)} cannot be read and are left alone`]];
}
function records(count) {
	return count === 1 ? "1 record" : `${count} records`;
}

// src/ledger/fold-lines.ts
const mostLines = 100;
const mostChars = 409600;
const archiveChars = 4194304;
function foldLines(lines) {
	if (lines.length <= mostLines && charsOf(lines) <= mostChars) return {
		recent: lines,
		archived: []
	};
	let chars = 0;
	let kept = 0;
	for (const { text } of lines.toReversed()) {
		chars += text.length;
		if (kept > 0 && (kept >= mostLines / 2 || chars > mostChars / 2)) break;
		kept += 1;
	}
	return {
		recent: lines.slice(-kept),
		archived: lines.slice(0, -kept)
	};
}
function charsOf(lines) {
	return lines.reduce((sum, { text }) => sum + text.length, 0);
}
function textOf(lines) {
	return lines.map(({ text }) => `${text}\n`).join("");
}
function withoutRepeats(lines) {
	return [...new Map(lines.map((line, index) => [keyOf(line, index), line])).values()];
}
function keyOf(line, index) {
	return line.kind === "broken" ? `broken ${index}` : `${line.run.pipeline} ${line.run.id} ${line.run.attempt}`;
}

export { decodeLine as a, entryText as c, withoutRepeats as i, foldLines as n, decodeLines as o, textOf as r, notesOn as s, archiveChars as t };