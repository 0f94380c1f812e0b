import { i as renderRunSummary, n as reportRun, r as renderReportJson, t as decodePlan } from "./app-report.js";
import { _ as Failure, h as nearest, u as decodeAuthored, v as Usage } from "./source-syntax-errors.js";
import { t as intents } from "./report-intents.js";
import { n as renderMarkdown } from "./report-summarize.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { n as runStoreAt, r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { r as workspaceOf, t as isFolder } from "./cli-workspace.js";
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
		const told = await reportRun(store);
		if (dryRun === true) shell.out(`${JSON.stringify({
			schema: 1,
			intents: await intended(store, told)
		}, null, 2)}\n`);
		else if (format === "json") shell.out(renderReportJson(told));
		else if (format === "markdown") shell.out(renderMarkdown(told));
		else shell.out(renderRunSummary(told, shell.paint.out, shell.stdout.columns ?? 80));
		return exitStatus.done;
	}
};
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