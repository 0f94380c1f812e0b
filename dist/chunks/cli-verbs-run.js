import { r as InvalidArgumentError } from "./vendor/commander.js";
import { a as progressText, i as finishedLine, n as groupedLog, o as createPorts, r as failureLines, s as createMask, t as runPipeline } from "./app-run.js";
import { t as openRunFolder } from "./adapters-run-folder-run-folder.js";
import { r as renderRunSummary, t as claimRun } from "./adapters-run-folder-run-process.js";
import { t as planPipeline } from "./app-plan.js";
import { n as reportRun } from "./app-report.js";
import { F as counted, G as unreachable, L as duration, n as namesUsed } from "./manifest-json-schema.js";
import { t as createRunner } from "./adapters-runner-runner.js";
import { t as createLogUpdate } from "./vendor/log-update.js";
import { a as printedJson, i as neutralize } from "./text-runner-command.js";
import { t as firstLine } from "./adapters-terminal-message-lines.js";
import { n as truncate, t as renderTable } from "./adapters-terminal-table.js";
import { n as inputOption, r as dateOption, t as newRunId } from "./cli-run-id.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { t as readRows } from "./dataset-read-rows.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { join, relative } from "node:path";
import { constants } from "node:os";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

// src/adapters/environment/dot-env.ts
function environmentOf(env, workspace, tell = () => {}) {
	const text = readDotEnv(workspace);
	const file = parseEnv(text);
	const lost = lostLines(text);
	if (lost.length > 0) tell(lost);
	return (name) => env[name] ?? file[name];
}
function readDotEnv(workspace) {
	try {
		return readFileSync(join(workspace, ".env"), "utf8");
	} catch {
		return "";
	}
}
const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*/;
function lostLines(text) {
	const lost = [];
	let open;
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (open !== void 0) {
			if (line.includes(open)) open = void 0;
			continue;
		}
		const head = assignment.exec(line)?.[0];
		if (head === void 0) {
			if (!/^\s*(?:#|$)/.test(line)) lost.push(index + 1);
			continue;
		}
		const value = line.slice(head.length);
		const quote = /^["'`]/.exec(value)?.[0];
		if (quote !== void 0 && !value.slice(1).includes(quote) && closesLater(text, index, quote)) open = quote;
	}
	return lost;
}
function closesLater(text, index, quote) {
	return text.split(/\r?\n/).slice(index + 1).some((line) => line.includes(quote));
}

// src/adapters/terminal/run-display.ts
function linesDisplay(write, paint, room) {
	let width = 0;
	return {
		show: (event) => {
			if (event.type === "run-started") width = nameWidth(event);
			for (const line of eventLines(event, width, paint, room)) write(`${line}\n`);
		},
		close: () => {}
	};
}
function eventLines(event, width, paint, room) {
	switch (event.type) {
		case "step-log": return event.stream === "millrace" ? [] : [logLine(event, width, paint)];
		case "step-retrying": return [`${paint.yellow("↻")} ${event.step.padEnd(width)}  ${neutralize(firstLine(event.failure.message))} ` + paint.dim(`· attempt ${event.attempt} failed, again in ${duration(event.delayMs)}`)];
		case "step-finished": return [finishedLine(event, width, paint, room), ...event.failure === void 0 ? [] : failureLines(event.failure, paint, room)];
		case "run-started":
		case "step-started":
		case "step-progress":
		case "run-finished": return [];
		default: return unreachable(event);
	}
}
function logLine({ step, line }, width, paint) {
	return `  ${paint.dim(`${step.padEnd(width)}  │`)} ${neutralize(line)}`;
}
function nameWidth({ steps }) {
	return Math.min(24, Math.max(0, ...steps.map(({ id }) => id.length)));
}

// src/adapters/terminal/live-display.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 80;
function liveDisplay(stream, paint) {
	const update = createLogUpdate(stream);
	const running = /* @__PURE__ */ new Map();
	let width = 0;
	let frame = 0;
	let waiting = 0;
	const draw = () => {
		const room = Math.max(20, stream.columns - 1);
		const lines = [...running].slice(0, Math.max(1, stream.rows - 4)).map(([step, state]) => runningLine(step, state, {
			width,
			room,
			frame,
			paint
		}));
		if (running.size > 0 && waiting > 0) lines.push(paint.dim(`  ${waiting} waiting`));
		update(lines.join("\n"));
	};
	const timer = setInterval(() => {
		frame = (frame + 1) % frames.length;
		if (running.size > 0) draw();
	}, frameMs);
	timer.unref();
	const show = (event) => {
		if (event.type === "run-started") [width, waiting] = [nameWidth(event), event.steps.length];
		waiting -= track(running, event);
		const lines = eventLines(event, width, paint, stream.columns);
		if (lines.length > 0) update.persist(lines.join("\n"));
		if (event.type !== "step-progress" && running.size > 0) draw();
	};
	const close = () => {
		clearInterval(timer);
		update.clear();
		update.done();
	};
	return {
		show,
		close
	};
}
function track(running, event) {
	if (event.type === "step-started") {
		running.set(event.step, {
			since: Date.now(),
			attempt: event.attempt
		});
		return event.attempt === 1 ? 1 : 0;
	}
	if (event.type === "step-progress") {
		const state = running.get(event.step);
		if (state !== void 0) state.progress = event;
	}
	if (event.type !== "step-finished") return 0;
	running.delete(event.step);
	return event.attempts === 0 ? 1 : 0;
}
function runningLine(step, { since, attempt, progress }, { width, room, frame, paint }) {
	const elapsedMs = Date.now() - since;
	const again = attempt > 1 ? `attempt ${attempt} · ` : "";
	const parts = [progressText(progress, elapsedMs), duration(elapsedMs)].filter((part) => part !== "");
	const told = truncate(`${step.padEnd(width)}  ${again}${parts.join(" · ")}`, room - 2);
	return `${paint.cyan(frames[frame] ?? "")} ${paint.bold(told.slice(0, width))}${paint.dim(told.slice(width))}`;
}

// src/cli/choose-display.ts
function chooseDisplay({ env, stderr, err, paint }) {
	if (env["GITHUB_ACTIONS"] === "true") return {
		show: groupedLog(createRunner(env, err), paint.err),
		close: () => {}
	};
	if (stderr.isTTY && env["TERM"] !== "dumb") return liveDisplay(stderr, paint.err);
	return linesDisplay(err, paint.err, stderr.isTTY ? stderr.columns : void 0);
}

// src/cli/interruption.ts
function listenForInterruption(onFirst) {
	const controller = new AbortController();
	const stop = (signal) => {
		if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
		onFirst();
		controller.abort(/* @__PURE__ */ new Error(`stopped by ${signal}`));
	};
	for (const signal of [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	]) process.on(signal, stop);
	return controller.signal;
}

// src/cli/run-exit-status.ts
const runExitStatus = {
	success: exitStatus.done,
	skipped: exitStatus.done,
	failure: exitStatus.failed,
	cancelled: exitStatus.failed,
	degraded: exitStatus.degraded
};

// src/adapters/terminal/preview-dataset.ts
const shownRows = 5;
const shownColumns = 8;
function previewDataset(path, columns, { paint, mask }) {
	try {
		using dataset = openDatasetFile(path);
		const [rows = []] = readRows(dataset, shownRows);
		const shown = dataset.columns.slice(0, shownColumns);
		const more = [
			...dataset.rows === 0 ? ["no rows"] : [],
			...dataset.rows > rows.length ? [`… ${counted(dataset.rows - rows.length, "more row")} of this load`] : [],
			...dataset.columns.length > shown.length ? [counted(dataset.columns.length - shown.length, "more column")] : []
		];
		return [...renderTable(cellsOf(rows, shown, {
			paint,
			mask
		}), columns), ...more.length > 0 ? [paint.dim(more.join(", "))] : []];
	} catch {
		return [];
	}
}
function cellsOf(rows, columns, { paint, mask }) {
	return [columns.map((column) => ({
		text: mask(column.name),
		paint: paint.dim,
		align: alignOf(column)
	})), ...rows.map((row) => columns.map((column) => {
		const value = row[column.name] ?? null;
		const align = alignOf(column);
		return value === null ? {
			text: "∅",
			paint: paint.dim,
			align
		} : {
			text: mask(textOf(value, column)),
			align
		};
	}))];
}
function alignOf({ type }) {
	return type === "integer" || type === "decimal" || type === "real" ? "right" : "left";
}
function textOf(value, { type }) {
	return type === "json" || typeof value === "object" ? JSON.stringify(value) : String(value);
}

// src/cli/tell-results.ts
const shownAtMost = 2;
const logsAtMost = 3;
function tellResults({ graph, report, store, shell, mask }) {
	const { bold, cyan, dim } = shell.paint.out;
	const done = new Map(report.steps.filter(({ result }) => result === "success").map(({ id, rows }) => [id, rows]));
	const loads = graph.manifest.steps.flatMap((step) => step.kind === "load" && done.has(step.id) ? [{
		...step.options,
		id: step.id
	}] : []);
	for (const [index, load] of loads.entries()) {
		const place = load.target === "file" ? cyan(load.file) : `table ${bold(load.table)} in ${cyan(connectionPlace(graph.manifest.connections[load.into], load.into))}`;
		const rows = done.get(load.id) ?? null;
		const previewed = index >= loads.length - shownAtMost;
		const said = previewed || rows === null ? "" : dim(` · ${counted(rows, "row")}`);
		if (previewed && index > 0) shell.out("\n");
		shell.out(` ${dim("→")} ${place}${said}\n`);
		if (!previewed) continue;
		const path = join(store.folder, "datasets", `${load.from}.sqlite`);
		const lines = previewDataset(path, (shell.stdout.columns ?? 80) - 4, {
			paint: shell.paint.out,
			mask
		});
		shell.out(lines.map((line) => `   ${line}\n`).join(""));
	}
	if (loads.length > 0) shell.out("\n");
	tellLogs(report, store, shell);
	shell.out(` ${dim("report")} ${cyan(relative(shell.cwd, join(store.folder, "report.md")))}\n`);
}
function tellLogs({ steps }, store, { out, cwd, paint: { out: paint } }) {
	const failed = steps.filter(({ result, attempts }) => result === "failure" && attempts > 0);
	const logs = relative(cwd, join(store.folder, "logs"));
	for (const { id } of failed.slice(0, logsAtMost)) out(` ${paint.dim("log   ")} ${paint.cyan(join(logs, `${id}.log`))}\n`);
	const hidden = failed.length - logsAtMost;
	if (hidden > 0) out(` ${paint.dim(`       … and ${counted(hidden, "more log")} in`)} ${paint.cyan(logs)}\n`);
}
function connectionPlace(url, name) {
	const file = sqlitePath(url ?? "") ?? "";
	return file === "" || file.includes("${{") ? name : file;
}

// src/cli/verbs/run.ts
const run = {
	declare: (command) => command.argument("<pipeline>", "the path of a manifest, or its name in pipelines/").addOption(inputOption()).addOption(dateOption()).option("--concurrency <n>", "how many steps may be at work at once", wholeNumber, 4).addOption(formatOption("human", "jsonl")),
	perform: async (command, shell) => {
		const options = command.opts();
		const { workspace, file } = findPipeline(command.args[0] ?? "", shell.cwd);
		const clock = /* @__PURE__ */ new Date();
		const planned = await planPipeline({
			file,
			workspace,
			inputs: options.input,
			trigger: "cli",
			runId: newRunId(clock, Math.random()),
			now: clock,
			...options.date === void 0 ? {} : { date: options.date }
		});
		await tellDiagnostics(planned.diagnostics, workspace, shell);
		if (!planned.ok) return exitStatus.diagnostics;
		return carryOut(planned, options, workspace, shell);
	}
};
async function carryOut({ graph, plan }, { format, concurrency }, workspace, shell) {
	const store = openRunFolder(workspace, plan.run.id);
	const lookup = environmentOf(process.env, workspace, (lines) => shell.err(`${shell.paint.err.yellow("warning:")} .env: ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")} set nothing; write NAME=value\n`));
	const display = format === "human" ? chooseDisplay(shell) : void 0;
	const signal = listenForInterruption(() => shell.err("\nstopping: what was begun is rolled back; once more to end at once\n"));
	const emit = (event) => {
		if (display === void 0) shell.out(`${printedJson(event)}\n`);
		else display.show(event);
	};
	const claim = claimRun(store.folder);
	const result = await runPipeline({
		graph,
		plan,
		ports: createPorts({ graceMs: 5e3 }),
		lookup,
		env: shell.env,
		github: {},
		workspace,
		store,
		concurrency,
		signal
	}, emit).finally(() => {
		display?.close();
		claim[Symbol.dispose]();
	});
	await reportRun(store, (report) => {
		if (display === void 0) return;
		shell.out(renderRunSummary(report, shell.paint.out, shell.stdout.columns ?? 80));
		tellResults({
			graph,
			report,
			store,
			shell,
			mask: createMask(secretsOf(graph, lookup))
		});
	});
	return runExitStatus[result];
}
function secretsOf({ manifest }, lookup) {
	return namesUsed(manifest).secrets.flatMap((name) => lookup(name) ?? []);
}
function wholeNumber(text) {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= 1) return value;
	throw new InvalidArgumentError("It must be a whole number from 1 up.");
}

export { run };