import { join } from "node:path";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

// src/adapters/pipeline-line/held-file.ts
function holdFile(path, waitMs = 0) {
	const database = lock(path, waitMs);
	if (database === void 0) return void 0;
	return {
		path,
		[Symbol.dispose]: () => {
			database.close();
			rmSync(path, { force: true });
		}
	};
}
function isHeld(path) {
	if (!existsSync(path)) return false;
	const database = lock(path, 0);
	database?.close();
	return database === void 0;
}
const mostOpenings = 5;
function lock(path, waitMs) {
	for (let openings = 1;; openings += 1) {
		const database = new DatabaseSync(path, { timeout: waitMs });
		try {
			database.exec("BEGIN EXCLUSIVE");
			return database;
		} catch (error) {
			database.close();
			if (isBusy(error)) return void 0;
			if (openings === mostOpenings || !isRemoved(error)) throw error;
		}
	}
}
function isBusy(error) {
	return primaryCode(error) === 5;
}
function isRemoved(error) {
	return [
		8,
		10,
		14
	].includes(primaryCode(error));
}
function primaryCode(error) {
	return error instanceof Error && "errcode" in error ? Number(error.errcode) % 256 : 0;
}

// src/adapters/run-folder/run-process.ts
function claimPath(folder) {
	return join(folder, "process");
}
function heldPath(folder) {
	return join(folder, "process.held");
}
const longestLookMs = 2e3;
function claimRun(folder) {
	const path = claimPath(folder);
	let held;
	try {
		held = holdFile(heldPath(folder), longestLookMs);
		writeFileSync(`${path}.part`, `${process.pid}\n`);
		renameSync(`${path}.part`, path);
	} catch {
		return { [Symbol.dispose]: () => held?.[Symbol.dispose]() };
	}
	return { [Symbol.dispose]: () => {
		rmSync(path, { force: true });
		held?.[Symbol.dispose]();
	} };
}
function processOfRun(folder) {
	const pid = Number.parseInt(readClaim(claimPath(folder)), 10);
	return pid > 0 && isHeld(heldPath(folder)) ? pid : void 0;
}
function readClaim(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

export { holdFile as i, claimRun as n, processOfRun as r, claimPath as t };