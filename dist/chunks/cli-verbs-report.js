import { n as processOfRun, r as renderRunSummary } from "./adapters-run-folder-run-process.js";
import { n as reportRun, r as renderReportJson, s as renderMarkdown, t as decodePlan } from "./app-report.js";
import { F as counted, U as Failure, V as nearest, W as Usage, f as decodeAuthored } from "./manifest-json-schema.js";
import { t as intents } from "./report-intents.js";
import { t as decodeEvents } from "./run-decode-events.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { n as runStoreAt, r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { r as workspaceOf, t as isFolder } from "./cli-workspace.js";
import { a as printedJson } from "./text-runner-command.js";
import { join } from "node:path";
import { existsSync, readdirSync } from "node:fs";

// src/cli/stored-run.ts
function findRun(given, workspace) {
	const folder = runsFolder(workspace);
	const ids = (isFolder(folder) ? readdirSync(folder).toSorted() : []).filter((name) => existsSync(join(folder, name, "plan.json")));
	const id = given === "latest" ? ids.at(-1) : given;
	if (id !== void 0 && ids.includes(id)) return runStoreAt(join(folder, id));
	if (ids.length === 0) throw new Usage("no run is kept here", "run one: millrace run PIPELINE");
	const near = nearest(given, ids);
	throw new Usage(`there is no run "${given}"`, `did you mean "${near ?? ids.at(-1)}"?`);
}

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
		else shell.out(renderRunSummary(told, shell.paint.out, shell.stdout.columns ?? 80));
		return exitStatus.done;
	}
};
async function stillRunning(store, owner, human, { out }) {
	const steps = decodePlan(await store.read("plan.json") ?? "").steps.length;
	const said = `the run is still at work (process ${owner}): ${decodeEvents(await store.read("events.jsonl") ?? "").filter(({ type }) => type === "step-finished").length} of ${counted(steps, "step")} ended so far`;
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