import { S as string, n as datetime, v as number, y as object } from "./vendor/zod.js";

// src/schedule/tick-record.ts
const time = datetime({ precision: 3 });
const tickRecord = object({
	cron: string(),
	at: time,
	passed: object({
		count: number(),
		first: time,
		last: time
	}).optional()
});
const settledRecord = object({
	cron: string(),
	timezone: string(),
	since: time,
	settled: time.optional()
});

export { tickRecord as n, settledRecord as t };