import { t as textWidth } from "./adapters-terminal-text-width.js";
import { F as number, I as rate, L as size, M as counted, P as duration } from "./dataset-fields-print-number.js";
import { t as endedLegsText } from "./text-ended-legs-text.js";
import { t as cacheText } from "./text-cache-text.js";
import { i as neutralize } from "./text-runner-command.js";
import { i as legLabel } from "./run-mapped-leg-result.js";
import { n as messageLines, t as firstLine } from "./adapters-terminal-message-lines.js";

// src/adapters/terminal/step-lines.ts
function finishedLine(event, width, paint, room = 1e400) {
	const { mark, colour } = looks(event, paint);
	const name = event.step.padEnd(width);
	const line = `${colour(mark)} ${paint.bold(name)}  ${details(event, paint)}`;
	if (event.note === void 0 || textWidth(line) <= room) return line;
	const { note: _note, ...without } = event;
	return finishedLine(without, width, paint);
}
function looks({ result, tolerated }, paint) {
	if (result === "success") return {
		mark: "✔",
		colour: paint.green
	};
	if (result === "failure") return {
		mark: "✖",
		colour: tolerated === true ? paint.yellow : paint.red
	};
	return {
		mark: result === "skipped" ? "○" : "■",
		colour: result === "skipped" ? paint.dim : paint.yellow
	};
}
function details(event, paint) {
	const [first = "", ...rest] = [
		event.result === "success" ? void 0 : event.result,
		event.legs === void 0 ? void 0 : endedLegsText(event.legs),
		event.rows === null || event.result !== "success" ? void 0 : counted(event.rows, "row"),
		event.rows === null || event.result !== "success" || event.cached === true ? void 0 : rate(event.rows, event.durationMs) || void 0,
		event.result === "success" ? rejectedText(event.rejects?.rows) : void 0,
		event.reason,
		event.attempts > 0 ? duration(event.durationMs) : void 0,
		event.attempts > 1 ? `${event.attempts} attempts` : void 0,
		event.cache === void 0 ? void 0 : cacheText(event.cache),
		event.note
	].filter((part) => part !== void 0).map(neutralize);
	return [first, ...rest.map((part) => paint.dim(part))].join(paint.dim(" · "));
}
function rejectedText(rows) {
	return typeof rows === "number" && rows > 0 ? `${number(rows)} rejected` : void 0;
}
function failedLegLine(event, width, paint) {
	const { leg, values = {}, failure, tolerated } = event;
	const colour = tolerated === true ? paint.yellow : paint.red;
	const why = failure === void 0 ? "" : ` ${paint.dim("·")} ${neutralize(firstLine(failure.message))}`;
	const which = `[${leg}] ${neutralize(legLabel({
		leg,
		values
	}))}`;
	return `${colour("✖")} ${paint.bold(event.step.padEnd(width))}  ${which}${why}`;
}
function failureLines(failure, paint, room) {
	const layout = {
		indent: "    ",
		room
	};
	return [
		...messageLines(failure.message, {
			...layout,
			paint: paint.red,
			tail: paint.dim(`[${failure.code}]`)
		}),
		...failure.causes.flatMap((cause) => messageLines(cause, {
			...layout,
			head: `${paint.dim("because")} `
		})),
		...failure.help === void 0 ? [] : messageLines(failure.help, {
			...layout,
			head: `${paint.green("help:")} `
		})
	];
}
function progressText(progress, elapsedMs) {
	if (progress === void 0) return "";
	const { rows: count, bytes, totalBytes } = progress;
	return [
		count === void 0 ? void 0 : counted(count, "row"),
		count === void 0 ? void 0 : rate(count, elapsedMs) || void 0,
		bytes === void 0 ? void 0 : size(bytes),
		bytes === void 0 || totalBytes === void 0 || totalBytes === 0 ? void 0 : `${Math.min(100, Math.floor(bytes / totalBytes * 100))}%`
	].filter((part) => part !== void 0).join(" · ");
}

export { progressText as i, failureLines as n, finishedLine as r, failedLegLine as t };