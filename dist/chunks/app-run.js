import { i as __toESM } from "./rolldown-runtime.js";
import { B as size, F as counted, G as unreachable, H as Bug, L as duration, M as factsOf, N as textUse, R as number, U as Failure, a as evaluateTemplate, h as valueAt, i as evaluateExpression, j as nodeOf, n as namesUsed, z as rate } from "./manifest-json-schema.js";
import { i as neutralize } from "./text-runner-command.js";
import { a as truncateMarkdown } from "./text-markdown.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { t as readRows } from "./dataset-read-rows.js";
import { c as seenResult, s as lineageOf } from "./report-result-words.js";
import { c as isBalanced, d as verdictOn, f as attempt, o as runResultOf, p as tried } from "./app-report.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as childEntry } from "./steps-child-entry.js";
import { n as plainPalette } from "./adapters-terminal-palette.js";
import { t as textWidth } from "./adapters-terminal-text-width.js";
import { n as messageLines } from "./adapters-terminal-message-lines.js";
import { n as systemFailure } from "./steps-file-failure.js";
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { accessSync, appendFileSync, constants, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { Socket } from "node:net";
import { Readable, pipeline } from "node:stream";
import { once } from "node:events";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { StringDecoder } from "node:string_decoder";
import { normalize } from "node:path/posix";
import { setTimeout } from "node:timers/promises";
import { fork, spawn } from "node:child_process";

// src/adapters/clock/clock.ts
const systemClock = {
	now: () => /* @__PURE__ */ new Date(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		try {
			await setTimeout(ms, void 0, signal ? { signal } : {});
		} catch (error) {
			throw signal?.aborted ? signal.reason : error;
		}
	}
};

// src/adapters/database/databases.ts
const known = /^(?:sqlite:|postgres(?:ql)?:\/\/)/u;
function createDatabases(sqlite) {
	return {
		async open(url, workspace, signal) {
			const path = sqlitePath(url);
			if (path !== void 0) {
				const { openSqlite } = await import("./adapters-database-sqlite-database.js");
				return openSqlite(sqlite, {
					path,
					workspace
				}, signal);
			}
			if (/^postgres(?:ql)?:\/\//u.test(url)) {
				const { openPostgres } = await import("./adapters-database-postgres-database.js");
				return openPostgres(url, signal);
			}
			throw unknownScheme(url);
		},
		faultOf: (url) => known.test(url) ? void 0 : unknownScheme(url)
	};
}
function unknownScheme(url) {
	if (url.trim() === "") return new Failure("database/connection", "the connection is empty", { help: "Check that the secret or variable that holds it is set" });
	return new Failure("database/connection", "the connection is neither a postgres:// URL nor sqlite:path", { help: "Write it as postgres://user:password@host:5432/database or sqlite:data/warehouse.sqlite" });
}

// src/adapters/http/address.ts
function safeAddress(url) {
	const parsed = URL.parse(url);
	if (parsed === null) return "an address that is no URL";
	return `${parsed.origin}${parsed.pathname}${parsed.search === "" ? "" : "?…"}`;
}
function secretsOf(url) {
	const parsed = URL.parse(url);
	if (parsed === null) return [];
	return [...[parsed.username, parsed.password].map(unescaped$1), ...parsed.searchParams.values()].filter((secret) => secret.length >= 4);
}
function splitCredentials(url) {
	const parsed = new URL(url);
	const { username, password } = parsed;
	if (username === "" && password === "") return {
		url: parsed,
		authorization: {}
	};
	parsed.username = "";
	parsed.password = "";
	return {
		url: parsed,
		authorization: { authorization: `Basic ${Buffer.from(`${unescaped$1(username)}:${unescaped$1(password)}`).toString("base64")}` }
	};
}
function unescaped$1(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// src/adapters/http/follow.ts
const mostRedirects = 20;
const redirects = /* @__PURE__ */ new Set([
	300,
	301,
	302,
	303,
	307,
	308
]);
async function follow({ url, headers }, get) {
	const first = splitCredentials(url);
	let hop = {
		url: first.url,
		headers: {
			...first.authorization,
			...headers
		}
	};
	let response = await get(hop);
	for (let followed = 0; followed < mostRedirects; followed += 1) {
		const next = redirected(hop, response);
		if (next === void 0) return response;
		await response.body.dump();
		hop = next;
		response = await get(hop);
	}
	return response;
}
function redirected(from, { statusCode, headers }) {
	const location = redirects.has(statusCode) ? [headers["location"]].flat()[0] : void 0;
	const target = location === void 0 ? null : URL.parse(location, from.url.href);
	if (target === null) return void 0;
	const { url, authorization } = splitCredentials(target.href);
	return {
		url,
		headers: {
			...url.origin === from.url.origin ? from.headers : {},
			...authorization
		}
	};
}

// src/text/url-password.ts
function urlPassword(url) {
	const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(url.trim())?.[1];
	return password === "" ? void 0 : password;
}

// src/text/mask.ts
const masked = "***";
const shortest = 4;
const shortestBase64 = 8;
function createMask(secrets) {
	const needles = /* @__PURE__ */ new Set();
	const words = /* @__PURE__ */ new Set();
	for (const secret of secrets) for (const value of valuesOf$1(secret)) if (value.length >= shortest) for (const form of formsOf(value)) needles.add(form);
	else if (value.length > 1) words.add(value);
	if (needles.size + words.size === 0) return (text) => text;
	const pattern = patternOf(needles, words);
	return (text) => {
		pattern.lastIndex = 0;
		const cut = cutSpansOf(text, needles);
		if (cut.length === 0 && !pattern.test(text)) return text;
		return cover(text, [...spansOf(text, needles, words), ...cut].toSorted((a, b) => a[0] - b[0]));
	};
}
const shortestCut = 6;
function cutSpansOf(text, needles) {
	const cuts = [...text.matchAll(/…|(?<!\.)\.{3}/g)].map(({ index }) => index);
	if (cuts.length === 0) return [];
	const spans = [];
	for (const needle of needles) {
		const head = needle.slice(0, shortestCut);
		if (head.length < shortestCut) continue;
		let next = 0;
		for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, at + 1)) {
			while ((cuts[next] ?? 1e400) < at + shortestCut) next += 1;
			const end = cuts[next];
			if (end !== void 0 && needle.startsWith(text.slice(at, end))) spans.push([at, end]);
		}
	}
	return spans;
}
function valuesOf$1(secret) {
	const whole = [
		secret,
		...passwordsOf(secret),
		...keysOf(secret)
	];
	const lines = whole.flatMap((value) => value.split(/\r\n|\r|\n/).filter((line) => line.length >= shortest));
	const values = [...whole, ...lines];
	return new Set([...values, ...values.map((value) => value.trim())].filter((value) => value !== ""));
}
function passwordsOf(secret) {
	const written = urlPassword(secret);
	if (written === void 0) return [];
	return [written, unescaped(written)];
}
function unescaped(text) {
	return /%(?![0-9a-f]{2})/i.test(text) ? text : Buffer.from(percentBytes(text)).toString("utf8");
}
function percentBytes(text) {
	return text.split(/(%[0-9a-f]{2})/i).flatMap((part) => /^%[0-9a-f]{2}$/i.test(part) ? [Number.parseInt(part.slice(1), 16)] : [...Buffer.from(part)]);
}
function keysOf(secret) {
	return [...secret.trimStart().startsWith("{") ? secret.matchAll(/"([^"]*(?:key|secret|token|password)[^"]*)"\s*:\s*("(?:[^"\\]|\\.)*")/gi) : []].map((pair) => decodedString(pair[2] ?? "\"\""));
}
const shortEscapes = {
	n: "\n",
	r: "\r",
	t: "	",
	b: "\b",
	f: "\f"
};
function decodedString(literal) {
	return literal.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code, letter = "") => {
		if (code !== void 0) return String.fromCharCode(Number.parseInt(code, 16));
		return shortEscapes[letter] ?? letter;
	});
}
const percent = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const unicodeEscape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
function formsOf(value) {
	const url = encodeURIComponent(value.toWellFormed());
	const json = JSON.stringify(value).slice(1, -1);
	return [
		value,
		url,
		url.replaceAll(/[!'()*]/g, percent),
		url.replaceAll(/[!'()*]/g, percent).replaceAll("%2F", "/"),
		url.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
		new URLSearchParams([["", value]]).toString().slice(1),
		url.replaceAll(/[!'()*]/g, percent).replaceAll("%20", "+"),
		json,
		json.replaceAll("/", "\\/"),
		json.replaceAll(/[^\x20-\x7e]/g, unicodeEscape),
		value.replaceAll("'", String.raw`'\''`),
		value.replaceAll("'", String.raw`\'`),
		value.replaceAll("\\", String.raw`\\`),
		json.replaceAll(String.raw`\"`, "\"").replaceAll("'", String.raw`\'`),
		json.replaceAll(String.raw`\"`, "\""),
		value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;"),
		...base64Forms(Buffer.from(value))
	];
}
function base64Forms(value) {
	return [
		0,
		1,
		2
	].map((offset) => {
		const bits = (offset + value.length) * 8;
		return Buffer.concat([Buffer.alloc(offset), value]).toString("base64").slice(Math.ceil(offset * 8 / 6), Math.floor(bits / 6));
	}).filter((piece) => piece.length >= shortestBase64).flatMap((piece) => [piece, piece.replaceAll("+", "-").replaceAll("/", "_")]);
}
const quoted = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const wordPattern = (word) => String.raw`(?<![\p{L}\p{N}])${quoted(word)}(?![\p{L}\p{N}])`;
function patternOf(needles, words) {
	return new RegExp([...[...needles].map(quoted), ...[...words].map(wordPattern)].join("|"), "gv");
}
function spansOf(text, needles, words) {
	const spans = [];
	for (const needle of needles) for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) spans.push([at, at + needle.length]);
	for (const word of words) for (const hit of text.matchAll(new RegExp(wordPattern(word), "gv"))) spans.push([hit.index, hit.index + word.length]);
	return spans;
}
function cover(text, spans) {
	let out = "";
	let end = 0;
	for (const [from, to] of spans) {
		if (from > end || out === "") out += text.slice(end, from) + "***";
		end = Math.max(end, to);
	}
	return out + text.slice(end);
}

// src/adapters/http/excerpt.ts
const maxLength = 200;
function excerpt(body, mask) {
	const safe = mask(mask(body).replaceAll(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/giu, " ").replaceAll(/<[^>]*>/gu, " ").replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/gu, " ").trim());
	return safe.length > maxLength ? `${safe.slice(0, maxLength).toWellFormed()}…` : safe;
}

// src/adapters/http/http-failure.ts
const retryableStatuses = /* @__PURE__ */ new Set([
	408,
	425,
	429,
	500,
	502,
	503,
	504
]);
const remedies = {
	401: "Check the credentials in \"headers\"",
	403: "Check the credentials in \"headers\" and that they may read this address",
	404: "Check the address",
	407: "Check the proxy settings"
};
function statusFailure(answer) {
	const ofAddress = createMask(secretsOf(answer.url));
	const said = excerpt(answer.body, (text) => ofAddress(answer.mask(text)));
	const status = `${answer.status} ${answer.statusText}${isRedirect(answer.status) ? ", after 20 redirects or to nowhere" : ""}`.trim();
	const help = remedies[answer.status];
	const retryAfterMs = parseRetryAfter(answer.retryAfter, answer.now);
	return new Failure("http/status", `GET ${safeAddress(answer.url)} answered ${status}${said === "" ? "" : `: "${said}"`}`, {
		retryable: retryableStatuses.has(answer.status),
		...retryAfterMs === void 0 ? {} : { retryAfterMs },
		...help === void 0 ? {} : { help }
	});
}
function isRedirect(status) {
	return status >= 300 && status <= 399 && status !== 304;
}
function parseRetryAfter(value, now) {
	if (value === null || value.trim() === "") return void 0;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1e3);
	const at = Date.parse(value);
	return Number.isNaN(at) ? void 0 : Math.max(0, at - now.getTime());
}
function connectionFailure(url, error) {
	const code = systemCode(error);
	return new Failure("http/connection", `GET ${safeAddress(url)} failed: ${explain(code)}`, { retryable: !mistakes.has(code) });
}
const mistakes = /* @__PURE__ */ new Set(["ERR_INVALID_URL", "UND_ERR_INVALID_ARG"]);
function bodyFailure(url, error, bytes) {
	const code = systemCode(error);
	return new Failure("http/truncated", `the answer of GET ${safeAddress(url)} broke off after ${number(bytes)} bytes: ${explain(code)}`, { retryable: true });
}
function explain(code) {
	return explanations[code] ?? code;
}
const explanations = {
	ECONNREFUSED: "nothing listens there (ECONNREFUSED)",
	ECONNRESET: "the connection was reset (ECONNRESET)",
	UND_ERR_SOCKET: "the connection was closed (UND_ERR_SOCKET)",
	ENOTFOUND: "the host name is not known (ENOTFOUND)",
	EAI_AGAIN: "the host name could not be looked up (EAI_AGAIN)",
	UND_ERR_CONNECT_TIMEOUT: "no connection within 10 seconds (UND_ERR_CONNECT_TIMEOUT)",
	UND_ERR_HEADERS_TIMEOUT: "no answer within 5 minutes (UND_ERR_HEADERS_TIMEOUT)",
	UND_ERR_BODY_TIMEOUT: "nothing came for 5 minutes (UND_ERR_BODY_TIMEOUT)",
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "it is shorter than its Content-Length (UND_ERR_RES_CONTENT_LENGTH_MISMATCH)",
	ERR_INVALID_URL: "it is no URL",
	UND_ERR_INVALID_ARG: "the address, where it redirects to, or one of \"headers\" is not valid (UND_ERR_INVALID_ARG)",
	Z_BUF_ERROR: "its compressed data ends too early (Z_BUF_ERROR)",
	Z_DATA_ERROR: "its compressed data is damaged (Z_DATA_ERROR)",
	ERR_BROTLI_DECODER_ERROR_UNREACHABLE: "its compressed data is damaged"
};
function systemCode(error) {
	let code = "the connection failed";
	for (let at = error; at instanceof Error; at = at.cause) if ("code" in at && typeof at.code === "string") code = at.code;
	return code;
}

// src/adapters/http/http.ts
const excerptBytes = 65536;
function createHttp(clock) {
	return { get: (request) => get(request, clock) };
}
async function get(request, clock) {
	const response = await connect(request);
	const { statusCode } = response;
	const headers = flat(response.headers);
	const body = decoded(response.body, headers["content-encoding"]);
	if (statusCode < 200 || statusCode > 299) {
		const { STATUS_CODES } = await import("node:http");
		throw statusFailure({
			url: request.url,
			status: statusCode,
			statusText: STATUS_CODES[statusCode] ?? "",
			retryAfter: headers["retry-after"] ?? null,
			body: await readStart(body),
			mask: request.mask ?? ((text) => text),
			now: clock.now()
		});
	}
	return {
		status: statusCode,
		headers,
		body: Readable.from(readBody(request, body), { objectMode: false })
	};
}
async function connect({ url, headers, signal }) {
	try {
		const undici = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		dispatcher ??= new (process.env["NODE_USE_ENV_PROXY"] === "1" ? undici.EnvHttpProxyAgent : undici.Agent)();
		const through = dispatcher;
		return await follow({
			url,
			headers: lowerCased(headers)
		}, (hop) => undici.request(hop.url, {
			headers: {
				"user-agent": "millrace",
				accept: "*/*",
				"accept-encoding": "gzip, br",
				...hop.headers
			},
			signal,
			dispatcher: through
		}));
	} catch (error) {
		signal.throwIfAborted();
		throw connectionFailure(url, error);
	}
}
function lowerCased(headers) {
	return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
let dispatcher;
const decoders = {
	gzip: createGunzip,
	"x-gzip": createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress
};
function decoded(body, encoding) {
	return (encoding ?? "").split(",").map((name) => decoders[name.trim().toLowerCase()]).filter((decoder) => decoder !== void 0).reduceRight((stream, decoder) => pipeline(stream, decoder(), () => {}), body);
}
function flat(headers) {
	return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => value === void 0 ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]]));
}
async function* readBody(request, body) {
	let bytes = 0;
	try {
		for await (const chunk of body) {
			const read = Buffer.from(chunk);
			bytes += read.length;
			yield read;
		}
	} catch (error) {
		request.signal.throwIfAborted();
		throw bodyFailure(request.url, error, bytes);
	}
}
async function readStart(body) {
	const chunks = [];
	let bytes = 0;
	try {
		for await (const chunk of body) {
			chunks.push(Buffer.from(chunk));
			bytes += chunk.length;
			if (bytes >= excerptBytes) break;
		}
	} catch {
		return "";
	}
	const start = Buffer.concat(chunks).subarray(0, excerptBytes).toString("utf8");
	return bytes >= excerptBytes ? `${start.replace(/\uFFFD$/u, "")}…` : start;
}

// src/adapters/processes/group-warden.ts
const script = `
groups=
while read -r word group; do
  if [ "$word" = begin ]; then groups="$groups $group"; continue; fi
  rest=
  for one in $groups; do [ "$one" = "$group" ] || rest="$rest $one"; done
  groups=$rest
done
[ -z "$groups" ] && exit
for one in $groups; do kill -s TERM -- "-$one"; done
sleep 2
for one in $groups; do kill -s KILL -- "-$one"; done
`;
const announce = "echo \"begin $$\" >&3; exec 3>&-; exec \"$0\" \"$@\"";
var GroupWarden = class {
	#input;
	watched(file, args) {
		this.#input ??= start();
		return {
			file: "sh",
			args: [
				"-c",
				announce,
				file,
				...args
			],
			input: this.#input
		};
	}
	end(group) {
		this.#input?.write(`end ${group}\n`);
	}
};
function start() {
	const child = spawn("sh", ["-c", script], {
		cwd: "/",
		detached: true,
		stdio: [
			"pipe",
			"ignore",
			"ignore"
		]
	});
	child.on("error", () => {});
	child.stdin.on("error", () => {});
	child.unref();
	if (!(child.stdin instanceof Socket)) throw new Bug("the input of a child process is no socket");
	return child.stdin.unref();
}

// src/adapters/processes/lines.ts
const maxLineLength = 1048576;
const cutMark = "… [cut: the line is too long]";
var LineSplitter = class {
	#decoder = new StringDecoder("utf8");
	#onLine;
	#rest = "";
	#isCut = false;
	constructor(onLine) {
		this.#onLine = onLine;
	}
	write(chunk) {
		this.#cut(this.#decoder.write(chunk));
	}
	end() {
		this.#cut(this.#decoder.end());
		if (this.#rest !== "") this.#emit(this.#rest);
		this.#rest = "";
	}
	#cut(text) {
		const lines = (this.#rest + text).split("\n");
		this.#rest = lines.pop() ?? "";
		for (const line of lines) this.#emit(line.endsWith("\r") ? line.slice(0, -1) : line);
		if (!this.#isCut && this.#rest.length <= 1048576) return;
		if (!this.#isCut) this.#onLine(shortened(this.#rest));
		this.#isCut = true;
		this.#rest = "";
	}
	#emit(line) {
		if (!this.#isCut) this.#onLine(shortened(line));
		this.#isCut = false;
	}
};
function shortened(line) {
	return line.length <= 1048576 ? line : `${line.slice(0, maxLineLength).toWellFormed()}${cutMark}`;
}

// src/adapters/processes/process-group.ts
function groupLives(group) {
	return signalGroup(group, 0);
}
function signalGroup(group, signal) {
	try {
		process.kill(-group, signal);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EPERM") return true;
		return false;
	}
}
async function waitUntilGone(group, withinMs) {
	const deadline = performance.now() + withinMs;
	while (groupLives(group)) {
		if (performance.now() > deadline) return false;
		await setTimeout(20);
	}
	return true;
}
async function endGroup(group, graceMs) {
	if (!signalGroup(group, "SIGTERM")) return;
	if (await waitUntilGone(group, graceMs)) return;
	signalGroup(group, "SIGKILL");
	await waitUntilGone(group, 2e3);
}

// src/adapters/processes/processes.ts
function createProcesses({ graceMs = 5e3 } = {}) {
	const warden = new GroupWarden();
	return { run: (command) => run(command, graceMs, warden) };
}
async function run(command, graceMs, warden) {
	command.signal.throwIfAborted();
	const { file, args, input } = warden.watched(requireProgram(command), command.args);
	const child = spawn(file, args, {
		cwd: command.cwd,
		env: command.env,
		detached: true,
		stdio: [
			"ignore",
			"pipe",
			"pipe",
			input
		]
	});
	const closed = once(child, "close");
	closed.catch(() => {});
	forwardLines(child, command.onLine);
	const group = await started(child, command);
	let ending;
	const abort = () => {
		ending = endGroup(group, graceMs);
	};
	command.signal.addEventListener("abort", abort, { once: true });
	if (command.signal.aborted) abort();
	await exited(child);
	await ending;
	await endLeftovers(child, closed, () => endGroup(group, graceMs));
	warden.end(group);
	command.signal.removeEventListener("abort", abort);
	command.signal.throwIfAborted();
	return {
		exitCode: child.exitCode,
		signalName: child.signalCode
	};
}
function requireProgram(command) {
	if (command.file.includes("/")) return command.file;
	const found = (command.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, command.file)).find((path) => isExecutable(path));
	if (found === void 0) throw notStarted(command, void 0);
	return found;
}
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
async function started(child, command) {
	try {
		if (child.pid === void 0) await once(child, "spawn");
	} catch (cause) {
		throw notStarted(command, cause);
	}
	if (child.pid === void 0) throw notStarted(command, void 0);
	return child.pid;
}
function notStarted(command, cause) {
	return new Failure("process/start", `"${command.file}" could not be started in ${command.cwd}`, {
		cause,
		help: `Check that "${command.file}" is installed and that the working directory exists`
	});
}
async function exited(child) {
	if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
async function endLeftovers(child, closed, end) {
	await Promise.race([closed, setTimeout(1e3, void 0, { ref: false })]);
	await end();
	await Promise.race([closed, setTimeout(1e3, void 0, { ref: false })]);
	child.stdout?.destroy();
	child.stderr?.destroy();
}
function forwardLines(child, onLine) {
	for (const stream of ["stdout", "stderr"]) {
		const splitter = new LineSplitter((line) => onLine(line, stream));
		child[stream]?.on("data", (chunk) => splitter.write(chunk));
		child[stream]?.on("end", () => splitter.end());
	}
}

// src/adapters/sqlite/sqlite-failure.ts
const meanings = {
	5: {
		code: "database/busy",
		retryable: true,
		help: "Another process holds the database; wait until it is done"
	},
	6: {
		code: "database/busy",
		retryable: true
	},
	8: { code: "database/read-only" },
	10: { code: "database/io" },
	11: { code: "database/corrupt" },
	13: {
		code: "disk/full",
		help: "Free some space, or point the step at a larger disk"
	},
	14: {
		code: "database/connection",
		help: "Check that the folder exists and may be written to"
	},
	19: { code: "database/constraint" },
	26: {
		code: "database/connection",
		help: "The file is not a SQLite database"
	}
};
function sqliteFailure(problem) {
	if (problem.refused !== void 0) return new Failure("sql/refused", `the SQL may only read: ${problem.refused} is not allowed`);
	const { code, retryable, help } = meanings[(problem.errcode ?? 0) & 255] ?? { code: "sql/error" };
	return new Failure(code, problem.message, {
		retryable: retryable ?? false,
		...help === void 0 ? {} : { help }
	});
}

// src/adapters/sqlite/child-channel.ts
const tailLines$1 = 20;
var ChildChannel = class {
	#child;
	#waiting;
	#turn = Promise.resolve();
	#stderr = [];
	#splitter = new LineSplitter((line) => {
		this.#stderr.push(line);
		if (this.#stderr.length > tailLines$1) this.#stderr.shift();
	});
	constructor(child) {
		this.#child = child;
		child.on("message", (answer) => this.#settle(answer));
		child.on("exit", () => this.#fail());
		child.on("error", () => this.#fail());
		child.stderr?.on("data", (chunk) => this.#splitter.write(chunk));
	}
	ask(request) {
		const turn = this.#turn.then(() => this.#send(request));
		this.#turn = turn.catch(() => {});
		return turn;
	}
	#send(request) {
		return new Promise((resolve, reject) => {
			if (!this.#child.connected) return reject(this.#death());
			this.#waiting = {
				resolve,
				reject
			};
			this.#child.send(request, (error) => {
				if (error !== null) this.#fail();
			});
		});
	}
	#settle(answer) {
		if (answer.ok) this.#waiting?.resolve(answer.value);
		else this.#waiting?.reject(sqliteFailure(answer.problem));
		this.#waiting = void 0;
	}
	#fail() {
		this.#waiting?.reject(this.#death());
		this.#waiting = void 0;
	}
	#death() {
		const how = this.#child.signalCode ?? this.#child.exitCode ?? "no reason given";
		this.#splitter.end();
		const said = this.#stderr.join("\n").trim();
		return new Failure("database/process", `the SQLite process ended (${how})${said === "" ? "" : `: ${said}`}`, { retryable: true });
	}
};

// src/adapters/sqlite/sqlite-engine.ts
const sqliteEngine = { open };
function environment() {
	return Object.fromEntries([
		"SQLITE_TMPDIR",
		"TMPDIR",
		"TMP",
		"TEMP",
		"SYSTEMROOT"
	].flatMap((name) => {
		const value = process.env[name];
		return value === void 0 ? [] : [[name, value]];
	}));
}
async function open(options, signal) {
	signal.throwIfAborted();
	const child = fork(childEntry("sqlite-child", import.meta.url), {
		serialization: "advanced",
		execArgv: ["--disable-warning=ExperimentalWarning"],
		env: environment(),
		stdio: [
			"ignore",
			"ignore",
			"pipe",
			"ipc"
		]
	});
	const channel = new ChildChannel(child);
	const abort = () => void child.kill("SIGKILL");
	signal.addEventListener("abort", abort, { once: true });
	const ask = async (request) => {
		signal.throwIfAborted();
		try {
			return await channel.ask(request);
		} catch (error) {
			throw signal.aborted ? signal.reason : error;
		}
	};
	const end = async () => {
		signal.removeEventListener("abort", abort);
		if (child.exitCode !== null || child.signalCode !== null) return;
		const exit = once(child, "exit");
		if (child.connected) child.disconnect();
		else child.kill("SIGKILL");
		await exit;
	};
	try {
		await ask({
			do: "open",
			options
		});
	} catch (error) {
		await end();
		throw error;
	}
	return {
		query: (statement) => ask({
			do: "query",
			statement
		}),
		describe: async (statement) => (await ask({
			do: "describe",
			statement
		})).columns,
		[Symbol.asyncDispose]: end
	};
}

// src/adapters/ports.ts
function createPorts({ graceMs }) {
	return {
		clock: systemClock,
		http: createHttp(systemClock),
		processes: createProcesses({ graceMs }),
		databases: createDatabases(sqliteEngine),
		sqlite: sqliteEngine
	};
}

// src/adapters/terminal/step-lines.ts
function finishedLine(event, width, paint, room = 1e400) {
	const { mark, colour } = looks(event, paint);
	const name = event.step.padEnd(width);
	const line = `${colour(mark)} ${paint.bold(name)}  ${details(event, paint)}`;
	if (event.note === void 0 || textWidth(line) <= room) return line;
	const { note: _note, ...without } = event;
	return finishedLine(without, width, paint);
}
function looks({ result, tolerated }, paint) {
	if (result === "success") return {
		mark: "✔",
		colour: paint.green
	};
	if (result === "failure") return {
		mark: "✖",
		colour: tolerated === true ? paint.yellow : paint.red
	};
	return {
		mark: result === "skipped" ? "○" : "■",
		colour: result === "skipped" ? paint.dim : paint.yellow
	};
}
function details(event, paint) {
	const [first = "", ...rest] = [
		event.result === "success" ? void 0 : event.result,
		event.rows === null || event.result !== "success" ? void 0 : counted(event.rows, "row"),
		event.rows === null || event.result !== "success" ? void 0 : rate(event.rows, event.durationMs) || void 0,
		event.reason,
		event.attempts > 0 ? duration(event.durationMs) : void 0,
		event.attempts > 1 ? `${event.attempts} attempts` : void 0,
		event.note
	].filter((part) => part !== void 0).map(neutralize);
	return [first, ...rest.map((part) => paint.dim(part))].join(paint.dim(" · "));
}
function failureLines(failure, paint, room) {
	const layout = {
		indent: "    ",
		room
	};
	return [
		...messageLines(failure.message, {
			...layout,
			paint: paint.red,
			tail: paint.dim(`[${failure.code}]`)
		}),
		...failure.causes.flatMap((cause) => messageLines(cause, {
			...layout,
			head: `${paint.dim("because")} `
		})),
		...failure.help === void 0 ? [] : messageLines(failure.help, {
			...layout,
			head: `${paint.green("help:")} `
		})
	];
}
function progressText(progress, elapsedMs) {
	if (progress === void 0) return "";
	const { rows: count, bytes, totalBytes } = progress;
	return [
		count === void 0 ? void 0 : counted(count, "row"),
		count === void 0 ? void 0 : rate(count, elapsedMs) || void 0,
		bytes === void 0 ? void 0 : size(bytes),
		bytes === void 0 || totalBytes === void 0 || totalBytes === 0 ? void 0 : `${Math.min(100, Math.floor(bytes / totalBytes * 100))}%`
	].filter((part) => part !== void 0).join(" · ");
}

// src/adapters/runner/grouped-log.ts
const keptLines = 2e3;
function groupedLog(runner, paint = plainPalette) {
	const logs = /* @__PURE__ */ new Map();
	return (event) => {
		if (event.type === "step-started") runner.line(paint.dim(`▶ ${event.step}${event.attempt > 1 ? `, attempt ${event.attempt}` : ""}`));
		if (event.type === "step-log") keep(logs, event.step, event.line);
		if (event.type === "step-retrying") {
			const { attempt, failure, delayMs } = event;
			keep(logs, event.step, `attempt ${attempt} failed: ${failure.message}; again in ${duration(delayMs)}`);
		}
		if (event.type !== "step-finished") return;
		tellEnd(event, logs.get(event.step) ?? [], runner, paint);
		logs.delete(event.step);
	};
}
function keep(logs, step, line) {
	const lines = logs.get(step) ?? [];
	logs.set(step, lines);
	if (lines.push(line) > 2001) lines.shift();
}
function tellEnd(event, lines, runner, paint) {
	const title = finishedLine(event, 0, paint);
	if (lines.length === 0) runner.line(title);
	else fold(title, lines, runner);
	if (event.failure === void 0) return;
	for (const line of failureLines(event.failure, paint)) runner.line(line);
	const { message, help } = event.failure;
	runner.annotate({
		level: event.tolerated === true ? "warning" : "error",
		title: `${event.step} failed`,
		message: help === void 0 ? message : `${message}\n${help}`
	});
}
function fold(title, lines, runner) {
	runner.group(title);
	if (lines.length > keptLines) runner.line("… what comes before is in the log of the step");
	for (const line of lines.slice(-2e3)) runner.line(line);
	runner.endGroup();
}

// src/run/secret-mask.ts
function secretMask({ graph, environment }) {
	const connections = Object.values(graph.manifest.connections).flatMap((url) => {
		const password = urlPassword(url);
		return password === void 0 || password.includes("${{") ? [] : [url];
	});
	return createMask([...Object.values(environment.secrets), ...connections]);
}

// src/run/append-file.ts
const mostHeld = 1048576;
var AppendFile = class {
	lost = 0;
	#pending = [];
	#chars = 0;
	#torn = false;
	#path;
	constructor(path) {
		this.#path = path;
	}
	add(line) {
		this.#pending.push(line);
		this.#chars += line.length;
		if (this.#chars > mostHeld) this.flush();
	}
	flush() {
		if (this.#pending.length === 0) return;
		const lines = this.#pending;
		this.#pending = [];
		this.#chars = 0;
		try {
			appendFileSync(this.#path, `${this.#torn ? "\n" : ""}${lines.join("\n")}\n`);
			this.#torn = false;
		} catch {
			this.#torn = true;
			this.lost += lines.length;
		}
	}
};

// src/run/masked-event.ts
const maxLineChars = 16384;
const maxSummaryChars = 65536;
function maskedEvent(event, mask) {
	const text = (value) => cut(maskedAsSeen(value, mask));
	switch (event.type) {
		case "step-log": return {
			...event,
			line: text(event.line)
		};
		case "step-retrying": return {
			...event,
			failure: maskedFailure(event.failure, text)
		};
		case "step-finished": return {
			...event,
			outputs: maskedRecord(event.outputs, mask),
			...event.dataset ? { dataset: maskedDataset(event.dataset, mask) } : {},
			...event.rejects ? { rejects: maskedDataset(event.rejects, mask) } : {},
			...event.commit ? { commit: {
				...event.commit,
				path: mask(event.commit.path)
			} } : {},
			...event.failure ? { failure: maskedFailure(event.failure, text) } : {},
			...event.reason === void 0 ? {} : { reason: text(event.reason) },
			...event.note === void 0 ? {} : { note: text(event.note) },
			...event.summary === void 0 ? {} : { summary: truncateMarkdown(mask(event.summary), maxSummaryChars) },
			...event.rejectSamples ? { rejectSamples: event.rejectSamples.map((row) => maskedSample(row, text)) } : {}
		};
		case "run-finished": return {
			...event,
			steps: mapValues(event.steps, (step) => maskedReason(step, text))
		};
		case "run-started": return {
			...event,
			name: text(event.name)
		};
		case "step-started":
		case "step-progress": return event;
		default: return unreachable(event);
	}
}
function maskedAsSeen(value, mask) {
	const masked = mask(value);
	if (!masked.includes("\x1B") && !masked.includes("")) return masked;
	const plain = stripVTControlCharacters(masked);
	const seen = mask(plain);
	return seen === plain ? masked : seen;
}
function maskedFailure(failure, text) {
	return {
		...failure,
		message: text(failure.message),
		...failure.help === void 0 ? {} : { help: text(failure.help) },
		causes: failure.causes.map(text)
	};
}
function maskedDataset(dataset, mask) {
	const columns = dataset.columns.map((column) => ({
		...column,
		name: mask(column.name)
	}));
	return {
		...dataset,
		columns
	};
}
function maskedSample(row, text) {
	const maybe = (value) => value === null ? null : text(value);
	return {
		...row,
		file: text(row.file),
		column: maybe(row.column),
		rule: text(row.rule),
		value: maybe(row.value),
		raw: maybe(row.raw)
	};
}
function maskedReason(step, text) {
	return step.reason === void 0 ? step : {
		...step,
		reason: text(step.reason)
	};
}
function mapValues(record, map) {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
function maskedRecord(record, mask) {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [mask(name), mask(value)]));
}
function cut(text) {
	if (text.length <= 16384) return text;
	return `${text.slice(0, maxLineChars).toWellFormed()}… [cut: ${text.length} characters in all]`;
}

// src/run/recorder.ts
const maxLogChars = 33554432;
const tailLines = 40;
var Recorder = class {
	#options;
	#events;
	#logs = /* @__PURE__ */ new Map();
	#flushing;
	constructor(options) {
		this.#options = options;
		this.#events = new AppendFile(join(options.folder, "events.jsonl"));
	}
	get mask() {
		return this.#options.mask;
	}
	tell(body) {
		const { run, clock, mask, emit } = this.#options;
		const event = maskedEvent({
			schema: 1,
			run,
			at: clock.now().toISOString(),
			...body
		}, mask);
		this.#keep(event);
		emit(event);
		return event;
	}
	flush() {
		if (this.#flushing) clearImmediate(this.#flushing);
		this.#flushing = void 0;
		this.#events.flush();
		for (const log of this.#logs.values()) log.file.flush();
	}
	#keep(event) {
		if (event.type === "step-log") this.#keepLine(event);
		else this.#events.add(JSON.stringify(event));
		if (event.type === "step-finished") this.#endLog(event);
		this.#flushing ??= setImmediate(() => this.flush());
	}
	#keepLine(event) {
		const log = this.#logOf(event.step);
		log.chars += event.line.length + 1;
		if (log.chars > maxLogChars) {
			log.left += 1;
			log.tail.push(event);
			if (log.tail.length > tailLines) log.tail.shift();
			return;
		}
		this.#events.add(JSON.stringify(event));
		log.file.add(logLine(event.at, event.line));
	}
	#endLog(event) {
		const log = event.failure === void 0 ? this.#logs.get(event.step) : this.#logOf(event.step);
		if (log === void 0) return;
		const hidden = log.left - log.tail.length;
		if (hidden > 0) log.file.add(`[${hidden} lines left out: the log is longer than is kept]`);
		for (const line of log.tail) {
			this.#events.add(JSON.stringify(line));
			if (line.type === "step-log") log.file.add(logLine(line.at, line.line));
		}
		if (event.failure) log.file.add(logLine(event.at, `failed (${event.failure.code}): ${event.failure.message}`));
		log.file.flush();
		this.#logs.delete(event.step);
	}
	#logOf(step) {
		const known = this.#logs.get(step);
		if (known) return known;
		const log = {
			file: new AppendFile(join(this.#options.folder, "logs", `${step}.log`)),
			chars: 0,
			left: 0,
			tail: []
		};
		this.#logs.set(step, log);
		return log;
	}
};
function logLine(at, line) {
	return `${at.slice(11, 23)} ${line}`;
}

// src/run/resolve-options.ts
function resolveOptions(step, contexts) {
	return Object.fromEntries(Object.entries(step.options).map(([key, value]) => [key, isVerbatim(step, key) ? value : resolved(value, contexts)]));
}
function isVerbatim({ kind }, key) {
	const use = textUse(kind, key);
	return use === "sql" || use === "script";
}
function resolved(value, contexts) {
	if (typeof value === "string") return template(value, contexts);
	if (Array.isArray(value)) return value.map((item) => resolved(item, contexts));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, contexts)]));
}
function resolveTemplates(templates, contexts) {
	return Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, template(text, contexts)]));
}
function template(text, contexts) {
	return text.includes("${{") ? evaluateTemplate(text, contexts) : text;
}

// src/run/run-state.ts
const unknown = {
	succeeded: false,
	failed: true,
	cancelled: false
};
var RunState = class {
	request;
	finished = /* @__PURE__ */ new Map();
	#lineages = /* @__PURE__ */ new Map();
	#env;
	constructor(request) {
		this.request = request;
		for (const id of request.graph.order) {
			const prior = request.prior.get(id);
			if (prior) this.settle(id, prior);
		}
	}
	settle(id, finished) {
		this.finished.set(id, finished);
		this.#lineages.set(id, lineageOf(seenResult(finished), this.lineages(id)));
	}
	lineages(id) {
		return nodeOf(this.request.graph, id).needs.map((need) => this.#lineages.get(need) ?? unknown);
	}
	contexts(id) {
		const { graph, plan, environment } = this.request;
		const base = {
			inputs: plan.inputs,
			env: {},
			vars: environment.vars,
			secrets: environment.secrets,
			needs: this.#needs(id),
			run: {
				id: plan.run.id,
				date: plan.run.date,
				at: plan.run.at
			},
			github: environment.github,
			matrix: {}
		};
		this.#env ??= resolveTemplates(graph.manifest.env, {
			...base,
			needs: {}
		});
		return {
			...base,
			env: this.#env
		};
	}
	datasets(id) {
		const datasets = {};
		for (const need of nodeOf(this.request.graph, id).needs) {
			const dataset = this.finished.get(need)?.dataset;
			if (!dataset) continue;
			const { file, name, columns, rows } = dataset;
			datasets[need] = {
				name,
				path: join(this.request.folder, file),
				columns: columns.map(plainColumn),
				rows
			};
		}
		return datasets;
	}
	#needs(id) {
		return Object.fromEntries(nodeOf(this.request.graph, id).needs.map((need) => {
			const finished = this.finished.get(need);
			return [need, {
				result: finished ? seenResult(finished) : "failure",
				outputs: finished?.outputs ?? {}
			}];
		}));
	}
};
function plainColumn({ name, type, ...rest }) {
	const said = Object.entries(rest).filter(([, value]) => value !== void 0);
	return {
		name,
		type,
		...Object.fromEntries(said)
	};
}

// src/run/attempt-folder.ts
var AttemptFolder = class {
	#runFolder;
	#step;
	#path;
	#made = false;
	constructor(runFolder, step, attempt) {
		this.#runFolder = runFolder;
		this.#step = step;
		this.#path = join(runFolder, "scratch", `${step}-${attempt}`);
	}
	get scratch() {
		return join(this.#make(), "scratch");
	}
	get datasetPath() {
		return join(this.#make(), "out", "dataset.sqlite");
	}
	get rejectsPath() {
		return join(this.#make(), "out", "rejects.sqlite");
	}
	publish(what) {
		if (!this.#made) return null;
		const from = what === "datasets" ? this.datasetPath : this.rejectsPath;
		if (!existsSync(from)) return null;
		const file = `${what}/${this.#step}.sqlite`;
		mkdirSync(join(this.#runFolder, what), { recursive: true });
		renameSync(from, join(this.#runFolder, file));
		return file;
	}
	remove() {
		if (this.#made) rmSync(this.#path, {
			recursive: true,
			force: true,
			maxRetries: 2
		});
		this.#made = false;
	}
	#make() {
		if (!this.#made) {
			mkdirSync(join(this.#path, "scratch"), { recursive: true });
			mkdirSync(join(this.#path, "out"), { recursive: true });
			this.#made = true;
		}
		return this.#path;
	}
};
async function keepFile(options) {
	const from = resolve(options.workspace, options.path);
	const inside = relative(options.workspace, from);
	if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) throw new Failure("step/commit-path", `"${options.path}" is not a file of the repository`);
	const file = `files/${options.step}/${basename(from)}`;
	const to = join(options.folder, file);
	await mkdir(dirname(to), { recursive: true });
	await copyFile(from, `${to}.part`);
	await rename(`${to}.part`, to);
	return file;
}

// src/run/reject-samples.ts
const maxSamples = 5;
const maxChars = 200;
function readRejects(path, mask) {
	using file = openDatasetFile(path);
	const [first = []] = readRows(file, maxSamples);
	const samples = first.map((row) => sampleOf(row, mask));
	return {
		name: file.name,
		columns: file.columns,
		rows: file.rows,
		samples
	};
}
function sampleOf(row, mask) {
	const shown = (name) => shownText(row[name], mask);
	return {
		file: shown("file") ?? "",
		line: row["line"] === null ? null : Number(row["line"]),
		column: shown("column"),
		rule: shown("rule") ?? "",
		value: shown("value"),
		raw: shown("raw")
	};
}
function shownText(value, mask) {
	if (typeof value !== "string") return null;
	const text = mask(value);
	return text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text;
}

// src/run/require-balance.ts
function requireBalance({ rows, dataset, rejects }) {
	if (rows === void 0) return;
	const told = JSON.stringify(rows);
	if (!isBalanced(rows)) throw new Bug(`the rows of this step are not accounted for: ${told}`);
	if (dataset !== void 0 && dataset.rows !== rows.loaded) throw new Bug(`the dataset of this step holds ${dataset.rows} rows and not those counted: ${told}`);
	if (rejects !== void 0 && rejects.rows !== rows.rejected) throw new Bug(`the rejects of this step hold ${rejects.rows} rows and not those counted: ${told}`);
}

// src/run/retry-delay.ts
function retryDelayMs(retry, attempt, failure, random) {
	if (!failure.retryable || attempt >= retry.maxAttempts) return null;
	const asked = failure.retryAfterMs ?? 0;
	if (asked > retry.maxDelayMs) return null;
	if (retry.backoff === "constant") return Math.max(asked, Math.min(retry.maxDelayMs, retry.delayMs));
	const ceiling = Math.min(retry.maxDelayMs, retry.delayMs * 2 ** (attempt - 1));
	return Math.max(asked, Math.round(random() * ceiling));
}

// src/run/place-of-sql.ts
async function placeOfSql({ file, step, workspace }, sql, within) {
	const [{ locate }, { parseSource, plainSource }] = await Promise.all([import("./locate.js"), import("./source.js")]);
	const sqlFile = fileOf(step, sql);
	const text = sqlFile === void 0 ? await textOf(resolve(workspace, file)) : sql;
	if (text === void 0) return void 0;
	const source = sqlFile === void 0 ? parseSource(file, text) : plainSource(sqlFile, text);
	const path = pathOf(step, sql, source.authored);
	const at = sqlFile !== void 0 ? {
		file: sqlFile,
		path: [],
		part: "value",
		span: within
	} : path && {
		file,
		path,
		part: "value",
		within
	};
	if (at === void 0) return void 0;
	const located = locate(source, {
		code: "sql/syntax",
		severity: "error",
		message: "",
		at
	});
	return `${located.file}:${located.line}:${located.column}`;
}
function fileOf({ options }, sql) {
	if (!("sql" in options) || options.file === void 0 || options.sql !== sql) return void 0;
	return normalize(options.file.trim());
}
function pathOf({ path, kind }, sql, authored) {
	const checks = valueAt(authored, [...path, "checks"]);
	return [[
		...path,
		kind,
		"sql"
	], ...(Array.isArray(checks) ? checks : []).map((_, index) => [
		...path,
		"checks",
		index,
		"sql"
	])].find((place) => valueAt(authored, place) === sql);
}
async function textOf(path) {
	try {
		return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
	} catch {
		return;
	}
}

// src/run/step-environment.ts
const passed = new Set(`PATH HOME USER LOGNAME SHELL PWD LANG LANGUAGE TZ TERM COLORTERM NO_COLOR FORCE_COLOR TMPDIR TMP TEMP CI
  PATHEXT COMSPEC SYSTEMROOT WINDIR APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES USERPROFILE HOMEDRIVE HOMEPATH
  NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE LD_LIBRARY_PATH DYLD_LIBRARY_PATH PKG_CONFIG_PATH
  JAVA_HOME GOROOT GOPATH RUSTUP_HOME CARGO_HOME VIRTUAL_ENV PYTHONLOCATION PYTHONPATH PYTHONHOME
  PYTHONUNBUFFERED PYTHONIOENCODING PYTHONUTF8 R_HOME R_LIBS R_LIBS_USER
  SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE
  GITHUB_ACTIONS GITHUB_ACTOR GITHUB_API_URL GITHUB_BASE_REF GITHUB_EVENT_NAME GITHUB_GRAPHQL_URL
  GITHUB_HEAD_REF GITHUB_JOB GITHUB_REF GITHUB_REF_NAME GITHUB_REF_TYPE GITHUB_REPOSITORY
  GITHUB_REPOSITORY_OWNER GITHUB_RUN_ATTEMPT GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_SERVER_URL GITHUB_SHA
  GITHUB_WORKFLOW GITHUB_WORKSPACE RUNNER_ARCH RUNNER_NAME RUNNER_OS RUNNER_TEMP RUNNER_TOOL_CACHE`.split(/\s+/));
const passedPrefix = /^(?:LC_|XDG_|CONDA_|MISE_|PYENV_|NVM_|UV_CACHE_)/;
const proxy = /^(?:https?|all|no|ftp)_proxy$/i;
function baseEnvironment(env, secrets) {
	const base = {};
	for (const [name, value] of Object.entries(env)) {
		if (value === void 0 || Object.hasOwn(secrets, name)) continue;
		if (passed.has(name.toUpperCase()) || passedPrefix.test(name) || proxy.test(name)) base[name] = value;
	}
	return base;
}
function runEnvironment(run) {
	if (run.attempt < 1) throw new Bug(`attempt ${run.attempt}: attempts count from 1`);
	return {
		MILLRACE_PIPELINE: run.pipeline,
		MILLRACE_RUN_ID: run.id,
		MILLRACE_DATE: run.date,
		MILLRACE_AT: run.at,
		MILLRACE_STEP: run.step,
		MILLRACE_ATTEMPT: String(run.attempt)
	};
}

// src/run/step-context.ts
const progressEveryMs = 250;
function stepContext(work) {
	const { state, node, folder, recorder } = work;
	const { request } = state;
	const { step } = node;
	const { plan, environment } = request;
	const outer = state.contexts(step.id);
	const own = resolveTemplates(step.env, outer);
	const contexts = {
		...outer,
		env: {
			...outer.env,
			...own
		}
	};
	const run = {
		...plan.run,
		pipeline: plan.pipeline,
		step: step.id,
		attempt: work.attempt
	};
	const told = tellers(work, recorder, request.ports.clock);
	return {
		pipeline: plan.pipeline,
		stepId: step.id,
		options: resolveOptions(step, contexts),
		workspace: request.workspace,
		get scratch() {
			return folder.scratch;
		},
		get datasetPath() {
			return folder.datasetPath;
		},
		get rejectsPath() {
			return folder.rejectsPath;
		},
		needs: state.datasets(step.id),
		checks: step.checks,
		env: {
			...baseEnvironment(environment.env, environment.secrets),
			...contexts.env,
			...runEnvironment(run)
		},
		get connections() {
			return resolveTemplates(request.graph.manifest.connections, outer);
		},
		bind: (expression) => sqlValue(evaluateExpression(expression, contexts)),
		placeOfSql: (sql, within) => placeOfSql({
			file: request.graph.manifest.file,
			step,
			workspace: request.workspace
		}, sql, within),
		run: {
			id: plan.run.id,
			date: plan.run.date
		},
		signal: work.signal,
		ports: request.ports,
		mask: recorder.mask,
		...told
	};
}
function tellers(work, recorder, clock) {
	const step = work.node.step.id;
	let toldAt = Number.NEGATIVE_INFINITY;
	return {
		log(text, stream) {
			if (work.isOver()) return;
			for (const line of recorder.mask(text).split(/\r\n|\n/)) for (const piece of piecesOf(line)) recorder.tell({
				type: "step-log",
				step,
				stream: stream ?? "millrace",
				line: piece
			});
		},
		progress(done) {
			const now = clock.now().getTime();
			if (work.isOver() || now - toldAt < progressEveryMs) return;
			toldAt = now;
			recorder.tell({
				type: "step-progress",
				step,
				...done
			});
		}
	};
}
function piecesOf(line) {
	if (line.length <= 16384) return [line];
	const count = Math.ceil(line.length / maxLineChars);
	return Array.from({ length: count }, (_, index) => line.slice(index * maxLineChars, (index + 1) * maxLineChars));
}
function sqlValue(value) {
	if (typeof value === "boolean") return value ? 1 : 0;
	return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

// src/run/run-step.ts
const graceMs = 1e4;
async function runStep(state, recorder, node, cancel) {
	const { step } = node;
	const { clock } = state.request.ports;
	for (let number = 1;; number += 1) {
		recorder.tell({
			type: "step-started",
			step: step.id,
			attempt: number
		});
		const folder = new AttemptFolder(state.request.folder, step.id, number);
		const result = await attemptStep(state, recorder, node, {
			cancel,
			number,
			folder
		});
		const kept = tried(() => keepRejects(state.request.folder, folder, recorder.mask));
		const rejected = kept.ended === "done" ? kept.value : {};
		tried(() => folder.remove());
		if (result.ended === "done") return {
			result: "success",
			attempts: number,
			...result.value,
			...rejected
		};
		const lost = {
			attempts: number,
			rows: null,
			outputs: {},
			...rejected
		};
		if (result.ended === "cancelled") return {
			result: "cancelled",
			reason: result.failure.message,
			...lost
		};
		const delayMs = retryDelayMs(step.retry, number, result.failure, () => clock.random());
		if (delayMs === null) return {
			...lost,
			...failed(step.continueOnError, result.failure)
		};
		recorder.tell({
			type: "step-retrying",
			step: step.id,
			attempt: number,
			failure: result.failure,
			delayMs
		});
		if (!await slept(state, delayMs, cancel)) return {
			result: "cancelled",
			reason: "the run was cancelled",
			...lost
		};
	}
}
function failed(tolerated, failure) {
	return {
		result: "failure",
		failure,
		...tolerated ? { tolerated } : {}
	};
}
async function attemptStep(state, recorder, node, options) {
	const { request } = state;
	let over = false;
	const result = await attempt(async (signal) => {
		const execute = await request.execute(node.step.kind);
		const work = {
			state,
			recorder,
			node,
			signal,
			attempt: options.number,
			folder: options.folder
		};
		const outcome = await execute(stepContext({
			...work,
			isOver: () => over
		}));
		if (over) return nothing;
		requireBalance(outcome);
		requireOpenPath(outcome, recorder);
		return publish(state, node, options.folder, outcome);
	}, {
		clock: request.ports.clock,
		timeoutMs: node.step.timeoutMs,
		graceMs: request.graceMs ?? graceMs,
		cancel: options.cancel
	});
	over = true;
	return result;
}
function requireOpenPath({ commit }, { mask }) {
	if (commit === void 0 || mask(commit.path) === commit.path) return;
	throw new Failure("step/commit-path", "the path of the file to commit shows a secret", { help: "Write the file under a name that anyone may read" });
}
const nothing = {
	rows: null,
	outputs: {}
};
async function publish({ request }, node, folder, outcome) {
	const step = node.step.id;
	const file = folder.publish("datasets");
	const { dataset, rows: counts, note, summary } = outcome;
	const kept = outcome.commit && {
		path: outcome.commit.path,
		file: await keepFile({
			workspace: request.workspace,
			folder: request.folder,
			step,
			path: outcome.commit.path
		})
	};
	return {
		rows: dataset?.rows ?? counts?.loaded ?? null,
		outputs: { ...outcome.outputs },
		...counts ? { counts: { ...counts } } : {},
		...dataset && file !== null ? { dataset: {
			name: dataset.name,
			file,
			columns: [...dataset.columns],
			rows: dataset.rows
		} } : {},
		...note === void 0 ? {} : { note },
		...summary === void 0 ? {} : { summary },
		...kept ? { commit: kept } : {}
	};
}
function keepRejects(runFolder, folder, mask) {
	const file = folder.publish("rejects");
	if (file === null) return {};
	const { name, columns, rows, samples } = readRejects(join(runFolder, file), mask);
	return rows === 0 ? {} : {
		rejects: {
			name,
			file,
			columns: [...columns],
			rows
		},
		rejectSamples: samples
	};
}
function slept(state, ms, cancel) {
	return state.request.ports.clock.sleep(ms, cancel).then(() => true, () => false);
}

// src/run/step-queue.ts
var StepQueue = class {
	#position;
	#waitsFor = /* @__PURE__ */ new Map();
	#dependents = /* @__PURE__ */ new Map();
	#unjudged = [];
	#ready = [];
	constructor(steps, needsOf) {
		this.#position = new Map(steps.map((id, index) => [id, index]));
		for (const id of steps) {
			const open = needsOf(id).filter((need) => this.#position.has(need));
			this.#waitsFor.set(id, open.length);
			for (const need of open) this.#dependents.set(need, [...this.#dependents.get(need) ?? [], id]);
			if (open.length === 0) this.#unjudged.push(id);
		}
	}
	get hasUnjudged() {
		return this.#unjudged.length > 0;
	}
	get isEmpty() {
		return this.#waitsFor.size === 0;
	}
	takeUnjudged() {
		return this.#unjudged.shift();
	}
	takeReady() {
		return this.#ready.shift();
	}
	makeReady(id) {
		this.#insert(this.#ready, id);
	}
	settle(id) {
		this.#waitsFor.delete(id);
		for (const dependent of this.#dependents.get(id) ?? []) {
			const left = (this.#waitsFor.get(dependent) ?? 0) - 1;
			this.#waitsFor.set(dependent, left);
			if (left === 0) this.#insert(this.#unjudged, dependent);
		}
	}
	judgeAgain() {
		for (const id of this.#ready) this.#insert(this.#unjudged, id);
		this.#ready = [];
	}
	#insert(list, id) {
		const place = this.#position.get(id) ?? 0;
		let low = 0;
		let high = list.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if ((this.#position.get(list[middle] ?? "") ?? 0) < place) low = middle + 1;
			else high = middle;
		}
		list.splice(low, 0, id);
	}
};

// src/run/run-steps.ts
async function runSteps(request, emit) {
	if (!(request.concurrency >= 1)) throw new Bug(`concurrency is ${request.concurrency}`);
	mkdirSync(join(request.folder, "logs"), { recursive: true });
	const { clock } = request.ports;
	const recorder = new Recorder({
		run: request.plan.run.id,
		folder: request.folder,
		clock,
		mask: secretMask(request),
		emit
	});
	const run = new StepRun(request, recorder);
	const startedAt = clock.now().getTime();
	run.tellStart();
	await run.toEnd();
	const steps = run.summaries();
	const result = runResultOf(Object.values(steps), request.signal.aborted);
	recorder.tell({
		type: "run-finished",
		result,
		durationMs: clock.now().getTime() - startedAt,
		steps
	});
	recorder.flush();
	tried(() => rmSync(join(request.folder, "scratch"), {
		recursive: true,
		force: true
	}));
	return result;
}
var StepRun = class {
	#request;
	#recorder;
	#state;
	#own;
	#queue;
	#running = /* @__PURE__ */ new Map();
	#done;
	#broken;
	constructor(request, recorder) {
		this.#request = request;
		this.#recorder = recorder;
		this.#state = new RunState(request);
		this.#own = ownSteps(request);
		const open = this.#own.filter((id) => !request.prior.has(id));
		this.#queue = new StepQueue(open, (id) => nodeOf(request.graph, id).needs);
	}
	async toEnd() {
		const { signal } = this.#request;
		const onCancel = () => this.#cancel();
		signal.addEventListener("abort", onCancel, { once: true });
		const ended = new Promise((resolve, reject) => {
			this.#done = resolve;
			this.#broken = reject;
		});
		this.#advance();
		await ended.finally(() => signal.removeEventListener("abort", onCancel));
	}
	tellStart() {
		const { graph, plan, job } = this.#request;
		const steps = this.#own.map((id) => {
			const { step, needs } = nodeOf(graph, id);
			return {
				id,
				kind: step.kind,
				needs: [...needs]
			};
		});
		this.#recorder.tell({
			type: "run-started",
			pipeline: plan.pipeline,
			name: plan.name,
			trigger: plan.run.trigger,
			date: plan.run.date,
			...job === void 0 ? {} : { job },
			steps
		});
	}
	summaries() {
		return Object.fromEntries(this.#own.map((id) => [id, this.#summary(id)]));
	}
	#summary(id) {
		const finished = this.#state.finished.get(id);
		if (!finished) throw new Bug(`step "${id}" never ended`);
		const { result, attempts, rows, durationMs, tolerated, reason } = finished;
		return {
			result,
			attempts,
			rows,
			durationMs,
			...tolerated === void 0 ? {} : { tolerated },
			...reason === void 0 ? {} : { reason },
			...this.#request.prior.has(id) ? { cached: true } : {}
		};
	}
	#advance() {
		const { signal, concurrency } = this.#request;
		while (this.#running.size < concurrency || this.#queue.hasUnjudged) {
			const id = this.#queue.takeUnjudged();
			if (id !== void 0) {
				const verdict = verdictOn(this.#state, id, signal.aborted);
				if (verdict.outcome === "run") this.#queue.makeReady(id);
				else if (verdict.outcome === "failure") this.#end(id, {
					...failed(verdict.tolerated, verdict.failure),
					...notRun
				}, 0);
				else this.#end(id, {
					result: verdict.outcome,
					reason: verdict.reason,
					...notRun
				}, 0);
				continue;
			}
			const ready = this.#queue.takeReady();
			if (ready === void 0) break;
			this.#start(ready);
		}
		if (this.#running.size === 0 && this.#queue.isEmpty) this.#done?.();
	}
	#start(id) {
		const { clock } = this.#request.ports;
		const cancel = new AbortController();
		const startedAt = clock.now().getTime();
		this.#running.set(id, cancel);
		runStep(this.#state, this.#recorder, nodeOf(this.#request.graph, id), cancel.signal).then((finish) => {
			this.#running.delete(id);
			this.#end(id, finish, clock.now().getTime() - startedAt);
			this.#advance();
		}).catch((error) => this.#broken?.(error));
	}
	#end(id, finish, durationMs) {
		const told = this.#recorder.tell({
			type: "step-finished",
			step: id,
			...finish,
			durationMs
		});
		const { dataset } = finish;
		this.#state.settle(id, dataset === void 0 ? told : {
			...told,
			dataset
		});
		this.#queue.settle(id);
	}
	#cancel() {
		for (const [id, cancel] of this.#running) if (verdictOn(this.#state, id, true).outcome !== "run") cancel.abort();
		this.#queue.judgeAgain();
		this.#advance();
	}
};
const notRun = {
	attempts: 0,
	rows: null,
	outputs: {}
};
function ownSteps({ graph, plan, job }) {
	if (job === void 0) return graph.order;
	const planned = plan.jobs.find((one) => one.id === job);
	if (!planned) throw new Bug(`the plan has no job "${job}"`);
	const own = new Set(planned.steps);
	return graph.order.filter((id) => own.has(id));
}

// src/steps/registry.ts
function untyped(executor) {
	return async (context) => {
		try {
			return await executor(context);
		} catch (error) {
			throw systemFailure(error);
		}
	};
}
const loaders = {
	extract: async () => checked(untyped((await import("./steps-extract-step.js")).extract)),
	transform: async () => checked(untyped((await import("./steps-transform-step.js")).transform)),
	load: async () => untyped((await import("./steps-load-step.js")).load),
	run: async () => checked(untyped((await import("./steps-run-step.js")).run))
};
async function loadExecutor(kind) {
	if (!isKind(kind)) throw new Bug(`there is no kind of step "${kind}"`);
	return loaders[kind]();
}
function isKind(kind) {
	return Object.hasOwn(loaders, kind);
}
function checked(executor) {
	return async (context) => {
		const outcome = await executor(context);
		if (outcome.dataset === void 0 || context.checks.length === 0) return outcome;
		const { checkDataset } = await import("./check-dataset.js");
		await checkDataset(outcome.dataset, context);
		return outcome;
	};
}

// src/app/environment.ts
function resolveEnvironment(names, lookup) {
	const secrets = valuesOf(names.secrets, lookup);
	const vars = valuesOf(names.vars, lookup);
	const missing = [...names.secrets.filter((name) => secrets[name] === void 0).map((name) => `secret ${name}`), ...names.vars.filter((name) => vars[name] === void 0).map((name) => `variable ${name}`)];
	if (missing.length === 0) return {
		secrets: present(secrets),
		vars: present(vars)
	};
	throw new Failure("environment/missing", `not set: ${missing.join(", ")}`, { help: "on a laptop set them as environment variables or in a git-ignored .env; on GitHub under Settings → Secrets and variables → Actions, and run `millrace workflow` if the manifest names a new one" });
}
function valuesOf(names, lookup) {
	return Object.fromEntries(names.map((name) => [name, lookup(name) || void 0]));
}
function present(values) {
	return Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== void 0));
}

// src/app/require-connections.ts
const later = /\$\{\{[^}]*\b(?:needs|env|github|matrix)\b/;
function requireConnections({ manifest }, plan, { steps, environment, databases }) {
	const used = new Set(manifest.steps.flatMap((step) => steps.has(step.id) ? factsOf(step).connection?.name ?? [] : []));
	const contexts = {
		...environment,
		inputs: plan.inputs,
		env: {},
		needs: {},
		run: plan.run,
		github: {},
		matrix: {}
	};
	for (const name of used) {
		const text = manifest.connections[name];
		if (text === void 0 || later.test(text)) continue;
		const fault = databases.faultOf(text.includes("${{") ? evaluateTemplate(text, contexts) : text);
		if (fault === void 0) continue;
		throw new Failure(fault.code, `connection "${name}": ${fault.message}`, fault.help === void 0 ? {} : { help: fault.help });
	}
}

// src/app/run.ts
async function runPipeline(request, emit) {
	const { graph, plan, job, prior, ports, lookup, env, github, workspace, store, concurrency, signal, graceMs } = request;
	const { secrets, vars } = resolveEnvironment(namesUsed(graph.manifest), lookup);
	const steps = new Set(plan.steps.filter((step) => job === void 0 || step.job === job).map(({ id }) => id));
	requireConnections(graph, plan, {
		steps,
		environment: {
			secrets,
			vars
		},
		databases: ports.databases
	});
	await store.write("plan.json", `${JSON.stringify(plan)}\n`);
	return runSteps({
		graph,
		plan,
		...job === void 0 ? {} : { job },
		prior: prior ?? /* @__PURE__ */ new Map(),
		execute: loadExecutor,
		ports,
		environment: {
			secrets,
			vars,
			env,
			github
		},
		workspace,
		folder: store.folder,
		concurrency,
		signal,
		...graceMs === void 0 ? {} : { graceMs }
	}, emit);
}

export { progressText as a, valuesOf$1 as c, finishedLine as i, groupedLog as n, createPorts as o, failureLines as r, createMask as s, runPipeline as t };