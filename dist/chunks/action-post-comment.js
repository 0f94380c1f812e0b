import { F as number, M as counted, N as dollars, P as duration, V as Failure } from "./dataset-fields-print-number.js";
import { i as maxSummaryBytes, n as escapeMarkdown, o as truncateMarkdown, r as fence, t as code } from "./text-markdown.js";
import { qt as parseJson, r as settings } from "./manifest-json-schema.js";
import { S as string, _ as literal, c as _enum, h as int, n as datetime, u as array, v as number$1, y as object } from "./vendor/zod.js";
import { o as mermaid, s as legsText } from "./diagnostic-lost.js";
import { n as diagnosticTable, t as diagnosticCounts } from "./report-diagnostic-table.js";
import { r as keyLine } from "./report-issue-key.js";
import { a as link$1, o as maxBody } from "./report-failure-issue.js";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";

// src/report/pull-request-plan.ts
const limits = {
	pipelines: 200,
	steps: 1e3,
	listed: 30,
	diagnostics: 50,
	ticks: 3,
	name: 100,
	id: 1200,
	text: 300,
	message: 1e3,
	bytes: 524288
};
const id = string().min(1).max(limits.id);
const ids = array(id).max(limits.steps);
const text = string().max(limits.text);
const count = int().min(0);
const amount = number$1().min(0).max(0xe8d4a51000);
const list = object({
	first: array(id).max(limits.listed),
	count
});
const outline = object({
	steps: array(object({
		id,
		kind: string().max(20),
		needs: ids,
		job: id,
		expectedMs: amount,
		basis: _enum(["past", "assumed"]),
		legs: object({
			count: count.nullable(),
			parts: count
		}).optional(),
		cache: object({
			decision: _enum([
				"reuse",
				"run",
				"deferred"
			]),
			reason: text
		}).optional(),
		change: _enum(["added", "changed"]).optional()
	})).max(limits.steps),
	jobs: array(object({
		id,
		steps: ids,
		needs: ids
	})).max(limits.steps),
	waves: array(ids).max(limits.steps)
});
const pipeline = object({
	file: text,
	name: text,
	change: _enum([
		"added",
		"changed",
		"mended",
		"removed",
		"same",
		"unknown",
		"none"
	]),
	size: object({
		steps: count,
		jobs: count,
		waves: count,
		billedMinutes: amount,
		dollars: amount
	}).optional(),
	outline: outline.optional(),
	added: list,
	changed: list,
	removed: list,
	settings: array(_enum(settings)).max(settings.length),
	downstream: list,
	next: array(object({
		at: datetime({ precision: 3 }),
		timezone: string().max(limits.name)
	})).max(limits.ticks)
});
const diagnostic = object({
	severity: _enum(["error", "warning"]),
	code: id,
	message: string().max(limits.message + 1),
	help: string().max(limits.message + 1).optional(),
	file: text,
	line: int().min(1),
	column: int().min(1)
});
const pullRequestPlanSchema = object({
	schema: literal(1),
	sha: string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
	counts: object({
		planned: count,
		added: count,
		changed: count,
		removed: count,
		unknown: count
	}),
	pipelines: array(pipeline).max(limits.pipelines),
	errors: count,
	warnings: count,
	diagnostics: array(diagnostic).max(limits.diagnostics)
});
function listOf(entries) {
	return {
		first: entries.slice(0, limits.listed),
		count: entries.length
	};
}

// src/action/left-comment.ts
const artifact = "millrace-comment.json";
async function leaveComment({ artifacts, context }, plan) {
	const path = join(context.temp, artifact);
	await writeFile(path, JSON.stringify(plan));
	await artifacts.uploadFile(path, { retentionDays: 1 });
}
async function readLeftComment({ artifacts, inputs }, run) {
	const bytes = await artifacts.readForeign({
		run,
		token: inputs.token
	}, artifact, limits.bytes);
	if (bytes === void 0) return void 0;
	const decoded = pullRequestPlanSchema.safeParse(parseJson(bytes.toString("utf8")));
	if (decoded.success) return decoded.data;
	throw refused("it does not have the shape of one");
}
function refused(why) {
	return new Failure("comment/refused", `the comment that the check left is refused: ${why}`);
}

// src/report/tick-text.ts
function tickText({ at, timezone }) {
	const time = new Date(at);
	const utc = clock(time, "UTC");
	const local = /^(Etc\/)?UTC$/.test(timezone) ? void 0 : clock(time, timezone);
	if (local === void 0) return `${utc?.text} UTC`;
	return `${local.text} ${escapeMarkdown(timezone)} (${utc?.time} UTC)`;
}
function clock(at, timeZone) {
	try {
		const format = new Intl.DateTimeFormat("en-GB", {
			timeZone,
			weekday: "short",
			day: "numeric",
			month: "short",
			hour: "2-digit",
			minute: "2-digit",
			hourCycle: "h23"
		});
		const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
		const time = `${part["hour"]}:${part["minute"]}`;
		return {
			text: `${part["weekday"]} ${part["day"]} ${part["month"]} ${time}`,
			time
		};
	} catch {
		return;
	}
}

// src/report/plan-section.ts
function pipelineSection(pipeline, room) {
	const { name, file, size, outline } = pipeline;
	const facts = [code(file), ...size === void 0 ? [] : [shape(size), price(size)]];
	return [
		`### ${escapeMarkdown(name)}`,
		facts.join(" · "),
		...pointsOf(pipeline),
		...outline === void 0 ? [tooLarge] : stepsAndGraph(outline, room)
	];
}
const tooLarge = "*Too many steps to list here: they are in the summary of the check.*";
function shape({ steps, jobs, waves }) {
	return `${counted(steps, "step")} in ${counted(jobs, "job")} and ${counted(waves, "wave")}`;
}
function price(size) {
	return `${counted(size.billedMinutes, "billed minute")} a run (${dollars(size.dollars)})`;
}
function pointsOf(pipeline) {
	const { downstream, next } = pipeline;
	const points = [
		...pipeline.change === "none" ? [] : [`- Against the base branch: ${changeText(pipeline)}`],
		...downstream.count === 0 ? [] : [`- Datasets downstream of it: ${listed(downstream)}`],
		...next.length === 0 ? [] : [`- Next: ${next.map(tickText).join(" · ")}`]
	];
	return points.length === 0 ? [] : [points.join("\n")];
}
function changeText({ change, settings, ...steps }) {
	if (change === "added") return "new";
	if (change === "unknown") return "not compared";
	if (change === "mended") return "the manifest there does not hold";
	const told = [
		"added",
		"changed",
		"removed"
	].flatMap((kind) => steps[kind].count === 0 ? [] : [`${kind} ${listed(steps[kind])}`]);
	const beside = settings.length === 0 ? [] : [`its ${settings.map(code).join(", ")}`];
	return told.length + beside.length === 0 ? "no step changed" : [...told, ...beside].join("; ");
}
function listed({ first, count }) {
	const more = count > first.length ? [`${number(count - first.length)} more`] : [];
	return [...first.map(code), ...more].join(", ");
}
function stepsAndGraph(outline, { rows, drawing }) {
	const looks = Object.fromEntries(outline.steps.flatMap(({ id, change }) => change === void 0 ? [] : [[id, change]]));
	return [
		stepTable(outline, rows),
		"<details><summary>Graph</summary>",
		fence(mermaid(outline, looks, drawing), "mermaid"),
		"</details>"
	];
}
const icons = {
	added: "🆕 ",
	changed: "✏️ "
};
function stepTable({ steps, waves }, maxRows) {
	const waveOf = new Map(waves.flatMap((jobs, index) => jobs.map((job) => [job, index + 1])));
	const measured = steps.some(({ basis }) => basis === "past");
	const cached = steps.some(({ cache }) => cache !== void 0);
	const rows = steps.toSorted((one, other) => (waveOf.get(one.job) ?? 0) - (waveOf.get(other.job) ?? 0)).slice(0, maxRows).map((step) => stepRow(step, waveOf.get(step.job), {
		measured,
		cached
	}));
	const hidden = steps.length - rows.length;
	return [
		`| Wave | Job | Step | Kind | After |${cached ? " Cache |" : ""}${measured ? " Usually |" : ""}`,
		`|--:|:--|:--|:--|:--|${cached ? ":--|" : ""}${measured ? "--:|" : ""}`,
		...rows,
		...hidden > 0 ? [`\n*… and ${counted(hidden, "more step")}.*`] : []
	].join("\n");
}
function stepRow(step, wave, { measured, cached }) {
	return `| ${[
		String(wave ?? ""),
		code(step.job),
		(step.change === void 0 ? "" : icons[step.change]) + code(step.id),
		escapeMarkdown(step.legs === void 0 ? step.kind : `${step.kind}, ${legsText(step.legs)}`),
		listed(listOf(step.needs)),
		...cached ? [step.cache === void 0 ? "" : escapeMarkdown(`${step.cache.decision}: ${step.cache.reason}`)] : [],
		...measured ? [step.basis === "past" ? duration(step.expectedMs) : ""] : []
	].join(" | ")} |`;
}

// src/report/plan-comment.ts
const planMarker = "plan";
const shownDiagnostics = 10;
function planComment(plan, { runUrl } = {}) {
	const about = [`For ${code(plan.sha.slice(0, 7))}`, ...runUrl === void 0 ? [] : [link$1("all details", runUrl)]];
	const blocks = [
		keyLine(planMarker),
		`## ${verdict(plan)}`,
		...mistakes(plan, shownDiagnostics),
		...pipelines(plan, {
			rows: 240,
			drawing: 4e4
		}),
		about.join(" · ")
	];
	return truncateMarkdown(`${blocks.join("\n\n")}\n`, maxBody);
}
function planSummary(plan) {
	const blocks = [
		`# ${verdict(plan)}`,
		...mistakes(plan, 2e3),
		...pipelines(plan, {
			rows: 2e3,
			drawing: 4e5,
			unchanged: "in full"
		})
	];
	return truncateMarkdown(`${blocks.join("\n\n")}\n`, maxSummaryBytes - 4096, "bytes");
}
function isWorthAComment({ counts, errors }) {
	const { added, changed, removed, unknown } = counts;
	return errors + added + changed + removed + unknown > 0;
}
function verdict(plan) {
	const { planned, unknown } = plan.counts;
	const told = planned === 0 ? "No pipeline planned" : `${counted(planned, "pipeline")} planned`;
	const changes = [
		"added",
		"changed",
		"removed"
	].flatMap((kind) => plan.counts[kind] === 0 ? [] : [`${plan.counts[kind]} ${kind}`]);
	const differing = changes.length === 0 && unknown === 0 && planned > 0 ? ["none changed"] : changes;
	const among = differing.length === 0 ? "" : ` (${differing.join(", ")})`;
	return `${icon(plan)} ${told}${among}, ${diagnosticCounts(plan)}`;
}
function icon({ errors, warnings }) {
	if (errors > 0) return "❌";
	return warnings > 0 ? "⚠️" : "✅";
}
function mistakes({ diagnostics, errors, warnings }, max) {
	return diagnostics.length === 0 ? [] : [diagnosticTable(diagnostics, max, errors + warnings)];
}
function pipelines(plan, { rows, drawing, unchanged }) {
	const full = plan.pipelines.filter(({ change }) => change !== "removed" && (change !== "same" || unchanged === "in full"));
	const share = {
		rows: Math.min(rows / 4, Math.max(10, Math.floor(rows / Math.max(1, full.length)))),
		drawing: Math.floor(drawing / Math.max(1, full.length))
	};
	const { planned, removed } = plan.counts;
	const left = planned + removed - plan.pipelines.length;
	return [
		...full.flatMap((pipeline) => pipelineSection(pipeline, share)),
		...named(plan, "removed", "Removed"),
		...unchanged === "in full" ? [] : named(plan, "same", "As they were"),
		...left > 0 ? [`*… and ${counted(left, "more pipeline")}.*`] : []
	];
}
function named({ pipelines: all }, change, title) {
	const files = all.filter((one) => one.change === change).map(({ file }) => file);
	return files.length === 0 ? [] : [`**${escapeMarkdown(title)}:** ${listed(listOf(files))}`];
}

// src/action/post-comment.ts
async function postComment(github, pullRequest, plan, runUrl) {
	const body = planComment(plan, { runUrl });
	const done = isWorthAComment(plan) ? await github.upsertComment(pullRequest, planMarker, body) : await github.updateComment(pullRequest, planMarker, body);
	return done === void 0 ? "no comment: no pipeline differs" : `comment ${done.change}: ${done.url}`;
}

export { refused as a, readLeftComment as i, planSummary as n, limits as o, leaveComment as r, listOf as s, postComment as t };