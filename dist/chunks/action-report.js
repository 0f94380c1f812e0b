import { _ as Failure, s as checkManifests, y as unreachable } from "./source-syntax-errors.js";
import { a as link, c as wayOut, d as keyLine, f as planStep, i as lastGood, l as failureKey, n as addressees, o as maxBody, r as issueTitle, s as ourLabel, t as intents, u as failureKeyIn } from "./report-intents.js";
import { a as truncateMarkdown, n as escapeMarkdown, t as code } from "./text-markdown.js";
import { a as clip, n as renderMarkdown, r as runAgain, s as failureText, t as summarize } from "./report-summarize.js";
import "./report-quantities.js";
import { n as inRepository, t as folded } from "./action-action.js";
import { i as unpackJob, t as jobArtifact } from "./action-hand-over.js";
import { t as setOutput } from "./action-outputs.js";
import { r as receivePlan, t as isGood } from "./action-run-job.js";
import { basename, join } from "node:path";
import { mkdir, readFile, rm } from "node:fs/promises";

// src/report/diagnostic-table.ts
function diagnosticTable(diagnostics, max) {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	const warnings = diagnostics.filter(({ severity }) => severity === "warning");
	const sorted = [...errors, ...warnings];
	const more = sorted.length > max ? [`\n*… and ${sorted.length - max} more.*`] : [];
	return [
		"| | Where | What | Code |",
		"|:--|:--|:--|:--|",
		...sorted.slice(0, max).map(row),
		...more
	].join("\n");
}
function row({ severity, file, line, column, message, help, code: name }) {
	const remedy = help === void 0 ? "" : `<br>${escapeMarkdown(`help: ${clip(help, 500)}`)}`;
	const what = `${escapeMarkdown(clip(message, 1e3))}${remedy}`;
	return `| ${severity === "error" ? "❌" : "⚠️"} | ${code(`${file}:${line}:${column}`)} | ${what} | ${code(name)} |`;
}

// src/report/plan-failure.ts
function planFailureIntents(facts) {
	const onFailure = facts.onFailure ?? { issue: {
		labels: [],
		assignees: []
	} };
	if (facts.trigger !== "schedule" || onFailure.issue === null) return [];
	const key = failureKey(facts.pipeline, planStep);
	const name = facts.name ?? facts.pipeline;
	const what = [...reason(facts)];
	const body = [
		keyLine(key),
		`**${escapeMarkdown(name)}** (${code(facts.file)}) could not be planned, so none of its steps ran.`,
		...what,
		...wayOut(runAgain({
			file: facts.file,
			inputs: {}
		}), facts),
		"*The next failure comments here; the next run that can be planned closes this issue.*"
	];
	const comment = [
		`Could not be planned again${facts.runUrl === void 0 ? "" : ` (${link("this run", facts.runUrl)})`}.`,
		...what,
		`Last good run: ${lastGood(facts.lastGood)}.`
	];
	return [{
		type: "upsert-issue",
		key,
		title: issueTitle(name, ": the run could not be planned"),
		body: truncateMarkdown(body.join("\n\n"), maxBody),
		comment: truncateMarkdown(comment.join("\n\n"), maxBody),
		...addressees(onFailure)
	}];
}
const shownDiagnostics = 50;
function reason({ diagnostics = [], failure }) {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	if (failure === void 0 && errors.length === 0) return ["The job that plans it ended without saying why: open its log."];
	return [...failure === void 0 ? [] : failureText(failure), ...errors.length === 0 ? [] : [diagnosticTable(errors, shownDiagnostics)]];
}

// src/action/carry-out.ts
async function carryOut(intents, github, source) {
	const deeds = [];
	for (const intent of intents) deeds.push(await attempt(intent, github, source));
	return deeds;
}
async function attempt(intent, github, source) {
	try {
		return {
			intent,
			told: await doIt(intent, github, source)
		};
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		return {
			intent,
			told: thrown.message,
			failure: thrown
		};
	}
}
async function doIt(intent, github, source) {
	switch (intent.type) {
		case "upsert-issue": return upsertIssue(intent, github, source);
		case "close-issue": return closeIssue(intent, github, source);
		case "upsert-comment": {
			const { change } = await github.upsertComment(intent.pullRequest, intent.marker, intent.body);
			return `comment on #${intent.pullRequest} ${change}`;
		}
		case "commit-files": return commitFiles(intent, github, source);
		default: return unreachable(intent);
	}
}
async function upsertIssue(intent, github, source) {
	const { key, comment, labels } = intent;
	const [open, ...doubles] = await github.findIssues({
		key,
		label: labels[0]
	});
	if (open === void 0) {
		const { issue, created } = await github.openIssue(intent);
		if (created) return `opened issue #${issue.number}`;
		await github.upsertComment(issue.number, commentKey(source), comment);
		return `commented on issue #${issue.number}, which another run opened meanwhile`;
	}
	for (const double of doubles) await github.closeIssue(double.number, "duplicate");
	if (open.body.includes(source.runUrl)) return `issue #${open.number} tells of this run already`;
	await github.upsertComment(open.number, commentKey(source), comment);
	return `commented on issue #${open.number}`;
}
async function closeIssue(intent, github, source) {
	await github.upsertComment(intent.number, commentKey(source), intent.comment);
	await github.closeIssue(intent.number, "completed");
	return `closed issue #${intent.number}`;
}
function commentKey({ run }) {
	return `run ${run}`;
}
async function commitFiles(intent, github, source) {
	const files = await Promise.all(intent.files.map(async ({ path, source: from }) => ({
		path: source.inRepository(path),
		bytes: await readFile(join(source.folder, from))
	})));
	const branch = intent.branch ?? source.branch;
	const made = await github.commitFiles({
		branch,
		message: intent.message,
		files
	});
	if (made === void 0) return `nothing to commit: ${intent.files.length} files are as they were`;
	return `committed ${made.paths.join(", ")} to ${branch} (${made.sha.slice(0, 7)})`;
}

// src/action/report.ts
async function report(action) {
	const folder = join(action.context.temp, "millrace-report");
	await mkdir(folder, { recursive: true });
	const received = await folded(action, "Fetch the plan", () => receivePlan(action.artifacts, folder, action.workspace));
	return received === void 0 ? reportNoPlan(action, folder) : reportRun(action, received, folder);
}
async function reportRun(action, { plan, graph }, folder) {
	const { runner, inputs, context } = action;
	const events = await folded(action, "Fetch what the jobs left", () => gather(action, plan, folder));
	const cancelled = Object.values(inputs.results).includes("cancelled");
	const told = summarize(plan, events, { cancelled });
	runner.summary(renderMarkdown(told));
	const { manifest } = graph;
	const carried = await act(action, await withFacts(action, (facts) => intents(told, {
		...facts,
		onFailure: manifest.onFailure,
		steps: manifest.steps.map(({ id }) => id)
	})), {
		run: plan.run.id,
		folder
	});
	setOutput(runner, "run", plan.run.id);
	setOutput(runner, "result", told.result);
	runner.line(`run ${plan.run.id} for ${plan.run.date}: ${told.result} (${context.runUrl})`);
	return carried && isGood(told.result) ? "passed" : "failed";
}
async function gather({ artifacts, runner }, plan, folder) {
	const events = [];
	const there = new Set(await artifacts.list());
	for (const { id } of plan.jobs) {
		const name = jobArtifact(id);
		if (!there.has(name)) {
			runner.line(`job ${id} left no artifact`);
			continue;
		}
		const into = join(folder, "jobs", id);
		await mkdir(into, { recursive: true });
		await artifacts.download(name, into);
		events.push(...await unpackJob(into, folder, ["logs", "files"]));
		await rm(into, {
			recursive: true,
			force: true
		});
	}
	return events;
}
async function reportNoPlan(action, folder) {
	const { runner, inputs, context, workspace } = action;
	runner.annotate({
		level: "error",
		title: "Millrace",
		message: "the run has no plan, so no step ran"
	});
	setOutput(runner, "result", "failure");
	const [file] = inputs.pipelines;
	if (file === void 0) return "failed";
	const { pipelines, diagnostics } = await checkManifests([file], workspace);
	const manifest = pipelines[0]?.graph.manifest;
	const wanted = await withFacts(action, (facts) => planFailureIntents({
		...facts,
		pipeline: manifest?.id ?? basename(file).replace(/\.ya?ml$/, ""),
		file,
		diagnostics,
		...manifest === void 0 ? {} : {
			name: manifest.name,
			onFailure: manifest.onFailure
		}
	}));
	runner.summary(wanted.map((intent) => intent.type === "upsert-issue" ? intent.body : "").join("\n"));
	await act(action, wanted, {
		run: `${context.runId}-${context.attempt}`,
		folder
	});
	return "failed";
}
async function withFacts(action, decide) {
	const { context } = action;
	const github = await action.github();
	const openIssues = await ask(action, () => openIssuesOf(github), []);
	const lastGood = await ask(action, () => lastGoodOf(action, github), void 0);
	return decide({
		trigger: context.eventName,
		onDefaultBranch: isOnDefaultBranch(action),
		openIssues,
		runUrl: context.runUrl,
		...context.workflowUrl === void 0 ? {} : { workflowUrl: context.workflowUrl },
		...lastGood === void 0 ? {} : { lastGood }
	});
}
async function ask(action, question, otherwise) {
	try {
		return await question();
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		action.runner.annotate({
			level: "warning",
			title: "Millrace",
			message: thrown.message
		});
		return otherwise;
	}
}
async function openIssuesOf(github) {
	return (await github.findIssues({ label: ourLabel })).flatMap(({ number, body }) => {
		const key = failureKeyIn(body);
		return key === void 0 ? [] : [{
			number,
			key
		}];
	});
}
async function lastGoodOf({ context }, github) {
	if (context.workflowFile === void 0) return void 0;
	const run = await github.lastSuccess({
		workflow: context.workflowFile,
		branch: context.branch
	});
	return run === void 0 ? void 0 : {
		at: run.createdAt,
		url: run.url
	};
}
function isOnDefaultBranch({ context }) {
	return context.eventName === "schedule" || context.event.repository?.default_branch === context.branch;
}
async function act(action, wanted, of) {
	const { runner, context } = action;
	if (wanted.length === 0) return true;
	const source = {
		...of,
		runUrl: context.runUrl,
		branch: context.branch,
		inRepository: (path) => inRepository(action, path)
	};
	const deeds = await carryOut(wanted, await action.github(), source);
	for (const { intent, told, failure } of deeds) if (failure === void 0) runner.line(told);
	else {
		const level = intent.type === "commit-files" ? "error" : "warning";
		const help = failure.help === void 0 ? "" : `\n${failure.help}`;
		runner.annotate({
			level,
			title: "Millrace",
			message: `${told}${help}`
		});
	}
	return !deeds.some(({ intent, failure }) => intent.type === "commit-files" && failure !== void 0);
}

export { report };