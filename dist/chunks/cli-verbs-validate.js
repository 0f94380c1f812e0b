import { s as checkManifests } from "./source-syntax-errors.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { r as manifestsAt, t as allManifests } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { n as escapeCommandProperty, t as escapeCommandData } from "./text-runner-command.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";

// src/cli/print-annotations.ts
const keptByGitHub = 10;
function printAnnotations(diagnostics, shell) {
	for (const severity of ["error", "warning"]) {
		const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
		for (const diagnostic of all.slice(0, keptByGitHub)) shell.out(`${annotation(diagnostic)}\n`);
		const hidden = all.length - keptByGitHub;
		if (hidden > 0) shell.out(`${hidden} more ${severity}s: see millrace validate\n`);
	}
}
function annotation({ severity, code, message, help, file, ...at }) {
	const columns = at.line === at.endLine ? {
		col: at.column,
		endColumn: at.endColumn
	} : {};
	return `::${severity} ${Object.entries({
		file,
		line: at.line,
		endLine: at.endLine,
		...columns,
		title: code
	}).map(([name, value]) => `${name}=${escapeCommandProperty(String(value))}`).join(",")}::${escapeCommandData(help === void 0 ? message : `${message}\n${help}`)}`;
}

// src/cli/verbs/validate.ts
const validate = {
	declare: (command) => command.argument("[path...]", "manifests, or folders that hold some (default: pipelines/)").addOption(formatOption("human", "json", "github")),
	perform: async (command, shell) => {
		const files = command.args.length === 0 ? allManifests(shell.cwd) : manifestsAt(command.args, shell.cwd);
		const found = await Promise.all(byWorkspace(files).map(checkIn));
		return print(command, files.length, found, shell);
	}
};
async function checkIn([workspace, files]) {
	const { diagnostics } = await checkManifests(files, workspace);
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
	const { format } = command.opts();
	const all = found.flatMap(({ diagnostics }) => diagnostics);
	if (format === "json") shell.out(`${JSON.stringify({
		schema: 1,
		diagnostics: all.map(asJson)
	}, null, 2)}\n`);
	else if (format === "github") printAnnotations(all, shell);
	else {
		for (const { workspace, diagnostics } of found) await tellDiagnostics(diagnostics, workspace, shell);
		shell.out(`${verdict(files, all, shell)}\n`);
	}
	return all.some(({ severity }) => severity === "error") ? exitStatus.diagnostics : exitStatus.done;
}
function asJson({ code, severity, message, file, line, column, endLine, endColumn }) {
	return {
		code,
		severity,
		message,
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
	const looked = count(files, "manifest");
	const warned = warnings === 0 ? "" : `, ${count(warnings, "warning")}`;
	if (errors > 0) return `${paint.out.red("✗")} ${looked}: ${count(errors, "error")}${warned}`;
	return `${paint.out.green("✓")} ${looked}, no mistake${warned}`;
}
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export { validate };