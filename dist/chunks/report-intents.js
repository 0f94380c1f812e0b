import { c as recoveryComment, n as failureIssue } from "./report-failure-issue.js";
import { a as stepOfKey, i as planStep, t as failureKey } from "./report-issue-key.js";
import { r as hasFailed, t as lostCode } from "./diagnostic-lost.js";
import { i as unknownNeedCode, t as usesFailedCode } from "./diagnostic-uses-failed.js";

// src/report/commit-intents.ts
const committing = [
	"schedule",
	"workflow_dispatch",
	"push",
	"repository_dispatch",
	"workflow_run"
];
function commitIntents(report, facts) {
	if (!committing.includes(facts.trigger)) return [];
	const files = report.steps.flatMap(({ result, commit, commits = [] }) => {
		return [...result === "success" && commit !== void 0 ? [commit] : [], ...commits].map(({ path, file }) => ({
			path,
			source: file
		}));
	});
	if (files.length === 0) return [];
	const { branch } = facts;
	return [{
		type: "commit-files",
		...branch === void 0 ? {} : { branch },
		message: message(report, files),
		files
	}];
}
function message({ name, run }, files) {
	const [first] = files;
	return `${line(`Update ${files.length === 1 && first !== void 0 ? first.path : `${files.length} files`}`)}\n\n${line(`${name}, ${run.date}`)}\n`;
}
function line(text) {
	return text.replaceAll(/\s+/g, " ").replaceAll(/[@#]/g, "$&⁠");
}

// src/report/intents.ts
const maxIssues = 20;
function intents(report, facts) {
	return [
		...failureIssues(report, facts),
		...recoveries(report, facts),
		...commitIntents(report, facts)
	];
}
function failureIssues(report, facts) {
	if (facts.trigger !== "schedule" || facts.onFailure.issue === null) return [];
	const told = (step) => step.failure?.code !== "uses/failed" && !isLostBeside(step, report.steps) && !isBelowLost(step, report.steps);
	return report.steps.filter((step) => hasFailed(step) && told(step)).slice(0, maxIssues).map((step) => failureIssue(report, step, facts));
}
function isLostBeside(step, steps) {
	if (step.failure?.code !== "runner/lost") return false;
	const lost = steps.filter(({ job, failure }) => job === step.job && failure?.code === "runner/lost");
	return (lost.find(({ attempts }) => attempts > 0) ?? lost[0]) !== step;
}
function isBelowLost(step, steps) {
	return step.failure?.code === "run/need-unknown" && steps.some(({ failure }) => failure?.code === "runner/lost");
}
function recoveries(report, facts) {
	if (!(facts.trigger === "schedule" || facts.trigger === "workflow_dispatch") || !facts.onDefaultBranch) return [];
	const known = /* @__PURE__ */ new Set([...facts.steps, ...report.steps.map(({ id }) => id)]);
	const good = new Set(report.steps.filter(({ result }) => result === "success").map(({ id }) => id));
	return facts.openIssues.flatMap(({ number, key }) => {
		const step = stepOfKey(key, report.pipeline);
		if (step === void 0 || failureKey(report.pipeline, step) !== key) return [];
		const over = step === "(plan)" ? "planned" : good.has(step) ? "succeeded" : "removed";
		if (over === "removed" && known.has(step)) return [];
		return [{
			type: "close-issue",
			key,
			number,
			comment: recoveryComment(report, over, facts)
		}];
	});
}

export { intents as t };