import { at as runnerKey, xt as nodeOf } from "./manifest-json-schema.js";

// src/plan/after-cancel.ts
function runsAfterCancel({ step }) {
	if (step.strategy !== void 0 || step.kind === "uses") return false;
	if (step.teardown !== void 0) return true;
	const asked = step.if?.replaceAll(/!\s*cancelled\s*\(\s*\)/gi, "") ?? "";
	return /\b(?:always|cancelled)\s*\(/i.test(asked);
}
function runnerAfterCancel(graph) {
	const runners = graph.nodes.values().filter(runsAfterCancel).map(({ step }) => step.runsOn);
	return [...Map.groupBy(runners, runnerKey).values()].toSorted((one, other) => other.length - one.length)[0]?.[0];
}
function stepsAfterCancel(graph) {
	const runsOn = runnerAfterCancel(graph);
	const isThere = (node) => runsOn !== void 0 && runnerKey(node.step.runsOn) === runnerKey(runsOn) && runsAfterCancel(node);
	return new Set(graph.order.filter((id) => isThere(nodeOf(graph, id))));
}

export { stepsAfterCancel as n, runnerAfterCancel as t };