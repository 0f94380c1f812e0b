import { join } from "node:path";
import { uptime } from "node:os";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

// src/adapters/run-folder/run-process.ts
function claimPath(folder) {
	return join(folder, "process");
}
function claimRun(folder) {
	const path = claimPath(folder);
	try {
		writeFileSync(`${path}.part`, `${process.pid} ${Date.now()}\n`);
		renameSync(`${path}.part`, path);
	} catch {
		return { [Symbol.dispose]: () => {} };
	}
	return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}
function processOfRun(folder) {
	const [pid = 0, since = 0] = readClaim(claimPath(folder));
	const booted = Date.now() - uptime() * 1e3;
	return pid > 0 && since >= booted && isAlive(pid) ? pid : void 0;
}
function readClaim(path) {
	try {
		return readFileSync(path, "utf8").split(" ").map(Number);
	} catch {
		return [];
	}
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}

export { claimRun as n, processOfRun as r, claimPath as t };