import { U as Failure } from "./manifest-json-schema.js";
import { t as parseJson } from "./text-parse-json.js";
import { a as discriminatedUnion, c as number, f as string, i as boolean, l as object, n as _enum, r as array, s as literal, t as datetime, u as record } from "./vendor/zod.js";

// src/run/event.ts
const stepResults = [
	"success",
	"failure",
	"cancelled",
	"skipped"
];
const runResults = [
	"success",
	"failure",
	"cancelled",
	"skipped",
	"degraded"
];
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
	retryAfterMs: number().optional()
});
const column = object({
	name: string(),
	type: _enum([
		"text",
		"integer",
		"decimal",
		"real",
		"boolean",
		"date",
		"timestamp",
		"json"
	]),
	notNull: boolean().optional(),
	precision: number().optional(),
	scale: number().optional(),
	zoned: boolean().optional()
});
const datasetRecord = object({
	name: string(),
	file: string(),
	columns: array(column),
	rows: number()
});
const rejectSample = object({
	file: string(),
	line: number().nullable(),
	column: string().nullable(),
	rule: string(),
	value: string().nullable(),
	raw: string().nullable()
});
const stepSummary = object({
	result: _enum(stepResults),
	attempts: number(),
	rows: number().nullable(),
	durationMs: number(),
	tolerated: boolean().optional(),
	reason: string().optional(),
	cached: boolean().optional()
});
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
		attempt: number()
	}),
	object({
		...base,
		type: literal("step-progress"),
		step: string(),
		rows: number().optional(),
		bytes: number().optional(),
		totalBytes: number().optional()
	}),
	object({
		...base,
		type: literal("step-log"),
		step: string(),
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
		attempt: number(),
		failure: failureRecord,
		delayMs: number()
	}),
	object({
		...base,
		type: literal("step-finished"),
		step: string(),
		...stepSummary.shape,
		counts: rowCounts.optional(),
		dataset: datasetRecord.optional(),
		rejects: datasetRecord.optional(),
		rejectSamples: array(rejectSample).optional(),
		outputs: record(string(), string()),
		failure: failureRecord.optional(),
		note: string().optional(),
		summary: string().optional(),
		commit: object({
			path: string(),
			file: string()
		}).optional()
	}),
	object({
		...base,
		type: literal("run-finished"),
		result: _enum(runResults),
		durationMs: number(),
		steps: record(string(), stepSummary)
	})
]);

// src/run/decode-events.ts
function decodeEvents(text) {
	return text.split("\n").flatMap((line, index) => {
		const value = parseJson(line);
		return value === void 0 ? [] : [decodeEvent(value, index + 1)];
	});
}
function decodeEvent(value, line) {
	const event = runEvent.safeParse(value);
	if (event.success) return event.data;
	throw new Failure("run/events", `line ${line} of the events is none that this version knows`, {
		cause: event.error,
		help: "use the version of Millrace that made the run"
	});
}

export { decodeEvents as t };