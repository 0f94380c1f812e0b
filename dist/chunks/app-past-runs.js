import { i as lastResults, n as durations, t as among } from "./ledger-fold-runs.js";
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

// src/ledger/previous-run.ts
function previousRun(runs, { own, steps: wanted, ...which }) {
	const before = latestFirst(among(runs, which).filter(({ run }) => isBefore(run, own)));
	const last = before.find(({ run }) => run.result !== "skipped");
	if (last === void 0) return void 0;
	const { id, result, date } = last.run;
	const steps = [...lastResults(before, wanted, (step) => step.result !== "skipped")].map(([step, ended]) => [step, { result: ended }]);
	return {
		id,
		result,
		date,
		steps: Object.fromEntries(steps)
	};
}
function isBefore(one, other) {
	return other.dated === true ? one.date < other.date : one.at < other.at;
}
function latestFirst(runs) {
	const days = Map.groupBy(runs, ({ run }) => run.date);
	return [...days.keys()].toSorted().toReversed().flatMap((date) => {
		const day = days.get(date) ?? [];
		const whole = day.some(({ run }) => run.dated === true);
		const timeOf = ({ run }) => whole ? run.startedAt : `${run.at} ${run.startedAt}`;
		return day.toSorted((one, other) => timeOf(one) < timeOf(other) ? 1 : -1);
	});
}

// src/app/past-runs.ts
function pastFacts(graph, runs, { run, branch, time }) {
	const previous = previousRun(runs, {
		except: run,
		own: time,
		steps: graph.nodes.keys(),
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