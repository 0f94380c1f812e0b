import { r as InvalidArgumentError } from "./vendor/commander.js";
import { i as findOwnAction, n as writeWorkflows, r as isPinned, t as planWorkflows } from "./app-workflow.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { M as counted } from "./dataset-fields-print-number.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as allManifests } from "./cli-find-manifests.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as tellNotes } from "./cli-tell-notes.js";
import { t as version } from "./cli-version.js";

// src/cli/verbs/workflow.ts
const workflow = {
	declare: (command) => command.option("--check", "write nothing; fail if the files there are not what the manifests need").option("--action <reference>", "the Millrace to use, pinned: \"owner/millrace@<sha> # v1.2.3\"", parseAction),
	perform: async (command, shell) => {
		const { check, action } = command.opts();
		const manifests = allManifests(shell.cwd);
		const workspace = manifests[0]?.workspace ?? shell.cwd;
		const found = findOwnAction(workspace, import.meta.dirname, version);
		const workflows = await planWorkflows({
			workspace,
			files: manifests.map(({ file }) => file),
			...action === void 0 ? {} : { action },
			...found === void 0 ? {} : { found }
		});
		await tellDiagnostics(workflows.diagnostics, workspace, shell);
		if (!workflows.ok) return exitStatus.diagnostics;
		await tellNotes(workflows.notes, shell);
		return check === true ? tellDrift(workflows, shell) : write(workflows, workspace, shell);
	}
};
async function write(made, workspace, shell) {
	await writeWorkflows(workspace, made);
	const { green, red, dim } = shell.paint.out;
	for (const { path, kind } of made.drift) shell.out(`${kind === "left over" ? red("removed") : green(kind === "missing" ? "written" : "updated")} ${path}\n`);
	const unchanged = made.files.length - made.drift.filter(({ kind }) => kind !== "left over").length;
	if (unchanged > 0) shell.out(dim(`${unchanged} as ${unchanged === 1 ? "it was" : "they were"}\n`));
	return exitStatus.done;
}
function tellDrift({ drift, files }, shell) {
	for (const one of drift) shell.out(driftText(one, shell));
	if (drift.length > 0) {
		shell.err(`${shell.paint.err.cyan("help:")} run millrace workflow and commit what it writes\n`);
		return exitStatus.diagnostics;
	}
	shell.out(`${shell.paint.out.green("✓")} ${files.length} workflows, all as the manifests need them\n`);
	return exitStatus.done;
}
function driftText({ path, kind, lines = [] }, { paint: { out: paint } }) {
	const [first] = lines;
	const head = `${paint.yellow(kind.padEnd(9))} ${path}${first === void 0 ? "" : `:${first.number}`}`;
	const shown = lines.slice(0, linesAtMost).map(({ sign, text }) => (sign === "-" ? paint.red : paint.green)(`  ${sign} ${plainText(text)}`));
	const hidden = lines.length - shown.length;
	const rest = hidden > 0 ? [paint.dim(`  … and ${counted(hidden, "more line")}`)] : [];
	return `${[
		head,
		...shown,
		...rest
	].join("\n")}\n`;
}
const linesAtMost = 10;
function parseAction(text) {
	const [, action = "", release] = /^(\S+)(?:\s+#\s*(\S+))?$/.exec(text) ?? [];
	if (action === "$/" || isPinned(action) && /^[\w.-]+\/[\w./-]+@/.test(action)) return release === void 0 ? { action } : {
		action,
		version: release
	};
	throw new InvalidArgumentError("Pin it by its full commit: \"owner/millrace@<40 hex digits> # v1.2.3\".");
}

export { workflow };