import { a as parseExpression, c as isFunction, d as contextNames, f as assembleGraph, h as fromOf, i as lexExpression, l as isStatusFunction, m as judgeNeeds, n as readSqlFiles, o as tokenSpan, r as isCall, s as functionNames, t as hasSqlFile } from "./app-sql-files.js";
import { t as nearest } from "./text-nearest.js";
import { n as quotedExpressions, r as sqlComments } from "./expression-bind-sql.js";
import { i as TokenType } from "./vendor/actions-expressions.js";
import { t as findExpressions } from "./text-find-expressions.js";
import { i as unwrapCondition, r as draftManifest } from "./manifest-decode-manifest.js";
import { a as constructFromEvents, c as parseEvents, i as YAMLException, n as EVENT_ID, o as getScalarValue, r as SCALAR_STYLE, s as mergeTag, t as CORE_SCHEMA } from "./vendor/js-yaml.js";
import { isAbsolute, join, relative, resolve } from "node:path";
import { access, readFile, stat } from "node:fs/promises";
import { isUtf8 } from "node:buffer";

// src/graph/check-datasets.ts
function checkDatasets(manifest) {
	const steps = new Map(manifest.steps.map((step) => [step.id, step]));
	return manifest.steps.flatMap((step) => {
		const from = fromOf(step);
		const source = from === void 0 ? void 0 : steps.get(from);
		const columns = columnsOf(step.kind === "load" ? source : step);
		return [
			...source === void 0 || makesDataset(source) ? [] : [noDataset(manifest.file, step, source)],
			...step.checks.length > 0 && step.kind !== "load" && !makesDataset(step) ? [nothingToCheck(manifest.file, step)] : [],
			...columns === void 0 ? [] : unknownColumns(manifest.file, step, columns)
		];
	});
}
function makesDataset({ kind, options }) {
	return kind === "extract" || kind === "transform" || kind === "run" && options.output !== void 0;
}
function columnsOf(step) {
	return step === void 0 || step.kind === "load" ? void 0 : step.options.columns;
}
function noDataset(file, step, source) {
	return {
		code: "graph/no-dataset",
		severity: "error",
		message: `step "${step.id}" reads from "${source.id}", a \`${source.kind}\` step that makes no dataset`,
		at: {
			file,
			path: [
				...step.path,
				step.kind,
				"from"
			],
			part: "value"
		},
		related: [{
			at: {
				file,
				path: source.path,
				part: "key"
			},
			message: `"${source.id}" is here`
		}],
		help: source.kind === "run" ? `add \`output: csv\` to "${source.id}"` : "read from the step that made the rows"
	};
}
function nothingToCheck(file, step) {
	return {
		code: "graph/no-dataset",
		severity: "error",
		message: `step "${step.id}" makes no dataset, so there is nothing to check`,
		at: {
			file,
			path: [...step.path, "checks"],
			part: "key"
		},
		help: "move the checks to the step that makes the rows, or add `output: csv`"
	};
}
function unknownColumns(file, step, columns) {
	const names = columns.map(({ name }) => name);
	return columnsNamed(step).flatMap(({ name, path, part }) => {
		if (names.some((each) => each.toLowerCase() === name.toLowerCase())) return [];
		const near = nearest(name, names);
		return [{
			code: "checks/column",
			severity: "error",
			message: `"${name}" is not a column of the dataset${near === void 0 ? "" : `; did you mean "${near}"?`}`,
			at: {
				file,
				path: [...step.path, ...path],
				part
			},
			help: near === void 0 ? `use one of ${names.join(", ")}` : `write "${near}"`
		}];
	});
}
function columnsNamed(step) {
	return [...(step.kind === "load" && step.options.target === "table" ? step.options.key : []).map((name, index) => ({
		name,
		path: [
			"load",
			"key",
			index
		],
		part: "value"
	})), ...step.checks.flatMap((check, index) => {
		if ("columns" in check) return check.columns.map((name, at) => ({
			name,
			path: [
				"checks",
				index,
				check.rule,
				at
			],
			part: "value"
		}));
		return "column" in check ? [{
			name: check.column,
			path: [
				"checks",
				index,
				check.rule,
				check.column
			],
			part: "key"
		}] : [];
	})];
}

// src/expression/check-expression.ts
function checkExpression(source, scope) {
	const { tokens, fault } = lexExpression(source);
	if (fault !== void 0) return [{
		code: "expression/syntax",
		...fault
	}];
	const unknown = tokens.flatMap((token, index) => checkToken(tokens, token, index, scope));
	if (unknown.length > 0) return unknown;
	const parsed = parseExpression(source);
	return "fault" in parsed ? [{
		code: "expression/syntax",
		...parsed.fault
	}] : [];
}
function checkToken(tokens, token, index, scope) {
	if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) return [];
	if (isCall(tokens, index)) return checkFunction(token, scope);
	const name = contextNames.find((each) => each === token.lexeme.toLowerCase());
	if (name === void 0) return [unknownContext(token, scope)];
	const names = scope.contexts[name];
	if (names === void 0) return [notHere$1(token, name, scope)];
	return checkProperty(tokens, index, name, names);
}
function checkFunction(token, scope) {
	const name = token.lexeme;
	if (isStatusFunction(name) && !scope.status) return [{
		code: "expression/not-here",
		message: `\`${name}()\` can be asked in \`if\` only, not in ${scope.where}`,
		...tokenSpan(token)
	}];
	if (isFunction(name)) return [];
	return [unknownName(token, `"${name}" is not a function`, name, functionNames)];
}
function unknownContext(token, scope) {
	return unknownName(token, `"${token.lexeme}" is not a context`, token.lexeme, Object.keys(scope.contexts));
}
function notHere$1(token, name, scope) {
	const refusal = scope.refusals?.[name];
	if (refusal !== void 0) return {
		...refusal,
		...tokenSpan(token)
	};
	return {
		code: "expression/not-here",
		message: `\`${name}\` is not there in ${scope.where}`,
		help: `use one of ${Object.keys(scope.contexts).join(", ")}`,
		...tokenSpan(token)
	};
}
const nouns = {
	inputs: "an input of this pipeline",
	env: "an environment variable of this step or pipeline",
	vars: "a variable of `.env.example`",
	secrets: "a secret of `.env.example`",
	needs: "a need of this step",
	run: "a property of `run`",
	github: "a property of `github`",
	matrix: "a value of the matrix"
};
function checkProperty(tokens, index, context, names) {
	const property = propertyAfter(tokens, index);
	const start = tokens[index];
	if (property === void 0) return start !== void 0 && isTold(context) ? [unnamed(start, context)] : [];
	const name = String(property.value ?? property.lexeme);
	if (isTold(context)) {
		const refused = refusedName(context, name);
		if (refused !== void 0) return [{
			code: "expression/unknown",
			...refused,
			...tokenSpan(property)
		}];
	}
	const known = names === null || [...names].some((each) => each.toLowerCase() === name.toLowerCase());
	const implied = context === "secrets" && name.toUpperCase() === "GITHUB_TOKEN";
	if (!known && !implied) return [unknownName(property, `"${name}" is not ${nouns[context]}`, name, [...names ?? []])];
	return context === "needs" ? checkNeedProperty(tokens, index + 2) : [];
}
function isTold(context) {
	return context === "secrets" || context === "vars";
}
function refusedName(context, name) {
	const valid = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
	const reserved = /^GITHUB_/i.test(name) && !(context === "secrets" && name.toUpperCase() === "GITHUB_TOKEN");
	if (valid && !reserved) return void 0;
	return {
		message: reserved ? `GitHub takes no name that begins with GITHUB_, but this is "${name}"` : `"${name}" is not a name GitHub takes: letters, digits and "_", not beginning with a digit`,
		help: reserved ? "rename it" : `write "${name.replace(/[^A-Za-z0-9_]/g, "_")}" and name it so on GitHub`
	};
}
function checkNeedProperty(tokens, index) {
	const property = propertyAfter(tokens, index);
	if (property === void 0 || /^(result|outputs)$/i.test(property.lexeme)) return [];
	return [unknownName(property, `a need has \`result\` and \`outputs\`, not "${property.lexeme}"`, property.lexeme, ["result", "outputs"])];
}
function propertyAfter(tokens, index) {
	const opener = tokens[index + 1]?.type;
	const property = tokens[index + 2];
	if (opener === TokenType.DOT && property?.type === TokenType.IDENTIFIER) return property;
	return opener === TokenType.LEFT_BRACKET && property?.type === TokenType.STRING ? property : void 0;
}
function unnamed(token, context) {
	return {
		code: "expression/unknown",
		message: `\`${context}\` must be followed by a name: a step is handed only what the manifest names`,
		help: `write \`${context}.NAME\``,
		...tokenSpan(token)
	};
}
function unknownName(token, message, name, candidates) {
	const near = nearest(name, candidates);
	const help = near === void 0 ? expected(candidates) : `write "${near}"`;
	return {
		code: "expression/unknown",
		message: near === void 0 ? message : `${message}; did you mean "${near}"?`,
		...help === void 0 ? {} : { help },
		...tokenSpan(token)
	};
}
function expected(candidates) {
	return candidates.length === 0 || candidates.length > 20 ? void 0 : `use one of ${candidates.join(", ")}`;
}

// src/graph/expression-places.ts
const runNames = /* @__PURE__ */ new Set([
	"id",
	"date",
	"at"
]);
function expressionPlace(path, around) {
	const [section, id] = path;
	if (path.at(-1) === "description") return { kind: "text" };
	const global = globalContexts(around);
	const env = new Set(Object.keys(around.manifest.env));
	if (section === "env") return {
		kind: "template",
		scope: scope("`env` of the pipeline", global)
	};
	if (section === "connections") return {
		kind: "template",
		scope: scope("`connections`", {
			...global,
			env
		})
	};
	if (section === "defaults" && id === "env") return {
		kind: "template",
		scope: scope("`defaults`", {
			...global,
			env
		})
	};
	if (section === "steps" && path.length > 2) return placeInStep(String(id), path.slice(2), around);
	return { kind: "nowhere" };
}
function placeInStep(id, rest, around) {
	const [key, option] = rest;
	const contexts = stepContexts(id, around);
	const where = `step "${id}"`;
	if (key === "if") return {
		kind: "condition",
		scope: {
			...scope("`if`", contexts),
			status: true,
			contexts: without(contexts),
			refusals: { secrets: ifRefusal }
		}
	};
	if (key === "run" && (option === void 0 || option === "script")) return { kind: "script" };
	if (key === "transform" && option === "sql" || key === "checks" && rest[2] === "sql") return {
		kind: "sql",
		scope: {
			...scope("SQL", without(contexts)),
			refusals: { secrets: sqlRefusal }
		}
	};
	return templates.has(`${key}.${option}`) || key === "env" ? {
		kind: "template",
		scope: scope(where, contexts)
	} : { kind: "nowhere" };
}
const templates = /* @__PURE__ */ new Set([
	"extract.csv",
	"extract.json",
	"extract.ndjson",
	"extract.headers",
	"transform.with",
	"load.file",
	"run.working-directory"
]);
const ifRefusal = {
	code: "expression/not-here",
	message: "`secrets` cannot be read in `if`, as in a workflow",
	help: "set an `env` variable from the secret, and test `env.NAME`"
};
const sqlRefusal = {
	code: "expression/secret-in-sql",
	message: "a secret in SQL would be written into the dataset, which is kept and handed on",
	help: "use the secret where it is needed, in `connections`, `headers` or `env`"
};
function scope(where, contexts) {
	return {
		where,
		contexts,
		status: false
	};
}
function without(contexts) {
	const { secrets, ...rest } = contexts;
	return secrets === void 0 ? contexts : rest;
}
const globals = /* @__PURE__ */ new WeakMap();
function globalContexts(around) {
	const known = globals.get(around);
	if (known !== void 0) return known;
	const { manifest, envExample } = around;
	const contexts = {
		inputs: new Set(Object.keys(manifest.inputs)),
		vars: envExample,
		secrets: envExample,
		run: runNames,
		github: null
	};
	globals.set(around, contexts);
	return contexts;
}
function stepContexts(id, around) {
	const env = /* @__PURE__ */ new Set([...Object.keys(around.manifest.env), ...Object.keys(around.steps.get(id)?.env ?? {})]);
	const edges = around.edges.get(id);
	return {
		...globalContexts(around),
		env,
		needs: edges === void 0 ? null : new Set(edges.keys())
	};
}

// src/graph/check-expressions.ts
function checkExpressions(authored, around) {
	const found = [];
	walk$1(authored, [], (text, path) => found.push(...checkText(text, path, around)));
	return found;
}
function checkSqlFile(file, sql, path, around) {
	const at = ({ start, end }) => ({
		file,
		path: [],
		part: "value",
		span: {
			start,
			end
		}
	});
	const place = expressionPlace(path, around);
	return "scope" in place ? checkSql(sql, place.scope, at) : [];
}
function walk$1(value, path, visit) {
	if (typeof value === "string") {
		if (value.includes("${{") || path.length === 3 && path[2] === "if") visit(value, [...path]);
		return;
	}
	if (typeof value !== "object" || value === null) return;
	const list = Array.isArray(value);
	for (const key of Object.keys(value)) {
		path.push(list ? Number(key) : key);
		walk$1(Reflect.get(value, key), path, visit);
		path.pop();
	}
}
function checkText(text, path, around) {
	const at = (within) => ({
		file: around.file,
		path,
		part: "value",
		within
	});
	const place = expressionPlace(path, around);
	if (place.kind === "text") return [];
	if (place.kind === "sql") return checkSql(text, place.scope, at);
	if (place.kind === "condition") return checkCondition(text, place.scope, at);
	const found = findExpressions(text);
	if (place.kind === "template") return found.flatMap((each) => checkFound(each, place.scope, at));
	return found.map((each) => place.kind === "script" ? inScript(each, at) : notHere(each, path, at));
}
function checkFound(found, scope, at) {
	if (!found.closed) return [unclosed(found, at)];
	return checkExpression(found.source, scope).map((mistake) => located(mistake, found.sourceStart, at));
}
function checkCondition(text, scope, at) {
	const [first] = findExpressions(text);
	const source = unwrapCondition(text);
	if (first !== void 0 && !first.closed) return [unclosed(first, at)];
	if (first !== void 0 && source === text.trim()) {
		const { start, end } = first;
		return [problem$1("expression/syntax", "`if` mixes text with `${{ }}`, which is always true in a workflow", at({
			start,
			end
		}), "write the whole condition inside one `${{ }}`, or without")];
	}
	const offset = text.indexOf(source);
	return checkExpression(source, scope).map((mistake) => located(mistake, offset, at));
}
function checkSql(sql, scope, at) {
	const quoted = quotedExpressions(sql);
	const comments = sqlComments(sql);
	const inside = (spans, { start }) => spans.some((span) => span.start <= start && start < span.end);
	return findExpressions(sql).flatMap((found) => {
		if (inside(comments, found)) return [];
		if (inside(quoted, found)) return [quotedInSql(found, at)];
		return checkFound(found, scope, at);
	});
}
function located(mistake, offset, at) {
	const { code, message, help, start, end } = mistake;
	return problem$1(code, message, at({
		start: offset + start,
		end: offset + end
	}), help);
}
function unclosed({ start }, at) {
	return problem$1("expression/syntax", "`${{` is not closed", at({
		start,
		end: start + 3
	}), "close it with `}}`");
}
function inScript(found, at) {
	const source = found.source.trim();
	const name = (/([A-Za-z_][A-Za-z0-9_]*)\W*$/.exec(source)?.[1] ?? "VALUE").toUpperCase();
	return problem$1("expression/script", "`${{ }}` in a script would be run as code: whoever chooses the value could run commands", at(found), `hand it over in the environment: \`env: { ${name}: "\${{ ${source} }}" }\`, and read "$${name}" in the script`);
}
function notHere(found, path, at) {
	return problem$1("expression/not-here", `\`${path.findLast((each) => typeof each === "string")}\` takes no \`\${{ }}\`: it must be known before the run`, at(found), "write the value itself");
}
function quotedInSql(found, at) {
	return problem$1("expression/not-here", "an expression inside quotes of SQL would stay text", at(found), "remove the quotes: the value is bound as a parameter");
}
function problem$1(code, message, at, help) {
	return {
		code,
		severity: "error",
		message,
		at,
		...help === void 0 ? {} : { help }
	};
}

// src/manifest/check-connections.ts
function checkConnections({ file, connections, steps }, unread) {
	const names = Object.keys(connections);
	const used = /* @__PURE__ */ new Set();
	const found = [];
	for (const step of steps) {
		if (step.kind !== "load" || step.options.target !== "table") continue;
		const { into } = step.options;
		used.add(into);
		if (Object.hasOwn(connections, into)) continue;
		const near = nearest(into, names);
		found.push({
			code: "manifest/connection",
			severity: "error",
			message: `"${into}" is not a connection of this pipeline${near === void 0 ? "" : `; did you mean "${near}"?`}`,
			at: {
				file,
				path: [
					...step.path,
					"load",
					"into"
				],
				part: "value"
			},
			help: near === void 0 ? `declare it: \`connections: { ${into}: \${{ secrets.${into.toUpperCase().replace(/\W/g, "_")}_URL }} }\`` : `write "${near}"`
		});
	}
	if (unread.size > 0) return found;
	return [...found, ...names.filter((name) => !used.has(name)).map((name) => unused(file, name))];
}
function unused(file, name) {
	return {
		code: "manifest/unused-connection",
		severity: "warning",
		message: `connection "${name}" is not used by any step`,
		at: {
			file,
			path: ["connections", name],
			part: "key"
		},
		help: "remove it, or load into it"
	};
}

// src/source/scalar-offset.ts
function scalarOffset(text, event, offset) {
	const value = getScalarValue(text, event);
	let before = 0;
	for (let i = 0; i < offset; i++) if (!isWhite(value[i])) before++;
	let at = event.valueStart;
	while (at < event.valueEnd) {
		const length = unitLength(text, at, event.style);
		if (!isWhiteUnit(text, at, length)) {
			if (before === 0) return at;
			before--;
		}
		at += length;
	}
	return event.valueEnd;
}
function unitLength(text, at, style) {
	if (style === SCALAR_STYLE.SINGLE_QUOTED) return text.startsWith("''", at) ? 2 : 1;
	if (style !== SCALAR_STYLE.DOUBLE_QUOTED || text[at] !== "\\") return 1;
	const kind = text[at + 1];
	return kind === "x" ? 4 : kind === "u" ? 6 : kind === "U" ? 10 : 2;
}
function isWhiteUnit(text, at, length) {
	return isWhite(text[at]) || length === 2 && text[at] === "\\" && /[tnrvfNLP_ \t\r\n]/.test(text[at + 1] ?? "");
}
function isWhite(character) {
	return character !== void 0 && /\s/.test(character);
}

// src/source/tree.ts
const trees = /* @__PURE__ */ new WeakMap();
function treeOf(source) {
	if (!trees.has(source)) trees.set(source, buildTree(source));
	return trees.get(source);
}
function buildTree({ events, text }) {
	const anchors = /* @__PURE__ */ new Map();
	let index = 1;
	const read = () => {
		const event = events[index++];
		if (event === void 0) return emptyNode;
		if (event.type === EVENT_ID.ALIAS) return anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? emptyNode;
		const node = nodeOf(event);
		if ("anchorStart" in event && event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
		return node;
	};
	const nodeOf = (event) => {
		if (event.type === EVENT_ID.SEQUENCE) return {
			kind: "list",
			start: event.start,
			items: readItems()
		};
		if (event.type === EVENT_ID.MAPPING) return {
			kind: "map",
			start: event.start,
			pairs: readPairs()
		};
		return event.type === EVENT_ID.SCALAR ? {
			kind: "scalar",
			event
		} : emptyNode;
	};
	const atEnd = () => index >= events.length || events[index]?.type === EVENT_ID.POP;
	const readItems = () => {
		const items = [];
		while (!atEnd()) items.push(read());
		index++;
		return items;
	};
	const readPairs = () => {
		const pairs = /* @__PURE__ */ new Map();
		while (!atEnd()) {
			const key = read();
			pairs.set(key.kind === "scalar" ? getScalarValue(text, key.event) : "", {
				key,
				value: read()
			});
		}
		index++;
		return pairs;
	};
	return events.length > 1 ? read() : void 0;
}
const emptyNode = {
	kind: "list",
	start: 0,
	items: []
};

// src/source/locate.ts
function locate(source, diagnostic) {
	const { code, severity, message, at, related, help } = diagnostic;
	const { start, end } = spanOf(source, at);
	const from = position(source, start);
	const to = position(source, Math.max(start, end));
	return {
		code,
		severity,
		message,
		file: at.file,
		...from,
		endLine: to.line,
		endColumn: to.column,
		...related === void 0 ? {} : { related: related.map((other) => ({
			message: other.message,
			file: other.at.file,
			...position(source, spanOf(source, other.at).start)
		})) },
		...help === void 0 ? {} : { help }
	};
}
function spanOf(source, place) {
	if (place.span !== void 0) return place.span;
	const root = treeOf(source);
	if (root === void 0) return {
		start: 0,
		end: 0
	};
	const found = walk(root, place.path);
	if (found === void 0) return {
		start: 0,
		end: 0
	};
	if (place.part === "key" && found.pair !== void 0) return nodeSpan(source, found.pair.key);
	const { node } = found;
	if (node.kind === "scalar" && place.within !== void 0) return withinSpan(source, node.event, place.within);
	if (node.kind === "scalar" && node.event.valueStart < 0 && found.pair !== void 0) return nodeSpan(source, found.pair.key);
	if (place.path.length === 0) return {
		start: 0,
		end: 0
	};
	return nodeSpan(source, node);
}
function walk(root, path) {
	let node = root;
	let pair;
	for (const key of path) {
		if (node.kind === "scalar") break;
		if (node.kind === "list") {
			const item = node.items[Number(key)];
			if (item === void 0) break;
			node = item;
			continue;
		}
		const next = pairOf(node, String(key));
		if (next === void 0) break;
		pair = next;
		node = next.value;
	}
	return {
		node,
		pair
	};
}
function pairOf(node, key) {
	if (node.kind === "list") return node.items.map((item) => pairOf(item, key)).find((pair) => pair !== void 0);
	if (node.kind === "scalar") return void 0;
	const own = node.pairs.get(key);
	if (own !== void 0) return own;
	const merged = node.pairs.get("<<");
	return merged === void 0 || key === "<<" ? void 0 : pairOf(merged.value, key);
}
function nodeSpan({ text }, node) {
	if (node.kind !== "scalar") return {
		start: node.start,
		end: endOfLine(text, node.start)
	};
	const { valueStart: start, valueEnd: end, style } = node.event;
	if (start < 0) return {
		start: 0,
		end: 0
	};
	if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return {
		start: start - 1,
		end: end + 1
	};
	if (style === SCALAR_STYLE.PLAIN) return {
		start,
		end
	};
	const first = start + (/[^\s]/.exec(text.slice(start, end))?.index ?? 0);
	return {
		start: first,
		end: endOfLine(text, first)
	};
}
function withinSpan({ text }, event, within) {
	const start = scalarOffset(text, event, within.start);
	return {
		start,
		end: Math.max(start, scalarOffset(text, event, within.end - 1) + 1)
	};
}
function endOfLine(text, from) {
	const end = text.indexOf("\n", from);
	return from + text.slice(from, end < 0 ? void 0 : end).trimEnd().length;
}
const lineStarts = /* @__PURE__ */ new WeakMap();
function position(source, offset) {
	const starts = lineStarts.get(source) ?? startsOfLines(source.text);
	lineStarts.set(source, starts);
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = low + high + 1 >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return {
		line: low + 1,
		column: offset - (starts[low] ?? 0) + 1
	};
}
function startsOfLines(text) {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return starts;
}

// src/source/duplicate-keys.ts
function duplicateKeys(file, text, events) {
	const found = [];
	const open = [];
	for (const event of events) {
		const parent = open.at(-1);
		if (event.type === EVENT_ID.POP) {
			open.pop();
			continue;
		}
		if (parent?.seen !== void 0 && parent.atKey && event.type === EVENT_ID.SCALAR) {
			const key = getScalarValue(text, event);
			const first = parent.seen.get(key);
			if (first === void 0) parent.seen.set(key, event);
			else if (key !== "<<") found.push(duplicate(file, key, first, event));
		}
		if (parent !== void 0) parent.atKey = !parent.atKey;
		if (event.type === EVENT_ID.MAPPING) open.push({
			seen: /* @__PURE__ */ new Map(),
			atKey: true
		});
		else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) open.push({
			seen: void 0,
			atKey: false
		});
	}
	return found;
}
function duplicate(file, key, first, second) {
	return {
		code: "source/duplicate-key",
		severity: "error",
		message: `"${key}" is written twice in the same map`,
		at: spot(file, second),
		related: [{
			at: spot(file, first),
			message: "it is first written here"
		}],
		help: "rename one of them, or join the two"
	};
}
function spot(file, { valueStart, valueEnd }) {
	return {
		file,
		path: [],
		part: "key",
		span: {
			start: valueStart,
			end: valueEnd
		}
	};
}

// src/source/expansion.ts
const maxValues = 1e6;
function expansionProblem(file, events, authored) {
	const alias = events.find((event) => event.type === EVENT_ID.ALIAS);
	if (alias === void 0) return void 0;
	const size = sizeOf(authored, /* @__PURE__ */ new Map());
	if (size <= maxValues) return void 0;
	return {
		code: "source/too-large",
		severity: "error",
		message: Number.isFinite(size) ? `the aliases expand to ${size.toExponential(1)} values; at most ${maxValues.toLocaleString("en")} are read` : "an alias leads back into the value that holds it",
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start: alias.anchorStart - 1,
				end: alias.anchorEnd
			}
		},
		help: "write the values out instead of nesting anchors"
	};
}
function sizeOf(value, known) {
	if (typeof value !== "object" || value === null) return 1;
	const before = known.get(value);
	if (before !== void 0) return before;
	known.set(value, 1e400);
	let size = 1;
	for (const child of Object.values(value)) size += sizeOf(child, known);
	known.set(value, size);
	return size;
}

// src/source/source.ts
const schema = CORE_SCHEMA.withTags(mergeTag);
const tooDeep = "the values are nested deeper than 50 levels";
const maxDepth = 50;
function parseSource(file, text) {
	const unmade = {
		file,
		text,
		authored: void 0,
		events: []
	};
	try {
		const events = text.trim() === "" ? [] : parseEvents(text, { maxDepth });
		if (events.length < 3) return {
			...unmade,
			problems: [nothingIn(file)]
		};
		const duplicates = duplicateKeys(file, text, events);
		const authored = construct(events, text, duplicates.length > 0);
		const problem = expansionProblem(file, events, authored);
		return problem === void 0 ? {
			file,
			text,
			authored,
			problems: duplicates,
			events
		} : {
			...unmade,
			problems: [problem]
		};
	} catch (error) {
		return {
			...unmade,
			problems: [firstSyntaxError(file, text, error)]
		};
	}
}
function plainSource(file, text) {
	return {
		file,
		text,
		authored: void 0,
		problems: [],
		events: []
	};
}
function construct(events, text, lastWins) {
	const documents = constructFromEvents(events, {
		source: text,
		schema,
		json: lastWins
	});
	if (documents.length > 1) throw new SeveralDocuments();
	return documents[0];
}
var SeveralDocuments = class extends Error {
	reason = "the file holds more than one YAML document; a pipeline is one";
};
function nothingIn(file) {
	return {
		code: "source/unreadable",
		severity: "error",
		message: "the manifest is empty",
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start: 0,
				end: 0
			}
		},
		help: "write `steps:` with at least one step, or run `millrace init` for a first pipeline"
	};
}
function firstSyntaxError(file, text, error) {
	const reason = error instanceof YAMLException || error instanceof SeveralDocuments ? error.reason : void 0;
	const position = error instanceof YAMLException ? error.mark?.position : void 0;
	const start = Math.min(position ?? 0, text.length);
	return {
		code: "source/syntax",
		severity: "error",
		message: reason === void 0 ? String(error) : reason.replace(/^nesting exceeded maxDepth.*/, tooDeep),
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start,
				end: start + 1
			}
		}
	};
}

// src/app/cap-diagnostics.ts
const mostShown = 200;
function capDiagnostics(sorted) {
	const shown = sorted.slice(0, mostShown);
	const rest = sorted.slice(mostShown);
	const [next] = rest;
	if (next === void 0) return shown;
	const errors = rest.filter(({ severity }) => severity === "error").length;
	return [...shown, {
		code: "diagnostic/more",
		severity: errors > 0 ? "error" : "warning",
		message: `${rest.length.toLocaleString("en")} more mistakes in this file are not shown`,
		file: next.file,
		line: next.line,
		column: next.column,
		endLine: next.endLine,
		endColumn: next.endColumn,
		help: "mend these first: many mistakes have one cause"
	}];
}

// src/app/check-files.ts
async function checkFiles(manifest, edges, workspace) {
	const wanted = manifest.steps.flatMap((step) => filesOf(step, (edges.get(step.id)?.size ?? 0) > 0));
	return (await Promise.all(wanted.map((each) => checkFile(manifest.file, each, workspace)))).flat();
}
function filesOf(step, hasNeeds) {
	if (step.kind === "transform" && "module" in step.options) return [{
		path: [
			...step.path,
			"transform",
			"module"
		],
		file: step.options.module,
		what: "module"
	}];
	if (step.kind !== "extract" || hasNeeds) return [];
	const { format, from } = step.options;
	return from.flatMap((file, index) => file.includes("${{") || /^https?:/i.test(file) ? [] : [{
		path: [
			...step.path,
			"extract",
			format,
			index
		],
		file,
		what: "file"
	}]);
}
async function checkFile(manifestFile, { path, file, what }, workspace) {
	const at = {
		file: manifestFile,
		path,
		part: "value"
	};
	const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(file)?.[1];
	if (scheme !== void 0) return [{
		code: "manifest/file",
		severity: "error",
		message: `"${scheme}:" is not a scheme that can be read; expected a path, a glob, http: or https:`,
		at,
		help: "fetch it in a `run` step and read the file"
	}];
	if (what === "file" && await isPattern(file)) {
		const { glob } = await import("./dist.js");
		const [match] = await glob(file, {
			cwd: workspace,
			onlyFiles: true
		});
		return match === void 0 ? [{
			code: "manifest/file",
			severity: "warning",
			message: `no file matches "${file}" now`,
			at,
			help: "make sure that the files are there when the step runs"
		}] : [];
	}
	if (await exists(join(workspace, file))) return [];
	return [{
		code: "manifest/file",
		severity: "error",
		message: `${what} "${file}" is not there`,
		at,
		help: "paths start at the root of the repository"
	}];
}
async function exists(path) {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
async function isPattern(path) {
	if (!/[*?[\]{}()!+@]/.test(path)) return false;
	const { isDynamicPattern } = await import("./dist.js");
	return isDynamicPattern(path);
}

// src/app/read-manifest.ts
const maxBytes = 16777216;
async function readManifest(file, workspace) {
	const path = resolve(workspace, file);
	try {
		const { size } = await stat(path);
		if (size > maxBytes) return { problem: tooLarge(file, size) };
		return decode(file, await readFile(path));
	} catch (error) {
		return { problem: unreadable(file, 0, reason(file, error), "check the path; it starts at the root of the repository") };
	}
}
function decode(file, bytes) {
	if (bytes.indexOf(0) >= 0) return { problem: unreadable(file, 0, "the file is binary, not YAML", "give the path of a .yml file; it must be saved as UTF-8") };
	const text = bytes.toString("utf8");
	const bad = isUtf8(bytes) ? -1 : text.indexOf("�");
	if (bad >= 0) {
		const start = plain(text, bad);
		return { problem: {
			...unreadable(file, start, "the file is not UTF-8 from here on", "save it as UTF-8"),
			at: {
				file,
				path: [],
				part: "value",
				span: {
					start,
					end: start + 1
				}
			}
		} };
	}
	return { text: text.startsWith("﻿") ? text.slice(1) : text };
}
function plain(text, offset) {
	return text.startsWith("﻿") ? offset - 1 : offset;
}
function reason(file, error) {
	const code = error instanceof Error && "code" in error ? error.code : void 0;
	if (code === "ENOENT") return `"${file}" is not there`;
	if (code === "EISDIR") return `"${file}" is a directory, not a manifest`;
	if (code === "EACCES") return `"${file}" may not be read`;
	return `"${file}" cannot be read (${String(code ?? error)})`;
}
function tooLarge(file, size) {
	return problem("source/too-large", file, 0, `the manifest has ${(size / 1e6).toFixed(1)} MB; at most ${maxBytes / 1024 / 1024} MiB are read`, "split it into several pipelines");
}
function unreadable(file, start, message, help) {
	return problem("source/unreadable", file, start, message, help);
}
function problem(code, file, start, message, help) {
	return {
		code,
		severity: "error",
		message,
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start,
				end: start
			}
		},
		help
	};
}

// src/app/check.ts
async function checkManifests(files, workspace) {
	const envExample = await readEnvExample(workspace);
	const all = await Promise.all(files.map((file) => checkManifest(portable(file, workspace), workspace, envExample)));
	const pipelines = all.flatMap(({ pipeline }) => pipeline === void 0 ? [] : [pipeline]);
	return {
		pipelines,
		graphs: pipelines.map(({ graph }) => graph),
		diagnostics: all.flatMap(({ diagnostics }) => diagnostics).toSorted(byPlace)
	};
}
async function checkManifest(file, workspace, envExample) {
	const read = await readManifest(file, workspace);
	if ("problem" in read) return { diagnostics: [locate(plainSource(file, ""), read.problem)] };
	const source = parseSource(file, read.text);
	if (source.authored === void 0) return { diagnostics: locateAll(source, await allProblems(source), /* @__PURE__ */ new Map()) };
	const { manifest: written, unread, diagnostics } = draftManifest(file, source.authored);
	const { manifest, diagnostics: sqlProblems } = await readSqlFiles(written, workspace);
	const { edges, order, diagnostics: needProblems } = judgeNeeds(manifest, unread);
	const around = {
		file,
		manifest,
		steps: new Map(manifest.steps.map((step) => [step.id, step])),
		edges,
		envExample
	};
	const sqlFiles = manifest.steps.filter(hasSqlFile);
	const found = [
		...source.problems,
		...diagnostics,
		...needProblems,
		...await scheduleProblems(manifest),
		...checkConnections(manifest, unread),
		...checkDatasets(manifest),
		...checkExpressions(source.authored, around),
		...sqlFiles.flatMap(({ options, path }) => checkSqlFile(options.file, options.sql, [
			...path,
			"transform",
			"sql"
		], around)),
		...sqlProblems,
		...await checkFiles(manifest, edges, workspace)
	];
	const located = locateAll(source, found, new Map(sqlFiles.map(({ options }) => [options.file, plainSource(options.file, options.sql)])));
	if (found.some(({ severity }) => severity === "error")) return { diagnostics: located };
	return {
		pipeline: {
			graph: assembleGraph(manifest, edges, order),
			authored: source.authored
		},
		diagnostics: located
	};
}
async function scheduleProblems(manifest) {
	if (manifest.schedules.length === 0) return [];
	const { checkSchedules } = await import("./schedule-check-schedules.js");
	return checkSchedules(manifest);
}
async function allProblems({ file, text, problems }) {
	if (!problems.some(({ code }) => code === "source/syntax")) return problems;
	const { syntaxErrors } = await import("./source-syntax-errors.js");
	const all = syntaxErrors(file, text);
	return all.length === 0 ? problems : all;
}
function locateAll(source, found, others) {
	const located = found.map((each) => locate(others.get(each.at.file) ?? source, each));
	return capDiagnostics(located.toSorted(byPlace));
}
function byPlace(a, b) {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
function portable(file, workspace) {
	return (isAbsolute(file) ? relative(workspace, file) : file).replaceAll("\\", "/").replace(/^\.\//, "");
}
async function readEnvExample(workspace) {
	try {
		const text = await readFile(join(workspace, ".env.example"), "utf8");
		return new Set([...text.matchAll(/^\s*(?:export\s+)?#?\s*([A-Za-z_][A-Za-z0-9_]*)\s*=/gm)].map(([, name]) => name ?? ""));
	} catch {
		return null;
	}
}

export { parseSource as n, checkManifests as t };