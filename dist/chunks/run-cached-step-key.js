import { At as Bug, D as findExpressions, S as decodeChecks, T as bindSql, _ as decodeStrategy, a as evaluateJson, c as evaluateTemplate, dt as decodeOptions, g as placeValues, jt as Failure, mt as textUse, pt as textShape, s as evaluateExpression, v as zodDiagnostics, vt as hasLate, x as stepSchema, z as counted } from "./manifest-json-schema.js";
import { b as unknown, c as array, g as record, h as object, m as number, p as literal, s as _enum, t as datetime, v as string } from "./vendor/zod.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";

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
	for (const secret of secrets) for (const value of valuesOf(secret)) if (value.length >= shortest) for (const form of formsOf(value)) needles.add(form);
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
function valuesOf(secret) {
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
const quoted$1 = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const wordPattern = (word) => String.raw`(?<![\p{L}\p{N}])${quoted$1(word)}(?![\p{L}\p{N}])`;
function patternOf(needles, words) {
	return new RegExp([...[...needles].map(quoted$1), ...[...words].map(wordPattern)].join("|"), "gv");
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

// src/cache/cache-key.ts
const partGroups = [
	"definition",
	"code",
	"values",
	"files",
	"data"
];
const format = 1;
function cacheKey(parts) {
	const sorted = parts.toSorted(byGroup);
	const lines = sorted.map(({ group, name, hash }) => [
		group,
		name,
		hash
	]);
	return {
		parts: sorted,
		hash: hashOf([format, lines])
	};
}
function groupHashes({ parts }) {
	const hashes = partGroups.map((group) => {
		return [group, hashOf(parts.filter((part) => part.group === group).map(({ name, hash }) => [name, hash])).slice(0, 8)];
	});
	return Object.fromEntries(hashes);
}
function hashOf(value) {
	return createHash("sha256").update(JSON.stringify(value, sortedKeys)).digest("hex").slice(0, 32);
}
function sortedKeys(_key, value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}
function byGroup(a, b) {
	if (a.group !== b.group) return partGroups.indexOf(a.group) - partGroups.indexOf(b.group);
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

// src/cache/hash-file.ts
async function hashFile(path) {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path, { highWaterMark: 1048576 }), hash);
	return hash.digest("hex").slice(0, 32);
}

// src/run/cached/code-files.ts
const mostFiles = 5e3;
const packageFiles = [
	"package.json",
	"package-lock.json",
	"npm-shrinkwrap.json",
	"pnpm-lock.yaml",
	"yarn.lock",
	"bun.lock"
];
const endings = [
	"",
	".ts",
	".mts",
	".js",
	".mjs",
	".cjs",
	".json",
	"/index.ts",
	"/index.js"
];
function moduleFiles(module, workspace) {
	const found = /* @__PURE__ */ new Set([module]);
	for (const path of found) {
		if (found.size > mostFiles) break;
		for (const specifier of importsOf(path)) for (const file of filesOf(specifier, path, workspace)) found.add(file);
	}
	return [...found].filter((path) => isFile(path));
}
function importsOf(path) {
	if (!isFile(path) || !/\.[cm]?[jt]s$/.test(path)) return [];
	return [...readFileSync(path, "utf8").matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g)].map(([, , specifier = ""]) => specifier);
}
function filesOf(specifier, importer, workspace) {
	if (specifier.startsWith("node:")) return [];
	if (!/^\.{0,2}\//.test(specifier)) return versionFiles(dirname(importer), workspace);
	const path = resolve(dirname(importer), specifier);
	const file = endings.map((ending) => path + ending).find((each) => isFile(each));
	return file === void 0 || !isInside$1(file, workspace) ? [] : [file];
}
function versionFiles(from, workspace) {
	for (let folder = from; isInside$1(folder, workspace); folder = dirname(folder)) {
		const files = packageFiles.map((name) => join(folder, name)).filter((path) => existsSync(path));
		if (files.length > 0) return files;
	}
	return [];
}
function scriptFiles(script, folder, workspace) {
	const paths = script.split(/\n|&&|\|\|?|;/).flatMap((line) => line.replace(/>.*$/, "").trim().split(/\s+/).filter(isNoAssignment).slice(0, 3)).map((word) => resolve(folder, word.replaceAll(/^["']|["']$/g, ""))).filter((path) => isInside$1(path, workspace) && isFile(path));
	return [...new Set(paths.flatMap((path) => moduleFiles(path, workspace)))];
}
function isNoAssignment(word) {
	return word !== "" && !/^\w+=/.test(word);
}
function isInside$1(path, workspace) {
	const below = relative(workspace, path);
	return !below.startsWith("..") && !isAbsolute(below);
}
function isFile(path) {
	return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

// src/cache/entry.ts
const keyPart = object({
	group: _enum(partGroups),
	name: string(),
	hash: string(),
	told: string().optional()
});
const file = object({
	sha256: string(),
	bytes: number()
});
const cacheEntry = object({
	schema: literal(1),
	pipeline: string(),
	step: string(),
	savedAt: datetime({ precision: 3 }),
	key: object({
		hash: string(),
		parts: array(keyPart)
	}),
	made: record(string(), unknown()),
	files: object({
		dataset: file.optional(),
		rejects: file.optional()
	})
});
const entryFiles = {
	dataset: "dataset.sqlite",
	rejects: "rejects.sqlite"
};

// src/cache/slot-name.ts
const shownChars = 60;
function slotName({ pipeline, step, leg }) {
	return [...[pipeline, step.replaceAll("/", ".")].map((name) => name.length <= shownChars ? name : `${name.slice(0, shownChars)}~${hashOf(name).slice(0, 8)}`), ...leg === void 0 ? [] : [`leg~${leg.slice(0, 16)}`]].join(".");
}

// src/run/settle-step.ts
function settleStep(step, contexts) {
	if (step.late === void 0) return step;
	const { late: _, ...plain } = step;
	const authored = settled(step, contexts, ({ path }) => path[0] !== "strategy");
	const part = authored[step.kind];
	if (part === void 0) return plain;
	return {
		...plain,
		...decodeOptions(step.kind, part, refusing(step)),
		checks: decodeChecks(authored.checks ?? [], refusing(step)),
		...hasLate(step, "timeout-minutes") ? { timeoutMs: (authored["timeout-minutes"] ?? 30) * 6e4 } : {},
		...tolerance(step, authored["continue-on-error"])
	};
}
function settleMapping(step, contexts) {
	if (!hasLate(step, "strategy") && !hasLate(step, "continue-on-error")) return step;
	const mapping = /* @__PURE__ */ new Set(["strategy", "continue-on-error"]);
	const authored = settled(step, contexts, ({ path }) => mapping.has(String(path[0])));
	const { strategy } = authored;
	return {
		...step,
		...tolerance(step, authored["continue-on-error"]),
		...strategy === void 0 || step.strategy === void 0 ? {} : { strategy: {
			...decodeStrategy(strategy, () => {}),
			matrix: step.strategy.matrix
		} }
	};
}
function tolerance(step, authored) {
	return hasLate(step, "continue-on-error") ? { continueOnError: authored ?? step.teardown !== void 0 } : {};
}
function settled(step, contexts, isWanted) {
	const { values = [], authored } = step.late ?? {};
	const whole = placeValues(authored, values, (late) => {
		return isWanted(late) ? evaluateJson(late.text, contexts) ?? void 0 : late.standIn;
	});
	const read = stepSchema.safeParse(whole);
	if (read.success) return read.data;
	const [first] = zodDiagnostics("", step.path, whole, read.error.issues);
	throw notFitting(step, first?.message ?? "a value does not fit", first?.help);
}
function refusing(step) {
	return (_path, message, { code = "manifest/conflict", help } = {}) => {
		if (code !== "manifest/conflict") throw notFitting(step, message, help);
	};
}
function notFitting(step, message, help) {
	return new Failure("expression/type", `step "${step.id}": ${message}`, { help: help ?? "change what the expression comes to; `fromJSON(…)` makes a number or a list of a text" });
}

// src/run/resolve-options.ts
function resolveOptions(step, contexts) {
	const { kind, options } = settleStep(step, contexts);
	return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, optionOf({
		id: step.id,
		kind,
		key
	}, value, contexts)]));
}
function optionOf(option, value, contexts) {
	const use = textUse(option.kind, option.key);
	if (use === "sql" || use === "script") return value;
	if (use === "value") return evaluateJson(JSON.parse(JSON.stringify(value)), contexts);
	const made = resolved(value, contexts);
	if (typeof made === "string" && made !== value) requireShape(option, made);
	return made;
}
function requireShape({ id, kind, key }, made) {
	const shape = textShape(kind, key);
	if (shape === void 0 || shape.pattern.test(made)) return;
	throw new Failure("expression/type", `step "${id}": \`${key}\` must be ${shape.wanted}, but is "${made}"`, { help: "change what the expression comes to" });
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
		MILLRACE_ATTEMPT: String(run.attempt),
		...run.leg === void 0 ? {} : { MILLRACE_LEG: run.leg.path },
		...run.leg?.values === void 0 ? {} : { MILLRACE_MATRIX: JSON.stringify(run.leg.values) }
	};
}

// src/run/run-context.ts
const none = {
	id: "",
	result: "",
	date: "",
	steps: {}
};
function runContext({ run: { id, date, at, outdated, previous } }) {
	return {
		id,
		date,
		at,
		latest: outdated !== true,
		previous: previous ?? none
	};
}

// src/cache/what-changed.ts
const toldChanges = 2;
function whatChanged(now, was) {
	const before = new Map(was.map((part) => [nameOf(part), part]));
	const after = new Set(now.map(nameOf));
	const changes = [...now.flatMap((part) => {
		const old = before.get(nameOf(part));
		return old?.hash === part.hash ? [] : [changeOf(part, old)];
	}), ...was.filter((part) => !after.has(nameOf(part))).map((part) => `${quoted(part)} is no longer used`)];
	const more = changes.length - toldChanges;
	if (more <= 0) return changes.join("; ");
	return `${changes.slice(0, toldChanges).join("; ")}; and ${counted(more, "more change")}`;
}
function whichChanged(now, was) {
	return partGroups.filter((group) => now[group] !== was[group]).map((group) => words[group]).join("; ");
}
const words = {
	definition: "its definition changed",
	code: "its code changed",
	values: "a value that it uses changed",
	files: "a file that it reads changed",
	data: "an input dataset changed"
};
function changeOf(part, old) {
	if (part.group === "definition") return words.definition;
	if (part.group === "code" && isOwn(part.name)) return `its ${part.name} changed`;
	if (old === void 0) return `${quoted(part)} is new`;
	if (part.told !== void 0 && old.told !== void 0) return `${part.name} is ${part.told}, was ${old.told}`;
	return `${quoted(part)} changed`;
}
function isOwn(name) {
	return name === "SQL" || name === "script";
}
function nameOf({ group, name }) {
	return `${group} ${name}`;
}
function quoted({ group, name }) {
	if (group === "definition") return "its definition";
	return group === "code" && isOwn(name) ? `its ${name}` : `\`${name}\``;
}

// src/cache/decide.ts
function decide(key, { same, newest }, { now, maxAgeMs }) {
	if (same !== void 0) {
		const ageMs = Math.max(0, now.getTime() - same.savedAtMs);
		if (maxAgeMs === void 0 || ageMs <= maxAgeMs) return {
			decision: "reuse",
			reason: `nothing changed, the entry is ${span(ageMs)} old`,
			head: same
		};
		return {
			decision: "run",
			reason: `the entry is ${span(ageMs)} old, max-age is ${span(maxAgeMs)}`
		};
	}
	if (newest === void 0) return {
		decision: "run",
		reason: "no entry yet"
	};
	const changed = newest.parts === void 0 ? whichChanged(groupHashes(key), newest.groups) : whatChanged(key.parts, newest.parts);
	return {
		decision: "run",
		reason: changed === "" ? "no entry of this kind" : changed
	};
}
function span(ms) {
	const minutes = ms / 6e4;
	if (minutes < 2) return `${Math.round(ms / 1e3)} s`;
	if (minutes < 120 && minutes !== 60) return `${Math.round(minutes)} min`;
	if (minutes < 4320) return `${Math.round(minutes / 60)} h`;
	return `${Math.round(minutes / 1440)} days`;
}

// src/run/cached/file-parts.ts
const mostParts = 100;
async function fileParts(group, paths, workspace) {
	const parts = [];
	for (const path of new Set(paths)) parts.push({
		group,
		name: relative(workspace, path),
		hash: await hashFile(path)
	});
	return parts;
}
async function patternParts(pattern, workspace) {
	const group = "files";
	if (!isInside(pattern, workspace)) return [{
		group,
		name: pattern,
		hash: "outside"
	}];
	if (!isDynamicPattern(pattern)) {
		const path = resolve(workspace, pattern);
		const found = await stat(path).catch(() => void 0);
		if (found?.isFile() === true) return fileParts(group, [path], workspace);
		return [{
			group,
			name: pattern,
			hash: found === void 0 ? "missing" : "folder"
		}];
	}
	const parts = await fileParts(group, (await glob(pattern, {
		cwd: workspace,
		onlyFiles: true,
		dot: false,
		followSymbolicLinks: false
	})).toSorted().map((name) => resolve(workspace, name)), workspace);
	return parts.length <= mostParts ? parts : [{
		group,
		name: pattern,
		hash: hashOf(parts)
	}];
}
function isInside(pattern, workspace) {
	const below = relative(workspace, resolve(workspace, pattern));
	return !below.startsWith("..") && !isAbsolute(below) && !pattern.split(/[/\\]/).includes("..");
}
async function mention(paths, words) {
	for (const path of paths) {
		const text = await readFile(path, "utf8");
		if (words.every((word) => word.test(text))) return true;
	}
	return false;
}

// src/run/cached/value-parts.ts
const longestTold = 60;
function withoutSecrets(contexts) {
	const names = Object.keys(contexts.secrets);
	return {
		...contexts,
		secrets: Object.fromEntries(names.map((name) => [name, `secret ${name}`]))
	};
}
function expressionParts(authored, contexts, mask) {
	return [...new Set(textsIn(authored).flatMap((text) => findExpressions(text).map(({ source }) => source.trim())))].map((source) => valuePart(source, evaluateExpression(source, contexts), mask));
}
function valuePart(name, value, mask) {
	const text = mask(typeof value === "string" ? value : JSON.stringify(value) ?? "null");
	const told = text.length <= longestTold && !text.includes("\n") ? { told: text === "" ? "empty" : text } : {};
	return {
		group: "values",
		name,
		hash: hashOf(text),
		...told
	};
}
function textsIn(value) {
	if (typeof value === "string") return value.includes("${{") ? [value] : [];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

// src/run/cached/step-key.ts
async function stepKey(source) {
	const { manifest, mask, datasets, workspace } = source;
	const open = withoutSecrets(source.contexts);
	const env = { ...resolveTemplates(manifest.env, {
		...open,
		env: {},
		needs: {}
	}) };
	const outer = {
		...open,
		env
	};
	const contexts = {
		...outer,
		env: {
			...env,
			...resolveTemplates(source.step.env, outer)
		}
	};
	const step = settleStep(source.step, contexts);
	const { texts, options } = withoutCode(step);
	const code = await codeParts(source);
	return cacheKey([
		{
			group: "definition",
			name: "definition",
			hash: hashOf([
				step.kind,
				options,
				step.checks,
				step.with
			])
		},
		...texts.map(([name, text]) => ({
			group: "code",
			name,
			hash: hashOf(text)
		})),
		...code.parts,
		...expressionParts([
			options,
			step.checks,
			step.with
		], contexts, mask),
		...sqlParts(step, contexts, mask),
		...seesEnvironment(step) ? environmentParts(contexts.env, mask) : [],
		...code.usesDate ? [valuePart("run.date", contexts.run.date, mask)] : [],
		...(step.cache?.env ?? []).map((name) => namedVariable(name, {
			...source.env,
			...contexts.env
		}, source)),
		...await filesRead(step, contexts, workspace),
		...Object.entries(datasets).map(([name, hash]) => ({
			group: "data",
			name,
			hash
		}))
	]);
}
function withoutCode({ options }) {
	if ("sql" in options) {
		const { sql, file: _file, ...others } = options;
		return {
			texts: [["SQL", sql]],
			options: others
		};
	}
	if (!("script" in options)) return {
		texts: [],
		options
	};
	const { script, ...others } = options;
	return {
		texts: [["script", script]],
		options: others
	};
}
function sqlParts(step, contexts, mask) {
	if (!("sql" in step.options)) return [];
	const { expressions } = bindSql(step.options.sql, "sqlite");
	return expressionParts(expressions.map((each) => `\${{ ${each} }}`), contexts, mask);
}
function seesEnvironment({ options }) {
	return "script" in options || "module" in options;
}
function environmentParts(env, mask) {
	return Object.entries(env).map(([name, value]) => valuePart(`env.${name}`, value, mask));
}
function namedVariable(name, env, { contexts, mask }) {
	const value = Object.hasOwn(contexts.secrets, name) ? "" : mask(env[name] ?? "");
	return {
		group: "values",
		name,
		hash: hashOf(value)
	};
}
async function codeParts({ step, workspace }) {
	const { options } = step;
	if ("module" in options) {
		const files = moduleFiles(resolve(workspace, options.module), workspace);
		return {
			parts: await fileParts("code", files, workspace),
			usesDate: await looksAtDate(files)
		};
	}
	if (!("script" in options)) return {
		parts: [],
		usesDate: false
	};
	const folder = resolve(workspace, options.workingDirectory ?? ".");
	const files = scriptFiles(options.script, folder, workspace);
	const usesDate = dateVariable.test(options.script) || await mention(files, [dateVariable]);
	return {
		parts: await fileParts("code", files, workspace),
		usesDate
	};
}
const dateVariable = /\bMILLRACE_(?:DATE|AT)\b/;
async function looksAtDate(files) {
	const scripts = files.filter((path) => /\.[cm]?[jt]s$/.test(path));
	return await mention(scripts, [/\brun\b/, /\bdate\b/]) || await mention(scripts, [dateVariable]);
}
async function filesRead(step, contexts, workspace) {
	const options = resolveOptions(step, contexts);
	const from = step.kind === "extract" && isRecord(options) ? options["from"] : [];
	const patterns = [...Array.isArray(from) ? from : [], ...step.cache?.files ?? []];
	const parts = [];
	for (const pattern of patterns.map(String)) if (!/^https?:\/\//iu.test(pattern)) parts.push(...await patternParts(pattern, workspace));
	return parts;
}
function isRecord(value) {
	return typeof value === "object" && value !== null;
}

export { urlPassword as C, valuesOf as S, cacheKey as _, baseEnvironment as a, partGroups as b, resolveTemplates as c, slotName as d, cacheEntry as f, hashFile as g, scriptFiles as h, runContext as i, settleMapping as l, moduleFiles as m, decide as n, runEnvironment as o, entryFiles as p, whatChanged as r, resolveOptions as s, stepKey as t, settleStep as u, groupHashes as v, createMask as x, hashOf as y };