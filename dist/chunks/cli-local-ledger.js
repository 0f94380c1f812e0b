import { V as Failure } from "./dataset-fields-print-number.js";
import { a as decodeLine, c as entryText, i as withoutRepeats, o as decodeLines, r as textOf, s as notesOn, t as archiveChars } from "./ledger-fold-lines.js";
import { o as newestRuns } from "./ledger-fold-runs.js";
import { n as runStoreAt, r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { r as processOfRun, t as claimPath } from "./adapters-run-folder-run-process.js";
import { a as ledgerEntryOf } from "./app-past-runs.js";
import { t as loadedTables } from "./app-record-run.js";
import { t as graphOfPlan } from "./app-arrived-plan.js";
import { n as reportRun, t as decodePlan } from "./app-report.js";
import { t as tellNotes } from "./cli-tell-notes.js";
import { join } from "node:path";
import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";

// src/adapters/ledger/local-files.ts
function pipelineOf(file) {
	return file.split(".")[0] ?? file;
}
async function readRuns(folder, { pipeline, limit }) {
	for (;;) {
		const files = await filesIn(folder);
		const read = await readFiles(folder, files, {
			pipeline,
			limit
		});
		if (read !== void 0 && String(files) === String(await filesIn(folder))) return read;
	}
}
async function readFiles(folder, files, { pipeline, limit }) {
	const found = [];
	const notes = [];
	for (const [one, own] of Map.groupBy(files, pipelineOf)) {
		if (pipeline !== void 0 && one !== pipeline) continue;
		let room = limit + overlap;
		for (const file of own.toSorted(newestLast).toReversed()) {
			if (room <= 0) break;
			const text = await textIn(join(folder, file));
			if (text === void 0) return void 0;
			const lines = lastLines(text, room);
			room -= lines.length;
			found.push(entriesIn(lines));
			notes.push(...notesOn(lines, `.millrace/ledger/${file}`));
		}
	}
	return {
		runs: newestRuns(found.toReversed().flat()).slice(0, limit),
		notes
	};
}
function entriesIn(lines) {
	return lines.flatMap((line) => line.kind === "entry" ? [line.entry] : []);
}
async function lastAttempt(folder, run) {
	const { pipeline, id, startedAt } = run;
	const named = JSON.stringify(id);
	let last = 0;
	const began = Date.parse(startedAt);
	for (const file of await filesIn(folder)) {
		if (pipelineOf(file) !== pipeline || closedAt(file) < began) continue;
		const text = await textIn(join(folder, file));
		if (text === void 0) return lastAttempt(folder, run);
		const own = text.split("\n").filter((line) => line.includes(named));
		for (const entry of entriesIn(own.map(decodeLine))) if (entry.run.id === id) last = Math.max(last, entry.run.attempt);
	}
	return last;
}
const overlap = 200;
function lastLines(text, count) {
	return text.split("\n").filter((line) => line.trim() !== "").slice(-count).map(decodeLine);
}
function newestLast(one, other) {
	return closedAt(one) < closedAt(other) ? -1 : 1;
}
function closedAt(file) {
	return Number(/\.(\d+)-/.exec(file)?.[1] ?? 1e400);
}
async function filesIn(folder) {
	try {
		return (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).toSorted();
	} catch (cause) {
		if (codeOf(cause) === "ENOENT") return [];
		throw cannot("read", folder, cause);
	}
}
async function textIn(path) {
	try {
		return await readFile(path, "utf8");
	} catch (cause) {
		if (codeOf(cause) === "ENOENT") return void 0;
		throw cannot("read", path, cause);
	}
}
function codeOf(thrown) {
	return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}
function cannot(be, path, cause) {
	if (cause instanceof Failure) return cause;
	return new Failure("ledger/file", `${path} cannot be ${be} (${codeOf(cause)})`, { cause });
}

// src/adapters/ledger/local-ledger.ts
function localLedger(workspace) {
	const folder = folderOf(workspace);
	return {
		record: async (entry) => {
			const open = openFile(folder, entry.run.pipeline);
			while (!appendLine(folder, open, entryText(entry)));
			if (sizeOf(open) > 4194304) await closeFile(folder, entry.run.pipeline);
		},
		read: (query) => readRuns(folder, query),
		squash: async () => {
			const pipelines = new Set((await filesIn(folder)).map(pipelineOf));
			for (const pipeline of pipelines) await closeFile(folder, pipeline);
		}
	};
}
async function nextAttempt(workspace, run) {
	return await lastAttempt(folderOf(workspace), run) + 1;
}
function folderOf(workspace) {
	return join(workspace, ".millrace", "ledger");
}
function openFile(folder, pipeline) {
	return join(folder, `${pipeline}.jsonl`);
}
function appendLine(folder, path, line) {
	try {
		mkdirSync(folder, { recursive: true });
		const file = openSync(path, "a+");
		try {
			const text = Buffer.from(endsWhole(file) ? line : `\n${line}`);
			if (writeSync(file, text) !== text.length) throw new Failure("disk/full", `${path} was cut off`);
			return fstatSync(file).ino === statSync(path, { throwIfNoEntry: false })?.ino;
		} finally {
			closeSync(file);
		}
	} catch (cause) {
		throw cannot("written", path, cause);
	}
}
function endsWhole(file) {
	const { size } = fstatSync(file);
	const last = Buffer.alloc(1);
	return size === 0 || readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === "\n";
}
async function closeFile(folder, pipeline) {
	const open = openFile(folder, pipeline);
	const closed = join(folder, `${pipeline}.${Date.now()}-${randomUUID().slice(0, 8)}.jsonl`);
	try {
		if (sizeOf(open) === 0) return;
		await rename(open, closed);
		const lines = decodeLines(await readFile(closed, "utf8"));
		await writeFile(`${closed}.part`, textOf(withoutRepeats(lines).filter(({ kind }) => kind !== "broken")));
		await rename(`${closed}.part`, closed);
	} catch (cause) {
		if (codeOf(cause) !== "ENOENT") throw cannot("closed", open, cause);
	}
}
function sizeOf(path) {
	return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

// src/adapters/run-folder/claimed-runs.ts
function claimedRuns(workspace) {
	const folder = runsFolder(workspace);
	return (existsSync(folder) ? readdirSync(folder).toSorted() : []).map((name) => join(folder, name)).filter((run) => existsSync(claimPath(run))).map((run) => ({
		store: runStoreAt(run),
		owner: processOfRun(run),
		release: () => rmSync(claimPath(run), { force: true })
	}));
}

// src/cli/local-ledger.ts
function pastRunsHere(workspace, shell) {
	return (pipeline) => tolerated(shell, [], async () => {
		const { runs, notes } = await localLedger(workspace).read({
			pipeline,
			limit: 50
		});
		await tellNotes(notes, shell);
		return runs;
	});
}
const allRuns = 1e6;
async function allRunsHere(workspace, pipeline) {
	return (await localLedger(workspace).read({
		pipeline,
		limit: allRuns
	})).runs;
}
async function recordHere(workspace, { plan, graph, report }, shell) {
	await tolerated(shell, void 0, async () => {
		const now = /* @__PURE__ */ new Date();
		const { id, startedAt = now.toISOString() } = report.run;
		const entry = ledgerEntryOf(report, {
			attempt: await nextAttempt(workspace, {
				pipeline: report.pipeline,
				id,
				startedAt
			}),
			now,
			...plan.select === void 0 ? {} : { select: plan.select },
			tables: graph === void 0 ? /* @__PURE__ */ new Map() : loadedTables(graph)
		});
		await localLedger(workspace).record(entry);
	});
}
async function recordKilled(workspace, shell) {
	await tolerated(shell, void 0, async () => {
		for (const { store, owner, release } of claimedRuns(workspace)) {
			if (owner !== void 0) continue;
			await tolerated(shell, void 0, () => recordOne(workspace, store, shell));
			release();
		}
	});
}
async function recordOne(workspace, store, shell) {
	const text = await store.read("plan.json");
	if (text === void 0) return;
	const plan = decodePlan(text);
	const report = await reportRun(store);
	await recordHere(workspace, {
		plan,
		graph: await graphOfPlan(plan, workspace).catch(() => void 0),
		report
	}, shell);
}
async function tolerated(shell, otherwise, work) {
	try {
		return await work();
	} catch (thrown) {
		if (!(thrown instanceof Failure)) throw thrown;
		await tellNotes([thrown.message], shell);
		return otherwise;
	}
}

export { claimedRuns as a, recordKilled as i, pastRunsHere as n, localLedger as o, recordHere as r, allRunsHere as t };