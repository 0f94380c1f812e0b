import { at as runnerKey, rt as longestJobMinutes } from "./manifest-json-schema.js";

// src/plan/recovery.ts
function mayRecover({ step }) {
	return step.retry.infrastructure > 0;
}
function recoveryRunner(graph) {
	const runners = graph.nodes.values().filter(mayRecover).map(({ step }) => step.runsOn);
	return [...Map.groupBy(runners, runnerKey).values()].toSorted((one, other) => other.length - one.length)[0]?.[0];
}
function recoveryTimeoutMinutes(runsOn, waveTimeouts) {
	return Math.min(longestJobMinutes(runsOn), waveTimeouts.reduce((sum, minutes) => sum + minutes, 0));
}

export { recoveryRunner as n, recoveryTimeoutMinutes as r, mayRecover as t };