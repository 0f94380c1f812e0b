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
function lastStanding(runs, steps) {
	const whole = runs.findIndex(({ run }) => run.select === void 0);
	return lastResults(whole < 0 ? runs : runs.slice(0, whole + 1), steps, ({ unselected }) => unselected !== true);
}
function lastResults(runs, steps, counts) {
	const open = new Set(steps);
	const found = /* @__PURE__ */ new Map();
	for (const entry of runs) {
		if (open.size === 0) break;
		for (const step of entry.steps) if (counts(step) && open.delete(step.id)) found.set(step.id, standing(step));
		if (entry.stepsLeftOut === void 0) continue;
		const kept = new Set(entry.steps.map(({ id }) => id));
		for (const id of open) if (!kept.has(id) && open.delete(id)) found.set(id, "success");
	}
	return found;
}
function standing({ result, unchanged }) {
	return unchanged === true ? "success" : result;
}
const measured = 10;
function durations(runs) {
	const taken = /* @__PURE__ */ new Map();
	for (const { steps } of runs) for (const { id, result, durationMs, attempts, unchanged } of steps) {
		if (result !== "success" || attempts === 0 || unchanged === true) continue;
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

export { lastStanding as a, lastResults as i, durations as n, newestRuns as o, lastGood as r, among as t };