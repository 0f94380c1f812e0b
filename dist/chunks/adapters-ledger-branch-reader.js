import { i as withoutRepeats, o as decodeLines, s as notesOn } from "./ledger-fold-lines.js";
import { o as newestRuns } from "./ledger-fold-runs.js";

// src/ledger/branch-files.ts
const ledgerBranch = "millrace-ledger";
function recentPath(pipeline) {
	return `recent/${pipeline}.jsonl`;
}
function runPath({ pipeline, startedAt, id, attempt }) {
	return `${runsFolder(pipeline)}/${startedAt.slice(0, 7)}/${id}${attempt === 1 ? "" : `.${attempt}`}.json`;
}
function runsFolder(pipeline) {
	return `runs/${pipeline}`;
}
function archiveFolder(pipeline) {
	return `archive/${pipeline}`;
}
function archivePath(pipeline, number) {
	return `${archiveFolder(pipeline)}/${String(number).padStart(5, "0")}.jsonl`;
}
const readme = {
	path: "README.md",
	text: `# What Millrace keeps of past runs

Millrace writes this branch; it has nothing in common with the others, and no workflow runs on it. Look at it with
\`millrace runs --remote\`. \`recent/\` has the last runs of each pipeline, \`runs/\` the same, a file each, and
\`archive/\` the older ones. Deleting the branch loses how long steps take and what ran; no data.
`
};

// src/adapters/ledger/branch-reader.ts
async function readBranch(files, { pipeline, limit }) {
	const pipelines = pipeline === void 0 ? await pipelinesOn(files) : [pipeline];
	const lines = [];
	const notes = [];
	const take = (found, where) => {
		lines.push(...found);
		notes.push(...notesOn(found, where));
	};
	for (const one of pipelines) {
		const recent = await readRecent(files, one);
		take(recent.lines, recentPath(one));
		let count = recent.lines.length;
		if (count >= limit) continue;
		for (const name of (await files.list(archiveFolder(one))).toSorted().toReversed()) {
			const path = `${archiveFolder(one)}/${name}`;
			const archived = decodeLines(await files.read(path) ?? "");
			take(archived, path);
			count += archived.length;
			if (count >= limit) break;
		}
	}
	const entries = lines.flatMap((line) => line.kind === "entry" ? [line.entry] : []);
	return {
		runs: newestRuns(entries).slice(0, limit),
		notes
	};
}
async function pipelinesOn(files) {
	const named = (await files.list("recent")).flatMap((name) => name.endsWith(".jsonl") ? [name.slice(0, -6)] : []);
	return [.../* @__PURE__ */ new Set([...named, ...await files.list("runs")])].toSorted();
}
async function readRecent(files, pipeline) {
	const text = await files.read(recentPath(pipeline));
	const lines = decodeLines(text ?? "");
	if (text !== void 0 && !lines.some(({ kind }) => kind === "broken")) return {
		lines,
		whole: true
	};
	return {
		lines: withoutRepeats([...await singleRuns(files, pipeline), ...lines]),
		whole: false
	};
}
async function singleRuns(files, pipeline) {
	const folder = runsFolder(pipeline);
	const paths = [];
	for (const month of (await files.list(folder)).toSorted()) {
		const names = await files.list(`${folder}/${month}`);
		paths.push(...names.map((name) => `${folder}/${month}/${name}`));
	}
	const lines = [];
	for (const path of paths.slice(-200)) lines.push(...decodeLines(await files.read(path) ?? ""));
	return lines.filter(({ kind }) => kind !== "broken").toSorted(byStart);
}
function byStart(one, other) {
	return startOf(one) < startOf(other) ? -1 : 1;
}
function startOf(line) {
	return line.kind === "broken" ? "" : line.run.startedAt;
}

export { ledgerBranch as a, runPath as c, archivePath as i, readRecent as n, readme as o, archiveFolder as r, recentPath as s, readBranch as t };