import { i as hashOf, t as hashFile } from "./cache-hash-file.js";
import { o as entryFiles } from "./run-cached-step-key.js";
import { join } from "node:path";
import { copyFile, link, rm } from "node:fs/promises";

// src/adapters/cache/entry-files.ts
const kinds = ["dataset", "rejects"];
async function copyEntryFiles(entry, from, to) {
	for (const kind of kinds) {
		const known = entry.files[kind];
		if (known === void 0) continue;
		const path = join(to, entryFiles[kind]);
		if (!await hashFile(join(from, entryFiles[kind])).then((hash) => hash === known.sha256, () => false)) return false;
		await rm(path, { force: true });
		await linkOrCopy(join(from, entryFiles[kind]), path);
	}
	return true;
}
async function takeEntryFiles(files, folder) {
	for (const kind of kinds) {
		const path = files[kind];
		if (path !== void 0) await linkOrCopy(path, join(folder, entryFiles[kind]));
	}
}
async function linkOrCopy(from, to) {
	await link(from, to).catch(() => copyFile(from, to));
}

// src/cache/slot-name.ts
const shownChars = 60;
function slotName({ pipeline, step, leg, kept }) {
	const names = [pipeline, step.replaceAll("/", ".")].map((name) => name.length <= shownChars ? name : `${name.slice(0, shownChars)}~${hashOf(name).slice(0, 8)}`);
	const parts = [...leg === void 0 ? [] : [`leg~${leg.slice(0, 16)}`], ...kept === true ? ["kept~"] : []];
	return [...names, ...parts].join(".");
}

// src/adapters/cache/trouble.ts
function troubleOf(error) {
	const code = error instanceof Error && "code" in error ? String(error.code) : void 0;
	if (code === "ENOSPC" || code === "EDQUOT") return `the disk is full (${code})`;
	return (error instanceof Error ? error.message : "unknown error").replaceAll(/\s+/g, " ").slice(0, 300);
}

export { takeEntryFiles as i, slotName as n, copyEntryFiles as r, troubleOf as t };