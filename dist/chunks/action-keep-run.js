import { t as graphOfPlan } from "./app-arrived-plan.js";
import { t as logicalTime } from "./app-logical-time.js";
import "./app-past-runs.js";
import { a as loadedTables, i as whereabouts, n as hashOfInputs, r as ledgerEntryOf, t as firstLine } from "./report-ledger-entry.js";
import { jt as Failure, q as pipelineId } from "./manifest-json-schema.js";
import { n as lastGood } from "./ledger-fold-runs.js";
import { i as planStep } from "./report-issue-key.js";

// src/report/unplanned-entry.ts
function unplannedEntry({ pipeline, run, cancelled, failure, ...facts }) {
	const step = {
		id: planStep,
		kind: "plan",
		attempts: 1,
		durationMs: 0,
		rows: null
	};
	const told = {
		code: failure.code,
		message: firstLine(failure.message)
	};
	return {
		schema: 1,
		run: {
			...run,
			...whereabouts(facts),
			attempt: facts.attempt,
			pipeline,
			inputs: hashOfInputs({}),
			result: cancelled ? "cancelled" : "failure",
			startedAt: facts.now.toISOString(),
			durationMs: 0
		},
		...facts.tick === void 0 ? {} : { tick: facts.tick },
		steps: cancelled ? [] : [{
			...step,
			result: "failure",
			failure: told
		}],
		loads: [],
		cursors: []
	};
}

// src/action/run-made.ts
async function runMadeAt(action) {
	try {
		const { createdAt } = await (await action.github()).workflowRun(action.context.runId);
		return new Date(createdAt);
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		const message = `${thrown.message}, so this run is for the time it was planned at: run again, it would be for another`;
		action.runner.annotate({
			level: "notice",
			title: "Millrace",
			message
		});
		return /* @__PURE__ */ new Date();
	}
}

// src/action/keep-run.ts
async function pastRunsOf(action, pipeline) {
	return tolerated(action, "The past runs cannot be read", [], async () => {
		const { runs, notes } = await (await action.ledger()).read({
			pipeline,
			limit: 50
		});
		for (const note of notes) action.runner.line(note);
		return runs;
	});
}
async function lastGoodOf(action, pipeline) {
	const { branch, runId } = action.context;
	const good = lastGood(await pastRunsOf(action, pipeline), {
		branch,
		except: String(runId)
	});
	if (good === void 0) return void 0;
	const { startedAt, url } = good.run;
	return {
		at: startedAt,
		...url === void 0 ? {} : { url }
	};
}
async function keepRun(action, left, report) {
	await tolerated(action, "This run is not kept in the ledger", void 0, async () => {
		const entry = "plan" in left && report !== void 0 ? await entryOf(action, left.plan, report) : await entryWithoutPlan(action, left);
		await (await action.ledger()).record(entry);
	});
}
async function entryOf(action, plan, report) {
	const graph = await graphOfPlan(plan, action.workspace).catch(ignoreFailure);
	return ledgerEntryOf(report, {
		...factsOf(action, report.run),
		...plan.select === void 0 ? {} : { select: plan.select },
		tables: graph === void 0 ? /* @__PURE__ */ new Map() : loadedTables(graph)
	});
}
async function entryWithoutPlan(action, left) {
	const { context, inputs } = action;
	const schedules = left.manifest?.schedules ?? [];
	const fired = schedules.find(({ cron }) => cron === context.event.schedule);
	const time = logicalTime(fired ?? schedules[0], fired !== void 0, await runMadeAt(action));
	const errors = "plan" in left ? [] : left.diagnostics.filter(({ severity }) => severity === "error");
	const failure = ("plan" in left ? void 0 : left.failure) ?? errors[0];
	const [file = ""] = inputs.pipelines;
	return unplannedEntry({
		...factsOf(action, time),
		pipeline: left.manifest?.id ?? pipelineId(file),
		run: {
			id: String(context.runId),
			trigger: context.eventName,
			at: time.at,
			date: time.date
		},
		cancelled: left.cancelled,
		failure: failure ?? {
			code: "plan/missing",
			message: "the job that plans it ended without saying why"
		}
	});
}
function factsOf({ context }, run) {
	const { attempt, branch, sha, runUrl: url, event } = context;
	const tick = event.schedule !== void 0 && run.dated !== true ? { tick: {
		cron: event.schedule ?? "",
		at: run.at
	} } : {};
	return {
		attempt,
		now: /* @__PURE__ */ new Date(),
		branch,
		sha,
		url,
		...tick
	};
}
function ignoreFailure(thrown) {
	if (!(thrown instanceof Failure)) throw thrown;
}
async function tolerated({ runner }, what, otherwise, work) {
	try {
		return await work();
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		const help = thrown.help === void 0 ? "" : `\n${thrown.help}`;
		runner.annotate({
			level: "notice",
			title: "Millrace",
			message: `${what}: ${thrown.message}${help}`
		});
		return otherwise;
	}
}

export { runMadeAt as i, lastGoodOf as n, pastRunsOf as r, keepRun as t };