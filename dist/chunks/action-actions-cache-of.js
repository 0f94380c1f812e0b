import { L as size } from "./dataset-fields-print-number.js";
import { t as onceKnown } from "./adapters-once-known.js";
import { qt as parseJson } from "./manifest-json-schema.js";
import { a as partGroups, i as hashOf, r as groupHashes } from "./cache-hash-file.js";
import { a as cacheEntry } from "./run-cached-step-key.js";
import { i as takeEntryFiles, n as slotName, r as copyEntryFiles, t as troubleOf } from "./adapters-cache-trouble.js";
import { join } from "node:path";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";

// src/adapters/cache/actions-key.ts
function entryKey(slot, { key, savedAt, files }) {
	const hashes = groupHashes(key);
	const groups = partGroups.map((group) => hashes[group]).join("-");
	const time = Date.parse(savedAt).toString(36);
	return `${samePrefix(slot, key)}${groups}/${time}/${files.dataset?.sha256 ?? "none"}`;
}
function slotPrefix(slot) {
	return `millrace/1/${slotName(slot)}/`;
}
function samePrefix(slot, { hash }) {
	return `${slotPrefix(slot)}${hash}/`;
}
function headOfKey(id) {
	const [, , , hash, groups = "", time = "", dataset = "none"] = id.split("/");
	const savedAtMs = Number.parseInt(time, 36);
	const hashes = groups.split("-");
	if (hash === void 0 || hashes.length !== partGroups.length || !Number.isSafeInteger(savedAtMs)) return void 0;
	const each = partGroups.map((group, index) => [group, hashes[index] ?? ""]);
	return {
		id,
		savedAtMs,
		groups: Object.fromEntries(each),
		...dataset === "none" ? {} : { dataset }
	};
}

// src/adapters/cache/actions.ts
function createActionsCache(options) {
	const { folder, maxBytes = 5e8, mostEntries = 100, patienceMs = 6e4 } = options;
	let entries = 0;
	const placeOf = (slot) => join(folder, hashOf(slot).slice(0, 16));
	const ask = patient(patienceMs);
	const turns = /* @__PURE__ */ new Map();
	async function alone(slot, work) {
		const place = placeOf(slot);
		const turn = Promise.resolve(turns.get(place)).then(() => ask((toolkit) => work(place, toolkit)));
		turns.set(place, turn);
		const answer = await turn;
		if (turns.get(place) === turn) turns.delete(place);
		return answer;
	}
	return {
		look: (slot, key) => ask(async ({ restoreCache }) => {
			const keys = [samePrefix(slot, key), slotPrefix(slot)];
			const found = await restoreCache([placeOf(slot)], keys[0], [...keys], { lookupOnly: true });
			const head = found === void 0 ? void 0 : headOfKey(found);
			if (head === void 0) return {};
			return head.id.startsWith(keys[0]) ? {
				same: head,
				newest: head
			} : { newest: head };
		}),
		fetch: (slot, head, to) => alone(slot, async (place, { restoreCache }) => {
			await rm(place, {
				recursive: true,
				force: true
			});
			const entry = await restoreCache([place], head.id) === head.id ? await entryAt(place) : void 0;
			const isWhole = entry !== void 0 && await copyEntryFiles(entry, place, to);
			await rm(place, {
				recursive: true,
				force: true
			});
			return isWhole ? entry : { trouble: "the entry did not arrive whole" };
		}),
		save: (slot, entry, files) => alone(slot, async (place, { saveCache }) => {
			const bytes = await sizeOf(Object.values(files));
			if (bytes > maxBytes) return { trouble: `its files have ${size(bytes)}, and more than ${size(maxBytes)} is not kept on GitHub` };
			entries += 1;
			if (entries > mostEntries) return { trouble: `one job keeps no more than ${mostEntries} entries on GitHub` };
			await rm(place, {
				recursive: true,
				force: true
			});
			await mkdir(place, { recursive: true });
			await takeEntryFiles(files, place);
			await writeFile(join(place, "entry.json"), JSON.stringify(entry));
			const id = await saveCache([place], entryKey(slot, entry));
			await rm(place, {
				recursive: true,
				force: true
			});
			return id < 0 ? { trouble: "GitHub did not take it (the log of the job says why)" } : {};
		})
	};
}
function patient(patienceMs) {
	const toolkit = onceKnown(() => import("./cache.js"));
	let silent;
	return async (work) => {
		if (silent !== void 0) return { trouble: silent };
		const late = Promise.withResolvers();
		const timer = setTimeout(() => {
			silent = `the service did not answer within ${Math.round(patienceMs / 1e3)} s`;
			late.resolve({ trouble: silent });
		}, patienceMs);
		try {
			const loaded = await toolkit();
			if (!loaded.isFeatureAvailable()) return { trouble: "there is no cache service here" };
			return await Promise.race([work(loaded), late.promise]);
		} catch (error) {
			return { trouble: troubleOf(error) };
		} finally {
			clearTimeout(timer);
		}
	};
}
async function entryAt(place) {
	const text = await readFile(join(place, "entry.json"), "utf8").catch(() => "");
	const entry = cacheEntry.safeParse(parseJson(text));
	return entry.success ? entry.data : void 0;
}
async function sizeOf(paths) {
	return (await Promise.all(paths.map((path) => stat(path)))).reduce((sum, each) => sum + each.size, 0);
}

// src/action/actions-cache-of.ts
function actionsCacheOf({ temp }) {
	return { folder: join(temp, "millrace-cache") };
}

export { createActionsCache as n, actionsCacheOf as t };