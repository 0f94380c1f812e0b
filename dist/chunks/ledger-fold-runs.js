// src/ledger/fold-runs.ts
function newestRuns(entries) {
	const last = /* @__PURE__ */ new Map();
	for (const entry of entries) {
		const key = `${entry.run.pipeline}/${entry.run.id}`;
		const known = last.get(key);
		if (known === void 0 || known.run.attempt <= entry.run.attempt) last.set(key, entry);
	}
	return [...last.values()].toSorted(newestFirst);
}
function newestFirst({ run: one }, { run: other }) {
	if (one.startedAt !== other.startedAt) return one.startedAt < other.startedAt ? 1 : -1;
	return one.id < other.id ? 1 : -1;
}
function among(runs, { branch, except }) {
	return runs.filter(({ run }) => run.id !== except && (branch === void 0 || run.branch === void 0 || run.branch === branch));
}
function lastGood(runs, which = {}) {
	return among(runs, which).find(({ run }) => run.select === void 0 && (run.result === "success" || run.result === "degraded"));
}
function previousRun(runs, which) {
	const before = among(runs, which);
	const [last] = before;
	if (last === void 0) return void 0;
	const steps = /* @__PURE__ */ new Map();
	for (const entry of before) {
		for (const { id, result, unselected } of entry.steps) if (unselected !== true && !steps.has(id)) steps.set(id, { result });
		if (entry.run.select === void 0) break;
	}
	const { id, result, date } = last.run;
	return {
		id,
		result,
		date,
		steps: Object.fromEntries(steps)
	};
}
const measured = 10;
function durations(runs) {
	const taken = /* @__PURE__ */ new Map();
	for (const { steps } of runs) for (const { id, result, durationMs, attempts } of steps) {
		if (result !== "success" || attempts === 0) continue;
		const times = taken.get(id) ?? [];
		if (times.length < measured) taken.set(id, [...times, durationMs]);
	}
	return new Map([...taken].map(([id, times]) => [id, median(times)]));
}
function median(values) {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = sorted.length / 2;
	const low = sorted[Math.ceil(middle) - 1] ?? 0;
	const high = sorted[Math.floor(middle)] ?? low;
	return Math.round((low + high) / 2);
}

export { previousRun as i, lastGood as n, newestRuns as r, durations as t };