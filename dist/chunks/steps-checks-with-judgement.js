// src/steps/checks/with-judgement.ts
function withJudgement(outcome, judged) {
	const { rejected = 0, rejects, notes = [], warnings = [], measured = {} } = judged;
	const note = [
		outcome.note,
		...notes,
		...warnings.map((warning) => `warning: ${warning}`)
	].filter((part) => part !== void 0).join("; ");
	return {
		...outcome,
		...rejects === void 0 ? {} : { rejects },
		...rejected === 0 ? {} : { rows: withRejected(outcome, rejected, judged) },
		...note === "" ? {} : { note },
		...joined(outcome, {
			warnings,
			measured
		})
	};
}
function joined(outcome, { warnings, measured }) {
	const all = [...outcome.warnings ?? [], ...warnings];
	const numbers = {
		...outcome.measured,
		...measured
	};
	return {
		...all.length === 0 ? {} : { warnings: all },
		...Object.keys(numbers).length === 0 ? {} : { measured: numbers }
	};
}
function withRejected(outcome, rejected, { dataset }) {
	const { rows } = outcome;
	const kept = dataset?.rows ?? 0;
	if (rows === void 0) return {
		read: kept + rejected,
		loaded: kept,
		rejected,
		filtered: 0,
		deduplicated: 0,
		unchanged: 0
	};
	if (outcome.dataset === void 0) return {
		...rows,
		read: rows.read + rejected,
		rejected: rows.rejected + rejected
	};
	return {
		...rows,
		loaded: rows.loaded - rejected,
		rejected: rows.rejected + rejected
	};
}

export { withJudgement as t };