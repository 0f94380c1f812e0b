import { i as __toESM } from "./rolldown-runtime.js";
import { B as Bug, F as number, P as duration, U as unreachable, V as Failure } from "./dataset-fields-print-number.js";
import { o as truncateMarkdown } from "./text-markdown.js";
import { $ as evaluateExpression, Bt as stepsOf, C as valueAt, Rt as manifestsOf, T as replacedSource, W as judgeNeeds, X as stepsById, c as namesUsed, dt as ownPools, et as evaluateTemplate, h as isPostgresUrl, ht as factsOf, m as isMysqlUrl, o as isAmong, p as isDatabaseUrl, qt as parseJson, w as isCode, zt as nodeOf } from "./manifest-json-schema.js";
import { S as string, y as object } from "./vendor/zod.js";
import { i as resolveTemplates, n as runEnvironment, r as resolveOptions, t as baseEnvironment, u as runContext } from "./run-step-environment.js";
import { a as readBy, c as unselectedSteps, o as requireEarlier, s as unselectedEnd } from "./run-resume-step-definitions.js";
import { i as hashOf } from "./cache-hash-file.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { t as factsOfCode } from "./diagnostic-network-fault.js";
import { r as urlPassword, t as createMask } from "./text-mask.js";
import { n as retryAfterOf, t as rateLimitWait } from "./text-http-waits.js";
import { t as childEntry } from "./steps-child-entry.js";
import { n as earlier, r as heldWindow } from "./steps-window.js";
import { n as tried } from "./run-attempts-attempt.js";
import { n as lineageOf, r as seenResult, t as isSameLineage } from "./run-verdict-condition.js";
import { n as systemFailure } from "./steps-file-failure.js";
import { i as legLabel } from "./run-mapped-leg-result.js";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { accessSync, appendFileSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { promisify, stripVTControlCharacters } from "node:util";
import { normalize } from "node:path/posix";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { execFile, fork, spawn } from "node:child_process";
import { Readable, finished, pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { once } from "node:events";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";

// src/adapters/clock/clock.ts
const longestMs = 2 ** 31 - 1;
const systemClock = {
	now: () => /* @__PURE__ */ new Date(),
	random: () => Math.random(),
	async sleep(ms, signal) {
		try {
			for (let left = ms; left > 0 || left === ms; left -= longestMs) await setTimeout(Math.min(left, longestMs), void 0, signal ? { signal } : {});
		} catch (error) {
			throw signal?.aborted ? signal.reason : error;
		}
	}
};

// src/adapters/database/databases.ts
function createDatabases(sqlite) {
	return {
		async open(connection, workspace, signal) {
			const { url } = connection;
			if (connection.dialect !== void 0) {
				const { openDialect } = await import("./adapters-database-dialect-database.js");
				return openDialect(connection, workspace, signal);
			}
			const path = sqlitePath(url);
			if (path !== void 0) {
				const { openSqlite } = await import("./adapters-database-sqlite-database.js");
				return openSqlite(sqlite, {
					path,
					workspace
				}, signal);
			}
			if (isPostgresUrl(url)) {
				const { openPostgres } = await import("./adapters-database-postgres-database.js");
				return openPostgres(url, signal);
			}
			if (isMysqlUrl(url)) {
				const { openMysql } = await import("./adapters-database-mysql-database.js");
				return openMysql(url, workspace, signal);
			}
			throw unknownScheme(url);
		},
		faultOf: ({ url, dialect }) => dialect !== void 0 || isDatabaseUrl(url) ? void 0 : unknownScheme(url)
	};
}
function unknownScheme(url) {
	if (url.trim() === "") return new Failure("database/connection", "the connection is empty", { help: "Check that the secret or variable that holds it is set" });
	return new Failure("database/connection", "the connection is no postgres://, mysql:// or mariadb:// URL, nor sqlite:path", { help: "Write it as postgres://user:password@host:5432/database, mysql://… or sqlite:data/warehouse.sqlite" });
}

// src/adapters/duckdb/duckdb-failure.ts
function duckdbFailure(error, sql) {
	if (error instanceof Failure) return error;
	const { kind, said, position } = read(error instanceof Error ? error.message : String(error));
	if (kind === "Out of Memory") return new Failure("sql/memory", `DuckDB ran out of memory: ${said}`, { help: "Choose a larger runner (`runs-on`), or make the query keep less at once" });
	if (kind === "IO" || kind === "HTTP") return new Failure("engine/io", `DuckDB: ${said}`, { retryable: true });
	const failure = new Failure("sql/error", said);
	if (position === void 0) return failure;
	const offset = Buffer.from(sql).subarray(0, position).toString().length;
	return new SqlFailure(failure, { offset });
}
function read(message) {
	const at = message.indexOf("{\"exception_type\"");
	if (at < 0) return {
		kind: "",
		said: message
	};
	try {
		const told = JSON.parse(message.slice(at));
		const position = Number(textOf$1(told, "position") ?? NaN);
		return {
			kind: textOf$1(told, "exception_type") ?? "",
			said: textOf$1(told, "exception_message") ?? message,
			...Number.isInteger(position) ? { position } : {}
		};
	} catch {
		return {
			kind: "",
			said: message
		};
	}
}
function textOf$1(value, key) {
	const found = typeof value === "object" && value !== null ? Reflect.get(value, key) : void 0;
	return typeof found === "string" ? found : void 0;
}

// src/adapters/duckdb/npm-environment.ts
const names$1 = /* @__PURE__ */ new Set([
	"PATH",
	"HOME",
	"USERPROFILE",
	"APPDATA",
	"LOCALAPPDATA",
	"SYSTEMROOT",
	"COMSPEC",
	"PATHEXT",
	"TMPDIR",
	"TMP",
	"TEMP",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ALL_PROXY",
	"NO_PROXY",
	"NODE_EXTRA_CA_CERTS"
]);
function npmEnvironment(all) {
	const isNeeded = (name) => names$1.has(name) || name.startsWith("NPM_CONFIG_");
	return Object.fromEntries(Object.entries(all).filter(([name]) => isNeeded(name.toUpperCase())));
}

// src/adapters/duckdb/pinned.ts
const duckdbVersion = "1.5.5-r.1";
const duckdbPackage = "@duckdb/node-api";
const detectLibcVersion = "2.1.2";
const integrity = {
	api: "sha512-1eF3lV9PaaWzA4f4Rbd3GTGXt3aOsoU5aOVi8RXcbbx07YuAs4aoICcrFDBdesYX4ZiDfWeqIfxIJHYGIiwfwg==",
	bindings: "sha512-5thbXfoBUcB5Wxou6DkXpnKmXTgj0IA6cLY0YFfsLI4VRdZV0gWsMMziXi26qWzgrn7H/HP35czkKVc+jvaT0g==",
	detectLibc: "sha512-Btj2BOOO83o3WyH59e8MgXsxEQVcarkUOpEYrubB0urwnN10yQ364rsiByU11nZlqWYZm05i/of7io4mzihBtQ=="
};
const binaries = { "linux-x64": "sha512-zuhH2VduUs1N//Tch+M5Y3RYUd5rNiafnBJpsz0z7eQ/x/8WRDVuMleSRPYdkvHTbllAGc/8ZUjC4FvqScxwoA==" };
function pinnedProject(platform) {
	const binary = binaries[platform];
	if (binary === void 0) return void 0;
	const project = {
		name: "millrace-duckdb",
		version: "1.0.0",
		dependencies: { [duckdbPackage]: duckdbVersion }
	};
	const bindings = `@duckdb/node-bindings-${platform}`;
	const [os = "", cpu = ""] = platform.split("-");
	const packages = {
		"": project,
		[`node_modules/${duckdbPackage}`]: {
			version: duckdbVersion,
			integrity: integrity.api,
			dependencies: { "@duckdb/node-bindings": duckdbVersion }
		},
		"node_modules/@duckdb/node-bindings": {
			version: duckdbVersion,
			integrity: integrity.bindings,
			dependencies: { "detect-libc": `^${detectLibcVersion}` },
			optionalDependencies: { [bindings]: duckdbVersion }
		},
		[`node_modules/${bindings}`]: {
			version: duckdbVersion,
			integrity: binary,
			os: [os],
			cpu: [cpu],
			optional: true
		},
		"node_modules/detect-libc": {
			version: detectLibcVersion,
			integrity: integrity.detectLibc
		}
	};
	return {
		manifest: JSON.stringify(project),
		lock: JSON.stringify({
			...project,
			lockfileVersion: 3,
			requires: true,
			packages
		})
	};
}

// src/adapters/duckdb/fetch-duckdb.ts
const run$1 = promisify(execFile);
async function fetchDuckdb(folder, signal) {
	const project = pinnedProject(`${process.platform}-${process.arch}`);
	const help = `Add it to the repository with \`npm install ${duckdbPackage}@${duckdbVersion}\``;
	if (project === void 0) throw new Failure("engine/missing", `no DuckDB is pinned for ${process.platform} ${process.arch}`, { help });
	await mkdir(dirname(folder), { recursive: true });
	const partial = await mkdtemp(`${folder}.partial-`);
	try {
		await writeFile(join(partial, "package.json"), project.manifest);
		await writeFile(join(partial, "package-lock.json"), project.lock);
		const env = npmEnvironment(process.env);
		await run$1("npm", [
			"ci",
			"--ignore-scripts",
			"--no-audit",
			"--no-fund"
		], {
			cwd: partial,
			env,
			signal
		});
		await rename(partial, folder);
	} catch (cause) {
		signal.throwIfAborted();
		throw new Failure("engine/missing", `DuckDB could not be fetched: ${reasonOf(cause)}`, {
			cause,
			retryable: true,
			help
		});
	} finally {
		await rm(partial, {
			recursive: true,
			force: true
		});
	}
}
function reasonOf(error) {
	const told = typeof error === "object" && error !== null ? Reflect.get(error, "stderr") : void 0;
	return (typeof told === "string" ? told.split("\n").find((each) => /npm (error|ERR!)/.test(each)) : void 0) ?? (error instanceof Error ? error.message : String(error));
}

// src/adapters/duckdb/find-duckdb.ts
async function findDuckdb({ toolCache, workspace, log, signal }) {
	const own = resolvedFrom(workspace);
	if (own !== void 0) return load(own);
	if (toolCache === void 0 || toolCache === "") throw missing();
	const folder = join(toolCache, "millrace-duckdb", duckdbVersion, process.arch);
	const kept = resolvedFrom(folder);
	if (kept !== void 0) return load(kept);
	log(`DuckDB ${duckdbVersion} is not among the dependencies of this repository: fetching it into the tool cache`);
	await fetchDuckdb(folder, signal);
	const fetched = resolvedFrom(folder);
	if (fetched === void 0) throw missing();
	return load(fetched);
}
function resolvedFrom(folder) {
	try {
		return createRequire(join(folder, "package.json")).resolve(duckdbPackage);
	} catch {
		return;
	}
}
async function load(path) {
	try {
		return await import(pathToFileURL(path).href);
	} catch (cause) {
		throw new Failure("engine/missing", `${duckdbPackage} is there but cannot be loaded on ${process.platform} ${process.arch}`, {
			cause,
			help: addLine
		});
	}
}
const addLine = `Add it to the repository with \`npm install ${duckdbPackage}@${duckdbVersion}\``;
function missing() {
	return new Failure("engine/missing", "`engine: duckdb` asks for DuckDB, which is not there", { help: `${addLine} (or remove \`engine\`: SQLite comes with Millrace)` });
}

// src/adapters/duckdb/sqlite-extension.ts
async function loadSqliteExtension(session, { named, log }) {
	if (named !== void 0 && named !== "") {
		await session.query(`load '${named.replaceAll("'", "''")}'`);
		return;
	}
	try {
		await session.query("load sqlite");
	} catch {
		log("DuckDB fetches its extension for SQLite files");
		await install(session);
	}
}
async function install(session) {
	try {
		await session.query("install sqlite");
		await session.query("load sqlite");
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new Failure("engine/missing", `DuckDB's extension for SQLite files cannot be had: ${reason}`, {
			cause,
			retryable: true,
			help: "Let the machine reach the server of the extensions, or name the file in MILLRACE_DUCKDB_EXTENSION"
		});
	}
}

// src/adapters/duckdb/duckdb.ts
function createDuckdb(places) {
	return { open: (options, signal) => openDuckdb(places, options, signal) };
}
const settings = {
	autoinstall_known_extensions: "false",
	autoload_known_extensions: "false",
	errors_as_json: "true"
};
async function openDuckdb({ toolCache, extension }, options, signal) {
	const { workspace, scratch, attach, log } = options;
	const found = await findDuckdb({
		toolCache,
		workspace,
		log,
		signal
	});
	const instance = await found.DuckDBInstance.create(":memory:", {
		...settings,
		temp_directory: scratch
	});
	const connection = await instance.connect();
	const session = new Session(found, instance, connection, signal);
	try {
		await loadSqliteExtension(session, {
			named: extension,
			log
		});
		const files = attach.map(({ path }) => quoted(path)).join(", ");
		await session.query(`set allowed_paths = [${files}]`);
		await session.query(`set allowed_directories = [${quoted(`${scratch}/`)}]`);
		await session.query("set timezone = 'UTC'");
		for (const { name, path } of attach) await session.query(`attach ${quoted(path)} as "${name}" (type sqlite, read_only)`);
		return session;
	} catch (error) {
		await session[Symbol.asyncDispose]();
		throw error;
	}
}
function quoted(text) {
	return `'${text.replaceAll("'", "''")}'`;
}
var Session = class {
	#module;
	#instance;
	#connection;
	#signal;
	#interrupt = () => this.#connection.interrupt();
	constructor(module, instance, connection, signal) {
		this.#module = module;
		this.#instance = instance;
		this.#connection = connection;
		this.#signal = signal;
		signal.addEventListener("abort", this.#interrupt);
	}
	async query(sql, parameters = []) {
		this.#signal.throwIfAborted();
		try {
			const types = parameters.map((value) => this.#typeOf(value));
			return (await this.#connection.runAndReadAll(sql, parameters.map(bindable), types)).getRowObjects();
		} catch (error) {
			this.#signal.throwIfAborted();
			throw duckdbFailure(error, sql);
		}
	}
	async describe(sql) {
		try {
			const prepared = await this.#connection.prepare(sql);
			const names = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnName(index));
			prepared.destroySync();
			return names;
		} catch (error) {
			throw duckdbFailure(error, sql);
		}
	}
	async seal() {
		await this.query("set enable_external_access = false");
		await this.query("set lock_configuration = true");
	}
	#typeOf(value) {
		const { BIGINT, DOUBLE, VARCHAR, HUGEINT } = this.#module;
		if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT;
		if (typeof value === "number") return Number.isSafeInteger(value) ? BIGINT : DOUBLE;
		return VARCHAR;
	}
	async [Symbol.asyncDispose]() {
		this.#signal.removeEventListener("abort", this.#interrupt);
		this.#connection.closeSync();
		this.#instance.closeSync();
	}
};
function bindable(value) {
	return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

// src/adapters/http/arrivals.ts
const mostHeld$1 = 262144;
var Arrivals = class {
	#stream;
	#queue = [];
	#held = 0;
	#bytes = 0;
	#end;
	#wake = () => {};
	constructor(stream) {
		this.#stream = stream;
		stream.on("data", (chunk) => this.#take(chunk));
		finished(stream, { writable: false }, (error) => {
			this.#end = error ? { error } : {};
			this.#wake();
		});
	}
	get bytes() {
		return this.#bytes;
	}
	#take(chunk) {
		this.#queue.push(chunk);
		this.#bytes += chunk.length;
		this.#held += chunk.length;
		if (this.#held >= mostHeld$1) this.#stream.pause();
		this.#wake();
	}
	async *[Symbol.asyncIterator]() {
		try {
			for (;;) {
				for (let chunk = this.#queue.shift(); chunk !== void 0; chunk = this.#queue.shift()) {
					this.#held -= chunk.length;
					if (this.#held < mostHeld$1) this.#stream.resume();
					yield chunk;
				}
				if (this.#end?.error !== void 0) throw this.#end.error;
				if (this.#end !== void 0) return;
				await new Promise((resolve) => this.#wake = resolve);
			}
		} finally {
			this.#stream.destroy();
		}
	}
};

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

// src/adapters/http/conditions.ts
function conditionHeaders({ known, rest }) {
	return {
		...known?.etag === void 0 ? {} : { "if-none-match": known.etag },
		...known?.lastModified === void 0 ? {} : { "if-modified-since": known.lastModified },
		...rest === void 0 ? {} : {
			range: `bytes=${rest.bytes}-`,
			"if-range": rest.ifRange,
			"accept-encoding": "identity"
		}
	};
}
function isAnswer(status, { known }) {
	const isConditional = known?.etag !== void 0 || known?.lastModified !== void 0;
	return status >= 200 && status <= 299 || status === 304 && isConditional;
}
function validatorsOf(headers) {
	const { etag, "last-modified": lastModified } = headers;
	return {
		...etag === void 0 ? {} : { etag },
		...lastModified === void 0 ? {} : { lastModified }
	};
}
function requireRest({ url, headers: sent = {}, rest }, status, headers) {
	const isAuthors = Object.keys(sent).some((name) => name.toLowerCase() === "range");
	if (status !== 206 || rest === void 0 && isAuthors) return;
	const range = headers["content-range"];
	const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/u.exec(range ?? "") ?? [];
	const endsWhole = total === "*" || Number(last) + 1 === Number(total);
	const isPlain = (headers["content-encoding"] ?? "identity") === "identity";
	if (rest !== void 0 && Number(first) === rest.bytes && endsWhole && isPlain) return;
	throw new Failure("http/range", `${safeAddress(url)} answered with a part that was not asked for: ${range === void 0 ? "it does not say which" : JSON.stringify(range.slice(0, 60))}`, { retryable: true });
}

// src/adapters/http/decode-body.ts
const decoders = {
	gzip: createGunzip,
	"x-gzip": createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress
};
function decodeBody(body, encoding) {
	return (encoding ?? "").split(",").map((name) => decoders[name.trim().toLowerCase()]).filter((decoder) => decoder !== void 0).reduceRight((stream, decoder) => {
		return pipeline(stream, decoder(), () => {}).on("error", () => {});
	}, body);
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
async function follow(start, ask) {
	const first = splitCredentials(start.url);
	let hop = {
		...start,
		url: first.url,
		headers: {
			...first.authorization,
			...start.headers
		}
	};
	let response = await ask(hop);
	for (let followed = 0; followed < mostRedirects; followed += 1) {
		const next = redirected(hop, response);
		if (next === void 0) break;
		await response.body.dump();
		hop = next;
		response = await ask(hop);
	}
	return {
		response,
		url: hop.url
	};
}
function redirected(from, { statusCode, headers }) {
	const location = redirects.has(statusCode) ? [headers["location"]].flat()[0] : void 0;
	const target = location === void 0 ? null : URL.parse(location, from.url.href);
	if (target === null) return void 0;
	const { url, authorization } = splitCredentials(target.href);
	const isHome = url.origin === from.url.origin;
	const kept = isHome ? from.headers : {};
	if (becomesGet(statusCode, from.method)) return {
		url,
		method: "GET",
		headers: {
			...withoutBody(kept),
			...authorization
		},
		body: void 0
	};
	if (!isHome && from.body !== void 0) throw strayed(from, url);
	return {
		url,
		method: from.method,
		headers: {
			...kept,
			...authorization
		},
		body: from.body
	};
}
function becomesGet(status, method) {
	if (status === 303) return method !== "GET";
	return (status === 301 || status === 302) && method === "POST";
}
function withoutBody(headers) {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("content-")));
}
function strayed({ url, method }, to) {
	return new Failure("http/redirect", `${method} ${safeAddress(url.href)} is redirected to another origin (${to.origin}), to which its body is not sent`, { help: "Write the address it leads to, if that is where the body should go" });
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
	401: "Check the credentials in \"auth\" or \"headers\"",
	403: "Check the credentials in \"auth\" or \"headers\" and that they may read this address",
	404: "Check the address",
	407: "Check the proxy settings"
};
function statusFailure(answer) {
	const ofAddress = createMask(secretsOf(answer.url));
	const said = excerpt(answer.body, (text) => ofAddress(answer.mask(text)));
	const status = `${answer.status} ${answer.statusText}${isRedirect(answer.status) ? ", after 20 redirects or to nowhere" : ""}`.trim();
	const help = remedies[answer.status];
	const retryAfterMs = askedWait(answer);
	return new Failure("http/status", `${answer.method} ${safeAddress(answer.url)} answered ${status}${said === "" ? "" : `: "${said}"`}`, {
		retryable: retryableStatuses.has(answer.status) || answer.status === 403 && retryAfterMs !== void 0,
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
function askedWait({ headers, status, now }) {
	return retryAfterOf(headers, now) ?? (status === 429 || status === 403 ? rateLimitWait(headers, now) : void 0);
}
function connectionFailure(url, error, method) {
	const code = systemCode(error);
	return new Failure("http/connection", `${method} ${safeAddress(url)} failed: ${explain(code)}`, {
		retryable: !mistakes.has(code),
		facts: factsOfCode(code)
	});
}
const mistakes = /* @__PURE__ */ new Set(["ERR_INVALID_URL", "UND_ERR_INVALID_ARG"]);
function bodyFailure(url, error, { bytes, method }) {
	const code = systemCode(error);
	return new Failure("http/truncated", `the answer of ${method} ${safeAddress(url)} broke off after ${number(bytes)} bytes: ${explain(code)}`, {
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

// src/adapters/http/read-start.ts
const excerptBytes = 65536;
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

// src/adapters/http/http.ts
function createHttp(clock) {
	return { request: (request) => answerTo(request, clock) };
}
async function answerTo(request, clock) {
	const { response, url } = await connect(request);
	const { statusCode: status } = response;
	const headers = flat(response.headers);
	const arrivals = new Arrivals(response.body);
	const body = decodeBody(arrivals, headers["content-encoding"]);
	if (!isAnswer(status, request)) {
		const { STATUS_CODES } = await import("node:http");
		throw statusFailure({
			url: request.url,
			method: request.method ?? "GET",
			status,
			statusText: STATUS_CODES[status] ?? "",
			headers,
			body: await readStart(body),
			mask: request.mask ?? ((text) => text),
			now: clock.now()
		});
	}
	try {
		requireRest(request, status, headers);
	} catch (error) {
		response.body.destroy();
		throw error;
	}
	return {
		status,
		headers,
		url: url.href,
		validators: validatorsOf(headers),
		body: bodyOf(request, {
			connection: response.body,
			arrivals,
			body
		})
	};
}
async function connect(request) {
	const { url, method = "GET", headers, body, signal } = request;
	try {
		const undici = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		dispatcher ??= new (process.env["NODE_USE_ENV_PROXY"] === "1" ? undici.EnvHttpProxyAgent : undici.Agent)();
		const through = dispatcher;
		const conditions = conditionHeaders(request);
		return await follow({
			url,
			method,
			headers: lowerCased(headers),
			body
		}, (hop) => undici.request(hop.url, {
			method: hop.method,
			headers: {
				...ownHeaders,
				...hop.headers,
				...conditions
			},
			...hop.body === void 0 ? {} : { body: hop.body },
			signal,
			dispatcher: through
		}));
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof Failure ? error : connectionFailure(url, error, method);
	}
}
const ownHeaders = {
	"user-agent": "millrace",
	accept: "*/*",
	"accept-encoding": "gzip, br"
};
function lowerCased(headers) {
	return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
let dispatcher;
function flat(headers) {
	return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => value === void 0 ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]]));
}
function bodyOf(request, { connection, arrivals, body: decoded }) {
	return Readable.from(readBody(request, arrivals, decoded), { objectMode: false }).once("close", () => connection.destroy());
}
async function* readBody(request, arrivals, body) {
	try {
		for await (const chunk of body) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
	} catch (error) {
		request.signal.throwIfAborted();
		throw bodyFailure(request.url, error, {
			bytes: arrivals.bytes,
			method: request.method ?? "GET"
		});
	}
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
		this.#input ??= start$1();
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
function start$1() {
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
const sqliteEngine = {
	open,
	prepare
};
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
const spares = /* @__PURE__ */ new Set();
function prepare() {
	const child = start();
	hold(child, false);
	spares.add(child);
	child.once("exit", () => spares.delete(child));
	child.on("error", () => spares.delete(child));
	return { [Symbol.dispose]() {
		if (spares.delete(child)) child.kill("SIGKILL");
	} };
}
function hold(child, isHeld) {
	for (const part of [
		child,
		child.channel,
		child.stderr
	]) {
		const held = part;
		if (isHeld) held?.ref();
		else held?.unref();
	}
}
function takeSpare() {
	const [child] = spares;
	if (child === void 0) return void 0;
	spares.delete(child);
	hold(child, true);
	return child;
}
function start() {
	return fork(childEntry("sqlite-child", import.meta.url), {
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
}
async function open(options, signal) {
	signal.throwIfAborted();
	const child = takeSpare() ?? start();
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
		select: async (statement, columns) => void await ask({
			do: "select",
			statement,
			columns
		}),
		fetch: async () => (await ask({ do: "fetch" })).batch,
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
		sqlite: sqliteEngine,
		duckdb: createDuckdb({
			toolCache: process.env["RUNNER_TOOL_CACHE"],
			extension: process.env["MILLRACE_DUCKDB_EXTENSION"]
		})
	};
}

// src/run/events/masked-event.ts
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
			...event.windows ? { windows: event.windows.map((window) => ({
				...window,
				source: text(window.source)
			})) } : {},
			...event.commit ? { commit: {
				...event.commit,
				path: mask(event.commit.path)
			} } : {},
			...event.failure ? { failure: maskedFailure(event.failure, text) } : {},
			...event.reason === void 0 ? {} : { reason: text(event.reason) },
			...event.mark?.sources ? { mark: {
				...event.mark,
				sources: event.mark.sources.map((each) => maskedMark(each, text))
			} } : {},
			...event.measured ? { measured: maskedNames(event.measured, text) } : {},
			...event.cache ? { cache: {
				...event.cache,
				reason: text(event.cache.reason)
			} } : {},
			...event.note === void 0 ? {} : { note: text(event.note) },
			...event.warnings ? { warnings: event.warnings.map(text) } : {},
			...event.summary === void 0 ? {} : { summary: truncateMarkdown(mask(event.summary), maxSummaryChars) },
			...event.rejectsByRule ? { rejectsByRule: event.rejectsByRule.map((broken) => maskedRule(broken, text)) } : {},
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
		columns,
		...dataset.gone ? { gone: dataset.gone.map(mask) } : {}
	};
}
function maskedMark(mark, text) {
	return {
		...mark,
		...mark.etag === void 0 ? {} : { etag: text(mark.etag) },
		...mark.lastModified === void 0 ? {} : { lastModified: text(mark.lastModified) }
	};
}
function maskedNames(numbers, text) {
	return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [text(name), value]));
}
function maskedRule(broken, text) {
	return {
		...broken,
		column: broken.column === null ? null : text(broken.column),
		rule: text(broken.rule)
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

// src/run/resolve-connections.ts
function resolveConnections(connections, contexts) {
	return Object.fromEntries(Object.entries(connections).map(([name, { url, env, ...connection }]) => [name, {
		...connection,
		url: url.includes("${{") ? evaluateTemplate(url, contexts) : url,
		...env === void 0 ? {} : { env: resolveTemplates(env, contexts) }
	}]));
}

// src/run/files/file-claims.ts
const claim = object({
	pathHash: string(),
	step: string(),
	leg: string().optional()
});
var FileClaims = class {
	#file;
	#writers;
	constructor(runFolder) {
		this.#file = join(runFolder, "files-written.jsonl");
	}
	claim(path, writer, mayReplace) {
		this.#writers ??= this.#read();
		const place = hashOf(join(realpathSync(dirname(path)), basename(path)));
		const other = this.#writers.get(place);
		if (other?.step === writer.step && other.leg === writer.leg) return;
		if (other !== void 0 && !mayReplace(other)) throw sameFile(path, writer, other);
		this.#writers.set(place, writer);
		appendFileSync(this.#file, `\n${JSON.stringify({
			pathHash: place,
			...writer
		})}`);
	}
	#read() {
		if (!existsSync(this.#file)) return /* @__PURE__ */ new Map();
		const lines = readFileSync(this.#file, "utf8").split("\n");
		return new Map(lines.flatMap((line) => {
			const { data } = claim.safeParse(parseJson(line));
			return data === void 0 ? [] : [[data.pathHash, {
				step: data.step,
				leg: data.leg
			}]];
		}));
	}
};
function sameFile(path, writer, other) {
	const who = other.leg === void 0 ? `step "${other.step}"` : `leg ${other.leg} of step "${other.step}"`;
	return new Failure("load/same-file", `"${basename(path)}" is written by ${who} of the same run: only the rows of one would be left`, { help: other.step === writer.step ? "Name the file by a value of the matrix, or load it in a step after this one, which sees the rows of all legs" : `Write to different files, put the rows together in a transform, or let "${writer.step}" need "${other.step}" if it is to replace what that wrote` });
}

// src/run/incremental/datasets-read.ts
function rowsOf(node) {
	return [...new Set(datasetsRead(node).map(([, maker]) => maker))];
}
function datasetsRead({ step, datasets }) {
	const { from, readsFromOnly } = factsOf(step);
	if (readsFromOnly !== true || from === void 0) return [...datasets];
	const maker = datasets.get(from);
	return maker === void 0 ? [] : [[from, maker]];
}

// src/run/incremental/windows-above.ts
const none = [];
function windowsAbove({ finished }, node) {
	if (finished.size === 0) return none;
	const found = /* @__PURE__ */ new Map();
	for (const id of rowsOf(node)) for (const window of finished.get(id)?.windows ?? none) found.set(window.source, window);
	return found.size === 0 ? none : [...found.values()];
}
function withWindows(state, node, end) {
	const read = windowsAbove(state, node);
	if (read.length === 0) return end;
	const above = (end.counts?.rejected ?? 0) > 0 ? read.map(heldWindow) : read;
	const all = new Map([...above, ...end.windows ?? []].map((window) => [window.source, window]));
	return {
		...end,
		windows: [...all.values()]
	};
}
function windowSeen(windows) {
	const [first] = windows;
	if (first === void 0 || windows.some(({ kind }) => kind !== first.kind)) return void 0;
	const { kind } = first;
	return {
		from: windows.map(({ from }) => from).reduce((one, other) => earlier(kind, one, other)),
		to: windows.map(({ to }) => to).reduce((one, other) => earlier(kind, one, other) === one ? other : one)
	};
}

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
	fileClaims;
	unselected;
	#lineages = /* @__PURE__ */ new Map();
	gates = /* @__PURE__ */ new Map();
	before = /* @__PURE__ */ new Map();
	ahead;
	#env = /* @__PURE__ */ new Map();
	leg;
	outside;
	constructor(request, leg, outside) {
		this.request = request;
		this.leg = leg;
		this.outside = outside;
		this.places = request.places ?? new Places(request.plan.jobs.find(({ id }) => id === request.job)?.limits);
		this.fileClaims = outside?.state.fileClaims ?? new FileClaims(request.folder);
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
		const node = nodeOf(this.request.graph, id);
		const known = this.contextsIn(node.scope, node.seen);
		const window = windowSeen(windowsAbove(this, node));
		return window === void 0 ? known : {
			...known,
			window
		};
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
			const { file, name: table, columns, rows, gone } = dataset;
			datasets[name] = {
				name,
				...table === name ? {} : { tableName: table },
				path: join(this.request.folder, file),
				columns: columns.map(plainColumn),
				rows,
				...gone === void 0 ? {} : { gone }
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
function plainColumn({ name, type, gone: _gone, ...rest }) {
	const said = Object.entries(rest).filter(([, value]) => value !== void 0);
	return {
		name,
		type,
		...Object.fromEntries(said)
	};
}
function columnsBefore(columns) {
	if (columns === void 0) return {};
	const gone = columns.filter((column) => column.gone === true).map(({ name }) => name);
	return {
		columns: columns.map(plainColumn),
		...gone.length === 0 ? {} : { gone }
	};
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
		const judged = await checkDataset({
			...outcome.dataset,
			name: known,
			tableName
		}, context.checks, context);
		const { withJudgement } = await import("./with-judgement.js");
		if (judged.rejected > 0) renameSync(judged.dataset.path, context.datasetPath);
		const dataset = {
			...outcome.dataset,
			rows: judged.dataset.rows
		};
		const { heldWindow } = await import("./window.js");
		const held = outcome.window && judged.rejected > 0 ? { window: heldWindow(outcome.window) } : {};
		return withJudgement({
			...outcome,
			...held,
			dataset
		}, judged);
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

// src/run/attempts/attempt-folder.ts
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

// src/run/events/log-tail.ts
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

// src/run/files/require-source-kept.ts
function requireSourceKept(state, id, path) {
	const { graph, workspace } = state.request;
	const { step, scope } = nodeOf(graph, id);
	const { manifest } = scope;
	const place = join(realpathSync(dirname(path)), basename(path));
	const file = relative(realpathSync(workspace), place).replaceAll(sep, "/");
	if ([manifest, ...manifestsOf(graph)].some((each) => isCode(file, each))) throw replaces(file, "which is part of a pipeline");
	const own = stepsById(manifest).get(id.slice(scope.id === "" ? 0 : scope.id.length + 1));
	if (own === void 0 || step.kind !== own.kind) return;
	const around = {
		steps: stepsById(manifest),
		edges: edgesOf(manifest),
		sourcesOf: (each) => sourcesIn(state, graph, scope.id === "" ? each.id : `${scope.id}/${each.id}`)
	};
	const source = replacedSource(own, file, around);
	if (source !== void 0) throw replaces(file, `which its rows are read from by "${source.id}"`);
}
const known = /* @__PURE__ */ new WeakMap();
function edgesOf(manifest) {
	const edges = known.get(manifest) ?? judgeNeeds(manifest).edges;
	known.set(manifest, edges);
	return edges;
}
function sourcesIn(state, graph, id) {
	if (!graph.nodes.has(id)) return [];
	const { step } = nodeOf(graph, id);
	if (step.kind !== "extract") return [];
	const made = tried(() => resolveOptions(step, state.contexts(id)));
	const options = made.ended === "done" ? made.value : void 0;
	if (typeof options !== "object" || options === null || !("from" in options)) return [];
	return Array.isArray(options.from) ? options.from.map(String) : [];
}
function replaces(file, why) {
	return new Failure("load/own-source", `"${file}" would be replaced, ${why}`, { help: "Write another file, e.g. in `out/`" });
}

// src/run/files/claim-file.ts
function claimFile(state, writer, path) {
	requireSourceKept(state, writer.step, path);
	state.fileClaims.claim(path, writer, (other) => !isKnown(state, other.step) || comesAfter(state, writer.step, other));
}
function isKnown({ request, outside }, step) {
	if (outside !== void 0) return isKnown(outside.state, step);
	return request.graph.order.some((id) => holds(id, step));
}
function comesAfter({ request, leg, outside }, step, other) {
	if ((leg === void 0 || other.leg === leg.path || other.leg?.startsWith(`${leg.path}/`) === true) && needsAbove(request.graph, step).values().some((id) => holds(id, other.step))) return true;
	return outside !== void 0 && comesAfter(outside.state, outside.step, other);
}
function holds(step, other) {
	return other === step || other.startsWith(`${step}/`);
}
function needsAbove(graph, step) {
	const above = new Set(nodeOf(graph, step).needs);
	for (const id of above) for (const need of nodeOf(graph, id).needs) above.add(need);
	return above;
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

// src/run/unchanged/require-rows.ts
function requireRows({ request, finished }, node) {
	for (const { name, maker, takes } of readBy(node)) {
		const end = finished.get(maker);
		if (takes !== "rows" || end?.unchanged !== true || end.dataset !== void 0) continue;
		if (end.datasets !== void 0 || !factsOf(nodeOf(request.graph, maker).step).makesDataset) continue;
		throw new Failure("run/unchanged", `"${name}" is unchanged, and its rows were left where they are because nothing seemed to need them; what "${node.step.id}" depends on has changed since`, { help: "Run the pipeline again" });
	}
}

// src/run/rows-lacking.ts
function lackingAbove({ finished }, node) {
	return [...new Set(rowsOf(node).flatMap((id) => finished.get(id)?.lacking ?? []))];
}
function withLacking(state, node, end) {
	const own = lacksRows(end) ? [node.step.id] : [];
	const lacking = /* @__PURE__ */ new Set([
		...lackingAbove(state, node),
		...end.lacking ?? [],
		...own
	]);
	return lacking.size === 0 ? end : {
		...end,
		lacking: [...lacking]
	};
}
function lacksRows({ counts, rejects, legs }) {
	return (counts?.rejected ?? 0) + (rejects?.rows ?? 0) > 0 || legs !== void 0 && legs.success < legs.total;
}

// src/run/rows-may-evolve.ts
function rowsMayEvolve({ step, scope }) {
	const { from, readsFromOnly } = factsOf(step);
	if (readsFromOnly !== true) return false;
	const source = scope.manifest.steps.find(({ id }) => id === from);
	return source !== void 0 && factsOf(source).columnsMayChange === true;
}

// src/run/step-context.ts
const progressEveryMs = 250;
function stepContext(work) {
	const { state, node, folder, recorder } = work;
	const { request } = state;
	const { step } = node;
	const { plan, environment } = request;
	requireEarlier(request, node, state.finished);
	requireRows(state, node);
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
		...work.window === void 0 ? {} : { window: work.window },
		windows: windowsAbove(state, node),
		lacking: lackingAbove(state, node),
		...work.ahead,
		...rowsMayEvolve(node) ? { evolves: true } : {},
		checks: step.checks,
		...pastOf(state, step.id),
		env: {
			...inheritedFrom(environment),
			...contexts.env,
			...runEnvironment(run)
		},
		get connections() {
			return resolveConnections(node.scope.manifest.connections, outer);
		},
		bind: (expression) => sqlValue(evaluateExpression(expression, contexts)),
		placeOfSql: (sql, within) => placeOfSql({
			file: node.scope.manifest.file,
			step,
			workspace: request.workspace
		}, sql, within),
		run: {
			id: plan.run.id,
			date: plan.run.date,
			at: plan.run.at
		},
		claimFile: (path) => claimFile(state, {
			step: step.id,
			leg: work.leg?.path
		}, path),
		signal: work.signal,
		ports: request.ports,
		mask: recorder.mask,
		hide: (secret) => recorder.hide(secret),
		...told
	};
}
function pastOf({ before, request }, id) {
	const { columns, history } = request.plan.before?.[id] ?? {};
	const known = before.get(id) ?? (columns === void 0 ? void 0 : columnsBefore(columns));
	return {
		...known === void 0 ? {} : { before: known },
		...history === void 0 ? {} : { history }
	};
}
const inherited = /* @__PURE__ */ new WeakMap();
function inheritedFrom(environment) {
	const known = inherited.get(environment) ?? baseEnvironment(environment.env, environment.secrets);
	inherited.set(environment, known);
	return known;
}
function contextsOf({ state, node, leg, window }) {
	const known = state.contexts(node.step.id);
	const contexts = window === void 0 ? known : {
		...known,
		window: {
			from: window.from,
			to: window.to
		}
	};
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

// src/text/growing-mask.ts
function createGrowingMask(secrets, onSecret = () => {}) {
	const known = new Set(secrets);
	let mask = createMask(known);
	return {
		mask: (text) => mask(text),
		hide(secret) {
			if (known.has(secret)) return;
			known.add(secret);
			mask = createMask(known);
			onSecret(secret);
		}
	};
}

// src/run/events/secret-mask.ts
function secretMask({ graph, environment, onSecret }) {
	const connections = manifestsOf(graph).flatMap(({ connections: each }) => Object.values(each)).flatMap(({ url }) => {
		const password = urlPassword(url);
		return password === void 0 || password.includes("${{") ? [] : [url];
	});
	return createGrowingMask([...Object.values(environment.secrets), ...connections], onSecret);
}

// src/run/events/append-file.ts
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

// src/run/parts/part-files.ts
function partName(step, part) {
	return part === void 0 ? step : `${step}.p${part.index}`;
}

// src/run/events/event-files.ts
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

// src/run/events/recorder.ts
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
	hide(secret) {
		this.#options.hide?.(secret);
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

export { maskedValues as C, maskedEvent as S, systemClock as T, columnsBefore as _, stepContext as a, datasetsRead as b, LogTail as c, legFile as d, neededNames as f, RunState as g, loadExecutor as h, createGrowingMask as i, AttemptFolder as l, resolveEnvironment as m, partName as n, withLacking as o, whoNames as p, secretMask as r, claimFile as s, Recorder as t, keepFile as u, datasetNamed as v, createPorts as w, resolveConnections as x, withWindows as y };