import { n as inRepository } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";
import { n as createActionsCache, t as actionsCacheOf } from "./action-actions-cache-of.js";
import { t as forecastBy } from "./app-forecast-cache.js";
import { t as annotate } from "./app-annotate.js";

// src/action/forecast-of.ts
function forecastOf({ context, env, workspace }) {
	const store = createActionsCache(actionsCacheOf(context));
	const github = context.expressions;
	return forecastBy({
		store,
		lookup: (name) => env[name],
		env,
		github,
		workspace,
		now: /* @__PURE__ */ new Date()
	});
}

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

export { forecastOf as n, tellDiagnostics as t };