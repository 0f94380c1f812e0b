import { Pt as runnerKey, zt as nodeOf } from "./manifest-json-schema.js";

// src/plan/after-cancel.ts
function runsAnyway({ if: condition = "" }) {
	return /\b(?:always|failure|cancelled)\s*\(/i.test(condition);
}
function runsAfterCancel({ step }) {
	if (step.strategy !== void 0 || step.kind === "uses") return false;
	if (step.teardown !== void 0) return true;
	const asked = step.if?.replaceAll(/!\s*cancelled\s*\(\s*\)/gi, "") ?? "";
	return /\b(?:always|cancelled)\s*\(/i.test(asked);
}
function stepsAfterCancel(graph, runsOn) {
	const isThere = ({ step }) => runsOn === void 0 || runnerKey(step.runsOn) === runnerKey(runsOn);
	const fitting = graph.order.map((id) => nodeOf(graph, id)).filter((node) => runsAfterCancel(node) && isThere(node));
	return new Set(fitting.map(({ step }) => step.id));
}

export { stepsAfterCancel as n, runsAnyway as t };