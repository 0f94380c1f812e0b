import { a as decodeTransform, c as decodeExtract, d as asTexts, f as idPattern, i as parseDuration, l as decodeChecks, o as decodeRun, r as stepSchema, s as decodeLoad, t as headSchema, u as asList } from "./manifest-schema.js";
import { t as nearest } from "./text-nearest.js";
import { t as findExpressions } from "./text-find-expressions.js";

// src/diagnostic/diagnostic.ts
function succeed(value, warnings = []) {
	return {
		ok: true,
		value,
		warnings
	};
}
function refuse(diagnostics) {
	return {
		ok: false,
		diagnostics
	};
}

// src/text/unwrap-condition.ts
function unwrapCondition(text) {
	const trimmed = text.trim();
	const [found] = findExpressions(trimmed);
	return found?.start === 0 && found.closed && found.end === trimmed.length ? found.source.trim() : trimmed;
}

// src/diagnostic/value-at.ts
function valueAt(data, path) {
	let value = data;
	for (const key of path) {
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return void 0;
		value = Reflect.get(value, key);
	}
	return value;
}

// src/manifest/check-names.ts
const reserved = new RegExp(`^(${[...Object.getOwnPropertyNames(Object.prototype), "prototype"].join("|")}|con|prn|aux|nul|com\\d|lpt\\d|sqlite_.*)$`, "i");
const envPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
function checkNames(file, authored, found) {
	const steps = keysAt(authored, ["steps"]);
	checkIds(file, "step", "steps", steps, found);
	checkIds(file, "input", "inputs", keysAt(authored, ["inputs"]), found);
	checkIds(file, "connection", "connections", keysAt(authored, ["connections"]), found);
	for (const path of [
		["env"],
		["defaults", "env"],
		...steps.map((id) => [
			"steps",
			id,
			"env"
		])
	]) for (const name of keysAt(authored, path)) if (!envPattern.test(name)) found.push(badEnv(file, [...path, name], name));
}
function checkIds(file, what, section, names, found) {
	const seen = /* @__PURE__ */ new Map();
	for (const name of names) {
		const path = [section, name];
		const first = seen.get(name.toLowerCase());
		if (!idPattern.test(name)) found.push(badId(file, path, what, name));
		else if (reserved.test(name)) found.push(reservedId(file, path, what, name));
		else if (first !== void 0) found.push(sameButCase(file, section, what, first, name));
		else seen.set(name.toLowerCase(), name);
	}
}
function keysAt(authored, path) {
	const value = valueAt(authored, path);
	return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
function badId(file, path, what, name) {
	const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name;
	const rule = name.length > 100 ? "at most 100 characters" : "letters, digits, \"-\" and \"_\", beginning with a letter or \"_\"";
	const better = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z_]+/, "").replace(/-+$/, "").slice(0, 100);
	const help = better === "" ? `choose a name of ${rule}` : `rename it, e.g. to "${better.slice(0, 60)}"`;
	return nameMistake(file, path, `"${shown}" cannot name ${article(what)} on GitHub: ${rule}`, help);
}
function reservedId(file, path, what, name) {
	return nameMistake(file, path, `"${name}" is reserved and cannot name ${article(what)}`, "choose another name");
}
function sameButCase(file, section, what, first, name) {
	return {
		...nameMistake(file, [section, name], `${what} "${name}" differs from "${first}" only in case, which GitHub and file systems ignore`, "rename one of them"),
		related: [{
			at: {
				file,
				path: [section, first],
				part: "key"
			},
			message: `"${first}" is here`
		}]
	};
}
function badEnv(file, path, name) {
	return nameMistake(file, path, `"${name}" cannot name an environment variable: letters, digits and "_", not beginning with a digit`, "rename it");
}
function nameMistake(file, path, message, help) {
	return {
		code: "manifest/name",
		severity: "error",
		message,
		at: {
			file,
			path,
			part: "key"
		},
		help
	};
}
function article(noun) {
	return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

// src/manifest/decode-inputs.ts
const maxInputs = 25;
function decodeInputs(file, authored, found) {
	const names = Object.keys(authored);
	const extra = names[maxInputs];
	if (extra !== void 0) found.push(mistake(file, ["inputs", extra], `the pipeline has ${names.length} inputs; GitHub takes at most ${maxInputs}`, {
		part: "key",
		help: "join some of them, or move constants into `env`"
	}));
	return Object.fromEntries(Object.entries(authored).map(([name, each]) => [name, decodeInput(file, name, each, found)]));
}
function decodeInput(file, name, authored, found) {
	const { type = "text", description, required = false, default: fallback, options } = typeof authored === "string" ? { type: authored } : authored;
	const path = ["inputs", name];
	if (type === "choice" && options === void 0) found.push(mistake(file, path, `input "${name}" is a choice, but has no \`options\``, {
		part: "key",
		help: "add `options: [first, second]`"
	}));
	if (type !== "choice" && options !== void 0) found.push(mistake(file, [...path, "options"], `\`options\` goes with \`type: choice\`, not with \`type: ${type}\``, {
		part: "key",
		help: "write `type: choice`"
	}));
	const input = {
		type,
		required,
		...description === void 0 ? {} : { description },
		...fallback === void 0 ? {} : { default: type === "text" || type === "choice" || type === "date" ? String(fallback) : fallback },
		...options === void 0 ? {} : { options: options.map(String) }
	};
	if (fallback !== void 0) checkValue(file, [...path, "default"], `the default of input "${name}"`, input, fallback, found);
	return input;
}
function decodeSchedules(file, authored, inputs, found) {
	return authored.map((schedule, index) => {
		const values = schedule.with ?? {};
		for (const [name, value] of Object.entries(values)) {
			const path = [
				"on",
				"schedule",
				index,
				"with",
				name
			];
			const input = Object.hasOwn(inputs, name) ? inputs[name] : void 0;
			if (input === void 0) found.push(unknownInput(file, path, name, Object.keys(inputs)));
			else checkValue(file, path, `input "${name}"`, input, value, found);
		}
		for (const [name, input] of Object.entries(inputs)) if (input.required && input.default === void 0 && !Object.hasOwn(values, name)) found.push(mistake(file, [
			"on",
			"schedule",
			index,
			"cron"
		], `the runs of this schedule lack input "${name}", which is required`, { help: `add \`with: { ${name}: … }\` to the schedule, or give the input a default` }));
		return {
			cron: schedule.cron,
			timezone: schedule.timezone ?? "UTC",
			catchUp: schedule["catch-up"] ?? "latest",
			with: typed(inputs, values)
		};
	});
}
function typed(inputs, values) {
	const texts = asTexts(values);
	return Object.fromEntries(Object.entries(values).map(([name, value]) => {
		const type = inputs[name]?.type ?? "text";
		return [name, type === "text" || type === "choice" || type === "date" ? texts[name] ?? "" : value];
	}));
}
function checkValue(file, path, what, input, value, found) {
	const wanted = unmet(input, value);
	if (wanted === void 0) return;
	const near = input.type === "choice" ? nearest(String(value), input.options ?? []) : void 0;
	found.push(mistake(file, path, `${what} must be ${wanted}, but is ${JSON.stringify(value)}${near === void 0 ? "" : `; did you mean "${near}"?`}`, {}));
}
function unmet({ type, options = [] }, value) {
	const text = String(value);
	if (type === "integer" && !(typeof value === "number" && Number.isSafeInteger(value))) return "a whole number";
	if (type === "number" && typeof value !== "number") return "a number";
	if (type === "boolean" && typeof value !== "boolean") return "true or false";
	if (type === "choice" && options.length > 0 && !options.includes(text)) return `one of ${options.join(", ")}`;
	if (type === "date" && !isDate(text)) return "a date like 2026-01-31";
}
function isDate(text) {
	const date = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
function unknownInput(file, path, name, names) {
	const near = nearest(name, names);
	const known = names.length === 0 ? "the pipeline has no inputs" : `its inputs are ${names.join(", ")}`;
	return mistake(file, path, `"${name}" is not an input of this pipeline${near === void 0 ? "" : `; did you mean "${near}"?`}`, {
		part: "key",
		help: near === void 0 ? `declare it under \`inputs\`; ${known}` : `rename it to "${near}"`
	});
}
function mistake(file, path, message, { part = "value", help }) {
	return {
		code: "manifest/inputs",
		severity: "error",
		message,
		at: {
			file,
			path,
			part
		},
		...help === void 0 ? {} : { help }
	};
}

// src/manifest/repair.ts
function repair(authored, issues) {
	const copy = structuredClone(authored);
	for (const issue of issues) for (const path of refused(issue)) remove(copy, path);
	return copy;
}
function refused(issue) {
	return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}
function remove(value, path) {
	const [first] = path;
	if (first === void 0 || typeof value !== "object" || value === null) return;
	if (path.length > 1) remove(Reflect.get(value, first), path.slice(1));
	else Reflect.deleteProperty(value, first);
}

// src/manifest/zod-issues.ts
function zodDiagnostics(file, root, authored, issues) {
	return issues.flatMap((issue) => explain(issue, [], {
		file,
		root,
		authored
	}));
}
function pathKey(key) {
	return typeof key === "number" ? key : String(key);
}
function explain(issue, prefix, around) {
	const path = [...prefix, ...issue.path.map(pathKey)];
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path, issue.message, around));
	if (issue.code === "invalid_union") return explainUnion(issue, path, around);
	if (issue.code === "invalid_key") return [];
	const value = valueAt(around.authored, path);
	if (value === void 0 && issue.code === "invalid_type") return [missingKey(path, around)];
	return [wrong(path, expectation(issue), value, around)];
}
function explainUnion(issue, path, around) {
	const value = valueAt(around.authored, path);
	if (value === void 0) return [missingKey(path, around)];
	const meant = issue.errors.find((errors) => !errors.some((error) => error.path.length === 0 && isTypeError(error)));
	if (meant !== void 0 && meant.length > 0) return meant.flatMap((each) => explain(each, path, around));
	const wanted = issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation));
	return [wrong(path, wanted.length === 0 ? "something else" : alternatives(wanted), value, around)];
}
function isTypeError(issue) {
	return issue.code === "invalid_type" || issue.code === "invalid_value" && typeof issue.input === "object";
}
function unknownKey(key, path, known, around) {
	const keys = known.split(" ");
	const near = nearest(key, keys);
	return {
		code: "manifest/unknown-key",
		severity: "error",
		message: `unknown key "${key}" in ${nameOf([...around.root, ...path])}${near === void 0 ? "" : `; did you mean "${near}"?`}`,
		at: {
			file: around.file,
			path: [
				...around.root,
				...path,
				key
			],
			part: "key"
		},
		help: near === void 0 ? `use one of ${keys.join(", ")}` : `rename it to "${near}"`
	};
}
function missingKey(path, around) {
	const whole = [...around.root, ...path];
	const key = String(whole.at(-1));
	return {
		code: "manifest/missing-key",
		severity: "error",
		message: `${nameOf(whole.slice(0, -1))} must have \`${key}\``,
		at: {
			file: around.file,
			path: whole.slice(0, -1),
			part: "key"
		},
		help: `add \`${key}:\``
	};
}
function wrong(path, wanted, value, around) {
	const whole = [...around.root, ...path];
	return {
		code: "manifest/wrong-type",
		severity: "error",
		message: wanted.startsWith("\"") ? wanted : `${nameOf(whole)} must be ${wanted}, but is ${describe(value)}`,
		at: {
			file: around.file,
			path: whole,
			part: "value"
		}
	};
}
const typeWords = {
	string: "text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "a map",
	record: "a map"
};
function expectation(issue) {
	if (issue.code === "invalid_type") return typeWords[issue.expected] ?? issue.expected;
	if (issue.code === "invalid_value") return alternatives(issue.values.map(String));
	if (issue.code === "too_big") return `at most ${issue.maximum}`;
	if (issue.code !== "too_small") return issue.message.replace(/^must be /, "");
	if (issue.origin === "string" || issue.origin === "array") return "not empty";
	return `${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}`;
}
function alternatives(words) {
	const unique = [...new Set(words)];
	return unique.length < 2 ? unique[0] ?? "" : `${unique.slice(0, -1).join(", ")} or ${unique.at(-1)}`;
}
function nameOf(path) {
	const last = path.at(-1);
	if (last === void 0) return "the manifest";
	if (path.length === 2 && path[0] === "steps") return `step "${last}"`;
	return typeof last === "number" ? `item ${last + 1} of ${nameOf(path.slice(0, -1))}` : `\`${last}\``;
}
function describe(value) {
	if (value === null) return "empty";
	if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
	if (typeof value === "object") return "a map";
	if (typeof value === "number") return `the number ${value}`;
	if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
	return JSON.stringify(value);
}

// src/manifest/decode-with.ts
function decodeWith(schema, authored, at, found) {
	const whole = schema.safeParse(authored);
	if (whole.success) return whole.data;
	found.push(...zodDiagnostics(at.file, at.path, authored, whole.error.issues));
	const rest = schema.safeParse(repair(authored, whole.error.issues));
	return rest.success ? rest.data : void 0;
}

// src/manifest/decode-steps.ts
const kinds = [
	"extract",
	"transform",
	"load",
	"run"
];
function decodeStep(file, id, authored, defaults, found) {
	const path = ["steps", id];
	const step = decodeWith(stepSchema, authored, {
		file,
		path
	}, found);
	if (step === void 0) return void 0;
	const options = decodeKind(file, id, step, found);
	if (options === void 0) return void 0;
	return {
		id,
		...options,
		needs: [...new Set(asList(step.needs))],
		...step.if === void 0 ? {} : { if: unwrapCondition(String(step.if)) },
		retry: decodeRetry({
			...defaults.retry,
			...step.retry
		}),
		timeoutMs: (step["timeout-minutes"] ?? defaults["timeout-minutes"] ?? 30) * 6e4,
		continueOnError: step["continue-on-error"] ?? false,
		env: {
			...asTexts(defaults.env),
			...asTexts(step.env)
		},
		runsOn: step["runs-on"] ?? defaults["runs-on"] ?? "ubuntu-latest",
		checks: decodeChecks(step.checks ?? [], teller(file, [...path, "checks"], found)),
		path
	};
}
function decodeKind(file, id, step, found) {
	const [kind, ...others] = kinds.filter((each) => step[each] !== void 0);
	for (const other of others) found.push(twoKinds(file, id, kind ?? other, other));
	if (kind === void 0) found.push(noKind(file, id));
	const tell = (each) => teller(file, [
		"steps",
		id,
		each
	], found);
	if (step.extract !== void 0 && kind === "extract") return {
		kind,
		options: decodeExtract(step.extract, tell(kind))
	};
	if (step.transform !== void 0 && kind === "transform") return {
		kind,
		options: decodeTransform(step.transform, tell(kind))
	};
	if (step.load !== void 0 && kind === "load") return {
		kind,
		options: decodeLoad(step.load, tell(kind))
	};
	if (step.run !== void 0 && kind === "run") return {
		kind,
		options: decodeRun(step.run, tell(kind))
	};
}
function decodeRetry(authored) {
	const delayMs = parseDuration(authored.delay ?? "5s") ?? 0;
	return {
		maxAttempts: authored["max-attempts"] ?? 1,
		backoff: authored.backoff ?? "exponential",
		delayMs,
		maxDelayMs: parseDuration(authored["max-delay"] ?? "") ?? Math.max(delayMs, 12e4)
	};
}
function teller(file, root, found) {
	return (path, message, { help, code = "manifest/conflict", part = "value" } = {}) => {
		found.push({
			code,
			severity: "error",
			message,
			at: {
				file,
				path: [...root, ...path],
				part
			},
			...help === void 0 ? {} : { help }
		});
	};
}
function twoKinds(file, id, kind, other) {
	return {
		code: "manifest/step-kind",
		severity: "error",
		message: `step "${id}" has two kinds, \`${kind}\` and \`${other}\`; a step does one thing`,
		at: {
			file,
			path: [
				"steps",
				id,
				other
			],
			part: "key"
		},
		related: [{
			at: {
				file,
				path: [
					"steps",
					id,
					kind
				],
				part: "key"
			},
			message: `\`${kind}\` is here`
		}],
		help: `move \`${other}\` into a step of its own`
	};
}
function noKind(file, id) {
	return {
		code: "manifest/step-kind",
		severity: "error",
		message: `step "${id}" has no kind; expected one of ${kinds.join(", ")}`,
		at: {
			file,
			path: ["steps", id],
			part: "key"
		},
		help: "say what it does, e.g. `extract: { csv: data/orders.csv }`"
	};
}

// src/manifest/decode-manifest.ts
function decodeManifest(source) {
	if (source.authored === void 0) return refuse(source.problems);
	const { manifest, diagnostics } = draftManifest(source.file, source.authored);
	const all = [...source.problems, ...diagnostics];
	return all.length === 0 ? succeed(manifest) : refuse(all);
}
function decodeAuthored(file, authored) {
	const { manifest, diagnostics } = draftManifest(file, authored);
	return diagnostics.length === 0 ? succeed(manifest) : refuse(diagnostics);
}
function draftManifest(file, authored) {
	const found = [];
	const head = decodeWith(headSchema, authored, {
		file,
		path: []
	}, found) ?? { steps: {} };
	checkNames(file, authored, found);
	const unread = /* @__PURE__ */ new Set();
	const steps = [];
	for (const [id, each] of Object.entries(head.steps)) {
		const step = decodeStep(file, id, each, head.defaults ?? {}, found);
		if (step === void 0) unread.add(id);
		else steps.push(step);
	}
	if (isEmptyMap(authored, "steps")) found.push(noSteps(file));
	return {
		manifest: assemble(file, head, steps, found),
		unread,
		diagnostics: found
	};
}
function assemble(file, head, steps, found) {
	const id = (file.split("/").at(-1) ?? file).replace(/\.ya?ml$/i, "");
	const inputs = decodeInputs(file, head.inputs ?? {}, found);
	return {
		id,
		file,
		name: head.name ?? id,
		schedules: decodeSchedules(file, head.on?.schedule ?? [], inputs, found),
		inputs,
		connections: head.connections ?? {},
		env: asTexts(head.env),
		steps,
		onFailure: decodeOnFailure(head["on-failure"]?.issue)
	};
}
function decodeOnFailure(issue) {
	if (issue === false) return { issue: null };
	const { labels = ["pipeline-failure"], assignees = [] } = typeof issue === "object" ? issue : {};
	return { issue: {
		labels,
		assignees
	} };
}
function isEmptyMap(authored, key) {
	const value = valueAt(authored, [key]);
	return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
function noSteps(file) {
	return {
		code: "manifest/missing-key",
		severity: "error",
		message: "`steps` is empty; a pipeline has at least one step",
		at: {
			file,
			path: ["steps"],
			part: "key"
		},
		help: "add a step, e.g. `orders: { extract: { csv: data/orders.csv } }`"
	};
}

export { refuse as a, unwrapCondition as i, decodeManifest as n, succeed as o, draftManifest as r, decodeAuthored as t };