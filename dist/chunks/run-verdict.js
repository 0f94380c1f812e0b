import { At as Bug, jt as Failure, o as evaluateCondition, xt as nodeOf } from "./manifest-json-schema.js";
import { n as seenResult, r as statusOf } from "./run-condition.js";

// src/run/failure-record.ts
const maxCauses = 10;
function failureRecordOf(error) {
	const causes = causesOf(error);
	if (!(error instanceof Failure)) {
		const ours = error instanceof Bug ? { help: "This is a bug of Millrace: please report it" } : {};
		return {
			code: "step/unexpected",
			message: messageOf(error),
			...ours,
			causes,
			retryable: false
		};
	}
	return {
		code: error.code,
		message: error.message,
		...error.help === void 0 ? {} : { help: error.help },
		causes,
		retryable: error.retryable,
		...error.retryAfterMs === void 0 ? {} : { retryAfterMs: error.retryAfterMs },
		...Object.keys(error.facts).length === 0 ? {} : { facts: error.facts }
	};
}
function causesOf(error) {
	const said = /* @__PURE__ */ new Set([messageOf(error)]);
	const open = below(error);
	while (open.length > 0 && said.size <= maxCauses) {
		const cause = open.shift();
		said.add(messageOf(cause));
		open.push(...below(cause));
	}
	return [...said].slice(1);
}
function below(error) {
	if (!(error instanceof Error)) return [];
	const parts = error instanceof AggregateError ? error.errors : [];
	return error.cause === void 0 ? [...parts] : [...parts, error.cause];
}
function messageOf(error) {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof Failure) return error.message;
	return error.message === "" ? error.name : `${error.name}: ${error.message}`;
}

// src/run/attempt.ts
const longestMs = 2 ** 31 - 1;
async function attempt(work, limits) {
	const stop = new AbortController();
	const settled = new AbortController();
	const onCancel = () => stop.abort(cancelled(limits.cancel));
	if (limits.cancel.aborted) return ended(cancelled(limits.cancel));
	limits.cancel.addEventListener("abort", onCancel, { once: true });
	later(limits, limits.timeoutMs, settled.signal, () => stop.abort(timedOut(limits.timeoutMs)));
	const abandoned = new Promise((resolve) => {
		stop.signal.addEventListener("abort", () => later(limits, limits.graceMs, settled.signal, () => resolve(ended(stop.signal.reason))));
	});
	const result = await Promise.race([guarded(work, stop.signal), abandoned]);
	settled.abort();
	limits.cancel.removeEventListener("abort", onCancel);
	return result;
}
async function guarded(work, signal) {
	try {
		return {
			ended: "done",
			value: await work(signal)
		};
	} catch (error) {
		return ended(signal.aborted ? signal.reason : error);
	}
}
function tried(work) {
	try {
		return {
			ended: "done",
			value: work()
		};
	} catch (error) {
		return ended(error);
	}
}
function ended(error) {
	const failure = failureRecordOf(error);
	if (failure.code === "step/timeout") return {
		ended: "timed-out",
		failure
	};
	return {
		ended: failure.code === "step/cancelled" ? "cancelled" : "failed",
		failure
	};
}
function later({ clock }, ms, unless, then) {
	clock.sleep(Math.min(ms, longestMs), unless).then(then, () => {});
}
function cancelled({ reason }) {
	return reason instanceof Failure && reason.code === "step/cancelled" ? reason : new Failure("step/cancelled", "the run was cancelled");
}
function timedOut(timeoutMs) {
	const minutes = Math.round(timeoutMs / 6e4 * 100) / 100;
	return new Failure("step/timeout", `not done after ${minutes} minutes, its time-out`, {
		retryable: true,
		help: "raise timeout-minutes if the step needs longer"
	});
}

// src/diagnostic/uses-failed.ts
const usesFailedCode = "uses/failed";

// src/run/verdict.ts
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
	if (cancelled) return {
		outcome: "cancelled",
		reason: "the run was cancelled"
	};
	const unknown = unknownAbove(state, id);
	if (unknown !== void 0) return {
		outcome: "failure",
		failure: needUnknown(unknown),
		tolerated: false
	};
	return {
		outcome: "skipped",
		reason: skipReason(state, id, status.success)
	};
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
	if (cancelled) return {
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
		const finished = state.finished.get(need);
		const seen = finished === void 0 ? "success" : seenResult(finished);
		if (seen !== "success") return `"${need}" ${said[seen]}`;
	}
	return "a step further up did not succeed";
}
const said = {
	failure: "failed",
	cancelled: "was cancelled",
	skipped: "was skipped"
};

export { attempt as a, usesFailedCode as i, needUnknown as n, tried as o, unknownNeedCode as r, failureRecordOf as s, conditionOf as t };