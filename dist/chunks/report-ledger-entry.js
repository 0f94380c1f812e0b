import { Pt as stepsOf } from "./source-unclosed.js";
import { createHash } from "node:crypto";

// src/app/record-run.ts
function loadedTables(graph) {
	const tables = /* @__PURE__ */ new Map();
	for (const { step } of stepsOf(graph)) {
		if (!("into" in step.options)) continue;
		tables.set(step.id, {
			connection: step.options.into,
			table: step.options.table
		});
	}
	return tables;
}

// src/text/canonical-json.ts
function canonicalJson(value) {
	return JSON.stringify(value, (_key, part) => {
		if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
		return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => one < other ? -1 : 1));
	});
}

// src/report/ledger-entry.ts
const mostSteps = 2e3;
const longestMessage = 200;
function ledgerEntryOf(report, facts) {
	const steps = worthKeeping(report.steps);
	const leftOut = report.steps.length - steps.length;
	return {
		schema: 1,
		run: runRecord(report, facts),
		...ticksOf(facts),
		steps: steps.map(stepRecord),
		...leftOut === 0 ? {} : { stepsLeftOut: leftOut },
		loads: loadRecords(report.steps, facts.tables),
		cursors: []
	};
}
function ticksOf({ tick, schedules }) {
	return {
		...tick === void 0 ? {} : { tick },
		...schedules === void 0 ? {} : { schedules: [...schedules] }
	};
}
function runRecord(report, facts) {
	const { id, at, date, dated, trigger, startedAt } = report.run;
	return {
		id,
		attempt: facts.attempt,
		pipeline: report.pipeline,
		at,
		date,
		...dated === void 0 ? {} : { dated },
		trigger,
		...whereabouts(facts),
		inputs: hashOfInputs(report.inputs),
		...facts.select === void 0 ? {} : { select: facts.select },
		result: report.result,
		...report.steps.some(({ failure }) => failure?.code === "run/killed") ? { killed: true } : {},
		startedAt: startedAt ?? facts.now.toISOString(),
		durationMs: report.durationMs
	};
}
function whereabouts({ branch, sha, url }) {
	return {
		...branch === void 0 ? {} : { branch },
		...sha === void 0 ? {} : { sha },
		...url === void 0 ? {} : { url }
	};
}
function hashOfInputs(inputs) {
	return createHash("sha256").update(canonicalJson(inputs)).digest("hex");
}
function worthKeeping(steps) {
	if (steps.length <= mostSteps) return steps;
	let room = mostSteps - steps.filter((step) => !isPlainSuccess(step)).length;
	return steps.filter((step) => !isPlainSuccess(step) || room-- > 0);
}
function isPlainSuccess({ result, unselected }) {
	return result === "success" && unselected !== true;
}
function stepRecord(step) {
	const { id, kind, result, tolerated, reason, attempts, durationMs, rows, failure, rejects } = step;
	return {
		id,
		kind,
		result,
		...tolerated ? { tolerated } : {},
		...reason === void 0 ? {} : { reason: firstLine(reason) },
		attempts,
		durationMs,
		rows,
		...typeof rejects?.rows === "number" && rejects.rows > 0 ? { rejected: rejects.rows } : {},
		...step.cached === void 0 ? {} : { cached: step.cached },
		...step.unselected === void 0 ? {} : { unselected: step.unselected },
		...step.legs === void 0 ? {} : { legs: step.legs },
		...failure === void 0 ? {} : { failure: {
			code: failure.code,
			message: firstLine(failure.message)
		} }
	};
}
function firstLine(text) {
	const [line = ""] = text.trim().split("\n");
	return line.length <= longestMessage ? line : `${line.slice(0, longestMessage).toWellFormed()}…`;
}
function loadRecords(steps, tables) {
	return steps.flatMap(({ id, result, cached, counts }) => {
		const table = tables.get(id);
		if (table === void 0 || result !== "success" || cached === true) return [];
		return [{
			step: id,
			...table,
			rows: counts?.loaded ?? 0
		}];
	});
}

export { whereabouts as a, ticksOf as i, hashOfInputs as n, loadedTables as o, ledgerEntryOf as r, firstLine as t };