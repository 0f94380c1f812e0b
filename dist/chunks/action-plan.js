import { t as planPipeline } from "./app-plan.js";
import { v as Usage } from "./source-syntax-errors.js";
import { t as mermaid } from "./report-mermaid.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as folded } from "./action-action.js";
import { r as planArtifact } from "./action-hand-over.js";
import { n as setWaves, t as setOutput } from "./action-outputs.js";
import { t as tellDiagnostics } from "./action-tell-diagnostics.js";
import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

// src/action/plan.ts
async function plan(action) {
	const { runner, inputs, artifacts } = action;
	const planned = await planPipeline(requestOf(action));
	tellDiagnostics(planned.diagnostics, action);
	if (!planned.ok) {
		setOutput(runner, "result", "failure");
		return "failed";
	}
	const folder = await writePlan(action, planned.plan);
	await folded(action, "Hand on the plan", () => artifacts.upload(planArtifact, folder, { retentionDays: inputs.retentionDays }));
	runner.summary(summaryOf(planned.plan));
	setWaves(runner, planned.plan.waves);
	const runners = planned.plan.jobs.map(({ id, runsOn }) => [id, runsOn]);
	setOutput(runner, "runners", JSON.stringify(Object.fromEntries(runners)));
	setOutput(runner, "run", planned.plan.run.id);
	setOutput(runner, "result", "success");
	return "passed";
}
function requestOf({ inputs, context, workspace }) {
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
		runId: `${context.runId}-${context.attempt}`,
		now: /* @__PURE__ */ new Date(),
		maxWaves: inputs.waves ?? 10
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
function summaryOf(made) {
	const { name, run, steps, jobs, waves, cost } = made;
	return [
		`### Plan of ${escapeMarkdown(name)} for ${code(run.date)}`,
		`${steps.length} steps in ${jobs.length} jobs, ${waves.length} waves; about ${cost.billedMinutes} billed minutes.`,
		fence(mermaid(made), "mermaid")
	].join("\n\n");
}

export { plan };