import { F as number, H as Usage, M as counted, P as duration, V as Failure, z as nearest } from "./dataset-fields-print-number.js";
import { a as ledgerBranch, t as readBranch } from "./adapters-ledger-branch-reader.js";
import { a as claimedRuns, i as recordKilled, o as localLedger } from "./cli-local-ledger.js";
import { t as resultMark } from "./adapters-terminal-result-mark.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { n as messageLines } from "./adapters-terminal-message-lines.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { c as eventsOf, t as decodePlan } from "./app-report.js";
import { t as tellNotes } from "./cli-tell-notes.js";
import { t as wholeNumber } from "./cli-whole-number.js";
import { r as workspaceOf } from "./cli-workspace.js";
import { t as widthOf } from "./cli-width-of.js";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

// src/adapters/ledger/git-ledger.ts
const runGit = promisify(execFile);
const fetched = `refs/remotes/origin/${ledgerBranch}`;
const largestFile = 67108864;
async function readRemoteLedger(workspace, query) {
	const stale = await fetchBranch(workspace);
	if (stale === "none") return {
		runs: [],
		notes: [`origin has no branch ${ledgerBranch}: no run was kept yet`]
	};
	const { runs, notes } = await readBranch(filesOf(workspace), query);
	return {
		runs,
		notes: [...stale === void 0 ? [] : [stale], ...notes]
	};
}
async function fetchBranch(workspace) {
	try {
		await git(workspace, [
			"fetch",
			"--quiet",
			"--no-tags",
			"origin",
			`+refs/heads/${ledgerBranch}:${fetched}`
		]);
		return;
	} catch (thrown) {
		const said = whatGitSaid(thrown);
		if (said.includes("couldn't find remote ref")) return "none";
		const failure = new Failure("git/fetch", `the branch ${ledgerBranch} of origin cannot be fetched: ${said}`, { help: `try \`git fetch origin ${ledgerBranch}\`` });
		if (!await isThere(workspace)) throw failure;
		return `${failure.message}; this is what was fetched last`;
	}
}
async function isThere(workspace) {
	return git(workspace, [
		"rev-parse",
		"--verify",
		"--quiet",
		fetched
	]).then(() => true, () => false);
}
function filesOf(workspace) {
	return {
		list: async (folder) => {
			return (await git(workspace, [
				"ls-tree",
				"--name-only",
				`${fetched}:${folder}`
			]).catch(() => "")).split("\n").filter((name) => name !== "");
		},
		read: (path) => git(workspace, [
			"cat-file",
			"blob",
			`${fetched}:${path}`
		]).catch(() => void 0)
	};
}
async function git(cwd, args) {
	const env = {
		...process.env,
		GIT_TERMINAL_PROMPT: "0",
		LC_ALL: "C"
	};
	const { stdout } = await runGit("git", [...args], {
		cwd,
		env,
		maxBuffer: largestFile
	});
	return stdout;
}
function whatGitSaid(thrown) {
	const [line = ""] = (thrown instanceof Error && "stderr" in thrown ? String(thrown.stderr) : String(thrown)).trim().split("\n");
	return line.replace(/^fatal: /, "");
}

// src/ledger/tell-run.ts
function loadedRows({ steps }) {
	const loads = steps.filter(({ kind, result, rows }) => kind === "load" && result === "success" && rows !== null);
	return loads.length === 0 ? null : loads.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}
function failedSteps({ steps }) {
	return steps.filter(({ result }) => result === "failure").map(({ id }) => id);
}

// src/adapters/terminal/run-list.ts
const roomyFrom$1 = 56;
const narrowColumns$1 = 3;
const wideFrom = 110;
const startedColumn = 4;
function renderRunList(atWork, runs, paint, columns) {
	const head = [
		"",
		"run",
		"pipeline",
		"for",
		"started",
		"result",
		"rows",
		"time",
		""
	].map((text, index) => ({
		text,
		paint: paint.dim,
		align: index === 6 || index === 7 ? "right" : "left"
	}));
	const rows = [...atWork.map((run) => workRow(run, paint)), ...runs.map((run) => runRow(run, paint))];
	const used = head.map((_, index) => {
		if (columns < roomyFrom$1) return index < narrowColumns$1;
		if (index === startedColumn && columns < wideFrom) return false;
		return rows.some((row) => row[index]?.text !== "");
	});
	const filled = [head, ...rows].map((row) => row.filter((_, index) => used[index]));
	return renderTable(filled, columns - 2).map((line) => ` ${line}\n`).join("");
}
function workRow({ id, pipeline, date, progress }, paint) {
	const { mark, colour } = resultMark("running", paint);
	return [
		{
			text: mark,
			paint: colour,
			whole: true
		},
		{
			text: id,
			whole: true
		},
		{
			text: pipeline,
			paint: paint.bold
		},
		{
			text: date,
			whole: true
		},
		{ text: "" },
		{
			text: "running",
			paint: colour,
			whole: true
		},
		{ text: "" },
		{ text: "" },
		{
			text: progress,
			paint: paint.dim
		}
	];
}
function runRow(entry, paint) {
	const { id, pipeline, date, startedAt, result, durationMs } = entry.run;
	const { mark, colour } = resultMark(result, paint);
	const rows = loadedRows(entry);
	return [
		{
			text: mark,
			paint: colour,
			whole: true
		},
		{
			text: id,
			whole: true
		},
		{
			text: pipeline,
			paint: paint.bold
		},
		{
			text: date,
			whole: true
		},
		{
			text: minute(startedAt),
			paint: paint.dim,
			whole: true
		},
		{
			text: result,
			paint: colour,
			whole: true
		},
		{
			text: rows === null ? "" : number(rows),
			align: "right",
			whole: true
		},
		{
			text: duration(durationMs),
			align: "right",
			whole: true
		},
		{
			text: remark$1(entry),
			paint: paint.dim
		}
	];
}
function minute(at) {
	return `${at.slice(0, 10)} ${at.slice(11, 16)}Z`;
}
const namedSteps = 3;
function remark$1(entry) {
	const { attempt, select, killed } = entry.run;
	const failed = failedSteps(entry);
	const more = failed.length > namedSteps ? ` and ${failed.length - namedSteps} more` : "";
	return [
		killed === true ? "killed" : void 0,
		failed.length === 0 ? void 0 : `${failed.slice(0, namedSteps).join(", ")}${more}`,
		attempt === 1 ? void 0 : `attempt ${attempt}`,
		select === void 0 ? void 0 : `only ${select}`
	].filter((part) => part !== void 0).join(" · ");
}

// src/adapters/terminal/run-record.ts
const roomyFrom = 56;
const narrowColumns = 4;
function renderRunRecord(entry, paint, columns) {
	const head = [
		"",
		"step",
		"result",
		"rows",
		"attempts",
		"time",
		""
	].map((text, index) => ({
		text,
		paint: paint.dim,
		align: index > 2 && index < 6 ? "right" : "left"
	}));
	const rows = entry.steps.map((step) => stepRow(step, paint));
	const used = head.map((_, index) => (columns >= roomyFrom || index < narrowColumns) && rows.some((row) => row[index]?.text !== ""));
	const table = renderTable([head, ...rows].map((row) => row.filter((_, index) => used[index])), columns - 2);
	const left = entry.stepsLeftOut ?? 0;
	const more = left === 0 ? [] : [paint.dim(`and ${counted(left, "step")} more that did not fail`)];
	const below = [
		...table,
		...more,
		...loadLines(entry, paint, columns)
	];
	return `${[
		...headLines(entry, paint, columns),
		"",
		...below.map((line) => ` ${line}`)
	].join("\n")}\n`;
}
function loadLines({ loads }, paint, columns) {
	if (loads.length === 0) return [];
	const text = loads.map(({ step, connection, table, rows }) => [
		{
			text: "loaded",
			paint: paint.dim
		},
		{
			text: `${connection}.${table}`,
			paint: paint.bold
		},
		{
			text: counted(rows, "row"),
			align: "right",
			whole: true
		},
		{
			text: `by ${step}`,
			paint: paint.dim
		}
	]);
	return ["", ...renderTable(text, columns - 2)];
}
function headLines({ run }, paint, columns) {
	const { mark, colour } = resultMark(run.result, paint);
	const details = [
		`started ${minute(run.startedAt)}`,
		`took ${duration(run.durationMs)}`,
		`by ${run.trigger}`,
		run.attempt === 1 ? void 0 : `attempt ${run.attempt}`,
		run.select === void 0 ? void 0 : `only ${run.select}`,
		run.killed === true ? "its process was killed" : void 0,
		run.branch,
		run.sha?.slice(0, 7)
	].filter((part) => part !== void 0);
	const line = (text, head = "  ", painted = paint.dim) => messageLines(plainText(text), {
		indent: " ",
		head,
		paint: painted,
		room: columns - 1
	});
	return [
		...line(`${run.pipeline} ${run.result} for ${run.date} · run ${run.id}`, `${colour(mark)} `, paint.bold),
		...line(details.join(" · ")),
		...run.url === void 0 ? [] : line(run.url)
	];
}
function stepRow(step, paint) {
	const { id, result, tolerated, rows, attempts, durationMs } = step;
	const { mark, colour } = resultMark(tolerated === true ? "degraded" : result, paint);
	return [
		{
			text: mark,
			paint: colour,
			whole: true
		},
		{
			text: id,
			paint: paint.bold
		},
		{
			text: tolerated === true ? "tolerated" : result,
			paint: colour,
			whole: true
		},
		{
			text: rows === null || result !== "success" ? "" : number(rows),
			align: "right",
			whole: true
		},
		{
			text: attempts > 1 ? String(attempts) : "",
			align: "right"
		},
		{
			text: attempts > 0 ? duration(durationMs) : "",
			align: "right",
			whole: true
		},
		{
			text: remark(step),
			paint: paint.dim
		}
	];
}
function remark({ cached, attempts, unselected, legs, reason, rejected, failure }) {
	return [
		failure === void 0 ? void 0 : `${failure.message} [${failure.code}]`,
		unselected === true ? "not selected" : reason,
		cached === true ? attempts > 0 ? "done before" : "cached" : void 0,
		legs === void 0 ? void 0 : `${number(legs.success)} of ${counted(legs.total, "leg")} succeeded`,
		legs?.cached === void 0 ? void 0 : `${number(legs.cached)} from the cache`,
		rejected === void 0 ? void 0 : `${number(rejected)} rejected`
	].filter((part) => part !== void 0).join(", ");
}

// src/cli/choose-run.ts
function chooseRun(runs, wanted) {
	const exact = wanted === "latest" ? runs[0] : runs.find(({ run }) => run.id === wanted);
	if (exact !== void 0) return exact;
	const begun = runs.filter(({ run }) => run.id.startsWith(wanted));
	if (begun.length === 1 && begun[0] !== void 0) return begun[0];
	const ids = begun.map(({ run }) => run.id);
	if (ids.length > 1) {
		const more = ids.length > 3 ? ", …" : "";
		throw new Usage(`"${wanted}" begins the ids of ${ids.length} runs`, `there are: ${ids.slice(0, 3).join(", ")}${more}`);
	}
	if (runs.length === 0) throw new Usage(`there is no run "${wanted}": none is kept here yet`);
	const near = nearest(wanted, runs.slice(0, 100).map(({ run }) => run.id));
	throw new Usage(`there is no run "${wanted}"`, near === void 0 ? "list them with: millrace runs" : `did you mean "${near}"?`);
}

// src/cli/runs-at-work.ts
async function runsAtWork(workspace) {
	const found = [];
	for (const { store, owner } of claimedRuns(workspace)) {
		const text = await store.read("plan.json");
		if (owner === void 0 || text === void 0) continue;
		const { pipeline, run, steps } = decodePlan(text);
		const progress = `${[...eventsOf(store.lines("events.jsonl"), ["step-finished"])].length} of ${counted(steps.length, "step")}`;
		found.unshift({
			id: run.id,
			pipeline,
			date: run.date,
			progress
		});
	}
	return found;
}

// src/cli/verbs/runs.ts
const searched = 1e5;
const runs = {
	declare: (command) => command.argument("[run]", "one run: its id, the beginning of it, or \"latest\"").option("--pipeline <name>", "only the runs of this pipeline").option("--limit <n>", "how many runs to list", wholeNumber, 20).option("--remote", "the runs on GitHub: fetches the branch millrace-ledger of origin").addOption(formatOption("human", "json")),
	perform: async (command, shell) => {
		const options = command.opts();
		const workspace = workspaceOf(shell.cwd, shell.cwd);
		if (options.remote !== true) await recordKilled(workspace, shell);
		const read = (limit) => readRuns(workspace, options, limit);
		const [wanted] = command.args;
		if (wanted !== void 0) return showRun(await read(wanted === "latest" ? 1 : searched), wanted, options, shell);
		return listRuns(await read(options.limit), {
			options,
			workspace
		}, shell);
	}
};
function readRuns(workspace, { pipeline, remote }, limit) {
	const query = {
		limit,
		...pipeline === void 0 ? {} : { pipeline }
	};
	return remote === true ? readRemoteLedger(workspace, query) : localLedger(workspace).read(query);
}
async function listRuns({ runs: past, notes }, { options: { format, pipeline, remote }, workspace }, shell) {
	const known = new Set(past.map(({ run }) => run.id));
	const wanted = (remote === true ? [] : (await runsAtWork(workspace)).filter(({ id }) => !known.has(id))).filter((run) => pipeline === void 0 || run.pipeline === pipeline);
	if (format === "json") {
		shell.out(`${printedJson({
			schema: 1,
			running: wanted,
			runs: past.map(listed),
			notes
		}, 2)}\n`);
		return exitStatus.done;
	}
	await tellNotes(notes, shell);
	if (past.length + wanted.length === 0) await tellNotes([`no run${pipeline === void 0 ? "" : ` of "${pipeline}"`} is kept here yet`], shell);
	else shell.out(renderRunList(wanted, past, shell.paint.out, widthOf(shell)));
	return exitStatus.done;
}
async function showRun({ runs: past, notes }, wanted, { format }, shell) {
	const found = chooseRun(past, wanted);
	if (format === "json") {
		const { schema, run: _run, ...rest } = found;
		shell.out(`${printedJson({
			schema,
			run: listed(found),
			...rest,
			notes
		}, 2)}\n`);
		return exitStatus.done;
	}
	await tellNotes(notes, shell);
	shell.out(renderRunRecord(found, shell.paint.out, widthOf(shell)));
	return exitStatus.done;
}
function listed(entry) {
	return {
		...entry.run,
		rows: loadedRows(entry),
		failed: failedSteps(entry)
	};
}

export { runs };