import { t as planPipeline } from "./app-plan.js";
import { Mt as Usage, z as counted } from "./manifest-json-schema.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as mermaid } from "./report-mermaid.js";
import { t as folded } from "./action-action.js";
import { i as planArtifact } from "./adapters-run-folder-hand-over.js";
import { n as forecastOf, t as tellDiagnostics } from "./action-tell-diagnostics.js";
import { i as runMadeAt, r as pastRunsOf } from "./action-keep-run.js";
import { i as dateIn, r as latestTick } from "./app-past-runs.js";
import { n as nextTicks } from "./schedule-next-ticks.js";
import { n as setRunners, r as setWaves, t as setOutput } from "./action-outputs.js";
import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

// src/report/plan-summary.ts
function planSummary(plan) {
	const { name, run, steps, jobs, waves, cost } = plan;
	const sizes = [
		counted(steps.length, "step"),
		counted(jobs.length, "job"),
		counted(waves.length, "wave"),
		counted(cost.billedMinutes, "billed minute")
	];
	return [
		`### Plan of ${escapeMarkdown(name)} for ${code(run.date)}`,
		`${sizes.slice(0, 3).join(", ")}; about ${sizes[3]}.`,
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

// src/ledger/due-ticks.ts
const longestMs = 26784e5;
function dueTicks(schedule, entries, now) {
	const done = /* @__PURE__ */ new Set();
	for (const { tick } of entries) if (tick?.cron === schedule.cron) done.add(Date.parse(tick.at));
	const latest = latestTick(schedule, now);
	if (latest === void 0) return [];
	if (done.size === 0) return [latest];
	const due = [];
	const first = [...done].reduce((least, at) => Math.min(least, at), 1e400);
	let after = new Date(Math.max(first, now.getTime() - longestMs));
	for (;;) {
		const ticks = nextTicks(schedule, after, 100);
		due.push(...ticks.filter((tick) => tick <= now && !done.has(tick.getTime())));
		const last = ticks.at(-1);
		if (last === void 0 || last >= now) return due.slice(-1e3);
		after = last;
	}
}

// src/action/missed-ticks.ts
const namedDates = 10;
async function tellMissedTicks(action, { graph, plan }) {
	const { manifest } = graph;
	const schedule = manifest.schedules.find(({ cron }) => cron === action.context.event.schedule);
	if (schedule?.catchUp !== "all" || plan.run.dated === true) return;
	const at = new Date(plan.run.at);
	const missed = dueTicks(schedule, await pastRunsOf(action, manifest.id), at).filter((tick) => tick < at);
	if (missed.length === 0) return;
	const dates = [...new Set(missed.map((tick) => dateIn(schedule.timezone, tick)))];
	const more = dates.length > namedDates ? ", …" : "";
	const named = `${dates.slice(0, namedDates).join(", ")}${more}`;
	const message = `${counted(missed.length, "tick")} of "${schedule.cron}" had no run: ${named}\nRun what is missing by hand: millrace run ${manifest.file} --date ${dates[0] ?? ""}`;
	action.runner.annotate({
		level: "warning",
		title: "Millrace",
		message
	});
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
	await tellMissedTicks(action, planned);
	const folder = await writePlan(action, planned.plan);
	await folded(action, "Hand on the plan", () => artifacts.upload(planArtifact, folder, { retentionDays: inputs.retentionDays }));
	runner.summary(planSummary(planned.plan));
	setWaves(runner, planned.plan.waves);
	setRunners(runner, planned.plan.jobs);
	setOutput(runner, "run", planned.plan.run.id);
	setOutput(runner, "result", "success");
	return "passed";
}
async function requestOf(action) {
	const { inputs, context, workspace } = action;
	const [file, ...others] = inputs.pipelines;
	if (file === void 0 || others.length > 0) throw new Usage("plan needs the input pipeline", "give the path of one manifest, e.g. pipelines/daily.yml");
	const { schedule } = context.event;
	return {
		file,
		workspace,
		inputs: {
			...givenInputs(context.event.inputs ?? {}),
			...inputs.inputs
		},
		trigger: context.eventName,
		...schedule === void 0 ? {} : { cron: schedule },
		runId: String(context.runId),
		now: await runMadeAt(action),
		plannedAt: /* @__PURE__ */ new Date(),
		branch: context.branch,
		pastRuns: (pipeline) => pastRunsOf(action, pipeline),
		maxWaves: inputs.waves ?? 10,
		...inputs.select === "" ? {} : { select: inputs.select },
		...inputs.cache ? { forecast: forecastOf(action) } : {}
	};
}
function givenInputs(inputs) {
	return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== "" && value !== null));
}
async function writePlan({ context }, made) {
	const folder = join(context.temp, "millrace-plan");
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "plan.json"), JSON.stringify(made));
	return folder;
}

export { plan };