import { i as planSchema, n as runStoreAt, o as lostCode } from "./adapters-run-folder-run-folder.js";
import { a as systemClock, c as valuesOf, i as createDatabases, l as failureRecordOf, n as createProcesses, o as runPipeline, r as createHttp, s as createMask, t as sqliteEngine } from "./adapters-sqlite-sqlite-engine.js";
import { _ as Failure, c as readSqlFiles, o as namesUsed, p as buildGraph, u as decodeAuthored, v as Usage } from "./source-syntax-errors.js";
import { t as folded } from "./action-action.js";
import { i as unpackJob, n as packJob, r as planArtifact, t as jobArtifact } from "./action-hand-over.js";
import { t as setOutput } from "./action-outputs.js";
import { r as duration, t as counted } from "./report-quantities.js";
import { join } from "node:path";
import { mkdir, readFile, rm } from "node:fs/promises";
import { appendFileSync } from "node:fs";

// src/action/received-plan.ts
async function receivePlan(artifacts, folder, workspace) {
	const into = join(folder, "plan");
	await mkdir(into, { recursive: true });
	if (!await artifacts.download("millrace-plan", into)) return void 0;
	const decoded = planSchema.safeParse(JSON.parse(await readFile(join(into, "plan.json"), "utf8")));
	if (!decoded.success) throw unknown("it has another shape");
	const manifest = decodeAuthored(decoded.data.file, decoded.data.manifest);
	if (!manifest.ok) throw unknown(manifest.diagnostics[0]?.message ?? "its manifest does not decode");
	const { manifest: whole, diagnostics } = await readSqlFiles(manifest.value, workspace);
	if (diagnostics[0] !== void 0) throw unknown(diagnostics[0].message);
	const graph = buildGraph(whole);
	if (!graph.ok) throw unknown(graph.diagnostics[0]?.message ?? "its graph does not hold");
	return {
		plan: decoded.data,
		graph: graph.value
	};
}
function unknown(why) {
	return new Failure("plan/unreadable", `the plan of this run cannot be read: ${why}`, { help: "Use one version of the action in all jobs of the workflow" });
}

// src/action/lost-step.ts
const message = "its job ended without a word: the runner was lost, ran out of time or was out of memory";
function lostStep(plan, step) {
	return unstartedStep(plan, step, {
		code: lostCode,
		message,
		causes: [],
		retryable: true
	});
}
function unstartedStep(plan, step, failure) {
	return {
		schema: 1,
		run: plan.run.id,
		at: (/* @__PURE__ */ new Date()).toISOString(),
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

// src/action/ports.ts
function createPorts() {
	return {
		clock: systemClock,
		http: createHttp(systemClock),
		processes: createProcesses({ graceMs: 3e3 }),
		databases: createDatabases(sqliteEngine),
		sqlite: sqliteEngine
	};
}

// src/action/tell-events.ts
function createTeller(runner) {
	const lines = /* @__PURE__ */ new Map();
	return (event) => {
		switch (event.type) {
			case "step-started":
				runner.line(`▶ ${event.step}${event.attempt > 1 ? `, attempt ${event.attempt}` : ""}`);
				break;
			case "step-log":
				keep(lines, event.step, event.line);
				break;
			case "step-retrying":
				keep(lines, event.step, `attempt ${event.attempt} failed: ${event.failure.message}; again in ${duration(event.delayMs)}`);
				break;
			case "step-finished":
				finish(event, lines.get(event.step) ?? [], runner);
				lines.delete(event.step);
		}
	};
}
const mostLines = 5e3;
function keep(lines, step, line) {
	const kept = lines.get(step) ?? [];
	lines.set(step, kept);
	if (kept.length < mostLines) kept.push(line);
	else if (kept.length === mostLines) kept.push("… the rest is in the log of the step, in the artifact of this job");
}
function finish(event, kept, runner) {
	const marks = {
		success: "✔",
		failure: "✖",
		cancelled: "◼",
		skipped: "–"
	};
	const rows = event.rows === null ? "" : `, ${counted(event.rows, "row")}`;
	const took = event.attempts === 0 ? "" : ` in ${duration(event.durationMs)}`;
	const why = event.reason === void 0 ? "" : `: ${event.reason}`;
	runner.group(`${marks[event.result]} ${event.step} ${event.result}${took}${rows}${why}`);
	for (const line of kept) runner.line(line);
	runner.endGroup();
	if (event.failure === void 0) return;
	const help = event.failure.help === void 0 ? "" : `\n${event.failure.help}`;
	const message = `${event.failure.message}${help}`;
	runner.annotate({
		level: event.tolerated === true ? "warning" : "error",
		title: `${event.step} failed`,
		message
	});
}

// src/action/run-job.ts
async function runJob(action) {
	const { runner, inputs, artifacts, context } = action;
	const folder = join(context.temp, "millrace-run");
	await mkdir(folder, { recursive: true });
	const received = await folded(action, "Fetch the plan", () => receivePlan(artifacts, folder, action.workspace));
	if (received === void 0) throw new Failure("plan/missing", "this run has no plan: its plan job failed");
	const { plan, graph } = received;
	const job = plan.jobs.find(({ id }) => id === inputs.job);
	if (job === void 0) throw new Usage(`the plan has no job "${inputs.job}"`);
	const lookup = (name) => action.env[name];
	const mask = maskIn(action, namesUsed(graph.manifest).secrets.flatMap((name) => lookup(name) ?? []));
	const prior = job.needs.length === 0 ? /* @__PURE__ */ new Map() : await folded(action, "Fetch what it needs", () => priorResults(action, plan, job.needs, folder));
	const tell = createTeller(runner);
	const result = await runPipeline({
		graph,
		plan,
		job: job.id,
		prior,
		ports: createPorts(),
		lookup,
		env: action.env,
		github: context.expressions,
		workspace: action.workspace,
		store: runStoreAt(folder),
		concurrency: inputs.concurrency,
		signal: action.signal
	}, tell).catch((thrown) => refused(plan, job.steps, folder, thrown, tell));
	const leaks = await handOn(action, job, folder, mask);
	setOutput(runner, "run", plan.run.id);
	setOutput(runner, "result", result);
	return leaks || !isGood(result) ? "failed" : "passed";
}
function isGood(result) {
	return result === "success" || result === "degraded" || result === "skipped";
}
function refused(plan, steps, folder, thrown, tell) {
	if (!(thrown instanceof Failure)) throw thrown;
	for (const step of steps) {
		const event = unstartedStep(plan, step, failureRecordOf(thrown));
		appendFileSync(join(folder, "events.jsonl"), `${JSON.stringify(event)}\n`);
		tell(event);
	}
	return "failure";
}
const shortestMask = 4;
function maskIn({ runner, inputs }, secrets) {
	for (const value of secrets.flatMap((secret) => [...valuesOf(secret)])) if (value.length >= shortestMask) runner.mask(value);
	return createMask([...secrets, ...inputs.token === "" ? [] : [inputs.token]]);
}
async function priorResults({ artifacts, context, runner }, plan, jobs, folder) {
	const finished = /* @__PURE__ */ new Map();
	for (const job of jobs) {
		const into = join(context.temp, jobArtifact(job));
		await mkdir(into, { recursive: true });
		const events = await artifacts.download(jobArtifact(job), into) ? await unpackJob(into, folder) : [];
		await rm(into, {
			recursive: true,
			force: true
		});
		for (const event of events) if (event.type === "step-finished") finished.set(event.step, event);
		for (const step of plan.steps.filter((one) => one.job === job && !finished.has(one.id))) {
			runner.line(`step ${step.id}: its job left no word`);
			finished.set(step.id, lostStep(plan, step.id));
		}
	}
	return finished;
}
async function handOn({ artifacts, context, inputs, runner }, job, folder, mask) {
	const out = join(context.temp, "millrace-out");
	await rm(out, {
		recursive: true,
		force: true
	});
	await mkdir(out, { recursive: true });
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
	await folded({ runner }, "Hand on what it made", () => artifacts.upload(jobArtifact(job.id), out, days));
	return leaks.length > 0;
}

export { runJob as n, receivePlan as r, isGood as t };