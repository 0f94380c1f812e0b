import { B as Bug } from "./dataset-fields-print-number.js";
import { Q as evaluateCondition, zt as nodeOf } from "./manifest-json-schema.js";
import { n as tried } from "./run-attempts-attempt.js";
import { i as statusOf, r as seenResult } from "./run-verdict-condition.js";

// src/run/verdict/verdict.ts
const unknownNeedCode = "run/need-unknown";
function conditionOf(state, id, cancelled) {
	const { step } = nodeOf(state.request.graph, id);
	if (cancelled && state.request.leftOnCancel?.has(id) === true) return {
		outcome: "cancelled",
		reason: "the run was cancelled"
	};
	if (step.teardown !== void 0) return verdictOnTeardown(state, id, cancelled);
	const status = statusOf(state.lineages(id), cancelled);
	const judged = tried(() => evaluateCondition(step.if, state.contexts(id), status));
	if (judged.ended !== "done") return {
		outcome: "failure",
		failure: judged.failure,
		tolerated: step.continueOnError
	};
	if (judged.value) return { outcome: "run" };
	if (cancelled && !isRuledOut(state, id)) return {
		outcome: "cancelled",
		reason: "the run was cancelled"
	};
	const unknown = unknownAbove(state, id);
	if (unknown !== void 0) return {
		outcome: "failure",
		failure: needUnknown(unknown),
		tolerated: false
	};
	const { success } = statusOf(state.lineages(id), false);
	return {
		outcome: "skipped",
		reason: skipReason(state, id, success)
	};
}
function isRuledOut(state, id) {
	const above = state.lineages(id);
	if (above.some(({ cancelled, failed }) => cancelled && !failed)) return false;
	const { step } = nodeOf(state.request.graph, id);
	const judged = tried(() => evaluateCondition(step.if, state.contexts(id), statusOf(above, false)));
	return judged.ended === "done" && !judged.value;
}
function verdictOnTeardown(state, id, cancelled) {
	const setup = setupOf(state, id);
	const finished = state.finished.get(setup);
	if (finished === void 0) return {
		outcome: "failure",
		failure: needUnknown(setup),
		tolerated: false
	};
	const seen = seenResult(finished);
	if (seen === "success") return { outcome: "run" };
	if (seen === "cancelled" && cancelled) return {
		outcome: "cancelled",
		reason: "the run was cancelled"
	};
	return {
		outcome: "skipped",
		reason: `its set-up "${setup}" ${said[seen]}`
	};
}
function setupOf(state, id) {
	const { seen, step } = nodeOf(state.request.graph, id);
	const setup = seen.get(step.teardown ?? "");
	if (setup === void 0) throw new Bug(`step "${id}" does not see its set-up`);
	return setup;
}
function unknownAbove(state, id) {
	const above = new Set(nodeOf(state.request.graph, id).seen.values());
	let unknown;
	for (const need of above) {
		const finished = state.finished.get(need);
		if (finished !== void 0 && seenResult(finished) !== "success") return void 0;
		if (finished === void 0) unknown ??= need;
		for (const further of nodeOf(state.request.graph, need).seen.values()) above.add(further);
	}
	return unknown;
}
function needUnknown(step) {
	return {
		code: unknownNeedCode,
		message: `how "${step}" ended is not known, so what comes after it did not run`,
		help: "open the log of the job that ran it, then run the pipeline again",
		causes: [],
		retryable: true
	};
}
function skipReason(state, id, success) {
	const { step, seen: needs } = nodeOf(state.request.graph, id);
	if (step.if !== void 0 && (success || /\b(?:success|failure|always|cancelled)\s*\(/i.test(step.if))) return `its condition does not hold: ${step.if}`;
	for (const need of needs.values()) {
		const told = toldOf(state, need);
		if (told !== void 0) return told;
	}
	const above = new Set(needs.values());
	for (const need of above) {
		const told = toldOf(state, need);
		if (told !== void 0) return `further up ${told}, and without an \`if\` that asks for more it is skipped too`;
		for (const further of nodeOf(state.request.graph, need).seen.values()) above.add(further);
	}
	return "a step further up did not succeed";
}
function toldOf({ finished }, need) {
	const end = finished.get(need);
	const seen = end === void 0 ? "success" : seenResult(end);
	return seen === "success" ? void 0 : `"${need}" ${said[seen]}`;
}
const said = {
	failure: "failed",
	cancelled: "was cancelled",
	skipped: "was skipped"
};

// src/diagnostic/uses-failed.ts
const usesFailedCode = "uses/failed";

export { unknownNeedCode as i, conditionOf as n, needUnknown as r, usesFailedCode as t };