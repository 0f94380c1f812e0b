import { L as duration, R as number, z as rate } from "./manifest-json-schema.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { t as firstLine } from "./adapters-terminal-message-lines.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { join } from "node:path";
import { uptime } from "node:os";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

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
	const rows = report.steps.map((step) => stepRow(step, paint));
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
	const moved = step.rows !== null && step.result === "success";
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
	const rejected = count === 0 ? void 0 : `${number(count)} rejected`;
	return [
		failure === void 0 ? void 0 : firstLine(failure.message),
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
	return `${paint[colour](mark)} ${paint.bold(plainText(name))} ${word} in ${duration(durationMs)} ${paint.dim(`· run ${run.id}`)}`;
}

// src/adapters/run-folder/run-process.ts
const name = "process";
function claimRun(folder) {
	const path = join(folder, name);
	try {
		writeFileSync(path, `${process.pid} ${Date.now()}\n`);
	} catch {
		return { [Symbol.dispose]: () => {} };
	}
	return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}
function processOfRun(folder) {
	const [pid = 0, since = 0] = readClaim(join(folder, name));
	const booted = Date.now() - uptime() * 1e3;
	return pid > 0 && since >= booted && isAlive(pid) ? pid : void 0;
}
function readClaim(path) {
	try {
		return readFileSync(path, "utf8").split(" ").map(Number);
	} catch {
		return [];
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}

export { processOfRun as n, renderRunSummary as r, claimRun as t };