import { r as groupHashes } from "./cache-hash-file.js";
import { a as cacheEntry } from "./run-cached-step-key.js";
import { qt as parseJson } from "./manifest-json-schema.js";
import { i as takeEntryFiles, n as slotName, r as copyEntryFiles, t as troubleOf } from "./adapters-cache-trouble.js";
import { join } from "node:path";
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";

// src/adapters/cache/prune.ts
const abandonedMs = 36e5;
async function pruneSlot(place, keep) {
	const byAge = (await readdir(place).catch(() => [])).toSorted((a, b) => Number(b.split("-")[1]) - Number(a.split("-")[1]));
	for (const name of byAge.slice(keep)) await remove(join(place, name));
}
async function pruneCache(folder, maxBytes) {
	await removeAbandoned(folder);
	const entries = (await allEntries(folder)).toSorted((a, b) => b.usedMs - a.usedMs);
	let total = 0;
	for (const { path, bytes } of entries) {
		total += bytes;
		if (total > maxBytes) await remove(path);
	}
}
async function removeAbandoned(folder) {
	for (const name of await readdir(folder).catch(() => [])) {
		if (!name.startsWith(".part-")) continue;
		const found = await stat(join(folder, name)).catch(() => void 0);
		if (found !== void 0 && Date.now() - found.mtimeMs > abandonedMs) await remove(join(folder, name));
	}
}
async function allEntries(folder) {
	const slots = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith("."));
	const names = await Promise.all(slots.map(async (slot) => {
		return (await readdir(join(folder, slot)).catch(() => [])).map((entry) => join(folder, slot, entry));
	}));
	return Promise.all(names.flat().map(async (path) => ({
		path,
		...await sizeOf(path)
	})));
}
async function sizeOf(path) {
	const files = await readdir(path).catch(() => []);
	const [folder, ...stats] = await Promise.all([path, ...files.map((file) => join(path, file))].map((each) => stat(each).catch(() => void 0)));
	return {
		bytes: stats.reduce((sum, each) => sum + (each?.size ?? 0), 0),
		usedMs: folder?.mtimeMs ?? 0
	};
}
async function remove(path) {
	await rm(path, {
		recursive: true,
		force: true
	}).catch(() => {});
}

// src/adapters/cache/local.ts
function cacheFolder(workspace) {
	return join(workspace, ".millrace", "cache");
}
function createLocalCache(folder, options = {}) {
	const { entriesOfStep = 3, maxBytes = 5e9 } = options;
	const placeOf = (slot) => join(folder, slotName(slot));
	return {
		look: (slot, key) => inWords(async () => {
			const names = (await entryNames(placeOf(slot))).toReversed();
			const same = names.find((name) => name.startsWith(`${key.hash}-`));
			if (same !== void 0) {
				const found = await headOf(placeOf(slot), same);
				return {
					same: found,
					newest: found
				};
			}
			const newest = nearest(await Promise.all(names.map((name) => headOf(placeOf(slot), name))), key);
			return newest === void 0 ? {} : { newest };
		}),
		fetch: (slot, head, to) => inWords(async () => {
			const place = join(placeOf(slot), head.id);
			const entry = await entryAt(place);
			if (!(entry !== void 0 && await copyEntryFiles(entry, place, to))) {
				await rm(place, {
					recursive: true,
					force: true
				});
				return { trouble: "the entry is damaged and was removed" };
			}
			await touch(place);
			return entry;
		}),
		save: (slot, entry, files) => inWords(async () => {
			const part = join(folder, `.part-${process.pid}-${randomUUID()}`);
			await mkdir(part, { recursive: true });
			try {
				await takeEntryFiles(files, part);
				await writeFile(join(part, "entry.json"), JSON.stringify(entry));
				await mkdir(placeOf(slot), { recursive: true });
				await rename(part, join(placeOf(slot), entryName(entry)));
			} finally {
				await rm(part, {
					recursive: true,
					force: true
				});
			}
			await pruneSlot(placeOf(slot), entriesOfStep);
			await pruneCache(folder, maxBytes);
			return {};
		})
	};
}
function entryName({ key, savedAt }) {
	return `${key.hash}-${Date.parse(savedAt)}-${randomUUID().slice(0, 8)}`;
}
async function entryNames(place) {
	return (await readdir(place).catch(() => [])).filter((name) => /^[0-9a-f]{32}-\d+-[0-9a-f]{8}$/.test(name)).toSorted((a, b) => savedAtMs(a) - savedAtMs(b));
}
function savedAtMs(name) {
	return Number(name.split("-")[1]);
}
async function headOf(place, id) {
	const entry = await entryAt(join(place, id));
	if (entry === void 0) return {
		id,
		savedAtMs: savedAtMs(id),
		groups: groupHashes({ parts: [] }),
		parts: []
	};
	const { key, files, made } = entry;
	const outputs = outputsOf(made["outputs"]);
	return {
		id,
		savedAtMs: savedAtMs(id),
		groups: groupHashes(key),
		parts: key.parts,
		...files.dataset === void 0 ? {} : { dataset: files.dataset.sha256 },
		...outputs === void 0 ? {} : { outputs }
	};
}
function nearest(heads, { parts }) {
	const now = new Set(parts.map(({ group, name, hash }) => `${group} ${name} ${hash}`));
	const alike = ({ parts: was = [] }) => was.filter(({ group, name, hash }) => now.has(`${group} ${name} ${hash}`)).length;
	return heads.filter(({ parts: was }) => was !== void 0 && was.length > 0).toSorted((a, b) => alike(b) - alike(a))[0];
}
function outputsOf(value) {
	if (typeof value !== "object" || value === null) return void 0;
	return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
async function entryAt(place) {
	const text = await readFile(join(place, "entry.json"), "utf8").catch(() => "");
	const entry = cacheEntry.safeParse(parseJson(text));
	return entry.success ? entry.data : void 0;
}
async function touch(place) {
	const now = /* @__PURE__ */ new Date();
	await utimes(place, now, now).catch(() => {});
}
async function inWords(work) {
	try {
		return await work();
	} catch (error) {
		return { trouble: troubleOf(error) };
	}
}

export { createLocalCache as n, cacheFolder as t };