import { Bt as stepsOf, ht as factsOf } from "./manifest-json-schema.js";

// src/workflow/window-field.ts
const windowField = "window";
const forceField = "force";
const mostInputs = 25;
function windowFields(graph) {
	const { inputs } = graph.manifest;
	const [first, ...others] = [windowField, forceField].filter((name) => !Object.hasOwn(inputs, name));
	if (first !== "window") return [];
	if (![...stepsOf(graph)].some(({ step }) => factsOf(step).incremental?.kind === "time")) return [];
	return [first, ...others].slice(0, Math.max(0, 25 - Object.keys(inputs).length));
}

export { windowField as n, windowFields as r, forceField as t };