import { S as string, y as object } from "./vendor/zod.js";

// src/schedule/catch-up-event.ts
function catchUpType(pipeline) {
	return `${prefix}${pipeline}`.slice(0, 100);
}
const prefix = "millrace-catch-up-";
const payloadSchema = object({ cron: string() });
function readCatchUp(type, payload) {
	return type?.startsWith(prefix) === true ? payloadSchema.safeParse(payload).data : void 0;
}

export { readCatchUp as n, catchUpType as t };