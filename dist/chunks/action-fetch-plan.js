import { c as eventsOf, t as decodePlan } from "./app-report.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { t as folded } from "./action-action.js";
import { t as showsSecret } from "./run-events-shows-secret.js";
import { i as readLines } from "./run-run-result.js";
import { basename, dirname, join } from "node:path";
import { access, copyFile, mkdir, readFile, readdir } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { constants as constants$1, createZstdCompress, createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";

// src/adapters/run-folder/hand-over.ts
function jobArtifact(job) {
	return `millrace-job-${job}`;
}
const planArtifact = "millrace-plan";
function lateArtifact(job) {
	return `millrace-${job}`;
}
const carriedFile = "prior.jsonl";
const attemptFile = "attempt";
const compressed = ["datasets", "rejects"];
async function packJob(runFolder, steps, out, mask) {
	const leaks = [];
	for (const path of await filesToPack(runFolder, steps)) {
		const from = join(runFolder, path);
		const to = join(out, path);
		if (await showsSecret(from, mask)) {
			leaks.push(path);
			continue;
		}
		await mkdir(dirname(to), { recursive: true });
		if (compressed.includes(path.split(/[/\\]/)[0] ?? "")) await compress(from, `${to}.zst`);
		else await copyFile(from, to);
	}
	return { leaks };
}
async function filesToPack(runFolder, steps) {
	const rows = steps.flatMap((step) => [`datasets/${step}.sqlite`, `rejects/${step}.sqlite`]);
	const named = rowsToldOf(eventsIn(join(runFolder, "events.jsonl"), true), new Set(steps));
	const folders = ["logs", ...steps.map((step) => `files/${step}`)];
	const files = await Promise.all(folders.map((folder) => filesBelow(runFolder, folder)));
	const listed = [.../* @__PURE__ */ new Set([
		"events.jsonl",
		carriedFile,
		...rows,
		...named,
		...files.flat()
	])];
	const there = await Promise.all(listed.map((path) => exists(join(runFolder, path))));
	return listed.filter((_, index) => there[index]);
}
function rowsToldOf(events, steps) {
	return events.flatMap((event) => {
		if (event.type !== "step-finished" && event.type !== "part-finished") return [];
		if (!steps.has(event.step)) return [];
		const { dataset, datasets = {}, rejects } = event;
		return [
			dataset,
			...Object.values(datasets),
			rejects
		].flatMap((one) => one?.file ?? []);
	});
}
async function filesBelow(root, folder) {
	if (!await exists(join(root, folder))) return [];
	return (await readdir(join(root, folder), {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
async function unpackJob(from, runFolder, { folders = [
	...compressed,
	"logs",
	"files"
], endsOnly = false } = {}) {
	try {
		for (const kind of folders) for (const path of await filesBelow(from, kind)) await unpack(from, path, runFolder);
		return {
			events: eventsIn(join(from, "events.jsonl"), endsOnly),
			carried: eventsIn(join(from, carriedFile))
		};
	} catch (cause) {
		if (cause instanceof Failure) throw cause;
		throw new Failure("artifact/unpack", `${basename(from)} does not hold what a job leaves`, { cause });
	}
}
async function unpack(from, path, runFolder) {
	const to = join(runFolder, dirname(path), basename(path, ".zst"));
	await mkdir(dirname(to), { recursive: true });
	if (path.endsWith(".zst")) await decompress(join(from, path), to);
	else await copyFile(join(from, path), to);
}
function eventsIn(path, endsOnly = false) {
	const lines = readLines(path);
	return [...endsOnly ? eventsOf(lines, ["step-finished", "part-finished"]) : eventsOf(lines)];
}
async function compress(from, to) {
	const level = { params: { [constants$1.ZSTD_c_compressionLevel]: 1 } };
	await pipeline(createReadStream(from), createZstdCompress(level), createWriteStream(to));
}
async function decompress(from, to) {
	await pipeline(createReadStream(from), createZstdDecompress(), createWriteStream(to));
}
async function exists(path) {
	return access(path).then(() => true, () => false);
}

// src/action/fetch-plan.ts
async function fetchPlan(action, folder) {
	const into = join(folder, "plan");
	await mkdir(into, { recursive: true });
	return await folded(action, "Fetch the plan", () => action.artifacts.download("millrace-plan", into)) ? decodePlan(await textOf(join(into, "plan.json"))) : void 0;
}
async function textOf(path) {
	try {
		return await readFile(path, "utf8");
	} catch (cause) {
		throw new Failure("plan/unreadable", "the artifact of the plan holds none", { cause });
	}
}

export { lateArtifact as a, unpackJob as c, jobArtifact as i, attemptFile as n, packJob as o, carriedFile as r, planArtifact as s, fetchPlan as t };