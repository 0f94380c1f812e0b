import { H as pipelineId, l as checkManifests } from "./manifest-json-schema.js";
import { t as intents } from "./report-intents.js";
import { n as escapeMarkdown, o as truncateMarkdown, t as code } from "./text-markdown.js";
import { n as diagnosticTable } from "./report-diagnostic-table.js";
import { a as link$1, i as lastGood, l as wayOut, o as maxBody, r as issueTitle, s as ourLabel, t as addressees } from "./report-failure-issue.js";
import { d as failureText } from "./diagnostic-lost.js";
import { i as planStep, n as failureKeyIn, r as keyLine, t as failureKey } from "./report-issue-key.js";
import { i as runAgain, o as renderMarkdown, r as summarize } from "./app-report.js";
import { t as isGood } from "./run-run-result.js";
import { H as Usage, M as counted, U as unreachable, V as Failure } from "./dataset-fields-print-number.js";
import { n as inRepository, t as folded } from "./action-action.js";
import { n as lastGoodOf, t as keepRun } from "./action-keep-run.js";
import { n as manifestOfPlan, r as outlineOfPlan } from "./app-arrived-plan.js";
import { r as recoverJobs, t as afterCancelJobs } from "./plan-late-jobs.js";
import { c as endsOfParts, t as eightAtOnce } from "./action-prior-jobs.js";
import { r as failureRecordOf } from "./run-attempts-attempt.js";
import { a as lateArtifact, c as unpackJob, i as jobArtifact, s as planArtifact, t as fetchPlan } from "./action-fetch-plan.js";
import { t as catchUpType } from "./schedule-catch-up-event.js";
import { t as setOutput } from "./action-outputs.js";
import { join } from "node:path";
import { mkdir, readFile, rm } from "node:fs/promises";

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
		`Could not be planned again${facts.runUrl === void 0 ? "" : ` (${link$1("this run", facts.runUrl)})`}.`,
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
function planFailureSummary(facts) {
	const name = facts.name ?? facts.pipeline;
	const body = [
		`# ❌ ${escapeMarkdown(name)} could not be planned`,
		`None of the steps of ${code(facts.file)} ran.`,
		...reason(facts)
	];
	return truncateMarkdown(body.join("\n\n"), maxBody);
}
const shownDiagnostics = 50;
function reason({ diagnostics = [], failure }) {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	if (failure === void 0 && errors.length === 0) return ["The job that plans it ended without saying why: open its log."];
	return [...failure === void 0 ? [] : failureText(failure), ...errors.length === 0 ? [] : [diagnosticTable(errors, shownDiagnostics)]];
}

// src/app/outcome.ts
function outcomeOfRun({ plan, manifest, events, cancelled }, facts) {
	const report = summarize(plan, events, { cancelled });
	const steps = plan.steps.map(({ id }) => id);
	return {
		report,
		result: report.result,
		summary: renderMarkdown(report),
		intents: intents(report, {
			...facts,
			onFailure: manifest.onFailure,
			steps
		})
	};
}
function outcomeWithoutPlan(left, facts) {
	const { file, manifest, diagnostics, failure, cancelled } = left;
	if (cancelled) return {
		result: "cancelled",
		summary: "",
		intents: []
	};
	const told = {
		...facts,
		pipeline: manifest?.id ?? pipelineId(file),
		file,
		diagnostics,
		...manifest === void 0 ? {} : {
			name: manifest.name,
			onFailure: manifest.onFailure
		},
		...failure === void 0 ? {} : { failure }
	};
	return {
		result: "failure",
		summary: planFailureSummary(told),
		intents: planFailureIntents(told)
	};
}

// src/adapters/github/carry-out.ts
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
		const { issue, created, refused } = await github.openIssue(intent);
		if (created) return `opened issue #${issue.number}${withoutThem(refused)}`;
		await github.upsertComment(issue.number, commentKey(source), comment);
		return `commented on issue #${issue.number}, which another run opened meanwhile`;
	}
	for (const double of doubles) await github.closeIssue(double.number, "duplicate");
	if (tellsOf(open.body, source.runUrl)) return `issue #${open.number} tells of this run already`;
	await github.upsertComment(open.number, commentKey(source), comment);
	return `commented on issue #${open.number}`;
}
function withoutThem(refused) {
	return refused.length === 0 ? "" : `; GitHub does not take ${refused.join(", ")} as assignees`;
}
function tellsOf(body, runUrl) {
	return body.split(runUrl).some((after, index) => index > 0 && !/^\d/.test(after));
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
		bytes: await bytesOf(join(source.folder, from), path)
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
async function bytesOf(file, path) {
	try {
		return await readFile(file);
	} catch (cause) {
		throw new Failure("commit/missing", `${path} is not committed: its job did not hand it on`, {
			cause,
			help: "open the log of that job; a file that shows a secret is left out there"
		});
	}
}

// src/action/act.ts
async function act(action, wanted, of) {
	const { context } = action;
	const possible = context.isTag ? wanted.filter(({ type }) => type !== "commit-files") : wanted;
	const areAll = possible.length === wanted.length;
	if (!areAll) tellTag(action);
	if (possible.length === 0) return areAll;
	const deeds = await carryOut(possible, await action.github(), {
		...of,
		runUrl: context.runUrl,
		branch: context.branch,
		inRepository: (path) => inRepository(action, path)
	});
	for (const deed of deeds) tell$2(deed, action);
	return areAll && !deeds.some(({ intent, failure }) => intent.type === "commit-files" && failure !== void 0);
}
function tellTag({ runner, context }) {
	const message = `the files of this run are not committed: it ran on the tag ${context.branch}\nrun it on a branch`;
	runner.annotate({
		level: "error",
		title: "Millrace",
		message
	});
}
function tell$2({ intent, told, failure }, { runner }) {
	if (failure === void 0) return runner.line(told);
	const level = intent.type === "commit-files" ? "error" : "warning";
	const message = failure.help === void 0 ? told : `${told}\n${failure.help}`;
	return runner.annotate({
		level,
		title: "Millrace",
		message
	});
}

// src/action/ask-github.ts
async function askGitHub(action, pipeline) {
	const { context } = action;
	const github = await action.github();
	const openIssues = await ask(action, () => openIssuesOf(github), []);
	const lastGood = await lastGoodOf(action, pipeline) ?? await ask(action, () => lastGreenOf(action, github), void 0);
	return {
		trigger: context.trigger,
		onDefaultBranch: isOnDefaultBranch(action),
		openIssues,
		runUrl: context.runUrl,
		...context.workflowUrl === void 0 ? {} : { workflowUrl: context.workflowUrl },
		...lastGood === void 0 ? {} : { lastGood }
	};
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
async function lastGreenOf({ context }, github) {
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
	return context.trigger === "schedule" || context.event.repository?.default_branch === context.branch;
}

// src/action/gather.ts
async function gather(action, folder) {
	const { cancelled } = action.inputs;
	try {
		const plan = await fetchPlan(action, folder);
		if (plan === void 0) return await gatherNoPlan(action);
		return {
			plan,
			manifest: manifestOfPlan(plan),
			events: await folded(action, "Fetch what the jobs left", () => fetchEvents(action, plan, folder)),
			cancelled
		};
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		return gatherNoPlan(action, thrown);
	}
}
async function gatherNoPlan({ inputs, workspace }, failure) {
	const [file] = inputs.pipelines;
	if (file === void 0) throw new Usage("report needs the input pipeline", "give the path of its manifest");
	const { pipelines, diagnostics } = await checkManifests([file], workspace);
	const manifest = pipelines[0]?.graph.manifest;
	return {
		file,
		diagnostics,
		cancelled: inputs.cancelled,
		...manifest === void 0 ? {} : { manifest },
		...failure === void 0 ? {} : { failure: failureRecordOf(failure) }
	};
}
async function fetchEvents(action, plan, folder) {
	const told = await eightAtOnce(plan.jobs, ({ id }) => fetchArtifact(action, {
		name: jobArtifact(id),
		of: `job ${id}`
	}, folder));
	const graph = outlineOfPlan(plan);
	const since = [planArtifact, ...plan.jobs.map(({ id }) => jobArtifact(id))];
	const there = new Set(await action.artifacts.list({ since }));
	const late = [...recoverJobs(graph), ...afterCancelJobs(graph)].filter(({ id }) => there.has(lateArtifact(id)));
	const again = await eightAtOnce(late, ({ id }) => fetchArtifact(action, {
		name: lateArtifact(id),
		of: `job ${id}`
	}, folder));
	const events = [...told, ...again];
	return [...events, ...endsOfParts(graph, events)];
}
async function fetchArtifact({ artifacts, runner }, { name, of }, folder) {
	const into = join(folder, "jobs", name);
	await mkdir(into, { recursive: true });
	try {
		const there = await artifacts.download(name, into, { since: planArtifact });
		if (!there) runner.line(`${of} left no artifact`);
		return there ? (await unpackJob(into, folder, { folders: ["files"] })).events : [];
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		const message = `${of} counts as lost: ${thrown.message}`;
		runner.annotate({
			level: "warning",
			title: "Millrace",
			message
		});
		return [];
	} finally {
		await rm(into, {
			recursive: true,
			force: true
		});
	}
}

// src/action/go-on.ts
async function goOn(action, left, { result, kept }) {
	if (!("plan" in left) || left.plan.ticks?.remaining === void 0) return;
	const { cron, count, first, last } = left.plan.ticks.remaining;
	const due = `${counted(count, "tick")} of "${cron}" ${count === 1 ? "is" : "are"} due, ${first} to ${last}`;
	const later = "the next run of a schedule goes on with the oldest";
	if (!isGood(result)) return tell$1(action, `${due}; as this run ended with ${result}, ${later}`);
	if (!kept) return tell$1(action, `${due}; as this run could not be kept, ${later}`);
	try {
		await (await action.github()).dispatch({
			type: catchUpType(left.plan.pipeline),
			payload: { cron }
		});
		action.runner.line(`${due}: started the run for the oldest`);
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		tell$1(action, `${due}, and the run for the oldest could not be started (${thrown.message}): ${later}`);
	}
}
function tell$1({ runner }, message) {
	runner.annotate({
		level: "warning",
		title: "Millrace",
		message
	});
}

// src/action/report.ts
async function report(action) {
	const { runner, context } = action;
	const folder = join(context.temp, "millrace-report");
	await mkdir(folder, { recursive: true });
	const left = await gather(action, folder);
	if ("plan" in left && left.plan.ticks?.idle !== void 0) return tellIdle(action, left.plan);
	const facts = await askGitHub(action, "plan" in left ? left.plan.pipeline : pipelineId(left.file));
	const outcome = "plan" in left ? outcomeOfRun(left, facts) : outcomeWithoutPlan(left, facts);
	runner.summary(outcome.summary);
	const run = "plan" in left ? left.plan.run.id : String(context.runId);
	const done = await act(action, outcome.intents, {
		run,
		folder
	});
	const kept = await keepRun(action, left, outcome.report);
	await goOn(action, left, {
		result: done ? outcome.result : "failure",
		kept
	});
	setOutput(runner, "run", run);
	setOutput(runner, "result", outcome.result);
	tell(action, left, outcome.result);
	return done && "plan" in left && isGood(outcome.result) ? "passed" : "failed";
}
function tellIdle({ runner }, { run, ticks }) {
	runner.line(`nothing was to run: ${ticks?.idle ?? ""}`);
	setOutput(runner, "run", run.id);
	setOutput(runner, "result", "skipped");
	return "passed";
}
function tell({ runner, context }, left, result) {
	if ("plan" in left) {
		const { id, date } = left.plan.run;
		return runner.line(`run ${id} for ${date}: ${result} (${context.runUrl})`);
	}
	const why = left.failure === void 0 ? "the run has no plan" : left.failure.message;
	return runner.annotate({
		level: "error",
		title: "Millrace",
		message: `${why}, so no step ran`
	});
}

export { report };