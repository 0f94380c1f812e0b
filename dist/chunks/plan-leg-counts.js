import { R as columnTypes } from "./dataset-fields-print-number.js";
import { S as string, _ as literal, b as record, c as _enum, d as boolean, u as array, v as number, y as object } from "./vendor/zod.js";

// src/plan/column-record.ts
const columnRecord = object({
	name: string(),
	type: _enum(columnTypes),
	notNull: boolean().optional(),
	precision: number().optional(),
	scale: number().optional(),
	open: literal(true).optional(),
	zoned: boolean().optional(),
	gone: literal(true).optional()
});

// src/plan/step-past.ts
const sourceMark = object({
	source: string(),
	etag: string().optional(),
	lastModified: string().optional(),
	sha256: string().optional(),
	bytes: number()
});
const stepMark = object({
	key: string(),
	since: string(),
	sources: array(sourceMark).optional(),
	file: string().optional()
});
const measures = record(string(), number());
const stepPast = object({
	mark: stepMark.optional(),
	columns: array(columnRecord).optional(),
	history: array(measures).optional()
});

// src/plan/leg-counts.ts
const legCounts = object({
	total: number(),
	success: number(),
	failure: number(),
	cancelled: number(),
	skipped: number(),
	cached: number().optional()
});

export { columnRecord as a, stepPast as i, measures as n, stepMark as r, legCounts as t };