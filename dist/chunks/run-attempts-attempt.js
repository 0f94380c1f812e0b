import { B as Bug, V as Failure } from "./dataset-fields-print-number.js";

// src/run/events/failure-record.ts
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

// src/run/attempts/attempt.ts
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
	clock.sleep(ms, unless).then(then, () => {});
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

export { tried as n, failureRecordOf as r, attempt as t };