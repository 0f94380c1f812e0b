import { F as number, M as counted, N as dollars, P as duration, U as unreachable, V as Failure } from "./dataset-fields-print-number.js";
import { i as stepPast } from "./plan-leg-counts.js";
import { n as tickRecord, t as settledRecord } from "./schedule-tick-record.js";
import { C as union, S as string, _ as literal, b as record, c as _enum, g as json, n as datetime, u as array, v as number$1, w as unknown, y as object } from "./vendor/zod.js";
import { t as endedLegsText } from "./text-ended-legs-text.js";
import { t as cacheText } from "./text-cache-text.js";
import { i as maxSummaryBytes, n as escapeMarkdown, o as truncateMarkdown, r as fence, t as code } from "./text-markdown.js";
import { a as stepWords, c as clip, i as runWords, n as lostHelp, o as mermaid, p as rejectsTable, r as hasFailed, t as lostCode, u as failureSection } from "./diagnostic-lost.js";
import { t as isBalanced } from "./steps-row-balance.js";
import { n as runResultOf, r as runEvent } from "./run-run-result.js";
import { s as movedCursor } from "./steps-window.js";
import { r as seenResult } from "./run-verdict-condition.js";
import { C as valueAt, a as inputText, qt as parseJson } from "./manifest-json-schema.js";
import { stripVTControlCharacters } from "node:util";

// src/plan/plan.ts
const stepPlan = object({
	id: string(),
	kind: string(),
	needs: array(string()),
	job: string(),
	runsOn: union([string(), array(string())]),
	expectedMs: number$1(),
	basis: _enum(["past", "assumed"]),
	legs: object({
		count: number$1().nullable(),
		parts: number$1()
	}).optional(),
	cache: object({
		decision: _enum([
			"reuse",
			"run",
			"deferred"
		]),
		reason: string()
	}).optional(),
	unselected: literal(true).optional(),
	anyway: literal(true).optional(),
	teardown: string().optional()
});
const jobPlan = object({
	id: string(),
	steps: array(string()),
	needs: array(string()),
	runsOn: union([string(), array(string())]),
	timeoutMinutes: number$1(),
	part: object({
		index: number$1(),
		of: number$1()
	}).optional(),
	shared: number$1().optional(),
	limits: record(string(), number$1()).optional(),
	expectedMs: number$1(),
	billedMinutes: number$1()
});
const ticksSchema = object({
	schedules: array(settledRecord),
	tick: tickRecord.optional(),
	remaining: object({
		cron: string(),
		count: number$1(),
		first: string(),
		last: string()
	}).optional(),
	idle: string().optional()
});
const planSchema = object({
	schema: literal(1),
	pipeline: string(),
	name: string(),
	file: string(),
	run: object({
		id: string(),
		trigger: string(),
		at: datetime({ precision: 3 }),
		date: string(),
		dated: literal(true).optional(),
		window: object({
			from: datetime({ precision: 3 }),
			to: datetime({ precision: 3 }),
			definition: string(),
			again: literal(true).optional()
		}).optional(),
		outdated: literal(true).optional(),
		previous: object({
			id: string(),
			result: string(),
			date: string(),
			steps: record(string(), object({ result: string() }))
		}).optional()
	}),
	ticks: ticksSchema.optional(),
	inputs: record(string(), json()),
	before: record(string(), stepPast).optional(),
	cursors: record(string(), string()).optional(),
	select: string().optional(),
	steps: array(stepPlan),
	jobs: array(jobPlan),
	waves: array(array(string())),
	cost: object({
		billedMinutes: number$1(),
		dollars: number$1()
	}),
	manifest: unknown(),
	used: record(string(), unknown()).optional()
});

// src/run/events/decode-events.ts
const beginning = /^\{"schema":1,"run":"[^"]*","at":"[^"]*","type":"([a-z-]+)"/;
function* eventsOf(lines, types) {
	let number = 0;
	for (const line of lines) {
		number += 1;
		if (types !== void 0 && !mayBe(line, types)) continue;
		const value = parseJson(line);
		if (value === void 0) continue;
		const event = decodeEvent(value, number);
		if (types === void 0 || types.includes(event.type)) yield event;
	}
}
function mayBe(line, types) {
	const type = beginning.exec(line)?.[1];
	return type === void 0 || types.includes(type);
}
function decodeEvent(value, line) {
	const event = runEvent.safeParse(value);
	if (event.success) return event.data;
	throw new Failure("run/events", `line ${line} of the events is none that this version knows`, {
		cause: event.error,
		help: "use the version of Millrace that made the run"
	});
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

// src/report/spared.ts
function sparedBy(plan, steps) {
	const usual = new Map(plan.steps.map(({ id, basis, expectedMs }) => [id, basis === "past" ? expectedMs : 0]));
	const spared = steps.filter(({ unchanged }) => unchanged === true);
	if (spared.length === 0) return void 0;
	const savedMs = spared.reduce((sum, { id, durationMs }) => {
		return sum + Math.max(0, (usual.get(id) ?? 0) - durationMs);
	}, 0);
	return {
		steps: spared.length,
		savedMs
	};
}
function sparedText({ unchanged }) {
	if (unchanged === void 0) return "";
	const saved = unchanged.savedMs < 1e3 ? "" : `, about ${duration(unchanged.savedMs)} saved`;
	return `${counted(unchanged.steps, "step")} unchanged${saved}`;
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
const longestRemark = 300;
const longestNote = 5e3;
const notesInFull = 20;
const longestSummary = 2e5;
const maxBytes = maxSummaryBytes - 4096;
function renderMarkdown(report) {
	const blocks = [
		...headline(report),
		...failures(report),
		"## Steps",
		stepTable(report.steps),
		...longNotes(report.steps),
		...rows(report.steps),
		...rejects(report.steps),
		...again(report),
		...graph(report),
		...summaries(report.steps)
	];
	return truncateMarkdown(`${blocks.join("\n\n")}\n`, maxBytes, "bytes");
}
function headline(report) {
	const { icon, word } = runWords(report.result);
	const { run, file, durationMs } = report;
	const words = [run.date, run.trigger].map(escapeMarkdown);
	const facts = [
		code(file),
		...words,
		duration(durationMs),
		...moved(report)
	];
	return [
		`# ${icon} ${escapeMarkdown(report.name)} ${word}`,
		facts.join(" · "),
		`${stepCounts(report)}.`
	];
}
function moved({ steps, totals: { extracted, loaded, rejected, unchanged } }) {
	const there = steps.flatMap((step) => [step, ...step.inside ?? []]).filter(({ kind }) => kind === "load").reduce((sum, { counts }) => sum + (counts?.unchanged ?? 0), 0);
	const spared = sparedText({ unchanged });
	return [
		...extracted > 0 ? [`${counted(extracted, "row")} read`] : [],
		...loaded > 0 ? [`${number(loaded)} loaded`] : [],
		...there > 0 ? [`${number(there)} there already`] : [],
		...rejected > 0 ? [`${number(rejected)} rejected`] : [],
		...spared === "" ? [] : [spared]
	];
}
function stepCounts({ totals: { steps, tolerated, unselected = 0 } }) {
	const [first, ...others] = [
		[steps.failure - tolerated, "failed"],
		[tolerated, "failed and tolerated"],
		[steps.cancelled, "cancelled"],
		[steps.skipped, "skipped"],
		[steps.success, "succeeded"],
		[unselected, "not selected"]
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
function stepTable(all) {
	const steps = all.filter(({ unselected, note }) => unselected !== true || note !== void 0);
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
function remarks({ attempts, reason, failure, note, cache, legs }) {
	return [
		...legs === void 0 ? [] : [endedLegsText(legs)],
		...attempts > 1 ? [counted(attempts, "attempt")] : [],
		...reason === void 0 ? [] : [escapeMarkdown(clip(reason, 300))],
		...cache === void 0 ? [] : [escapeMarkdown(clip(cacheText(cache), 300))],
		...failure === void 0 ? [] : [code(failure.code)],
		...note === void 0 ? [] : [escapeMarkdown(clip(note, longestRemark))]
	].join("; ");
}
function longNotes(steps) {
	const lines = steps.filter(({ note = "" }) => note.length > longestRemark).slice(0, notesInFull).flatMap(({ id, note = "" }) => [`- ${code(id)}:`, ...clip(note, longestNote).split("; ").map((part) => `  - ${escapeMarkdown(part)}`)]);
	return lines.length === 0 ? [] : ["## In full", lines.join("\n")];
}
function rows(steps) {
	const lines = steps.slice(0, tableRows).flatMap(({ id, counts, result, inside = [] }) => {
		return [...counts === void 0 ? [] : [{
			id,
			counts
		}], ...inside].filter((one) => result === "success" || isBalanced(one.counts)).map((one) => `- ${code(one.id)}: ${rowEquation(one.counts)}`);
	});
	return lines.length === 0 ? [] : ["## Rows", lines.join("\n")];
}
function rejectsInside({ id, counts, first }) {
	return {
		id,
		rejects: {
			rows: counts.rejected,
			first
		}
	};
}
function rejects(steps) {
	const some = steps.flatMap((step) => [...step.result === "success" ? [step] : [], ...(step.inside ?? []).map(rejectsInside)]).filter((step) => (step.rejects?.rows ?? 0) > 0);
	const shown = some.slice(0, failuresAtLength);
	const hidden = some.length - shown.length;
	return [...shown.flatMap((step) => [`## Rejected by ${code(step.id)}`, ...rejectsTable(step.rejects)]), ...hidden > 0 ? [`*${counted(hidden, "more step")} rejected rows.*`] : []];
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
	const results = Object.fromEntries(report.steps.map(({ id, result, tolerated }) => [id, tolerated ? "tolerated" : result]));
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

// src/report/render-report-json.ts
function renderReportJson(report) {
	return `${JSON.stringify(report, null, 2)}\n`;
}

// src/report/log-tail.ts
const longestLine = 1e3;
const emptyLog = {
	lines: [],
	total: 0
};
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

// src/report/fold-legs.ts
function isOfLeg(event) {
	return "leg" in event && event.leg !== void 0;
}
const mostRetries = 50;
var LegFold = class {
	#logs = /* @__PURE__ */ new Map();
	advance(trace, event) {
		const key = `${event.step} ${event.leg}`;
		switch (event.type) {
			case "step-started":
				if (event.attempt > 1) this.#logs.delete(key);
				return trace.startedAt === void 0 ? { startedAt: event.at } : {};
			case "step-progress": return {};
			case "step-log":
				this.#logs.set(key, withLine(this.#logs.get(key) ?? emptyLog, event.line));
				return { log: {
					...trace.log,
					total: trace.log.total + 1
				} };
			case "step-retrying": {
				if (trace.retries.length >= mostRetries) return {};
				const { attempt, failure, delayMs, leg } = event;
				return { retries: [...trace.retries, {
					leg,
					attempt,
					failure,
					delayMs
				}] };
			}
			case "leg-finished": {
				const log = this.#logs.get(key);
				this.#logs.delete(key);
				if (event.commit !== void 0 && event.result === "success") return { commits: [...trace.commits, event.commit] };
				return event.result === "failure" && log !== void 0 ? { log: withLeg(trace.log, event.leg, log) } : {};
			}
			default: return unreachable(event);
		}
	}
};
function withLeg({ lines, total }, leg, log) {
	const more = log.lines.map((line) => `[${leg}] ${line}`);
	return {
		lines: [...lines, ...more].slice(0, Math.max(lines.length, 40)),
		total
	};
}

// src/report/inner-rows.ts
const mostSamples = 5;
var InnerRowsFold = class {
	#atWork = /* @__PURE__ */ new Map();
	#failed = /* @__PURE__ */ new Map();
	#done = /* @__PURE__ */ new Map();
	take(event) {
		const [leg = ""] = event.leg.split("/", 1);
		const atWork = this.#atWork.get(leg) ?? [];
		if (event.values === void 0) {
			const { step, kind, counts, rejectSamples } = event;
			if (counts !== void 0) this.#atWork.set(leg, [...atWork, {
				step,
				kind,
				counts,
				rejectSamples
			}]);
			return;
		}
		if (event.leg !== leg) return;
		const isInside = ({ step }) => step.startsWith(`${event.step}/`);
		this.#atWork.set(leg, atWork.filter((one) => !isInside(one)));
		this.#endLeg(event, atWork.filter(isInside));
	}
	of(step) {
		const failed = [...this.#failed.get(step)?.values() ?? []].flat();
		return [...together(this.#done.get(step), failed).values()];
	}
	#endLeg({ step, leg, result }, inside) {
		const failed = this.#failed.get(step) ?? /* @__PURE__ */ new Map();
		failed.delete(leg);
		if (inside.length === 0) return;
		if (result === "success") this.#done.set(step, together(this.#done.get(step), inside));
		else this.#failed.set(step, failed.set(leg, inside));
	}
};
function together(known, events) {
	const sums = new Map(known);
	for (const { step: id, kind = "", counts, rejectSamples = [] } of events) {
		if (counts === void 0) continue;
		const before = sums.get(id);
		const first = [...before?.first ?? [], ...rejectSamples].slice(0, mostSamples);
		sums.set(id, {
			id,
			kind,
			counts: sumOf(before?.counts, counts),
			first
		});
	}
	return sums;
}
function sumOf(one, other) {
	if (one === void 0) return other;
	return {
		read: one.read + other.read,
		loaded: one.loaded + other.loaded,
		rejected: one.rejected + other.rejected,
		filtered: one.filtered + other.filtered,
		deduplicated: one.deduplicated + other.deduplicated,
		unchanged: one.unchanged + other.unchanged
	};
}

// src/report/fold-events.ts
const untouched = {
	attempts: 0,
	retries: [],
	log: emptyLog,
	commits: []
};
function foldEvents(events) {
	const steps = /* @__PURE__ */ new Map();
	const legs = new LegFold();
	const inside = new InnerRowsFold();
	let startedAt;
	let finishedAt;
	let cancelled = false;
	let idleMs = 0;
	const change = (step, part) => {
		const trace = steps.get(step) ?? untouched;
		steps.set(step, {
			...trace,
			...part(trace)
		});
	};
	for (const event of events) {
		if (isResumed(event, finishedAt)) {
			idleMs += Math.max(0, Date.parse(event.at) - Date.parse(finishedAt ?? event.at));
			cancelled = false;
		}
		if (startedAt === void 0 || event.at < startedAt) startedAt = event.at;
		if (finishedAt === void 0 || event.at > finishedAt) finishedAt = event.at;
		if (event.type === "leg-finished") inside.take(event);
		if (event.type === "run-finished") {
			cancelled ||= event.result === "cancelled";
			for (const [step, summary] of Object.entries(event.steps)) change(step, () => ({ summary }));
		} else if (event.type !== "run-started") change(event.step, (trace) => isOfLeg(event) ? legs.advance(trace, event) : advance(trace, event));
	}
	return {
		...startedAt === void 0 ? {} : { startedAt },
		...finishedAt === void 0 ? {} : { finishedAt },
		cancelled,
		idleMs,
		steps,
		inside
	};
}
function isResumed(event, before) {
	return event.type === "run-started" && event.job === void 0 && before !== void 0;
}
function advance(trace, event) {
	switch (event.type) {
		case "step-started": return {
			startedAt: trace.startedAt ?? event.at,
			attempts: Math.max(trace.attempts, event.attempt),
			...event.attempt > 1 ? { log: untouched.log } : {}
		};
		case "step-progress":
		case "leg-finished":
		case "part-finished": return {};
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

// src/report/moved-cursors.ts
function movedCursors({ cursors = {}, select }, result, windows) {
	if (result !== "success" || select !== void 0) return cursors;
	const own = [...windows].filter(({ inLedger }) => inLedger === true);
	return {
		...cursors,
		...Object.fromEntries(own.map((window) => [window.source, movedCursor(window, cursors[window.source])]))
	};
}

// src/report/missing-step.ts
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
	if (step.anyway === true) return void 0;
	const blocking = (step.teardown === void 0 ? step.needs : [step.teardown]).map((need) => reportOf(need)).find((need) => need !== void 0 && seenResult(need) !== "success");
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
			help: lostHelp(1),
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

// src/report/run-again.ts
function runAgain({ file, inputs, run, manifest, select }) {
	const options = Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${textOf(name, value, manifest)}`]);
	const only = select === void 0 ? [] : ["--select", select];
	return [
		"millrace",
		"run",
		file,
		...timeOf(run),
		...options,
		...only
	].map(shellWord).join(" ");
}
function timeOf(run) {
	if (run?.window !== void 0) {
		const { from, to, again } = run.window;
		return [
			"--window",
			`${from}..${to}`,
			...again === true ? ["--force"] : []
		];
	}
	return run !== void 0 && (run.trigger === "schedule" || run.dated === true) ? ["--date", run.date] : [];
}
function textOf(name, value, manifest) {
	const type = isJson(manifest, name) ? "json" : void 0;
	return inputText(type, value);
}
function isJson(manifest, name) {
	const declared = valueAt(manifest, ["inputs", name]);
	return declared === "json" || valueAt(declared, ["type"]) === "json";
}
function shellWord(word) {
	if (/^[\w./:=@%+,-]+$/.test(word)) return word;
	if (!/[\x00-\x1F\x7F]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
	return `$'${word.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(/[\x00-\x1F\x7F]/g, byteEscape)}'`;
}
function byteEscape(character) {
	return character === "\n" ? String.raw`\n` : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

// src/report/summarize.ts
function summarize(plan, events, facts = {}) {
	const trace = foldEvents(events);
	const steps = stepReports(plan, trace, facts);
	const cancelled = facts.cancelled ?? trace.cancelled;
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
		durationMs: Date.parse(trace.finishedAt ?? "") - Date.parse(trace.startedAt ?? "") - trace.idleMs || 0,
		inputs: plan.inputs,
		...cursorsAfter(plan, runResultOf(steps, cancelled), trace),
		command: runAgain(plan),
		totals: totalsOf(plan, steps),
		steps,
		jobs: plan.jobs,
		waves: plan.waves,
		cost: plan.cost
	};
}
function cursorsAfter(plan, result, trace) {
	const windows = plan.steps.flatMap(({ id }) => trace.steps.get(id)?.finished?.windows ?? []);
	const cursors = movedCursors(plan, result, windows);
	return Object.keys(cursors).length === 0 ? {} : { cursors };
}
function stepReports(plan, trace, facts) {
	const done = /* @__PURE__ */ new Map();
	const cancelled = facts.cancelled ?? trace.cancelled;
	const local = plan.run.trigger === "cli";
	const reportOf = (need) => done.get(need);
	for (const step of plan.steps) {
		const known = trace.steps.get(step.id);
		const told = ended(step, known, plan.before?.[step.id]);
		if (told === void 0 && step.unselected === true) done.set(step.id, {
			...base(step, known),
			reason: "not selected",
			unselected: true
		});
		else if (told === void 0) done.set(step.id, missingStep(base(step, known), reportOf, {
			cancelled,
			local
		}));
		else if (told.result === "cancelled" && facts.cancelled === false) done.set(step.id, stoppedStep({
			...base(step, known),
			durationMs: told.durationMs
		}, reportOf));
		else done.set(step.id, withInside(told, trace));
	}
	return [...done.values()];
}
function withInside(step, trace) {
	const inside = step.legs === void 0 ? [] : trace.inside.of(step.id);
	return {
		...withInnerLog(step, trace),
		...inside.length === 0 ? {} : { inside }
	};
}
function withInnerLog(step, { steps }) {
	if (step.legs === void 0 || step.log.lines.length > 0) return step;
	const inner = steps.entries().find(([id, { log }]) => id.startsWith(`${step.id}/`) && log.lines.length > 0);
	return inner === void 0 ? step : {
		...step,
		log: inner[1].log,
		logOf: inner[0]
	};
}
function base({ id, kind, needs, job, anyway, teardown }, trace) {
	return {
		id,
		kind,
		needs,
		...anyway === void 0 ? {} : { anyway },
		...teardown === void 0 ? {} : { teardown },
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
function ended(step, trace, past) {
	const told = trace?.finished ?? trace?.summary;
	if (told === void 0) return void 0;
	const { counts, failure, note, summary, commit, cache, mark, outputs = {} } = trace?.finished ?? {};
	const rejects = rejectsOf(trace?.finished);
	return {
		...base(step, trace),
		result: told.result,
		tolerated: told.tolerated === true,
		...told.toleratedAround === true ? { toleratedAround: true } : {},
		...told.reason === void 0 ? {} : { reason: told.reason },
		attempts: told.attempts,
		durationMs: told.durationMs,
		rows: told.rows,
		...counts === void 0 ? {} : { counts },
		...failure === void 0 ? {} : { failure },
		...rejects === void 0 ? {} : { rejects },
		outputs,
		...told.cached === true || trace?.summary?.cached === true ? { cached: true } : {},
		...cache === void 0 ? {} : { cache },
		...told.unselected === true ? { unselected: true } : {},
		...told.unchanged === true ? { unchanged: true } : {},
		...mark === void 0 ? {} : { mark },
		...lookedBackOn(step, trace?.finished, past),
		...told.legs === void 0 ? {} : { legs: told.legs },
		...trace?.finished?.failedLegs === void 0 ? {} : { failedLegs: trace.finished.failedLegs },
		...trace === void 0 || trace.commits.length === 0 ? {} : { commits: trace.commits },
		...note === void 0 ? {} : { note },
		...summary === void 0 ? {} : { summary },
		...commit === void 0 ? {} : { commit }
	};
}
function lookedBackOn({ kind }, finished, past) {
	if (finished === void 0) return {};
	const was = finished.unchanged === true ? past : void 0;
	const columns = kind === "extract" ? columnsOf(finished.dataset) ?? was?.columns : void 0;
	const measured = finished.measured ?? was?.history?.[0];
	return {
		...columns === void 0 ? {} : { columns },
		...measured === void 0 ? {} : { measured }
	};
}
function columnsOf(dataset) {
	const { columns, gone = [] } = dataset ?? {};
	return columns?.map((column) => gone.includes(column.name) ? {
		...column,
		gone: true
	} : column);
}
function rejectsOf(finished) {
	const { rejects, rejectsByRule: byRule, rejectSamples: first = [], counts } = finished ?? {};
	const told = {
		...byRule === void 0 ? {} : { byRule },
		first
	};
	if (rejects !== void 0) return {
		rows: rejects.rows,
		file: rejects.file,
		...told
	};
	return first.length === 0 ? void 0 : {
		rows: counts?.rejected ?? null,
		...told
	};
}
function totalsOf(plan, steps) {
	const unchanged = sparedBy(plan, steps);
	const selected = steps.filter((step) => step.unselected !== true);
	const count = (result) => selected.filter((step) => step.result === result).length;
	const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
	const counted = steps.flatMap((step) => [step, ...step.inside ?? []]);
	const ofKind = (kind) => counted.filter((step) => step.kind === kind);
	return {
		steps: {
			success: count("success"),
			failure: count("failure"),
			cancelled: count("cancelled"),
			skipped: count("skipped")
		},
		...selected.length < steps.length ? { unselected: steps.length - selected.length } : {},
		...unchanged === void 0 ? {} : { unchanged },
		tolerated: steps.filter((step) => step.result === "failure" && step.tolerated).length,
		extracted: sum(ofKind("extract").map(({ counts }) => counts?.read ?? 0)),
		loaded: sum(ofKind("load").map(({ counts }) => counts?.loaded ?? 0)),
		rejected: sum(counted.map(({ counts }) => counts?.rejected ?? 0))
	};
}

// src/app/report.ts
async function reportRun(store, tell = () => {}) {
	const plan = await readPlan(store);
	const report = summarize(plan, eventsOf(store.lines("events.jsonl")));
	tell(report);
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

export { renderReportJson as a, eventsOf as c, runAgain as i, planSchema as l, reportRun as n, renderMarkdown as o, summarize as r, sparedText as s, decodePlan as t };