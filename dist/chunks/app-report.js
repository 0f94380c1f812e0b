import { _ as Failure } from "./source-syntax-errors.js";
import { t as runEvent } from "./run-event.js";
import { r as duration } from "./report-quantities.js";
import { n as renderMarkdown, t as summarize } from "./report-summarize.js";
import { i as planSchema } from "./adapters-run-folder-run-folder.js";
import { t as renderTable } from "./adapters-terminal-table.js";

// src/adapters/terminal/quantities.ts
function rows(count) {
	return `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}
function rate(count, ms) {
	if (ms < 1 || count < 1e3) return "";
	const perSecond = count * 1e3 / ms;
	if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`;
	if (perSecond >= 1e4) return `${Math.round(perSecond / 1e3)} k/s`;
	return `${Math.round(perSecond).toLocaleString("en-US")}/s`;
}
function size(bytes) {
	if (bytes < 1e3) return `${bytes} B`;
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes / 1e3;
	let unit = 0;
	while (value >= 1e3 && unit < units.length - 1) [value, unit] = [value / 1e3, unit + 1];
	return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

// src/adapters/terminal/run-summary.ts
function renderRunSummary(report, paint, columns) {
	const head = [
		"",
		"step",
		"result",
		"rows",
		"rate",
		"time",
		""
	].map((text, index) => ({
		text,
		paint: paint.dim,
		align: index > 2 && index < 6 ? "right" : "left"
	}));
	const rows = report.steps.map((step) => stepRow(step, paint));
	const used = head.map((_, index) => rows.some((row) => row[index]?.text !== ""));
	const filled = [head, ...rows].map((row) => row.filter((_, index) => used[index]));
	return [
		"",
		...renderTable(filled, columns - 2).map((line) => ` ${line}`),
		"",
		` ${outcome(report, paint)}`,
		""
	].join("\n");
}
function stepRow(step, paint) {
	const colour = colourOf(step, paint);
	const moved = step.rows !== null && step.result === "success";
	return [
		{
			text: marks[step.result],
			paint: colour
		},
		{
			text: step.id,
			paint: paint.bold
		},
		{
			text: step.tolerated ? "tolerated" : step.result,
			paint: colour
		},
		{
			text: moved && step.rows !== null ? step.rows.toLocaleString("en-US") : "",
			align: "right"
		},
		{
			text: moved && step.rows !== null ? rate(step.rows, step.durationMs) : "",
			align: "right",
			paint: paint.dim
		},
		{
			text: step.attempts > 0 ? duration(step.durationMs) : "",
			align: "right"
		},
		{
			text: remark(step),
			paint: paint.dim
		}
	];
}
const marks = {
	success: "✔",
	failure: "✖",
	skipped: "○",
	cancelled: "■"
};
function remark({ failure, reason, rejects, note }) {
	const count = rejects?.rows ?? 0;
	const rejected = count === 0 ? void 0 : `${count.toLocaleString("en-US")} rejected`;
	return [
		failure?.message,
		reason,
		rejected,
		note
	].filter((part) => part !== void 0).join(", ");
}
function colourOf({ result, tolerated }, paint) {
	if (result === "success") return paint.green;
	if (result === "failure") return tolerated ? paint.yellow : paint.red;
	return result === "cancelled" ? paint.yellow : paint.dim;
}
const outcomes = {
	success: [
		"✔",
		"done",
		"green"
	],
	failure: [
		"✖",
		"failed",
		"red"
	],
	cancelled: [
		"■",
		"cancelled",
		"yellow"
	],
	skipped: [
		"○",
		"nothing to do",
		"dim"
	],
	degraded: [
		"▲",
		"degraded: something failed that the manifest tolerates,",
		"yellow"
	]
};
function outcome({ result, name, durationMs, run }, paint) {
	const [mark, word, colour] = outcomes[result];
	return `${paint[colour](mark)} ${paint.bold(name)} ${word} in ${duration(durationMs)} ${paint.dim(`· run ${run.id}`)}`;
}

// src/report/render-report-json.ts
function renderReportJson(report) {
	return `${JSON.stringify(report, null, 2)}\n`;
}

// src/run/decode-events.ts
function decodeEvents(text) {
	return text.split("\n").flatMap((line, index) => {
		const value = parseJson$1(line);
		return value === void 0 ? [] : [decodeEvent(value, index + 1)];
	});
}
function decodeEvent(value, line) {
	const event = runEvent.safeParse(value);
	if (event.success) return event.data;
	throw new Failure("run/events", `line ${line} of the events is none that this version knows`, {
		cause: event.error,
		help: "use the version of Millrace that made the run"
	});
}
function parseJson$1(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/app/report.ts
async function reportRun(store) {
	const plan = await readPlan(store);
	const events = decodeEvents(await store.read("events.jsonl") ?? "");
	const report = summarize(plan, events);
	await store.write("report.md", renderMarkdown(report));
	await store.write("report.json", renderReportJson(report));
	return report;
}
async function readPlan(store) {
	const text = await store.read("plan.json");
	if (text === void 0) throw new Failure("run/missing", `${store.folder} holds no run`, { help: "see the folders in .millrace/runs" });
	return decodePlan(text);
}
function decodePlan(text) {
	const plan = planSchema.safeParse(parseJson(text));
	if (plan.success) return plan.data;
	throw new Failure("run/plan", "the plan is none that this version knows", {
		cause: plan.error,
		help: "use the version of Millrace that made it"
	});
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

export { rate as a, renderRunSummary as i, reportRun as n, rows as o, renderReportJson as r, size as s, decodePlan as t };