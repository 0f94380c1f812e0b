import { t as dateIn } from "./schedule-day-start.js";
import { i as lastResults, n as durations, t as among } from "./ledger-fold-runs.js";
import { n as nextTicks } from "./schedule-next-ticks.js";
import { t as canonicalJson } from "./text-canonical-json.js";
import { t as rejectedRows } from "./report-rejected-rows.js";
import { createHash } from "node:crypto";

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

// src/report/ledger-entry.ts
const mostSteps = 2e3;
const longestMessage = 200;
function ledgerEntryOf(report, facts) {
	const steps = worthKeeping(report.steps);
	const leftOut = report.steps.length - steps.length;
	return {
		schema: 1,
		run: runRecord(report, facts),
		...ticksOf(facts),
		steps: steps.map(stepRecord),
		...leftOut === 0 ? {} : { stepsLeftOut: leftOut },
		loads: loadRecords(report.steps, facts.tables),
		cursors: Object.entries(report.cursors ?? {}).map(([name, value]) => ({
			name,
			value
		}))
	};
}
function ticksOf({ tick, schedules }) {
	return {
		...tick === void 0 ? {} : { tick },
		...schedules === void 0 ? {} : { schedules: [...schedules] }
	};
}
function runRecord(report, facts) {
	const { id, at, date, dated, window, trigger, startedAt } = report.run;
	return {
		id,
		attempt: facts.attempt,
		pipeline: report.pipeline,
		at,
		date,
		...dated === void 0 ? {} : { dated },
		...window === void 0 ? {} : { window },
		trigger,
		...whereabouts(facts),
		inputs: hashOfInputs(report.inputs),
		...facts.select === void 0 ? {} : { select: facts.select },
		result: report.result,
		...report.steps.some(({ failure }) => failure?.code === "run/killed") ? { killed: true } : {},
		startedAt: startedAt ?? facts.now.toISOString(),
		durationMs: report.durationMs
	};
}
function whereabouts({ branch, sha, url }) {
	return {
		...branch === void 0 ? {} : { branch },
		...sha === void 0 ? {} : { sha },
		...url === void 0 ? {} : { url }
	};
}
function hashOfInputs(inputs) {
	return createHash("sha256").update(canonicalJson(inputs)).digest("hex");
}
function worthKeeping(steps) {
	if (steps.length <= mostSteps) return steps;
	let room = mostSteps - steps.filter((step) => !isPlainSuccess(step)).length;
	return steps.filter((step) => !isPlainSuccess(step) || room-- > 0);
}
function isPlainSuccess({ result, unselected }) {
	return result === "success" && unselected !== true;
}
function stepRecord(step) {
	const { id, kind, result, tolerated, reason, attempts, durationMs, rows, failure } = step;
	const rejected = rejectedRows(step);
	return {
		id,
		kind,
		result,
		...tolerated ? { tolerated } : {},
		...reason === void 0 ? {} : { reason: firstLine(reason) },
		attempts,
		durationMs,
		rows,
		...rejected > 0 ? { rejected } : {},
		...step.cached === void 0 ? {} : { cached: step.cached },
		...step.unselected === void 0 ? {} : { unselected: step.unselected },
		...step.unchanged === void 0 ? {} : { unchanged: step.unchanged },
		...step.mark === void 0 ? {} : { mark: step.mark },
		...step.columns === void 0 ? {} : { columns: step.columns },
		...step.measured === void 0 ? {} : { measured: step.measured },
		...step.legs === void 0 ? {} : { legs: step.legs },
		...failure === void 0 ? {} : { failure: {
			code: failure.code,
			message: firstLine(failure.message)
		} }
	};
}
function firstLine(text) {
	const [line = ""] = text.trim().split("\n");
	return line.length <= longestMessage ? line : `${line.slice(0, longestMessage).toWellFormed()}…`;
}
function loadRecords(steps, tables) {
	return steps.flatMap(({ id, result, cached, counts }) => {
		const table = tables.get(id);
		if (table === void 0 || result !== "success" || cached === true) return [];
		return [{
			step: id,
			...table,
			rows: counts?.loaded ?? 0
		}];
	});
}

// src/ledger/previous-run.ts
function previousRun(runs, { own, steps: wanted, ...which }) {
	const before = latestFirst(among(runs, which).filter(({ run }) => isBefore(run, own)));
	const last = before.find(({ run }) => run.result !== "skipped");
	if (last === void 0) return void 0;
	const { id, result, date } = last.run;
	const steps = [...lastResults(before, wanted, (step) => step.result !== "skipped" || step.unchanged === true)].map(([step, ended]) => [step, { result: ended }]);
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

export { ledgerEntryOf as a, latestTick as c, hashOfInputs as i, pastFacts as n, ticksOf as o, firstLine as r, whereabouts as s, outdatedBy as t };