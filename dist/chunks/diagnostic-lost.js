import { H as number, V as duration, z as counted } from "./manifest-json-schema.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { i as legLabel } from "./run-leg-result.js";

// src/text/ended-legs-text.ts
function endedLegsText(legs) {
	if (legs.success === legs.total) return counted(legs.total, "leg");
	const told = [
		[legs.failure, "failed"],
		[legs.cancelled, "cancelled"],
		[legs.skipped, "skipped"]
	].flatMap(([count, word]) => count > 0 ? [`${number(count)} ${word}`] : []);
	return [`${number(legs.success)} of ${counted(legs.total, "leg")}`, ...told].join(", ");
}

// src/report/failure-section.ts
const longestMessage = 4e3;
const longestHelp = 1e3;
const longestCell = 80;
const longestLog = 2e4;
const shownSamples = 5;
const shownLegs = 20;
function failureSection(step) {
	return [
		...step.failure === void 0 ? [] : failureText(step.failure),
		...failedLegsText(step),
		...attemptsText(step),
		...rejectsTable(step.rejects),
		...logText(step.log)
	];
}
function failureText(failure) {
	const causes = failure.causes.map((cause) => `caused by: ${cause}`);
	return [fence(clip([failure.message, ...causes].join("\n"))), failure.help === void 0 ? `Code: ${code(failure.code)}` : `**What to do:** ${prose(sentence(clip(failure.help, longestHelp)))} (${code(failure.code)})`];
}
function failedLegsText({ legs, failedLegs = [] }) {
	if (legs === void 0 || legs.failure === 0) return [];
	const shown = failedLegs.slice(0, shownLegs).map((one) => `- ${code(one.leg)} ${escapeMarkdown(legLabel(one))}`);
	const hidden = legs.failure - shown.length;
	const more = hidden > 0 ? [`- … and ${counted(hidden, "more leg")}`] : [];
	return [`Legs: ${endedLegsText(legs)}. Those that failed:`, [...shown, ...more].join("\n")];
}
function attemptsText({ attempts, durationMs, retries }) {
	const took = durationMs > 0 ? duration(durationMs) : "";
	const said = (attempts > 1 ? [counted(attempts, "attempt"), took] : [took === "" ? "" : `after ${took}`]).filter((part) => part !== "").join(", ");
	const lines = retries.slice(-5).map(retryLine);
	return [...said === "" ? [] : [`Failed: ${said}.`], ...lines.length === 0 ? [] : [lines.join("\n")]];
}
function retryLine({ leg, attempt, failure, delayMs }) {
	return `- ${leg === void 0 ? "" : `leg ${leg}, `}attempt ${attempt}: ${escapeMarkdown(clip(failure.message, 300))}; waited ${duration(delayMs)}`;
}
function rejectsTable(rejects) {
	if (rejects === void 0 || rejects.rows === 0) return [];
	const kept = rejects.file === void 0 ? [] : [`All of them are kept in ${code(rejects.file)}, in the folder of the run.`];
	const shown = rejects.first.slice(0, shownSamples);
	const told = rejects.rows === null ? "Rows were rejected" : `Rejected: ${counted(rejects.rows, "row")}`;
	if (shown.length === 0) return [`${told}.`, ...kept];
	return [
		`${told}. The first of them:`,
		[...["| Where | Column | Rule | Value |", "|:--|:--|:--|:--|"], ...shown.map(sampleRow)].join("\n"),
		...kept
	];
}
function sampleRow({ file, line, column, rule, value, raw }) {
	return `| ${[
		[...file === "" ? [] : [file], ...line === null ? [] : [`line ${line}`]].join(", "),
		column ?? "",
		rule,
		value ?? raw ?? ""
	].map((cell) => cell === "" ? "" : code(clip(cell, longestCell))).join(" | ")} |`;
}
function logText({ lines, total }) {
	if (lines.length === 0) return [];
	const kept = fitting(lines);
	return [`${total > kept.length ? `The last ${kept.length} of ${number(total)} lines of its log` : "Its log"}:`, fence(kept.join("\n"))];
}
function fitting(lines) {
	let room = longestLog;
	const tooMany = lines.findLastIndex((line, index) => {
		room -= line.length + 1;
		return room < 0 && index < lines.length - 1;
	});
	return lines.slice(tooMany + 1);
}
function prose(text) {
	return text.split(/(`[^`\n]+`)/).map((part, index) => index % 2 === 1 ? code(part.slice(1, -1)) : escapeMarkdown(part)).join("");
}
function sentence(help) {
	const first = help.slice(0, 1).toUpperCase() + help.slice(1);
	return /[.!?]$/.test(first) ? first : `${first}.`;
}
function clip(text, max = longestMessage) {
	return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}…`;
}

// src/report/result-words.ts
const words = {
	success: {
		icon: "✅",
		word: "succeeded"
	},
	failure: {
		icon: "❌",
		word: "failed"
	},
	cancelled: {
		icon: "🚫",
		word: "was cancelled"
	},
	skipped: {
		icon: "⏭️",
		word: "was skipped"
	},
	degraded: {
		icon: "⚠️",
		word: "succeeded, with failures that are tolerated"
	}
};
function runWords(result) {
	return words[result];
}
function stepWords(step) {
	if (step.result === "failure" && step.tolerated) return {
		icon: "⚠️",
		word: "failed, tolerated"
	};
	return {
		icon: words[step.result].icon,
		word: words[step.result].word.replace("was ", "")
	};
}
function hasFailed(step) {
	return step.result === "failure" && !step.tolerated;
}

// src/diagnostic/lost.ts
const lostCode = "runner/lost";

export { clip as a, failureText as c, endedLegsText as d, stepWords as i, logText as l, hasFailed as n, failedLegsText as o, runWords as r, failureSection as s, lostCode as t, rejectsTable as u };