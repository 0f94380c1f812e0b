import { Ft as runnersByUse, Mt as longestJobMinutes, Pt as runnerKey, zt as nodeOf } from "./manifest-json-schema.js";
import { n as stepsAfterCancel } from "./plan-after-cancel.js";

// src/plan/recovery.ts
function mayRecover({ step }) {
	return step.retry.infrastructure > 0;
}
function recoveryRunner(graph) {
	return runnersByUse(graph.nodes.values().filter(mayRecover))[0];
}

// src/plan/late-jobs.ts
function recoverJobs(graph) {
	const first = recoveryRunner(graph);
	const rest = runnersAfterCancel(graph);
	if (first === void 0) return numbered("recover", rest);
	return numbered("recover", [first, ...rest.filter((other) => runnerKey(other) !== runnerKey(first))]);
}
function afterCancelJobs(graph) {
	return numbered("after-cancel", runnersAfterCancel(graph));
}
function lateTimeoutMinutes({ runsOn }, waveTimeouts) {
	return Math.min(longestJobMinutes(runsOn), waveTimeouts.reduce((sum, minutes) => sum + minutes, 0));
}
function runnersAfterCancel(graph) {
	return runnersByUse([...stepsAfterCancel(graph)].map((id) => nodeOf(graph, id)));
}
function numbered(name, runners) {
	return runners.map((runsOn, index) => ({
		id: index === 0 ? name : `${name}-${index + 1}`,
		runsOn
	}));
}

export { recoveryRunner as a, mayRecover as i, lateTimeoutMinutes as n, recoverJobs as r, afterCancelJobs as t };