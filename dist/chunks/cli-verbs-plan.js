import { t as lostOnGitHub } from "./app-lost-on-github.js";
import { t as planPipeline } from "./app-plan.js";
import { t as mermaid } from "./report-mermaid.js";
import { n as inputOption, r as dateOption, t as newRunId } from "./cli-run-id.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { F as counted, I as dollars, L as duration } from "./manifest-json-schema.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as tellNotes } from "./cli-tell-notes.js";
import { a as printedJson } from "./text-runner-command.js";

// src/cli/render-plan.ts
function renderPlan(plan, paint, columns) {
	const { name, pipeline, run, inputs, waves, jobs, steps, cost } = plan;
	const given = Object.entries(inputs).map(([key, value]) => `${key}=${value}`);
	const lines = renderTable(waves.flatMap((wave, index) => waveRows(plan, wave, index + 1, paint)), columns - 1);
	const size = [
		counted(steps.length, "step"),
		counted(jobs.length, "job"),
		counted(waves.length, "wave")
	];
	return `${paint.bold(plainText(name))} ${paint.dim(`${pipeline} · ${run.date}${given.length > 0 ? ` · ${plainText(given.join(", "))}` : ""}`)}

${lines.join("\n")}

${size.join(" in ")}. On GitHub: about ${counted(cost.billedMinutes, "billed minute")}, ${dollars(cost.dollars)} in a private repository.
`;
}
function waveRows(plan, wave, number, paint) {
	return wave.flatMap((id, first) => {
		const job = plan.jobs.find((one) => one.id === id);
		return (job?.steps ?? []).map((stepId, nth) => {
			const step = plan.steps.find((one) => one.id === stepId);
			return [
				{
					text: first === 0 && nth === 0 ? `wave ${number}` : "",
					paint: paint.cyan
				},
				{
					text: stepMark(nth, job?.steps.length ?? 1),
					paint: paint.dim
				},
				{
					text: stepId,
					paint: paint.bold
				},
				{ text: step?.kind ?? "" },
				{
					text: step === void 0 || step.needs.length === 0 ? "" : `after ${step.needs.join(", ")}`,
					paint: paint.dim
				},
				{
					text: nth === 0 ? labels(job?.runsOn ?? "") : "",
					paint: paint.dim
				},
				{
					text: step?.basis === "past" ? duration(step.expectedMs) : "",
					align: "right",
					paint: paint.dim
				}
			];
		});
	});
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
	declare: (command) => command.argument("<pipeline>", "the path of a manifest, or its name in pipelines/").addOption(inputOption()).addOption(dateOption()).addOption(formatOption("human", "json", "mermaid")),
	perform: async (command, shell) => {
		const { format, input, date } = command.opts();
		const { workspace, file } = findPipeline(command.args[0] ?? "", shell.cwd);
		const now = /* @__PURE__ */ new Date();
		const planned = await planPipeline({
			file,
			workspace,
			inputs: input,
			trigger: "cli",
			runId: newRunId(now, Math.random()),
			now,
			...date === void 0 ? {} : { date }
		});
		await tellDiagnostics(planned.diagnostics, workspace, shell);
		if (!planned.ok) return exitStatus.diagnostics;
		await tellNotes(lostOnGitHub(planned.graph.manifest), shell);
		if (format === "json") shell.out(`${printedJson(withoutManifest(planned.plan), 2)}\n`);
		else if (format === "mermaid") shell.out(`${mermaid(planned.plan)}\n`);
		else shell.out(renderPlan(planned.plan, shell.paint.out, shell.stdout.columns ?? 80));
		return exitStatus.done;
	}
};
function withoutManifest(whole) {
	const { manifest: _manifest, ...rest } = whole;
	return rest;
}

export { plan };