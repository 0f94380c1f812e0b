import { a as dayStart, i as dateIn, r as latestTick } from "./app-past-runs.js";

// src/app/logical-time.ts
function logicalTime(schedule, fired, now, date) {
	const timezone = schedule?.timezone ?? "UTC";
	if (date !== void 0) return {
		at: dayStart(date, timezone).toISOString(),
		date,
		dated: true
	};
	const at = fired && schedule !== void 0 ? latestTick(schedule, now) ?? now : now;
	return {
		at: at.toISOString(),
		date: dateIn(timezone, at)
	};
}

export { logicalTime as t };