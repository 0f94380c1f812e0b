import { V as Failure } from "./dataset-fields-print-number.js";
import { nt as runResults, rt as stepResults } from "./manifest-json-schema.js";
import { S as string, _ as literal, b as record, c as _enum, d as boolean, m as discriminatedUnion, n as datetime, u as array, v as number, w as unknown, y as object } from "./vendor/zod.js";
import { a as columnRecord, n as measures, r as stepMark, t as legCounts } from "./plan-leg-counts.js";
import { u as windowRecord } from "./steps-window.js";
import { closeSync, openSync, readSync } from "node:fs";

// src/adapters/run-folder/read-lines.ts
const bufferBytes = 1 << 20;
function* readLines(path) {
	const file = openIfThere(path);
	if (file === void 0) return;
	const buffer = Buffer.alloc(bufferBytes);
	let rest = [];
	try {
		for (let length = readInto(file, buffer, path); length > 0; length = readInto(file, buffer, path)) {
			let from = 0;
			for (let end = nextEnd(buffer, from, length); end >= 0; end = nextEnd(buffer, from, length)) {
				yield textOf(rest, buffer.subarray(from, end));
				rest = [];
				from = end + 1;
			}
			if (from < length) rest.push(Buffer.from(buffer.subarray(from, length)));
		}
		if (rest.length > 0) yield Buffer.concat(rest).toString();
	} finally {
		closeSync(file);
	}
}
function nextEnd(buffer, from, length) {
	const end = buffer.indexOf(10, from);
	return end < length ? end : -1;
}
function textOf(rest, last) {
	return rest.length === 0 ? last.toString() : Buffer.concat([...rest, last]).toString();
}
function openIfThere(path) {
	try {
		return openSync(path, "r");
	} catch (cause) {
		if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return void 0;
		throw notRead(path, cause);
	}
}
function readInto(file, buffer, path) {
	try {
		return readSync(file, buffer);
	} catch (cause) {
		throw notRead(path, cause);
	}
}
function notRead(path, cause) {
	return new Failure("file/read", `${path} cannot be read`, { cause });
}

// src/run/event.ts
const at = datetime({ precision: 3 });
const base = {
	schema: literal(1),
	run: string(),
	at
};
const rowCounts = object({
	read: number(),
	loaded: number(),
	rejected: number(),
	filtered: number(),
	deduplicated: number(),
	unchanged: number()
});
const failureRecord = object({
	code: string(),
	message: string(),
	help: string().optional(),
	causes: array(string()),
	retryable: boolean(),
	retryAfterMs: number().optional(),
	facts: object({
		exitCode: number().optional(),
		httpStatus: number().optional(),
		sqlState: string().optional(),
		infrastructure: boolean().optional()
	}).optional()
});
const datasetRecord = object({
	name: string(),
	file: string(),
	columns: array(columnRecord),
	rows: number(),
	gone: array(string()).optional()
});
const rejectSample = object({
	file: string(),
	line: number().nullable(),
	byte: number().nullish(),
	column: string().nullable(),
	rule: string(),
	value: string().nullable(),
	raw: string().nullable()
});
const legName = object({
	leg: string(),
	values: record(string(), unknown())
});
const stepSummary = object({
	result: _enum(stepResults),
	attempts: number(),
	rows: number().nullable(),
	durationMs: number(),
	tolerated: boolean().optional(),
	toleratedAround: boolean().optional(),
	reason: string().optional(),
	cached: boolean().optional(),
	legs: legCounts.optional(),
	unselected: boolean().optional(),
	unchanged: boolean().optional()
});
const ended = {
	step: string(),
	...stepSummary.shape,
	counts: rowCounts.optional(),
	dataset: datasetRecord.optional(),
	datasets: record(string(), datasetRecord).optional(),
	rejects: datasetRecord.optional(),
	warnings: array(string()).optional(),
	rejectsByRule: array(object({
		column: string().nullable(),
		rule: string(),
		rows: number()
	})).optional(),
	rejectSamples: array(rejectSample).optional(),
	outputs: record(string(), string()),
	failure: failureRecord.optional(),
	note: string().optional(),
	summary: string().optional(),
	windows: array(windowRecord).optional(),
	lacking: array(string()).optional(),
	commit: object({
		path: string(),
		file: string()
	}).optional(),
	kind: string().optional(),
	failedLegs: array(legName).optional(),
	cache: object({
		decision: _enum(["reused", "ran"]),
		reason: string(),
		ran: record(string(), number()).optional()
	}).optional(),
	mark: stepMark.optional(),
	measured: measures.optional()
};
const leg = string().optional();
const runEvent = discriminatedUnion("type", [
	object({
		...base,
		type: literal("run-started"),
		pipeline: string(),
		name: string(),
		trigger: string(),
		date: string(),
		job: string().optional(),
		steps: array(object({
			id: string(),
			kind: string(),
			needs: array(string())
		}))
	}),
	object({
		...base,
		type: literal("step-started"),
		step: string(),
		leg,
		attempt: number(),
		legs: number().optional(),
		definition: string().optional()
	}),
	object({
		...base,
		type: literal("step-progress"),
		step: string(),
		leg,
		rows: number().optional(),
		bytes: number().optional(),
		totalBytes: number().optional()
	}),
	object({
		...base,
		type: literal("step-log"),
		step: string(),
		leg,
		stream: _enum([
			"stdout",
			"stderr",
			"millrace"
		]),
		line: string()
	}),
	object({
		...base,
		type: literal("step-retrying"),
		step: string(),
		leg,
		attempt: number(),
		failure: failureRecord,
		delayMs: number(),
		infrastructure: literal(true).optional()
	}),
	object({
		...base,
		type: literal("leg-finished"),
		leg: string(),
		values: record(string(), unknown()).optional(),
		key: string().optional(),
		...ended
	}),
	object({
		...base,
		type: literal("part-finished"),
		part: object({
			index: number(),
			of: number()
		}),
		...ended
	}),
	object({
		...base,
		type: literal("step-finished"),
		...ended
	}),
	object({
		...base,
		type: literal("run-finished"),
		result: _enum(runResults),
		durationMs: number(),
		steps: record(string(), stepSummary)
	})
]);

// src/run/run-result.ts
function runResultOf(steps, cancelled) {
	const has = (result) => steps.some((step) => step.result === result);
	if (cancelled && has("cancelled")) return "cancelled";
	if (steps.some((step) => step.result === "failure" && step.tolerated !== true)) return "failure";
	if (has("cancelled")) return "cancelled";
	if (has("failure")) return "degraded";
	return has("success") || steps.length === 0 ? "success" : "skipped";
}
function isGood(result) {
	return result === "success" || result === "degraded" || result === "skipped";
}

export { readLines as i, runResultOf as n, runEvent as r, isGood as t };