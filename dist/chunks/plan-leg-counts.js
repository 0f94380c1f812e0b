import { v as number, y as object } from "./vendor/zod.js";

// src/plan/leg-counts.ts
const legCounts = object({
	total: number(),
	success: number(),
	failure: number(),
	cancelled: number(),
	skipped: number(),
	cached: number().optional()
});

export { legCounts as t };