import { F as number, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { a as pauseBefore, c as withBodyValue, l as withQueryValue, n as keep, o as askAddress, s as carriesSecrets } from "./steps-extract-spool.js";
import { Tt as showJsonPath } from "./manifest-json-schema.js";
import { r as openRecords, t as openZips } from "./steps-extract-compressed-zip-sources.js";
import { join } from "node:path";
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";

// src/text/next-link.ts
function nextLink(header) {
	for (const [, target, parameters = ""] of (header ?? "").matchAll(/<([^<>]*)>((?:\s*;\s*[^\s;,="]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/gu)) {
		const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/iu.exec(parameters) ?? [];
		if ((quoted ?? bare ?? "").toLowerCase().split(/\s+/u).includes("next")) return target;
	}
}

// src/steps/extract/http/next-call.ts
function pathsOf(paging) {
	switch (paging.kind) {
		case "next-url":
		case "cursor": return [paging.path];
		case "offset": return paging.total === void 0 ? [] : [paging.total];
		case "page": return paging.last === void 0 ? [] : [paging.last];
		default: return [];
	}
}
function firstCall(paging, call) {
	if (paging.kind === "offset") {
		const { param, limit, size, start } = paging;
		return withParam(limit === void 0 ? call : withParam(call, limit, size), param, start);
	}
	if (paging.kind !== "page") return call;
	const { param, size, start } = paging;
	return withParam(size === void 0 ? call : withParam(call, size.param, size.value), param, start);
}
function nextCall(paging, turned) {
	const { call, answer, page } = turned;
	switch (paging.kind) {
		case "link-header": return nextAddress(nextLink(answer.headers["link"]), turned);
		case "next-url": return nextAddress(endless(page.valueAt(paging.path)), turned);
		case "cursor": {
			const cursor = endless(page.valueAt(paging.path));
			return cursor === void 0 ? void 0 : withParam(call, paging.param, cursor);
		}
		case "offset": return nextOffset(paging, turned);
		default: return nextNumber(paging, turned);
	}
}
function endless(value) {
	return value === "false" ? void 0 : value;
}
function nextAddress(next, { answer, call }) {
	if (next === void 0) return void 0;
	const url = URL.parse(next, answer.url);
	if (url === null || !/^https?:$/u.test(url.protocol)) throw new Failure("http/paging", "what a page gives as the address of the next one is no http(s) address");
	const home = new URL(call.url);
	if (url.origin === home.origin && url.username === "") {
		url.username = home.username;
		url.password = home.password;
	}
	return {
		...call,
		url: url.href
	};
}
function nextOffset(paging, { call, page, rows }) {
	const total = paging.total === void 0 ? void 0 : numberAt(page, paging.total);
	const reached = paging.start + rows;
	if (page.rows > 0 && (total === void 0 || reached < total)) return withParam(call, paging.param, reached);
	if (total === void 0 || reached >= total) return void 0;
	throw new Failure("http/paging", `the pages end after ${number(reached)} rows, while the last one tells of ${number(total)} in all`, {
		retryable: true,
		help: "Rows may have gone while the pages were read; another attempt tells"
	});
}
function nextNumber(paging, { call, page, index }) {
	const here = paging.start + index;
	const last = paging.last === void 0 ? void 0 : numberAt(page, paging.last);
	return (last === void 0 ? page.rows === 0 : here >= last) ? void 0 : withParam(call, paging.param, here + 1);
}
function numberAt(page, path) {
	const text = page.valueAt(path);
	if (text === void 0) return void 0;
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= 0) return value;
	throw new Failure("http/paging", `"${path.join(".")}" of a page should be a whole number`);
}
function withParam(call, param, value) {
	return param.in === "query" ? {
		...call,
		url: withQueryValue(call.url, param.name, String(value))
	} : {
		...call,
		body: withBodyValue(call.body, param, value)
	};
}

// src/steps/extract/http/read-page.ts
async function readPage(page, context, paths) {
	if (page.bytes === 0) return {
		rows: 0,
		valueAt: () => void 0,
		digest: ""
	};
	let rows = 0;
	const values = /* @__PURE__ */ new Map();
	for (const source of await openZips([page], context.options)) {
		await using records = await openRecords(source, context, {
			onReject: () => rows += 1,
			onBytes: () => {},
			also: new Map(paths.map((path) => [showJsonPath(path), path]))
		});
		for await (const batch of records.batches) rows += batch.rows;
		for (const [path, value] of records.beside) values.set(path, textOf(value));
	}
	return {
		rows,
		valueAt: (path) => values.get(showJsonPath(path)),
		digest: await digestOf(page)
	};
}
function textOf(value) {
	return value === null || value === void 0 || value === "" ? void 0 : String(value);
}
async function digestOf({ path }) {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path), hash);
	return hash.digest("base64");
}

// src/steps/extract/http/fetch-page.ts
const mostAgain = 4;
const firstPauseMs = 500;
async function fetchPage(place, context, among) {
	for (let goes = 1;; goes += 1) try {
		const answer = await askAddress(place.call, context);
		const spooled = await keep(place, answer, context);
		return {
			answer,
			spooled,
			page: await readPage(spooled, context, pathsOf(among.paging))
		};
	} catch (error) {
		context.signal.throwIfAborted();
		if (!(error instanceof Failure)) throw error;
		if (goes > mostAgain || among.before.pages === 0 || !mayHelp(error)) throw toldWhere(error, place, among);
		context.log(`${place.label}: ${error.message}; asking for this page again`);
		await pauseBefore(goes, firstPauseMs, context);
	}
}
function mayHelp({ retryable, retryAfterMs }) {
	return retryable && retryAfterMs === void 0;
}
function toldWhere(error, { call, label }, { paging, before }) {
	const where = `"${label}" (${pageAddress(call.url, paging)})`;
	return error.retold(`${error.message}; this was ${where}, ${counted(before.rows, "row")} came before it`);
}
function pageAddress(url, paging) {
	const { origin, pathname, searchParams } = new URL(url);
	const param = paging.kind === "offset" || paging.kind === "page" ? paging.param : void 0;
	const value = param?.in === "query" ? searchParams.get(param.name) : null;
	const own = param?.in === "query" && value !== null ? [`${param.name}=${value}`] : [];
	const query = [...own, ...searchParams.size > own.length ? ["…"] : []].join("&");
	return `${origin}${pathname}${query === "" ? "" : `?${query}`}`;
}

// src/steps/extract/http/fetch-pages.ts
async function* fetchPages(source, place, { paging, context }) {
	const { body } = context.options;
	const start = {
		url: source.url,
		...body === void 0 ? {} : { body }
	};
	const asked = /* @__PURE__ */ new Set();
	const seen = /* @__PURE__ */ new Map();
	let [rows, bytes, count] = [
		0,
		0,
		0
	];
	let call = firstCall(paging, start);
	for (let index = 0; call !== void 0; index += 1) {
		if (index >= paging.maxPages) throw tooMany(source, paging);
		requireHome(start.url, call.url, context);
		asked.add(keyOf(call));
		const label = `${source.label} page ${number(index + 1)}`;
		const path = join(context.scratch, `source-${place}-page-${index}`);
		const fetched = await fetchPage({
			call,
			path,
			label
		}, context, {
			paging,
			before: {
				pages: index,
				rows
			}
		});
		const { spooled, page } = fetched;
		const before = page.rows === 0 ? void 0 : seen.get(page.digest);
		if (before !== void 0) throw repeated(label, before);
		seen.set(page.digest, index + 1);
		if (spooled.bytes > 0) yield spooled;
		rows += page.rows;
		bytes += spooled.bytes;
		count += 1;
		call = nextCall(paging, {
			call,
			index,
			rows,
			...fetched
		});
		if (call !== void 0 && asked.has(keyOf(call))) {
			if (page.rows === 0) break;
			throw loop(label);
		}
	}
	context.log(`${source.label}: ${number(count)} ${count === 1 ? "page" : "pages"} (${number(rows)} rows, ${number(bytes)} bytes)`);
}
function keyOf({ url, body }) {
	return `${new URL(url).href}\n${JSON.stringify(body ?? null)}`;
}
function requireHome(home, next, { options }) {
	const [from, to] = [new URL(home), new URL(next)];
	if (from.origin === to.origin || !carriesSecrets(home, options)) return;
	throw new Failure("http/paging", `a page of ${from.origin} leads to another origin, ${to.origin}, to which "headers", "auth" and "body" are not sent`, { help: "If it is the same server, write its address as the pages do (https, host, port)" });
}
function tooMany({ label }, { maxPages }) {
	return new Failure("http/paging", `"${label}" has more than ${number(maxPages)} pages`, { help: "Check how the last page is told, or raise \"max-pages\"" });
}
function repeated(label, before) {
	return new Failure("http/paging", `"${label}" is the same as page ${number(before)}`, { help: "Check the names of the parameters under \"paging\": a server ignores those it does not know" });
}
function loop(label) {
	return new Failure("http/paging", `"${label}" leads to a page that was read before`, { help: "Check the path under \"paging\": it must lead to what stands for the next page" });
}

export { fetchPages };