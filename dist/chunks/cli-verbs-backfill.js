import { r as InvalidArgumentError } from "./vendor/commander.js";
import { n as pipelineDefinition, r as momentIn, t as planPipeline } from "./app-plan.js";
import { F as number, H as Usage, M as counted, P as duration } from "./dataset-fields-print-number.js";
import { Bt as stepsOf, Dt as parseDuration, ht as factsOf } from "./manifest-json-schema.js";
import { o as newestRuns } from "./ledger-fold-runs.js";
import { n as dayStart, t as dateIn } from "./schedule-day-start.js";
import { t as newRunId } from "./app-run-id.js";
import { i as hashOfInputs } from "./app-past-runs.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as firstLine } from "./adapters-terminal-message-lines.js";
import { t as resultMark } from "./adapters-terminal-result-mark.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { n as carryOutRun, t as takeTurn } from "./cli-take-turn.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as inputOption } from "./cli-input-option.js";
import { t as listenForInterruption } from "./cli-interruption.js";
import { i as recordKilled, n as pastRunsHere, t as allRunsHere } from "./cli-local-ledger.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as wholeNumber } from "./cli-whole-number.js";
import { t as widthOf } from "./cli-width-of.js";

// src/ledger/done-windows.ts
function doneWindows(runs, { definition, inputs, settleMs }) {
	return runs.flatMap(({ run, steps }) => {
		const { window, result, select, startedAt } = run;
		if (window === void 0 || select !== void 0 || window.definition !== definition) return [];
		const isWhole = Date.parse(window.to) + settleMs <= Date.parse(startedAt);
		return result === "success" && steps.every(({ rejected = 0 }) => rejected === 0) && isWhole && run.inputs === inputs ? [window] : [];
	});
}

// src/schedule/cut-windows.ts
const dayMs = 864e5;
function* cutWindows({ from, to }, lengthMs, timezone) {
	const end = Date.parse(to);
	for (let at = Date.parse(from); at < end;) {
		const next = Math.min(nextAfter(at, lengthMs, timezone), end);
		yield {
			from: new Date(at).toISOString(),
			to: new Date(next).toISOString()
		};
		at = next;
	}
}
function nextAfter(at, lengthMs, timezone) {
	if (lengthMs % dayMs !== 0) return at + lengthMs;
	const date = dateIn(timezone, new Date(at));
	const since = at - dayStart(date, timezone).getTime();
	const later = new Date(Date.parse(date) + lengthMs).toISOString().slice(0, 10);
	return Math.max(dayStart(later, timezone).getTime() + since, at + 1);
}
function uncovered(range, done) {
	let at = range.from;
	const gaps = [];
	for (const { from, to } of done.toSorted((one, other) => one.from < other.from ? -1 : 1)) {
		if (to <= at) continue;
		if (from >= range.to) break;
		if (from > at) gaps.push({
			from: at,
			to: from
		});
		at = to;
	}
	if (at < range.to) gaps.push({
		from: at,
		to: range.to
	});
	return gaps;
}

// src/app/backfill.ts
const mostWindows = 1e4;
function backfillWindows(graph, request, known) {
	const timezone = timezoneOf(graph);
	const range = rangeOf(request, timezone);
	refuseIntegers(graph);
	const settleMs = settleOf(graph);
	const { definition, inputs, runs } = known;
	const done = request.force ? [] : doneWindows(newestRuns(runs), {
		definition,
		inputs,
		settleMs
	});
	const settled = new Date(request.now.getTime() - settleMs).toISOString();
	const windows = [];
	for (const window of cutWindows(range, request.windowMs, timezone)) {
		if (windows.length === mostWindows) throw new Usage(`there are more than ${mostWindows} windows`, "use a longer --window, or a shorter range");
		const state = uncovered(window, done).length === 0 ? "done" : window.to > settled ? "early" : "open";
		windows.push({
			...window,
			date: dateIn(timezone, new Date(window.from)),
			state
		});
	}
	return windows;
}
function timezoneOf({ manifest }) {
	return manifest.schedules[0]?.timezone ?? "UTC";
}
function rangeOf({ from, to }, timezone) {
	const [start, end] = [momentIn(from, timezone), momentIn(to, timezone)];
	const wrong = start === void 0 ? from : end === void 0 ? to : void 0;
	if (start === void 0 || end === void 0) throw new Usage(`"${wrong}" is no date or time`, "write it as 2024-01-01 or 2024-01-01T06:00Z");
	if (start >= end) throw new Usage(`the range from ${from} to ${to} holds nothing`, "--to is the first moment after the range");
	return {
		from: start.toISOString(),
		to: end.toISOString()
	};
}
function refuseIntegers(graph) {
	for (const { step } of stepsOf(graph)) if (factsOf(step).incremental?.kind === "integer") throw new Usage(`"${step.id}" is read by an integer cursor, so no window of time is a part of it`, "delete its row of _millrace_cursors to have it read from its start");
}
function settleOf(graph) {
	let most = 0;
	for (const { step } of stepsOf(graph)) most = Math.max(most, factsOf(step).incremental?.settleMs ?? 0);
	return most;
}

// src/adapters/terminal/backfill-table.ts
const words = {
	success: "success",
	failure: "failure",
	skipped: "skipped",
	cancelled: "cancelled",
	degraded: "degraded",
	open: "to run",
	done: "done before",
	early: "not over yet",
	left: "left"
};
function renderBackfill(ends, paint, columns) {
	const head = [
		"",
		"date",
		"from",
		"up to",
		"result",
		"rows",
		"time",
		""
	].map((text, index) => ({
		text,
		paint: paint.dim,
		align: index === 5 || index === 6 ? "right" : "left"
	}));
	return [
		...renderTable([head, ...ends.map((end) => rowOf(end, paint))], columns - 1).map((line) => ` ${line}`),
		"",
		` ${summary(ends)}`
	];
}
function rowOf({ from, to, date, result, rows, rejected, durationMs, why }, paint) {
	const { mark, colour } = result !== "open" && result !== "done" && result !== "early" && result !== "left" ? resultMark(result, paint) : {
		mark: "",
		colour: paint.dim
	};
	return [
		{
			text: mark,
			paint: colour,
			whole: true
		},
		{
			text: date,
			whole: true
		},
		{
			text: minute(from),
			whole: true
		},
		{
			text: minute(to),
			whole: true
		},
		{
			text: words[result],
			paint: colour,
			whole: true
		},
		{
			text: rows === void 0 ? "" : number(rows),
			align: "right"
		},
		{
			text: durationMs === void 0 ? "" : duration(durationMs),
			align: "right"
		},
		{ text: [...rejected === void 0 ? [] : [`${number(rejected)} rejected`], ...why === void 0 ? [] : [firstLine(why)]].join(", ") }
	];
}
function minute(iso) {
	return `${iso.slice(0, 16).replace("T", " ")}Z`;
}
function summary(ends) {
	const counts = Map.groupBy(ends, ({ result }) => words[result]);
	const rejected = ends.reduce((sum, end) => sum + (end.rejected ?? 0), 0);
	return [...[...counts].map(([word, those]) => `${number(those.length)} ${word}`), ...rejected === 0 ? [] : [`${counted(rejected, "row")} rejected`]].join(" · ");
}

// src/cli/verbs/backfill.ts
const mostFailures = 3;
const backfill = {
	declare: (command) => command.argument("<pipeline>", "the path of a manifest, or its name in pipelines/").requiredOption("--from <time>", "where the range begins: a date, or a time like 2024-01-01T06:00Z").requiredOption("--to <time>", "where it ends: the first moment that is not in it").option("--window <duration>", "how long each run is for, like 1d or 6h", parseWindow, parseWindow("1d")).addOption(inputOption()).option("--concurrency <n>", "how many steps may be at work at once", wholeNumber, 4).option("--no-cache", "run also the steps whose cache has what they would make").option("--force", "run also the windows that are done, and load again what was loaded of them").option("--dry-run", "show the windows and run none").addOption(formatOption("human", "json")),
	perform: async (command, shell) => {
		const options = command.opts();
		const place = findPipeline(command.args[0] ?? "", shell.cwd);
		await recordKilled(place.workspace, shell);
		const first = await planPipeline(requestOf(place, options, shell));
		await tellDiagnostics(first.diagnostics, place.workspace, shell);
		if (!first.ok) return exitStatus.diagnostics;
		const { graph, plan } = first;
		const windows = backfillWindows(graph, {
			...options,
			windowMs: options.window,
			force: options.force === true,
			now: /* @__PURE__ */ new Date()
		}, {
			definition: await pipelineDefinition(graph, place.workspace),
			inputs: hashOfInputs(plan.inputs),
			runs: await allRunsHere(place.workspace, plan.pipeline)
		});
		const ends = options.dryRun === true ? windows.map(notRun) : await runAll(windows, place, options, shell);
		tell(plan.pipeline, ends, options, shell);
		return options.dryRun === true ? exitStatus.done : exitOf(ends);
	}
};
async function runAll(windows, place, options, shell) {
	const signal = listenForInterruption(() => {
		shell.err("\nstopping: what was begun is rolled back, what is done stays; once more to end at once\n");
	});
	const ends = [];
	let failures = 0;
	for (const window of windows) {
		const isLeft = signal.aborted || failures >= mostFailures;
		const end = window.state !== "open" || isLeft ? notRun(window) : await runOne(window, place, {
			options,
			shell,
			signal
		});
		if (window.state === "open") failures = end.result === "failure" ? failures + 1 : 0;
		ends.push(isLeft && window.state === "open" ? {
			...end,
			result: "left"
		} : end);
		if (isLeft) failures = Math.max(failures, mostFailures);
	}
	return ends;
}
async function runOne(window, place, { options, shell, signal }) {
	const { workspace } = place;
	const request = requestOf(place, options, shell);
	const plan = async () => {
		const asked = {
			window: `${window.from}..${window.to}`,
			again: options.force === true
		};
		const made = await planPipeline({
			...request,
			...asked
		});
		if (!made.ok) await tellDiagnostics(made.diagnostics, workspace, shell);
		return made;
	};
	const first = await plan();
	if (!first.ok) return {
		...notRun(window),
		result: "failure"
	};
	const { id: pipeline, concurrency } = first.graph.manifest;
	using turn = await takeTurn({
		workspace,
		pipeline,
		run: request.runId
	}, {
		concurrency,
		signal,
		shell
	});
	if (turn === void 0) return {
		...notRun(window),
		result: "left"
	};
	const planned = turn.waited ? await plan() : first;
	if (!planned.ok) return {
		...notRun(window),
		result: "failure"
	};
	if (options.format === "human") shell.err(`${window.from} up to ${window.to}\n`);
	const format = options.format === "human" ? "quiet" : "none";
	const { report } = await carryOutRun(planned, {
		...options,
		format
	}, {
		workspace,
		shell,
		signal,
		resumed: void 0
	});
	const { totals, result, durationMs, steps } = report;
	const why = steps.find(({ failure }) => failure !== void 0)?.failure?.message;
	return {
		...notRun(window),
		result,
		run: request.runId,
		rows: totals.loaded,
		...totals.rejected === 0 ? {} : { rejected: totals.rejected },
		durationMs,
		...why === void 0 ? {} : { why }
	};
}
function requestOf({ workspace, file }, { input }, shell) {
	return {
		file,
		workspace,
		inputs: input,
		trigger: "cli",
		runId: newRunId(/* @__PURE__ */ new Date(), Math.random()),
		now: /* @__PURE__ */ new Date(),
		pastRuns: pastRunsHere(workspace, shell)
	};
}
function notRun({ from, to, date, state }) {
	return {
		from,
		to,
		date,
		result: state
	};
}
function tell(pipeline, ends, options, shell) {
	if (options.format === "json") {
		shell.out(`${printedJson({
			schema: 1,
			pipeline,
			windows: ends
		}, 2)}\n`);
		return;
	}
	for (const line of renderBackfill(ends, shell.paint.out, widthOf(shell))) shell.out(`${line}\n`);
	for (const line of options.dryRun === true ? [] : advice(ends)) shell.err(`${line}\n`);
}
function advice(ends) {
	const count = (...results) => ends.filter(({ result }) => results.includes(result)).length;
	const notDone = count("left", "failure", "cancelled");
	const mended = count("failure") > 0 ? "once what failed is mended, " : "";
	if (notDone > 0) return [`${counted(notDone, "window")} not done: ${mended}the same command goes on with them`];
	const done = count("done");
	return done > 0 && done === ends.length ? ["nothing was run: --force runs and loads them again"] : [];
}
function exitOf(ends) {
	const ended = (...results) => ends.some(({ result }) => results.includes(result));
	if (ended("failure", "cancelled", "left")) return exitStatus.failed;
	return ended("degraded") ? exitStatus.degraded : exitStatus.done;
}
function parseWindow(text) {
	const ms = parseDuration(text);
	if (ms !== void 0 && ms >= 6e4) return ms;
	throw new InvalidArgumentError("Write it as 1d, 6h or 15m; at least a minute.");
}

export { backfill };