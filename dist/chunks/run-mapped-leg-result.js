import { M as counted } from "./dataset-fields-print-number.js";

// src/run/mapped/leg-result.ts
function allowedFailures({ maxFailures }, total) {
	return "count" in maxFailures ? maxFailures.count : Math.floor(maxFailures.share * total + 1e-9);
}
const noLegs = {
	total: 0,
	success: 0,
	failure: 0,
	cancelled: 0,
	skipped: 0
};
const emptyList = "its list of legs is empty";
function endOfLegs(step, counts, told) {
	const { total, failure, cancelled, skipped } = counts;
	if (total === 0) return {
		result: "skipped",
		reason: emptyList
	};
	const allowed = step.strategy === void 0 ? 0 : allowedFailures(step.strategy, told.all ?? total);
	if (failure > allowed) return {
		result: "failure",
		...step.continueOnError ? { tolerated: true } : {},
		failure: legsFailed(counts, allowed, told)
	};
	if (cancelled > 0) return {
		result: "cancelled",
		reason: told.stopped ?? "the run was cancelled"
	};
	if (failure > 0) return {
		result: "failure",
		tolerated: true,
		failure: legsFailed(counts, allowed, told)
	};
	if (skipped === total) return {
		result: "skipped",
		reason: "none of its legs ran"
	};
	return { result: "success" };
}
function legsFailed({ total, failure }, allowed, { failedLegs, why }) {
	const [first] = failedLegs;
	const which = first === void 0 ? "" : `: ${legLabel(first)}${failure > 1 ? ` and ${failure - 1} more` : ""}`;
	const bound = allowed === 0 ? "" : `; ${allowed} may`;
	return {
		code: "legs/failed",
		message: `${failure} of ${counted(total, "leg")} failed${bound}${which}`,
		causes: [...why],
		retryable: false
	};
}
const maxLabelChars = 120;
function legLabel({ leg, values }) {
	const said = Object.entries(values).map(([name, value]) => `${name}: ${valueText(value)}`);
	const text = said.length === 0 ? `leg ${leg}` : said.join(", ");
	return text.length <= maxLabelChars ? text : `${text.slice(0, maxLabelChars).toWellFormed()}…`;
}
function valueText(value) {
	return typeof value === "string" ? value : JSON.stringify(value);
}

export { noLegs as a, legLabel as i, emptyList as n, endOfLegs as r, allowedFailures as t };