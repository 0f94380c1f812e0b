import { B as Bug, H as Usage, V as Failure, z as nearest } from "./dataset-fields-print-number.js";
import { E as stepSchema, Gt as parseInput, Ht as wantedOf, Ut as wholeValue, Vt as remedyFor, Wt as fitInput, Z as evaluateJson, _ as decodeStrategy, _t as textUse, et as evaluateTemplate, g as placeValues, gt as textShape, jt as hasLate, mt as decodeOptions, v as zodDiagnostics, y as decodeChecks } from "./manifest-json-schema.js";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { existsSync, readFileSync, statSync } from "node:fs";

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
	return file === void 0 || !isInside(file, workspace) ? [] : [file];
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
	return [...new Set(paths)].filter((path) => isInside(path, workspace) && isFile(path));
}
function upwards(from, workspace) {
	const folders = [];
	for (let folder = from; isInside(folder, workspace) && folders.at(-1) !== folder; folder = dirname(folder)) folders.push(folder);
	return folders;
}
function isInside(path, workspace) {
	const below = relative(workspace, path);
	return !below.startsWith("..") && !isAbsolute(below);
}
function isFile(path) {
	return path.length < 1e3 && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
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

export { settleMapping as a, moduleFiles as c, evaluateMatrix as d, resolveInputs as f, resolveTemplates as i, scriptFiles as l, runEnvironment as n, settleStep as o, resolveOptions as r, isCode as s, baseEnvironment as t, runContext as u };