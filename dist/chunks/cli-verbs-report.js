import { n as renderRunSummary, t as findRun } from "./cli-stored-run.js";
import { r as processOfRun } from "./adapters-run-folder-run-process.js";
import { a as renderReportJson, c as eventsOf, n as reportRun, o as renderMarkdown, t as decodePlan } from "./app-report.js";
import { M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { d as decodeAuthored } from "./manifest-json-schema.js";
import { t as intents } from "./report-intents.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { a as printedJson } from "./text-runner-command.js";
import { r as workspaceOf } from "./cli-workspace.js";
import { t as widthOf } from "./cli-width-of.js";

// src/cli/verbs/report.ts
const report = {
	declare: (command) => command.argument("<run>", "the id that a run printed, or \"latest\"").option("--dry-run", "print the issues and commits a scheduled run would have meant to make, as JSON").addOption(formatOption("human", "json", "markdown")),
	perform: async (command, shell) => {
		const { format, dryRun } = command.opts();
		const store = findRun(command.args[0] ?? "", workspaceOf(shell.cwd, shell.cwd));
		const owner = processOfRun(store.folder);
		if (owner !== void 0) return stillRunning(store, owner, format === "human" && dryRun !== true, shell);
		const told = await reportRun(store);
		if (dryRun === true) shell.out(`${printedJson({
			schema: 1,
			intents: await intended(store, told)
		}, 2)}\n`);
		else if (format === "json") shell.out(renderReportJson(told));
		else if (format === "markdown") shell.out(renderMarkdown(told));
		else shell.out(renderRunSummary(told, shell.paint.out, widthOf(shell)));
		return exitStatus.done;
	}
};
async function stillRunning(store, owner, human, { out }) {
	const steps = decodePlan(await store.read("plan.json") ?? "").steps.length;
	const said = `the run is still at work (process ${owner}): ${[...eventsOf(store.lines("events.jsonl"), ["step-finished"])].length} of ${counted(steps, "step")} ended so far`;
	if (!human) throw new Failure("run/running", said, { help: "ask again when it has ended: there is no report yet" });
	out(`${said}\n`);
	return exitStatus.done;
}
async function intended(store, told) {
	const plan = decodePlan(await store.read("plan.json") ?? "");
	const manifest = decodeAuthored(plan.file, plan.manifest);
	if (!manifest.ok) throw new Failure("run/manifest", "the manifest kept with this run does not decode any more");
	return intents(told, {
		trigger: "schedule",
		onDefaultBranch: true,
		onFailure: manifest.value.onFailure,
		steps: manifest.value.steps.map(({ id }) => id),
		openIssues: []
	});
}

export { report };