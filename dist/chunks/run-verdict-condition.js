// src/run/verdict/condition.ts
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
function isSameLineage(one, other) {
	return one?.succeeded === other.succeeded && one.failed === other.failed && one.cancelled === other.cancelled;
}
function seenResult(step) {
	if (step.unselected === true) return "success";
	if (step.unchanged === true && step.result === "skipped") return "success";
	const borne = step.tolerated === true && step.toleratedAround !== true;
	return step.result === "failure" && borne ? "success" : step.result;
}

export { statusOf as i, lineageOf as n, seenResult as r, isSameLineage as t };