import { t as planPipeline } from "./app-plan.js";
import { F as counted, U as Failure, W as Usage } from "./manifest-json-schema.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as mermaid } from "./report-mermaid.js";
import { t as folded } from "./action-action.js";
import { i as planArtifact } from "./adapters-run-folder-hand-over.js";
import { n as setRunners, r as setWaves, t as setOutput } from "./action-outputs.js";
import { t as tellDiagnostics } from "./action-tell-diagnostics.js";
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
		fence(mermaid(plan), "mermaid")
	].join("\n\n");
}

// src/action/run-made.ts
async function runMadeAt(action) {
	try {
		const { createdAt } = await (await action.github()).workflowRun(action.context.runId);
		return new Date(createdAt);
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		const message = `${thrown.message}, so this run is for the time it was planned at: run again, it would be for another`;
		action.runner.annotate({
			level: "notice",
			title: "Millrace",
			message
		});
		return /* @__PURE__ */ new Date();
	}
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

export { plan };