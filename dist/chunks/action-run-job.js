import { c as valuesOf, n as groupedLog, o as createPorts, s as createMask, t as runPipeline } from "./app-run.js";
import { n as runStoreAt } from "./adapters-run-folder-run-folder.js";
import { n as graphOfPlan, t as fetchPlan } from "./action-fetch-plan.js";
import { U as Failure, W as Usage, n as namesUsed } from "./manifest-json-schema.js";
import { a as isGood, m as failureRecordOf } from "./app-report.js";
import { t as folded } from "./action-action.js";
import { a as unpackJob, i as planArtifact, n as jobArtifact, r as packJob, t as carriedFile } from "./adapters-run-folder-hand-over.js";
import { t as setOutput } from "./action-outputs.js";
import { join } from "node:path";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { appendFileSync } from "node:fs";

// src/run/unstarted-step.ts
function unstartedStep(run, step, failure, now) {
	return {
		schema: 1,
		run,
		at: now.toISOString(),
		type: "step-finished",
		step,
		result: "failure",
		attempts: 0,
		rows: null,
		durationMs: 0,
		outputs: {},
		reason: failure.message,
		failure
	};
}

// src/run/prior-results.ts
function priorResults(words) {
	const finished = [...words.flatMap(({ carried }) => carried), ...words.flatMap(({ events }) => events)].filter((event) => event.type === "step-finished");
	return new Map(finished.map((event) => [event.step, event]));
}
function carriedOn(prior) {
	return [...prior.values()].map(({ schema, run, at, type, step, result, attempts, rows, durationMs, tolerated }) => {
		const ended = {
			schema,
			run,
			at,
			type,
			step,
			result,
			attempts,
			rows,
			durationMs,
			outputs: {}
		};
		return tolerated === void 0 ? ended : {
			...ended,
			tolerated
		};
	});
}

// src/action/hand-on.ts
async function handOn(action, { job, folder, prior, mask }) {
	const { artifacts, context, inputs, runner } = action;
	const out = join(context.temp, "millrace-out");
	await rm(out, {
		recursive: true,
		force: true
	});
	await mkdir(out, { recursive: true });
	const lines = carriedOn(prior).map((event) => `${JSON.stringify(event)}\n`);
	await writeFile(join(folder, carriedFile), lines.join(""));
	const { leaks } = await packJob(folder, job.steps, out, mask);
	for (const path of leaks) {
		const message = `${path} shows a secret and is not uploaded: what needs it cannot go on`;
		runner.annotate({
			level: "error",
			title: "Millrace",
			message
		});
	}
	const days = { retentionDays: inputs.retentionDays };
	await folded(action, "Hand on what it made", () => artifacts.upload(jobArtifact(job.id), out, days));
	return leaks.length === 0;
}

// src/action/prior-jobs.ts
async function fetchPrior(action, job, folder) {
	if (job.needs.length === 0) return /* @__PURE__ */ new Map();
	return folded(action, "Fetch what it needs", async () => {
		const words = [];
		for (const need of job.needs) words.push(...await fetchWord(action, need, folder));
		return priorResults(words);
	});
}
async function fetchWord(action, job, folder) {
	const { artifacts, context, runner } = action;
	const into = join(context.temp, jobArtifact(job));
	await mkdir(into, { recursive: true });
	const there = await artifacts.download(jobArtifact(job), into, { since: planArtifact });
	if (!there) runner.line(`job ${job} left no word`);
	const words = there ? [await unpackJob(into, folder)] : [];
	await rm(into, {
		recursive: true,
		force: true
	});
	return words;
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
	const mask = maskIn(action, namesUsed(graph.manifest).secrets.flatMap((name) => action.env[name] ?? []));
	const prior = await fetchPrior(action, job, folder);
	const result = await carryOut(action, {
		plan,
		graph,
		job,
		prior,
		folder
	});
	const clean = await handOn(action, {
		job,
		folder,
		prior,
		mask
	});
	setOutput(runner, "run", plan.run.id);
	setOutput(runner, "result", result);
	return clean && isGood(result) ? "passed" : "failed";
}
const shortestMask = 4;
function maskIn({ runner, inputs }, secrets) {
	for (const value of secrets.flatMap((secret) => [...valuesOf(secret)])) if (value.length >= shortestMask) runner.mask(value);
	return createMask([...secrets, ...inputs.token === "" ? [] : [inputs.token]]);
}
const graceMs = 3500;
async function carryOut(action, { plan, graph, job, prior, folder }) {
	const tell = groupedLog(action.runner);
	const request = {
		graph,
		plan,
		job: job.id,
		prior,
		ports: createPorts({ graceMs: 3e3 }),
		lookup: (name) => action.env[name],
		env: action.env,
		github: action.context.expressions,
		workspace: action.workspace,
		store: runStoreAt(folder),
		concurrency: action.inputs.concurrency,
		signal: action.signal,
		graceMs
	};
	return runPipeline(request, tell).catch((thrown) => {
		if (!(thrown instanceof Failure)) throw thrown;
		for (const step of job.steps) {
			const event = unstartedStep(plan.run.id, step, failureRecordOf(thrown), /* @__PURE__ */ new Date());
			appendFileSync(join(folder, "events.jsonl"), `${JSON.stringify(event)}\n`);
			tell(event);
		}
		return "failure";
	});
}

export { runJob };