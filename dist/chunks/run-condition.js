// src/steps/row-balance.ts
function isBalanced({ read, ...parts }) {
	const went = Object.values(parts);
	return went.every((count) => count >= 0) && read === went.reduce((sum, count) => sum + count, 0);
}

// src/run/run-result.ts
function runResultOf(steps, cancelled) {
	const has = (result) => steps.some((step) => step.result === result);
	if (cancelled && has("cancelled")) return "cancelled";
	if (steps.some((step) => step.result === "failure" && step.tolerated !== true)) return "failure";
	if (has("cancelled")) return "cancelled";
	if (has("failure")) return "degraded";
	return has("success") || steps.length === 0 ? "success" : "skipped";
}
function isGood(result) {
	return result === "success" || result === "degraded" || result === "skipped";
}

// src/run/condition.ts
function statusOf(needs, runCancelled) {
	return {
		success: !runCancelled && needs.every((need) => need.succeeded),
		failure: needs.some((need) => need.failed),
		cancelled: runCancelled || needs.some((need) => need.cancelled)
	};
}
function lineageOf(result, needs) {
	return {
		succeeded: result === "success" && needs.every((need) => need.succeeded),
		failed: result === "failure" || needs.some((need) => need.failed),
		cancelled: result === "cancelled" || needs.some((need) => need.cancelled)
	};
}
function seenResult(step) {
	if (step.unselected === true) return "success";
	const borne = step.tolerated === true && step.toleratedAround !== true;
	return step.result === "failure" && borne ? "success" : step.result;
}

export { runResultOf as a, isGood as i, seenResult as n, isBalanced as o, statusOf as r, lineageOf as t };