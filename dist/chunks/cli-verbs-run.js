import { r as InvalidArgumentError } from "./vendor/commander.js";
import { t as openRunFolder } from "./adapters-run-folder-run-folder.js";
import { a as rate, i as renderRunSummary, n as reportRun, o as rows, s as size } from "./app-report.js";
import { t as planPipeline } from "./app-plan.js";
import { a as systemClock, i as createDatabases, n as createProcesses, o as runPipeline, r as createHttp, t as sqliteEngine } from "./adapters-sqlite-sqlite-engine.js";
import { n as escapeCommandProperty, r as neutralize, t as escapeCommandData } from "./text-runner-command.js";
import { y as unreachable } from "./source-syntax-errors.js";
import { r as duration } from "./report-quantities.js";
import { t as stringWidth } from "./vendor/string-width.js";
import { t as createLogUpdate } from "./vendor/log-update.js";
import { n as truncate, t as renderTable } from "./adapters-terminal-table.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { n as inputOption, t as newRunId } from "./cli-run-id.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { join, relative } from "node:path";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { parseEnv } from "node:util";

// src/adapters/environment/dot-env.ts
function environmentOf(env, workspace) {
	const file = readDotEnv(workspace);
	return (name) => env[name] ?? file[name];
}
function readDotEnv(workspace) {
	try {
		return parseEnv(readFileSync(join(workspace, ".env"), "utf8"));
	} catch {
		return {};
	}
}

// src/adapters/terminal/step-lines.ts
function finishedLine(event, width, paint, room = 1e400) {
	const { mark, colour } = looks(event, paint);
	const name = event.step.padEnd(width);
	const line = `${colour(mark)} ${paint.bold(name)}  ${details(event, paint)}`;
	if (event.note === void 0 || stringWidth(line) <= room) return line;
	const { note: _note, ...without } = event;
	return finishedLine(without, width, paint);
}
function looks({ result, tolerated }, paint) {
	if (result === "success") return {
		mark: "✔",
		colour: paint.green
	};
	if (result === "failure") return {
		mark: "✖",
		colour: tolerated === true ? paint.yellow : paint.red
	};
	return {
		mark: result === "skipped" ? "○" : "■",
		colour: result === "skipped" ? paint.dim : paint.yellow
	};
}
function details(event, paint) {
	const [first = "", ...rest] = [
		event.result === "success" ? void 0 : event.result,
		event.rows === null || event.result !== "success" ? void 0 : rows(event.rows),
		event.rows === null || event.result !== "success" ? void 0 : rate(event.rows, event.durationMs) || void 0,
		event.reason,
		event.attempts > 0 ? duration(event.durationMs) : void 0,
		event.attempts > 1 ? `${event.attempts} attempts` : void 0,
		event.note
	].filter((part) => part !== void 0).map(neutralize);
	return [first, ...rest.map((part) => paint.dim(part))].join(paint.dim(" · "));
}
function failureLines(failure, paint) {
	return [
		`    ${paint.red(neutralize(failure.message))} ${paint.dim(failure.code)}`,
		...failure.causes.map((cause) => `    ${paint.dim("because")} ${neutralize(cause)}`),
		...failure.help === void 0 ? [] : [`    ${paint.green("help:")} ${neutralize(failure.help)}`]
	];
}
function progressText(progress, elapsedMs) {
	if (progress === void 0) return "";
	const { rows: count, bytes, totalBytes } = progress;
	return [
		count === void 0 ? void 0 : rows(count),
		count === void 0 ? void 0 : rate(count, elapsedMs) || void 0,
		bytes === void 0 ? void 0 : size(bytes),
		bytes === void 0 || totalBytes === void 0 || totalBytes === 0 ? void 0 : `${Math.min(100, Math.floor(bytes / totalBytes * 100))}%`
	].filter((part) => part !== void 0).join(" · ");
}

// src/adapters/terminal/run-display.ts
function linesDisplay(write, paint) {
	let width = 0;
	return {
		show: (event) => {
			if (event.type === "run-started") width = nameWidth(event);
			for (const line of eventLines(event, width, paint)) write(`${line}\n`);
		},
		close: () => {}
	};
}
function eventLines(event, width, paint, room) {
	switch (event.type) {
		case "step-log": return event.stream === "millrace" ? [] : [logLine(event, width, paint)];
		case "step-retrying": return [`${paint.yellow("↻")} ${event.step.padEnd(width)}  ${neutralize(event.failure.message)} ` + paint.dim(`· attempt ${event.attempt} failed, again in ${duration(event.delayMs)}`)];
		case "step-finished": return [finishedLine(event, width, paint, room), ...event.failure === void 0 ? [] : failureLines(event.failure, paint)];
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

// src/adapters/terminal/grouped-display.ts
const keptLines = 2e3;
function groupedDisplay(write, paint) {
	const logs = /* @__PURE__ */ new Map();
	let width = 0;
	const show = (event) => {
		if (event.type === "run-started") width = nameWidth(event);
		if (event.type === "step-log") keep(logs, event.step, neutralize(event.line));
		if (event.type === "step-retrying") keep(logs, event.step, `again: ${neutralize(event.failure.message)}`);
		if (event.type !== "step-finished") return;
		const lines = logs.get(event.step) ?? [];
		logs.delete(event.step);
		write(`${[...group(finishedLine(event, width, paint), lines), ...failed(event, paint)].join("\n")}\n`);
	};
	return {
		show,
		close: () => {}
	};
}
function keep(logs, step, line) {
	const lines = logs.get(step) ?? [];
	logs.set(step, lines);
	if (lines.push(line) > keptLines) lines.shift();
}
function group(title, lines) {
	return lines.length === 0 ? [title] : [
		`::group::${escapeCommandData(title)}`,
		...lines,
		"::endgroup::"
	];
}
function failed({ failure, step, tolerated }, paint) {
	if (failure === void 0) return [];
	const level = tolerated === true ? "warning" : "error";
	return [...failureLines(failure, paint), `::${level} title=${escapeCommandProperty(`step ${step} failed`)}::${escapeCommandData(neutralize(failure.message))}`];
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
	if (env["GITHUB_ACTIONS"] === "true") return groupedDisplay(err, paint.err);
	if (stderr.isTTY && env["TERM"] !== "dumb") return liveDisplay(stderr, paint.err);
	return linesDisplay(err, paint.err);
}

// src/cli/interruption.ts
function listenForInterruption(onFirst) {
	const controller = new AbortController();
	const stop = (signal) => {
		if (controller.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
		onFirst();
		controller.abort(/* @__PURE__ */ new Error(`stopped by ${signal}`));
	};
	process.on("SIGINT", stop);
	process.on("SIGTERM", stop);
	return controller.signal;
}

// src/cli/ports.ts
function createPorts() {
	return {
		clock: systemClock,
		http: createHttp(systemClock),
		processes: createProcesses({ graceMs: 5e3 }),
		databases: createDatabases(sqliteEngine),
		sqlite: sqliteEngine
	};
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
function previewDataset(path, columns, paint) {
	try {
		using database = new DatabaseSync(path, { readOnly: true });
		const [table] = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!' limit 1").all();
		const name = `"${String(table?.["name"]).replaceAll("\"", "\"\"")}"`;
		const statement = database.prepare(`select * from ${name} limit ${shownRows}`);
		statement.setReadBigInts(true);
		const total = Number(database.prepare(`select count(*) as n from ${name}`).get()?.["n"] ?? 0);
		return drawn(statement.all(), total, columns, paint);
	} catch {
		return [];
	}
}
function drawn(rows, total, columns, paint) {
	const names = Object.keys(rows[0] ?? {}).slice(0, shownColumns);
	const isNumber = (name) => rows.every((row) => ["number", "bigint"].includes(typeof row[name]));
	const head = names.map((name) => ({
		text: name,
		paint: paint.dim,
		align: isNumber(name) ? "right" : "left"
	}));
	const body = rows.map((row) => names.map((name) => cell(row[name], isNumber(name), paint)));
	const more = total - rows.length;
	return [...renderTable([head, ...body], columns), ...more > 0 ? [paint.dim(`… ${more.toLocaleString("en-US")} more`)] : []];
}
function cell(value, isNumber, paint) {
	if (value === null || value === void 0) return {
		text: "∅",
		paint: paint.dim,
		align: isNumber ? "right" : "left"
	};
	return {
		text: value instanceof Uint8Array ? `${value.length} bytes` : String(value),
		align: isNumber ? "right" : "left"
	};
}

// src/cli/tell-results.ts
const shownAtMost = 2;
function tellResults({ graph, report, store, shell }) {
	const { bold, cyan, dim } = shell.paint.out;
	const done = new Set(report.steps.filter(({ result }) => result === "success").map(({ id }) => id));
	const loads = graph.manifest.steps.flatMap((step) => step.kind === "load" && done.has(step.id) ? [{
		...step.options,
		id: step.id
	}] : []);
	for (const [index, load] of loads.entries()) {
		const place = load.target === "file" ? cyan(load.file) : `table ${bold(load.table)} in ${cyan(connectionPlace(graph.manifest.connections[load.into], load.into))}`;
		shell.out(` ${dim("→")} ${place}\n`);
		if (index < loads.length - shownAtMost) continue;
		const path = join(store.folder, "datasets", `${load.from}.sqlite`);
		const lines = previewDataset(path, (shell.stdout.columns ?? 80) - 4, shell.paint.out);
		shell.out(`${lines.map((line) => `   ${line}\n`).join("")}\n`);
	}
	for (const { id } of report.steps.filter(({ result }) => result === "failure")) shell.out(` ${dim("log   ")} ${cyan(relative(shell.cwd, join(store.folder, "logs", `${id}.log`)))}\n`);
	shell.out(` ${dim("report")} ${cyan(relative(shell.cwd, join(store.folder, "report.md")))}\n`);
}
function connectionPlace(url, name) {
	const file = /^sqlite:(?:\/\/)?(.+)$/.exec(url ?? "")?.[1];
	return file === void 0 || file.includes("${{") ? name : file;
}

// src/cli/verbs/run.ts
const run = {
	declare: (command) => command.argument("<pipeline>", "the path of a manifest, or its name in pipelines/").addOption(inputOption()).option("--concurrency <n>", "how many steps may be at work at once", wholeNumber, 4).addOption(formatOption("human", "jsonl")),
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
			now: clock
		});
		await tellDiagnostics(planned.diagnostics, workspace, shell);
		if (!planned.ok) return exitStatus.diagnostics;
		return carryOut(planned, options, workspace, shell);
	}
};
async function carryOut({ graph, plan }, { format, concurrency }, workspace, shell) {
	const store = openRunFolder(workspace, plan.run.id);
	const display = format === "human" ? chooseDisplay(shell) : void 0;
	const signal = listenForInterruption(() => shell.err("\nstopping: what was begun is rolled back; once more to end at once\n"));
	const emit = (event) => {
		if (display === void 0) shell.out(`${JSON.stringify(event)}\n`);
		else display.show(event);
	};
	const result = await runPipeline({
		graph,
		plan,
		ports: createPorts(),
		lookup: environmentOf(process.env, workspace),
		env: shell.env,
		github: {},
		workspace,
		store,
		concurrency,
		signal
	}, emit).finally(() => display?.close());
	const report = await reportRun(store);
	if (display !== void 0) {
		shell.out(renderRunSummary(report, shell.paint.out, shell.stdout.columns ?? 80));
		tellResults({
			graph,
			report,
			store,
			shell
		});
	}
	return runExitStatus[result];
}
function wholeNumber(text) {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= 1) return value;
	throw new InvalidArgumentError("It must be a whole number from 1 up.");
}

export { run };