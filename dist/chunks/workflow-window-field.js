import { Tt as factsOf, Xt as stepsOf } from "./source-unclosed.js";

// src/workflow/window-field.ts
const windowField = "window";
const mostInputs = 25;
function hasWindowField(graph) {
	const { inputs } = graph.manifest;
	if (Object.hasOwn(inputs, "window") || Object.keys(inputs).length >= 25) return false;
	return [...stepsOf(graph)].some(({ step }) => factsOf(step).incremental?.kind === "time");
}

export { windowField as n, hasWindowField as t };