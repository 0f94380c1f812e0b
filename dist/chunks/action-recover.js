import { i as jobArtifact, s as planArtifact } from "./action-fetch-plan.js";
import { a as recoveryRunner, i as mayRecover, r as recoverJobs } from "./plan-late-jobs.js";
import { Pt as runnerKey, zt as nodeOf } from "./manifest-json-schema.js";
import { i as unknownNeedCode } from "./diagnostic-uses-failed.js";
import { t as isGood } from "./run-run-result.js";
import { t as code } from "./text-markdown.js";
import { M as counted } from "./dataset-fields-print-number.js";
import { a as runHere, i as openLate, n as fetchRecovered, o as runLeft, r as knownHere, t as closeLate } from "./action-late-job.js";
import { r as fetchWord, t as eightAtOnce } from "./action-prior-jobs.js";

// src/run/resume/recovery-jobs.ts
const recoveryJob = "millrace.recover";
function recoveryJobs(graph, plan, events) {
	const ends = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.type === "step-finished") ends.set(event.step, event);
		if (event.type === "part-finished") ends.set(partKey(event.step, event.part.index), event);
	}
	const endIn = ({ part }, step) => ends.get(part === void 0 ? step : partKey(step, part.index));
	const again = stepsAgain(graph, plan, endIn);
	const byId = new Map(plan.jobs.map((job) => [job.id, job]));
	return plan.waves.map((wave) => {
		const left = wave.flatMap((id) => byId.get(id) ?? []).flatMap((job) => {
			const steps = job.steps.filter((step) => again.has(step) && !hasRun(endIn(job, step)));
			return steps.length === 0 ? [] : [{
				...job,
				steps
			}];
		});
		return [...together(left.filter(({ part }) => part === void 0)), ...left.filter(({ part }) => part !== void 0)];
	});
}
const partKey = (step, part) => `${step}#${part}`;
function stepsAgain(graph, plan, endIn) {
	const runner = recoveryRunner(graph);
	const fits = ({ step }) => runner !== void 0 && runnerKey(step.runsOn) === runnerKey(runner);
	const untold = /* @__PURE__ */ new Set();
	const idle = /* @__PURE__ */ new Set();
	for (const job of plan.jobs) for (const step of job.steps) {
		const end = endIn(job, step);
		if (end === void 0) untold.add(step);
		else if (!hasRun(end)) idle.add(step);
	}
	const again = /* @__PURE__ */ new Set();
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const lost = untold.has(id) && mayRecover(node);
		const waited = idle.has(id) && node.needs.some((need) => again.has(need));
		if (fits(node) && (lost || waited)) again.add(id);
	}
	return again;
}
function hasRun(end) {
	if (end === void 0) return false;
	return end.unselected === true || end.result !== "skipped" && end.failure?.code !== "run/need-unknown";
}
function together(jobs) {
	const [first] = jobs;
	if (first === void 0) return [];
	const { limits: _, ...job } = first;
	return [{
		...job,
		id: recoveryJob,
		steps: [...new Set(jobs.flatMap(({ steps }) => steps))]
	}];
}

// src/action/recover.ts
async function recover(action) {
	const late = await openLate(action, recoverJobs);
	const { plan, folder } = late;
	const { lost, told } = await fetchTold(action, plan, folder);
	tellLost(action, lost);
	const words = [...told, ...await fetchRecovered(action, late)];
	const again = lost.length === 0 ? [] : await runLost(action, late, words);
	const known = await knownHere(late, words);
	const after = await runLeft(action, late, known, (end) => end?.result === "cancelled");
	return closeLate(action, late, [...again, ...after]);
}
async function fetchTold(action, plan, folder) {
	const since = [planArtifact];
	const words = await eightAtOnce(plan.jobs, async ({ id }) => {
		const [word] = await fetchWord(action, {
			name: jobArtifact(id),
			since
		}, folder);
		return word !== void 0 && (word.attempt === action.context.attempt || !isRunAgain(word)) ? [{
			id,
			word
		}] : [];
	});
	const known = new Set(words.map(({ id }) => id));
	return {
		lost: plan.jobs.map(({ id }) => id).filter((id) => !known.has(id)),
		told: words.map(({ word }) => word)
	};
}
function isRunAgain({ events }) {
	const ends = events.filter((event) => event.type === "step-finished" || event.type === "part-finished");
	const isBad = ({ result, tolerated }) => result === "cancelled" || result === "failure" && tolerated !== true;
	return ends.some(isBad) || ends.every(({ result }) => result === "skipped");
}
function tellLost({ runner }, lost) {
	if (lost.length === 0) runner.line("every job told how it ended: nothing was lost");
	else runner.line(`${counted(lost.length, "job")} left nothing: ${lost.join(", ")}`);
}
function summaryOf(jobs) {
	return `### Run again, because the job that had it was lost, or what it needed was\n\n${jobs.flatMap(({ id, part, steps: own }) => part === void 0 ? own : [id]).map(code).join(", ")}\n`;
}
async function runLost(action, late, words) {
	const { plan, graph, here } = late;
	const { runner } = action;
	const runsOn = recoveryRunner(graph);
	const isHere = runsOn !== void 0 && runnerKey(runsOn) === runnerKey(here.runsOn);
	const events = words.flatMap((word) => word.events);
	const jobs = isHere ? recoveryJobs(graph, plan, events).flat() : [];
	if (jobs.length === 0) runner.line("none of it may be run again here (`retry: { infrastructure: 0 }`, or another runner)");
	else runner.summary(summaryOf(jobs));
	const ran = [];
	for (const job of jobs) {
		runner.line(`again: ${job.steps.join(", ")}${job.part === void 0 ? "" : ` (${job.id})`}`);
		const result = await runHere(action, late, job, await knownHere(late, words));
		ran.push({
			steps: job.steps,
			result,
			isGood: isGood(result)
		});
	}
	return ran;
}

export { recover };