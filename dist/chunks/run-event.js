import { b as unknown, c as array, g as record, h as object, l as boolean, m as number, p as literal, s as _enum, t as datetime, u as discriminatedUnion, v as string } from "./vendor/zod.js";

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
	retryAfterMs: number().optional(),
	facts: object({
		exitCode: number().optional(),
		httpStatus: number().optional(),
		sqlState: string().optional(),
		infrastructure: boolean().optional()
	}).optional()
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
const legCounts = object({
	total: number(),
	success: number(),
	failure: number(),
	cancelled: number(),
	skipped: number()
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
	unselected: boolean().optional()
});
const ended = {
	step: string(),
	...stepSummary.shape,
	counts: rowCounts.optional(),
	dataset: datasetRecord.optional(),
	datasets: record(string(), datasetRecord).optional(),
	rejects: datasetRecord.optional(),
	rejectSamples: array(rejectSample).optional(),
	outputs: record(string(), string()),
	failure: failureRecord.optional(),
	note: string().optional(),
	summary: string().optional(),
	commit: object({
		path: string(),
		file: string()
	}).optional(),
	failedLegs: array(legName).optional(),
	cache: object({
		decision: _enum(["reused", "ran"]),
		reason: string()
	}).optional()
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
		legs: number().optional()
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

export { runEvent as t };