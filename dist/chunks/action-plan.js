import { t as planPipeline } from "./app-plan.js";
import { H as Usage, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { _ as literal, y as object } from "./vendor/zod.js";
import { o as mermaid } from "./diagnostic-lost.js";
import { t as folded } from "./action-action.js";
import { s as planArtifact, t as fetchPlan } from "./action-fetch-plan.js";
import { n as forecastOf, t as tellDiagnostics } from "./action-tell-diagnostics.js";
import { i as runMadeAt, r as pastRunsOf } from "./action-keep-run.js";
import { n as setRunners, r as setWaves, t as setOutput } from "./action-outputs.js";
import { n as tickRecord } from "./schedule-tick-record.js";
import { qt as parseJson } from "./manifest-json-schema.js";
import { n as windowField, t as forceField } from "./workflow-window-field.js";
import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

// src/report/tick-words.ts
function tickWords({ ticks }) {
	const { tick, remaining, idle } = ticks ?? {};
	if (idle !== void 0) return [`Nothing is to run: ${escapeMarkdown(idle)}.`];
	const passed = tick?.passed;
	return [...tick === void 0 || passed === void 0 ? [] : [`${spanText({
		cron: tick.cron,
		...passed
	})} had no run, and ${areOrIs(passed.count)} let go.`], ...remaining === void 0 ? [] : [`${spanText(remaining)} ${areOrIs(remaining.count)} due beside it, each for a run of its own.`]];
}
function areOrIs(count) {
	return count === 1 ? "is" : "are";
}
function spanText({ cron, count, first, last }) {
	const when = first === last ? first : `${first} to ${last}`;
	return `${counted(count, "tick")} of ${code(cron)} (${when})`;
}

// src/report/plan-summary.ts
function planSummary(plan) {
	const { name, run, steps, jobs, waves, cost } = plan;
	const sizes = [
		counted(steps.length, "step"),
		counted(jobs.length, "job"),
		counted(waves.filter((wave) => wave.length > 0).length, "wave"),
		counted(cost.billedMinutes, "billed minute")
	];
	if (plan.ticks?.idle !== void 0) return [`### ${escapeMarkdown(name)}: nothing to run`, ...tickWords(plan)].join("\n\n");
	return [
		`### Plan of ${escapeMarkdown(name)} for ${code(run.date)}`,
		`${sizes.slice(0, 3).join(", ")}; about ${sizes[3]}.`,
		...tickWords(plan),
		...cacheList(steps),
		fence(mermaid(plan), "mermaid")
	].join("\n\n");
}
const listed = 50;
function cacheList(steps) {
	const cached = steps.flatMap(({ id, cache }) => cache === void 0 ? [] : [{
		id,
		...cache
	}]);
	if (cached.length === 0) return [];
	const lines = cached.slice(0, listed).map(({ id, decision, reason }) => `- ${code(id)}: ${decision} (${escapeMarkdown(reason)})`);
	const more = cached.length > listed ? [`- and ${counted(cached.length - listed, "more step")}`] : [];
	return [[
		"From the cache:",
		"",
		...lines,
		...more
	].join("\n")];
}

// src/action/tick-word.ts
const artifact = "millrace-tick.json";
const retentionDays = 30;
const mostBytes = 1e4;
const mostAsked = 50;
const mostTold = 5;
const wordSchema = object({
	schema: literal(1),
	tick: tickRecord
});
async function leaveTick(action, tick) {
	const path = join(action.context.temp, artifact);
	await writeFile(path, JSON.stringify({
		schema: 1,
		tick
	}));
	await folded(action, "Say which tick this run is for", () => action.artifacts.uploadFile(path, { retentionDays }));
}
async function unrecordedTicks(action, runs, after) {
	const { context, runner } = action;
	if (context.workflowFile === void 0) return [];
	const known = /* @__PURE__ */ new Set([String(context.runId), ...runs.map(({ run }) => run.id)]);
	const unknown = (await runsAfter(action, context.workflowFile, after)).filter(({ id }) => !known.has(String(id)));
	const ticks = [];
	for (const { id, url } of unknown.slice(0, mostAsked)) {
		const tick = ticks.length < mostTold ? await tickOf(action, id) : void 0;
		if (tick === void 0) continue;
		runner.line(`the ledger knows nothing of ${url}, which had the tick ${tick.at} of "${tick.cron}"`);
		ticks.push(tick);
	}
	return ticks;
}
async function runsAfter({ context, github, runner }, workflow, since) {
	try {
		return await (await github()).runsSince({
			workflow,
			branch: context.branch,
			since
		});
	} catch (thrown) {
		if (!(thrown instanceof Failure) || thrown.code !== "github/forbidden") throw thrown;
		const message = `${thrown.message}: a tick whose run could not be kept would be run again`;
		runner.annotate({
			level: "notice",
			title: "Millrace",
			message
		});
		return [];
	}
}
async function tickOf({ artifacts, inputs }, run) {
	const bytes = await artifacts.readForeign({
		run,
		token: inputs.token
	}, artifact, mostBytes);
	if (bytes === void 0) return void 0;
	const word = wordSchema.safeParse(parseJson(bytes.toString("utf8")));
	if (word.success) return word.data.tick;
	throw new Failure("plan/tick", `what run ${run} says of its tick cannot be read`);
}

// src/action/tick-facts.ts
async function tickFactsOf(action, { made, runs, unread }) {
	const { attempt, catchUp } = action.context;
	const before = attempt === 1 ? void 0 : await tickBefore(action, runs);
	return {
		made,
		planned: /* @__PURE__ */ new Date(),
		...catchUp === void 0 ? {} : { catchUp: true },
		...before === void 0 ? {} : { before },
		...unread === void 0 || unread.code === "github/forbidden" ? {} : { unread },
		unrecorded: (known, after) => unrecordedTicks(action, known, after)
	};
}
async function tickBefore(action, runs) {
	const kept = runs.find(({ run }) => run.id === String(action.context.runId));
	if (kept?.schedules !== void 0) return kept.tick;
	const folder = join(action.context.temp, "millrace-before");
	await mkdir(folder, { recursive: true });
	return (await fetchPlan(action, folder))?.ticks?.tick;
}

// src/action/plan.ts
async function plan(action) {
	const { runner, inputs, artifacts } = action;
	const planned = await planPipeline(await requestOf(action));
	tellDiagnostics(planned.diagnostics, action);
	if (!planned.ok) {
		setOutput(runner, "result", "failure");
		return "failed";
	}
	const { ticks } = planned.plan;
	if (ticks?.idle !== void 0) runner.line(`nothing is to run: ${ticks.idle}`);
	if (ticks?.tick !== void 0) await leaveTick(action, ticks.tick);
	const folder = await writePlan(action, planned.plan);
	await folded(action, "Hand on the plan", () => artifacts.upload(planArtifact, folder, { retentionDays: inputs.retentionDays }));
	runner.summary(planSummary(planned.plan));
	setWaves(runner, planned.plan.waves);
	setRunners(runner, planned.plan);
	setOutput(runner, "run", planned.plan.run.id);
	setOutput(runner, "result", ticks?.idle === void 0 ? "success" : "skipped");
	return "passed";
}
async function requestOf(action) {
	const { inputs, context, workspace } = action;
	const [file, ...others] = inputs.pipelines;
	if (file === void 0 || others.length > 0) throw new Usage("plan needs the input pipeline", "give the path of one manifest, e.g. pipelines/daily.yml");
	if (inputs.force === true && inputs.window === "") throw new Usage("the input force goes with window", "what it loads again is a window of time");
	const cron = context.catchUp?.cron ?? context.event.schedule;
	const made = await runMadeAt(action);
	let unread;
	return {
		file,
		workspace,
		inputs: {
			...givenInputs(context.event.inputs ?? {}, inputs),
			...inputs.inputs
		},
		trigger: context.trigger,
		...cron === void 0 ? {} : { cron },
		runId: String(context.runId),
		now: made,
		plannedAt: /* @__PURE__ */ new Date(),
		branch: context.branch,
		pastRuns: (pipeline) => pastRunsOf(action, pipeline, (failure) => unread = failure),
		ticks: (runs) => tickFactsOf(action, {
			made,
			runs,
			unread
		}),
		maxWaves: inputs.waves ?? 10,
		...inputs.select === "" ? {} : { select: inputs.select },
		...inputs.window === "" ? {} : { window: inputs.window },
		again: inputs.force === true,
		...inputs.cache ? { forecast: forecastOf(action) } : {}
	};
}
function givenInputs(fields, { window, force }) {
	const given = Object.entries(fields).filter(([, value]) => value !== "" && value !== null);
	const isOurs = (name, value) => name === "window" && value === window || name === "force" && force !== void 0 && String(value) === String(force);
	return Object.fromEntries(given.filter(([name, value]) => !isOurs(name, value)));
}
async function writePlan({ context }, made) {
	const folder = join(context.temp, "millrace-plan");
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "plan.json"), JSON.stringify(made));
	return folder;
}

export { plan };