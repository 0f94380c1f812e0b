import { F as number, H as Usage, I as rate, M as counted, P as duration, z as nearest } from "./dataset-fields-print-number.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { qt as parseJson } from "./manifest-json-schema.js";
import { t as rejectedRows } from "./report-rejected-rows.js";
import { n as runStoreAt, r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { l as planSchema, s as sparedText } from "./app-report.js";
import { t as endedLegsText } from "./text-ended-legs-text.js";
import { t as firstLine } from "./adapters-terminal-message-lines.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { t as isFolder } from "./cli-workspace.js";
import { join } from "node:path";
import { existsSync, readFileSync, readdirSync } from "node:fs";

// src/adapters/terminal/run-summary.ts
const roomyFrom = 56;
const rateColumn = 4;
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
	const rows = report.steps.filter(({ unselected, note }) => unselected !== true || note !== void 0).map((step) => stepRow(step, paint));
	const roomy = columns >= roomyFrom;
	const used = head.map((_, index) => (roomy || index < rateColumn) && rows.some((row) => row[index]?.text !== ""));
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
	const moved = step.rows !== null && (step.result === "success" || step.tolerated);
	return [
		{
			text: marks[step.result],
			paint: colour,
			whole: true
		},
		{
			text: step.id,
			paint: paint.bold
		},
		{
			text: step.tolerated ? "tolerated" : step.result,
			paint: colour,
			whole: true
		},
		{
			text: moved && step.rows !== null ? number(step.rows) : "",
			align: "right",
			whole: true
		},
		{
			text: moved && step.rows !== null && step.cached !== true ? rate(step.rows, step.durationMs) : "",
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
function remark(step) {
	const { failure, reason, note, cache, cached, legs } = step;
	const count = failure === void 0 ? rejectedRows(step) : 0;
	const rejected = count === 0 ? void 0 : `${number(count)} rejected`;
	const before = cached === true ? "done before" : void 0;
	const reused = cache?.decision === "reused" ? "from the cache" : before;
	return [
		legs === void 0 ? void 0 : endedLegsText(legs),
		failure === void 0 || legs !== void 0 ? void 0 : firstLine(failure.message).replace(/:$/, ""),
		reason,
		rejected,
		reused,
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
function outcome({ result, name, durationMs, run, totals }, paint) {
	const [mark, word, colour] = outcomes[result];
	const { unselected } = totals;
	const left = unselected === void 0 ? "" : ` · ${counted(unselected, "step")} not selected`;
	const text = sparedText(totals);
	const spared = text === "" ? "" : ` · ${text}`;
	return `${paint[colour](mark)} ${paint.bold(plainText(name))} ${word} in ${duration(durationMs)} ${paint.dim(`· run ${run.id}${left}${spared}`)}`;
}

// src/cli/stored-run.ts
function findRun(given, workspace, manifest) {
	const folder = runsFolder(workspace);
	const ids = (isFolder(folder) ? readdirSync(folder).toSorted() : []).filter((name) => existsSync(join(folder, name, "plan.json")));
	const ofManifest = (id) => manifest === void 0 || fileOf(join(folder, id)) === manifest;
	const id = given === "latest" ? ids.findLast(ofManifest) : given;
	if (id !== void 0 && ids.includes(id)) return runStoreAt(join(folder, id));
	if (id === void 0 || ids.length === 0) throw new Usage(manifest === void 0 ? "no run is kept here" : `no run of ${manifest} is kept here`, "run one: millrace run PIPELINE");
	const near = nearest(given, ids);
	throw new Usage(`there is no run "${given}"`, near === void 0 ? "list them with: millrace runs" : `did you mean "${near}"?`);
}
const head = planSchema.pick({ file: true });
function fileOf(run) {
	return head.safeParse(parseJson(readFileSync(join(run, "plan.json"), "utf8"))).data?.file;
}

export { renderRunSummary as n, findRun as t };