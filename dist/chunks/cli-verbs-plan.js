import { n as createLocalCache, t as cacheFolder } from "./adapters-cache-local.js";
import { n as environmentOf, t as newRunId } from "./app-run-id.js";
import { t as forecastBy } from "./app-forecast-cache.js";
import { t as lostOnGitHub } from "./app-lost-on-github.js";
import { t as planPipeline } from "./app-plan.js";
import { o as mermaid, s as legsText } from "./diagnostic-lost.js";
import { n as dateOption, t as selectOption } from "./cli-select-option.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as inputOption } from "./cli-input-option.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { M as counted, N as dollars, P as duration } from "./dataset-fields-print-number.js";
import { n as pastRunsHere } from "./cli-local-ledger.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as tellNotes } from "./cli-tell-notes.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as widthOf } from "./cli-width-of.js";

// src/cli/render-plan.ts
function renderPlan(plan, paint, columns) {
	const { name, pipeline, run, inputs, waves, jobs, steps, cost } = plan;
	const given = Object.entries(inputs).map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
	const rows = {
		jobs: new Map(jobs.map((job) => [job.id, job])),
		steps: new Map(steps.map((step) => [step.id, step])),
		paint
	};
	const lines = renderTable(waves.flatMap((wave, index) => waveRows(wave, index + 1, rows)), columns - 1);
	const left = steps.filter(({ unselected }) => unselected === true).length;
	const size = [
		counted(steps.length - left, "step"),
		counted(jobs.length, "job"),
		counted(waves.length, "wave")
	];
	return `${paint.bold(plainText(name))} ${paint.dim(`${pipeline} · ${run.date}${given.length > 0 ? ` · ${plainText(given.join(", "))}` : ""}`)}

${lines.join("\n")}
${sharedLines(jobs, paint)}${cacheLines(steps, paint)}
${size.join(" in ")}${left === 0 ? "" : `, ${counted(left, "step")} not selected`}. On GitHub: about ${counted(cost.billedMinutes, "billed minute")}, ${dollars(cost.dollars)} in a private repository.
`;
}
function sharedLines(jobs, paint) {
	const lines = jobs.flatMap(({ shared, steps, expectedMs }) => shared === void 0 ? [] : [`share a job: ${paint.bold(steps.join(", "))} ${paint.dim(`· ${duration(expectedMs)} in all, and a job bills a minute`)}\n`]);
	return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
function cacheLines(steps, paint) {
	const lines = steps.flatMap(({ id, cache }) => cache === void 0 ? [] : [{
		id,
		...cache
	}]).map(({ id, decision, reason }) => {
		return `cache: ${paint.bold(id)} ${words[decision]} ${paint.dim(`· ${plainText(reason)}`)}\n`;
	});
	return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
const words = {
	reuse: "would be reused",
	run: "would run",
	deferred: "is not decided yet"
};
function waveRows(wave, number, { jobs, steps, paint }) {
	const own = wave.flatMap((id) => jobs.get(id) ?? []);
	return own.filter(({ part }) => part === void 0 || part.index === 0).flatMap((job, first) => job.steps.map((stepId, nth) => {
		const step = steps.get(stepId);
		const { legs, cache, needs = [] } = step ?? {};
		const notes = [
			...needs.length === 0 ? [] : [`after ${needs.join(", ")}`],
			...legs === void 0 ? [] : [legsText(legs)],
			...nth === 0 ? limitsText(own.filter(({ steps: [one] }) => one === job.steps[0])) : [],
			...cache === void 0 ? [] : [`cache: ${cache.decision}`]
		];
		return [
			{
				text: first === 0 && nth === 0 ? `wave ${number}` : "",
				paint: paint.cyan
			},
			{
				text: stepMark(nth, job.steps.length),
				paint: paint.dim
			},
			{
				text: stepId,
				paint: paint.bold
			},
			{ text: step?.kind ?? "" },
			{
				text: plainText(notes.join(" · ")),
				paint: paint.dim
			},
			{
				text: nth === 0 ? labels(job.runsOn) : "",
				paint: paint.dim
			},
			{
				text: step?.basis === "past" ? duration(step.expectedMs) : "",
				align: "right",
				paint: paint.dim
			}
		];
	}));
}
function limitsText(jobs) {
	const sums = /* @__PURE__ */ new Map();
	for (const { limits = {} } of jobs) for (const [name, places] of Object.entries(limits)) sums.set(name, (sums.get(name) ?? 0) + places);
	return [...sums].map(([name, places]) => `${name} ≤ ${places}`);
}
function stepMark(nth, count) {
	if (count === 1) return "─";
	if (nth === 0) return "┌";
	return nth === count - 1 ? "└" : "│";
}
function labels(runsOn) {
	return typeof runsOn === "string" ? runsOn : runsOn.join(", ");
}

// src/cli/verbs/plan.ts
const plan = {
	declare: (command) => command.argument("<pipeline>", "the path of a manifest, or its name in pipelines/").addOption(inputOption()).addOption(dateOption()).addOption(selectOption()).option("--no-cache", "as if no step had a cache").addOption(formatOption("human", "json", "mermaid")),
	perform: async (command, shell) => {
		const { format, input, date, select, cache } = command.opts();
		const { workspace, file } = findPipeline(command.args[0] ?? "", shell.cwd);
		const now = /* @__PURE__ */ new Date();
		const planned = await planPipeline({
			file,
			workspace,
			inputs: input,
			trigger: "cli",
			runId: newRunId(now, Math.random()),
			now,
			pastRuns: pastRunsHere(workspace, shell),
			...cache ? { forecast: forecastHere(workspace, shell, now) } : {},
			...date === void 0 ? {} : { date },
			...select === void 0 ? {} : { select }
		});
		await tellDiagnostics(planned.diagnostics, workspace, shell);
		if (!planned.ok) return exitStatus.diagnostics;
		await tellNotes(lostOnGitHub(planned.graph.manifest), shell);
		if (format === "json") shell.out(`${printedJson(withoutManifests(planned.plan), 2)}\n`);
		else if (format === "mermaid") shell.out(`${mermaid(planned.plan)}\n`);
		else shell.out(renderPlan(planned.plan, shell.paint.out, widthOf(shell)));
		return exitStatus.done;
	}
};
function forecastHere(workspace, shell, now) {
	const store = createLocalCache(cacheFolder(workspace));
	const lookup = environmentOf(process.env, workspace, () => {});
	return forecastBy({
		store,
		lookup,
		env: shell.env,
		github: {},
		workspace,
		now
	});
}
function withoutManifests(whole) {
	const { manifest: _manifest, used: _used, ...rest } = whole;
	return rest;
}

export { plan };