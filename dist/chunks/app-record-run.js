import { Bt as stepsOf } from "./manifest-json-schema.js";

// src/app/record-run.ts
function loadedTables(graph) {
	const tables = /* @__PURE__ */ new Map();
	for (const { step } of stepsOf(graph)) {
		if (!("into" in step.options)) continue;
		tables.set(step.id, {
			connection: step.options.into,
			table: step.options.table
		});
	}
	return tables;
}

export { loadedTables as t };