import { V as Failure } from "./dataset-fields-print-number.js";
import { i as readLines } from "./run-run-result.js";
import { join } from "node:path";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";

// src/adapters/run-folder/run-folder.ts
function runsFolder(workspace) {
	return join(workspace, ".millrace", "runs");
}
function openRunFolder(workspace, runId) {
	const store = runStoreAt(join(runsFolder(workspace), runId));
	ignoreInGit(join(workspace, ".millrace"));
	return store;
}
function ignoreInGit(folder) {
	const path = join(folder, ".gitignore");
	try {
		if (!existsSync(path)) writeFileSync(path, "*\n");
	} catch (cause) {
		throw notWritten(path, cause);
	}
}
function runStoreAt(folder) {
	try {
		mkdirSync(folder, { recursive: true });
	} catch (cause) {
		throw notWritten(folder, cause);
	}
	return {
		folder,
		write: (name, text) => writeWhole(join(folder, name), text),
		read: (name) => readIfThere(join(folder, name)),
		lines: (name) => readLines(join(folder, name))
	};
}
async function writeWhole(path, text) {
	const beside = `${path}.part`;
	try {
		await writeFile(beside, text);
		await rename(beside, path);
	} catch (cause) {
		await rm(beside, { force: true });
		throw notWritten(path, cause);
	}
}
async function readIfThere(path) {
	try {
		return await readFile(path, "utf8");
	} catch (cause) {
		if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return void 0;
		throw new Failure("file/read", `${path} cannot be read`, { cause });
	}
}
function notWritten(path, cause) {
	const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
	if (code === "ENOSPC" || code === "EDQUOT") return new Failure("disk/full", `${path} cannot be written: the disk is full (${code})`, {
		cause,
		help: "Free some space; old runs in .millrace/runs may be removed"
	});
	return new Failure("file/write", `${path} cannot be written${code === "" ? "" : ` (${code})`}`, { cause });
}

export { runStoreAt as n, runsFolder as r, openRunFolder as t };