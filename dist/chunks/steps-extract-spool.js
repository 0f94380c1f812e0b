import { t as fileFailure } from "./steps-file-failure.js";
import { F as number, V as Failure } from "./dataset-fields-print-number.js";
import { t as createMask } from "./text-mask.js";
import { t as rateLimitWait } from "./text-http-waits.js";
import { n as tellOnce } from "./steps-extract-compressed-zip-sources.js";
import { join } from "node:path";
import { open, stat } from "node:fs/promises";

// src/text/query-value.ts
function withQueryValue(url, name, value) {
	const parsed = new URL(url);
	parsed.search = [...parsed.search.slice(1).split("&").filter((pair) => pair !== "" && nameOf(pair) !== name), `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&");
	return parsed.href;
}
function nameOf(pair) {
	return new URLSearchParams(pair).keys().next().value;
}

// src/steps/extract/http/oauth-token.ts
const keptBy = /* @__PURE__ */ new WeakMap();
function keptOf(http) {
	const kept = keptBy.get(http) ?? {
		tokens: /* @__PURE__ */ new Map(),
		coming: /* @__PURE__ */ new Map()
	};
	keptBy.set(http, kept);
	return kept;
}
async function tokenFor(client, context) {
	const { tokens } = keptOf(context.ports.http);
	const key = JSON.stringify(client);
	const known = tokens.get(key);
	const token = known !== void 0 && known.until > context.ports.clock.now().getTime() ? known : await shared(key, client, context);
	context.hide(token.value);
	tokens.set(key, token);
	return token.value;
}
function forgetToken(client, value, { ports }) {
	const { tokens } = keptOf(ports.http);
	const key = JSON.stringify(client);
	if (tokens.get(key)?.value === value) tokens.delete(key);
}
async function shared(key, client, context) {
	const { coming } = keptOf(context.ports.http);
	const theirs = coming.get(key);
	const token = theirs === void 0 ? void 0 : await theirs.catch(() => void 0);
	context.signal.throwIfAborted();
	if (token !== void 0) return token;
	const mine = fetchToken(client, context).finally(() => coming.delete(key));
	coming.set(key, mine);
	return mine;
}
async function fetchToken(client, context) {
	const { ports, signal } = context;
	const asked = ports.clock.now().getTime();
	const { value, lastsMs } = readToken(await said(await ports.http.request({
		...tokenRequest(client),
		signal,
		mask: maskOf(client, context)
	}).catch((error) => {
		throw refused(error);
	})), client);
	context.hide(value);
	return {
		value,
		until: asked + lastsMs - Math.min(3e4, lastsMs / 10)
	};
}
function maskOf({ clientId, clientSecret }, { mask }) {
	const ofClient = createMask([clientSecret, `${formText(clientId)}:${formText(clientSecret)}`]);
	return (told) => ofClient(mask(told));
}
function tokenRequest(client) {
	const { tokenUrl: url, clientId, clientSecret, scope, audience, send } = client;
	const pair = Buffer.from(`${formText(clientId)}:${formText(clientSecret)}`).toString("base64");
	const fields = {
		grant_type: "client_credentials",
		...scope === void 0 ? {} : { scope },
		...audience === void 0 ? {} : { audience },
		...send === "body" ? {
			client_id: clientId,
			client_secret: clientSecret
		} : {}
	};
	return {
		url,
		method: "POST",
		headers: {
			accept: "application/json",
			"content-type": "application/x-www-form-urlencoded",
			...send === "header" ? { authorization: `Basic ${pair}` } : {}
		},
		body: new URLSearchParams(fields).toString()
	};
}
function formText(value) {
	return new URLSearchParams([["", value]]).toString().slice(1);
}
function refused(error) {
	if (!(error instanceof Failure)) return error;
	const { message, retryable, retryAfterMs, facts, cause } = error;
	return new Failure("http/token", `no token: ${message}`, {
		cause,
		retryable,
		facts,
		...retryAfterMs === void 0 ? {} : { retryAfterMs },
		help: "Check \"token-url\", \"client-id\" and \"client-secret\"; some servers want \"send: body\""
	});
}
const mostBytes = 1e6;
async function said({ body }) {
	const read = [];
	const chunks = body;
	let bytes = 0;
	for await (const chunk of chunks) {
		bytes += chunk.length;
		if (bytes > mostBytes) return "";
		read.push(chunk);
	}
	return new TextDecoder().decode(Buffer.concat(read));
}
function readToken(answer, { tokenUrl }) {
	const { access_token: value, token_type: type = "bearer", expires_in: lasts } = objectOf(answer);
	const server = URL.parse(tokenUrl)?.host ?? "the server";
	if (typeof value !== "string" || !/^[\x21-\x7e]+$/u.test(value)) throw new Failure("http/token", `no token: the answer of ${server} holds no "access_token"`, { help: "Check \"token-url\"" });
	if (String(type).toLowerCase() !== "bearer") throw new Failure("http/token", `no token: what ${server} gives out is no bearer token`);
	const seconds = Number(lasts ?? NaN);
	return {
		value,
		lastsMs: Number.isFinite(seconds) ? Math.max(0, seconds) * 1e3 : Number.MAX_SAFE_INTEGER / 2
	};
}
function objectOf(json) {
	try {
		const value = JSON.parse(json);
		return typeof value === "object" && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}

// src/steps/extract/http/pace.ts
const longestWaitMs = 9e5;
const paces = /* @__PURE__ */ new WeakMap();
function paceOf(http, origin) {
	const known = paces.get(http) ?? /* @__PURE__ */ new Map();
	paces.set(http, known);
	const pace = known.get(origin) ?? {
		turns: [],
		freeAt: 0
	};
	known.set(origin, pace);
	return pace;
}
async function takeTurn(origin, limit, context) {
	const { ports, signal, log } = context;
	const pace = paceOf(ports.http, origin);
	const now = ports.clock.now().getTime();
	const closedFor = pace.freeAt - now;
	if (closedFor > 9e5) throw tooLong(origin, closedFor);
	if (closedFor > 0) log(`waiting ${seconds(closedFor)}: ${origin} says that no request is left until then`);
	const at = reserve(pace, limit, Math.max(now, pace.freeAt));
	if (at - now > Math.max(0, closedFor)) tellOnce({ log }, `requests to ${origin} wait for "rate-limit"`);
	if (at > now) await ports.clock.sleep(at - now, signal);
}
function reserve({ turns }, limit, from) {
	if (limit === void 0) return from;
	const oldest = turns.at(-limit.requests);
	const at = Math.max(from, oldest === void 0 ? 0 : oldest + limit.perMs, turns.at(-1) ?? 0);
	turns.push(at);
	if (turns.length > limit.requests * 2) turns.splice(0, turns.length - limit.requests);
	return at;
}
function tooLong(origin, waitMs) {
	return new Failure("http/rate-limit", `${origin} takes no request for ${seconds(waitMs)}; more than ${seconds(longestWaitMs)} is not waited for`, {
		retryable: true,
		retryAfterMs: waitMs,
		help: "Ask for less at a time, or less often"
	});
}
function heedLimits(origin, headers, { ports }) {
	const now = ports.clock.now();
	const wait = rateLimitWait(headers, now);
	if (wait === void 0) return;
	const pace = paceOf(ports.http, origin);
	pace.freeAt = Math.max(pace.freeAt, now.getTime() + wait);
}
function seconds(ms) {
	return `${Math.ceil(ms / 1e3)} s`;
}

// src/steps/extract/http/request-body.ts
function encodeBody(body) {
	if (typeof body === "string") return {
		text: body,
		contentType: isJson(body) ? "application/json" : "text/plain;charset=UTF-8"
	};
	const form = formOf(body);
	if (form === void 0) return {
		text: JSON.stringify(body),
		contentType: "application/json"
	};
	const pairs = Object.entries(form).flatMap(([name, value]) => [value].flat().map((each) => [name, fieldText(each)]));
	return {
		text: new URLSearchParams(pairs).toString(),
		contentType: "application/x-www-form-urlencoded"
	};
}
function isJson(text) {
	if (!/^\s*[[{]/u.test(text)) return false;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
function fieldText(value) {
	if (value === null || value === void 0) return "";
	return typeof value === "string" ? value : JSON.stringify(value);
}
function formOf(body) {
	if (!isMap(body)) return void 0;
	const { form, ...rest } = body;
	return isMap(form) && Object.keys(rest).length === 0 ? form : void 0;
}
function isMap(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function withBodyValue(body, { path }, value) {
	const form = formOf(body);
	if (form !== void 0) return { form: placed(form, path, value) };
	return placed(body, path, value);
}
function placed(into, [key, ...rest], value) {
	if (key === void 0) return typeof into === "number" && isWhole(value) ? Number(value) : value;
	if (Array.isArray(into)) return into.with(Number(key), placed(into[Number(key)], rest, value));
	if (into !== void 0 && into !== null && !isMap(into)) throw new Failure("http/paging", `the body has no place for "${key}": a value stands where a map should`);
	const map = into ?? {};
	return {
		...map,
		[key]: placed(Reflect.get(map, key), rest, value)
	};
}
function isWhole(value) {
	return /^-?(?:0|[1-9]\d*)$/u.test(String(value)) && Number.isSafeInteger(Number(value));
}

// src/steps/extract/http/ask-address.ts
const mostWaits = 5;
const puttingOff = /* @__PURE__ */ new Set([
	403,
	429,
	503
]);
async function askAddress(call, context, conditions = {}) {
	const { origin, host } = new URL(call.url);
	let waitedMs = 0;
	for (let waits = 0;; waits += 1) {
		await takeTurn(origin, context.options.rateLimit, context);
		try {
			const answer = await askAs(call, context, conditions);
			heedLimits(origin, answer.headers, context);
			sayWhatStayed(call, answer, context);
			return answer;
		} catch (error) {
			const wait = waitAsked(error);
			if (wait !== void 0 && waits >= mostWaits) throw waitedInVain(error, waitedMs);
			if (wait === void 0) throw tooLongToWait(error);
			waitedMs += wait.ms;
			context.log(`waiting ${seconds(wait.ms)}: ${host} answered ${wait.status}`);
			await context.ports.clock.sleep(wait.ms, context.signal);
		}
	}
}
function waitAsked(error) {
	if (!(error instanceof Failure) || error.code !== "http/status") return void 0;
	const { retryAfterMs: ms, facts } = error;
	const { httpStatus: status } = facts;
	if (ms === void 0 || status === void 0 || ms > 9e5) return void 0;
	return puttingOff.has(status) ? {
		ms,
		status
	} : void 0;
}
function tooLongToWait(error) {
	if (!(error instanceof Failure) || (error.retryAfterMs ?? 0) <= 9e5) return error;
	return error.retold(`${error.message}; it wants to be left alone for ${seconds(error.retryAfterMs ?? 0)}`, "Run it again after that: more than 15 minutes are not waited for");
}
function waitedInVain(error, waitedMs) {
	if (!(error instanceof Failure)) return error;
	return error.retold(`${error.message}; it was waited for ${mostWaits} times, ${seconds(waitedMs)} in all, as it asked`, "Ask less often with `rate-limit`, or run it again later");
}
async function askAs(call, context, conditions) {
	const { auth } = context.options;
	if (auth?.kind !== "oauth2") return send(call, context, conditions, auth);
	const token = await tokenFor(auth, context);
	try {
		return await send(call, context, conditions, {
			kind: "bearer",
			token
		});
	} catch (error) {
		if (!(error instanceof Failure) || error.facts.httpStatus !== 401) throw error;
		forgetToken(auth, token, context);
		return send(call, context, conditions, {
			kind: "bearer",
			token: await tokenFor(auth, context)
		});
	}
}
function send({ url, body }, { options, ports, signal, mask }, conditions, auth) {
	const encoded = body === void 0 ? void 0 : encodeBody(body);
	const ofAuth = createMask(secretsOf(auth));
	return ports.http.request({
		url: auth?.kind === "query" ? withQueryValue(url, auth.name, auth.value) : url,
		...options.method === void 0 ? {} : { method: options.method },
		headers: {
			...encoded === void 0 ? {} : { "content-type": encoded.contentType },
			...lowerCased(options.headers),
			...headerOf(auth)
		},
		...encoded === void 0 ? {} : { body: encoded.text },
		signal,
		mask: (text) => ofAuth(mask(text)),
		...conditions
	});
}
function lowerCased(headers) {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
function headerOf(auth) {
	switch (auth?.kind) {
		case "bearer": return { authorization: `Bearer ${auth.token}` };
		case "basic": return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString("base64")}` };
		case "header": return { [auth.name.toLowerCase()]: auth.value };
		case "query":
		case void 0:
		default: return {};
	}
}
function secretsOf(auth) {
	if (auth === void 0) return [];
	if (auth.kind === "bearer") return [auth.token];
	return [auth.kind === "basic" ? auth.password : auth.value];
}
function carriesSecrets(url, { headers, auth, body }) {
	const { username, password } = new URL(url);
	return !(auth === void 0 && body === void 0 && Object.keys(headers).length === 0) || username !== "" || password !== "";
}
function sayWhatStayed({ url }, answer, context) {
	const [from, to] = [new URL(url), new URL(answer.url)];
	if (from.origin === to.origin || !carriesSecrets(url, context.options)) return;
	tellOnce(context, `${from.host} redirects to ${to.origin}: "headers" and "auth" are not sent there`);
}

// src/steps/extract/http/pause-before.ts
async function pauseBefore(again, firstMs, { ports: { clock }, signal }) {
	await clock.sleep(firstMs * 2 ** (again - 1) * (.5 + clock.random() / 2), signal);
}

// src/steps/extract/http/range-validator.ts
function rangeValidator({ status, headers, validators }) {
	const takesRanges = /(?:^|,)\s*bytes\s*(?:,|$)/iu.test(headers["accept-ranges"] ?? "");
	if (status !== 200 || !takesRanges || (headers["content-encoding"] ?? "identity") !== "identity") return void 0;
	const { etag, lastModified } = validators;
	if (etag !== void 0 && /^"[^"]*"$/u.test(etag)) return etag;
	return Date.parse(headers["date"] ?? "") - Date.parse(lastModified ?? "") >= 1e3 ? lastModified : void 0;
}

// src/steps/extract/http/download.ts
const mostGoes = 5;
const firstPauseMs = 200;
async function download({ call, path, label }, first, context) {
	await using file = await opened(path, label).catch((error) => {
		first.body.destroy();
		throw error;
	});
	const state = {
		answer: first,
		bytes: 0
	};
	let part = first;
	for (let goes = 1;; goes += 1) try {
		part ??= await rest(call, state, context);
		if (part.status !== 206) await startAnew(file, state, part);
		await write(file, part, state, {
			context,
			label
		});
		requireWhole(state, label);
		return state;
	} catch (error) {
		context.signal.throwIfAborted();
		if (goes > mostGoes || !canGoOn(error, state, context)) throw error;
		context.log(`${label} broke off; ${number(state.bytes)} bytes of it are here: going on from there`);
		await pauseBefore(goes, firstPauseMs, context);
		part = void 0;
	}
}
async function opened(path, label) {
	try {
		return await open(path, "w");
	} catch (error) {
		throw fileFailure(error, label, "write");
	}
}
async function startAnew(file, state, answer) {
	await file.truncate(0);
	state.answer = answer;
	state.bytes = 0;
}
async function rest(call, state, context) {
	const ifRange = rangeValidator(state.answer);
	if (ifRange === void 0 || state.bytes === 0) return askAddress(call, context);
	try {
		const part = await askAddress(call, context, { rest: {
			bytes: state.bytes,
			ifRange
		} });
		if (part.status !== 206 || isSame(part, state.answer)) return part;
		part.body.destroy();
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		if (error.code !== "http/range" && error.facts.httpStatus !== 416) throw error;
	}
	return askAddress(call, context);
}
function isSame(part, { validators, headers }) {
	const { etag = validators.etag, lastModified = validators.lastModified } = part.validators;
	const total = part.headers["content-range"]?.split("/")[1] ?? "*";
	return (total === "*" || total === (headers["content-length"] ?? total)) && etag === validators.etag && lastModified === validators.lastModified;
}
async function write(file, { body }, state, { context, label }) {
	const total = totalOf(state.answer);
	const chunks = body;
	for await (const chunk of chunks) {
		await writeAll(file, chunk, state.bytes, label);
		state.bytes += chunk.length;
		context.progress({
			bytes: state.bytes,
			...total === void 0 ? {} : { totalBytes: total }
		});
	}
}
async function writeAll(file, chunk, at, label) {
	try {
		for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
	} catch (error) {
		throw fileFailure(error, label, "write");
	}
}
function totalOf({ headers }) {
	const length = headers["content-length"];
	if (headers["content-encoding"] !== void 0 || length === void 0) return void 0;
	return Number.isFinite(Number(length)) ? Number(length) : void 0;
}
function requireWhole({ answer, bytes }, label) {
	const total = totalOf(answer);
	if (total === void 0 || total === bytes) return;
	throw new Failure("http/truncated", `"${label}" came with ${number(bytes)} of ${number(total)} bytes`, { retryable: true });
}
function canGoOn(error, { answer }, { options }) {
	if (!(error instanceof Failure) || (options.method ?? "GET") !== "GET") return false;
	return (error.code === "http/truncated" || error.code === "http/connection") && error.retryable && rangeValidator(answer) !== void 0;
}

// src/steps/extract/spool.ts
async function* spoolAll(source, index, context) {
	const { paging } = context.options;
	if (source.kind === "file" || paging === void 0) yield await spool(source, index, context);
	else {
		const { fetchPages } = await import("./steps-extract-http-fetch-pages.js");
		yield* fetchPages(source, index, {
			paging,
			context
		});
	}
}
async function spool(source, index, context) {
	if (source.kind === "url") {
		const call = callOf(source, context);
		return keep(placeOf(source, index, context), await askAddress(call, context), context);
	}
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
function canBeUnchanged({ method = "GET", paging }) {
	return method === "GET" && paging === void 0;
}
async function spoolIfChanged(source, index, context, known) {
	if (source.kind === "file" || !canBeUnchanged(context.options)) return spool(source, index, context);
	const answer = await askAddress(callOf(source, context), context, { known });
	if (answer.status !== 304) return keep(placeOf(source, index, context), answer, context);
	answer.body.destroy();
}
function callOf({ url }, { options: { body } }) {
	return {
		url,
		...body === void 0 ? {} : { body }
	};
}
function placeOf(source, index, context) {
	const path = join(context.scratch, `source-${index}`);
	return {
		call: callOf(source, context),
		path,
		label: source.label
	};
}
async function keep(place, first, context) {
	const { bytes, answer } = await download(place, first, context);
	const { headers, validators } = answer;
	return {
		path: place.path,
		label: place.label,
		bytes,
		fetched: true,
		contentType: headers["content-type"],
		...sentAt(headers["date"]),
		...canBeUnchanged(context.options) ? { validators } : {}
	};
}
function sentAt(date) {
	const time = Date.parse(date ?? "");
	return Number.isNaN(time) ? {} : { sentAt: new Date(time) };
}

export { pauseBefore as a, withBodyValue as c, spoolIfChanged as i, withQueryValue as l, keep as n, askAddress as o, spoolAll as r, carriesSecrets as s, canBeUnchanged as t };