import { y as unreachable } from "./source-syntax-errors.js";
import { a as truncateMarkdown, i as maxSummaryBytes, n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as mermaid } from "./report-mermaid.js";
import { i as number, n as dollars, r as duration, t as counted } from "./report-quantities.js";
import { a as runResultOf, s as missingStep } from "./adapters-run-folder-run-folder.js";
import { stripVTControlCharacters } from "node:util";

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
	const shown = rejects.first.slice(0, shownSamples);
	const told = rejects.rows === null ? "Rows were rejected" : `Rejected: ${counted(rejects.rows, "row")}`;
	if (shown.length === 0) return [`${told}.`];
	return [`${told}. The first of them:`, [...["| Where | Column | Rule | Value |", "|:--|:--|:--|:--|"], ...shown.map(sampleRow)].join("\n")];
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

// src/report/run-again.ts
function runAgain({ file, inputs }) {
	return [
		"millrace",
		"run",
		file,
		...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`])
	].map(shellWord).join(" ");
}
function shellWord(word) {
	if (/^[\w./:=@%+,-]+$/.test(word)) return word;
	if (!/[\x00-\x1F\x7F]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
	return `$'${word.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(/[\x00-\x1F\x7F]/g, byteEscape)}'`;
}
function byteEscape(character) {
	return character === "\n" ? String.raw`\n` : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

// src/report/row-equation.ts
const parts = [
	"loaded",
	"rejected",
	"filtered",
	"deduplicated",
	"unchanged"
];
function rowEquation(counts) {
	const sum = parts.filter((part) => counts[part] > 0 || part === "loaded").map((part) => `${number(counts[part])} ${part}`).join(" + ");
	return isBalanced(counts) ? `${number(counts.read)} read = ${sum}` : `${number(counts.read)} read ≠ ${sum} (rows are not accounted for)`;
}
function isBalanced(counts) {
	return counts.read === parts.reduce((sum, part) => sum + counts[part], 0);
}

// src/report/seal-markdown.ts
function sealMarkdown(text) {
	let fence = "";
	let comment = false;
	let details = 0;
	const sealed = text.replaceAll(/\r\n?/g, "\n").split("\n").map((line) => {
		if (comment) {
			comment = !line.includes("-->");
			return line;
		}
		const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
		if (fence !== "") {
			if (mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === "") fence = "";
			return line;
		}
		if (mark?.[1] !== void 0 && !(mark[1].startsWith("`") && mark[2]?.includes("`") === true)) {
			fence = mark[1];
			return line;
		}
		details += occurrences(line, /<details\b/gi) - occurrences(line, /<\/details>/gi);
		comment = line.lastIndexOf("<!--") > line.lastIndexOf("-->");
		return line.replace(/^(#{1,4}) /, "##$1 ");
	});
	const closers = [
		...fence === "" ? [] : [fence],
		...comment ? ["-->"] : [],
		...details > 0 ? ["", "</details>\n".repeat(details).trimEnd()] : []
	];
	return [...sealed, ...closers].join("\n");
}
function occurrences(line, what) {
	return line.match(what)?.length ?? 0;
}

// src/report/render-markdown.ts
const failuresAtLength = 10;
const longestSummary = 2e5;
const maxBytes = maxSummaryBytes - 4096;
function renderMarkdown(report) {
	const blocks = [
		...headline(report),
		...failures(report),
		"## Steps",
		stepTable(report.steps),
		...rows(report.steps),
		...again(report),
		...graph(report),
		...summaries(report.steps)
	];
	return truncateMarkdown(`${blocks.join("\n\n")}\n`, maxBytes, "bytes");
}
function headline(report) {
	const { icon, word } = runWords(report.result);
	const { run, totals, file, durationMs } = report;
	const words = [run.date, run.trigger].map(escapeMarkdown);
	const facts = [
		code(file),
		...words,
		duration(durationMs),
		...moved(totals)
	];
	return [
		`# ${icon} ${escapeMarkdown(report.name)} ${word}`,
		facts.join(" · "),
		`${stepCounts(report)}.`
	];
}
function moved({ extracted, loaded, rejected }) {
	return [
		...extracted > 0 ? [`${counted(extracted, "row")} read`] : [],
		...loaded > 0 ? [`${number(loaded)} loaded`] : [],
		...rejected > 0 ? [`${number(rejected)} rejected`] : []
	];
}
function stepCounts({ totals: { steps, tolerated } }) {
	const [first, ...others] = [
		[steps.failure - tolerated, "failed"],
		[tolerated, "failed and tolerated"],
		[steps.cancelled, "cancelled"],
		[steps.skipped, "skipped"],
		[steps.success, "succeeded"]
	].filter(([count]) => count > 0);
	if (first === void 0) return "There was nothing to do";
	return [`${counted(first[0], "step")} ${first[1]}`, ...others.map(([n, word]) => `${number(n)} ${word}`)].join(", ");
}
function failures(report) {
	const failed = report.steps.filter(hasFailed);
	const tolerated = report.steps.filter((step) => step.result === "failure" && step.tolerated);
	const shown = [...failed, ...tolerated].slice(0, failuresAtLength);
	const hidden = failed.length + tolerated.length - shown.length;
	return [...shown.flatMap((step) => [`## ${stepTitle(step)}`, ...failureSection(step)]), ...hidden > 0 ? [`*${counted(hidden, "more failed step")} in the table below.*`] : []];
}
function stepTitle(step) {
	const { icon, word } = stepWords(step);
	return `${icon} ${code(step.id)} ${word}`;
}
const tableRows = 1e3;
function stepTable(steps) {
	const lines = steps.slice(0, tableRows).map(stepRow);
	const more = steps.length > tableRows ? [`\n*… and ${counted(steps.length - tableRows, "more step")}.*`] : [];
	return [
		"| Step | Kind | Result | Rows | Time | |",
		"|:--|:--|:--|--:|--:|:--|",
		...lines,
		...more
	].join("\n");
}
function stepRow(step) {
	const { icon, word } = stepWords(step);
	return `| ${[
		code(step.id),
		escapeMarkdown(step.kind),
		`${icon} ${word}`,
		step.rows === null ? "" : number(step.rows),
		step.attempts === 0 ? "" : duration(step.durationMs),
		remarks(step)
	].join(" | ")} |`;
}
function remarks({ attempts, reason, failure, note }) {
	return [
		...attempts > 1 ? [counted(attempts, "attempt")] : [],
		...reason === void 0 ? [] : [escapeMarkdown(clip(reason, 300))],
		...failure === void 0 ? [] : [code(failure.code)],
		...note === void 0 ? [] : [escapeMarkdown(clip(note, 300))]
	].join("; ");
}
function rows(steps) {
	const lines = steps.slice(0, tableRows).flatMap(({ id, counts, result }) => {
		if (counts === void 0 || result !== "success" && !isBalanced(counts)) return [];
		return [`- ${code(id)}: ${rowEquation(counts)}`];
	});
	return lines.length === 0 ? [] : ["## Rows", lines.join("\n")];
}
function again({ command, cost, run }) {
	const on = run.trigger === "cli" ? "On GitHub this run would be billed" : "Billed by GitHub, as planned:";
	return [
		"## Run it again",
		fence(command, "sh"),
		`${on} ${counted(cost.billedMinutes, "minute")} (${dollars(cost.dollars)}).`
	];
}
function graph(report) {
	const results = Object.fromEntries(report.steps.map(({ id, result }) => [id, result]));
	return [
		"<details><summary>The run as a graph</summary>",
		fence(mermaid(report, results), "mermaid"),
		"</details>"
	];
}
function summaries(steps) {
	let room = maxBytes;
	return steps.flatMap(({ id, summary }) => {
		if (summary === void 0 || summary.trim() === "" || room <= 0) return [];
		const shown = truncateMarkdown(summary.trim(), longestSummary);
		room -= shown.length;
		return [`## Summary of ${code(id)}`, sealMarkdown(shown)];
	});
}

// src/report/fold-events.ts
const longestLine = 1e3;
const untouched = {
	attempts: 0,
	retries: [],
	log: {
		lines: [],
		total: 0
	}
};
function foldEvents(events) {
	const steps = /* @__PURE__ */ new Map();
	let startedAt;
	let finishedAt;
	let cancelled = false;
	const change = (step, part) => {
		const trace = steps.get(step) ?? untouched;
		steps.set(step, {
			...trace,
			...part(trace)
		});
	};
	for (const event of events) {
		if (startedAt === void 0 || event.at < startedAt) startedAt = event.at;
		if (finishedAt === void 0 || event.at > finishedAt) finishedAt = event.at;
		if (event.type === "run-finished") {
			cancelled ||= event.result === "cancelled";
			for (const [step, summary] of Object.entries(event.steps)) change(step, () => ({ summary }));
		} else if (event.type !== "run-started") change(event.step, (trace) => advance(trace, event));
	}
	return {
		...startedAt === void 0 ? {} : { startedAt },
		...finishedAt === void 0 ? {} : { finishedAt },
		cancelled,
		steps
	};
}
function advance(trace, event) {
	switch (event.type) {
		case "step-started": return {
			startedAt: trace.startedAt ?? event.at,
			attempts: Math.max(trace.attempts, event.attempt)
		};
		case "step-progress": return {};
		case "step-log": return { log: withLine(trace.log, event.line) };
		case "step-retrying": {
			const { attempt, failure, delayMs } = event;
			return { retries: [...trace.retries, {
				attempt,
				failure,
				delayMs
			}] };
		}
		case "step-finished": return { finished: event };
		default: return unreachable(event);
	}
}
function withLine({ lines, total }, line) {
	return {
		lines: [...lines, plainLine(line)].slice(-40),
		total: total + 1
	};
}
const unseen = /[\x00-\x08\x0A-\x1F\x7F-\x9F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
function plainLine(line) {
	const plain = stripVTControlCharacters(line.slice(0, 4 * longestLine)).replaceAll(unseen, "");
	if (plain.length <= longestLine && line.length <= 4 * longestLine) return plain;
	return `${plain.slice(0, longestLine).toWellFormed()}…`;
}

// src/report/summarize.ts
function summarize(plan, events, facts = {}) {
	const trace = foldEvents(events);
	const steps = stepReports(plan, trace, facts);
	const cancelled = trace.cancelled || facts.cancelled === true;
	return {
		schema: 1,
		pipeline: plan.pipeline,
		name: plan.name,
		file: plan.file,
		run: {
			...plan.run,
			...trace.startedAt === void 0 ? {} : { startedAt: trace.startedAt },
			...trace.finishedAt === void 0 ? {} : { finishedAt: trace.finishedAt }
		},
		result: runResultOf(steps, cancelled),
		durationMs: Date.parse(trace.finishedAt ?? "") - Date.parse(trace.startedAt ?? "") || 0,
		inputs: plan.inputs,
		command: runAgain(plan),
		totals: totalsOf(steps),
		steps,
		jobs: plan.jobs,
		waves: plan.waves,
		cost: plan.cost
	};
}
function stepReports(plan, trace, facts) {
	const done = /* @__PURE__ */ new Map();
	const cancelled = trace.cancelled || facts.cancelled === true;
	for (const step of plan.steps) {
		const known = trace.steps.get(step.id);
		const report = ended(step, known) ?? missingStep(base(step, known), (need) => done.get(need), cancelled);
		done.set(step.id, report);
	}
	return [...done.values()];
}
function base({ id, kind, needs, job }, trace) {
	return {
		id,
		kind,
		needs,
		job,
		result: "skipped",
		tolerated: false,
		attempts: trace?.attempts ?? 0,
		...trace?.startedAt === void 0 ? {} : { startedAt: trace.startedAt },
		durationMs: 0,
		rows: null,
		retries: trace?.retries ?? [],
		log: trace?.log ?? {
			lines: [],
			total: 0
		},
		outputs: {}
	};
}
function ended(step, trace) {
	const told = trace?.finished ?? trace?.summary;
	if (told === void 0) return void 0;
	const { counts, failure, note, summary, commit, outputs = {} } = trace?.finished ?? {};
	const rejects = rejectsOf(trace?.finished);
	return {
		...base(step, trace),
		result: told.result,
		tolerated: told.tolerated === true,
		...told.reason === void 0 ? {} : { reason: told.reason },
		attempts: told.attempts,
		durationMs: told.durationMs,
		rows: told.rows,
		...counts === void 0 ? {} : { counts },
		...failure === void 0 ? {} : { failure },
		...rejects === void 0 ? {} : { rejects },
		outputs,
		...note === void 0 ? {} : { note },
		...summary === void 0 ? {} : { summary },
		...commit === void 0 ? {} : { commit }
	};
}
function rejectsOf(finished) {
	const { rejects, rejectSamples: first = [], counts } = finished ?? {};
	if (rejects !== void 0) return {
		rows: rejects.rows,
		file: rejects.file,
		first
	};
	return first.length === 0 ? void 0 : {
		rows: counts?.rejected ?? null,
		first
	};
}
function totalsOf(steps) {
	const count = (result) => steps.filter((step) => step.result === result).length;
	const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
	const ofKind = (kind) => steps.filter((step) => step.kind === kind);
	return {
		steps: {
			success: count("success"),
			failure: count("failure"),
			cancelled: count("cancelled"),
			skipped: count("skipped")
		},
		tolerated: steps.filter((step) => step.result === "failure" && step.tolerated).length,
		extracted: sum(ofKind("extract").map(({ counts }) => counts?.read ?? 0)),
		loaded: sum(ofKind("load").map(({ counts }) => counts?.loaded ?? 0)),
		rejected: sum(steps.map(({ counts }) => counts?.rejected ?? 0))
	};
}

export { clip as a, logText as c, hasFailed as i, renderMarkdown as n, failureSection as o, runAgain as r, failureText as s, summarize as t };