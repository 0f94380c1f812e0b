import { a as recoveryArtifact, i as planArtifact, n as jobArtifact } from "./adapters-run-folder-hand-over.js";
import { n as runStoreAt } from "./adapters-run-folder-run-folder.js";
import { t as graphOfPlan } from "./app-arrived-plan.js";
import { at as runnerKey, jt as Failure, xt as nodeOf, z as counted } from "./manifest-json-schema.js";
import { t as decodeEvents } from "./run-decode-events.js";
import { n as recoveryRunner, t as mayRecover } from "./plan-recovery.js";
import { r as unknownNeedCode } from "./run-verdict.js";
import { i as isGood } from "./run-condition.js";
import { t as code } from "./text-markdown.js";
import { n as stepsAfterCancel } from "./plan-after-cancel.js";
import { a as priorOf, i as fetchWords, n as maskIn, o as handOn, t as carryOut } from "./action-run-job.js";
import { t as setOutput } from "./action-outputs.js";
import { t as fetchPlan } from "./action-fetch-plan.js";
import { join } from "node:path";
import { mkdir } from "node:fs/promises";

// src/run/recovery-jobs.ts
const recoveryJob = "millrace.recover";
function recoveryJobs(graph, plan, events) {
	const ends = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.type === "step-finished") ends.set(event.step, event);
		if (event.type === "part-finished") ends.set(partKey(event.step, event.part.index), event);
	}
	const endIn = ({ part }, step) => ends.get(part === void 0 ? step : partKey(step, part.index));
	const again = stepsAgain(graph, plan, endIn);
	const byId = new Map(plan.jobs.map((job) => [job.id, job]));
	return plan.waves.map((wave) => {
		const left = wave.flatMap((id) => byId.get(id) ?? []).flatMap((job) => {
			const steps = job.steps.filter((step) => again.has(step) && !hasRun(endIn(job, step)));
			return steps.length === 0 ? [] : [{
				...job,
				steps
			}];
		});
		return [...together(left.filter(({ part }) => part === void 0)), ...left.filter(({ part }) => part !== void 0)];
	});
}
const partKey = (step, part) => `${step}#${part}`;
function stepsAgain(graph, plan, endIn) {
	const runner = recoveryRunner(graph);
	const fits = ({ step }) => runner !== void 0 && runnerKey(step.runsOn) === runnerKey(runner);
	const untold = /* @__PURE__ */ new Set();
	const idle = /* @__PURE__ */ new Set();
	for (const job of plan.jobs) for (const step of job.steps) {
		const end = endIn(job, step);
		if (end === void 0) untold.add(step);
		else if (!hasRun(end)) idle.add(step);
	}
	const again = /* @__PURE__ */ new Set();
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const lost = untold.has(id) && mayRecover(node);
		const waited = idle.has(id) && node.needs.some((need) => again.has(need));
		if (fits(node) && (lost || waited)) again.add(id);
	}
	return again;
}
function hasRun(end) {
	if (end === void 0) return false;
	return end.unselected === true || end.result !== "skipped" && end.failure?.code !== "run/need-unknown";
}
function together(jobs) {
	const [first] = jobs;
	if (first === void 0) return [];
	const { limits: _, ...job } = first;
	return [{
		...job,
		id: recoveryJob,
		steps: [...new Set(jobs.flatMap(({ steps }) => steps))]
	}];
}

// src/action/after-cancel.ts
async function runAfterCancel(action, { plan, graph, folder }) {
	const jobs = plan.jobs.map(({ id }) => id);
	const known = priorOf(graph, await fetchWords(action, jobs, folder));
	const steps = stepsDue(graph, known.ends);
	const job = jobOf(plan, steps);
	if (job === void 0) {
		action.runner.line("nothing is left to run");
		setOutput(action.runner, "result", "skipped");
		return "passed";
	}
	const ends = new Map(graph.order.flatMap((id) => steps.includes(id) ? [] : [[id, known.ends.get(id) ?? untold(plan, id)]]));
	const result = await carryOut({
		...action,
		signal: AbortSignal.abort()
	}, {
		plan: {
			...plan,
			jobs: [...plan.jobs, job]
		},
		graph,
		job,
		prior: {
			ends,
			parts: known.parts
		},
		folder
	});
	const clean = await handOn(action, {
		artifact: recoveryArtifact,
		steps,
		folder,
		prior: /* @__PURE__ */ new Map(),
		mask: maskIn(action, graph)
	});
	setOutput(action.runner, "result", result);
	return clean && result !== "failure" ? "passed" : "failed";
}
function stepsDue(graph, ends) {
	return [...stepsAfterCancel(graph)].filter((id) => (ends.get(id)?.result ?? "cancelled") === "cancelled");
}
function jobOf(plan, steps) {
	const planned = plan.jobs.find((job) => job.steps.some((step) => steps.includes(step)));
	if (planned === void 0) return void 0;
	const { limits: _limits, part: _part, ...job } = planned;
	return {
		...job,
		id: "millrace.after-cancel",
		steps: [...steps]
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

// src/action/recover.ts
async function recover(action) {
	const { runner, context, artifacts } = action;
	const folder = join(context.temp, "millrace-run");
	await mkdir(folder, { recursive: true });
	const plan = await fetchPlan(action, folder);
	if (plan === void 0) throw new Failure("plan/missing", "this run has no plan: its plan job failed");
	setOutput(runner, "run", plan.run.id);
	if (action.inputs.cancelled) {
		const graph = await graphOfPlan(plan, action.workspace);
		return runAfterCancel(action, {
			plan,
			graph,
			folder
		});
	}
	const left = new Set(await artifacts.list({ since: planArtifact }));
	const lost = plan.jobs.filter(({ id }) => !left.has(jobArtifact(id)));
	if (lost.length === 0) {
		runner.line("every job told how it ended: nothing was lost");
		const graph = await graphOfPlan(plan, action.workspace);
		return runAfterCancel(action, {
			plan,
			graph,
			folder
		});
	}
	runner.line(`${counted(lost.length, "job")} left nothing: ${lost.map(({ id }) => id).join(", ")}`);
	const graph = await graphOfPlan(plan, action.workspace);
	const words = await fetchWords(action, plan.jobs.filter((job) => !lost.includes(job)).map(({ id }) => id), folder);
	const jobs = recoveryJobs(graph, plan, words.flatMap(({ events }) => events)).flat();
	if (jobs.length === 0) return nothing(action, "none of it may be run again here (`retry: { infrastructure: 0 }`, or another runner)");
	return runAgain(action, {
		plan,
		graph,
		jobs,
		words,
		folder
	});
}
function nothing({ runner }, why) {
	runner.line(why);
	setOutput(runner, "result", "skipped");
	return "passed";
}
function summaryOf(jobs) {
	return `### Run again, because the job that had it was lost, or what it needed was\n\n${jobs.flatMap(({ id, part, steps: own }) => part === void 0 ? own : [id]).map(code).join(", ")}\n`;
}
async function runAgain(action, { plan, graph, jobs, words, folder }) {
	const { runner } = action;
	const mask = maskIn(action, graph);
	const store = runStoreAt(folder);
	const results = [];
	for (const job of jobs) {
		runner.line(`again: ${job.steps.join(", ")}${job.part === void 0 ? "" : ` (${job.id})`}`);
		const events = decodeEvents(await store.read("events.jsonl") ?? "");
		const { ends, parts } = priorOf(graph, [...words, {
			events,
			carried: []
		}]);
		const others = ends.entries().filter(([step]) => !job.steps.includes(step));
		const altered = {
			...plan,
			jobs: [...plan.jobs.filter(({ id }) => id !== job.id), job]
		};
		const prior = {
			ends: new Map(others),
			parts
		};
		results.push(await carryOut(action, {
			plan: altered,
			graph,
			job,
			prior,
			folder
		}));
	}
	const steps = [...new Set(jobs.flatMap((job) => job.steps))];
	const clean = await handOn(action, {
		artifact: recoveryArtifact,
		steps,
		folder,
		prior: /* @__PURE__ */ new Map(),
		mask
	});
	runner.summary(summaryOf(jobs));
	const bad = results.find((result) => !isGood(result));
	setOutput(runner, "result", bad ?? results.at(-1) ?? "success");
	return clean && bad === void 0 ? "passed" : "failed";
}

export { recover };