import { i as hashOf, t as hashFile } from "./cache-hash-file.js";
import { F as number, V as Failure } from "./dataset-fields-print-number.js";
import { t as requireAllowedEmpty } from "./steps-extract-require-allowed-empty.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { t as requireInside } from "./steps-inside.js";
import { i as spoolIfChanged, r as spoolAll, t as canBeUnchanged } from "./steps-extract-spool.js";
import { resolve } from "node:path";

// src/steps/extract/earliest-of.ts
function earliestOf(sources) {
	const times = sources.flatMap(({ sentAt }) => sentAt === void 0 ? [] : [sentAt.getTime()]);
	return times.length === 0 ? void 0 : new Date(Math.min(...times));
}

// src/steps/extract/source.ts
async function findSources(from, { workspace, allowEmpty, log }) {
	const found = /* @__PURE__ */ new Map();
	const again = /* @__PURE__ */ new Set();
	for (const entry of from) for (const source of await named(entry, {
		workspace,
		allowEmpty
	})) {
		const address = source.kind === "url" ? source.url : source.path;
		if (found.has(address)) again.add(found.get(address)?.label ?? "");
		else found.set(address, source);
	}
	if (again.size > 0) log(namedAgain([...again]));
	return [...found.values()];
}
async function named(entry, where) {
	return /^https?:\/\//iu.test(entry) ? [urlSource(entry)] : findFiles(entry, where);
}
const mostNamed = 5;
function namedAgain(labels) {
	return `named by several entries, and read once: ${labels.slice(0, mostNamed).join(", ")}${labels.length > mostNamed ? ` and ${number(labels.length - mostNamed)} more` : ""}`;
}
function urlSource(url) {
	const parsed = URL.parse(url);
	if (parsed === null) throw new Failure("http/connection", "an address under extract is no URL");
	const name = readable(parsed.pathname.split("/").at(-1) ?? "");
	return {
		kind: "url",
		url,
		label: name === "" ? parsed.host : name
	};
}
function readable(escaped) {
	try {
		return decodeURIComponent(escaped);
	} catch {
		return escaped;
	}
}
async function findFiles(entry, { workspace, allowEmpty }) {
	if (entry.trim() === "") throw new Failure("file/missing", "the path to read is empty", { help: "Check the input or expression that it comes from" });
	const path = resolve(workspace, entry);
	requireInside(path, workspace, entry);
	if (!isDynamicPattern(entry)) return [{
		kind: "file",
		path,
		label: entry
	}];
	const files = await glob(entry, {
		cwd: workspace,
		onlyFiles: true,
		dot: false,
		followSymbolicLinks: false
	});
	if (files.length === 0 && !allowEmpty) throw new Failure("file/missing", `no file matches "${entry}"`, { help: "Check the pattern, or set \"allow-empty: true\" if there may be none" });
	return files.toSorted((a, b) => a < b ? -1 : 1).map((file) => ({
		kind: "file",
		path: resolve(workspace, file),
		label: file
	}));
}

// src/steps/extract/gather.ts
async function gather(context) {
	const { from, allowEmpty } = context.options;
	const { before } = context;
	const sources = await findSources(from, {
		workspace: context.workspace,
		allowEmpty,
		log: context.log
	});
	const names = sources.map((source) => nameOf(source, context));
	const known = isSame(names, before?.sources) ? before?.sources : void 0;
	const canAsk = before?.kept === true && canBeUnchanged(context.options);
	const asked = known !== void 0 && canAsk ? await askAll(sources, known, context) : [];
	if (known !== void 0 && asked.length > 0 && asked.every((now) => now === unchanged)) return {
		spooled: [],
		marks: known,
		unchanged: true
	};
	const spooled = [];
	for (const [index, source] of sources.entries()) {
		const now = asked[index] ?? unchanged;
		const pieces = now === unchanged ? await Array.fromAsync(spoolAll(source, index, context)) : [now];
		for (const { label, bytes } of pieces.length === 1 ? pieces : []) context.log(`reading ${label} (${number(bytes)} bytes)`);
		if (pieces.every(({ bytes }) => bytes === 0)) requireAllowedEmpty(context, [source]);
		spooled.push(pieces);
	}
	const full = spooled.flat().filter(({ bytes }) => bytes > 0);
	const sentAt = earliestOf(spooled.flat());
	if (before?.asked !== true) return {
		spooled: full,
		sentAt
	};
	const marks = [];
	for (const [index, pieces] of spooled.entries()) marks.push(await markOf(names[index] ?? "", pieces));
	return {
		spooled: full,
		sentAt,
		marks,
		...known?.every(({ sha256 }, index) => sha256 !== void 0 && sha256 === marks[index]?.sha256) === true ? { unchanged: true } : {}
	};
}
const unchanged = "unchanged";
async function askAll(sources, known, context) {
	const answers = [];
	for (const [index, source] of sources.entries()) {
		const { etag, lastModified, sha256 } = known[index] ?? {};
		const validators = {
			...etag === void 0 ? {} : { etag },
			...lastModified === void 0 ? {} : { lastModified }
		};
		const now = await spoolIfChanged(source, index, context, validators);
		const isAsBefore = now === void 0 || sha256 !== void 0 && await hashFile(now.path) === sha256;
		if (isAsBefore) context.log(`${source.label} is unchanged${now === void 0 ? ", says the server (304)" : ""}`);
		answers.push(isAsBefore ? unchanged : now);
	}
	return answers;
}
async function markOf(source, pieces) {
	const { etag, lastModified } = pieces[0]?.validators ?? {};
	const hashes = [];
	for (const { path } of pieces) hashes.push(await hashFile(path));
	return {
		source,
		...etag === void 0 ? {} : { etag },
		...lastModified === void 0 ? {} : { lastModified },
		sha256: hashes.length === 1 ? hashes.join("") : hashOf(hashes),
		bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0)
	};
}
function nameOf(source, { mask }) {
	return hashOf(source.kind === "url" ? mask(source.url) : source.label).slice(0, 16);
}
function isSame(names, known) {
	return known?.length === names.length && known.every(({ source }, index) => source === names[index]);
}

export { gather as t };