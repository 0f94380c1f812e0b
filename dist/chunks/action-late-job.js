import { a as lateArtifact, i as jobArtifact, s as planArtifact, t as fetchPlan } from "./action-fetch-plan.js";
import { n as runStoreAt } from "./adapters-run-folder-run-folder.js";
import { t as graphOfPlan } from "./app-arrived-plan.js";
import { H as Usage, V as Failure } from "./dataset-fields-print-number.js";
import { n as stepsAfterCancel } from "./plan-after-cancel.js";
import { r as recoverJobs } from "./plan-late-jobs.js";
import { c as eventsOf } from "./app-report.js";
import { i as handOn, n as maskIn, t as carryOut } from "./action-run-job.js";
import { t as setOutput } from "./action-outputs.js";
import { o as priorOf, r as fetchWord } from "./action-prior-jobs.js";
import { join } from "node:path";
import { mkdir } from "node:fs/promises";

// src/action/late-job.ts
async function openLate(action, jobsOf) {
	const { context, inputs, runner } = action;
	const folder = join(context.temp, "millrace-run");
	await mkdir(folder, { recursive: true });
	const plan = await fetchPlan(action, folder);
	if (plan === void 0) throw new Failure("plan/missing", "this run has no plan: its plan job failed");
	setOutput(runner, "run", plan.run.id);
	const graph = await graphOfPlan(plan, action.workspace);
	const id = inputs.job === "" ? inputs.command : inputs.job;
	const here = jobsOf(graph).find((one) => one.id === id);
	if (here === void 0) throw new Usage(`the workflow of "${plan.pipeline}" needs no job "${id}"`, "run `millrace workflow` and commit what it writes");
	return {
		plan,
		graph,
		folder,
		here
	};
}
async function fetchRecovered(action, { plan, graph, folder, here }) {
	const since = [planArtifact, ...plan.jobs.map(({ id }) => jobArtifact(id))];
	const words = [];
	for (const { id } of recoverJobs(graph)) {
		if (id === here.id) break;
		words.push(...await fetchWord(action, {
			name: lateArtifact(id),
			since
		}, folder));
	}
	return words;
}
async function knownHere({ graph, folder }, words) {
	const lines = runStoreAt(folder).lines("events.jsonl");
	const events = [...eventsOf(lines, ["step-finished", "part-finished"])];
	return priorOf(graph, [...words, {
		events,
		carried: []
	}]);
}
async function runHere(action, { plan, graph, folder }, job, { ends, parts }) {
	const others = new Map(ends.entries().filter(([step]) => !job.steps.includes(step)));
	const altered = {
		...plan,
		jobs: [...plan.jobs.filter(({ id }) => id !== job.id), job]
	};
	return carryOut(action, {
		plan: altered,
		graph,
		job,
		prior: {
			ends: others,
			parts
		},
		folder
	});
}
async function runLeft(action, late, known, isDue) {
	const { plan, graph, here } = late;
	const planned = new Set(plan.jobs.flatMap(({ steps }) => steps));
	const steps = [...stepsAfterCancel(graph, here.runsOn)].filter((id) => planned.has(id) && isDue(known.ends.get(id)));
	const first = plan.jobs.find((job) => job.steps.some((step) => steps.includes(step)));
	if (first === void 0) return [];
	const { limits: _limits, part: _part, ...job } = first;
	const result = await runHere({
		...action,
		signal: AbortSignal.abort()
	}, late, {
		...job,
		id: `millrace.${here.id}`,
		steps
	}, known);
	return [{
		steps,
		result,
		isGood: result !== "failure"
	}];
}
async function closeLate(action, late, ran) {
	const { graph, folder, here } = late;
	const bad = ran.find(({ isGood }) => !isGood);
	setOutput(action.runner, "result", bad?.result ?? ran.at(-1)?.result ?? "skipped");
	if (ran.length === 0) return "passed";
	const steps = [...new Set(ran.flatMap((one) => one.steps))];
	const { mask } = maskIn(action, graph);
	const artifact = lateArtifact(here.id);
	return await handOn(action, {
		artifact,
		steps,
		folder,
		prior: /* @__PURE__ */ new Map(),
		mask
	}) && bad === void 0 ? "passed" : "failed";
}

export { runHere as a, openLate as i, fetchRecovered as n, runLeft as o, knownHere as r, closeLate as t };