import { Bt as parseInput, C as bindSql, Ft as nearest, Gt as Usage, I as counted, It as remedyFor, Lt as wantedOf, Q as evaluateJson, Rt as wholeValue, Tt as hasLate, Ut as Bug, Wt as Failure, _ as zodDiagnostics, _t as textShape, at as findExpressions, b as stepSchema, et as evaluateExpression, g as decodeStrategy, h as placeValues, ht as decodeOptions, tt as evaluateTemplate, vt as textUse, x as decodeChecks, zt as fitInput } from "./source-unclosed.js";
import { S as string, _ as literal, b as record, c as _enum, n as datetime, u as array, v as number, w as unknown, y as object } from "./vendor/zod.js";
import { t as hashFile } from "./cache-hash-file.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";

// src/plan/inputs.ts
function resolveInputs(manifest, given, typed = {}) {
	const mistakes = /* @__PURE__ */ new Map();
	for (const name of Object.keys({
		...typed,
		...given
	})) if (!Object.hasOwn(manifest.inputs, name)) mistakes.set(name, unknownInput(manifest, name));
	const values = {};
	for (const [name, input] of Object.entries(manifest.inputs)) {
		const otherwise = Object.hasOwn(typed, name) ? typed[name] : input.default;
		const value = valueOf(name, input, Object.hasOwn(given, name) ? given[name] : void 0, otherwise);
		if (value instanceof Usage) mistakes.set(name, value);
		else if (value !== void 0) values[name] = value;
		else if (input.required) mistakes.set(name, lacking(name));
		else if (Object.hasOwn(unsaid, input.type)) values[name] = structuredClone(unsaid[input.type] ?? null);
	}
	if (mistakes.size > 0) throw together(mistakes);
	return values;
}
const unsaid = {
	text: "",
	list: [],
	boolean: false
};
function valueOf(name, input, given, otherwise) {
	if (given === "") return void 0;
	const raw = given ?? otherwise;
	if (raw === void 0 || raw === "") return void 0;
	const isText = typeof given === "string";
	const value = isText ? parseInput(input, given) : fitInput(input, raw);
	if (value !== void 0) return value;
	const shown = typeof raw === "string" ? `"${raw}"` : wholeValue(raw);
	return new Usage(`input "${name}" must be ${wantedOf(input, raw)}, not ${shown}`, isText && input.type === "text" ? void 0 : remedyFor(input, raw, isText ? "text" : "yaml"));
}
function together(mistakes) {
	const [first] = mistakes.values();
	if (mistakes.size === 1 && first !== void 0) return first;
	const lines = Array.from(mistakes.values(), ({ message }) => `- ${message}`);
	const helps = Array.from(mistakes, ([name, { help }]) => help === void 0 ? [] : [`${name}: ${help}`]).flat();
	const message = `${mistakes.size} inputs do not fit:\n${lines.join("\n")}`;
	return new Usage(message, helps.length === 0 ? void 0 : helps.join("\n"));
}
function lacking(name) {
	return new Usage(`input "${name}" is required`, `give it with --input ${name}=…`);
}
function unknownInput(manifest, name) {
	const names = Object.keys(manifest.inputs);
	const near = nearest(name, names);
	const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
	return new Usage(`"${name}" is not an input of pipeline "${manifest.id}"; ${known}`, near === void 0 ? void 0 : `did you mean "${near}"?`);
}

// src/matrix/evaluate-matrix.ts
function evaluateMatrix(matrix, contexts) {
	if (matrix.kind === "axes") {
		const { axes, include, exclude } = matrix;
		const lists = Object.entries(axes).map(([name, values]) => {
			return [name, listOf(evaluateJson(typeof values === "string" ? values : [...values], contexts), `axis "${name}"`)];
		});
		return {
			axes: Object.fromEntries(lists),
			include: objectsOf(evaluateJson(written(include), contexts), "`include`"),
			exclude: objectsOf(evaluateJson(written(exclude), contexts), "`exclude`")
		};
	}
	const value = evaluateJson(matrix.expression, contexts);
	if (Array.isArray(value)) return {
		axes: {},
		include: objectsOf(value, "the matrix"),
		exclude: []
	};
	if (!isObject(value)) throw noMatrix("the matrix", value, "a list of objects, or an object of lists");
	const { include = [], exclude = [], ...axes } = value;
	return {
		axes: Object.fromEntries(Object.entries(axes).map(([name, list]) => [name, listOf(list, `axis "${name}"`)])),
		include: objectsOf(include, "`include`"),
		exclude: objectsOf(exclude, "`exclude`")
	};
}
function written(list) {
	return typeof list === "string" ? list : list.map((item) => ({ ...item }));
}
function listOf(value, what) {
	if (Array.isArray(value)) return value;
	throw noMatrix(what, value, "a list");
}
function objectsOf(value, what) {
	if (!Array.isArray(value)) throw noMatrix(what, value, "a list of objects");
	return value.map((item) => {
		if (isObject(item)) return item;
		throw noMatrix(what, item, "a list of objects", "holds");
	});
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function noMatrix(what, value, wanted, verb = "is") {
	const text = JSON.stringify(value);
	const shown = text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
	const help = typeof value === "string" ? "An output is text: make it data with `fromJSON(…)`" : "Write one object for each leg, or an axis: `matrix: { name: ${{ … }} }`";
	return new Failure("matrix/shape", `${what} ${verb} ${shown}, and must be ${wanted}`, { help });
}

// src/plan/run-context.ts
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

// src/run/cached/python-imports.ts
const statement = /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))/gm;
function pythonImports(text) {
	return [...text.matchAll(statement)].flatMap(([, dots = "", module = "", names = "", plain = ""]) => {
		const base = module.split(".").filter((part) => part !== "");
		const modules = plain === "" ? namesIn(names).map((name) => [...base, name]) : namesIn(plain).map((name) => name.split("."));
		const own = base.length === 0 && dots !== "" ? [{
			dots: dots.length,
			path: ""
		}] : [];
		const paths = new Set(modules.flatMap((parts) => parts.map((_, index) => parts.slice(0, index + 1).join("/"))));
		return [...own, ...[...paths].map((path) => ({
			dots: dots.length,
			path
		}))];
	});
}
function namesIn(list) {
	return list.replaceAll(/#.*$/gm, "").replaceAll(/[()]/g, "").split(",").map((each) => each.trim().split(/\s/)[0] ?? "").filter((name) => /^[\w.]+$/.test(name));
}

// src/run/cached/shell-words.ts
function wordsOf(text) {
	const read = text.replaceAll(/^\s*#.*$/gm, "").replaceAll(/"?\$\([^()]*\)"?/g, (substitution) => ` ${substitution} $`).replaceAll(/"(\$\{?[^\s"/]*)"\//g, "$1/").replaceAll(/\d?>>?\|?&?\s*[^\s;|&)]+/g, " ");
	const quoted = [...read.matchAll(/(['"])([^'"\n]+)\1/g)].map(([, , words = ""]) => words);
	return [...read.split(/[\s;|&()<>`'"=]+/), ...quoted].filter((word) => word !== "");
}

// src/run/cached/code-files.ts
const mostFiles = 5e3;
const mostBytes = 2e6;
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
	return followed([module], {
		folder: workspace,
		workspace
	});
}
function scriptFiles({ script, shell }, folder, workspace) {
	const around = {
		folder,
		workspace
	};
	return followed(shell === "python" ? inPython(script, folder, around) : inShell(script, {
		...around,
		at: folder
	}), around);
}
function isCode(path) {
	return /\.(?:[cm]?[jt]s|(?:ba|z|k|da)?sh|py|rb|pl|r|sql|awk|sed|jq|lua|php)$/i.test(path) || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 73) !== 0;
}
function followed(first, around) {
	const found = new Set(first);
	for (const path of found) {
		if (found.size > mostFiles) break;
		for (const file of filesNamedIn(path, around)) found.add(file);
	}
	return [...found].filter((path) => isFile(path));
}
function filesNamedIn(path, around) {
	const text = textOf(path);
	if (/\.[cm]?[jt]s$/.test(path)) return inJavaScript(text, path, around.workspace);
	if (path.endsWith(".py")) return inPython(text, dirname(path), around);
	return /\.(?:ba|z|k|da)?sh$/.test(path) || /^#!.*\b(?:ba|z|k|da)?sh\b/.test(text) ? inShell(text, {
		...around,
		at: dirname(path)
	}) : [];
}
function textOf(path) {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats?.isFile() === true && stats.size <= mostBytes ? readFileSync(path, "utf8") : "";
}
function inJavaScript(text, path, workspace) {
	return [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g)].flatMap(([, , specifier = ""]) => filesOf(specifier, path, workspace));
}
function filesOf(specifier, importer, workspace) {
	if (specifier.startsWith("node:")) return [];
	if (!/^\.{0,2}\//.test(specifier)) return versionFiles(dirname(importer), workspace);
	const path = resolve(dirname(importer), specifier);
	const file = endings.map((ending) => path + ending).find((each) => isFile(each));
	return file === void 0 || !isInside$1(file, workspace) ? [] : [file];
}
function versionFiles(from, workspace) {
	for (const folder of upwards(from, workspace)) {
		const files = packageFiles.map((name) => join(folder, name)).filter((path) => existsSync(path));
		if (files.length > 0) return files;
	}
	return [];
}
function inPython(text, at, { workspace }) {
	return pythonImports(text).flatMap(({ dots, path }) => {
		return (dots === 0 ? upwards(at, workspace) : [resolve(at, ...Array(dots - 1).fill(".."))]).flatMap((folder) => inside([join(folder, `${path}.py`), join(folder, path, "__init__.py")], workspace));
	});
}
function inShell(text, { folder, workspace, at }) {
	const words = wordsOf(text);
	const modules = words.flatMap((word, index) => words[index - 1] === "-m" ? [`import ${word}`] : []);
	return [...inside(words.flatMap((word) => {
		const [, rest] = /^\$[^/]*\/+(.+)$/.exec(word) ?? [];
		return rest === void 0 ? [resolve(folder, word)] : [resolve(folder, rest), resolve(at, rest)];
	}), workspace), ...inPython(modules.join("\n"), folder, {
		folder,
		workspace
	})];
}
function inside(paths, workspace) {
	return [...new Set(paths)].filter((path) => isInside$1(path, workspace) && isFile(path));
}
function upwards(from, workspace) {
	const folders = [];
	for (let folder = from; isInside$1(folder, workspace) && folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
	return folders;
}
function isInside$1(path, workspace) {
	const below = relative(workspace, path);
	return !below.startsWith("..") && !isAbsolute(below);
}
function isFile(path) {
	return path.length < 1e3 && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
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

// src/run/use-inputs.ts
function inputsOfUse(step, manifest, contexts) {
	const given = {};
	const typed = {};
	for (const [name, written] of Object.entries(step.with)) {
		const value = evaluateJson(written, contexts);
		if (typeof value === "string" && value !== written) given[name] = value;
		else if (value !== null) typed[name] = value;
	}
	try {
		return resolveInputs(manifest, given, typed);
	} catch (error) {
		if (!(error instanceof Usage)) throw error;
		const message = `"${step.id}" cannot begin: ${error.message}`;
		throw new Failure("uses/inputs", message, { help: `change \`with\` of the step, or the inputs of ${manifest.file}` });
	}
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
		...timeout(authored["timeout-minutes"]),
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
function timeout(minutes) {
	return minutes === void 0 ? {} : { timeoutMs: minutes * 6e4 };
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
	const [first] = zodDiagnostics("", step.path, whole, read.error.issues, { inManifest: false });
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
async function mention(paths, word) {
	for (const path of paths) if (word.test(await readFile(path, "utf8"))) return true;
	return false;
}

// src/run/cached/second-parameter.ts
function takesOneArgument(text, name) {
	if (!/^[A-Za-z_]\w*$/.test(name) || /\barguments\b/.test(text)) return false;
	if (new RegExp(`\\bas\\s+${name}\\b`).test(text)) return false;
	const made = new RegExp(`\\bfunction\\s*\\*?\\s*${name}\\b\\s*(?=([(]?))|\\b${name}\\s*=(?![=>])\\s*(?:async\\b\\s*)?(?:function\\b\\s*\\*?\\s*)?(?=([(]?))`, "g");
	const found = [...text.matchAll(made)];
	return found.length > 0 && found.every((each) => isOne(text.slice(each.index + each[0].length)));
}
const closing = {
	"(": ")",
	"[": "]",
	"{": "}",
	"<": ">"
};
function isOne(text) {
	if (!text.startsWith("(")) return /^[A-Za-z_]\w*\s*=>/.test(text);
	const open = [];
	for (let at = 0; at < text.length; at += 1) {
		const sign = text[at] ?? "";
		if ("'\"`/=.".includes(sign) || sign === "," && open.length === 1 && !/^,\s*\)/.test(text.slice(at, at + 80))) return false;
		if (sign === "(" || sign === "[" || sign === "{" || sign === "<") open.push(closing[sign]);
		else if (sign === ")" || sign === "]" || sign === "}" || sign === ">") {
			if (open.pop() !== sign) return false;
			if (open.length === 0) return true;
		}
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
		...code.usesRun ? [valuePart("run.id", contexts.run.id, mask)] : [],
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
		const module = resolve(workspace, options.module);
		const files = moduleFiles(module, workspace);
		const scripts = files.filter((path) => /\.[cm]?[jt]s$/.test(path));
		const seesRun = !takesOneArgument(await readFile(module, "utf8"), options.export);
		return {
			parts: await fileParts("code", files, workspace),
			usesDate: seesRun || await mention(scripts, dateVariable),
			usesRun: await mention(scripts, runId)
		};
	}
	if (!("script" in options)) return {
		parts: [],
		usesDate: false,
		usesRun: false
	};
	const folder = resolve(workspace, options.workingDirectory ?? ".");
	const files = scriptFiles(options, folder, workspace);
	return {
		parts: await fileParts("code", files, workspace),
		usesDate: dateVariable.test(options.script) || await mention(files, dateVariable),
		usesRun: runVariable.test(options.script) || await mention(files, runVariable)
	};
}
const dateVariable = /\bMILLRACE_(?:DATE|AT)\b/;
const runVariable = /\bMILLRACE_RUN_ID\b/;
const runId = /\brun\??\.id\b|\bMILLRACE_RUN_ID\b/;
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

export { runContext as C, urlPassword as S, resolveInputs as T, groupHashes as _, runEnvironment as a, createMask as b, settleMapping as c, cacheEntry as d, entryFiles as f, cacheKey as g, scriptFiles as h, baseEnvironment as i, settleStep as l, moduleFiles as m, decide as n, resolveOptions as o, isCode as p, whatChanged as r, resolveTemplates as s, stepKey as t, inputsOfUse as u, hashOf as v, evaluateMatrix as w, valuesOf as x, partGroups as y };