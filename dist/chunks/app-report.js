import { F as counted, G as unreachable, H as Bug, I as dollars, L as duration, R as number, U as Failure, j as nodeOf, r as evaluateCondition } from "./manifest-json-schema.js";
import { a as truncateMarkdown, i as maxSummaryBytes, n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as parseJson } from "./text-parse-json.js";
import { c as number$1, f as string, i as boolean, l as object, m as unknown, n as _enum, p as union, r as array, s as literal, t as datetime, u as record } from "./vendor/zod.js";
import { a as missingStep, c as seenResult, d as failureSection, l as statusOf, m as rejectsTable, n as runWords, o as stoppedStep, r as stepWords, t as hasFailed, u as clip } from "./report-result-words.js";
import { t as mermaid } from "./report-mermaid.js";
import { t as decodeEvents } from "./run-decode-events.js";
import { stripVTControlCharacters } from "node:util";

// src/run/failure-record.ts
const maxCauses = 10;
function failureRecordOf(error) {
	const causes = causesOf(error);
	if (!(error instanceof Failure)) {
		const ours = error instanceof Bug ? { help: "This is a bug of Millrace: please report it" } : {};
		return {
			code: "step/unexpected",
			message: messageOf(error),
			...ours,
			causes,
			retryable: false
		};
	}
	return {
		code: error.code,
		message: error.message,
		...error.help === void 0 ? {} : { help: error.help },
		causes,
		retryable: error.retryable,
		...error.retryAfterMs === void 0 ? {} : { retryAfterMs: error.retryAfterMs }
	};
}
function causesOf(error) {
	const said = /* @__PURE__ */ new Set([messageOf(error)]);
	const open = below(error);
	while (open.length > 0 && said.size <= maxCauses) {
		const cause = open.shift();
		said.add(messageOf(cause));
		open.push(...below(cause));
	}
	return [...said].slice(1);
}
function below(error) {
	if (!(error instanceof Error)) return [];
	const parts = error instanceof AggregateError ? error.errors : [];
	return error.cause === void 0 ? [...parts] : [...parts, error.cause];
}
function messageOf(error) {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof Failure) return error.message;
	return error.message === "" ? error.name : `${error.name}: ${error.message}`;
}

// src/run/attempt.ts
const longestMs = 2 ** 31 - 1;
async function attempt(work, limits) {
	const stop = new AbortController();
	const settled = new AbortController();
	const onCancel = () => stop.abort(cancelled());
	if (limits.cancel.aborted) return ended$1(cancelled());
	limits.cancel.addEventListener("abort", onCancel, { once: true });
	later(limits, limits.timeoutMs, settled.signal, () => stop.abort(timedOut(limits.timeoutMs)));
	const abandoned = new Promise((resolve) => {
		stop.signal.addEventListener("abort", () => later(limits, limits.graceMs, settled.signal, () => resolve(ended$1(stop.signal.reason))));
	});
	const result = await Promise.race([guarded(work, stop.signal), abandoned]);
	settled.abort();
	limits.cancel.removeEventListener("abort", onCancel);
	return result;
}
async function guarded(work, signal) {
	try {
		return {
			ended: "done",
			value: await work(signal)
		};
	} catch (error) {
		return ended$1(signal.aborted ? signal.reason : error);
	}
}
function tried(work) {
	try {
		return {
			ended: "done",
			value: work()
		};
	} catch (error) {
		return ended$1(error);
	}
}
function ended$1(error) {
	const failure = failureRecordOf(error);
	if (failure.code === "step/timeout") return {
		ended: "timed-out",
		failure
	};
	return {
		ended: failure.code === "step/cancelled" ? "cancelled" : "failed",
		failure
	};
}
function later({ clock }, ms, unless, then) {
	clock.sleep(Math.min(ms, longestMs), unless).then(then, () => {});
}
function cancelled() {
	return new Failure("step/cancelled", "the run was cancelled");
}
function timedOut(timeoutMs) {
	const minutes = Math.round(timeoutMs / 6e4 * 100) / 100;
	return new Failure("step/timeout", `not done after ${minutes} minutes, its time-out`, {
		retryable: true,
		help: "raise timeout-minutes if the step needs longer"
	});
}

// src/run/verdict.ts
const unknownNeedCode = "run/need-unknown";
function verdictOn(state, id, cancelled) {
	const { step } = nodeOf(state.request.graph, id);
	const status = statusOf(state.lineages(id), cancelled);
	const judged = tried(() => evaluateCondition(step.if, state.contexts(id), status));
	if (judged.ended !== "done") return {
		outcome: "failure",
		failure: judged.failure,
		tolerated: step.continueOnError
	};
	if (judged.value) return { outcome: "run" };
	if (cancelled) return {
		outcome: "cancelled",
		reason: "the run was cancelled"
	};
	const unknown = unknownAbove(state, id);
	if (unknown !== void 0) return {
		outcome: "failure",
		failure: needUnknown(unknown),
		tolerated: false
	};
	return {
		outcome: "skipped",
		reason: skipReason(state, id, status.success)
	};
}
function unknownAbove(state, id) {
	const above = new Set(nodeOf(state.request.graph, id).needs);
	let unknown;
	for (const need of above) {
		const finished = state.finished.get(need);
		if (finished !== void 0 && seenResult(finished) !== "success") return void 0;
		if (finished === void 0) unknown ??= need;
		for (const further of nodeOf(state.request.graph, need).needs) above.add(further);
	}
	return unknown;
}
function needUnknown(step) {
	return {
		code: unknownNeedCode,
		message: `how "${step}" ended is not known, so what comes after it did not run`,
		help: "open the log of the job that ran it, then run the pipeline again",
		causes: [],
		retryable: true
	};
}
function skipReason(state, id, success) {
	const { step, needs } = nodeOf(state.request.graph, id);
	if (step.if !== void 0 && (success || /\b(?:success|failure|always|cancelled)\s*\(/i.test(step.if))) return `its condition does not hold: ${step.if}`;
	for (const need of needs) {
		const finished = state.finished.get(need);
		const seen = finished === void 0 ? "success" : seenResult(finished);
		if (seen !== "success") return `"${need}" ${said[seen]}`;
	}
	return "a step further up did not succeed";
}
const said = {
	failure: "failed",
	cancelled: "was cancelled",
	skipped: "was skipped"
};

// src/report/run-again.ts
function runAgain({ file, inputs, run }) {
	const options = Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]);
	return [
		"millrace",
		"run",
		file,
		...run !== void 0 && (run.trigger === "schedule" || run.dated === true) ? ["--date", run.date] : [],
		...options
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

// src/steps/row-balance.ts
function isBalanced({ read, ...parts }) {
	const went = Object.values(parts);
	return went.every((count) => count >= 0) && read === went.reduce((sum, count) => sum + count, 0);
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
		...rejects(report.steps),
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
function rejects(steps) {
	const some = steps.filter((step) => step.result === "success" && (step.rejects?.rows ?? 0) > 0);
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

// src/run/run-result.ts
function runResultOf(steps, cancelled) {
	const has = (result) => steps.some((step) => step.result === result);
	if (cancelled && has("cancelled")) return "cancelled";
	if (steps.some((step) => step.result === "failure" && step.tolerated !== true)) return "failure";
	if (has("cancelled")) return "cancelled";
	if (has("failure")) return "degraded";
	return has("success") || steps.length === 0 ? "success" : "skipped";
}
function isGood(result) {
	return result === "success" || result === "degraded" || result === "skipped";
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
	const cancelled = facts.cancelled ?? trace.cancelled;
	const local = plan.run.trigger === "cli";
	const reportOf = (need) => done.get(need);
	for (const step of plan.steps) {
		const known = trace.steps.get(step.id);
		const told = ended(step, known);
		if (told === void 0) done.set(step.id, missingStep(base(step, known), reportOf, {
			cancelled,
			local
		}));
		else if (told.result === "cancelled" && facts.cancelled === false) done.set(step.id, stoppedStep({
			...base(step, known),
			durationMs: told.durationMs
		}, reportOf));
		else done.set(step.id, told);
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

// src/plan/plan.ts
const stepPlan = object({
	id: string(),
	kind: string(),
	needs: array(string()),
	job: string(),
	runsOn: union([string(), array(string())]),
	expectedMs: number$1(),
	basis: _enum(["past", "assumed"])
});
const jobPlan = object({
	id: string(),
	steps: array(string()),
	needs: array(string()),
	runsOn: union([string(), array(string())]),
	timeoutMinutes: number$1(),
	expectedMs: number$1(),
	billedMinutes: number$1()
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
		dated: literal(true).optional()
	}),
	inputs: record(string(), union([
		string(),
		number$1(),
		boolean()
	])),
	steps: array(stepPlan),
	jobs: array(jobPlan),
	waves: array(array(string())),
	cost: object({
		billedMinutes: number$1(),
		dollars: number$1()
	}),
	manifest: unknown()
});

// src/report/render-report-json.ts
function renderReportJson(report) {
	return `${JSON.stringify(report, null, 2)}\n`;
}

// src/app/report.ts
async function reportRun(store, tell = () => {}) {
	const plan = await readPlan(store);
	const events = decodeEvents(await store.read("events.jsonl") ?? "");
	const report = summarize(plan, events);
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

export { isGood as a, isBalanced as c, verdictOn as d, attempt as f, summarize as i, runAgain as l, failureRecordOf as m, reportRun as n, runResultOf as o, tried as p, renderReportJson as r, renderMarkdown as s, decodePlan as t, unknownNeedCode as u };