import { H as Usage, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { $ as evaluateExpression, A as bindSql, Z as evaluateJson, it as findExpressions } from "./manifest-json-schema.js";
import { S as string, _ as literal, b as record, c as _enum, n as datetime, u as array, v as number, w as unknown, y as object } from "./vendor/zod.js";
import { c as moduleFiles, f as resolveInputs, i as resolveTemplates, l as scriptFiles, o as settleStep, r as resolveOptions } from "./run-step-environment.js";
import { a as partGroups, i as hashOf, n as cacheKey, r as groupHashes, t as hashFile } from "./cache-hash-file.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { isAbsolute, relative, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";

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

export { cacheEntry as a, inputsOfUse as i, decide as n, entryFiles as o, whatChanged as r, stepKey as t };