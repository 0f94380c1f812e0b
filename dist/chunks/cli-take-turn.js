import { B as Bug, H as Usage, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { a as printedJson, i as neutralize } from "./text-runner-command.js";
import { t as createRunner } from "./adapters-runner-runner.js";
import { qt as parseJson, s as namesOfGraph } from "./manifest-json-schema.js";
import { S as string, v as number, y as object } from "./vendor/zod.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { t as fieldValue } from "./dataset-read-rows.js";
import { n as environmentOf } from "./app-run-id.js";
import { w as createPorts } from "./run-events-recorder.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as createMask } from "./text-mask.js";
import { r as runsFolder, t as openRunFolder } from "./adapters-run-folder-run-folder.js";
import { c as eventsOf, l as planSchema, n as reportRun, t as decodePlan } from "./app-report.js";
import { n as lastResult, r as runFolders, t as beginRun } from "./app-begin-run.js";
import { i as holdFile, n as claimRun, r as processOfRun } from "./adapters-run-folder-run-process.js";
import { n as createLocalCache, t as cacheFolder } from "./adapters-cache-local.js";
import { t as runPipeline } from "./app-run.js";
import { t as groupedLog } from "./adapters-runner-grouped-log.js";
import { n as linesDisplay } from "./adapters-terminal-run-display.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as renderRunSummary, t as findRun } from "./cli-stored-run.js";
import { r as recordHere } from "./cli-local-ledger.js";
import { r as workspaceOf } from "./cli-workspace.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as widthOf } from "./cli-width-of.js";
import { join, relative } from "node:path";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";

// src/adapters/run-folder/prune-rows.ts
const rowFolders = [
	"datasets",
	"rejects",
	"scratch"
];
const head = planSchema.pick({ pipeline: true });
function pruneRows(workspace, pipeline, keep = 5) {
	const folder = runsFolder(workspace);
	const runs = readdirSync(folder).toSorted().map((name) => join(folder, name)).filter((run) => rowFolders.some((rows) => existsSync(join(run, rows))) && pipelineOf(run) === pipeline);
	for (const run of runs.slice(0, -keep)) {
		if (processOfRun(run) !== void 0) continue;
		for (const rows of rowFolders) remove(join(run, rows));
	}
}
function pipelineOf(run) {
	try {
		return head.safeParse(parseJson(readFileSync(join(run, "plan.json"), "utf8"))).data?.pipeline;
	} catch {
		return;
	}
}
function remove(path) {
	try {
		rmSync(path, {
			recursive: true,
			force: true
		});
	} catch {}
}

// src/cli/choose-display.ts
async function chooseDisplay({ env, stderr, err, paint }) {
	if (env["GITHUB_ACTIONS"] === "true") return {
		show: groupedLog(createRunner(env, err), paint.err),
		close: () => {}
	};
	if (stderr.isTTY && env["TERM"] !== "dumb") {
		const { liveDisplay } = await import("./adapters-terminal-live-display.js");
		return liveDisplay(stderr, paint.err);
	}
	return linesDisplay(err, paint.err, stderr.isTTY ? stderr.columns : void 0);
}

// src/cli/resumed-run.ts
async function findStopped(given, pipeline, shell) {
	const named = pipeline === void 0 ? void 0 : findPipeline(pipeline, shell.cwd);
	const workspace = named?.workspace ?? workspaceOf(shell.cwd, shell.cwd);
	const store = findRun(given, workspace, named?.file);
	const plan = decodePlan(await store.read("plan.json") ?? "");
	refuseAtWork(store, plan);
	if (named !== void 0 && named.file !== plan.file) throw new Usage(`run ${plan.run.id} is one of ${plan.file}`, `leave out "${pipeline}"`);
	const result = lastResult(eventsOf(store.lines("events.jsonl"), ["run-started", "run-finished"]));
	if (result !== "success" && result !== "skipped") return {
		workspace,
		store,
		plan
	};
	shell.err(`run ${plan.run.id} ended with ${result}: there is nothing to resume\n`);
}
function refuseAtWork({ folder }, { run, file }) {
	const owner = processOfRun(folder);
	if (owner === void 0) return;
	throw new Failure("run/running", `run ${run.id} of ${file} is still at work (process ${owner})`, { help: "wait until it has ended, or end it" });
}

// src/cli/run-exit-status.ts
const runExitStatus = {
	success: exitStatus.done,
	skipped: exitStatus.done,
	failure: exitStatus.failed,
	cancelled: exitStatus.failed,
	degraded: exitStatus.degraded
};

// src/cli/tell-lost.ts
const mostNames = 10;
function lostLines({ lost, again, unasked }, mask) {
	return [...[...lost].map(([id, load]) => again.has(id) ? runAgain(id, load) : leftSo(id, load)), ...unasked.map(notAsked)].map((line) => neutralize(mask(line).replaceAll(/\s*\n\s*/gu, " ")));
}
function runAgain(id, load) {
	return `${id} is run again${legsOf(load)}: the table that it had loaded is not there any more`;
}
function leftSo(id, load) {
	return `${id} is not run again${legsOf(load)}, though the table that it had loaded is not there any more: all that needs it is done`;
}
function notAsked({ loads, failure }) {
	return `whether what was loaded by ${[...loads].slice(0, mostNames).join(", ")}${loads.size > mostNames ? ` and ${loads.size - mostNames} more` : ""} is still there could not be asked; it is not run again: ${failure.message}`;
}
function legsOf({ legs }) {
	return legs === void 0 ? "" : ` (${counted(legs.size, "leg")})`;
}

// src/adapters/terminal/preview-dataset.ts
const shownRows = 5;
const shownColumns = 8;
function previewDataset(path, columns, { paint, mask }) {
	try {
		using dataset = openDatasetFile(path);
		const shown = dataset.columns.slice(0, shownColumns);
		const rows = firstRows(dataset, shown);
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
	})), ...rows.map((row) => columns.map((column, index) => {
		const text = row[index];
		const align = alignOf(column);
		return text === void 0 ? {
			text: "∅",
			paint: paint.dim,
			align
		} : {
			text: mask(text),
			align
		};
	}))];
}
function alignOf({ type }) {
	return type === "integer" || type === "decimal" || type === "real" ? "right" : "left";
}
function firstRows(dataset, columns) {
	const cursor = new DatasetCursor(dataset);
	const rows = [];
	while (rows.length < shownRows && cursor.next()) rows.push(columns.map((column, index) => textOf(cursor, column, index)));
	return rows;
}
function textOf(cursor, column, index) {
	if (cursor.isNull(index)) return void 0;
	const value = column.type === "json" ? cursor.text(index) : fieldValue(cursor, column, index);
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// src/cli/is-in-target.ts
function isInTarget(load, { counts, cached }) {
	if (counts === void 0 || cached === true) return false;
	const { read, loaded, unchanged } = counts;
	const isKept = load.target === "table" && load.mode === "insert-missing";
	return loaded > 0 ? read === loaded + (isKept ? 0 : unchanged) : read === 0;
}

// src/cli/tell-results.ts
const shownAtMost = 2;
const logsAtMost = 3;
function tellResults({ graph, report, store, shell, mask }) {
	const { bold, cyan, dim } = shell.paint.out;
	const done = new Map(report.steps.filter(({ result }) => result === "success").map((step) => [step.id, step]));
	const loads = [...graph.nodes.values()].flatMap(({ step, scope, datasets }) => step.kind === "load" && done.has(step.id) ? [{
		...step.options,
		id: step.id,
		maker: datasets.get(step.options.from),
		scope
	}] : []);
	for (const [index, load] of loads.entries()) {
		const place = load.target === "file" ? cyan(known(load.file) ?? `the file of ${load.id}`) : `table ${bold(known(load.table) ?? `of ${load.id}`)} in ${cyan(connectionPlace(load.scope.manifest.connections[load.into]?.url, load.into))}`;
		const step = done.get(load.id);
		const previewed = index >= loads.length - shownAtMost && step !== void 0 && isInTarget(load, step);
		const said = previewed || step === void 0 ? "" : dim(loadedBy(step));
		if (previewed && index > 0) shell.out("\n");
		shell.out(` ${dim("→")} ${place}${said}\n`);
		if (!previewed) continue;
		const path = datasetPath(store.folder, load.maker ?? load.from, load.from);
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
function loadedBy({ rows, counts }) {
	if (rows === 0 && counts !== void 0 && counts.unchanged > 0) return " · unchanged";
	return rows === null ? "" : ` · ${counted(rows, "row")}`;
}
function datasetPath(folder, maker, from) {
	const path = join(folder, "datasets", `${maker}.sqlite`);
	return existsSync(path) ? path : join(folder, "datasets", maker, `${from.split("/").at(-1)}.sqlite`);
}
function known(name) {
	return name.includes("${{") ? void 0 : name;
}
function tellLogs({ steps }, store, { out, cwd, paint: { out: paint } }) {
	const failed = steps.filter(({ result, attempts }) => result === "failure" && attempts > 0);
	const logs = relative(cwd, join(store.folder, "logs"));
	for (const { id, logOf = id } of failed.slice(0, logsAtMost)) out(` ${paint.dim("log   ")} ${paint.cyan(join(logs, `${logOf}.log`))}\n`);
	const hidden = failed.length - logsAtMost;
	if (hidden > 0) out(` ${paint.dim(`       … and ${counted(hidden, "more log")} in`)} ${paint.cyan(logs)}\n`);
}
function connectionPlace(url, name) {
	const file = sqlitePath(url ?? "") ?? "";
	return file === "" || file.includes("${{") ? name : file;
}

// src/cli/carry-out-run.ts
async function carryOutRun({ graph, plan }, options, place) {
	const { format, concurrency, cache } = options;
	const { workspace, shell, signal } = place;
	const store = openRunFolder(workspace, plan.run.id);
	const lookup = environmentOf(process.env, workspace, (lines) => shell.err(`${shell.paint.err.yellow("warning:")} .env: ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")} set nothing; write NAME=value\n`));
	const display = format === "human" || format === "quiet" ? await chooseDisplay(shell) : void 0;
	const emit = (event) => {
		if (format === "jsonl") shell.out(`${printedJson(event)}\n`);
		else display?.show(event);
	};
	using held = new DisposableStack();
	if (place.resumed !== void 0) refuseAtWork(store, plan);
	held.use(claimRun(store.folder));
	const allowChanged = options.allowChanged === true;
	const ports = createPorts({ graceMs: 5e3 });
	const resume = {
		allowChanged,
		ports,
		lookup,
		env: shell.env,
		signal
	};
	const begun = await beginRun({
		graph,
		plan,
		workspace,
		store,
		...place.resumed === void 0 ? {} : { resume }
	}, runFolders);
	if (begun.counts !== void 0) shell.err(resuming(plan.run.id, begun.counts));
	const mask = createMask(secretsOf(graph, lookup));
	if (begun.loads !== void 0) for (const line of lostLines(begun.loads, mask)) shell.err(`${line}\n`);
	const result = await runPipeline({
		graph,
		plan,
		...begun.with,
		ports,
		lookup,
		env: shell.env,
		github: {},
		workspace,
		store,
		...cache ? { cache: createLocalCache(cacheFolder(workspace)) } : {},
		concurrency,
		signal
	}, emit).finally(() => display?.close());
	const report = await reportRun(store, (told) => {
		if (format !== "human") return;
		shell.out(renderRunSummary(told, shell.paint.out, widthOf(shell)));
		tellResults({
			graph,
			report: told,
			store,
			shell,
			mask
		});
	});
	await recordHere(workspace, {
		plan,
		graph,
		report
	}, shell);
	pruneRows(workspace, plan.pipeline);
	return {
		exit: runExitStatus[result],
		report
	};
}
function resuming(id, { run: open, kept }) {
	return `resuming run ${id}: ${counted(open, "step")} to run, ${counted(kept, "step")} done before\n`;
}
function secretsOf(graph, lookup) {
	return namesOfGraph(graph).secrets.flatMap((name) => lookup(name) ?? []);
}

// src/adapters/pipeline-line/join-line.ts
const place = object({
	number: number(),
	file: string(),
	run: string(),
	pid: number(),
	asked: number()
});
function joinLine(workspace, pipeline, run) {
	const folder = join(workspace, ".millrace", "line");
	try {
		mkdirSync(folder, { recursive: true });
		return new Place(folder, pipeline, run);
	} catch (cause) {
		throw new Failure("file/write", `the line of runs in ${folder} cannot be kept`, {
			cause,
			help: "Is the disk full, or the folder read-only?"
		});
	}
}
var Place = class {
	#folder;
	#pipeline;
	#line;
	#held;
	#number;
	#run;
	constructor(folder, pipeline, run) {
		this.#folder = folder;
		this.#pipeline = pipeline;
		this.#run = run;
		const file = randomUUID();
		const held = holdFile(join(folder, file));
		if (held === void 0) throw new Bug(`somebody holds ${file}`);
		this.#held = held;
		this.#line = new DatabaseSync(join(folder, "line.sqlite"), { timeout: 1e4 });
		this.#line.exec("create table if not exists place (number integer primary key autoincrement, pipeline text not null, file text not null, run text not null, pid integer not null, asked integer not null default 0) strict");
		this.#line.exec("create table if not exists ask (number integer primary key, run text not null) strict");
		const { lastInsertRowid } = this.#line.prepare("insert into place (pipeline, file, run, pid) values (?, ?, ?, ?)").run(pipeline, file, run, process.pid);
		this.#number = Number(lastInsertRowid);
	}
	ahead() {
		return this.#living().map(({ run, pid }) => ({
			run,
			pid
		}));
	}
	stopAhead() {
		for (const { number, pid } of this.#living()) {
			this.#line.prepare("insert or ignore into ask (number, run) values (?, ?)").run(number, this.#run);
			const { changes } = this.#line.prepare("update place set asked = 1 where number = ? and asked = 0").run(number);
			if (Number(changes) > 0) interrupt(pid);
		}
	}
	askedBy() {
		if (!this.#line.isOpen) return void 0;
		const run = this.#line.prepare("select run from ask where number = ?").get(this.#number)?.["run"];
		return typeof run === "string" ? run : void 0;
	}
	[Symbol.dispose]() {
		this.#remove(this.#number);
		this.#line.close();
		this.#held[Symbol.dispose]();
	}
	#living() {
		return this.#line.prepare("select number, file, run, pid, asked from place where pipeline = ? and number < ? order by number").all(this.#pipeline, this.#number).map((row) => place.parse(row)).filter(({ number, file }) => {
			using left = holdFile(join(this.#folder, file));
			if (left !== void 0) this.#remove(number);
			return left === void 0;
		});
	}
	#remove(number) {
		try {
			this.#line.prepare("delete from place where number = ?").run(number);
			this.#line.prepare("delete from ask where number = ?").run(number);
		} catch (error) {
			if (!(error instanceof Error && "errcode" in error)) throw error;
		}
	}
};
function interrupt(pid) {
	try {
		process.kill(pid, "SIGINT");
	} catch {}
}

// src/cli/take-turn.ts
const lookAgainMs = 100;
async function takeTurn({ workspace, pipeline, run }, { concurrency, signal, shell }) {
	const place = joinLine(workspace, pipeline, run);
	const turn = (waited) => ({
		waited,
		askedBy: () => place.askedBy(),
		[Symbol.dispose]: () => place[Symbol.dispose]()
	});
	if (concurrency === "parallel") return turn(false);
	let told;
	for (;;) {
		const [first] = place.ahead();
		if (first === void 0) return turn(told !== void 0);
		if (first.run !== told?.run) shell.err(`${waiting(first, concurrency)}\n`);
		told = first;
		if (concurrency === "cancel") place.stopAhead();
		if (!await setTimeout(lookAgainMs, false, { signal }).catch(() => true)) continue;
		place[Symbol.dispose]();
		return;
	}
}
function waiting({ run, pid }, concurrency) {
	return `${concurrency === "cancel" ? "stopping" : "waiting for"} run ${run} (pid ${pid}) of this pipeline`;
}

export { carryOutRun as n, findStopped as r, takeTurn as t };