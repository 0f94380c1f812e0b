import { M as counted, P as duration } from "./dataset-fields-print-number.js";
import { n as plainPalette } from "./adapters-terminal-palette.js";
import { n as failureLines, r as finishedLine, t as failedLegLine } from "./adapters-terminal-step-lines.js";

// src/adapters/runner/held-lines.ts
const keptLines = 2e3;
const keptOfLeg = 200;
var HeldLines = class {
	#steps = /* @__PURE__ */ new Map();
	#legs = /* @__PURE__ */ new Map();
	#mapped = /* @__PURE__ */ new Set();
	beginMapped(step) {
		this.#mapped.add(step);
	}
	add({ step, leg }, line) {
		if (leg === void 0) {
			push(this.#heldOf(step).lines, line, keptLines);
			return;
		}
		const key = `${step} ${leg}`;
		const lines = this.#legs.get(key) ?? [];
		this.#legs.set(key, lines);
		push(lines, `[${leg}] ${line}`, keptOfLeg);
	}
	endLeg({ step, leg }, hasFailed) {
		const key = `${step} ${leg}`;
		const held = this.#heldOf(this.#ownerOf(step));
		for (const line of this.#legs.get(key) ?? []) push(hasFailed ? held.failed : held.lines, line, keptLines);
		this.#legs.delete(key);
	}
	take(step) {
		const { lines, failed } = this.#heldOf(step);
		this.#steps.delete(step);
		this.#mapped.delete(step);
		return [...lines, ...failed];
	}
	#ownerOf(step) {
		return this.#mapped.keys().find((id) => step === id || step.startsWith(`${id}/`)) ?? step;
	}
	#heldOf(step) {
		const held = this.#steps.get(step) ?? {
			lines: [],
			failed: []
		};
		this.#steps.set(step, held);
		return held;
	}
};
function push(lines, line, most) {
	if (lines.push(line) > most + 1) lines.shift();
}

// src/adapters/runner/grouped-log.ts
const toldLegs = 20;
function groupedLog(runner, paint = plainPalette) {
	const held = new HeldLines();
	const failedLegs = /* @__PURE__ */ new Map();
	const annotated = {
		error: 0,
		warning: 0
	};
	return (event) => {
		if (event.type === "step-started" && event.leg === void 0) {
			if (event.legs !== void 0) held.beginMapped(event.step);
			runner.line(paint.dim(startLine(event)));
		}
		if (event.type === "step-log") held.add(event, event.line);
		if (event.type === "step-retrying") {
			const { attempt, failure, delayMs, infrastructure } = event;
			const blame = infrastructure === true ? " of the infrastructure" : "";
			held.add(event, `attempt ${attempt} failed${blame}: ${failure.message}; again in ${duration(delayMs)}`);
		}
		if (event.type === "leg-finished") {
			held.endLeg(event, event.result === "failure");
			if (event.result !== "failure" || event.values === void 0) return;
			const count = (failedLegs.get(event.step) ?? 0) + 1;
			failedLegs.set(event.step, count);
			if (count <= toldLegs) runner.line(failedLegLine(event, 0, paint));
		}
		if (event.type !== "step-finished" && event.type !== "part-finished") return;
		if (event.type === "step-finished" && event.unselected === true) return;
		tellEnd(event, held.take(event.step), runner, paint);
		if (event.type === "step-finished") annotateRows(event, annotated, runner);
		const level = event.tolerated === true ? "warning" : "error";
		if (event.failure === void 0 || annotated[level] === 10) return;
		annotated[level] += 1;
		annotateFailure(event.step, event.failure, {
			level,
			isLast: annotated[level] === 10
		}, runner);
	};
}
const annotatedRows = 3;
function annotateRows({ step, result, warnings = [], rejectSamples = [], counts }, annotated, runner) {
	if (result !== "success") return;
	const title = `${step}: ${counted(counts?.rejected ?? rejectSamples.length, "row")} rejected`;
	const all = [...warnings.slice(0, annotatedRows).map((message) => ({
		title: `${step}: a check is broken`,
		message
	})), ...rejectSamples.slice(0, annotatedRows).map((sample) => ({
		title,
		...rejectedRow(sample)
	}))];
	for (const one of all.slice(0, 10 - annotated.warning)) {
		annotated.warning += 1;
		runner.annotate({
			level: "warning",
			...one
		});
	}
}
function rejectedRow({ file, line, column, rule, value }) {
	return {
		message: `${`${file}${line === null ? "" : `, line ${line}`}${column === null ? "" : `, ${column}`}`}: ${rule}${value === null ? "" : ` ${JSON.stringify(value)}`}`,
		...line === null ? {} : { at: {
			file,
			line
		} }
	};
}
function annotateFailure(step, { message, help }, { level, isLast }, runner) {
	const told = help === void 0 ? [message] : [message, help];
	const more = isLast ? ["No more are annotated: those that follow stand in the log of this job."] : [];
	runner.annotate({
		level,
		title: `${step} failed`,
		message: [...told, ...more].join("\n")
	});
}
function startLine({ step, attempt, legs }) {
	const again = attempt > 1 ? `, attempt ${attempt}` : "";
	return `▶ ${step}${legs === void 0 ? again : `, ${counted(legs, "leg")}`}`;
}
function tellEnd(event, lines, runner, paint) {
	const title = finishedLine(event, 0, paint);
	if (lines.length === 0) runner.line(title);
	else fold(title, lines, runner);
	if (event.failure === void 0) return;
	for (const line of failureLines(event.failure, paint)) runner.line(line);
}
function fold(title, lines, runner) {
	runner.group(title);
	if (lines.length > 2e3) runner.line("… what comes before is in the log of the step");
	for (const line of lines.slice(-keptLines)) runner.line(line);
	runner.endGroup();
}

export { groupedLog as t };