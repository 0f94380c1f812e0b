import { t as afterCancelJobs } from "./plan-late-jobs.js";
import { i as openLate, n as fetchRecovered, o as runLeft, r as knownHere, t as closeLate } from "./action-late-job.js";
import { i as fetchWords } from "./action-prior-jobs.js";

// src/action/after-cancel.ts
async function afterCancel(action) {
	const late = await openLate(action, afterCancelJobs);
	const { plan, graph, folder } = late;
	const jobs = plan.jobs.map(({ id }) => id);
	const words = [...await fetchWords(action, jobs, folder), ...await fetchRecovered(action, late)];
	const known = withUntold(await knownHere(late, words), plan, graph.order);
	const ran = await runLeft(action, late, known, (end) => end?.result === "cancelled");
	if (ran.length === 0) action.runner.line("nothing is left to run");
	return closeLate(action, late, ran);
}
function withUntold({ ends, parts }, plan, steps) {
	return {
		ends: new Map(steps.map((id) => [id, ends.get(id) ?? untold(plan, id)])),
		parts
	};
}
function untold({ run }, step) {
	return {
		schema: 1,
		run: run.id,
		at: run.at,
		type: "step-finished",
		step,
		result: "cancelled",
		attempts: 0,
		rows: null,
		durationMs: 0,
		outputs: {},
		reason: "the run was cancelled"
	};
}

export { afterCancel };