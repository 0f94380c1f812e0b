import { t as createRunner } from "./adapters-runner-runner.js";
import { t as annotate } from "./app-annotate.js";
import { l as checkManifests } from "./manifest-json-schema.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { r as manifestsAt, t as allManifests } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { M as counted } from "./dataset-fields-print-number.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { a as printedJson } from "./text-runner-command.js";

// src/cli/verbs/validate.ts
const validate = {
	declare: (command) => command.argument("[path...]", "manifests, or folders that hold some (default: pipelines/)").addOption(formatOption("human", "json", "github")).option("--all", "show every mistake, and not only the first; --format json always does"),
	perform: async (command, shell) => {
		const files = command.args.length === 0 ? allManifests(shell.cwd) : manifestsAt(command.args, shell.cwd);
		const found = await Promise.all(byWorkspace(files).map((group) => checkIn(group, optionsOf(command))));
		return print(command, files.length, found, shell);
	}
};
function optionsOf(command) {
	return command.opts();
}
async function checkIn([workspace, files], { format, all = false }) {
	const { diagnostics } = await checkManifests(files, workspace, all || format === "json" ? { most: Number.POSITIVE_INFINITY } : {});
	return {
		workspace,
		diagnostics
	};
}
function byWorkspace(files) {
	const groups = Object.groupBy(files, ({ workspace }) => workspace);
	return Object.entries(groups).map(([workspace, members = []]) => [workspace, [...new Set(members.map(({ file }) => file))]]);
}
async function print(command, files, found, shell) {
	const { format, all: showAll = false } = optionsOf(command);
	const all = found.flatMap(({ diagnostics }) => diagnostics);
	if (format === "json") shell.out(`${printedJson({
		schema: 1,
		diagnostics: all.map(asJson)
	}, 2)}\n`);
	else if (format === "github") annotate(all, createRunner(shell.env, shell.out), { rest: "see millrace validate --all" });
	else {
		for (const { workspace, diagnostics } of found) await tellDiagnostics(diagnostics, workspace, shell, { all: showAll });
		shell.out(`${verdict(files, all, shell)}\n`);
	}
	return all.some(({ severity }) => severity === "error") ? exitStatus.diagnostics : exitStatus.done;
}
function asJson({ code, severity, message, file, line, column, endLine, endColumn, help }) {
	return {
		code,
		severity,
		message,
		...help === void 0 ? {} : { help },
		file,
		line,
		column,
		endLine,
		endColumn
	};
}
function verdict(files, diagnostics, { paint }) {
	const errors = diagnostics.filter(({ severity }) => severity === "error").length;
	const warnings = diagnostics.length - errors;
	const looked = counted(files, "manifest");
	const warned = warnings === 0 ? "" : `, ${counted(warnings, "warning")}`;
	if (errors > 0) return `${paint.out.red("✗")} ${looked}: ${counted(errors, "error")}${warned}`;
	return `${paint.out.green("✓")} ${looked}, no mistake${warned}`;
}

export { validate };