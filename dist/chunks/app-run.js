import { i as __toESM } from "./rolldown-runtime.js";
import { At as partOfGraph, E as foldName, Ht as parseJson, I as counted$1, J as datasetStep, Kt as unreachable, Mt as manifestsOf, Nt as nodeOf, Pt as stepsOf, R as duration, Ut as Bug, Wt as Failure, Y as datasetsOf, c as namesUsed, et as evaluateExpression, ft as ownPools, gt as factsOf, m as isDatabaseUrl, o as isAmong, q as idIn, s as namesOfGraph, tt as evaluateTemplate, wt as openLegs, y as valueAt, z as number } from "./source-unclosed.js";
import { a as truncateMarkdown } from "./text-markdown.js";
import { S as string, _ as literal, b as record, y as object } from "./vendor/zod.js";
import { C as runContext, S as urlPassword, a as runEnvironment, b as createMask, c as settleMapping, f as entryFiles, h as scriptFiles, i as baseEnvironment, l as settleStep, m as moduleFiles, n as decide, o as resolveOptions, p as isCode, r as whatChanged, s as resolveTemplates, t as stepKey, u as inputsOfUse, v as hashOf, w as evaluateMatrix } from "./run-cached-step-key.js";
import { i as unselectedSteps, n as requireEarlier, r as unselectedEnd } from "./run-unselected-step.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as readRows } from "./dataset-read-rows.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as factsOfCode } from "./diagnostic-network-fault.js";
import { t as childEntry } from "./steps-child-entry.js";
import { c as runEvent, n as lineageOf, o as runResultOf, r as seenResult, s as isBalanced, t as isSameLineage } from "./run-condition.js";
import { t as hashFile } from "./cache-hash-file.js";
import { a as widerColumn, i as legColumn, n as joinLegFiles, o as legOf, t as LegTally } from "./run-leg-tally.js";
import { a as noLegs, i as legLabel, n as emptyList, r as endOfLegs, t as allowedFailures } from "./run-leg-result.js";
import { n as tried, t as attempt } from "./run-attempt.js";
import { i as usesFailedCode, n as needUnknown, t as conditionOf } from "./run-verdict.js";
import { t as showsSecret } from "./run-shows-secret.js";
import { n as systemFailure } from "./steps-file-failure.js";
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { accessSync, appendFileSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, rmdirSync, statSync } from "node:fs";
import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import { normalize } from "node:path/posix";
import { setTimeout } from "node:timers/promises";
import { Readable, pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { hash } from "node:crypto";
import { runInNewContext } from "node:vm";

// src/adapters/clock/clock.ts
const longestMs$1 = 2 ** 31 - 1;
const systemClock = {
	now: () => /* @__PURE__ */ new Date(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		try {
			for (let left = ms; left > 0 || left === ms; left -= longestMs$1) await setTimeout(Math.min(left, longestMs$1), void 0, signal ? { signal } : {});
		} catch (error) {
			throw signal?.aborted ? signal.reason : error;
		}
	}
};

// src/adapters/database/databases.ts
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
		faultOf: (url) => isDatabaseUrl(url) ? void 0 : unknownScheme(url)
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
	return [...[parsed.username, parsed.password].map(unescaped), ...parsed.searchParams.values()].filter((secret) => secret.length >= 4);
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
		authorization: { authorization: `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString("base64")}` }
	};
}
function unescaped(text) {
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
const brokenServer = /* @__PURE__ */ new Set([
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
		facts: {
			httpStatus: answer.status,
			...brokenServer.has(answer.status) ? { infrastructure: true } : {}
		},
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
	return new Failure("http/connection", `GET ${safeAddress(url)} failed: ${explain(code)}`, {
		retryable: !mistakes.has(code),
		facts: factsOfCode(code)
	});
}
const mistakes = /* @__PURE__ */ new Set(["ERR_INVALID_URL", "UND_ERR_INVALID_ARG"]);
function bodyFailure(url, error, bytes) {
	const code = systemCode(error);
	return new Failure("http/truncated", `the answer of GET ${safeAddress(url)} broke off after ${number(bytes)} bytes: ${explain(code)}`, {
		retryable: true,
		facts: factsOfCode(code)
	});
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
const script$1 = `
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
	const child = spawn("sh", ["-c", script$1], {
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
		...isShortOf(cause) ? {
			retryable: true,
			facts: { infrastructure: true }
		} : {},
		help: `Check that "${command.file}" is installed and that the working directory exists`
	});
}
function isShortOf(cause) {
	return cause instanceof Error && "code" in cause && [
		"EAGAIN",
		"ENOMEM",
		"EMFILE",
		"ENFILE"
	].includes(String(cause.code));
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
const names = [
	void 0,
	"SQLITE_ERROR",
	"SQLITE_INTERNAL",
	"SQLITE_PERM",
	"SQLITE_ABORT",
	"SQLITE_BUSY",
	"SQLITE_LOCKED",
	"SQLITE_NOMEM",
	"SQLITE_READONLY",
	"SQLITE_INTERRUPT",
	"SQLITE_IOERR",
	"SQLITE_CORRUPT",
	"SQLITE_NOTFOUND",
	"SQLITE_FULL",
	"SQLITE_CANTOPEN",
	"SQLITE_PROTOCOL",
	"SQLITE_EMPTY",
	"SQLITE_SCHEMA",
	"SQLITE_TOOBIG",
	"SQLITE_CONSTRAINT",
	"SQLITE_MISMATCH",
	"SQLITE_MISUSE",
	"SQLITE_NOLFS",
	"SQLITE_AUTH",
	"SQLITE_FORMAT",
	"SQLITE_RANGE",
	"SQLITE_NOTADB"
];
function sqliteFailure(problem) {
	if (problem.refused !== void 0) return new Failure("sql/refused", `the SQL may only read: ${problem.refused} is not allowed`);
	const primary = (problem.errcode ?? 0) & 255;
	const { code, retryable, help } = meanings[primary] ?? { code: "sql/error" };
	const sqlState = names[primary];
	return new Failure(code, problem.message, {
		retryable: retryable ?? false,
		...sqlState === void 0 ? {} : { facts: { sqlState } },
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
		return new Failure("database/process", `the SQLite process ended (${how})${said === "" ? "" : `: ${said}`}`, {
			retryable: true,
			facts: { infrastructure: true }
		});
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

// src/run/step-definitions.ts
const definitionsFile = "definitions.json";
const stored = object({
	schema: literal(1),
	steps: record(string(), string())
});
async function definitionsOf(graph, workspace) {
	const hashes = /* @__PURE__ */ new Map();
	return definitionsIn(graph, workspace, (path) => {
		const known = hashes.get(path) ?? hashFile(path);
		hashes.set(path, known);
		return known;
	});
}
async function definitionsIn(graph, workspace, contentOf) {
	const definitions = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const code = [];
		for (const file of codeOf(node, workspace)) code.push(await contentOf(file));
		const inner = node.inner && await definitionsIn(node.inner, workspace, contentOf);
		const used = node.inner?.manifest ?? node.ends?.manifest;
		definitions.set(id, hashOf([
			written(node),
			code,
			used === void 0 ? null : head(used),
			[...inner ?? []]
		]));
	}
	return definitions;
}
function head({ inputs, outputs, datasets }) {
	return [
		inputs,
		outputs,
		datasets
	];
}
function encodeDefinitions(definitions) {
	return `${JSON.stringify({
		schema: 1,
		steps: Object.fromEntries(definitions)
	})}\n`;
}
function decodeDefinitions(text) {
	const decoded = stored.safeParse(parseJson(text ?? ""));
	return new Map(decoded.success ? Object.entries(decoded.data.steps) : []);
}
function written({ step, needs, scope }) {
	const { kind, options, env, checks, if: condition, with: given, strategy, teardown, late } = step;
	const { connection } = factsOf(step);
	return [
		kind,
		options,
		env,
		checks,
		condition ?? null,
		given,
		strategy?.matrix ?? null,
		late?.values ?? null,
		teardown ?? null,
		needs,
		scope.manifest.env,
		connection === void 0 ? null : scope.manifest.connections[connection.name] ?? null
	];
}
function codeOf({ step: { options } }, workspace) {
	if ("module" in options) return moduleFiles(resolve(workspace, options.module), workspace);
	if (!("script" in options)) return [];
	const folder = resolve(workspace, options.workingDirectory ?? ".");
	return scriptFiles(options, folder, workspace).filter(isCode);
}

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
		case "step-finished":
		case "leg-finished":
		case "part-finished": return {
			...event,
			outputs: maskedRecord(event.outputs, mask),
			..."values" in event && event.values ? { values: maskedValues(event.values, text) } : {},
			...event.failedLegs ? { failedLegs: event.failedLegs.map(({ leg, values }) => ({
				leg,
				values: maskedValues(values, text)
			})) } : {},
			...event.datasets ? { datasets: mapValues(event.datasets, (dataset) => maskedDataset(dataset, mask)) } : {},
			...event.dataset ? { dataset: maskedDataset(event.dataset, mask) } : {},
			...event.rejects ? { rejects: maskedDataset(event.rejects, mask) } : {},
			...event.commit ? { commit: {
				...event.commit,
				path: mask(event.commit.path)
			} } : {},
			...event.failure ? { failure: maskedFailure(event.failure, text) } : {},
			...event.reason === void 0 ? {} : { reason: text(event.reason) },
			...event.cache ? { cache: {
				...event.cache,
				reason: text(event.cache.reason)
			} } : {},
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
function maskedValues(values, text) {
	return mapValues(values, (value) => maskedData(value, text));
}
function maskedData(value, text) {
	if (typeof value === "string") return text(value);
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map((item) => maskedData(item, text));
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), maskedData(item, text)]));
}
function maskedRecord(record, mask) {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [mask(name), mask(value)]));
}
function cut(text) {
	if (text.length <= 16384) return text;
	return `${text.slice(0, maxLineChars).toWellFormed()}… [cut: ${text.length} characters in all]`;
}

// src/run/legs-done.ts
const none = {
	datasets: [],
	rejects: false
};
const counted = [
	"read",
	"loaded",
	"rejected",
	"filtered",
	"deduplicated",
	"unchanged"
];
const width = 1 + counted.length;
const mostSamples = 5;
var LegsDone = class {
	definition;
	#keys = /* @__PURE__ */ new Uint32Array(64);
	#numbers = new Float64Array(64 * width);
	#made = /* @__PURE__ */ new Uint32Array(64);
	#kinds = [none];
	#outputs = /* @__PURE__ */ new Map();
	#samples = /* @__PURE__ */ new Map();
	constructor(definition) {
		this.definition = definition;
	}
	get byteLength() {
		return this.#keys.byteLength + this.#numbers.byteLength + this.#made.byteLength;
	}
	has(leg, key) {
		return this.#keys[leg] === numberOf(key);
	}
	end(leg) {
		const [rows, ...counts] = this.#numbers.subarray(leg * width, (leg + 1) * width);
		const samples = this.#samples.get(leg);
		const [read = 0, loaded = 0, rejected = 0, filtered = 0, deduplicated = 0, unchanged = 0] = counts;
		return {
			result: "success",
			attempts: 1,
			rows: rows === void 0 || Number.isNaN(rows) ? null : rows,
			outputs: this.#outputs.get(leg) ?? {},
			...Number.isNaN(read) ? {} : { counts: {
				read,
				loaded,
				rejected,
				filtered,
				deduplicated,
				unchanged
			} },
			...samples === void 0 ? {} : { rejectSamples: samples }
		};
	}
	made(leg) {
		return this.#kinds[this.#made[leg] ?? 0] ?? none;
	}
	take(event) {
		const { leg, key, result, rows, counts, outputs, rejectSamples } = event;
		const number = Number(leg);
		this.#grow(number);
		this.#keys[number] = result === "success" && key !== void 0 ? numberOf(key) : 0;
		this.#numbers.set([rows ?? NaN, ...counted.map((name) => counts?.[name] ?? NaN)], number * width);
		this.#made[number] = this.#kindOf(event);
		if (number < 256) this.#outputs.set(number, outputs);
		this.#samples.delete(number);
		if (rejectSamples !== void 0 && this.#samples.size < mostSamples) this.#samples.set(number, rejectSamples);
	}
	#kindOf({ dataset, datasets = {}, rejects }) {
		const names = [...dataset === void 0 ? [] : [""], ...Object.keys(datasets)];
		const hasRejects = rejects !== void 0;
		const known = this.#kinds.findIndex((kind) => kind.rejects === hasRejects && isDeepStrictEqual(kind.datasets, names));
		return known >= 0 ? known : this.#kinds.push({
			datasets: names,
			rejects: hasRejects
		}) - 1;
	}
	#grow(leg) {
		if (leg < this.#keys.length) return;
		const [keys, numbers, made] = [
			this.#keys,
			this.#numbers,
			this.#made
		];
		this.#keys = new Uint32Array(2 * leg);
		this.#numbers = new Float64Array(2 * leg * width);
		this.#made = new Uint32Array(2 * leg);
		this.#keys.set(keys);
		this.#numbers.set(numbers);
		this.#made.set(made);
	}
};
function legsDone(graph, events) {
	const after = mappedAfter(graph);
	const steps = /* @__PURE__ */ new Map();
	for (const event of events) if (event.type === "step-started" && event.leg === void 0) {
		forget(steps, after.get(event.step));
		const known = steps.get(event.step);
		if (event.legs !== void 0 && (known === void 0 || known.definition !== event.definition)) steps.set(event.step, new LegsDone(event.definition));
	} else if (event.type === "step-finished") forget(steps, after.get(event.step));
	else if (event.type === "leg-finished" && event.values !== void 0 && !event.leg.includes("/")) steps.get(event.step)?.take(event);
	return steps;
}
function mappedAfter(graph) {
	const after = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { step, needs } = nodeOf(graph, id);
		if (step.strategy === void 0) continue;
		for (const need of needs) {
			const known = after.get(need);
			if (known === void 0) after.set(need, [id]);
			else known.push(id);
		}
	}
	return after;
}
function forget(steps, ids = []) {
	for (const id of ids) steps.delete(id);
}
function keyOfLeg(values, mask) {
	return hash("sha1", JSON.stringify(maskedValues(values, mask))).slice(0, 8);
}
function numberOf(key) {
	return (Number.parseInt(key, 16) | 1) >>> 0;
}

// src/run/cached/step-cache.ts
var StepCache = class {
	store;
	#hashes = /* @__PURE__ */ new Map();
	constructor(store) {
		this.store = store;
	}
	contentOf(path) {
		const known = this.#hashes.get(path);
		if (known !== void 0) return known;
		const hash = hashFile(path);
		this.#hashes.set(path, hash);
		return hash;
	}
	forget(path) {
		this.#hashes.delete(path);
	}
	know(path, hash) {
		this.#hashes.set(path, Promise.resolve(hash));
	}
};

// src/run/judge-step.ts
function verdictOn(state, id, cancelled) {
	const { scope } = nodeOf(state.request.graph, id);
	const gate = gateOf(state, scope, cancelled);
	return gate.open ? conditionOf(state, id, cancelled) : closedBy(scope, gate);
}
function gateOf(state, scope, cancelled) {
	const { graph, plan } = state.request;
	if (!graph.nodes.has(scope.id)) return {
		open: true,
		inputs: plan.inputs
	};
	const known = state.gates.get(scope.id);
	if (known !== void 0) return known;
	const gate = judge(state, scope, cancelled);
	state.gates.set(scope.id, gate);
	return gate;
}
function judge(state, scope, cancelled) {
	const { step, scope: around } = nodeOf(state.request.graph, scope.id);
	const outer = gateOf(state, around, cancelled);
	if (!outer.open) return {
		open: false,
		...closedBy(around, outer)
	};
	if (!hasBegun(state, scope)) {
		const verdict = conditionOf(state, scope.id, cancelled);
		if (verdict.outcome !== "run") return {
			open: false,
			...verdict
		};
	}
	const inputs = tried(() => inputsOfUse(step, scope.manifest, state.contexts(scope.id)));
	if (inputs.ended === "done") return {
		open: true,
		inputs: inputs.value
	};
	return {
		open: false,
		outcome: "failure",
		failure: inputs.failure,
		tolerated: step.continueOnError
	};
}
function hasBegun({ finished }, scope) {
	return scope.manifest.steps.some(({ id }) => {
		const inside = finished.get(idIn(scope, id));
		return inside !== void 0 && (inside.attempts > 0 || inside.cached === true);
	});
}
function closedBy({ id }, gate) {
	if (gate.outcome === "cancelled") return {
		outcome: "cancelled",
		reason: gate.reason
	};
	return {
		outcome: "skipped",
		reason: `"${id}" ${gate.outcome === "failure" ? "could not begin" : `was skipped: ${gate.reason}`}`
	};
}

// src/run/attempt-folder.ts
var AttemptFolder = class {
	#runFolder;
	#step;
	#leg;
	#path;
	#made = /* @__PURE__ */ new Set();
	constructor(runFolder, step, attempt, leg) {
		this.#runFolder = runFolder;
		this.#step = step;
		this.#leg = leg;
		const name = leg === void 0 ? `${step}-${attempt}` : `${step}.leg-${leg.replaceAll("/", ".")}-${attempt}`;
		this.#path = join(runFolder, "scratch", name);
	}
	get scratch() {
		return this.#make("scratch");
	}
	get datasetPath() {
		return join(this.#make("out"), "dataset.sqlite");
	}
	get rejectsPath() {
		return join(this.#make("out"), "rejects.sqlite");
	}
	publish(what) {
		if (!this.#made.has("out")) return null;
		const from = what === "datasets" ? this.datasetPath : this.rejectsPath;
		if (!existsSync(from)) return null;
		const file = this.#leg === void 0 ? `${what}/${this.#step}.sqlite` : legFile(this.#step, this.#leg, what);
		renameInto(from, join(this.#runFolder, file));
		return file;
	}
	remove() {
		if (this.#made.size > 0) rmSync(this.#path, {
			recursive: true,
			force: true,
			maxRetries: 2
		});
		this.#made.clear();
	}
	#make(part) {
		const path = join(this.#path, part);
		if (!this.#made.has(part)) mkdirSync(path, { recursive: true });
		this.#made.add(part);
		return path;
	}
};
function renameInto(from, to) {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
		mkdirSync(dirname(to), { recursive: true });
		renameSync(from, to);
	}
}
function legFile(step, leg, what = "datasets") {
	return `legs/${step}/${leg}${what === "rejects" ? ".rejects" : ""}.sqlite`;
}
async function keepFile(options) {
	const from = resolve(options.workspace, options.path);
	const inside = relative(options.workspace, from);
	if (inside === "" || inside.startsWith("..") || isAbsolute(inside)) throw new Failure("step/commit-path", `"${options.path}" is not a file of the repository`);
	const leg = options.leg === void 0 ? "" : `${options.leg}/`;
	const file = `files/${options.step}/${leg}${basename(from)}`;
	const to = join(options.folder, file);
	await mkdir(dirname(to), { recursive: true });
	await copyFile(from, `${to}.part`);
	await rename(`${to}.part`, to);
	return file;
}

// src/run/log-tail.ts
const mostLines = 100;
var LogTail = class {
	#lines = [];
	add(line) {
		if (this.#lines.push(line) > 200) this.#lines.splice(0, mostLines);
	}
	get lines() {
		return this.#lines.slice(-100);
	}
};

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

// src/run/search.ts
const longestMs = 200;
function search(patterns, text) {
	const searched = text.slice(-262144);
	const tooSlow = [];
	for (const pattern of patterns) {
		const answer = tried(() => runInNewContext(script, {
			pattern,
			text: searched
		}, { timeout: longestMs }));
		if (answer.ended !== "done") tooSlow.push(pattern);
		else if (answer.value === true) return {
			found: true,
			tooSlow
		};
	}
	return {
		found: false,
		tooSlow
	};
}
const script = "new RegExp(pattern, \"m\").test(text)";

// src/run/fits-retry.ts
function fitOf(on, { failure, log }) {
	if (on === void 0) return failure.retryable ? fits : misfit("another attempt would bring the same");
	if (fitsFacts(on, failure)) return fits;
	if (on.messages.length === 0) return misfit("nothing in retry.on fits it");
	const { found, tooSlow } = search(on.messages, [
		failure.message,
		...failure.causes,
		...log
	].join("\n"));
	if (found) return fits;
	return misfit(`nothing in retry.on fits it${tooSlow.map((pattern) => `; the pattern ${pattern} took too long`).join("")}`);
}
const fits = { fits: true };
function misfit(why) {
	return {
		fits: false,
		why
	};
}
function fitsFacts(on, { code, facts = {} }) {
	const { exitCode, httpStatus, sqlState } = facts;
	return on.timeout && code === "step/timeout" || exitCode !== void 0 && on.exitCodes.includes(exitCode) || httpStatus !== void 0 && on.httpStatuses.some((wanted) => isStatus(httpStatus, wanted)) || sqlState !== void 0 && on.sqlStates.some((wanted) => isState(sqlState, wanted));
}
function isStatus(status, wanted) {
	return wanted.endsWith("xx") ? Math.floor(status / 100) === Number(wanted[0]) : String(status) === wanted;
}
function isState(state, wanted) {
	const [has, asked] = [state.toUpperCase(), wanted.toUpperCase()];
	return asked.endsWith("*") ? has.startsWith(asked.slice(0, -1)) : has === asked;
}

// src/run/retry-delay.ts
function nextAttempt(retry, tries, failed, random) {
	const { failure } = failed;
	const budget = budgetOf(retry, tries, failed);
	if (typeof budget !== "string") return budget;
	const asked = failure.retryAfterMs ?? 0;
	if (asked > retry.maxDelayMs) {
		const most = duration(retry.maxDelayMs);
		return over(`the server asks for ${duration(asked)} of pause, which is more than max-delay (${most})`);
	}
	const delayMs = Math.max(asked, pauseMs(retry, tries.attempts, random));
	if (retry.maxTimeMs !== void 0 && tries.elapsedMs + delayMs > retry.maxTimeMs) return over(`another attempt would begin after max-time (${duration(retry.maxTimeMs)})`);
	return {
		again: true,
		delayMs,
		budget
	};
}
function budgetOf(retry, { attempts, infrastructure }, failed) {
	if (failed.failure.facts?.infrastructure === true && infrastructure < retry.infrastructure) return "infrastructure";
	const fit = fitOf(retry.on, failed);
	if (fit.fits && attempts - infrastructure < retry.maxAttempts) return "own";
	if (fit.fits || infrastructure > 0) return over(`that was the last of ${counted$1(attempts, "attempt")}`);
	return over(fit.why);
}
const mostDoublings = 40;
function pauseMs({ backoff, delayMs, maxDelayMs }, attempts, random) {
	if (backoff === "constant") return Math.min(maxDelayMs, delayMs);
	return Math.round(random() * Math.min(maxDelayMs, delayMs * 2 ** Math.min(attempts - 1, mostDoublings)));
}
function over(why) {
	return {
		again: false,
		why
	};
}

// src/run/settled-node.ts
function settledNode(state, node, settle, leg) {
	const { step } = node;
	if (step.late === void 0) return node;
	const known = state.contexts(step.id);
	const outer = leg?.values === void 0 ? known : {
		...known,
		matrix: leg.values
	};
	const contexts = {
		...outer,
		env: {
			...outer.env,
			...resolveTemplates(step.env, outer)
		}
	};
	return {
		...node,
		step: settle(step, contexts)
	};
}

// src/run/place-of-sql.ts
async function placeOfSql({ file, step, workspace }, sql, within) {
	const [{ locate }, { parseSource, plainSource }] = await Promise.all([import("./locate.js"), import("./source.js")]);
	const sqlFile = fileOf$2(step, sql);
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
function fileOf$2({ options }, sql) {
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

// src/run/step-context.ts
const progressEveryMs = 250;
function stepContext(work) {
	const { state, node, folder, recorder } = work;
	const { request } = state;
	const { step } = node;
	const { plan, environment } = request;
	requireEarlier(request, node, state.finished);
	const outer = contextsOf(work);
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
		attempt: work.attempt,
		leg: work.leg
	};
	const told = tellers(work, recorder, request.ports.clock);
	return {
		pipeline: plan.pipeline,
		stepId: step.id,
		...work.leg === void 0 ? {} : { leg: work.leg },
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
			...inheritedFrom(environment),
			...contexts.env,
			...runEnvironment(run)
		},
		get connections() {
			return resolveTemplates(node.scope.manifest.connections, outer);
		},
		bind: (expression) => sqlValue(evaluateExpression(expression, contexts)),
		placeOfSql: (sql, within) => placeOfSql({
			file: node.scope.manifest.file,
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
const inherited = /* @__PURE__ */ new WeakMap();
function inheritedFrom(environment) {
	const known = inherited.get(environment) ?? baseEnvironment(environment.env, environment.secrets);
	inherited.set(environment, known);
	return known;
}
function contextsOf({ state, node, leg }) {
	const contexts = state.contexts(node.step.id);
	return leg?.values === void 0 ? contexts : {
		...contexts,
		matrix: leg.values
	};
}
function tellers(work, recorder, clock) {
	const step = work.node.step.id;
	let toldAt = Number.NEGATIVE_INFINITY;
	return {
		log(text, stream) {
			if (work.isOver()) return;
			for (const line of recorder.mask(text).split(/\r\n|\n/)) {
				work.tail.add(line);
				for (const piece of piecesOf(line)) recorder.tell({
					type: "step-log",
					step,
					stream: stream ?? "millrace",
					line: piece
				});
			}
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
async function runStep(state, recorder, written, cancel, leg = state.leg) {
	const settled = tried(() => settledNode(state, written, settleStep, leg));
	if (settled.ended !== "done") return {
		...failed(written.step.continueOnError, settled.failure),
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const node = settled.value;
	const { step } = node;
	const { clock } = state.request.ports;
	const startedAt = clock.now().getTime();
	let infrastructure = 0;
	for (let number = 1;; number += 1) {
		const tail = new LogTail();
		recorder.tell({
			type: "step-started",
			step: step.id,
			attempt: number
		});
		const folder = new AttemptFolder(state.request.folder, step.id, number, leg?.path);
		const result = await attemptStep(state, recorder, node, {
			cancel,
			number,
			folder,
			tail,
			leg
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
		const { failure } = result;
		const tries = {
			attempts: number,
			infrastructure,
			elapsedMs: clock.now().getTime() - startedAt
		};
		const next = nextAttempt(step.retry, tries, {
			failure,
			log: tail.lines
		}, () => clock.random());
		if (!next.again) return {
			...lost,
			...failed(step.continueOnError, failure),
			...whyNot(step, next.why, number)
		};
		recorder.tell(retrying(step.id, number, failure, next));
		if (next.budget === "infrastructure") infrastructure += 1;
		if (!await slept(state, next.delayMs, cancel)) return {
			result: "cancelled",
			reason: reasonOf(cancel),
			...lost
		};
	}
}
function retrying(step, number, failure, { delayMs, budget }) {
	return {
		type: "step-retrying",
		step,
		attempt: number,
		failure,
		delayMs,
		...budget === "infrastructure" ? { infrastructure: true } : {}
	};
}
function whyNot({ retry }, why, attempts) {
	return attempts > 1 || retry.maxAttempts > 1 || retry.on !== void 0 ? { note: why } : {};
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
		const { number, folder, tail, leg } = options;
		const outcome = await execute(stepContext({
			state,
			recorder,
			node,
			signal,
			attempt: number,
			folder,
			tail,
			leg,
			isOver: () => over
		}));
		if (over) return nothing;
		requireBalance(outcome);
		requireOpenPath(outcome, recorder);
		return publish(state, node, options, outcome);
	}, {
		clock: request.ports.clock,
		timeoutMs: node.step.timeoutMs,
		graceMs: request.graceMs ?? 1e4,
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
async function publish({ request }, node, { folder, leg }, outcome) {
	const step = node.step.id;
	const file = folder.publish("datasets");
	const { dataset, rows: counts, note, summary } = outcome;
	const kept = outcome.commit && {
		path: outcome.commit.path,
		file: await keepFile({
			workspace: request.workspace,
			folder: request.folder,
			step,
			leg: leg?.path,
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
function reasonOf({ reason }) {
	return reason instanceof Failure ? reason.message : "the run was cancelled";
}
function slept(state, ms, cancel) {
	return state.request.ports.clock.sleep(ms, cancel).then(() => true, () => false);
}

// src/run/end-of-use.ts
function endOfUse(state, { step, ends: scope }, cancelled) {
	const gate = gateOf(state, scope, cancelled);
	if (gate.open) {
		const end = endOfScope(state, scope);
		const tolerated = end.failure !== void 0 && step.continueOnError ? { tolerated: true } : {};
		return {
			finish: {
				...end,
				...tolerated
			},
			durationMs: durationOf(state, scope)
		};
	}
	return {
		finish: {
			...gate.outcome === "failure" ? failed(gate.tolerated, gate.failure) : {
				result: gate.outcome,
				reason: gate.reason
			},
			attempts: 0,
			rows: null,
			outputs: {}
		},
		durationMs: 0
	};
}
function endOfScope(state, scope) {
	const inside = scope.manifest.steps.map(({ id }) => idIn(scope, id));
	const ended = inside.flatMap((id) => state.finished.get(id) ?? []);
	const outputs = tried(() => outputsOf(state, scope));
	const base = {
		attempts: 1,
		rows: null,
		outputs: outputs.ended === "done" ? outputs.value : {}
	};
	const unknown = inside.find((id) => !state.finished.has(id));
	if (unknown !== void 0) return {
		...base,
		...failed(false, needUnknown(unknown))
	};
	const broken = ended.filter((one) => seenResult(one) === "failure");
	if (broken.length > 0) return {
		...base,
		...failed(false, insideFailed(broken, state.leg !== void 0))
	};
	const stopped = ended.find(({ result }) => result === "cancelled");
	if (stopped !== void 0) return {
		...base,
		result: "cancelled",
		reason: stopped.reason ?? `"${stopped.step}" was cancelled`
	};
	if (ended.every(({ result }) => result === "skipped")) return {
		...base,
		attempts: 0,
		result: "skipped",
		reason: "none of its steps ran"
	};
	return outputs.ended === "done" ? {
		...base,
		result: "success"
	} : {
		...base,
		...failed(false, outputs.failure)
	};
}
function outputsOf(state, scope) {
	const { outputs, steps } = scope.manifest;
	if (Object.keys(outputs).length === 0) return {};
	const seen = steps.map(({ id }) => [id, idIn(scope, id)]);
	return resolveTemplates(outputs, state.contextsIn(scope, seen));
}
function insideFailed(steps, inLeg) {
	const told = inLeg ? steps.find(({ failure }) => failure !== void 0) : void 0;
	const of = told === void 0 ? "" : steps.length > 1 ? `; "${told.step}": ` : ": ";
	const names = steps.slice(0, 5).map(({ step }) => `"${step}"`);
	const more = steps.length > names.length ? ` and ${steps.length - names.length} more` : "";
	return {
		code: usesFailedCode,
		message: `${names.join(", ")}${more} failed${of}${told?.failure?.message ?? ""}`,
		causes: told?.failure?.causes ?? [],
		retryable: false
	};
}
function durationOf(state, scope) {
	const times = timesOf(state, scope);
	return times.length === 0 ? 0 : Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([start]) => start));
}
function timesOf({ finished }, scope) {
	return scope.manifest.steps.flatMap(({ id }) => {
		const one = finished.get(idIn(scope, id));
		if (one === void 0 || one.attempts === 0) return [];
		const end = Date.parse(one.at);
		return [[end - one.durationMs, end]];
	});
}
function settleEnds(state, own) {
	const { graph, plan } = state.request;
	const told = new Set(own);
	for (const id of graph.order) {
		const { ends, ...node } = nodeOf(graph, id);
		if (ends === void 0 || told.has(id) || state.finished.has(id)) continue;
		if (!ends.manifest.steps.every((step) => state.finished.has(idIn(ends, step.id)))) continue;
		const { finish, durationMs } = endOfUse(state, {
			...node,
			ends
		}, state.request.signal.aborted);
		const common = {
			schema: 1,
			run: plan.run.id,
			at: plan.run.at,
			type: "step-finished",
			step: id
		};
		state.settle(id, {
			...common,
			...toleratedAround(graph, id, finish),
			durationMs
		});
	}
}
function toleratedAround(graph, id, finish) {
	if (finish.result !== "failure" || finish.tolerated === true || !isBorneAround(graph, id)) return finish;
	return {
		...finish,
		tolerated: true,
		toleratedAround: true
	};
}
function isBorneAround(graph, id) {
	for (let { scope } = nodeOf(graph, id); graph.nodes.has(scope.id); scope = nodeOf(graph, scope.id).scope) if (nodeOf(graph, scope.id).step.continueOnError) return true;
	return false;
}

// src/run/secret-mask.ts
function secretMask({ graph, environment }) {
	const connections = manifestsOf(graph).flatMap(({ connections: urls }) => Object.values(urls)).flatMap((url) => {
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

// src/run/part-files.ts
function partName(step, part) {
	return part === void 0 ? step : `${step}.p${part.index}`;
}

// src/run/event-files.ts
const maxLogChars = 33554432;
const tailLines = 40;
var EventFiles = class {
	#folder;
	#part;
	#events;
	#logs = /* @__PURE__ */ new Map();
	#flushing;
	constructor(folder, part) {
		this.#folder = folder;
		this.#part = part;
		this.#events = new AppendFile(join(folder, "events.jsonl"));
	}
	add(event) {
		if (event.type === "step-log") this.#keepLine(event);
		else this.#events.add(JSON.stringify(event));
		if (event.type === "step-started") this.#beginAttempt(event);
		if (event.type === "step-retrying") this.#endAttempt(event);
		if (event.type === "leg-finished") this.#endLeg(event);
		if (event.type === "step-finished" || event.type === "part-finished") this.#endLog(event);
		this.#flushing ??= setImmediate(() => this.flush());
	}
	flush() {
		if (this.#flushing) clearImmediate(this.#flushing);
		this.#flushing = void 0;
		this.#events.flush();
		for (const log of this.#logs.values()) log.file.flush();
	}
	#keepLine(event) {
		const log = this.#logOf(event.step);
		log.chars += event.line.length + 1;
		if (log.chars > maxLogChars) {
			const tail = log.tails.get(event.leg ?? "") ?? {
				left: 0,
				lines: []
			};
			log.tails.set(event.leg ?? "", tail);
			tail.left += 1;
			tail.lines.push(event);
			if (tail.lines.length > tailLines) tail.lines.shift();
			return;
		}
		this.#events.add(JSON.stringify(event));
		log.file.add(logLine(event, event.line));
	}
	#beginAttempt(event) {
		if (event.attempt > 1) this.#logOf(event.step).file.add(logLine(event, `attempt ${event.attempt}`));
	}
	#endAttempt(event) {
		const { attempt, failure, delayMs } = event;
		const log = this.#logOf(event.step);
		this.#writeTail(log, event.leg);
		const causes = failure.causes.map((cause) => `, because ${cause}`).join("");
		log.file.add(logLine(event, `attempt ${attempt} failed (${failure.code}): ${failure.message}${causes}`));
		log.file.add(logLine(event, `again in ${duration(delayMs)}`));
	}
	#endLeg(event) {
		const { leg, values, failure } = event;
		if (failure === void 0) {
			this.#logs.get(event.step)?.tails.delete(leg);
			return;
		}
		const log = this.#logOf(event.step);
		this.#writeTail(log, leg);
		const which = values === void 0 ? "" : ` (${legLabel({
			leg,
			values
		})})`;
		log.file.add(logLine(event, `failed${which} (${failure.code}): ${failure.message}`));
	}
	#endLog(event) {
		const log = event.failure === void 0 ? this.#logs.get(event.step) : this.#logOf(event.step);
		if (log === void 0) return;
		this.#writeTail(log, void 0);
		if (event.failure) log.file.add(logLine(event, `failed (${event.failure.code}): ${event.failure.message}`));
		log.file.flush();
		this.#logs.delete(event.step);
	}
	#writeTail(log, leg) {
		const tail = log.tails.get(leg ?? "");
		if (tail === void 0) return;
		log.tails.delete(leg ?? "");
		const [first] = tail.lines;
		const hidden = tail.left - tail.lines.length;
		if (hidden > 0 && first !== void 0) log.file.add(`[${hidden} lines left out: the log is longer than is kept]`);
		for (const line of tail.lines) {
			this.#events.add(JSON.stringify(line));
			log.file.add(logLine(line, line.line));
		}
	}
	#logOf(step) {
		const known = this.#logs.get(step);
		if (known) return known;
		const path = join(this.#folder, "logs", `${partName(step, this.#part)}.log`);
		if (step.includes("/")) mkdirSync(dirname(path), { recursive: true });
		const log = {
			file: new AppendFile(path),
			chars: 0,
			tails: /* @__PURE__ */ new Map()
		};
		this.#logs.set(step, log);
		return log;
	}
};
function logLine({ at, leg }, line) {
	return `${at.slice(11, 23)} ${leg === void 0 ? "" : `[${leg}] `}${line}`;
}

// src/run/recorder.ts
var Recorder = class Recorder {
	#options;
	#files;
	#leg;
	constructor(options, inLeg) {
		this.#options = options;
		this.#files = inLeg?.files ?? new EventFiles(options.folder, options.part);
		this.#leg = inLeg?.leg;
	}
	get mask() {
		return this.#options.mask;
	}
	forLeg(leg) {
		return new Recorder(this.#options, {
			files: this.#files,
			leg
		});
	}
	tell(body) {
		const { run, clock, mask, emit } = this.#options;
		const inLeg = this.#leg === void 0 ? body : ofLeg(body, this.#leg);
		const event = maskedEvent({
			schema: 1,
			run,
			at: clock.now().toISOString(),
			...inLeg
		}, mask);
		this.#files.add(event);
		emit(event);
		return body.type === "step-finished" && event.type === "leg-finished" ? asStep(event) : event;
	}
	flush() {
		this.#files.flush();
	}
};
function ofLeg(body, leg) {
	switch (body.type) {
		case "step-started":
		case "step-progress":
		case "step-log":
		case "step-retrying": return body.leg === void 0 ? {
			...body,
			leg
		} : body;
		case "step-finished": return {
			...body,
			type: "leg-finished",
			leg
		};
		default: return body;
	}
}
function asStep(event) {
	const { leg: _leg, values: _values, ...end } = event;
	return {
		...end,
		type: "step-finished"
	};
}

// src/run/room.ts
var Room = class {
	most;
	advance = () => {};
	broken = () => {};
	#atWork = 0;
	constructor(most) {
		this.most = most;
	}
	get isFull() {
		return this.#atWork >= this.most;
	}
	enter() {
		this.#atWork += 1;
	}
	leave() {
		this.#atWork -= 1;
	}
};

// src/run/places.ts
var Places = class {
	#limits;
	#taken = /* @__PURE__ */ new Map();
	#waiting = /* @__PURE__ */ new Set();
	constructor(limits = {}) {
		this.#limits = limits;
	}
	take(node) {
		const full = this.fullFor(node);
		if (full !== void 0) return { full };
		for (const { name } of ownPools(node)) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
		return {};
	}
	fullFor(node) {
		return ownPools(node).find(({ name, max }) => this.#room(name, max) <= 0)?.name;
	}
	give(node) {
		const pools = ownPools(node);
		for (const { name } of pools) this.#taken.set(name, (this.#taken.get(name) ?? 0) - 1);
		if (pools.length === 0) return;
		const waiting = this.#waiting;
		this.#waiting = /* @__PURE__ */ new Set();
		for (const told of waiting) told();
	}
	whenGiven(told) {
		this.#waiting.add(told);
	}
	#room(pool, max) {
		return Math.max(1, Math.min(max, this.#limits[pool] ?? max)) - (this.#taken.get(pool) ?? 0);
	}
};

// src/run/run-state.ts
const unknown = {
	succeeded: false,
	failed: true,
	cancelled: false
};
var RunState = class {
	request;
	finished = /* @__PURE__ */ new Map();
	places;
	unselected;
	#lineages = /* @__PURE__ */ new Map();
	gates = /* @__PURE__ */ new Map();
	#env = /* @__PURE__ */ new Map();
	leg;
	constructor(request, leg) {
		this.request = request;
		this.leg = leg;
		this.places = request.places ?? new Places(request.plan.jobs.find(({ id }) => id === request.job)?.limits);
		this.unselected = unselectedSteps(request.plan);
		for (const id of request.graph.order) {
			const prior = request.prior.get(id) ?? this.#leftOut(id);
			if (prior) this.settle(id, prior);
		}
	}
	#leftOut(id) {
		const { plan, job } = this.request;
		if (job === void 0 || !this.unselected.has(id)) return void 0;
		return {
			schema: 1,
			run: plan.run.id,
			at: plan.run.at,
			type: "step-finished",
			step: id,
			...unselectedEnd()
		};
	}
	settle(id, finished) {
		this.finished.set(id, finished);
		const changed = [id];
		for (const at of changed) {
			const ended = this.finished.get(at);
			if (ended === void 0) continue;
			const lineage = lineageOf(seenResult(ended), this.lineages(at));
			if (isSameLineage(this.#lineages.get(at), lineage)) continue;
			this.#lineages.set(at, lineage);
			for (const below of nodeOf(this.request.graph, at).dependents) changed.push(below);
		}
	}
	lineages(id) {
		const { seen } = nodeOf(this.request.graph, id);
		return [...seen.values()].map((need) => this.#lineages.get(need) ?? unknown);
	}
	contexts(id) {
		const { scope, seen } = nodeOf(this.request.graph, id);
		return this.contextsIn(scope, seen);
	}
	contextsIn(scope, seen) {
		const { plan, environment } = this.request;
		const gate = this.gates.get(scope.id);
		const base = {
			inputs: gate === void 0 ? plan.inputs : gate.open ? gate.inputs : {},
			env: {},
			vars: environment.vars,
			secrets: environment.secrets,
			needs: this.#needs(seen),
			run: runContext(plan),
			github: environment.github,
			matrix: {}
		};
		return {
			...base,
			env: this.#envOf(scope, base)
		};
	}
	#envOf({ id, manifest }, contexts) {
		const env = this.#env.get(id) ?? resolveTemplates(manifest.env, {
			...contexts,
			needs: {}
		});
		this.#env.set(id, env);
		return env;
	}
	datasets(id) {
		const datasets = {};
		for (const [name, maker] of nodeOf(this.request.graph, id).datasets) {
			const dataset = datasetNamed(name, this.finished.get(maker));
			if (!dataset) continue;
			const { file, name: table, columns, rows } = dataset;
			datasets[name] = {
				name,
				...table === name ? {} : { tableName: table },
				path: join(this.request.folder, file),
				columns: columns.map(plainColumn),
				rows
			};
		}
		return datasets;
	}
	#needs(seen) {
		return Object.fromEntries([...seen].map(([name, need]) => {
			const finished = this.finished.get(need);
			return [name, {
				result: finished ? seenResult(finished) : "failure",
				outputs: finished?.outputs ?? {},
				...legsOf(finished)
			}];
		}));
	}
};
function datasetNamed(name, finished) {
	const named = finished?.datasets;
	if (named === void 0) return finished?.dataset;
	const slash = name.lastIndexOf("/");
	return slash < 0 ? Object.values(named)[0] : named[name.slice(slash + 1)];
}
function legsOf(finished) {
	if (finished?.legs === void 0) return {};
	return {
		legs: finished.legs,
		failed: (finished.failedLegs ?? []).map(({ values }) => values)
	};
}
function plainColumn({ name, type, ...rest }) {
	const said = Object.entries(rest).filter(([, value]) => value !== void 0);
	return {
		name,
		type,
		...Object.fromEntries(said)
	};
}

// src/run/job-of.ts
function jobOf({ plan, job }) {
	return job === void 0 ? void 0 : plan.jobs.find(({ id }) => id === job);
}

// src/run/inner-leg.ts
function startInnerLeg({ state, recorder, node, room, openMachine }, leg, signal, ended) {
	const { inner, step } = node;
	if (inner === void 0) throw new Bug(`step "${step.id}" uses no pipeline`);
	const { request } = state;
	const contexts = {
		...state.contexts(step.id),
		matrix: leg.values ?? {}
	};
	const inputs = inputsOfUse(step, inner.manifest, contexts);
	const { job: _, ...rest } = request;
	const own = {
		...rest,
		graph: inner,
		plan: {
			...request.plan,
			inputs
		},
		prior: /* @__PURE__ */ new Map(),
		places: state.places,
		signal
	};
	const inside = new RunState(own, {
		path: leg.path,
		key: leg.key
	});
	return openMachine(inside, recorder.forLeg(leg.path), {
		room,
		ended() {
			const end = endOfScope(inside, {
				id: step.id,
				manifest: inner.manifest
			});
			const tolerated = end.result === "failure" && step.continueOnError ? { tolerated: true } : {};
			const datasets = end.result === "success" ? keepDatasets(inside, inner, {
				step: step.id,
				leg: leg.path
			}) : {};
			removeInside(inside, inner, leg.path);
			const outputs = end.result === "success" ? end.outputs : {};
			ended({
				...end,
				outputs,
				...tolerated,
				...datasets
			});
		}
	});
}
function namedLegFile(step, leg, name) {
	return `legs/${step}/${leg}.${name}.sqlite`;
}
function keepDatasets(inside, graph, at) {
	const { folder } = inside.request;
	const kept = {};
	for (const [name, made] of Object.entries(graph.manifest.datasets)) {
		const record = madeAs(inside, graph, `${at.step}/${datasetStep(made)}`, made);
		if (record === void 0) continue;
		const file = namedLegFile(at.step, at.leg, name);
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		renameSync(join(folder, record.file), join(folder, file));
		kept[name] = {
			...record,
			file
		};
	}
	const [only, ...others] = Object.values(kept);
	if (only === void 0) return { rows: null };
	return {
		datasets: kept,
		rows: others.length === 0 ? only.rows : null
	};
}
function madeAs(inside, graph, id, made) {
	const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made);
	return maker === void 0 ? void 0 : datasetNamed(made, inside.finished.get(maker));
}
function removeInside({ request }, graph, leg) {
	for (const id of graph.order) {
		const at = join(request.folder, "legs", id, leg);
		for (const ending of ["", ".sqlite"]) rmSync(`${at}${ending}`, {
			recursive: true,
			force: true
		});
		request.cache?.forget(`${at}.sqlite`);
	}
}

// src/run/leg-columns.ts
function legColumns(legs) {
	const types = /* @__PURE__ */ new Map();
	for (let index = 0; index < legs.count; index += 1) for (const [name, value] of Object.entries(legs.at(index))) types.set(name, value === null ? types.get(name) : together(types.get(name), typeOf(value)));
	return [...types].map(([name, type]) => ({
		name,
		type: type ?? "text"
	}));
}
function typeOf(value) {
	if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "real";
	if (typeof value === "boolean") return "boolean";
	return typeof value === "string" ? "text" : "json";
}
function together(one, other) {
	if (one === void 0 || one === other) return other;
	if (one === "json" || other === "json") return "json";
	return [one, other].every((type) => type === "integer" || type === "real") ? "real" : "text";
}
function leadColumns(values, rows) {
	const from = values.flatMap((value, index) => {
		const same = rows.find(({ name }) => foldName(name) === foldName(value.name));
		if (same === void 0) return [index];
		if (widerColumn(same, value) !== void 0) return [];
		throw new Failure("legs/values", `the rows have a column "${same.name}" of type ${same.type}, and the legs a value of that name which is ${value.type}`, { help: "Rename one of them: the values of a leg stand as columns before its rows" });
	});
	return {
		columns: from.flatMap((index) => values[index] ?? []),
		from
	};
}
function leadValues(columns, values) {
	return columns.map(({ name, type }) => {
		const value = Object.hasOwn(values, name) ? values[name] ?? null : null;
		if (type !== "text" || value === null || typeof value === "string") return value;
		return typeof value === "object" ? JSON.stringify(value) : String(value);
	});
}

// src/run/join-legs.ts
const rejectLead = {
	name: "leg",
	type: "integer"
};
async function joinLegs(work, legs, options) {
	const { node } = work;
	const { made, signal } = options;
	const names = node.inner === void 0 ? [void 0] : Object.keys(node.inner.manifest.datasets);
	const datasets = {};
	let only;
	const columns = made.datasets ? legs.columns() : [];
	for (const name of made.datasets ? names : []) {
		const joined = await joinDataset(work, legs, {
			name,
			columns,
			signal
		});
		if (joined === void 0) continue;
		if (name === void 0) only = joined;
		else datasets[name] = joined;
	}
	const rejects = made.rejects ? await joinRejects(work, legs, signal) : void 0;
	return {
		...only === void 0 ? {} : {
			dataset: only,
			rows: only.rows
		},
		...Object.keys(datasets).length === 0 ? {} : { datasets },
		...rejects === void 0 ? {} : { rejects }
	};
}
function joinDataset(work, legs, { name, columns, signal }) {
	const { state, node, part } = work;
	const { id } = node.step;
	const table = name === void 0 ? id : `${id}/${name}`;
	const place = fileOf$1("datasets", state.leg, partName(table, part));
	const numbered = part === void 0 ? [] : [legColumn];
	const files = () => filesOf(work, legs, {
		file: (path) => name === void 0 ? legFile(id, path) : namedLegFile(id, path, name),
		lead: (number, leg) => [...part === void 0 ? [] : [number], ...leadValues(columns, leg.values ?? {})]
	});
	return joinLegFiles({
		folder: state.request.folder,
		file: place,
		table,
		signal
	}, files, (rows) => {
		const lead = leadColumns(columns, rows);
		const from = lead.from.map((index) => index + numbered.length);
		return {
			columns: [...numbered, ...lead.columns],
			from: [...numbered.keys(), ...from]
		};
	});
}
function joinRejects(work, legs, signal) {
	const { state, node, part } = work;
	const { id } = node.step;
	const file = fileOf$1("rejects", state.leg, partName(id, part));
	const files = () => filesOf(work, legs, {
		file: (path) => legFile(id, path, "rejects"),
		lead: (number) => [number]
	});
	return joinLegFiles({
		folder: state.request.folder,
		file,
		table: id,
		signal
	}, files, () => ({
		columns: [rejectLead],
		from: [0]
	}));
}
function fileOf$1(what, around, name) {
	return around === void 0 ? `${what}/${name}.sqlite` : legFile(name, around.path, what);
}
function* filesOf({ state, part }, legs, of) {
	for (let number = part?.index ?? 0; number < legs.count; number += part?.of ?? 1) {
		const around = state.leg === void 0 ? "" : `${state.leg.path}/`;
		const path = join(state.request.folder, of.file(`${around}${number}`));
		if (!existsSync(path)) continue;
		const leg = legOf(state.leg, number, legs.at(number));
		yield {
			path,
			name: `leg ${leg.path} (${legLabel({
				leg: leg.path,
				values: leg.values ?? {}
			})})`,
			lead: of.lead(number, leg)
		};
	}
}

// src/run/end-of-mapped.ts
async function endOfMapped(work, legs, { tally, stopped, made, cancel }) {
	const { node, part, state } = work;
	const { counts, failedLegs, why } = tally;
	const end = endOfLegs(node.step, counts, {
		failedLegs,
		why,
		stopped,
		all: legs.count
	});
	const told = tally.told();
	const isGood = end.result === "success" || end.tolerated === true;
	const wanted = {
		datasets: made.datasets && (part !== void 0 || isGood),
		rejects: made.rejects
	};
	const limits = {
		clock: state.request.ports.clock,
		timeoutMs: node.step.timeoutMs,
		graceMs: state.request.graceMs ?? 1e4,
		cancel
	};
	const joined = await attempt((signal) => joinLegs(work, legs, {
		made: wanted,
		signal
	}), limits);
	if (joined.ended === "done") return {
		...told,
		...end,
		...joined.value
	};
	if (joined.ended !== "cancelled") return {
		...told,
		...failed(node.step.continueOnError, joined.failure)
	};
	return {
		...told,
		...isGood ? {
			result: "cancelled",
			reason: joined.failure.message
		} : end
	};
}

// src/run/cached/entry-of.ts
async function entryOf(kept) {
	const { pipeline, step, savedAt, key, finish, folder, mask } = kept;
	const masked = maskedEvent(finished(step, finish), mask);
	const { dataset } = finish;
	const { cache: _cache, ...made } = masked.type === "step-finished" ? bare(masked) : {};
	const paths = {
		...dataset === void 0 ? {} : { dataset: join(folder, dataset.file) },
		...finish.rejects === void 0 ? {} : { rejects: join(folder, finish.rejects.file) }
	};
	const described = Object.entries(paths).map(async ([name, path]) => {
		return [name, {
			sha256: await kept.contentOf(path),
			bytes: statSync(path).size
		}];
	});
	return {
		entry: {
			schema: 1,
			pipeline,
			step,
			savedAt: savedAt.toISOString(),
			key: {
				hash: key.hash,
				parts: [...key.parts]
			},
			made: {
				...made,
				...dataset === void 0 ? {} : { dataset }
			},
			files: Object.fromEntries(await Promise.all(described))
		},
		files: paths
	};
}
function finishOf(entry, { arrived, folder, step, fileOf }) {
	const event = runEvent.safeParse({
		...finished(step, {
			result: "success",
			attempts: 0,
			rows: null,
			outputs: {}
		}),
		...entry.made,
		attempts: 0
	});
	if (!event.success || event.data.type !== "step-finished") return { trouble: "the entry is none that this version knows" };
	const made = bare(event.data);
	return {
		...made,
		result: "success",
		...moved("dataset", made.dataset),
		...moved("rejects", made.rejects)
	};
	function moved(kind, record) {
		if (record === void 0) return {};
		const file = fileOf(kind);
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		renameSync(join(arrived, entryFiles[kind]), join(folder, file));
		return { [kind]: {
			...record,
			file
		} };
	}
}
function finished(step, finish) {
	return {
		schema: 1,
		run: "",
		at: "1970-01-01T00:00:00.000Z",
		type: "step-finished",
		step,
		durationMs: 0,
		...finish
	};
}
function bare(event) {
	const { schema: _schema, run: _run, at: _at, type: _type, step: _step, durationMs: _ms, ...finish } = event;
	return finish;
}

// src/run/cached/run-cached.ts
async function runUnlessCached(work, cancel, run) {
	const { step } = work.node;
	if (step.cache === void 0 || step.kind === "uses" || step.kind === "load") return run();
	const { cache } = work.state.request;
	if (cache === void 0) return told(await run(), "the cache is not used");
	const limits = {
		clock: work.state.request.ports.clock,
		timeoutMs: mostMs,
		graceMs: 0,
		cancel
	};
	const taken = await attempt((signal) => take(work, cache, signal), limits);
	if (taken.ended === "cancelled") return {
		result: "cancelled",
		reason: taken.failure.message,
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const found = taken.ended === "done" ? taken.value : { trouble: unreadable(taken.failure.message) };
	if ("reused" in found) return found.reused;
	const finish = await run();
	const { key, trouble } = found;
	if (finish.result !== "success" || key === void 0) return told(finish, trouble);
	const kept = await attempt((signal) => keep(work, cache, {
		key,
		finish,
		signal
	}), limits);
	const lost = kept.ended === "done" ? kept.value : kept.failure.message;
	return told(finish, lost === void 0 ? trouble : `${trouble}; not kept: ${lost}`);
}
const mostMs = 6e5;
function told(finish, reason) {
	return {
		...finish,
		cache: {
			decision: "ran",
			reason
		}
	};
}
function unreadable(why) {
	return `the cache cannot be read: ${why}`;
}
async function take(work, cache, signal) {
	const { key, trouble } = await keyOf(work, cache, signal);
	if (key === void 0) return { trouble };
	const found = await lookUp(work, cache, key);
	signal.throwIfAborted();
	if (found.decision === "run") return {
		key,
		trouble: found.reason
	};
	const reused = await reuse(work, cache, {
		found,
		signal
	});
	return "trouble" in reused ? {
		key,
		trouble: reused.trouble
	} : { reused };
}
async function keyOf(work, cache, signal) {
	const { state, node } = work;
	const limits = {
		clock: state.request.ports.clock,
		timeoutMs: mostMs,
		graceMs: 0,
		cancel: signal
	};
	const made = await attempt(() => makeKey(work, cache), limits);
	signal.throwIfAborted();
	return made.ended === "done" ? { key: made.value } : { trouble: `no key for "${node.step.id}": ${made.failure.message}` };
}
async function makeKey({ state, node, recorder, leg }, cache) {
	const { request } = state;
	const { environment, plan, workspace } = request;
	const { id } = node.step;
	const hashes = Object.entries(state.datasets(id)).map(async ([name, { path }]) => [name, await cache.contentOf(path)]);
	const inherited = baseEnvironment(environment.env, environment.secrets);
	return stepKey({
		step: node.step,
		manifest: node.scope.manifest,
		contexts: leg === void 0 ? state.contexts(id) : {
			...state.contexts(id),
			matrix: leg.values ?? {}
		},
		datasets: Object.fromEntries(await Promise.all(hashes)),
		env: {
			...environment.env,
			...inherited,
			...runEnvironment({
				...plan.run,
				pipeline: plan.pipeline,
				step: id,
				attempt: 1
			})
		},
		workspace,
		mask: recorder.mask
	});
}
async function lookUp(work, { store }, key) {
	const { state, node } = work;
	const { trouble, ...known } = await store.look(slotOf(work), key);
	const now = state.request.ports.clock.now();
	const decision = decide(key, known, {
		now,
		maxAgeMs: node.step.cache?.maxAgeMs
	});
	return trouble === void 0 ? decision : {
		decision: "run",
		reason: unreadable(trouble)
	};
}
function slotOf({ state, node, leg = state.leg }) {
	const slot = {
		pipeline: state.request.plan.pipeline,
		step: node.step.id
	};
	return leg === void 0 ? slot : {
		...slot,
		leg: hashOf(leg.values ?? leg.key)
	};
}
function fileOf({ state, node, leg = state.leg }, kind) {
	const folder = kind === "dataset" ? "datasets" : "rejects";
	return leg === void 0 ? `${folder}/${node.step.id}.sqlite` : legFile(node.step.id, leg.path, folder);
}
async function reuse(work, cache, { found: { head, reason }, signal }) {
	const { folder } = work.state.request;
	const { step } = work.node;
	const arrived = arrivalFolder(folder);
	try {
		const entry = await cache.store.fetch(slotOf(work), head, arrived);
		signal.throwIfAborted();
		if ("trouble" in entry) return entry;
		const finish = finishOf(entry, {
			arrived,
			folder,
			step: step.id,
			fileOf: (kind) => fileOf(work, kind)
		});
		if ("trouble" in finish) return finish;
		if (work.leg === void 0 && finish.dataset !== void 0 && head.dataset !== void 0) cache.know(join(folder, finish.dataset.file), head.dataset);
		return {
			...finish,
			cached: true,
			cache: {
				decision: "reused",
				reason
			}
		};
	} finally {
		rmSync(arrived, {
			recursive: true,
			force: true
		});
	}
}
function arrivalFolder(folder) {
	const scratch = join(folder, "scratch");
	mkdirSync(scratch, { recursive: true });
	return mkdtempSync(join(scratch, "from-cache-"));
}
async function keep(work, cache, { key, finish, signal }) {
	const { state, node, recorder } = work;
	const { folder, plan, ports } = state.request;
	const after = await keyOf(work, cache, signal);
	if (after.key === void 0) return after.trouble;
	if (after.key.hash !== key.hash) return `${whatChanged(after.key.parts, key.parts)} while it ran`;
	const { entry, files } = await entryOf({
		pipeline: plan.pipeline,
		step: node.step.id,
		savedAt: ports.clock.now(),
		key,
		finish,
		folder,
		mask: recorder.mask,
		contentOf: (path) => isRead(work, finish, path) ? cache.contentOf(path) : hashFile(path)
	});
	if (await showAnySecret(work, Object.values(files))) return "its rows show a secret";
	signal.throwIfAborted();
	return (await cache.store.save(slotOf(work), entry, files)).trouble;
}
function isRead({ leg, state }, { dataset }, path) {
	return leg === void 0 && dataset !== void 0 && path === join(state.request.folder, dataset.file);
}
async function showAnySecret({ state, recorder }, paths) {
	if (Object.keys(state.request.environment.secrets).length === 0) return false;
	for (const path of paths) if (await showsSecret(path, recorder.mask)) return true;
	return false;
}

// src/run/leg-files.ts
function areThere(work, leg, made) {
	return filesOfLeg(work, leg, made).every((file) => existsSync(file));
}
function removeFilesOfLeg(work, leg) {
	const { inner } = work.node;
	const datasets = inner === void 0 ? [""] : Object.keys(inner.manifest.datasets);
	for (const file of filesOfLeg(work, leg, {
		datasets,
		rejects: inner === void 0
	})) rmSync(file, { force: true });
}
function filesOfLeg({ state, node }, leg, { datasets, rejects }) {
	const { id } = node.step;
	const files = datasets.map((name) => name === "" ? legFile(id, leg) : namedLegFile(id, leg, name));
	return (rejects ? [...files, legFile(id, leg, "rejects")] : files).map((file) => join(state.request.folder, file));
}
function removeLegFiles({ state, node }) {
	const around = state.leg === void 0 ? "" : state.leg.path;
	const legs = join(state.request.folder, "legs");
	if (!existsSync(legs)) return;
	rmSync(join(legs, node.step.id, around), {
		recursive: true,
		force: true
	});
	if (state.leg === void 0 && readdirSync(legs).length === 0) rmdirSync(legs);
}

// src/run/mapped-step.ts
var MappedStep = class {
	#work;
	#strategy;
	#legs;
	#tally = new LegTally();
	#atWork = /* @__PURE__ */ new Map();
	#next;
	#stopped;
	#joining = new AbortController();
	#isEnding = false;
	#hasDatasets = false;
	#hasRejects = false;
	constructor(work, strategy, legs) {
		this.#work = work;
		this.#strategy = strategy;
		this.#legs = legs;
		this.#next = work.part?.index ?? 0;
		const own = Math.max(0, Math.ceil((legs.count - this.#next) / this.#stride));
		const { id: step } = work.node.step;
		const definition = work.state.request.definitions?.get(step);
		const told = definition === void 0 || work.state.leg !== void 0 ? {} : { definition };
		work.recorder.tell({
			type: "step-started",
			step,
			attempt: 1,
			legs: own,
			...told
		});
		if (work.done === void 0) removeLegFiles(work);
	}
	startNext() {
		const { room, limit, node, state } = this.#work;
		if (this.#isEnding || room.isFull) return false;
		for (const { inner } of this.#atWork.values()) if (inner?.startNext() === true) return true;
		if (this.#endIfDone()) return true;
		if (this.#atWork.size >= limit || !this.#skipDone()) return this.#endIfDone();
		const { full } = state.places.take(node);
		if (full !== void 0) {
			state.places.whenGiven(room.advance);
			return false;
		}
		const number = this.#next;
		this.#next += this.#stride;
		this.#start(number);
		return true;
	}
	cancel(reason) {
		const stopped = reason ?? new Failure("step/cancelled", "the run was cancelled");
		if (this.#isEnding) this.#joining.abort(stopped);
		if (this.#stopped !== void 0) return;
		this.#stopped = stopped;
		for (const { cancel } of this.#atWork.values()) cancel.abort(this.#stopped);
		this.#endIfDone();
	}
	get #stride() {
		return this.#work.part?.of ?? 1;
	}
	get #hasNext() {
		return this.#stopped === void 0 && this.#next < this.#legs.count;
	}
	#skipDone() {
		const { done } = this.#work;
		if (done === void 0) return this.#hasNext;
		for (; this.#hasNext; this.#next += this.#stride) {
			const leg = this.#legAt(this.#next);
			if (leg.ended !== "done" || !this.#isDone(done, this.#next, leg.value)) break;
			const made = done.made(this.#next);
			this.#hasDatasets ||= made.datasets.length > 0;
			this.#hasRejects ||= made.rejects;
			this.#tally.add({
				leg: leg.value.path,
				values: {}
			}, done.end(this.#next), this.#legs.count);
		}
		return this.#hasNext;
	}
	#isDone(done, number, { path, values = {} }) {
		const { recorder } = this.#work;
		return done.has(number, keyOfLeg(values, recorder.mask)) && areThere(this.#work, path, done.made(number));
	}
	#legAt(number) {
		return tried(() => legOf(this.#work.state.leg, number, this.#legs.at(number)));
	}
	#start(number) {
		const { state, recorder, node, room, done } = this.#work;
		const opened = this.#legAt(number);
		const cancel = new AbortController();
		const startedAt = state.request.ports.clock.now().getTime();
		if (opened.ended !== "done") {
			const leg = legOf(state.leg, number, {});
			this.#notBegun(number, {
				leg,
				cancel,
				startedAt
			}, opened.failure);
			return;
		}
		const leg = opened.value;
		if (done !== void 0) removeFilesOfLeg(this.#work, leg.path);
		if (node.inner !== void 0) {
			this.#startInner(number, {
				leg,
				cancel,
				startedAt
			});
			return;
		}
		this.#atWork.set(number, {
			leg,
			cancel,
			startedAt
		});
		room.enter();
		const own = recorder.forLeg(leg.path);
		const run = () => runStep(state, own, node, cancel.signal, leg);
		runUnlessCached({
			state,
			recorder: own,
			node,
			leg
		}, cancel.signal, run).then((finish) => {
			room.leave();
			this.#legEnded(number, finish);
			room.advance();
		}).catch(room.broken);
	}
	#startInner(number, at) {
		const ended = (finish) => this.#legEnded(number, finish);
		const opened = tried(() => startInnerLeg(this.#work, at.leg, at.cancel.signal, ended));
		if (opened.ended === "done") {
			this.#atWork.set(number, {
				...at,
				inner: opened.value
			});
			opened.value.begin();
			return;
		}
		this.#notBegun(number, at, opened.failure);
	}
	#notBegun(number, at, failure) {
		this.#atWork.set(number, at);
		const tolerated = this.#work.node.step.continueOnError;
		this.#legEnded(number, {
			...failed(tolerated, failure),
			attempts: 1,
			rows: null,
			outputs: {}
		});
	}
	#legEnded(number, finish) {
		const { state, recorder, node } = this.#work;
		const at = this.#atWork.get(number);
		if (at === void 0) return;
		const { leg, startedAt } = at;
		const values = { ...leg.values };
		const durationMs = state.request.ports.clock.now().getTime() - startedAt;
		const told = recorder.tell({
			type: "leg-finished",
			leg: leg.path,
			values,
			key: keyOfLeg(values, recorder.mask),
			step: node.step.id,
			...finish,
			durationMs
		});
		this.#atWork.delete(number);
		this.#hasDatasets ||= finish.dataset !== void 0 || finish.datasets !== void 0;
		this.#hasRejects ||= finish.rejects !== void 0;
		if (told.type === "leg-finished") this.#tally.add({
			leg: leg.path,
			values: told.values ?? {}
		}, told, this.#legs.count);
		this.#stopIfTooMany();
		this.#endIfDone();
		state.places.give(node);
	}
	#stopIfTooMany() {
		const { continueOnError } = this.#work.node.step;
		if (!this.#strategy.failFast || continueOnError || this.#stopped !== void 0) return;
		const allowed = allowedFailures(this.#strategy, this.#legs.count);
		const { failure } = this.#tally.counts;
		if (failure <= allowed) return;
		const bound = allowed === 0 ? "" : ` and only ${allowed} may`;
		this.cancel(new Failure("step/cancelled", `stopped by fail-fast: ${failure} of its legs failed${bound}`));
	}
	#endIfDone() {
		if (this.#isEnding || this.#atWork.size > 0 || this.#hasNext) return false;
		this.#isEnding = true;
		const left = Math.max(0, Math.ceil((this.#legs.count - this.#next) / this.#stride));
		this.#tally.cancel(left);
		const { room } = this.#work;
		const made = {
			datasets: this.#hasDatasets,
			rejects: this.#hasRejects
		};
		const stopped = this.#stopped?.message;
		const cancel = this.#joining.signal;
		endOfMapped(this.#work, this.#legs, {
			tally: this.#tally,
			stopped,
			made,
			cancel
		}).then((finish) => {
			this.#legs[Symbol.dispose]();
			this.#work.ended(finish);
			if (finish.result === "success" && (made.datasets || made.rejects)) {
				this.#work.recorder.flush();
				removeLegFiles(this.#work);
			}
			room.advance();
		}).catch(room.broken);
		return true;
	}
};

// src/run/row-legs.ts
const rowsAtOnce = 256;
var RowLegs = class {
	count;
	#file;
	#reader;
	#rows = [];
	#first = 0;
	constructor({ path, tableName }) {
		this.#file = openDatasetFile(path, tableName);
		this.count = this.#file.rows;
		this.#reader = readRows(this.#file, rowsAtOnce);
	}
	at(index) {
		if (index < this.#first) this.#restart();
		while (index >= this.#first + this.#rows.length) {
			const next = this.#reader.next();
			if (next.done === true) throw new Bug(`there is no row ${index}`);
			this.#first += this.#rows.length;
			this.#rows = next.value;
		}
		const row = this.#rows[index - this.#first] ?? {};
		return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));
	}
	columns() {
		return this.#file.columns.map((column) => ({
			...column,
			notNull: false
		}));
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose]();
	}
	#restart() {
		this.#reader = readRows(this.#file, rowsAtOnce);
		this.#rows = [];
		this.#first = 0;
	}
};
function jsonOf(value) {
	if (typeof value === "bigint") return String(value);
	if (typeof value !== "object" || value === null) return value;
	return JSON.parse(JSON.stringify(value));
}

// src/run/open-matrix.ts
function openMatrix(state, { step }) {
	const matrix = step.strategy?.matrix ?? {
		kind: "axes",
		axes: {},
		include: [],
		exclude: []
	};
	if (matrix.kind === "rows") {
		const dataset = state.datasets(step.id)[matrix.from];
		if (dataset !== void 0) return new RowLegs(dataset);
		throw new Failure("matrix/rows", `"${matrix.from}" made no rows, which the legs of this step are to be`);
	}
	const legs = openLegs(evaluateMatrix(matrix, state.contexts(step.id)));
	return {
		...legs,
		columns: () => legColumns(legs),
		[Symbol.dispose]: () => {}
	};
}

// src/run/open-mapped.ts
function openMapped(work, strategy) {
	const { state, node } = work;
	const notRun = {
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const legs = tried(() => openMatrix(state, node));
	if (legs.ended !== "done") return {
		...failed(node.step.continueOnError, legs.failure),
		...notRun
	};
	if (legs.value.count > 0) return new MappedStep(work, strategy, legs.value);
	legs.value[Symbol.dispose]();
	return {
		result: "skipped",
		reason: emptyList,
		...notRun,
		legs: { ...noLegs }
	};
}

// src/run/waits-of.ts
function waitsOf({ graph, prior, job }, open) {
	const waiting = prior.size === 0 || job !== void 0 ? graph : partOfGraph(graph, new Set(open));
	return (id) => nodeOf(waiting, id).needs;
}

// src/run/parked-steps.ts
var ParkedSteps = class {
	#byPool = /* @__PURE__ */ new Map();
	#asking = /* @__PURE__ */ new Map();
	park(id, pool) {
		const steps = this.#byPool.get(pool) ?? [];
		if (this.#asking.get(id) === pool) steps.unshift(id);
		else steps.push(id);
		this.#asking.delete(id);
		this.#byPool.set(pool, steps);
	}
	takeFirst(full) {
		const first = [];
		for (const [pool, steps] of this.#byPool) {
			if (full.has(pool)) continue;
			const id = steps.shift();
			if (id !== void 0) {
				this.#asking.set(id, pool);
				first.push(id);
			}
			if (steps.length === 0) this.#byPool.delete(pool);
		}
		return first;
	}
	takeAll() {
		const all = [...this.#byPool.values()].flat();
		this.#byPool.clear();
		return all;
	}
};

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
			for (const need of open) this.#addDependent(need, id);
			if (open.length === 0) this.#unjudged.push(id);
		}
	}
	get isEmpty() {
		return this.#waitsFor.size === 0;
	}
	takeUnjudged() {
		return this.#unjudged.shift();
	}
	get firstReady() {
		return this.#ready[0];
	}
	isBefore(id, other) {
		return (this.#position.get(id) ?? 0) < (this.#position.get(other) ?? 0);
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
	#addDependent(need, id) {
		const dependents = this.#dependents.get(need);
		if (dependents === void 0) this.#dependents.set(need, [id]);
		else dependents.push(id);
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

// src/run/step-run.ts
var StepRun = class StepRun {
	#request;
	#recorder;
	#state;
	#room;
	#queue;
	#parked = new ParkedSteps();
	#running = /* @__PURE__ */ new Map();
	#mapped = /* @__PURE__ */ new Map();
	#onCancel = () => this.#cancel();
	#ended;
	#hasEnded = false;
	constructor(state, recorder, shared, own = state.request.graph.order) {
		this.#request = state.request;
		this.#state = state;
		this.#recorder = recorder;
		this.#room = shared.room;
		this.#ended = shared.ended;
		const open = own.filter((id) => !state.request.prior.has(id));
		this.#queue = new StepQueue(open, waitsOf(state.request, open));
	}
	begin() {
		this.#request.signal.addEventListener("abort", this.#onCancel, { once: true });
		this.#settle();
	}
	startNext() {
		this.#settle();
		if (this.#room.isFull) return false;
		const first = this.#queue.firstReady;
		for (const [id, mapped] of this.#mapped) {
			if (first !== void 0 && this.#queue.isBefore(first, id)) continue;
			if (mapped.startNext()) return true;
		}
		const ready = this.#nextReady();
		if (ready === void 0) return [...this.#mapped.values()].some((mapped) => mapped.startNext());
		this.#start(ready);
		return true;
	}
	#settle() {
		for (let id = this.#queue.takeUnjudged(); id !== void 0; id = this.#queue.takeUnjudged()) this.#judge(id);
		if (!(this.#running.size === 0 && this.#mapped.size === 0 && this.#queue.isEmpty) || this.#hasEnded) return;
		this.#hasEnded = true;
		this.#request.signal.removeEventListener("abort", this.#onCancel);
		this.#ended();
	}
	#judge(id) {
		if (this.#state.unselected.has(id)) {
			this.#end(id, unselectedEnd(this.#request.earlier?.get(id)), 0);
			return;
		}
		if (this.#endsUse(id)) return;
		const verdict = verdictOn(this.#state, id, this.#request.signal.aborted);
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
	}
	#endsUse(id) {
		const { ends, ...node } = nodeOf(this.#request.graph, id);
		if (ends === void 0) return false;
		const { finish, durationMs } = endOfUse(this.#state, {
			...node,
			ends
		}, this.#request.signal.aborted);
		this.#end(id, finish, durationMs);
		return true;
	}
	#nextReady() {
		const full = /* @__PURE__ */ new Set();
		for (;;) {
			for (const id of this.#parked.takeFirst(full)) this.#queue.makeReady(id);
			const id = this.#queue.takeReady();
			if (id === void 0) return void 0;
			const lacking = this.#lacks(nodeOf(this.#request.graph, id));
			if (lacking === void 0) return id;
			if (full.size === 0) this.#state.places.whenGiven(this.#room.advance);
			full.add(lacking);
			this.#parked.park(id, lacking);
		}
	}
	#lacks(node) {
		const { places } = this.#state;
		if (node.step.strategy === void 0) return places.take(node).full;
		return this.#mapped.size < this.#room.most ? places.fullFor(node) : mappedSteps;
	}
	#start(id) {
		const { clock } = this.#request.ports;
		const node = nodeOf(this.#request.graph, id);
		const startedAt = clock.now().getTime();
		const durationMs = () => clock.now().getTime() - startedAt;
		if (node.step.strategy !== void 0) {
			this.#openMapped(id, durationMs);
			return;
		}
		const cancel = new AbortController();
		this.#running.set(id, cancel);
		this.#room.enter();
		const work = {
			state: this.#state,
			recorder: this.#recorder,
			node
		};
		const run = () => runStep(this.#state, this.#recorder, node, cancel.signal);
		runUnlessCached(work, cancel.signal, run).then((finish) => {
			this.#running.delete(id);
			this.#room.leave();
			this.#end(id, finish, durationMs());
			this.#state.places.give(node);
			this.#settle();
			this.#room.advance();
		}).catch(this.#room.broken);
	}
	#openMapped(id, durationMs) {
		const settled = tried(() => settledNode(this.#state, nodeOf(this.#request.graph, id), settleMapping));
		if (settled.ended !== "done") {
			const { continueOnError } = nodeOf(this.#request.graph, id).step;
			this.#end(id, {
				...failed(continueOnError, settled.failure),
				...notRun
			}, durationMs());
			return;
		}
		const node = settled.value;
		const { strategy } = node.step;
		if (strategy === void 0) return;
		const { part, limits } = jobOf(this.#request) ?? {};
		const opened = openMapped({
			state: this.#state,
			recorder: this.#recorder,
			node,
			room: this.#room,
			part: this.#state.leg === void 0 ? part : void 0,
			limit: Math.min(this.#room.most, limits?.[id] ?? strategy.maxParallel ?? this.#room.most),
			done: this.#state.leg === void 0 ? this.#request.priorLegs?.get(id) : void 0,
			openMachine: (state, recorder, shared) => new StepRun(state, recorder, shared),
			ended: (finish) => {
				this.#mapped.delete(id);
				this.#end(id, finish, durationMs());
				this.#settle();
			}
		}, strategy);
		if (opened instanceof MappedStep) this.#mapped.set(id, opened);
		else this.#end(id, opened, durationMs());
	}
	#end(id, ended, durationMs) {
		const finish = toleratedAround(this.#request.graph, id, ended);
		const told = this.#tellEnd(id, finish, durationMs);
		const { dataset, datasets } = finish;
		this.#state.settle(id, {
			...told,
			...dataset === void 0 ? {} : { dataset },
			...datasets === void 0 ? {} : { datasets }
		});
		this.#queue.settle(id);
	}
	#tellEnd(id, finish, durationMs) {
		const isInLeg = this.#state.leg !== void 0;
		const part = isInLeg ? void 0 : jobOf(this.#request)?.part;
		const kind = isInLeg ? { kind: nodeOf(this.#request.graph, id).step.kind } : {};
		if (part === void 0) return this.#recorder.tell({
			type: "step-finished",
			step: id,
			...finish,
			...kind,
			durationMs
		});
		const told = this.#recorder.tell({
			type: "part-finished",
			part,
			step: id,
			...finish,
			durationMs
		});
		if (told.type !== "part-finished") throw new Bug("the end of a part was told as something else");
		const { part: _, ...rest } = told;
		return {
			...rest,
			type: "step-finished"
		};
	}
	#cancel() {
		const isOver = (id) => verdictOn(this.#state, id, true).outcome !== "run";
		const { reason } = this.#request.signal;
		for (const [id, cancel] of this.#running) if (isOver(id)) cancel.abort(reason);
		for (const [id, mapped] of this.#mapped) if (isOver(id)) mapped.cancel(reason instanceof Failure ? reason : void 0);
		for (const id of this.#parked.takeAll()) this.#queue.makeReady(id);
		this.#queue.judgeAgain();
		this.#settle();
		this.#room.advance();
	}
};
const mappedSteps = "";
const notRun = {
	attempts: 0,
	rows: null,
	outputs: {}
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
		emit,
		part: jobOf(request)?.part
	});
	const state = new RunState(request);
	const own = ownSteps(request);
	if (request.job !== void 0) settleEnds(state, own);
	const startedAt = clock.now().getTime();
	tellStart(request, recorder, own);
	await toEnd(state, recorder, own);
	const steps = Object.fromEntries(own.map((id) => [id, summaryOf(state, id)]));
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
async function toEnd(state, recorder, own) {
	const room = new Room(state.request.concurrency);
	await new Promise((resolve, reject) => {
		const run = new StepRun(state, recorder, {
			room,
			ended: resolve
		}, own);
		room.broken = reject;
		room.advance = inTurns(() => {
			while (run.startNext());
		}, reject);
		run.begin();
		room.advance();
	});
}
const turnMs = 10;
function inTurns(work, broken) {
	let isAtWork = false;
	let since = performance.now();
	const workNow = () => {
		isAtWork = true;
		try {
			work();
		} catch (error) {
			broken(error);
		} finally {
			isAtWork = false;
		}
	};
	return () => {
		if (isAtWork) return;
		if (performance.now() - since < turnMs) {
			workNow();
			return;
		}
		isAtWork = true;
		setImmediate(() => {
			since = performance.now();
			workNow();
		});
	};
}
function tellStart({ graph, plan, job, prior }, recorder, own) {
	const steps = own.filter((id) => !prior.has(id)).map((id) => {
		const { step, needs } = nodeOf(graph, id);
		return {
			id,
			kind: step.kind,
			needs: [...needs]
		};
	});
	recorder.tell({
		type: "run-started",
		pipeline: plan.pipeline,
		name: plan.name,
		trigger: plan.run.trigger,
		date: plan.run.date,
		...job === void 0 ? {} : { job },
		steps
	});
}
function summaryOf({ finished: ends, request }, id) {
	const finished = ends.get(id);
	if (!finished) throw new Bug(`step "${id}" never ended`);
	const { result, attempts, rows, durationMs, tolerated, toleratedAround: around, reason, unselected, legs } = finished;
	return {
		result,
		attempts,
		rows,
		durationMs,
		...tolerated === void 0 ? {} : { tolerated },
		...around === void 0 ? {} : { toleratedAround: around },
		...reason === void 0 ? {} : { reason },
		...unselected === void 0 ? {} : { unselected },
		...legs === void 0 ? {} : { legs },
		...request.prior.has(id) || finished.cached === true ? { cached: true } : {}
	};
}
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
		const { name, tableName = name } = outcome.dataset;
		const known = name.slice(name.lastIndexOf("/") + 1);
		await checkDataset({
			...outcome.dataset,
			name: known,
			tableName
		}, context);
		return outcome;
	};
}

// src/app/environment.ts
function resolveEnvironment(names, lookup, { needed = names, whose = () => "" } = {}) {
	const secrets = valuesOf(names.secrets, lookup);
	const vars = valuesOf(names.vars, lookup);
	const missing = [...needed.secrets.filter((name) => secrets[name] === void 0).map((name) => `secret ${name}${whose(name)}`), ...needed.vars.filter((name) => vars[name] === void 0).map((name) => `variable ${name}${whose(name)}`)];
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

// src/app/needed-names.ts
function neededNames(graph, steps) {
	const names = [...stepsByScope(graph, steps)].map(([scope, own]) => namesIn(scope, own));
	return {
		secrets: [...new Set(names.flatMap(({ secrets }) => secrets))].toSorted(),
		vars: [...new Set(names.flatMap(({ vars }) => vars))].toSorted()
	};
}
function whoNames(graph, steps, name) {
	const named = [];
	for (const [scope, own] of stepsByScope(graph, steps)) {
		const names = ({ secrets, vars }) => secrets.includes(name) || vars.includes(name);
		if (names(namesIn(scope, []))) return "";
		named.push(...own.filter((step) => names(namesIn(scope, [step]))).map(({ id }) => id));
	}
	const [first] = named;
	if (first === void 0) return "";
	return ` of step "${first}"${named.length === 1 ? "" : ` and ${named.length - 1} more`}`;
}
function stepsByScope(graph, steps) {
	const found = /* @__PURE__ */ new Map();
	for (const { step, scope } of stepsOf(graph)) {
		if (!isAmong(steps, step.id)) continue;
		const own = found.get(scope) ?? [];
		own.push(step);
		found.set(scope, own);
	}
	return found;
}
function namesIn({ manifest }, steps) {
	const used = new Set(steps.map((step) => factsOf(step).connection?.name));
	const connections = Object.entries(manifest.connections).filter(([name]) => used.has(name));
	return namesUsed({
		...manifest,
		connections: Object.fromEntries(connections),
		steps
	});
}

// src/app/require-connections.ts
const later = /\$\{\{[^}]*\b(?:needs|env|github|matrix)\b/;
const laterInside = /\$\{\{[^}]*\b(?:inputs|needs|env|github|matrix)\b/;
function requireConnections(graph, plan, known) {
	const used = /* @__PURE__ */ new Map();
	for (const { step, scope } of stepsOf(graph)) {
		const name = factsOf(step).connection?.name;
		if (name === void 0 || !isAmong(known.steps, step.id)) continue;
		const names = used.get(scope) ?? /* @__PURE__ */ new Set();
		used.set(scope, names.add(name));
	}
	for (const [scope, names] of used) requireUsable(scope, names, {
		plan,
		...known
	});
}
function requireUsable({ id, manifest }, used, { plan, environment, databases }) {
	const unknown = id === "" ? later : laterInside;
	const contexts = {
		...environment,
		inputs: plan.inputs,
		env: {},
		needs: {},
		run: runContext(plan),
		github: {},
		matrix: {}
	};
	for (const name of used) {
		const text = manifest.connections[name];
		if (text === void 0 || unknown.test(text)) continue;
		const fault = databases.faultOf(text.includes("${{") ? evaluateTemplate(text, contexts) : text);
		if (fault === void 0) continue;
		throw new Failure(fault.code, `connection "${name}": ${fault.message}`, fault.help === void 0 ? {} : { help: fault.help });
	}
}

// src/app/run.ts
async function runPipeline(request, emit) {
	const { graph, plan, job, prior, priorLegs, earlier, leftOnCancel, definitions, ports, lookup, env, github, workspace, store, cache, concurrency, signal, graceMs } = request;
	const planned = new Set(plan.jobs.flatMap((one) => one.steps));
	const { secrets, vars } = resolveEnvironment(namesOfGraph(graph), lookup, {
		needed: neededNames(graph, planned),
		whose: (name) => whoNames(graph, planned, name)
	});
	const jobs = plan.jobs.filter(({ id }) => job === void 0 || id === job);
	const steps = new Set(jobs.flatMap((one) => one.steps));
	requireConnections(graph, plan, {
		steps,
		environment: {
			secrets,
			vars
		},
		databases: ports.databases
	});
	await store.write("plan.json", `${JSON.stringify(plan)}\n`);
	if (definitions !== void 0) await store.write(definitionsFile, encodeDefinitions(definitions));
	return runSteps({
		graph,
		plan,
		...job === void 0 ? {} : { job },
		prior: prior ?? /* @__PURE__ */ new Map(),
		...priorLegs === void 0 ? {} : { priorLegs },
		...definitions === void 0 ? {} : { definitions },
		...earlier === void 0 ? {} : { earlier },
		...leftOnCancel === void 0 ? {} : { leftOnCancel },
		...cache === void 0 ? {} : { cache: new StepCache(cache) },
		execute: request.execute ?? loadExecutor,
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

export { decodeDefinitions as a, createPorts as c, legsDone as i, systemClock as l, loadExecutor as n, definitionsFile as o, datasetNamed as r, definitionsOf as s, runPipeline as t };