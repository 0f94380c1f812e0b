import { n as requireAllowedEmpty, r as countBytes, t as readDataset } from "./steps-extract-read-dataset.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { Wt as Failure, z as number } from "./source-unclosed.js";
import { t as requireInside } from "./steps-inside.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { join, resolve } from "node:path";
import { stat } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

// src/steps/extract/source.ts
async function findSources(from, { workspace, allowEmpty }) {
	const found = [];
	for (const entry of from) if (/^https?:\/\//iu.test(entry)) found.push(urlSource(entry));
	else found.push(...await findFiles(entry, {
		workspace,
		allowEmpty
	}));
	return found;
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

// src/steps/extract/spool.ts
async function spool(source, index, context) {
	if (source.kind === "url") return fetchInto(join(context.scratch, `source-${index}`), source, context);
	try {
		const { size } = await stat(source.path);
		return {
			path: source.path,
			label: source.label,
			bytes: size,
			fetched: false,
			contentType: void 0
		};
	} catch (error) {
		throw fileFailure(error, source.label);
	}
}
async function fetchInto(path, { url, label }, context) {
	const { headers, body } = await context.ports.http.get({
		url,
		headers: context.options.headers,
		signal: context.signal,
		mask: context.mask
	});
	const length = headers["content-encoding"] === void 0 ? Number(headers["content-length"]) : NaN;
	const counter = countBytes((bytes) => context.progress({
		bytes,
		...Number.isFinite(length) && { totalBytes: length }
	}));
	try {
		await pipeline(body, counter.stream, createWriteStream(path), { signal: context.signal });
	} catch (error) {
		context.signal.throwIfAborted();
		throw error instanceof Failure ? error : fileFailure(error, label);
	}
	if (Number.isFinite(length) && length !== counter.bytes()) throw new Failure("http/truncated", `"${label}" came with ${counter.bytes()} of ${length} bytes`, { retryable: true });
	return {
		path,
		label,
		bytes: counter.bytes(),
		fetched: true,
		contentType: headers["content-type"]
	};
}

// src/steps/extract/step.ts
async function extract(context) {
	return readDataset(await gather(context), context);
}
async function gather(context) {
	const { from, allowEmpty } = context.options;
	const spooled = [];
	for (const [index, source] of (await findSources(from, {
		workspace: context.workspace,
		allowEmpty
	})).entries()) {
		const one = await spool(source, index, context);
		context.log(`reading ${one.label} (${number(one.bytes)} bytes)`);
		if (one.bytes === 0) requireAllowedEmpty(context, [one]);
		else spooled.push(one);
	}
	return spooled;
}

export { extract };