import { t as annotate } from "./app-annotate.js";
import { n as inRepository } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";

// src/action/tell-diagnostics.ts
function tellDiagnostics(diagnostics, action) {
	const { runner } = action;
	annotate(diagnostics, runner, {
		rest: "see the summary of this job",
		fileOf: (file) => inRepository(action, file)
	});
	const errors = diagnostics.filter(({ severity }) => severity === "error").length;
	setOutput(runner, "errors", errors);
	setOutput(runner, "warnings", diagnostics.length - errors);
}

export { tellDiagnostics as t };