import { _ as Failure } from "./source-syntax-errors.js";
import { c as number, f as string, i as boolean, l as object, m as unknown, n as _enum, p as union, r as array, s as literal, t as datetime, u as record } from "./vendor/zod.js";
import { join } from "node:path";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { mkdirSync } from "node:fs";

// src/run/condition.ts
function statusOf(needs, runCancelled) {
	return {
		success: !runCancelled && needs.every((need) => need.succeeded),
		failure: needs.some((need) => need.failed),
		cancelled: runCancelled || needs.some((need) => need.cancelled)
	};
}
function lineageOf(result, needs) {
	return {
		succeeded: result === "success" && needs.every((need) => need.succeeded),
		failed: result === "failure" || needs.some((need) => need.failed),
		cancelled: result === "cancelled" || needs.some((need) => need.cancelled)
	};
}
function seenResult(step) {
	return step.result === "failure" && step.tolerated === true ? "success" : step.result;
}

// src/report/missing-step.ts
const lostCode = "runner/lost";
function missingStep(step, reportOf, cancelled) {
	const blocking = step.needs.map((need) => reportOf(need)).find((need) => need !== void 0 && seenResult(need) !== "success");
	if (cancelled) return {
		...step,
		result: "cancelled",
		reason: "the run was cancelled"
	};
	if (blocking !== void 0 && step.attempts === 0) return {
		...step,
		result: "skipped",
		reason: `"${blocking.id}" ${verbs[blocking.result]}`
	};
	return {
		...step,
		result: "failure",
		failure: {
			code: lostCode,
			message: `the job "${step.job}" ended without reporting${step.attempts === 0 ? "" : " while this step was running"}`,
			help: "open the log of that job: it may have been out of memory or disk, past its time limit, or its runner was lost",
			causes: [],
			retryable: true
		}
	};
}
const verbs = {
	success: "succeeded",
	failure: "failed",
	cancelled: "was cancelled",
	skipped: "was skipped"
};

// src/run/run-result.ts
function runResultOf(steps, cancelled) {
	const has = (result) => steps.some((step) => step.result === result);
	if (cancelled && has("cancelled")) return "cancelled";
	if (steps.some((step) => step.result === "failure" && step.tolerated !== true)) return "failure";
	if (has("cancelled")) return "cancelled";
	if (has("failure")) return "degraded";
	return has("success") || steps.length === 0 ? "success" : "skipped";
}

// src/plan/plan.ts
const stepPlan = object({
	id: string(),
	kind: string(),
	needs: array(string()),
	job: string(),
	runsOn: union([string(), array(string())]),
	expectedMs: number(),
	basis: _enum(["past", "assumed"])
});
const jobPlan = object({
	id: string(),
	steps: array(string()),
	needs: array(string()),
	runsOn: union([string(), array(string())]),
	timeoutMinutes: number(),
	expectedMs: number(),
	billedMinutes: number()
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
		date: string()
	}),
	inputs: record(string(), union([
		string(),
		number(),
		boolean()
	])),
	steps: array(stepPlan),
	jobs: array(jobPlan),
	waves: array(array(string())),
	cost: object({
		billedMinutes: number(),
		dollars: number()
	}),
	manifest: unknown()
});

// src/adapters/run-folder/run-folder.ts
function runsFolder(workspace) {
	return join(workspace, ".millrace", "runs");
}
function openRunFolder(workspace, runId) {
	return runStoreAt(join(runsFolder(workspace), runId));
}
function runStoreAt(folder) {
	try {
		mkdirSync(folder, { recursive: true });
	} catch (cause) {
		throw notWritten(folder, cause);
	}
	return {
		folder,
		write: (name, text) => writeWhole(join(folder, name), text),
		read: (name) => readIfThere(join(folder, name))
	};
}
async function writeWhole(path, text) {
	const beside = `${path}.part`;
	try {
		await writeFile(beside, text);
		await rename(beside, path);
	} catch (cause) {
		await rm(beside, { force: true });
		throw notWritten(path, cause);
	}
}
async function readIfThere(path) {
	try {
		return await readFile(path, "utf8");
	} catch (cause) {
		if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return void 0;
		throw new Failure("file/read", `${path} cannot be read`, { cause });
	}
}
function notWritten(path, cause) {
	return new Failure("file/write", `${path} cannot be written`, { cause });
}

export { runResultOf as a, lineageOf as c, planSchema as i, seenResult as l, runStoreAt as n, lostCode as o, runsFolder as r, missingStep as s, openRunFolder as t, statusOf as u };