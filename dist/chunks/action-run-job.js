import { r as joinPartFiles, s as createPorts, t as runPipeline } from "./app-run.js";
import { i as planArtifact, n as jobArtifact, o as unpackJob, r as packJob, t as carriedFile } from "./adapters-run-folder-hand-over.js";
import { n as createActionsCache, t as actionsCacheOf } from "./action-actions-cache-of.js";
import { n as runStoreAt } from "./adapters-run-folder-run-folder.js";
import { t as groupedLog } from "./adapters-runner-grouped-log.js";
import { t as graphOfPlan } from "./app-arrived-plan.js";
import { Mt as Usage, jt as Failure, l as namesOfGraph } from "./manifest-json-schema.js";
import { n as stepsAfterCancel } from "./plan-after-cancel.js";
import { s as failureRecordOf } from "./run-verdict.js";
import { i as isGood } from "./run-condition.js";
import { S as valuesOf, x as createMask } from "./run-cached-step-key.js";
import { i as lastOfEach, n as endsOfParts, r as partsOfSteps, t as fetchPlan } from "./action-fetch-plan.js";
import { t as folded } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";
import { join } from "node:path";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { appendFileSync } from "node:fs";

// src/run/prior-results.ts
function priorResults(graph, words) {
	const own = words.flatMap(({ events }) => events);
	const finished = [
		...words.flatMap(({ carried }) => carried),
		...own,
		...endsOfParts(graph, own)
	].filter((event) => event.type === "step-finished");
	return new Map(finished.map((event) => [event.step, event]));
}
function carriedOn(prior) {
	return [...prior.values()].map((end) => {
		const { schema, run, at, type, step, result, attempts, rows, durationMs, outputs, ...more } = end;
		const { tolerated, toleratedAround, reason, legs, failedLegs, unselected, cached } = more;
		return {
			schema,
			run,
			at,
			type,
			step,
			result,
			attempts,
			rows,
			durationMs,
			outputs,
			...said({
				tolerated,
				toleratedAround,
				reason,
				legs,
				failedLegs,
				unselected,
				cached
			})
		};
	});
}
function said(all) {
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== void 0));
}

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

// src/run/join-part-datasets.ts
async function joinPartDatasets(folder, step, parts) {
	const ordered = lastOfEach(parts);
	const join = (file, table, records, skip) => joinPartFiles({
		folder,
		file,
		table
	}, records.filter((one) => one !== void 0), skip);
	const dataset = await join(`datasets/${step}.sqlite`, step, ordered.map((part) => part.dataset), 1);
	const names = new Set(ordered.flatMap((part) => Object.keys(part.datasets ?? {})));
	const named = {};
	for (const name of names) {
		const table = `${step}/${name}`;
		const one = await join(`datasets/${table}.sqlite`, table, ordered.map((part) => part.datasets?.[name]), 1);
		if (one !== void 0) named[name] = one;
	}
	const rejects = await join(`rejects/${step}.sqlite`, step, ordered.map((part) => part.rejects), 0);
	return {
		...dataset === void 0 ? {} : { dataset },
		...names.size === 0 ? {} : { datasets: named },
		...rejects === void 0 ? {} : { rejects }
	};
}

// src/action/prior-jobs.ts
async function fetchPrior(action, graph, job, folder) {
	if (job.needs.length === 0) return {
		ends: /* @__PURE__ */ new Map(),
		parts: /* @__PURE__ */ new Map()
	};
	return folded(action, "Fetch what it needs", async () => priorOf(graph, await fetchWords(action, job.needs, folder)));
}
function priorOf(graph, words) {
	return {
		ends: priorResults(graph, words),
		parts: partsOfSteps(words.flatMap(({ events }) => events))
	};
}
async function joinDatasets({ ends, parts }, folder) {
	const joined = new Map(ends);
	for (const [step, told] of parts) {
		const end = joined.get(step);
		if (end !== void 0) joined.set(step, {
			...end,
			...await joinPartDatasets(folder, step, told)
		});
	}
	return joined;
}
const atOnce = 8;
async function fetchWords(action, jobs, folder) {
	const words = [];
	for (let from = 0; from < jobs.length; from += atOnce) {
		const fetched = jobs.slice(from, from + atOnce).map((job) => fetchWord(action, job, folder));
		words.push(...(await Promise.all(fetched)).flat());
	}
	return words;
}
async function fetchWord(action, job, folder) {
	const { artifacts, context, runner } = action;
	const into = join(context.temp, jobArtifact(job));
	await mkdir(into, { recursive: true });
	const there = await artifacts.download(jobArtifact(job), into, { since: planArtifact });
	if (!there) runner.line(`job ${job} left no word`);
	const words = there ? [await unpackJob(into, folder, {
		folders: ["datasets", "rejects"],
		endsOnly: true
	})] : [];
	await rm(into, {
		recursive: true,
		force: true
	});
	return words;
}

// src/run/unstarted-step.ts
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
	const mask = maskIn(action, graph);
	const prior = await fetchPrior(action, graph, job, folder);
	const result = await carryOut(action, {
		plan,
		graph,
		job,
		prior,
		folder,
		leftOnCancel: stepsAfterCancel(graph)
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
	for (const value of secrets.flatMap((secret) => [...valuesOf(secret)])) if (value.length >= shortestMask) runner.mask(value);
	return createMask([...secrets, ...inputs.token === "" ? [] : [inputs.token]]);
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
async function start(action, { plan, graph, job, prior, folder, leftOnCancel }, tell) {
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
		...leftOnCancel === void 0 ? {} : { leftOnCancel }
	}, tell);
}

export { priorOf as a, fetchWords as i, maskIn as n, handOn as o, runJob as r, carryOut as t };