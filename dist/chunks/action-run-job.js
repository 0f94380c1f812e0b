import { i as createGrowingMask, w as createPorts } from "./run-events-recorder.js";
import { i as jobArtifact, n as attemptFile, o as packJob, r as carriedFile, t as fetchPlan } from "./action-fetch-plan.js";
import { n as createActionsCache, t as actionsCacheOf } from "./action-actions-cache-of.js";
import { n as runStoreAt } from "./adapters-run-folder-run-folder.js";
import { t as groupedLog } from "./adapters-runner-grouped-log.js";
import { t as graphOfPlan } from "./app-arrived-plan.js";
import { t as runPipeline } from "./app-run.js";
import { H as Usage, V as Failure } from "./dataset-fields-print-number.js";
import { s as namesOfGraph } from "./manifest-json-schema.js";
import { n as stepsAfterCancel } from "./plan-after-cancel.js";
import { r as failureRecordOf } from "./run-attempts-attempt.js";
import { t as isGood } from "./run-run-result.js";
import { n as valuesOf } from "./text-mask.js";
import { a as joinDatasets, n as fetchPrior, s as carriedOn } from "./action-prior-jobs.js";
import { t as folded } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";
import { join } from "node:path";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { appendFileSync } from "node:fs";

// src/action/hand-on.ts
async function handOn(action, { artifact, steps, folder, prior, mask }) {
	const { artifacts, context, inputs, runner } = action;
	const out = join(context.temp, "millrace-out");
	await rm(out, {
		recursive: true,
		force: true
	});
	await mkdir(out, { recursive: true });
	const lines = carriedOn(prior).map((event) => `${JSON.stringify(event)}\n`);
	await writeFile(join(folder, carriedFile), lines.join(""));
	const { leaks } = await packJob(folder, steps, out, mask);
	await writeFile(join(out, attemptFile), String(context.attempt));
	for (const path of leaks) {
		const message = `${path} shows a secret and is not uploaded: what needs it cannot go on`;
		runner.annotate({
			level: "error",
			title: "Millrace",
			message
		});
	}
	const days = { retentionDays: inputs.retentionDays };
	await folded(action, "Hand on what it made", () => artifacts.upload(artifact, out, days));
	return leaks.length === 0;
}

// src/run/verdict/unstarted-step.ts
function unstartedStep({ run, step, part, failure, now }) {
	const ended = {
		schema: 1,
		run,
		at: now.toISOString(),
		step,
		result: "failure",
		attempts: 0,
		rows: null,
		durationMs: 0,
		outputs: {},
		reason: failure.message,
		failure
	};
	return part === void 0 ? {
		...ended,
		type: "step-finished"
	} : {
		...ended,
		type: "part-finished",
		part
	};
}

// src/action/run-job.ts
async function runJob(action) {
	const { runner, inputs, context } = action;
	const folder = join(context.temp, "millrace-run");
	await mkdir(folder, { recursive: true });
	const plan = await fetchPlan(action, folder);
	if (plan === void 0) throw new Failure("plan/missing", "this run has no plan: its plan job failed");
	const job = plan.jobs.find(({ id }) => id === inputs.job);
	if (job === void 0) throw new Usage(`the plan has no job "${inputs.job}"`);
	const graph = await graphOfPlan(plan, action.workspace);
	const { mask, hide } = maskIn(action, graph);
	const prior = await fetchPrior(action, graph, job, folder);
	const result = await carryOut(action, {
		plan,
		graph,
		job,
		prior,
		folder,
		leftOnCancel: stepsAfterCancel(graph),
		hide
	});
	const clean = await handOn(action, {
		artifact: jobArtifact(job.id),
		steps: job.steps,
		folder,
		prior: prior.ends,
		mask
	});
	setOutput(runner, "run", plan.run.id);
	setOutput(runner, "result", result);
	return clean && isGood(result) ? "passed" : "failed";
}
const shortestMask = 4;
function maskIn({ runner, inputs, env }, graph) {
	const secrets = namesOfGraph(graph).secrets.flatMap((name) => env[name] ?? []);
	const hideInLog = (secret) => {
		for (const value of valuesOf(secret)) if (value.length >= shortestMask) runner.mask(value);
	};
	for (const secret of secrets) hideInLog(secret);
	return createGrowingMask([...secrets, ...inputs.token === "" ? [] : [inputs.token]], hideInLog);
}
const graceMs = 3500;
async function carryOut(action, work) {
	const { plan, job, folder } = work;
	const tell = groupedLog(action.runner);
	return start(action, work, tell).catch((thrown) => {
		if (!(thrown instanceof Failure)) throw thrown;
		const failure = failureRecordOf(thrown);
		for (const step of job.steps) {
			const event = unstartedStep({
				run: plan.run.id,
				step,
				part: job.part,
				failure,
				now: /* @__PURE__ */ new Date()
			});
			appendFileSync(join(folder, "events.jsonl"), `${JSON.stringify(event)}\n`);
			tell(event);
		}
		return "failure";
	});
}
async function start(action, { plan, graph, job, prior, folder, leftOnCancel, hide }, tell) {
	return runPipeline({
		graph,
		plan,
		job: job.id,
		prior: await joinDatasets(prior, folder),
		ports: createPorts({ graceMs: 3e3 }),
		lookup: (name) => action.env[name],
		env: action.env,
		github: action.context.expressions,
		workspace: action.workspace,
		store: runStoreAt(folder),
		...action.inputs.cache ? { cache: createActionsCache(actionsCacheOf(action.context)) } : {},
		concurrency: action.inputs.concurrency,
		signal: action.signal,
		graceMs,
		onSecret: hide ?? ((secret) => action.runner.mask(secret)),
		...leftOnCancel === void 0 ? {} : { leftOnCancel }
	}, tell);
}

export { handOn as i, maskIn as n, runJob as r, carryOut as t };