import { n as escapeMarkdown, o as truncateMarkdown, r as fence, t as code } from "./text-markdown.js";
import { d as failureText, f as logText, l as failedLegsText, r as hasFailed, t as lostCode, u as failureSection } from "./diagnostic-lost.js";
import { r as keyLine, t as failureKey } from "./report-issue-key.js";
import { M as counted } from "./dataset-fields-print-number.js";

// src/report/failure-issue.ts
const maxBody = 65e3;
const maxTitle = 256;
const ourLabel = "millrace";
function failureIssue(report, step, facts) {
	const key = failureKey(report.pipeline, step.id);
	return {
		type: "upsert-issue",
		key,
		title: issueTitle(report.name, `: step "${step.id}" failed`),
		body: truncateMarkdown(issueBody(report, step, key, facts), maxBody),
		comment: truncateMarkdown(repeatComment(report, step, facts), maxBody),
		...addressees(facts.onFailure)
	};
}
function issueBody(report, step, key, facts) {
	const { run, name, file } = report;
	return [
		keyLine(key),
		`Step ${code(step.id)} (${escapeMarkdown(step.kind)}) of **${escapeMarkdown(name)}** (${code(file)}) failed in the ${escapeMarkdown(run.trigger)} run for ${escapeMarkdown(run.date)}.`,
		...failureSection(step),
		"### What came of it",
		consequences(report, step),
		...wayOut(report.command, facts),
		"*The next failure comments here; the next success closes this issue.*"
	].join("\n\n");
}
function repeatComment(report, step, facts) {
	const tail = {
		lines: step.log.lines.slice(-15),
		total: step.log.total
	};
	return [
		`Failed again in the run for ${escapeMarkdown(report.run.date)}${runLink(facts)}.`,
		...step.failure === void 0 ? [] : failureText(step.failure),
		...failedLegsText(step),
		...logText(tail),
		`Last good run: ${lastGood(facts.lastGood)}.`
	].join("\n\n");
}
function consequences(report, step) {
	const skipped = skippedBecause(report.steps, step.id);
	const others = report.steps.filter((other) => other !== step && hasFailed(other));
	const beside = others.filter(({ job, failure }) => job === step.job && failure?.code === "runner/lost");
	const apart = others.filter((other) => !beside.includes(other));
	return [
		skipped.length === 0 ? "- No step was skipped because of it." : `- Skipped because of it: ${names(skipped)}`,
		...beside.length === 0 ? [] : [`- Lost with the same job: ${names(beside)}`],
		...apart.length === 0 ? [] : [`- Failed in the same run: ${names(apart)}`]
	].join("\n");
}
function skippedBecause(steps, failed) {
	const reached = /* @__PURE__ */ new Set([failed]);
	return steps.filter((step) => {
		if (step.result !== "skipped" || step.unselected === true || !step.needs.some((need) => reached.has(need))) return false;
		reached.add(step.id);
		return true;
	});
}
const namedSteps = 50;
function names(steps) {
	const named = steps.slice(0, namedSteps).map(({ id }) => code(id));
	const more = steps.length > namedSteps ? [counted(steps.length - namedSteps, "more step")] : [];
	return [...named, ...more].join(", ");
}
function wayOut(command, facts) {
	const onGitHub = facts.workflowUrl === void 0 ? [] : [`or on GitHub: ${link("Run workflow", facts.workflowUrl)}`];
	return [
		"### Run it again",
		fence(command, "sh"),
		...onGitHub,
		[...facts.runUrl === void 0 ? [] : [`- ${link("This run", facts.runUrl)}`], `- Last good run: ${lastGood(facts.lastGood)}`].join("\n")
	];
}
function lastGood(run) {
	if (run === void 0) return "none known";
	return run.url === void 0 ? escapeMarkdown(run.at) : link(run.at, run.url);
}
function runLink({ runUrl }) {
	return runUrl === void 0 ? "" : ` (${link("this run", runUrl)})`;
}
function link(text, url) {
	return /^https?:\/\/[^\s<>()"'\\]+$/.test(url) ? `[${escapeMarkdown(text)}](${url})` : escapeMarkdown(text);
}
function recoveryComment({ run, file }, over, facts) {
	const since = `the run for ${escapeMarkdown(run.date)}${runLink(facts)}`;
	if (over === "succeeded") return `Good again since ${since}: the step succeeded.`;
	if (over === "planned") return `Good again since ${since}: it could be planned.`;
	return `The step is no longer in ${code(file)}; seen in ${since}.`;
}
const unseen = /[\x00-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/g;
function issueTitle(name, what) {
	const flat = (text) => text.replaceAll(unseen, " ");
	const end = flat(what).slice(0, 236);
	return `${flat(name).slice(0, maxTitle - end.length)}${end}`.toWellFormed();
}
function addressees({ issue }) {
	const labels = (issue?.labels ?? []).filter((label) => label.toLowerCase() !== ourLabel);
	return {
		labels: [ourLabel, ...new Set(labels)],
		assignees: issue?.assignees ?? []
	};
}

export { link as a, recoveryComment as c, lastGood as i, wayOut as l, failureIssue as n, maxBody as o, issueTitle as r, ourLabel as s, addressees as t };