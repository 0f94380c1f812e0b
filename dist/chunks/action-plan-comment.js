import { a as truncateMarkdown, n as escapeMarkdown, t as code } from "./text-markdown.js";
import { c as number, f as string, l as object, n as _enum, o as int, r as array, s as literal } from "./vendor/zod.js";

// src/action/plan-comment.ts
const id = string().min(1).max(100);
const change = _enum([
	"added",
	"changed",
	"removed",
	"same"
]);
const stepSchema = object({
	id,
	kind: string().max(20),
	needs: array(id).max(256),
	change
});
const pipelineSchema = object({
	file: string().max(300),
	name: string().max(300),
	change,
	jobs: int().min(0),
	waves: int().min(0),
	billedMinutes: number().min(0),
	steps: array(stepSchema).max(2e3)
});
const problemSchema = object({
	severity: _enum(["error", "warning"]),
	code: string().max(100),
	message: string().max(2e3),
	file: string().max(300),
	line: int().min(1)
});
const planCommentSchema = object({
	schema: literal(1),
	sha: string().regex(/^[0-9a-f]{40}$/),
	pipelines: array(pipelineSchema).max(200),
	problems: array(problemSchema).max(100),
	hidden: int().min(0)
});
const commentArtifact = "millrace-comment.json";
const largestComment = 524288;
const commentKey = "plan";
const longestBody = 6e4;
const mostProblems = 100;
const mostDrawn = 60;
function problemsOf(diagnostics) {
	return {
		problems: diagnostics.toSorted((one, other) => rank(one) - rank(other)).slice(0, mostProblems).map(({ severity, code: name, message, file, line }) => ({
			severity,
			code: name,
			message: message.slice(0, 2e3),
			file,
			line
		})),
		hidden: Math.max(0, diagnostics.length - mostProblems)
	};
}
function rank(diagnostic) {
	return diagnostic.severity === "error" ? 0 : 1;
}
function compareSteps(head, base) {
	const before = new Map(base?.manifest.steps.map((step) => [step.id, step]));
	const now = head.order.map((stepId) => {
		const node = head.nodes.get(stepId);
		const old = before.get(stepId);
		before.delete(stepId);
		const changed = old !== void 0 && node !== void 0 && contentOf(old) !== contentOf(node.step);
		return {
			id: stepId,
			kind: node?.step.kind ?? "",
			needs: [...node?.needs ?? []],
			change: stepChange(old !== void 0, changed)
		};
	});
	const gone = [...before.values()].map((step) => ({
		id: step.id,
		kind: step.kind,
		needs: [],
		change: "removed"
	}));
	return base === void 0 ? now : [...now, ...gone];
}
function stepChange(existed, changed) {
	if (!existed) return "added";
	return changed ? "changed" : "same";
}
function contentOf(step) {
	return JSON.stringify({
		...step,
		path: void 0
	});
}
function renderPlanComment(comment) {
	const errors = comment.problems.filter(({ severity }) => severity === "error").length + comment.hidden;
	const parts = [
		`${errors === 0 ? "✅ **Millrace**: the manifests are sound" : `❌ **Millrace**: ${count(errors, "problem")}`}, at ${code(comment.sha.slice(0, 7))}`,
		...comment.problems.length === 0 ? [] : [problemTable(comment)],
		...comment.pipelines.map(pipelineSection)
	];
	return truncateMarkdown(`${parts.join("\n\n")}\n`, longestBody);
}
function problemTable({ problems, hidden }) {
	const rows = problems.map(({ severity, file, line, message, code: name }) => `| ${severity} | ${code(`${file}:${line}`)} | ${escapeMarkdown(message)} | ${code(name)} |`);
	const more = hidden === 0 ? [] : [`| | | and ${hidden} more | |`];
	return [
		"| | where | what | code |",
		"|---|---|---|---|",
		...rows,
		...more
	].join("\n");
}
function pipelineSection(pipeline) {
	const { name, file, steps, jobs, waves, billedMinutes } = pipeline;
	const title = `### ${escapeMarkdown(name)} (${code(file)})`;
	if (pipeline.change === "removed") return `${title}\n\nRemoved.`;
	const present = steps.filter((step) => step.change !== "removed");
	return [
		title,
		`${count(present.length, "step")} in ${count(jobs, "job")}, ${count(waves, "wave")}, about ${count(billedMinutes, "billed minute")} a run`,
		changeList(pipeline),
		drawing(present)
	].filter((part) => part !== "").join("\n\n");
}
function changeList({ change: whole, steps }) {
	if (whole === "added") return "A new pipeline.";
	const lines = [
		"added",
		"changed",
		"removed"
	].flatMap((kind) => {
		const ids = steps.filter((step) => step.change === kind).map((step) => code(step.id));
		return ids.length === 0 ? [] : [`- ${kind}: ${ids.join(", ")}`];
	});
	return lines.length === 0 ? "No step differs from the base branch." : lines.join("\n");
}
function drawing(steps) {
	if (steps.length === 0 || steps.length > mostDrawn) return "";
	const number = new Map(steps.map((step, index) => [step.id, `s${index}`]));
	const label = (text) => text.replaceAll(/[^\w. -]/g, "·");
	const nodes = steps.map((step) => `  ${number.get(step.id)}["${label(step.id)}"]:::${step.change}`);
	const edges = steps.flatMap((step) => step.needs.filter((need) => number.has(need)).map((need) => `  ${number.get(need)} --> ${number.get(step.id)}`));
	const styles = ["  classDef added stroke:#1a7f37,stroke-width:2px", "  classDef changed stroke:#9a6700,stroke-width:2px"];
	return [
		"```mermaid",
		"flowchart LR",
		...nodes,
		...edges,
		...styles,
		"```"
	].join("\n");
}
function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export { planCommentSchema as a, largestComment as i, commentKey as n, problemsOf as o, compareSteps as r, renderPlanComment as s, commentArtifact as t };