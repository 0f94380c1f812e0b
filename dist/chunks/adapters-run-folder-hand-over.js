import { U as Failure } from "./manifest-json-schema.js";
import { t as decodeEvents } from "./run-decode-events.js";
import { basename, dirname, join } from "node:path";
import { access, copyFile, mkdir, readFile, readdir } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { constants as constants$1, createZstdCompress, createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";

// src/adapters/run-folder/secret-guard.ts
const overlap = 196608;
const chunkBytes = 1048576;
async function showsSecret(path, mask) {
	let tail = Buffer.alloc(0);
	const chunks = createReadStream(path, { highWaterMark: chunkBytes });
	for await (const chunk of chunks) {
		const window = Buffer.concat([tail, chunk]);
		const text = window.toString("utf8");
		if (mask(text) !== text) return true;
		tail = window.subarray(Math.max(0, window.length - overlap));
	}
	return false;
}

// src/adapters/run-folder/hand-over.ts
function jobArtifact(job) {
	return `millrace-job-${job}`;
}
const planArtifact = "millrace-plan";
const carriedFile = "prior.jsonl";
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
		if (compressed.includes(path.split("/")[0] ?? "")) await compress(from, `${to}.zst`);
		else await copyFile(from, to);
	}
	return { leaks };
}
async function filesToPack(runFolder, steps) {
	const own = steps.flatMap((step) => [
		`logs/${step}.log`,
		`datasets/${step}.sqlite`,
		`rejects/${step}.sqlite`
	]);
	const files = await Promise.all(steps.map((step) => filesBelow(runFolder, `files/${step}`)));
	const listed = [
		"events.jsonl",
		carriedFile,
		...own,
		...files.flat()
	];
	const there = await Promise.all(listed.map((path) => exists(join(runFolder, path))));
	return listed.filter((_, index) => there[index]);
}
async function filesBelow(root, folder) {
	if (!await exists(join(root, folder))) return [];
	return (await readdir(join(root, folder), {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
async function unpackJob(from, runFolder, kinds = [
	...compressed,
	"logs",
	"files"
]) {
	try {
		for (const kind of kinds) for (const path of await filesBelow(from, kind)) await unpack(from, path, runFolder);
		return {
			events: await eventsIn(join(from, "events.jsonl")),
			carried: await eventsIn(join(from, carriedFile))
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
async function eventsIn(path) {
	return await exists(path) ? decodeEvents(await readFile(path, "utf8")) : [];
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

export { unpackJob as a, planArtifact as i, jobArtifact as n, packJob as r, carriedFile as t };