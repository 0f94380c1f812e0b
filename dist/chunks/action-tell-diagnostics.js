import { n as inRepository } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";

// src/action/tell-diagnostics.ts
const keptByGitHub = 10;
function tellDiagnostics(diagnostics, action) {
	const { runner } = action;
	for (const severity of ["error", "warning"]) {
		const all = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
		for (const diagnostic of all.slice(0, keptByGitHub)) annotate(diagnostic, action);
		const hidden = all.length - keptByGitHub;
		if (hidden > 0) runner.line(`${hidden} more ${severity}s are in the summary of this job`);
		setOutput(runner, severity === "error" ? "errors" : "warnings", all.length);
	}
}
function annotate({ severity, code, message, help, ...at }, action) {
	const { line, column, endLine, endColumn } = at;
	const file = inRepository(action, at.file);
	const text = help === void 0 ? message : `${message}\n${help}`;
	action.runner.annotate({
		level: severity,
		title: code,
		message: text,
		at: {
			file,
			line,
			column,
			endLine,
			endColumn
		}
	});
}

export { tellDiagnostics as t };