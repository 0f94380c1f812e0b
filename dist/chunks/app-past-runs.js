import { i as previousRun, t as durations } from "./ledger-fold-runs.js";
import { n as nextTicks } from "./schedule-next-ticks.js";

// src/schedule/day-start.ts
const day = 864e5;
function dayStart(date, timezone) {
	const utc = Date.parse(`${date}T00:00:00Z`);
	const found = [utc - day, utc + day].map((near) => utc - offsetAt(near, timezone)).toSorted(numeric).find((at) => dateIn(timezone, new Date(at)) === date);
	return new Date(found ?? utc);
}
function dateIn(timezone, at) {
	return new Intl.DateTimeFormat("en-CA", {
		timeZone: timezone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit"
	}).format(at);
}
function offsetAt(at, timezone) {
	const format = new Intl.DateTimeFormat("sv-SE", {
		timeZone: timezone,
		dateStyle: "short",
		timeStyle: "medium"
	});
	return Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at;
}
function numeric(one, other) {
	return one - other;
}

// src/schedule/latest-tick.ts
const minuteMs = 6e4;
const longestMs = 4743360 * minuteMs;
function latestTick(schedule, now) {
	for (let span = 6 * minuteMs; span < longestMs; span *= 4) {
		const latest = lastWithin(schedule, new Date(now.getTime() - span), now);
		if (latest !== void 0) return latest;
	}
}
function lastWithin(schedule, from, now) {
	let latest;
	for (let after = from;;) {
		const [next] = nextTicks(schedule, after, 1);
		if (next === void 0 || next > now) return latest;
		latest = after = next;
	}
}

// src/app/past-runs.ts
function pastFacts(graph, runs, { run, branch }) {
	const previous = previousRun(runs, {
		except: run,
		...branch === void 0 ? {} : { branch }
	});
	const known = [...durations(runs)].filter(([step]) => graph.nodes.has(step));
	return {
		past: new Map(known),
		...previous === void 0 ? {} : { previous }
	};
}
function outdatedBy(schedule, { at, date, dated }, now) {
	const latest = schedule === void 0 ? void 0 : latestTick(schedule, now);
	if (schedule === void 0 || latest === void 0) return {};
	return (dated === true ? dateIn(schedule.timezone, latest) > date : latest > new Date(at)) ? { outdated: true } : {};
}

export { dayStart as a, dateIn as i, pastFacts as n, latestTick as r, outdatedBy as t };