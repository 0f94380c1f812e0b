import { n as dayStart, t as dateIn } from "./schedule-day-start.js";
import { c as latestTick } from "./app-past-runs.js";

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

// src/ledger/timetable.ts
function settledBy(runs, schedules) {
	return schedules.flatMap((schedule) => {
		const seen = seenSince(runs, schedule);
		const [first] = seen;
		if (first === void 0) return [];
		const since = seen.reduce((least, one) => one.since < least ? one.since : least, first.since);
		const last = seen.flatMap((one) => one.settled ?? []).toSorted().at(-1);
		return [{
			...identity(schedule),
			since,
			...last === void 0 ? {} : { settled: last }
		}];
	});
}
function seenSince(runs, schedule) {
	const seen = [];
	for (const { run, schedules } of runs) {
		const own = schedules?.find(({ cron, timezone }) => isSame(schedule, {
			cron,
			timezone
		}));
		if (own !== void 0) seen.push(own);
		else if (schedules !== void 0 && run.attempt === 1) break;
	}
	return seen;
}
function identity({ cron, timezone }) {
	return {
		cron,
		timezone
	};
}
function isSame(one, other) {
	return one.cron === other.cron && one.timezone === other.timezone;
}
function settle(schedules, tick) {
	return schedules.map((one) => {
		if (tick === void 0 || one.cron !== tick.cron) return one;
		return {
			...one,
			settled: one.settled !== void 0 && one.settled > tick.at ? one.settled : tick.at
		};
	});
}

export { settledBy as n, logicalTime as r, settle as t };