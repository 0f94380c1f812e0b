import { F as counted, L as duration, R as number } from "./manifest-json-schema.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";

// src/report/failure-section.ts
const longestMessage = 4e3;
const longestHelp = 1e3;
const longestCell = 80;
const longestLog = 2e4;
const shownSamples = 5;
function failureSection(step) {
	return [
		...step.failure === void 0 ? [] : failureText(step.failure),
		...attemptsText(step),
		...rejectsTable(step.rejects),
		...logText(step.log)
	];
}
function failureText(failure) {
	const causes = failure.causes.map((cause) => `caused by: ${cause}`);
	return [fence(clip([failure.message, ...causes].join("\n"))), failure.help === void 0 ? `Code: ${code(failure.code)}` : `**What to do:** ${prose(sentence(clip(failure.help, longestHelp)))} (${code(failure.code)})`];
}
function attemptsText({ attempts, durationMs, retries }) {
	const took = durationMs > 0 ? duration(durationMs) : "";
	const said = (attempts > 1 ? [counted(attempts, "attempt"), took] : [took === "" ? "" : `after ${took}`]).filter((part) => part !== "").join(", ");
	const lines = retries.slice(-5).map(retryLine);
	return [...said === "" ? [] : [`Failed: ${said}.`], ...lines.length === 0 ? [] : [lines.join("\n")]];
}
function retryLine({ attempt, failure, delayMs }) {
	return `- attempt ${attempt}: ${escapeMarkdown(clip(failure.message, 300))}; waited ${duration(delayMs)}`;
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

// src/run/condition.ts
function statusOf(needs, runCancelled) {
	return {
		success: !runCancelled && needs.every((need) => need.succeeded),
		failure: needs.some((need) => need.failed),
		cancelled: runCancelled || needs.some((need) => need.cancelled)
	};
}
function lineageOf(result, needs) {
	return {
		succeeded: result === "success" && needs.every((need) => need.succeeded),
		failed: result === "failure" || needs.some((need) => need.failed),
		cancelled: result === "cancelled" || needs.some((need) => need.cancelled)
	};
}
function seenResult(step) {
	return step.result === "failure" && step.tolerated === true ? "success" : step.result;
}

// src/report/missing-step.ts
const lostCode = "runner/lost";
function missingStep(step, reportOf, { cancelled, local }) {
	if (cancelled) return {
		...step,
		result: "cancelled",
		reason: "the run was cancelled"
	};
	if (local) return explained(step, reportOf) ?? killed(step);
	return explained(step, reportOf) ?? lost(step, "ended without reporting", "");
}
function stoppedStep(step, reportOf) {
	return explained(step, reportOf) ?? lost(step, "was stopped", ", though nobody cancelled the run");
}
function explained(step, reportOf) {
	const blocking = step.needs.map((need) => reportOf(need)).find((need) => need !== void 0 && seenResult(need) !== "success");
	if (blocking === void 0 || step.attempts > 0) return void 0;
	return {
		...step,
		result: "skipped",
		reason: `"${blocking.id}" ${verbs[blocking.result]}`
	};
}
function killed(step) {
	const when = step.attempts === 0 ? "before this step could start" : "while this step was running";
	return {
		...step,
		result: "failure",
		tolerated: false,
		failure: {
			code: "run/killed",
			message: `the process of the run ended ${when}, and did not tell why: was it killed?`,
			help: "run it again: what was begun is rolled back; if it ends so again, look for a lack of memory",
			causes: [],
			retryable: true
		}
	};
}
function lost(step, how, although) {
	const when = step.attempts === 0 ? "" : " while this step was running";
	return {
		...step,
		result: "failure",
		tolerated: false,
		failure: {
			code: lostCode,
			message: `the job "${step.job}" ${how}${when}${although}`,
			help: "open the log of that job: it may have been out of memory or disk, past its time limit, or its runner was lost",
			causes: [],
			retryable: true
		}
	};
}
const verbs = {
	success: "succeeded",
	failure: "failed",
	cancelled: "was cancelled",
	skipped: "was skipped"
};

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

export { missingStep as a, seenResult as c, failureSection as d, failureText as f, lostCode as i, statusOf as l, rejectsTable as m, runWords as n, stoppedStep as o, logText as p, stepWords as r, lineageOf as s, hasFailed as t, clip as u };