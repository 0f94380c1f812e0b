import { t as nearest } from "./text-nearest.js";
import { a as refuse, o as succeed } from "./manifest-decode-manifest.js";
import { a as ExpressionError, i as TokenType, r as Lexer, t as Parser, u as BooleanData } from "./vendor/actions-expressions.js";
import { resolve } from "node:path";
import { readFile } from "node:fs/promises";

// src/graph/find-cycles.ts
const mostPerKnot = 100;
function findCycles(file, edges) {
	const place = new Map([...edges.keys()].map((id, index) => [id, index]));
	return knots(edges, place).flatMap((knot) => cyclesOf(edges, knot).map((cycle) => tell(file, edges, fromFirst(cycle, place))));
}
function cyclesOf(edges, knot) {
	const members = new Set(knot);
	const told = new Map(knot.map((id) => [id, /* @__PURE__ */ new Set()]));
	const cycles = [];
	for (const from of knot) for (const need of edges.get(from)?.keys() ?? []) {
		if (!members.has(need) || told.get(from)?.has(need) === true) continue;
		if (cycles.length === mostPerKnot) return cycles;
		const cycle = shortestCycle(edges, members, from, need);
		cycle.forEach((id, index) => told.get(id)?.add(cycle[(index + 1) % cycle.length] ?? id));
		cycles.push(cycle);
	}
	return cycles;
}
function fromFirst(cycle, place) {
	const rank = (id) => place.get(id) ?? 0;
	const first = cycle.reduce((least, id, index) => rank(id) < rank(cycle[least] ?? id) ? index : least, 0);
	return [...cycle.slice(first), ...cycle.slice(0, first)];
}
function knots(edges, place) {
	const seen = /* @__PURE__ */ new Map();
	const low = /* @__PURE__ */ new Map();
	const onStack = /* @__PURE__ */ new Set();
	const stack = [];
	const found = [];
	const visit = (root) => {
		const path = [];
		const enter = (id) => {
			seen.set(id, seen.size);
			low.set(id, seen.size - 1);
			stack.push(id);
			onStack.add(id);
			path.push({
				id,
				needs: (edges.get(id) ?? /* @__PURE__ */ new Map()).keys()
			});
		};
		enter(root);
		for (let top = path.at(-1); top !== void 0; top = path.at(-1)) {
			const { value: need, done } = top.needs.next();
			if (done !== true) {
				if (!seen.has(need)) enter(need);
				else if (onStack.has(need)) lower(low, top.id, seen.get(need) ?? 0);
				continue;
			}
			path.pop();
			const parent = path.at(-1);
			if (parent !== void 0) lower(low, parent.id, low.get(top.id) ?? 0);
			if (low.get(top.id) !== seen.get(top.id)) continue;
			const members = stack.splice(stack.lastIndexOf(top.id));
			for (const member of members) onStack.delete(member);
			if (members.length > 1 || edges.get(top.id)?.has(top.id) === true) found.push(members.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
		}
	};
	for (const id of edges.keys()) if (!seen.has(id)) visit(id);
	return found.toSorted((a, b) => (place.get(a[0] ?? "") ?? 0) - (place.get(b[0] ?? "") ?? 0));
}
function lower(low, id, to) {
	low.set(id, Math.min(low.get(id) ?? to, to));
}
function shortestCycle(edges, members, from, need) {
	if (need === from) return [from];
	const cameFrom = /* @__PURE__ */ new Map([[need, from]]);
	for (const id of cameFrom.keys()) for (const next of edges.get(id)?.keys() ?? []) {
		if (next === from) return pathTo(id, from, cameFrom);
		if (members.has(next) && !cameFrom.has(next)) cameFrom.set(next, id);
	}
	return [from];
}
function pathTo(last, first, cameFrom) {
	const path = [last];
	for (let id = last; id !== first;) {
		id = cameFrom.get(id) ?? first;
		path.push(id);
	}
	return path.toReversed();
}
function tell(file, edges, cycle) {
	const [first, ...rest] = cycle.map((id, index) => {
		const need = cycle[(index + 1) % cycle.length] ?? id;
		return {
			at: edges.get(id)?.get(need) ?? {
				file,
				path: ["steps", id],
				part: "key"
			},
			message: `"${id}" needs "${need}"`
		};
	});
	return {
		code: "graph/cycle",
		severity: "error",
		message: cycle.length === 1 ? `step "${cycle[0]}" needs itself` : `these steps wait for each other: ${[...cycle, cycle[0]].join(" → ")}`,
		at: first?.at ?? {
			file,
			path: ["steps"],
			part: "key"
		},
		...rest.length === 0 ? {} : { related: rest },
		help: cycle.length === 1 ? "remove the need" : "remove one of the needs"
	};
}

// src/graph/resolve-needs.ts
function resolveNeeds(manifest, unread) {
	const diagnostics = [];
	const ids = new Set(manifest.steps.map(({ id }) => id));
	const edges = /* @__PURE__ */ new Map();
	for (const step of manifest.steps) {
		const needs = /* @__PURE__ */ new Map();
		for (const [need, at] of placesOfNeeds(manifest.file, step)) if (ids.has(need)) needs.set(need, needs.get(need) ?? at);
		else if (!unread.has(need)) diagnostics.push(missing$1(step, need, at, [...ids, ...unread]));
		edges.set(step.id, needs);
	}
	return {
		edges,
		diagnostics
	};
}
function fromOf(step) {
	if (step.kind === "load") return step.options.from;
	return step.kind === "transform" && "module" in step.options ? step.options.from : void 0;
}
function* placesOfNeeds(file, step) {
	for (const [index, need] of step.needs.entries()) yield [need, {
		file,
		path: [
			...step.path,
			"needs",
			index
		],
		part: "value"
	}];
	const from = fromOf(step);
	if (from !== void 0) yield [from, {
		file,
		path: [
			...step.path,
			step.kind,
			"from"
		],
		part: "value"
	}];
}
function missing$1(step, need, at, ids) {
	const near = nearest(need, ids.filter((id) => id !== step.id));
	const ask = at.path.at(-1) === "from" ? "reads from" : "needs";
	return {
		code: "graph/missing-need",
		severity: "error",
		message: `step "${step.id}" ${ask} "${need}", which is not a step of this pipeline${near === void 0 ? "" : `; did you mean "${near}"?`}`,
		at,
		help: near === void 0 ? `add a step "${need}", or remove it here` : `write "${near}"`
	};
}

// src/graph/sort-steps.ts
function sortSteps(edges) {
	const ids = [...edges.keys()];
	const place = new Map(ids.map((id, index) => [id, index]));
	const waiting = new Int32Array(ids.length);
	const dependents = ids.map(() => []);
	for (const [index, id] of ids.entries()) for (const need of edges.get(id)?.keys() ?? []) {
		const at = place.get(need);
		if (at === void 0) continue;
		dependents[at]?.push(index);
		waiting[index] = (waiting[index] ?? 0) + 1;
	}
	const ready = new PlaceHeap();
	for (const index of ids.keys()) if (waiting[index] === 0) ready.push(index);
	const order = [];
	for (let next = ready.pop(); next !== void 0; next = ready.pop()) {
		order.push(ids[next] ?? "");
		for (const dependent of dependents[next] ?? []) {
			const left = (waiting[dependent] ?? 0) - 1;
			waiting[dependent] = left;
			if (left === 0) ready.push(dependent);
		}
	}
	return order;
}
var PlaceHeap = class {
	#places = [];
	push(place) {
		const places = this.#places;
		let at = places.push(place) - 1;
		while (at > 0) {
			const parent = at - 1 >> 1;
			if ((places[parent] ?? 0) <= place) break;
			places[at] = places[parent] ?? 0;
			at = parent;
		}
		places[at] = place;
	}
	pop() {
		const places = this.#places;
		const least = places[0];
		const last = places.pop();
		if (last === void 0 || places.length === 0) return least;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= places.length) break;
			if (child + 1 < places.length && (places[child + 1] ?? 0) < (places[child] ?? 0)) child++;
			if ((places[child] ?? 0) >= last) break;
			places[at] = places[child] ?? 0;
			at = child;
		}
		places[at] = last;
		return least;
	}
};

// src/graph/build-graph.ts
function buildGraph(manifest) {
	const { edges, order, diagnostics } = judgeNeeds(manifest);
	return diagnostics.length > 0 ? refuse(diagnostics) : succeed(assembleGraph(manifest, edges, order));
}
function assembleGraph(manifest, edges, order) {
	return {
		manifest,
		order,
		nodes: connect(manifest, edges, order)
	};
}
function judgeNeeds(manifest, unread = /* @__PURE__ */ new Set()) {
	const { edges, diagnostics } = resolveNeeds(manifest, unread);
	const order = sortSteps(edges);
	const cycles = order.length === edges.size ? [] : findCycles(manifest.file, edges);
	return {
		edges,
		order,
		diagnostics: [...diagnostics, ...cycles]
	};
}
function connect(manifest, edges, order) {
	const rank = new Map(order.map((id, index) => [id, index]));
	const byRank = (a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);
	const dependents = new Map(order.map((id) => [id, []]));
	for (const id of order) for (const need of edges.get(id)?.keys() ?? []) dependents.get(need)?.push(id);
	const steps = new Map(manifest.steps.map((step) => [step.id, step]));
	const nodes = /* @__PURE__ */ new Map();
	for (const id of order) {
		const step = steps.get(id);
		if (step === void 0) continue;
		const needs = [...edges.get(id)?.keys() ?? []].toSorted(byRank);
		nodes.set(id, {
			step,
			needs,
			dependents: dependents.get(id) ?? []
		});
	}
	return nodes;
}

// src/expression/contexts.ts
const contextNames = [
	"inputs",
	"env",
	"vars",
	"secrets",
	"needs",
	"run",
	"github",
	"matrix"
];

// src/expression/functions.ts
const statusFunctions = [
	"success",
	"failure",
	"always",
	"cancelled"
];
const functionInfos = statusFunctions.map((name) => ({
	name,
	minArgs: 0,
	maxArgs: 0
}));
const functionNames = [
	...statusFunctions,
	"case",
	"contains",
	"endsWith",
	"format",
	"fromJSON",
	"join",
	"startsWith",
	"toJSON"
];
const known = new Set(functionNames.map((name) => name.toLowerCase()));
function isFunction(name) {
	return known.has(name.toLowerCase());
}
function isStatusFunction(name) {
	return statusFunctions.some((each) => each === name.toLowerCase());
}
function statusDefinitions(status) {
	const answers = {
		...status,
		always: true
	};
	return new Map(functionInfos.map((info) => [info.name, {
		...info,
		call: () => new BooleanData(answers[info.name])
	}]));
}

// src/expression/parse-expression.ts
function lexExpression(source) {
	try {
		const { tokens } = new Lexer(source.replaceAll("\n", " ")).lex();
		for (const token of tokens) if (token.type === TokenType.STRING) token.value = unescaped(source, token);
		return { tokens };
	} catch (error) {
		return {
			tokens: [],
			fault: lexFault(source, error instanceof Error ? error.message : String(error))
		};
	}
}
function parseExpression(source) {
	const { tokens, fault } = lexExpression(source);
	if (fault !== void 0) return { fault };
	if (tokens.length <= 1) return { fault: {
		message: "the expression is empty",
		start: 0,
		end: source.length
	} };
	const unknown = tokens.find((token, index) => isCall(tokens, index) && !isFunction(token.lexeme));
	if (unknown !== void 0) return { fault: {
		message: `"${unknown.lexeme}" is not a function`,
		...tokenSpan(unknown)
	} };
	try {
		return { expr: new Parser([...tokens], [...contextNames], functionInfos).parse() };
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return { fault: parserFault(source, error) };
	}
}
function isCall(tokens, index) {
	return tokens[index]?.type === TokenType.IDENTIFIER && tokens[index + 1]?.type === TokenType.LEFT_PAREN;
}
function tokenSpan({ range }) {
	return {
		start: range.start.column,
		end: range.end.column
	};
}
function unescaped(source, token) {
	const { start, end } = tokenSpan(token);
	return source.slice(start + 1, end - 1).replaceAll("''", "'");
}
function lexFault(source, message) {
	if (message.includes("MaxLength")) return {
		message: "the expression is longer than 21,000 characters",
		start: 0,
		end: source.length
	};
	const [, token = "", place = "1"] = /'([^]*)'\. Located at position (\d+)/.exec(message) ?? [];
	const start = Number(place) - 1;
	const hint = token.startsWith("\"") ? "; strings are quoted with '…' in expressions" : token.startsWith("'") ? "; the string is not closed" : "";
	return {
		message: `${JSON.stringify(token)} is not expected in an expression${hint}`,
		start,
		end: start + token.length
	};
}
function parserFault(source, error) {
	const start = error.pos.column;
	const [, what = error.message, token = ""] = /^(.*?): '([^]*)'$/.exec(error.message) ?? [];
	if (token === "EOF" || start >= source.length) return {
		message: "the expression ends too early",
		start: source.trimEnd().length - 1,
		end: source.trimEnd().length
	};
	return {
		message: `${what.toLowerCase()} at "${token}"`,
		start,
		end: start + Math.max(1, token.length)
	};
}

// src/app/sql-files.ts
async function readSqlFiles(manifest, workspace) {
	const diagnostics = [];
	if (!manifest.steps.some(hasSqlFile)) return {
		manifest,
		diagnostics
	};
	const steps = await Promise.all(manifest.steps.map(async (step) => {
		if (!hasSqlFile(step)) return step;
		const sql = await textOf(resolve(workspace, step.options.file.trim()));
		if (sql !== void 0) return {
			...step,
			options: {
				...step.options,
				sql
			}
		};
		diagnostics.push(missing(manifest.file, step));
		return step;
	}));
	return {
		manifest: {
			...manifest,
			steps
		},
		diagnostics
	};
}
function hasSqlFile(step) {
	return step.kind === "transform" && "sql" in step.options && step.options.file !== void 0;
}
async function textOf(path) {
	try {
		return await readFile(path, "utf8");
	} catch {
		return;
	}
}
function missing(file, step) {
	return {
		code: "manifest/file",
		severity: "error",
		message: `SQL file "${step.options.file}" is not there`,
		at: {
			file,
			path: [
				...step.path,
				"transform",
				"sql"
			],
			part: "value"
		},
		help: "paths start at the root of the repository"
	};
}

export { parseExpression as a, isFunction as c, contextNames as d, assembleGraph as f, fromOf as h, lexExpression as i, isStatusFunction as l, judgeNeeds as m, readSqlFiles as n, tokenSpan as o, buildGraph as p, isCall as r, functionNames as s, hasSqlFile as t, statusDefinitions as u };