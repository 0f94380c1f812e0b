import { t as graphOfPlan } from "./app-arrived-plan.js";
import { r as logicalTime, t as settle } from "./ledger-timetable.js";
import { a as ledgerEntryOf, i as hashOfInputs, o as ticksOf, r as firstLine, s as whereabouts } from "./app-past-runs.js";
import { t as loadedTables } from "./app-record-run.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { r as lastGood } from "./ledger-fold-runs.js";
import { H as pipelineId } from "./manifest-json-schema.js";
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
		...ticksOf(facts),
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
async function pastRunsOf(action, pipeline, unread = () => {}) {
	return tolerated(action, "The past runs cannot be read", {
		otherwise: [],
		unread
	}, async () => {
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
	return tolerated(action, "This run is not kept in the ledger", { otherwise: false }, async () => {
		const entry = "plan" in left && report !== void 0 ? await entryOf(action, left.plan, report) : await entryWithoutPlan(action, left);
		await (await action.ledger()).record(entry);
		return true;
	});
}
async function entryOf(action, plan, report) {
	const graph = await graphOfPlan(plan, action.workspace).catch(ignoreFailure);
	const entry = ledgerEntryOf(report, {
		...factsOf(action),
		...plan.select === void 0 ? {} : { select: plan.select },
		...plan.ticks?.tick === void 0 ? {} : { tick: plan.ticks.tick },
		tables: graph === void 0 ? /* @__PURE__ */ new Map() : loadedTables(graph)
	});
	return plan.ticks === void 0 ? entry : {
		...entry,
		schedules: settledAfter(entry, plan.ticks)
	};
}
function settledAfter({ run, loads }, { schedules, tick }) {
	const open = run.result === "cancelled" && loads.length === 0 && run.attempt === 1;
	return settle(schedules, open ? void 0 : tick);
}
async function entryWithoutPlan(action, left) {
	const { context, inputs } = action;
	const schedules = left.manifest?.schedules ?? [];
	const line = context.catchUp?.cron ?? context.event.schedule;
	const fired = schedules.find(({ cron }) => cron === line);
	const time = logicalTime(fired ?? schedules[0], fired !== void 0, await runMadeAt(action));
	const errors = "plan" in left ? [] : left.diagnostics.filter(({ severity }) => severity === "error");
	const failure = ("plan" in left ? void 0 : left.failure) ?? errors[0];
	const [file = ""] = inputs.pipelines;
	const pipeline = left.manifest?.id ?? pipelineId(file);
	return unplannedEntry({
		...factsOf(action),
		...await ticksOfAttemptBefore(action, pipeline),
		pipeline,
		run: {
			id: String(context.runId),
			trigger: context.trigger,
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
async function ticksOfAttemptBefore(action, pipeline) {
	const { attempt, runId } = action.context;
	if (attempt === 1) return {};
	const before = (await pastRunsOf(action, pipeline)).find(({ run }) => run.id === String(runId));
	return before === void 0 ? {} : ticksOf(before);
}
function factsOf({ context }) {
	const { attempt, branch, sha, runUrl: url } = context;
	return {
		attempt,
		now: /* @__PURE__ */ new Date(),
		branch,
		sha,
		url
	};
}
function ignoreFailure(thrown) {
	if (!(thrown instanceof Failure)) throw thrown;
}
async function tolerated({ runner }, what, { otherwise, unread }, work) {
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
		unread?.(thrown);
		return otherwise;
	}
}

export { runMadeAt as i, lastGoodOf as n, pastRunsOf as r, keepRun as t };