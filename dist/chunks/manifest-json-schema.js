import { B as Bug, E as storageOf, F as number, M as counted$1, R as columnTypes, U as unreachable, V as Failure, h as scanTimestamp, m as isDate, p as inShape, w as foldName, z as nearest } from "./dataset-fields-print-number.js";
import { C as union, E as registry, S as string, T as toJSONSchema, _ as literal, a as ZodOptional, b as record, c as _enum, d as boolean, g as json, h as int, i as ZodObject, o as ZodRecord, r as ZodArray, s as ZodUnion, u as array, v as number$1, w as unknown, x as strictObject, y as object } from "./vendor/zod.js";
import { a as TokenType, c as NumberData, d as BooleanData, f as Array$1, i as Lexer, l as Null, n as Evaluator, o as equals, r as ExpressionError, s as StringData, t as Parser, u as Dictionary } from "./vendor/actions-expressions.js";
import { a as constructFromEvents, c as parseEvents, i as YAMLException, n as EVENT_ID, o as getScalarValue, r as SCALAR_STYLE, s as mergeTag, t as CORE_SCHEMA } from "./vendor/js-yaml.js";
import { dirname, isAbsolute, join, posix, relative, resolve } from "node:path";
import { access, readFile, readdir, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { normalize } from "node:path/posix";
import { isUtf8 } from "node:buffer";

// src/text/parse-json.ts
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/text/calendar.ts
function isDay$1(text) {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
const instantPattern = /^(?<day>\d{4}-\d{2}-\d{2})T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<fraction>\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:\d{2})$/;
function toInstant(text) {
	const { day = "", hour, minute, second = "00", fraction = "", zone = "Z" } = instantPattern.exec(text)?.groups ?? {};
	if (!isDay$1(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return void 0;
	const east = zone === "Z" ? 0 : offsetMinutes(zone);
	if (east === void 0) return void 0;
	const whole = (/* @__PURE__ */ new Date(Date.parse(`${day}T${hour}:${minute}:${second}Z`) - east * 6e4)).toISOString();
	return /^\d/.test(whole) ? `${whole.slice(0, 19)}${fraction}Z` : void 0;
}
function sortableInstant(instant) {
	const [whole = "", fraction = ""] = instant.slice(0, -1).split(".");
	return `${whole}.${fraction.padEnd(9, "0")}`;
}
function offsetMinutes(zone) {
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
	if (minutes > 840 || Number(zone.slice(4, 6)) > 59) return void 0;
	return zone.startsWith("-") ? -minutes : minutes;
}

// src/text/exact-number.ts
function isExactNumber(text) {
	const value = Number(text);
	return Number.isFinite(value) && digitsOf(text) === digitsOf(String(value));
}
function digitsOf(text) {
	const [, sign = "", whole = "", fraction = "", power = "0"] = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
	const digits = `${whole}${fraction}`.replace(/^0+/, "");
	const bare = digits.replace(/0+$/, "");
	if (bare === "") return "0";
	return `${sign}${bare}e${Number(power) - fraction.length + digits.length - bare.length}`;
}

// src/manifest/input-bounds.ts
function isOrdered(type) {
	return type === "integer" || type === "number" || type === "date" || type === "datetime";
}
function isWithin$1({ type, min, max, pattern }, value) {
	if (typeof value === "string" && type === "text") return pattern === void 0 || isWholeMatch(pattern, value);
	if (!isOrdered(type)) return true;
	const place = rank(type, value);
	return (min === void 0 || rank(type, min) <= place) && (max === void 0 || place <= rank(type, max));
}
function isAbove(type, bound, other) {
	return rank(type, bound) > rank(type, other);
}
function boundsInWords({ type, min, max, pattern }) {
	if (pattern !== void 0) return ` that matches ${pattern}`;
	if (min === void 0) return max === void 0 ? "" : ` up to ${max}`;
	return max === void 0 ? `, ${min} or ${type === "date" || type === "datetime" ? "later" : "more"}` : ` from ${min} to ${max}`;
}
function wholePattern(pattern) {
	try {
		return new RegExp(`^(?:${pattern})$`, "u");
	} catch {
		return;
	}
}
function isWholeMatch(pattern, text) {
	return wholePattern(pattern)?.test(text) ?? true;
}
function rank(type, value) {
	if (typeof value === "number") return value;
	return type === "datetime" ? sortableInstant(String(value)) : String(value);
}

// src/manifest/list-text.ts
function parseList(text) {
	const trimmed = text.trim();
	if (trimmed === "") return [];
	if (trimmed.startsWith("[")) return parseJsonList(trimmed);
	const items = trimmed.split(",").map((item) => item.trim());
	return items.includes("") ? void 0 : items;
}
function parseJsonList(text) {
	const value = parseJson(text);
	return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : void 0;
}

// src/manifest/input-value.ts
function fitInput(input, value) {
	const typed = fitters[input.type](value, input);
	return typed === void 0 || !isWithin$1(input, typed) ? void 0 : typed;
}
function parseInput(input, text) {
	const value = readers[input.type]?.(text);
	return fitInput(input, input.type in readers ? value : text);
}
const fitters = {
	text: (value) => typeof value === "string" ? value : void 0,
	integer: (value) => typeof value === "number" && Number.isSafeInteger(value) ? value : void 0,
	number: (value) => typeof value === "number" && isExact(value) ? value : void 0,
	boolean: (value) => typeof value === "boolean" ? value : void 0,
	choice: fitChoice,
	date: (value) => typeof value === "string" && isDay$1(value) ? value : void 0,
	datetime: (value) => typeof value === "string" ? toInstant(value) : void 0,
	json: fitJson,
	list: (value) => isTexts(value) ? [...value] : void 0
};
function fitChoice(value, { options = [] }) {
	if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return void 0;
	return options.includes(String(value)) ? String(value) : void 0;
}
function fitJson(value) {
	if (value === null || typeof value === "string" || typeof value === "boolean") return value;
	if (typeof value === "number") return isExact(value) ? value : void 0;
	if (typeof value !== "object") return void 0;
	const entries = Object.entries(value).map(([key, each]) => [key, fitJson(each)]);
	if (entries.some(([, each]) => each === void 0)) return void 0;
	const fitting = entries.flatMap(([key, each]) => each === void 0 ? [] : [[key, each]]);
	return Array.isArray(value) ? fitting.map(([, each]) => each) : Object.fromEntries(fitting);
}
function isExact(value) {
	return Number.isFinite(value) && (!Number.isInteger(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER);
}
function isTexts(value) {
	return Array.isArray(value) && value.every((each) => typeof each === "string");
}
const written$1 = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const readers = {
	integer: (text) => /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : void 0,
	number: (text) => written$1.test(text) && isExactNumber(text) ? Number(text) : void 0,
	boolean: (text) => /^(true|false)$/.test(text) ? text === "true" : void 0,
	json: readJson,
	list: parseList
};
function readJson(text) {
	let changed = false;
	const keep = (_key, value, { source } = {}) => {
		if (typeof value === "number" && source !== void 0 && !isExactNumber(source)) changed = true;
		return value;
	};
	try {
		const value = JSON.parse(text, keep);
		return changed ? void 0 : value;
	} catch {
		return;
	}
}

// src/manifest/input-words.ts
function wantedOf(input, value) {
	const { type, options = [] } = input;
	if (type === "choice") return `one of ${options.join(", ")}`;
	if (type === "integer" && isTooLarge(value)) return `a whole number up to ${Number.MAX_SAFE_INTEGER}`;
	return wanted[type] + boundsInWords(input);
}
function wholeValue(value) {
	return typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
}
function shownValue(value) {
	const text = wholeValue(value);
	return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
function remedyFor({ type }, value, from) {
	if ((typeof value === "number" || typeof value === "boolean") && type === "text") return `write it in quotes: "${value}"`;
	if (type === "json") return typeof value !== "string" || parseJson(value) !== void 0 ? `write whole numbers past ${Number.MAX_SAFE_INTEGER}, and digits past the 17th, as texts: JavaScript would change them` : "put names and texts in double quotes: {\"limit\": 10}";
	if (type === "integer" || type === "number") return numberRemedy(type, value);
	if (type === "list" && Array.isArray(value)) return "write each item as text, in quotes: [\"2026\", \"2027\"]";
	if (type === "list") return from === "text" ? "write eu,us or JSON: [\"eu\",\"us\"]" : "write a list: [\"eu\", \"us\"]";
	if (type === "datetime" && (typeof value !== "string" || toInstant(value) === void 0)) return "write date, time and offset from UTC: 2026-01-31T06:30:00Z or …+02:00";
}
function numberRemedy(type, value) {
	const number = typeof value === "number" || typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
	if (!Number.isFinite(number) || type === "integer" && !Number.isSafeInteger(number)) return void 0;
	if (Number.isInteger(number) && !Number.isSafeInteger(number)) return `stay within ${Number.MAX_SAFE_INTEGER}, or make it a text: JavaScript would change it`;
	if (typeof value !== "string" || String(number) === value || !/^-?\d/.test(value)) return void 0;
	return `write ${number}, or make it a text: a number keeps no more of it`;
}
const wanted = {
	text: "text",
	integer: "a whole number",
	number: "a number",
	boolean: "true or false",
	date: "a date like 2026-01-31",
	datetime: "a date and time like 2026-01-31T06:30:00Z",
	json: "JSON",
	list: "a list of texts"
};
function isTooLarge(value) {
	const number = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
	return Number.isInteger(number) && !Number.isSafeInteger(number);
}

// src/graph/graph.ts
function nodeOf(graph, id) {
	const node = graph.nodes.get(id);
	if (node === void 0) throw new Bug(`step "${id}" is not in the graph of ${graph.manifest.file}`);
	return node;
}
function* stepsOf(graph) {
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		yield node;
		if (node.inner !== void 0) yield* stepsOf(node.inner);
	}
}
function manifestsOf(graph) {
	return [graph.manifest, ...graph.used.values()];
}

// src/graph/changed-node.ts
function changedNode(node, change) {
	const { scope, ends, inner } = node;
	const { step = node.step, needs = node.needs, dependents = node.dependents } = change;
	return {
		step,
		scope,
		needs,
		dependents,
		...ends === void 0 ? {} : { ends },
		...inner === void 0 ? {} : { inner },
		get seen() {
			return node.seen;
		},
		get datasets() {
			return node.datasets;
		}
	};
}

// src/graph/part-of-graph.ts
function partOfGraph(graph, steps) {
	const order = graph.order.filter((id) => steps.has(id));
	const nearest = /* @__PURE__ */ new Map();
	const dependents = new Map(order.map((id) => [id, []]));
	const nodes = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const needs = above(node.needs, nearest);
		nearest.set(id, steps.has(id) ? /* @__PURE__ */ new Set([id]) : needs);
		if (!steps.has(id)) continue;
		for (const need of needs) dependents.get(need)?.push(id);
		nodes.set(id, changedNode(node, {
			needs: [...needs],
			dependents: dependents.get(id) ?? []
		}));
	}
	return {
		...graph,
		order,
		nodes
	};
}
function above(needs, nearest) {
	const [first, ...others] = needs;
	const only = first === void 0 ? /* @__PURE__ */ new Set() : nearest.get(first) ?? /* @__PURE__ */ new Set();
	return others.length === 0 ? only : new Set(needs.flatMap((need) => [...nearest.get(need) ?? []]));
}

// src/plan/runner.ts
function runnerKey(runsOn) {
	return typeof runsOn === "string" ? runsOn : [...runsOn].toSorted().join("\0");
}
function runnersByUse(nodes) {
	return [...Map.groupBy(nodes, ({ step }) => runnerKey(step.runsOn)).values()].toSorted((one, other) => other.length - one.length).flatMap(([first]) => first === void 0 ? [] : [first.step.runsOn]);
}
function isHosted(runsOn) {
	const [label = "", ...more] = typeof runsOn === "string" ? [runsOn] : runsOn;
	return more.length === 0 && /^(ubuntu|windows|macos)-/.test(label);
}
function longestJobMinutes(runsOn) {
	return isHosted(runsOn) ? 360 : 7200;
}
const prices = [
	[/^ubuntu-slim/, .002],
	[/^ubuntu-.*arm/, .005],
	[/^ubuntu-/, .006],
	[/^windows-/, .01],
	[/^macos-/, .062]
];
function pricePerMinute(runsOn) {
	if (typeof runsOn !== "string") return 0;
	return prices.find(([label]) => label.test(runsOn))?.[1] ?? 0;
}

// src/manifest/has-late.ts
function hasLate({ late }, ...keys) {
	return late?.values.some(({ path }) => keys.every((key, index) => path[index] === key)) === true;
}

// src/text/holds-expression.ts
function holdsExpression(value) {
	if (typeof value === "string") return value.includes("${{");
	return typeof value === "object" && value !== null && Object.values(value).some(holdsExpression);
}

// src/matrix/value-index.ts
var ValueIndex = class {
	#all;
	#texts = /* @__PURE__ */ new Map();
	#numericTexts = /* @__PURE__ */ new Map();
	#others = /* @__PURE__ */ new Map();
	constructor(values) {
		this.#all = [...values.keys()];
		for (const [place, value] of values.entries()) {
			if (isContainer(value)) continue;
			if (typeof value === "string") add$1(this.#texts, value.toUpperCase(), place);
			add$1(typeof value === "string" ? this.#numericTexts : this.#others, Number(value), place);
		}
	}
	candidates(wanted) {
		if (isContainer(wanted)) return this.#all;
		const number = Number(wanted);
		const others = this.#others.get(number) ?? [];
		const texts = typeof wanted === "string" ? this.#texts.get(wanted.toUpperCase()) : this.#numericTexts.get(number);
		return texts === void 0 ? others : [...texts, ...others];
	}
};
function isContainer(value) {
	return typeof value === "object" && value !== null;
}
function add$1(index, key, place) {
	const there = index.get(key);
	if (there === void 0) index.set(key, [place]);
	else there.push(place);
}

// src/matrix/product.ts
var Product = class {
	axes;
	size;
	#places;
	constructor(axes) {
		const named = Object.entries(axes);
		this.size = named.length === 0 ? 0 : named.reduce((size, [, values]) => size * values.length, 1);
		let block = this.size;
		this.axes = named.map(([name, values]) => {
			block = values.length === 0 ? 0 : block / values.length;
			let index;
			return {
				name,
				values,
				block,
				get index() {
					index ??= new ValueIndex(values);
					return index;
				}
			};
		});
		this.#places = new Map(named.map(([name], place) => [name.toLowerCase(), place]));
	}
	placeOf(name) {
		return this.#places.get(name.toLowerCase());
	}
	choice(combination, { block, values }) {
		return Math.floor(combination / block) % values.length;
	}
};

// src/matrix/matrix-fault.ts
const maxLegs = 1e6;
const maxCombinations = 1e7;
function matrixFault(matrix) {
	const product = new Product(matrix.axes);
	if (product.size > maxCombinations || matrix.include.length > 1e6) return `the matrix makes more than ${maxLegs.toLocaleString("en")} legs`;
	if (matrix.include.some(isEmpty)) return "an item of `include` has no values";
	if (matrix.exclude.some(isEmpty)) return "an item of `exclude` has no values";
	const unknown = matrix.exclude.flatMap((item) => Object.keys(item)).find((key) => product.placeOf(key) === void 0);
	if (unknown === void 0) return void 0;
	const near = nearest(unknown, Object.keys(matrix.axes));
	return `\`exclude\` names "${unknown}", which is no axis of the matrix${near === void 0 ? "" : `; did you mean "${near}"?`}`;
}
function isEmpty(item) {
	return Object.keys(item).length === 0;
}

// src/expression/data.ts
var SafeDictionary = class extends Dictionary {
	#entries = /* @__PURE__ */ new Map();
	constructor(entries) {
		super();
		for (const [key, value] of entries) this.#entries.set(key.toLowerCase(), {
			key,
			value: toData(value)
		});
	}
	get(key) {
		return this.#entries.get(key.toLowerCase())?.value;
	}
	values() {
		return [...this.#entries.values()].map(({ value }) => value);
	}
	pairs() {
		return [...this.#entries.values()];
	}
};
function toData(value) {
	if (typeof value === "string") return new StringData(value);
	if (typeof value === "number") return new NumberData(value);
	if (typeof value === "boolean") return new BooleanData(value);
	if (Array.isArray(value)) return new Array$1(...value.map(toData));
	return typeof value === "object" && value !== null ? toDictionary(value) : new Null();
}
function toDictionary(value) {
	return new SafeDictionary(Object.entries(value));
}
function fromData(value) {
	if (value instanceof StringData || value instanceof NumberData || value instanceof BooleanData) return value.value;
	if (value instanceof Array$1) return value.values().map(fromData);
	if (value instanceof Dictionary) return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]));
	return null;
}

// src/expression/same-value.ts
function sameValue(left, right) {
	return equals(toData(left), toData(right));
}

// src/matrix/filter.ts
function filterOf(values, product) {
	return Object.entries(values).flatMap(([name, wanted]) => {
		const axis = product.placeOf(name);
		const there = axis === void 0 ? void 0 : product.axes[axis];
		if (axis === void 0 || there === void 0) return [];
		const places = there.index.candidates(wanted).filter((place) => fits(there.values[place], wanted));
		return [{
			axis,
			fits: new Set(places)
		}];
	});
}
function fitsCombination(filter, product, combination) {
	return filter.every(({ axis, fits: fit }) => {
		const there = product.axes[axis];
		return there !== void 0 && fit.has(product.choice(combination, there));
	});
}
function fits(value, wanted) {
	if (typeof wanted !== "object" || wanted === null) return sameValue(value, wanted);
	const inside = typeof value === "object" && value !== null ? value : {};
	return Object.entries(wanted).every(([key, each]) => fits(entryOf(inside, key), each));
}
function entryOf(inside, key) {
	return Object.entries(inside).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

// src/matrix/filter-index.ts
var FilterIndex = class {
	#filters;
	#product;
	#always = [];
	#byChoice;
	constructor(filters, product) {
		this.#filters = filters;
		this.#product = product;
		this.#byChoice = product.axes.map(() => /* @__PURE__ */ new Map());
		for (const [nth, filter] of filters.entries()) this.#add(nth, filter);
	}
	fitting(combination) {
		return [...this.#candidates(combination)].filter((nth) => this.#fits(nth, combination)).toSorted((one, other) => one - other);
	}
	fitsAny(combination) {
		for (const nth of this.#candidates(combination)) if (this.#fits(nth, combination)) return true;
		return false;
	}
	#add(nth, filter) {
		const [first, ...others] = filter;
		if (first === void 0) {
			this.#always.push(nth);
			return;
		}
		const { axis, fits } = others.reduce((least, one) => one.fits.size < least.fits.size ? one : least, first);
		const choices = this.#byChoice[axis];
		for (const choice of fits) {
			const there = choices?.get(choice);
			if (there === void 0) choices?.set(choice, [nth]);
			else there.push(nth);
		}
	}
	*#candidates(combination) {
		yield* this.#always;
		for (const [axis, choices] of this.#byChoice.entries()) {
			if (choices.size === 0) continue;
			const there = this.#product.axes[axis];
			if (there !== void 0) yield* choices.get(this.#product.choice(combination, there)) ?? [];
		}
	}
	#fits(nth, combination) {
		return fitsCombination(this.#filters[nth] ?? [], this.#product, combination);
	}
};

// src/matrix/kept.ts
const stride = 64;
var Kept = class {
	count;
	#product;
	#excludes;
	#before;
	constructor(product, excludes, watch) {
		this.#product = product;
		this.#excludes = excludes.length === 0 ? void 0 : new FilterIndex(excludes, product);
		const walks = excludes.length > 0 || watch !== void 0;
		this.#before = new Uint32Array(walks ? Math.ceil(product.size / stride) : 0);
		this.count = walks ? this.#walk(watch) : product.size;
	}
	at(index) {
		if (this.#excludes === void 0) return index;
		const block = this.#blockOf(index);
		let left = index - (this.#before[block] ?? 0);
		for (let combination = block * stride;; combination += 1) {
			if (this.#isExcluded(combination)) continue;
			if (left === 0) return combination;
			left -= 1;
		}
	}
	#walk(watch) {
		let count = 0;
		for (let combination = 0; combination < this.#product.size; combination += 1) {
			if (combination % stride === 0) this.#before[combination / stride] = count;
			if (this.#isExcluded(combination)) continue;
			watch?.(combination);
			count += 1;
		}
		return count;
	}
	#blockOf(index) {
		let low = 0;
		let high = this.#before.length - 1;
		while (low < high) {
			const middle = low + high + 1 >>> 1;
			if ((this.#before[middle] ?? 0) <= index) low = middle;
			else high = middle - 1;
		}
		return low;
	}
	#isExcluded(combination) {
		return this.#excludes?.fitsAny(combination) === true;
	}
};

// src/matrix/open-legs.ts
function openLegs(matrix) {
	const fault = matrixFault(matrix);
	if (fault !== void 0) throw new Failure("matrix/shape", fault);
	const legs = Object.keys(matrix.axes).length === 0 ? listed$1(matrix.include) : combined(matrix);
	if (legs.count > 1e6) throw new Failure("matrix/shape", `the matrix makes ${legs.count} legs; ${maxLegs} is the most`);
	return legs;
}
function listed$1(list) {
	return {
		count: list.length,
		at: (index) => list[index] ?? outside$1(index)
	};
}
function combined(matrix) {
	const product = new Product(matrix.axes);
	const excludes = matrix.exclude.map((item) => filterOf(item, product));
	const includes = matrix.include.map((item) => includeOf(item, product));
	const narrow = includes.filter(({ filter }) => filter.length > 0);
	const apart = new Set(includes);
	const index = new FilterIndex(narrow.map(({ filter }) => filter), product);
	const settle = (combination) => {
		for (const nth of index.fitting(combination)) {
			const include = narrow[nth];
			if (include !== void 0) apart.delete(include);
		}
	};
	const mayFit = narrow.some(({ filter }) => filter.every(({ fits }) => fits.size > 0));
	const kept = new Kept(product, excludes, mayFit ? settle : void 0);
	if (kept.count > 0) {
		for (const include of includes) if (include.filter.length === 0) apart.delete(include);
	}
	const added = [...apart].map(({ item }) => item);
	const valuesAt = valuesBy(product, includes);
	return {
		count: kept.count + added.length,
		at(leg) {
			if (leg >= kept.count) return added[leg - kept.count] ?? outside$1(leg);
			return valuesAt(kept.at(leg));
		}
	};
}
function includeOf(item, product) {
	const extra = Object.entries(item).filter(([name]) => product.placeOf(name) === void 0);
	return {
		item,
		filter: filterOf(item, product),
		extra
	};
}
function valuesBy(product, includes) {
	const extending = includes.filter(({ extra }) => extra.length > 0);
	const index = new FilterIndex(extending.map(({ filter }) => filter), product);
	return (combination) => {
		const values = /* @__PURE__ */ new Map();
		for (const axis of product.axes) {
			const value = axis.values[product.choice(combination, axis)] ?? null;
			values.set(axis.name.toLowerCase(), [axis.name, value]);
		}
		for (const nth of index.fitting(combination)) for (const [name, value] of extending[nth]?.extra ?? []) {
			const [known] = values.get(name.toLowerCase()) ?? [name];
			values.set(name.toLowerCase(), [known, value]);
		}
		return Object.fromEntries(values.values());
	};
}
function outside$1(index) {
	throw new Bug(`there is no leg ${index}`);
}

// src/matrix/leg-count.ts
function staticAxes(matrix) {
	if (matrix.kind !== "axes") return void 0;
	const { include, exclude } = matrix;
	if (typeof include === "string" || typeof exclude === "string") return void 0;
	const axes = {};
	for (const [name, values] of Object.entries(matrix.axes)) {
		if (typeof values === "string") return void 0;
		axes[name] = values;
	}
	const written = [...include, ...exclude];
	return (written.length > 0 ? [axes, written] : []).some(holdsExpression) ? void 0 : {
		axes,
		include,
		exclude
	};
}
function legCount(matrix) {
	const written = staticAxes(matrix);
	if (written === void 0 || matrixFault(written) !== void 0) return null;
	return openLegs(written).count;
}

// src/text/duration.ts
const unitMs = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
const durationPattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
function parseDuration(text) {
	const [, amount, unit] = durationPattern.exec(text) ?? [];
	if (amount === void 0 || !isUnit(unit)) return void 0;
	return Math.round(Number(amount) * unitMs[unit]);
}
function isUnit(text) {
	return text !== void 0 && Object.hasOwn(unitMs, text);
}

// src/steps/authored.ts
function strict(shape) {
	return strictObject(shape, { error: (issue) => issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : void 0 });
}
const late = registry();
function expressible(schema, standIn) {
	late.add(schema, {
		late: true,
		...standIn === void 0 ? {} : { standIn }
	});
	return schema;
}
function lateMeta(schema) {
	return late.get(schema);
}
const bareText = string().regex(/^(?![^]*\$\{\{)/, "must be a value, or one expression");
const idPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
const scalarText$1 = union([
	string(),
	number$1(),
	boolean()
]);
const nonEmptyText = string().min(1);
const oneOrMore = union([nonEmptyText, array(nonEmptyText).min(1)]);
function asList(value) {
	if (value === void 0) return [];
	return typeof value === "string" ? [value] : value;
}
function asTexts(record) {
	return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, String(value)]));
}
function defined(value) {
	const result = {};
	for (const [key, each] of Object.entries(value)) if (each !== void 0) Reflect.set(result, key, each);
	return result;
}

// src/steps/extract/http/auth-options.ts
const authSchema = strict({
	bearer: nonEmptyText.optional().describe("A token: `Authorization: Bearer …`."),
	basic: strict({
		user: string().describe("The user."),
		password: string().describe("The password.")
	}).optional().describe("A user and a password: `Authorization: Basic …`."),
	"api-key": strict({
		header: nonEmptyText.optional().describe("The header that carries it."),
		query: nonEmptyText.optional().describe("The parameter of the address that carries it."),
		value: nonEmptyText.describe("The key.")
	}).optional().describe("A key, in a header or in the address. In the address it is hidden wherever the address is told."),
	oauth2: strict({
		"token-url": nonEmptyText.describe("Where a token is given out."),
		"client-id": nonEmptyText.describe("Who asks."),
		"client-secret": nonEmptyText.describe("By what it is believed."),
		scope: nonEmptyText.optional().describe("What is asked for; several are parted by blanks."),
		audience: nonEmptyText.optional().describe("What the token is for, where the server wants to know that."),
		send: expressible(_enum(["header", "body"])).optional().describe("Where the id and the secret stand in the request for a token. Default: `header`.")
	}).optional().describe("OAuth 2 client credentials: a token is fetched, kept while it lasts, and fetched anew after a 401.")
});
const kinds$2 = [
	"bearer",
	"basic",
	"api-key",
	"oauth2"
];
function decodeAuth(authored, tell) {
	const given = kinds$2.filter((kind) => authored[kind] !== void 0);
	if (given.length !== 1) tell(["auth"], `\`auth\` must have one of ${kinds$2.map((kind) => `\`${kind}\``).join(", ")}`, {
		code: given.length === 0 ? "manifest/missing-key" : "manifest/conflict",
		part: "key"
	});
	const { bearer, basic, oauth2, "api-key": key } = authored;
	if (bearer !== void 0) return {
		kind: "bearer",
		token: bearer
	};
	if (basic !== void 0) return {
		kind: "basic",
		...basic
	};
	if (key !== void 0) return decodeKey(key, tell);
	return oauth2 === void 0 ? void 0 : decodeOAuth2(oauth2, tell);
}
function decodeKey({ header, query, value }, tell) {
	if (header === void 0 === (query === void 0)) tell(["auth", "api-key"], "`api-key` must have one of `header` and `query`", {
		code: header === void 0 ? "manifest/missing-key" : "manifest/conflict",
		part: "key",
		help: "say in which header, or in which parameter of the address, the key is sent"
	});
	return header === void 0 ? {
		kind: "query",
		name: query ?? "",
		value
	} : {
		kind: "header",
		name: header,
		value
	};
}
function decodeOAuth2(authored, tell) {
	const { "token-url": tokenUrl, scope, audience } = authored;
	if (!/^https?:\/\/|^\$\{\{/iu.test(tokenUrl)) tell([
		"auth",
		"oauth2",
		"token-url"
	], `\`token-url\` must be an http(s) address, but is "${tokenUrl}"`, { code: "manifest/wrong-type" });
	return {
		kind: "oauth2",
		tokenUrl,
		clientId: authored["client-id"],
		clientSecret: authored["client-secret"],
		...scope === void 0 ? {} : { scope },
		...audience === void 0 ? {} : { audience },
		send: authored.send ?? "header"
	};
}

// src/parse/json/json-path.ts
function parseJsonPath(text) {
	const keys = [];
	const part = /(?:"((?:[^"\\]|\\.)*)"|([^."[\]\s][^."[\]]*))(\.|$)/guy;
	for (let at = 0; at < text.length; at = part.lastIndex) {
		part.lastIndex = at;
		const found = part.exec(text);
		if (found === null) return void 0;
		const [, quoted, bare, dot] = found;
		keys.push(quoted === void 0 ? bare ?? "" : quoted.replaceAll(/\\(.)/gu, "$1"));
		if (dot === "" && part.lastIndex < text.length) return void 0;
		if (dot === "." && part.lastIndex === text.length) return void 0;
	}
	return keys.length === 0 ? void 0 : keys;
}
function showJsonPath(keys) {
	return keys.map((key) => /^[^."[\]\s\\][^."[\]\\]*$/u.test(key) ? key : `"${key.replaceAll(/["\\]/gu, (character) => `\\${character}`)}"`).join(".");
}

// src/steps/extract/http/paging-options.ts
const defaultMaxPages = 1e4;
const pagingMap = strict({
	"link-header": literal(true).optional().describe("The header `Link` holds the next address (`rel=\"next\"`)."),
	"next-url": nonEmptyText.optional().describe("json: the path to the next address in a page."),
	cursor: nonEmptyText.optional().describe("json: the path to the next cursor in a page."),
	offset: nonEmptyText.optional().describe("The parameter that says how many rows to leave out."),
	page: nonEmptyText.optional().describe("The parameter that holds the number of the page."),
	param: nonEmptyText.optional().describe("cursor: the parameter that takes it to the next request."),
	limit: nonEmptyText.optional().describe("offset: the parameter that says how many rows a page has at most."),
	size: union([expressible(int().min(1)), strict({
		param: nonEmptyText.describe("The parameter that says how many rows a page has at most."),
		value: expressible(int().min(1)).describe("How many.")
	})]).optional().describe("How many rows a page has at most: of offset a number (default: 100), of page `{ param, value }`."),
	start: expressible(int().min(0)).optional().describe("offset, page: what the first request says. Default: 0 for an offset, 1 for a page."),
	total: nonEmptyText.optional().describe("offset, json: the path to the number of all rows."),
	last: nonEmptyText.optional().describe("page, json: the path to the number of the last page."),
	in: expressible(_enum(["query", "body"])).optional().describe("Where the parameters stand: in the address, or in the body (in JSON a path). Default: in a body that is a map, if there is one."),
	"max-pages": expressible(int().min(1)).optional().describe(`How many pages there may be: one more fails the step. Default: ${defaultMaxPages}.`)
});
const pagingSchema = union([literal("link-header"), pagingMap]);
const companions = {
	"link-header": [],
	"next-url": [],
	cursor: ["param", "in"],
	offset: [
		"limit",
		"size",
		"start",
		"total",
		"in"
	],
	page: [
		"size",
		"start",
		"last",
		"in"
	]
};
const kinds$1 = Object.keys(companions);
function decodePaging(authored, beside, tell) {
	const paging = authored === "link-header" ? { "link-header": true } : authored;
	const given = kinds$1.filter((kind) => paging[kind] !== void 0);
	const [kind] = given;
	if (kind === void 0 || given.length > 1) {
		tell(["paging"], `\`paging\` must have one of ${kinds$1.map((each) => `\`${each}\``).join(", ")}`, {
			code: kind === void 0 ? "manifest/missing-key" : "manifest/conflict",
			part: "key"
		});
		return;
	}
	if (beside.format === "parquet") tell(["paging"], "`paging` does not go with `parquet`: a file of it is whole", { part: "key" });
	refuseStrangers(kind, paging, tell);
	requireJson(paging, beside, tell);
	const maxPages = paging["max-pages"] ?? defaultMaxPages;
	const read = reader(paging, beside, tell);
	switch (kind) {
		case "link-header": return {
			kind,
			maxPages
		};
		case "next-url": return {
			kind,
			maxPages,
			path: read.path("next-url")
		};
		case "cursor":
			if (paging.param === void 0) tell(["paging"], "`cursor` must have `param`", {
				code: "manifest/missing-key",
				part: "key"
			});
			return {
				kind,
				maxPages,
				path: read.path("cursor"),
				param: read.param(["param"], paging.param ?? "")
			};
		case "offset": return {
			kind,
			maxPages,
			...decodeOffset(paging, read, tell)
		};
		default: return {
			kind: "page",
			maxPages,
			...decodePage(paging, read, tell)
		};
	}
}
function decodeOffset(paging, read, tell) {
	const { offset = "", limit, size = 100, start = 0, total } = paging;
	if (typeof size === "object") tell(["paging", "size"], "`size` of `offset` must be a number", {
		code: "manifest/wrong-type",
		help: "write the name of its parameter as `limit`"
	});
	return {
		param: read.param(["offset"], offset),
		...limit === void 0 ? {} : { limit: read.param(["limit"], limit) },
		size: typeof size === "object" ? size.value : size,
		start,
		...total === void 0 ? {} : { total: read.path("total") }
	};
}
function decodePage(paging, read, tell) {
	const { page = "", size, start = 1, last } = paging;
	if (typeof size === "number") tell(["paging", "size"], "`size` of `page` must be `{ param, value }`", { code: "manifest/wrong-type" });
	return {
		param: read.param(["page"], page),
		start,
		...typeof size === "object" ? { size: {
			param: read.param(["size", "param"], size.param),
			value: size.value
		} } : {},
		...last === void 0 ? {} : { last: read.path("last") }
	};
}
function refuseStrangers(kind, paging, tell) {
	const known = [
		kind,
		"max-pages",
		...companions[kind]
	];
	for (const key of Object.keys(paging).filter((each) => !known.includes(each))) tell(["paging", key], `\`${key}\` does not go with \`${kind}\``, {
		part: "key",
		help: `remove \`${key}\``
	});
}
function requireJson(paging, { format }, tell) {
	if (format === "json") return;
	for (const key of [
		"next-url",
		"cursor",
		"total",
		"last"
	]) if (paging[key] !== void 0) tell(["paging", key], `\`${key}\` goes with \`json\`: a page of ${format} holds nothing beside its rows`, { part: "key" });
}
function reader(paging, { body }, tell) {
	const place = paging.in ?? (typeof body === "object" ? "body" : "query");
	if (place === "body" && typeof body !== "object") tell(["paging", "in"], "`in: body` goes with a `body` that is a map", { help: body === void 0 ? "add `body`" : "write `body` as a map" });
	const pathIn = (at, text) => {
		const path = parseJsonPath(text);
		if (path === void 0) tell(["paging", ...at], `"${text}" is no path: write keys with dots between them`, {
			code: "manifest/wrong-type",
			help: "put a key that has a dot or a bracket in it in double quotes"
		});
		return path ?? [];
	};
	return {
		path: (key) => pathIn([key], paging[key] ?? ""),
		param: (at, name) => place === "query" ? {
			in: "query",
			name
		} : {
			in: "body",
			path: pathIn(at, name)
		}
	};
}

// src/steps/extract/http/http-options.ts
const httpShape = {
	method: expressible(_enum([
		"GET",
		"POST",
		"PUT",
		"PATCH"
	]), (beside) => beside["body"] === void 0 ? "GET" : "POST").optional().describe("HTTP: the method of each request. Default: `GET`."),
	headers: record(string(), scalarText$1).optional().describe("HTTP: headers sent with each request."),
	body: union([
		string(),
		record(string(), unknown()),
		array(unknown())
	]).optional().describe("HTTP: what is sent: a text as it is, a map or a list as JSON, `{ form: { … } }` as a form. With `method: POST`."),
	auth: authSchema.optional().describe("HTTP: how each request says who asks. It is sent to the origin of the address only."),
	paging: pagingSchema.optional().describe("HTTP: how one page leads to the next. Default: an address holds all there is."),
	"rate-limit": strict({
		requests: expressible(int().min(1)).describe("How many requests."),
		per: nonEmptyText.optional().describe("In what time: `1s`, `1m`. Default: `1s`.")
	}).optional().describe("HTTP: how many requests at most are made to one origin by this process, and in what time.")
};
const httpTexts = {
	headers: "template",
	auth: "template",
	body: "value"
};
function decodeHttp(authored, asked, tell) {
	requireAddress(authored, asked, tell);
	const { method = "GET", body } = authored;
	if (body !== void 0 && method === "GET") tell(["body"], "`body` does not go with `method: GET`", {
		part: "key",
		help: "add `method: POST`"
	});
	const auth = authored.auth === void 0 ? void 0 : decodeAuth(authored.auth, tell);
	const paging = authored.paging === void 0 ? void 0 : decodePaging(authored.paging, {
		format: asked.format,
		body
	}, tell);
	return {
		method,
		headers: asTexts(authored.headers),
		...body === void 0 ? {} : { body },
		...auth === void 0 ? {} : { auth },
		...paging === void 0 ? {} : { paging },
		...decodeRateLimit(authored["rate-limit"], tell)
	};
}
function requireAddress(authored, { format, from }, tell) {
	if (from.length === 0 && format !== "sql" || from.some(canBeAddress)) return;
	for (const key of Object.keys(httpShape)) if (Object.hasOwn(authored, key)) tell([key], `\`${key}\` goes with an http(s) address, not with ${format === "sql" ? "`sql`" : "a file"}`, {
		part: "key",
		help: `remove \`${key}\``
	});
}
function canBeAddress(text) {
	return /^(?:https?:\/\/|h?t?t?p?s?:?\/?\/?\$\{\{)/iu.test(text.trim());
}
function decodeRateLimit(authored, tell) {
	if (authored === void 0) return {};
	const { requests, per = "1s" } = authored;
	const perMs = parseDuration(per);
	if (perMs === void 0 || perMs === 0) tell(["rate-limit", "per"], `\`per\` must be a duration like \`1s\` or \`5m\`, but is "${per}"`, { code: "manifest/wrong-type" });
	return { rateLimit: {
		requests,
		perMs: perMs ?? 1e3
	} };
}

// src/parse/format/time-tokens.ts
const parts = {
	YYYY: "year",
	YY: "year",
	MMMM: "month",
	MMM: "month",
	MM: "month",
	M: "month",
	DD: "day",
	D: "day",
	HH: "hour",
	H: "hour",
	hh: "hour",
	h: "hour",
	mm: "minute",
	m: "minute",
	ss: "second",
	s: "second",
	A: "half",
	Z: "offset"
};
const clock = [
	"hour",
	"minute",
	"second",
	"fraction",
	"half",
	"offset"
];
function timeTokens(format) {
	return [...format.matchAll(/\[([^\]]*)\]|([A-Za-z])\2*|[^A-Za-z]/gu)].map(([text, bracketed]) => {
		if (bracketed !== void 0) return { text: bracketed };
		const part = /^S{1,9}$/.test(text) ? "fraction" : parts[text];
		return part === void 0 ? { text } : {
			text,
			part
		};
	});
}
function formatFault(format, type) {
	const tokens = timeTokens(format);
	const unknown = tokens.find(({ text, part }) => part === void 0 && /[A-SU-Za-z]/.test(text) && !format.includes(`[${text}]`));
	if (unknown !== void 0) return `"${unknown.text}" is no part of a format; there are ${Object.keys(parts).join(", ")} and S for fractions; put text in [ ]`;
	const said = tokens.flatMap(({ part }) => part === void 0 ? [] : [part]);
	const twice = said.find((part, index) => said.indexOf(part) !== index);
	if (twice !== void 0) return `it has the ${twice} twice`;
	const missing = [
		"year",
		"month",
		"day"
	].filter((part) => !said.includes(part));
	if (missing.length > 0) return `it has no ${missing.join(" and no ")}`;
	const timed = said.filter((part) => clock.includes(part));
	if (type === "date" && timed.length > 0) return `a date has no ${timed[0] ?? ""}; make it a timestamp`;
	if (tokens.some(({ text }) => text === "h" || text === "hh") !== said.includes("half")) return "h and hh go with A, which is AM or PM";
	if (timed.length > 0 && !said.includes("hour")) return "it has no hour";
	return said.includes("fraction") && !said.includes("second") ? "it has a fraction but no second" : void 0;
}

// src/parse/format/zone-clock.ts
const dayMs$1 = 864e5;
const quarterMs = 9e5;
const mostKept = 1e5;
function zoneClock(zone) {
	const format = new Intl.DateTimeFormat("sv-SE", {
		timeZone: zone,
		dateStyle: "short",
		timeStyle: "medium"
	});
	const ahead = (at) => (Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at) / 6e4;
	const known = /* @__PURE__ */ new Map();
	return (shown) => {
		const quarter = Math.floor(shown / quarterMs);
		const before = known.get(quarter);
		if (before !== void 0) return before;
		const [first, second] = [.../* @__PURE__ */ new Set([ahead(shown - dayMs$1), ahead(shown + dayMs$1)])].filter((minutes) => ahead(shown - minutes * 6e4) === minutes);
		const found = first === void 0 ? "gap" : second === void 0 ? first : "twice";
		if (known.size >= mostKept) known.clear();
		known.set(quarter, found);
		return found;
	};
}
function isZone(zone) {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
}

// src/steps/column-formats.ts
const words = union([scalarText$1, array(scalarText$1).min(1)]);
const mark$1 = string().regex(/^[^\d\s+-]$|^[\u0020\u00a0\u2009\u202f]$/u, "must be one character that is no digit and no sign");
const formatShape = {
	format: string().min(1).optional().describe("date, timestamp: how it is written, e.g. `DD.MM.YYYY HH:mm`."),
	zone: string().refine(isZone, "must be a time zone, e.g. Europe/Berlin").optional().describe("timestamp: the zone of a time that is written without one; it is kept as an instant."),
	decimal: mark$1.optional().describe("decimal, real: what stands before the fraction. Default: a point."),
	thousands: mark$1.optional().describe("integer, decimal, real: what may stand between groups of three digits. Default: nothing."),
	true: words.optional().describe("boolean: the words that mean true, as they are written. Default: true, t, 1."),
	false: words.optional().describe("boolean: the words that mean false, as they are written. Default: false, f, 0.")
};
const takenBy = {
	format: ["date", "timestamp"],
	zone: ["timestamp"],
	decimal: ["decimal", "real"],
	thousands: [
		"integer",
		"decimal",
		"real"
	],
	true: ["boolean"],
	false: ["boolean"]
};
const formatKeys = [
	"format",
	"zone",
	"decimal",
	"thousands",
	"true",
	"false"
];
function decodeFormat(authored, type, tell) {
	for (const key of formatKeys) if (authored[key] !== void 0 && !takenBy[key].includes(type)) tell([key], `\`${key}\` goes with ${takenBy[key].join(", ")}, not with ${type}`, {
		part: "key",
		help: `remove \`${key}\`, or change the type`
	});
	const { format, zone, decimal, thousands } = authored;
	if (format !== void 0 && (type === "date" || type === "timestamp")) {
		const fault = formatFault(format, type);
		if (fault !== void 0) tell(["format"], `"${format}" is no format of a ${type}: ${fault}`, { code: "manifest/wrong-type" });
		if (zone !== void 0 && format.includes("Z")) tell(["zone"], `\`zone\` is for times without an offset, but "${format}" has one (Z)`, {
			part: "key",
			help: "remove `zone`"
		});
	}
	if (type !== "integer" && thousands !== void 0 && thousands === (decimal ?? ".")) tell(["thousands"], `\`thousands\` and \`decimal\` are both "${thousands}"`, { help: decimal === void 0 ? "say `decimal` too: it is a point by default" : "correct one of them" });
	const [yes, no] = [wordsOf(authored.true), wordsOf(authored.false)];
	const both = yes?.find((word) => no?.includes(word) === true);
	if (both !== void 0) tell(["false"], `"${both}" means both true and false`, { help: "remove it from one of them" });
	const found = defined({
		format,
		zone,
		decimal,
		thousands,
		true: yes,
		false: no
	});
	return Object.keys(found).length === 0 ? void 0 : found;
}
function wordsOf(said) {
	if (said === void 0) return void 0;
	return (Array.isArray(said) ? said : [said]).map(String);
}

// src/steps/columns.ts
const typePattern = new RegExp(`^(?<type>${columnTypes.join("|")})(?:\\(\\s*(?<precision>\\d{1,3})\\s*(?:,\\s*(?<scale>\\d{1,3})\\s*)?\\))?(?<notNull>\\s+not\\s+null)?$`, "i");
const typeSchema = string().regex(typePattern, { error: (issue) => columnTypeError(String(issue.input)) }).refine(hasRoom, { error: (issue) => noRoom(String(issue.input)) });
const otherNames = {
	...named$1("integer", "int bigint smallint tinyint mediumint int2 int4 int8 int32 int64 long serial bigserial"),
	...named$1("decimal", "numeric number money dec"),
	...named$1("real", "float float4 float8 float32 float64 double"),
	...named$1("text", "string str varchar nvarchar char character clob uuid"),
	...named$1("boolean", "bool bit"),
	...named$1("timestamp", "datetime datetime2 timestamptz"),
	...named$1("json", "jsonb object struct array")
};
function named$1(type, words) {
	return Object.fromEntries(words.split(" ").map((word) => [word, type]));
}
const columnSchema = union([typeSchema, strict({
	type: typeSchema.describe("Its type, as in the short form."),
	"not-null": boolean().optional().describe("Whether a row without a value in it is rejected. Default: false."),
	...formatShape
})]);
const columnsSchema = record(string().min(1), columnSchema).refine((columns) => Object.keys(columns).length > 0, "must name at least one column").meta({ examples: [{
	id: "integer not null",
	amount: "decimal(12,2)"
}] });
function decodeColumns(authored) {
	return Object.entries(authored).map(([name, said]) => {
		const long = typeof said === "string" ? { type: said } : said;
		const { type, precision, scale, notNull } = typePattern.exec(long.type)?.groups ?? {};
		return {
			name,
			type: columnTypes.find((each) => each === type?.toLowerCase()) ?? "text",
			...notNull === void 0 && long["not-null"] !== true ? {} : { notNull: true },
			...precision === void 0 ? {} : {
				precision: Number(precision),
				scale: Number(scale ?? 0)
			}
		};
	});
}
function decodeFormats(authored, tell) {
	const formats = [];
	for (const { name, type } of authored === void 0 ? [] : decodeColumns(authored)) {
		const said = authored?.[name];
		if (said === void 0 || typeof said === "string") continue;
		const format = decodeFormat(said, type, (path, ...rest) => tell([
			"columns",
			name,
			...path
		], ...rest));
		if (format !== void 0) formats.push([name, format]);
	}
	return formats.length === 0 ? {} : { formats: Object.fromEntries(formats) };
}
function refuseFormats(authored, tell) {
	const { formats = {} } = decodeFormats(authored, tell);
	for (const [name, format] of Object.entries(formats)) for (const key of Object.keys(format)) tell([
		"columns",
		name,
		key
	], `\`${key}\` says how a source writes a column, and there is none here`, {
		part: "key",
		help: `remove \`${key}\`: the rows have values already`
	});
}
function hasRoom(text) {
	const { precision, scale = "0" } = typePattern.exec(text)?.groups ?? {};
	return precision === void 0 || Number(precision) > 0 && Number(scale) <= Number(precision);
}
function noRoom(text) {
	const { precision = "", scale = "0" } = typePattern.exec(text)?.groups ?? {};
	if (Number(precision) === 0) return `"${text}" has no digit: the first number says how many it has in all`;
	return `"${text}" has ${precision} digits in all, so it cannot have ${scale} behind the point; did you mean "decimal(${Number(precision) + Number(scale)},${scale})"?`;
}
function columnTypeError(text) {
	const word = text.split(/[\s(]/)[0] ?? "";
	const near = otherNames[word.toLowerCase()] ?? nearest(word, columnTypes);
	const known = columnTypes.find((type) => type === word.toLowerCase());
	if (/^\w+\(\d+$/.test(text)) return `"${text}" ends at a comma, which in { } begins the next key; put the type in quotes: "${word}(10,2)"`;
	if (known !== void 0) return `"${text}" is not a column type; write "${known}" or "${known} not null"`;
	return `"${text}" is not a column type; expected one of ${columnTypes.join(", ")}${near === void 0 ? "" : `; did you mean "${near}"?`}`;
}

// src/parse/csv/csv-dialect.ts
const encodings = [
	"utf-8",
	"utf-16le",
	"utf-16be",
	"latin1",
	"windows-1252"
];

// src/parse/csv/csv-marks.ts
function checkMarks(marks) {
	const fault = marksFault(marks);
	if (fault === void 0) return;
	throw new Failure("csv/dialect", fault, { help: "None of them may be empty or begin with another" });
}
function marksFault({ delimiter, quote, escape, comment }) {
	if (delimiter === "") return "the delimiter is empty";
	const same = [
		[delimiter, quote],
		[delimiter, quote === "" ? "" : escape],
		[comment, delimiter],
		[comment, quote],
		[escape === quote ? "" : escape, quote]
	].find(([one, other]) => overlap(one, other));
	if (same === void 0) return void 0;
	return `delimiter, quote, escape and comment must be different characters, but there are ${same.map((text) => JSON.stringify(text)).join(" and ")}`;
}
function overlap(one, other) {
	return one !== "" && other !== "" && (one.startsWith(other) || other.startsWith(one));
}

// src/steps/extract/csv-options.ts
const mark = () => expressible(string().regex(/^[^\r\n\0]+$/u, "must be one or more characters"));
const markOrNone = () => expressible(string().regex(/^[^\r\n\0]*$/u, "must hold no line break"));
const csvShape = {
	delimiter: mark().optional().describe("csv: what stands between two fields. Default: sniffed."),
	quote: markOrNone().optional().describe("csv: what encloses a field; `\"\"` for nothing. Default: `\"`."),
	escape: mark().optional().describe("csv: what stands before a quote inside a field. Default: the quote itself."),
	comment: mark().optional().describe("csv: lines that start with it are skipped. Default: none."),
	header: expressible(union([boolean(), int().min(0).max(20)])).optional().describe("csv: whether the first row names the columns, or how many header rows there are. Default: sniffed."),
	"skip-lines": expressible(int().min(0)).optional().describe("csv: lines to skip before the header. Default: sniffed."),
	null: union([string(), array(string())]).optional().describe("csv: unquoted texts that mean null. Default: the empty field."),
	encoding: expressible(_enum(encodings)).optional().describe("csv: the encoding of the text. Default: from the byte-order mark, else sniffed."),
	ragged: expressible(_enum([
		"reject",
		"pad",
		"fail"
	])).optional().describe("csv: what becomes of a row with too few or too many fields. `pad`: the missing fields are null, and a row with too many is rejected. Default: `reject`."),
	"stray-quotes": expressible(_enum(["reject", "keep"])).optional().describe("csv: what becomes of a row with a quote where none belongs (`5\" pipe`): it is rejected, or the quote is kept as a character. Default: `reject`.")
};
function decodeCsv(authored, tell) {
	const { delimiter, quote = "\"", escape, comment = "" } = authored;
	const fault = marksFault({
		delimiter: delimiter ?? "\n",
		quote,
		escape: escape ?? quote,
		comment
	});
	if (fault !== void 0) tell([delimiter === void 0 ? "comment" : "delimiter"], fault, { help: "none of them may begin with another" });
	for (const key of ["escape", "stray-quotes"]) if (quote === "" && authored[key] !== void 0) tell([key], `\`${key}\` says something of quotes, but \`quote: ""\` says that there are none`, {
		part: "key",
		help: `remove \`${key}\``
	});
	return {
		...defined({
			delimiter,
			quote: authored.quote,
			escape,
			comment: authored.comment,
			header: authored.header,
			skipLines: authored["skip-lines"],
			null: authored.null === void 0 ? void 0 : asList(authored.null),
			encoding: authored.encoding,
			strayQuotes: authored["stray-quotes"]
		}),
		ragged: authored.ragged ?? "reject"
	};
}

// src/steps/extract/compressed/compression-options.ts
const compressionShape = {
	compression: expressible(_enum([
		"auto",
		"none",
		"gzip",
		"zstd",
		"zip"
	])).optional().describe("How the bytes are compressed. Default: `auto`, told from the first bytes."),
	entry: nonEmptyText.optional().describe("Of a zip: the name of the entry to read, or a glob for several. Default: its only one."),
	damaged: expressible(_enum(["reject", "fail"])).optional().describe("What becomes of a record that cannot be read, and of compressed data that is cut short: its good rows are kept and the rest is one rejected row (`reject`), or the step fails (`fail`). Default: `reject` for records; data that is cut short fails.")
};
function decodeCompression(authored, tell) {
	const { compression = "auto", entry, damaged } = authored;
	if (entry !== void 0 && compression !== "auto" && compression !== "zip") tell(["entry"], `\`entry\` goes with a zip, not with \`compression: ${compression}\``, {
		part: "key",
		help: "remove one of them"
	});
	return {
		compression,
		...defined({
			entry,
			damaged
		})
	};
}

// src/steps/extract/incremental/incremental-options.ts
const dayMs = 864e5;
const timePattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const span = (meaning) => string().regex(durationPattern, `must be ${meaning} like 5m, 2h or 1d`);
const incrementalSchema = strict({
	cursor: nonEmptyText.optional().describe("The column that says how new a row is: a timestamp, a date or an integer that only grows."),
	window: span("a duration").optional().describe("In place of `cursor`: the source is asked for whole windows of time, of this length, by `${{ window.from }}` and `${{ window.to }}`."),
	start: union([int(), string().regex(timePattern, "must be a date, a time (ISO) or an integer")]).describe("Where the first window begins: a date, a time (UTC unless it has a zone) or an integer."),
	lag: union([int().min(0), span("a duration, or a number,")]).optional().describe("How far before its cursor each run reads again, for rows that come late: a duration, or for an integer cursor a number. The rows must then be merged by key. Default: 0."),
	settle: span("a duration").optional().describe("How old a row must be before it is read, by the clock of the source. Default: 0s.")
});
function decodeIncremental(authored, beside, tell) {
	const { cursor, window } = authored;
	const kind = typeof authored.start === "number" ? "integer" : "time";
	const at = (...path) => ["incremental", ...path];
	if (cursor === void 0 && window === void 0) tell(at(), "`incremental` must have a `cursor` (a column) or a `window` (a duration)", {
		code: "manifest/missing-key",
		part: "key"
	});
	if (cursor !== void 0 && window !== void 0) tell(at("window"), "`incremental` has both `cursor` and `window`", {
		part: "key",
		help: "keep `cursor` if the rows say how new they are, `window` if only the source knows"
	});
	if (kind === "time" && toTime(String(authored.start)) === void 0) tell(at("start"), `"${authored.start}" is no day or time that exists`, { code: "manifest/wrong-type" });
	if (kind === "integer") refuseForIntegers(authored, tell);
	else if (typeof authored.lag === "number" && authored.lag > 0) tell(at("lag"), "`lag` is a number, but the cursor is a time", {
		code: "manifest/wrong-type",
		help: "write a duration like 1h"
	});
	if (window !== void 0) checkWindow(window, tell);
	checkColumns(authored, kind, beside, tell);
	return {
		...cursor === void 0 ? {} : { cursor },
		...window === void 0 ? {} : { windowMs: parseDuration(window) ?? dayMs },
		kind,
		start: String(authored.start),
		lag: typeof authored.lag === "string" ? parseDuration(authored.lag) ?? 0 : authored.lag ?? 0,
		settleMs: parseDuration(authored.settle ?? "0s") ?? 0
	};
}
function toTime(text) {
	if (!timePattern.test(text)) return void 0;
	const iso = text.replace(" ", "T");
	const time = Date.parse(iso.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`);
	const day = Date.parse(iso.slice(0, 10));
	const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(iso.slice(0, 10));
	return Number.isNaN(time) || !exists ? void 0 : time;
}
function refuseForIntegers({ window, lag, settle }, tell) {
	if (window !== void 0) tell(["incremental", "start"], "a `window` of time starts at a date or a time", { code: "manifest/wrong-type" });
	if (typeof lag === "string" && !/^0+(\.0+)?\s*[a-z]/.test(lag)) tell(["incremental", "lag"], "`lag` is a duration, but the cursor is an integer", {
		code: "manifest/wrong-type",
		help: "write by how much the cursor is to be lowered, e.g. `lag: 1000`"
	});
	if (settle !== void 0) tell(["incremental", "settle"], "`settle` goes with a cursor that is a time", {
		part: "key",
		help: "use `lag` with a number for rows whose numbers come late"
	});
}
function checkWindow(window, tell) {
	const ms = parseDuration(window) ?? 0;
	if (ms >= dayMs ? ms % dayMs === 0 : ms >= 6e4 && dayMs % ms === 0) return;
	tell(["incremental", "window"], `\`window: ${window}\` does not fit into days`, {
		code: "manifest/wrong-type",
		help: "write whole days, or a part of a day that divides it: 1d, 12h, 1h, 15m"
	});
}
const typesOf$1 = {
	time: ["timestamp", "date"],
	integer: ["integer"]
};
function checkColumns({ cursor, window, start }, kind, { format, columns }, tell) {
	if (columns === void 0 && (format === "json" || format === "ndjson" || format === "csv" && window !== void 0)) tell(["incremental"], `an incremental extract of ${format} must declare its \`columns\``, {
		code: "manifest/missing-key",
		part: "key",
		help: "a window without rows shows none: write them down, e.g. with `millrace infer`"
	});
	if (columns === void 0 || cursor === void 0) return;
	const column = columns.find(({ name }) => name === cursor);
	const allowed = typesOf$1[kind];
	if (column === void 0) tell(["incremental", "cursor"], `"${cursor}" is not among the \`columns\``, { help: `use one of ${columns.map(({ name }) => name).join(", ")}` });
	else if (!allowed.includes(column.type)) tell(["incremental", "cursor"], `"${cursor}" is ${column.type}, which does not go with \`start: ${start}\``, { help: `declare it as ${allowed.join(" or ")}, or change \`start\`` });
}

// src/steps/extract/last-run-options.ts
const contracts = [
	"evolve",
	"freeze",
	"discard-column",
	"discard-row"
];
const lastRunShape = {
	unchanged: expressible(_enum(["skip", "run"])).optional().describe("What becomes of the steps that need it when its source is as it was in the last good run: with `skip` they are not run, unless something else has changed for them. Default: `skip` for http(s), `run` for files."),
	contract: expressible(_enum(contracts)).optional().describe("What a change of the columns does, against `columns` or those of the last good run: `evolve` takes it over, `freeze` fails the step, `discard-column` leaves new columns out, `discard-row` rejects the rows that use them. Default: declared columns must be there and others are left out; inferred ones evolve.")
};
function decodeLastRun(authored, tell, format) {
	const { unchanged, contract } = authored;
	if (format === "sql" && unchanged === "skip") tell(["unchanged"], "`unchanged: skip` goes with files and addresses, not with `sql`", {
		part: "key",
		help: "remove `unchanged`; `incremental` reads only what is new"
	});
	else if (authored.incremental !== void 0 && unchanged === "skip") tell(["unchanged"], "`unchanged: skip` does not go with `incremental`: each run reads another part", {
		part: "key",
		help: "remove `unchanged`"
	});
	return {
		...unchanged === void 0 ? {} : { unchanged },
		...contract === void 0 ? {} : { contract }
	};
}

// src/steps/extract/json-options.ts
const allLevels = 100;
const jsonShape = {
	rows: nonEmptyText.optional().describe("json: where the list of rows stands in the document: keys with dots between them (`data.items`), those that hold a dot in quotes (`\"a.b\".items`), places in a list as numbers from 0. Default: the document is the list."),
	flatten: union([
		boolean(),
		int().min(1).max(allLevels),
		record(string().min(1), nonEmptyText)
	]).optional().describe("json, ndjson: nested objects become columns named by the keys to them (`address_city`): `true`, or how many levels deep. Or the columns by the path of each in the row: `{ city: address.city, first: tags.0 }`. Lists stay json. Default: nested values are json.")
};
function decodeJson(authored, { format, columns }, tell) {
	if (authored.rows !== void 0 && format !== "json") refuse$1("rows", "`json`", format, tell);
	if (authored.flatten !== void 0 && format !== "json" && format !== "ndjson") refuse$1("flatten", "`json` and `ndjson`", format, tell);
	const rows = authored.rows === void 0 ? void 0 : pathOf(authored.rows, ["rows"], tell);
	const flatten = decodeFlatten(authored.flatten, columns, tell);
	if (rows === void 0 && flatten === void 0) return void 0;
	return {
		...rows === void 0 ? {} : { rows },
		...flatten === void 0 ? {} : { flatten }
	};
}
function refuse$1(key, partner, format, tell) {
	const help = key === "rows" && format === "ndjson" ? "each line is a row: remove `rows`, or read one document by `json`" : `remove \`${key}\``;
	tell([key], `\`${key}\` goes with ${partner}, not with \`${format}\``, {
		part: "key",
		help
	});
}
function decodeFlatten(authored, columns, tell) {
	if (authored === void 0 || authored === false) return void 0;
	if (typeof authored !== "object") return authored === true ? allLevels : authored;
	const paths = {};
	const columnAt = /* @__PURE__ */ new Map();
	for (const [column, text] of Object.entries(authored)) {
		const path = pathOf(text, ["flatten", column], tell);
		if (path === void 0) continue;
		const other = columnAt.get(showJsonPath(path));
		if (other !== void 0) tell(["flatten", column], `"${column}" and "${other}" have the same path`, { help: "name each value once; a transform can copy it" });
		columnAt.set(showJsonPath(path), column);
		paths[column] = path;
	}
	for (const column of columns ?? []) if (!Object.hasOwn(authored, column)) tell(["columns", column], `"${column}" has no path under \`flatten\``, {
		part: "key",
		help: `add it there, or remove it from \`columns\``
	});
	return paths;
}
function pathOf(text, at, tell) {
	const path = parseJsonPath(text);
	if (path === void 0) tell(at, `"${text}" is no path`, {
		code: "manifest/wrong-type",
		help: "write keys with dots between them, e.g. data.items; a key that holds a dot stands in quotes"
	});
	return path;
}

// src/steps/sql/sql-text.ts
function sqlText(authored) {
	return /^\S+\.sql$/.test(authored.trim()) ? {
		sql: "",
		file: authored
	} : { sql: authored };
}

// src/steps/extract/sql-options.ts
const sqlShape = {
	sql: nonEmptyText.optional().describe("Read what a query of a database answers (`in` names the connection): the query, or the path of a `.sql` file. Expressions are bound as parameters."),
	in: nonEmptyText.optional().describe("sql: the connection that the query is asked of.")
};
function decodeSql(authored, format, tell) {
	if (format !== "sql") {
		if (authored.in !== void 0 && authored.sql === void 0) tell(["in"], `\`in\` goes with \`sql\`, not with \`${format}\``, {
			part: "key",
			help: "remove `in`"
		});
		return {};
	}
	if (authored.in === void 0) tell(["sql"], "`extract` of `sql` must say `in` which connection", {
		code: "manifest/missing-key",
		part: "key",
		help: "add `in:` with the name of a connection"
	});
	return {
		...sqlText(authored.sql ?? ""),
		in: authored.in ?? ""
	};
}

// src/steps/rejects.ts
const rejectsSchema = strict({ max: expressible(union([int().min(0), string().regex(/^\d+(\.\d+)?\s*%$/, "must be a number of rows or a share like 1%")]), () => 0).describe("How many rows, or which share of them (`1%`), may be rejected before the step fails. Default: 0.") });
function decodeRejects(authored) {
	const max = authored?.max ?? 0;
	return typeof max === "number" ? { rows: max } : { share: Number.parseFloat(max) / 100 };
}

// src/steps/extract/options.ts
const extractSchema = strict({
	csv: oneOrMore.optional().describe("Read CSV from a path, a glob, an http(s) URL, or a list of them; a file that several of them name is read once."),
	json: oneOrMore.optional().describe("Read the objects of a JSON array, or of one within a document (`rows`), from a path, a glob, a URL, or a list of them."),
	ndjson: oneOrMore.optional().describe("Read one JSON object a line from a path, a glob, a URL, or a list of them."),
	parquet: oneOrMore.optional().describe("Read Parquet from a path, a glob, a URL, or a list of them. The types are those of the file."),
	...sqlShape,
	...compressionShape,
	columns: columnsSchema.optional().describe("The columns and their types. Default: inferred from every value."),
	rejects: rejectsSchema.optional().describe("Rows that do not fit their columns are kept aside as a dataset of their own."),
	incremental: incrementalSchema.optional().describe("Each run reads only what is new since the last ([incremental](incremental.md))."),
	"allow-empty": expressible(boolean()).optional().describe("Whether a source without rows is fine. Default: false."),
	...csvShape,
	...jsonShape,
	...httpShape,
	...lastRunShape
});
function decodeExtract(authored, tell) {
	const formats = [
		"csv",
		"json",
		"ndjson",
		"parquet",
		"sql"
	].filter((format) => authored[format] !== void 0);
	const [format = "csv"] = formats;
	if (formats.length === 0) tell([], "`extract` must say what it reads: `csv`, `json`, `ndjson`, `parquet` or `sql`", {
		code: "manifest/missing-key",
		part: "key"
	});
	for (const other of formats.slice(1)) tell([other], `\`extract\` reads one format, but has both \`${format}\` and \`${other}\``, {
		part: "key",
		help: "make two steps of it"
	});
	if (format !== "csv") {
		for (const key of Object.keys(csvShape)) if (Object.hasOwn(authored, key)) tell([key], `\`${key}\` goes with \`csv\`, not with \`${format}\``, {
			part: "key",
			help: `remove \`${key}\``
		});
	}
	if (format === "parquet") {
		for (const key of Object.keys(compressionShape)) if (Object.hasOwn(authored, key)) tell([key], `\`${key}\` does not go with \`parquet\`, which is compressed within`, {
			part: "key",
			help: `remove \`${key}\``
		});
	}
	if (format === "sql") {
		for (const key of Object.keys(compressionShape)) if (Object.hasOwn(authored, key)) tell([key], `\`${key}\` goes with files, not with \`sql\``, {
			part: "key",
			help: `remove \`${key}\``
		});
	}
	if (format === "parquet" || format === "sql") refuseFormats(authored.columns, tell);
	const columns = authored.columns && decodeColumns(authored.columns);
	const json = decodeJson(authored, {
		format,
		columns: columns?.map(({ name }) => name)
	}, tell);
	const incremental = authored.incremental && decodeIncremental(authored.incremental, {
		format,
		columns
	}, tell);
	const from = format === "sql" ? [] : asList(authored[format]);
	return {
		format,
		from,
		...decodeSql(authored, format, tell),
		...decodeHttp(authored, {
			format,
			from
		}, tell),
		...decodeCompression(authored, tell),
		...columns === void 0 ? {} : { columns },
		...format === "parquet" || format === "sql" ? {} : decodeFormats(authored.columns, tell),
		...json === void 0 ? {} : { json },
		rejects: decodeRejects(authored.rejects),
		...incremental === void 0 ? {} : { incremental },
		...decodeLastRun(authored, tell, format),
		allowEmpty: authored["allow-empty"] ?? incremental !== void 0,
		csv: decodeCsv(authored, tell)
	};
}

// src/steps/extract/kind.ts
const extractKind = {
	schema: extractSchema,
	meaning: "Read a source into a dataset.",
	decode: decodeExtract,
	texts: {
		csv: "template",
		json: "template",
		ndjson: "template",
		parquet: "template",
		sql: "sql",
		...httpTexts
	},
	facts: (options) => ({
		makesDataset: true,
		isPure: true,
		...sourceFacts(options),
		...columnFacts(options)
	})
};
function sourceFacts({ format, from, in: connection, file, incremental }) {
	return {
		reads: format === "sql" ? "query" : "files",
		...incremental === void 0 ? {} : { incremental },
		...connection === void 0 || connection === "" ? {} : { connection: {
			name: connection,
			path: ["in"]
		} },
		files: [...from.map((each, index) => ({
			file: each,
			path: [format, index],
			use: "source",
			lookUp: "file"
		})), ...file === void 0 ? [] : [{
			file,
			path: ["sql"],
			use: "code"
		}]]
	};
}
function columnFacts({ columns, contract, rejects }) {
	return {
		...columns === void 0 ? {} : { columns },
		columnsMayChange: contract === "evolve" || contract === void 0 && columns === void 0,
		mayReject: "rows" in rejects ? rejects.rows > 0 : rejects.share > 0
	};
}

// src/steps/load/table-options.ts
const loadModes = [
	"append",
	"replace",
	"merge",
	"insert-missing",
	"scd2"
];
function takesRowsAsTheyAre({ mode, key }) {
	return key.length === 0 && (mode === "append" || mode === "replace");
}
const tablePattern = /^[^.\s]+(\.[^.\s]+)?$/;
const tableOrTemplate = new RegExp(`${tablePattern.source}|\\$\\{\\{`);
const columnName = bareText.min(1);
const tableShape = {
	table: string().regex(tableOrTemplate, "must be `table` or `schema.table`").optional().describe("into: the table, `table` or `schema.table`. Made if it is not there, its schema too."),
	mode: expressible(_enum(loadModes), ({ key }) => key === void 0 ? "replace" : "merge").optional().describe("into: `append` adds rows, `replace` exchanges all of them, `merge` updates by `key`, `insert-missing` adds those whose key is not there, `scd2` keeps every version of a row. A retry of the same run adds nothing twice; with `append` another run adds its rows again. Default: `append`, with a warning."),
	key: oneOrMore.optional().describe("mode merge, insert-missing, scd2, replace: the columns that identify a row."),
	"repeated-keys": expressible(union([_enum([
		"fail",
		"first",
		"last"
	]), strict({ "latest-by": columnName.describe("The column whose largest value tells the row that counts.") })])).optional().describe("key: which row stands for a key that several rows of one load have: the `first` or the `last` of the source, or `latest-by: column`, the one with the largest value there. The others are counted as deduplicated. Default: `fail`."),
	missing: expressible(_enum([
		"keep",
		"mark",
		"delete"
	])).optional().describe("mode merge, scd2: what becomes of rows of the table whose key is not among the loaded ones: `keep` them, `delete` them (scd2 ends their last version), or `mark` them in `deleted-column` until they come back. Default: `keep`."),
	"deleted-column": columnName.optional().describe("missing mark: the column for the time since when a row is missing. Default: `deleted_at`."),
	"valid-from": columnName.optional().describe("mode scd2: the column for the time since when a version holds. Default: `valid_from`."),
	"valid-to": columnName.optional().describe("mode scd2: the column for the time up to which it held; null for the version that holds. Default: `valid_to`."),
	current: columnName.optional().describe("mode scd2: the column that says whether the version holds. Default: `is_current`.")
};
object(tableShape);
const keyed = [
	"merge",
	"insert-missing",
	"scd2"
];
function decodeTable(authored, within, tell) {
	const { mode = "append", table } = authored;
	const key = asList(authored.key);
	if (table === void 0) tell([], `\`${within}\` into a connection must name a \`table\``, {
		code: "manifest/missing-key",
		part: "key"
	});
	checkKey(mode, key, tell);
	const repeatedKeys = decodeRepeated(authored, key, tell);
	return {
		table: table ?? "",
		mode,
		...authored.mode === void 0 ? { modeUnsaid: true } : {},
		key,
		...repeatedKeys === void 0 ? {} : { repeatedKeys },
		...decodeMissing(authored, mode, key, tell),
		...decodeVersions(authored, mode, key, tell)
	};
}
function checkKey(mode, key, tell) {
	if (keyed.includes(mode) && key.length === 0) tell(["mode"], `\`mode: ${mode}\` must have a \`key\``, {
		code: "manifest/missing-key",
		help: "add `key:` with the columns that identify a row"
	});
	if (mode === "append" && key.length > 0) tell(["key"], "`key` goes with `mode: merge`, not with `mode: append`", {
		part: "key",
		help: "add `mode: merge`, or remove `key`"
	});
}
function decodeRepeated({ "repeated-keys": rule }, key, tell) {
	if (rule === void 0) return void 0;
	if (key.length === 0) tell(["repeated-keys"], "`repeated-keys` goes with a `key`", {
		part: "key",
		help: "add `key:` with the columns that identify a row, or remove `repeated-keys`"
	});
	if (typeof rule === "string") return rule;
	const latestBy = rule["latest-by"];
	if (key.includes(latestBy)) tell(["repeated-keys", "latest-by"], `"${latestBy}" is of the \`key\`: it tells no two rows of it apart`, { help: "name a column that says how new a row is" });
	return { latestBy };
}
function decodeMissing({ missing, "deleted-column": column }, mode, key, tell) {
	if (missing !== void 0 && mode !== "merge" && mode !== "scd2") tell(["missing"], `\`missing\` goes with \`mode: merge\` or \`scd2\`, not with \`mode: ${mode}\``, {
		part: "key",
		help: mode === "replace" ? "remove it: `replace` leaves none of the old rows" : "remove `missing`"
	});
	if (missing === "mark" && mode === "scd2") tell(["missing"], "`mode: scd2` does not mark rows", { help: "use `missing: delete`: it ends their last version and keeps it" });
	if (column !== void 0 && missing !== "mark") tell(["deleted-column"], "`deleted-column` goes with `missing: mark`", {
		part: "key",
		help: "add `missing: mark`, or remove `deleted-column`"
	});
	if (column !== void 0 && key.includes(column)) tell(["deleted-column"], `"${column}" is of the \`key\``, { help: "name a column of its own" });
	if (missing === void 0) return {};
	return missing === "mark" ? {
		missing,
		deletedColumn: column ?? "deleted_at"
	} : { missing };
}
function decodeVersions(authored, mode, key, tell) {
	const names = [
		"valid-from",
		"valid-to",
		"current"
	];
	if (mode !== "scd2") {
		for (const name of names) if (authored[name] !== void 0) tell([name], `\`${name}\` goes with \`mode: scd2\`, not with \`mode: ${mode}\``, {
			part: "key",
			help: `remove \`${name}\``
		});
		return {};
	}
	const defaults = {
		"valid-from": "valid_from",
		"valid-to": "valid_to",
		current: "is_current"
	};
	const taken = new Set(key);
	for (const name of names) {
		const column = authored[name] ?? defaults[name];
		if (taken.has(column)) tell(authored[name] === void 0 ? [] : [name], `"${column}" cannot be the \`${name}\` column too`, { help: `give \`${name}\` a column of its own` });
		taken.add(column);
	}
	return { versions: {
		validFrom: authored["valid-from"] ?? defaults["valid-from"],
		validTo: authored["valid-to"] ?? defaults["valid-to"],
		current: authored.current ?? defaults.current
	} };
}

// src/steps/load/options.ts
const loadSchema = strict({
	from: nonEmptyText.describe("The step whose dataset is loaded; it need not be repeated in `needs`."),
	into: nonEmptyText.optional().describe("The connection whose table is loaded."),
	...tableShape,
	file: nonEmptyText.optional().describe("The file to write, relative to the root of the repository; neither the one that its rows are read from, unless other rows are added to it, nor a manifest."),
	format: _enum([
		"csv",
		"json",
		"ndjson",
		"parquet"
	]).optional().describe("file: its format. Default: from the file's ending (.csv, .json, .ndjson, .jsonl, .parquet)."),
	commit: expressible(boolean(), () => true).optional().describe("file: on GitHub, commit it to the repository if its bytes changed. Default: false."),
	"allow-empty": expressible(boolean()).optional().describe("Whether no rows may empty the table or the file. Default: false.")
});
const tableKeys = [
	"table",
	"mode",
	"key",
	"repeated-keys",
	"missing",
	"deleted-column",
	"valid-from",
	"valid-to",
	"current"
];
function decodeLoad(authored, tell) {
	const { into, file } = authored;
	if (into === void 0 && file === void 0) tell([], "`load` must say where to: `into` (a connection) or `file`", {
		code: "manifest/missing-key",
		part: "key"
	});
	if (into !== void 0 && file !== void 0) tell(["file"], "`load` has both `into` and `file`", {
		part: "key",
		help: "make two steps of it"
	});
	return into === void 0 ? fileLoad(authored, file ?? "", tell) : tableLoad(authored, into, tell);
}
function tableLoad(authored, into, tell) {
	for (const other of ["format", "commit"]) refuseWithout(authored, other, "file", tell);
	return {
		target: "table",
		from: authored.from,
		into,
		...decodeTable(authored, "load", tell),
		allowEmpty: authored["allow-empty"] ?? false
	};
}
function fileLoad(authored, file, tell) {
	for (const other of tableKeys) refuseWithout(authored, other, "into", tell);
	const format = authored.format ?? formatOf(file);
	if (format === void 0 && file !== "" && !packed.test(file)) tell(["file"], `the ending of "${file}" does not tell the format`, {
		code: "manifest/wrong-type",
		help: "end it in .csv, .json, .ndjson, .jsonl or .parquet, or add `format:`"
	});
	if (packed.test(file)) tell(["file"], `"${file}" is to be packed, and files are written as they are`, {
		code: "manifest/wrong-type",
		help: "leave the last ending out, and pack the file in a `run` step"
	});
	if (/^([/\\~]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|(^|[/\\])\.git([/\\]|$)/.test(file)) tell(["file"], `"${file}" does not lie inside the repository`, {
		code: "manifest/wrong-type",
		help: "write a path relative to the root of the repository"
	});
	return {
		target: "file",
		from: authored.from,
		file,
		format: format ?? "csv",
		commit: authored.commit ?? false,
		allowEmpty: authored["allow-empty"] ?? false
	};
}
function refuseWithout(authored, key, partner, tell) {
	if (authored[key] === void 0 || (partner === "file" ? authored.file : authored.into) !== void 0) return;
	if (authored.into === void 0 && authored.file === void 0) return;
	tell([key], `\`${key}\` goes with \`${partner}\``, {
		part: "key",
		help: `remove \`${key}\``
	});
}
const packed = /\.(?:gz|zst|zip|bz2|xz)$/i;
function formatOf(file) {
	if (file.endsWith(".jsonl")) return "ndjson";
	return [
		"csv",
		"json",
		"ndjson",
		"parquet"
	].find((format) => file.endsWith(`.${format}`));
}

// src/steps/load/kind.ts
const loadKind = {
	schema: loadSchema,
	meaning: "Write a dataset into a table or a file.",
	decode: decodeLoad,
	texts: {
		file: "told",
		table: "told",
		key: "told"
	},
	shapes: { table: {
		pattern: tablePattern,
		wanted: "`table` or `schema.table`"
	} },
	ignores: { cache: {
		message: "`cache` does not go with `load`: what it does is done outside of the run",
		help: "remove `cache`; a `merge` or `replace` of the same rows changes nothing"
	} },
	facts: (options) => ({
		from: options.from,
		makesDataset: false,
		readsFromOnly: true,
		judgesFrom: true,
		files: [],
		...options.target === "table" ? tableFacts(options) : fileFacts(options)
	})
};
function tableFacts(options) {
	const { into, table, mode, modeUnsaid, missing, key, repeatedKeys } = options;
	const latestBy = typeof repeatedKeys === "object" ? [repeatedKeys.latestBy] : [];
	return {
		connection: {
			name: into,
			path: ["into"]
		},
		mayBeAhead: takesRowsAsTheyAre(options),
		fills: {
			mode,
			...modeUnsaid === void 0 ? {} : { modeUnsaid },
			...missing === void 0 ? {} : { missing }
		},
		columnsNamed: [...key.flatMap((name, index) => name.includes("${{") ? [] : [{
			name,
			path: ["key", index]
		}]), ...latestBy.map((name) => ({
			name,
			path: ["repeated-keys", "latest-by"]
		}))],
		...modeUnsaid === true && key.length === 0 ? { appendsUnsaid: {
			table,
			path: ["table"]
		} } : {},
		...mode === "replace" ? { replaces: {
			target: `table "${table}" of connection "${into}"`,
			path: ["table"]
		} } : {}
	};
}
function fileFacts({ file, commit, format }) {
	return {
		mayBeAhead: format === "csv",
		replaces: {
			target: `file "${posix.normalize(file.replaceAll("\\", "/"))}"`,
			path: ["file"]
		},
		writes: {
			file,
			path: ["file"]
		},
		commits: commit
	};
}

// src/text/outputs-written.ts
function outputsWritten(script) {
	if (!script.includes("GITHUB_OUTPUT")) return [];
	const names = [...script.matchAll(/(?:^|["'\s;({])([A-Za-z_][A-Za-z0-9_-]*)(?:=|<<)/gm)].map(([, name]) => name ?? "");
	return [...new Set(names)];
}

// src/steps/run/input-name.ts
function inputName(need) {
	return `MILLRACE_INPUT_${need.toUpperCase().replaceAll(/[^A-Z0-9]/gu, "_")}`;
}

// src/steps/run/options.ts
const runSchema = union([nonEmptyText, strict({
	script: nonEmptyText.describe("The commands. `${{ }}` is refused here: hand values over in `env`."),
	shell: expressible(_enum([
		"bash",
		"sh",
		"python"
	])).optional().describe("What runs the script. Default: `bash`."),
	"working-directory": nonEmptyText.optional().describe("Where it runs, relative to the root of the repository."),
	input: _enum([
		"csv",
		"ndjson",
		"sqlite"
	]).optional().describe("The form in which the datasets of the needs are laid out as files. Default: they are not."),
	output: _enum(["csv", "ndjson"]).optional().describe("The form of the dataset that the script writes. Default: it makes none."),
	columns: columnsSchema.optional().describe("output: its columns and their types. Default: inferred from every value."),
	rejects: rejectsSchema.optional().describe("output: rows that do not fit their columns are kept aside as a dataset of their own.")
})]);
function decodeRun(authored, tell) {
	if (typeof authored === "string") return {
		script: authored,
		shell: "bash"
	};
	for (const key of ["columns", "rejects"]) if (authored[key] !== void 0 && authored.output === void 0) tell([key], `\`${key}\` goes with \`output\`, which is not there`, {
		part: "key",
		help: "add `output: csv` or `output: ndjson`"
	});
	const directory = authored["working-directory"];
	if (directory !== void 0 && !directory.includes("${{") && /^\.\.(\/|$)/.test(normalize(directory))) tell(["working-directory"], `"${directory}" does not lie inside the repository`, {
		code: "manifest/wrong-type",
		help: "write a path relative to the root of the repository"
	});
	return {
		script: authored.script,
		shell: authored.shell ?? "bash",
		...defined({
			workingDirectory: directory,
			input: authored.input,
			output: authored.output,
			columns: authored.columns === void 0 ? void 0 : decodeColumns(authored.columns),
			rejects: authored.rejects === void 0 ? void 0 : decodeRejects(authored.rejects)
		}),
		...decodeFormats(authored.columns, tell)
	};
}

// src/steps/run/kind.ts
const runKind = {
	schema: runSchema,
	meaning: "Run a script in any language.",
	decode: decodeRun,
	texts: {
		"": "script",
		script: "script",
		"working-directory": "template"
	},
	facts: ({ script, input, output, columns }) => ({
		outputs: outputsWritten(script),
		makesDataset: output !== void 0,
		datasetBy: "`run: { script: …, output: csv }`",
		...columns === void 0 ? {} : { columns },
		files: [],
		...input === void 0 ? {} : { inputName }
	})
};

// src/steps/transform/engine.ts
const engineSchema = _enum(["sqlite", "duckdb"]);

// src/steps/transform/in-connection-options.ts
const inConnectionShape = {
	in: nonEmptyText.optional().describe("sql: the connection inside which the query runs, over its own tables; what it selects goes into `table`, and no row leaves the database."),
	...tableShape,
	"allow-empty": expressible(boolean()).optional().describe("in: whether no rows may empty the table. Default: false.")
};
const own = [...Object.keys(tableShape), "allow-empty"];
function decodeInConnection(authored, tell) {
	const { in: connection, sql } = authored;
	if (connection === void 0) {
		for (const key of own) if (Object.hasOwn(authored, key)) tell([key], `\`${key}\` goes with \`in\``, {
			part: "key",
			help: "add `in:` with the name of a connection, or load the dataset in a step of its own"
		});
		return;
	}
	if (sql === void 0) {
		tell(["in"], "`in` goes with `sql`", {
			part: "key",
			help: "remove `in`"
		});
		return;
	}
	const repeated = authored["repeated-keys"];
	if (repeated === "first" || repeated === "last") tell(["repeated-keys"], `\`repeated-keys: ${repeated}\` goes by the order of a source; a query has none`, { help: "use `latest-by: column`, or make the keys unique in the query" });
	return {
		...sqlText(sql),
		in: connection,
		...decodeTable(authored, "transform", tell),
		allowEmpty: authored["allow-empty"] ?? false
	};
}

// src/steps/transform/options.ts
const transformSchema = strict({
	sql: nonEmptyText.optional().describe("A query over the datasets of the needs, each a table named after its step; or the path of a `.sql` file."),
	module: nonEmptyText.optional().describe("A function over batches of rows: `./steps/tidy.ts#tidy`. TypeScript or JavaScript, run as it is."),
	from: nonEmptyText.optional().describe("module: the step whose dataset it gets. Default: its only need."),
	with: record(string(), unknown()).optional().describe("module: values handed to the function."),
	engine: engineSchema.optional().describe("sql: what runs the query, `sqlite` or `duckdb`. Default: the `engine` of the pipeline, or `sqlite`."),
	...inConnectionShape,
	columns: columnsSchema.optional().describe("The columns of the result and their types. Default: from the query or the rows.")
});
function decodeTransform(authored, tell) {
	const { sql, module } = authored;
	refuseFormats(authored.columns, tell);
	const inside = decodeInConnection(authored, tell);
	if (inside !== void 0 && module === void 0) return withoutOthers(inside, authored, tell);
	const columns = authored.columns === void 0 ? {} : { columns: decodeColumns(authored.columns) };
	if (sql !== void 0 && module !== void 0) tell(["module"], "`transform` has both `sql` and `module`", {
		part: "key",
		help: "make two steps of it"
	});
	if (sql === void 0 && module === void 0) tell([], "`transform` must say how: `sql` or `module`", {
		code: "manifest/missing-key",
		part: "key"
	});
	if (module === void 0) {
		for (const key of ["from", "with"]) if (sql !== void 0 && authored[key] !== void 0) tell([key], `\`${key}\` goes with \`module\`, not with \`sql\``, {
			part: "key",
			help: key === "from" ? "name the step in `needs` and in the query" : "use `${{ }}` in the query"
		});
		const engine = authored.engine === "duckdb" ? { engine: authored.engine } : {};
		return {
			...sqlText(sql ?? ""),
			...engine,
			...columns
		};
	}
	if (authored.engine !== void 0) tell(["engine"], "`engine` goes with `sql`, not with `module`", {
		part: "key",
		help: "remove `engine`"
	});
	const hash = module.lastIndexOf("#");
	const name = hash < 0 ? "" : module.slice(hash + 1);
	if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) tell(["module"], `"${module}" does not name a function`, {
		code: "manifest/wrong-type",
		help: "add the name of the export, e.g. `./steps/tidy.ts#tidy`"
	});
	return {
		module: hash < 0 ? module : module.slice(0, hash),
		export: name,
		...authored.from === void 0 ? {} : { from: authored.from },
		with: authored.with ?? {},
		...columns
	};
}
function withoutOthers(inside, authored, tell) {
	for (const key of [
		"columns",
		"engine",
		"from",
		"with"
	]) if (authored[key] !== void 0) tell([key], `\`${key}\` does not go with \`in\``, {
		part: "key",
		help: key === "columns" ? "cast the columns in the query" : `remove \`${key}\``
	});
	return inside;
}

// src/steps/transform/kind.ts
const transformKind = {
	schema: transformSchema,
	meaning: "Make a dataset from others.",
	decode: decodeTransform,
	texts: {
		sql: "sql",
		with: "value",
		table: "told",
		key: "told"
	},
	shapes: { table: {
		pattern: tablePattern,
		wanted: "`table` or `schema.table`"
	} },
	facts: (options) => ({
		..."in" in options && options.in !== void 0 ? insideFacts(options) : datasetFacts(options),
		files: filesOf$1(options)
	})
};
function insideFacts({ in: name, table, mode, modeUnsaid, key }) {
	return {
		makesDataset: false,
		judgesTable: true,
		connection: {
			name,
			path: ["in"]
		},
		...modeUnsaid === true && key.length === 0 ? { appendsUnsaid: {
			table,
			path: ["table"]
		} } : {},
		...mode === "replace" ? { replaces: {
			target: `table "${table}" of connection "${name}"`,
			path: ["table"]
		} } : {}
	};
}
function datasetFacts(options) {
	return {
		..."module" in options && options.from !== void 0 ? { from: options.from } : {},
		makesDataset: true,
		isPure: true,
		..."columns" in options ? { columns: options.columns } : {}
	};
}
function filesOf$1(options) {
	if ("module" in options) return [{
		file: options.module,
		path: ["module"],
		use: "code",
		lookUp: "module"
	}];
	return options.file === void 0 ? [] : [{
		file: options.file,
		path: ["sql"],
		use: "code"
	}];
}

// src/steps/uses/kind.ts
const ignores = Object.fromEntries(Object.entries({
	retry: "the steps of that pipeline are tried again by themselves: write it there, or in its `defaults`",
	"timeout-minutes": "write it at the steps of that pipeline, or in its `defaults`",
	env: "hand values over in `with`; the steps of that pipeline see its own `env`",
	checks: "write the checks at the step of that pipeline that makes the rows",
	cache: "write `cache` at the steps of that pipeline",
	pool: "write `pool` at the steps of that pipeline"
}).map(([key, help]) => [key, {
	message: `\`${key}\` does not go with \`uses\``,
	help
}]));
const usesKind = {
	schema: nonEmptyText.regex(/^\.\/.+\.ya?ml$/, "must be a manifest of this repository, like ./pipelines/clean.yml").meta({ examples: ["./pipelines/clean.yml"] }),
	meaning: "Run another manifest as a part of this pipeline; `with` are its inputs.",
	decode: (authored) => ({ file: authored }),
	texts: {},
	ignores,
	facts: () => ({
		makesDataset: true,
		files: []
	})
};

// src/steps/kinds.ts
const kinds = {
	extract: extractKind,
	transform: transformKind,
	load: loadKind,
	run: runKind,
	uses: usesKind
};
const byName = kinds;
const kindNames = Object.keys(kinds);
const kindShape = Object.fromEntries(Object.entries(kinds).map(([name, { schema, meaning }]) => [name, schema.optional().describe(meaning)]));
function decodeOptions(kind, authored, tell) {
	return {
		kind,
		options: byName[kind].decode(authored, tell)
	};
}
function factsOf({ kind, options }) {
	return byName[kind].facts(options);
}
function textUse(kind, option) {
	const texts = kindNames.find((name) => name === kind);
	const uses = texts === void 0 ? {} : byName[texts].texts;
	return Object.hasOwn(uses, option) ? uses[option] : void 0;
}
function textShape(kind, option) {
	const name = kindNames.find((each) => each === kind);
	return name === void 0 ? void 0 : byName[name].shapes?.[option];
}
function ignoredBy(kind) {
	return byName[kind].ignores ?? {};
}

// src/manifest/pools.ts
function connectionPool(connection) {
	return `connections.${connection}`;
}
function poolsOf({ pools }, step) {
	const { connection } = factsOf(step);
	return [step.pool ?? [], connection === void 0 ? [] : connectionPool(connection.name)].flat().filter((pool) => Object.hasOwn(pools, pool));
}

// src/plan/limits.ts
function poolsOfNode(node) {
	const own = ownPools(node);
	if (node.inner === void 0) return own;
	const all = new Map(own.map((one) => [one.name, one]));
	for (const inside of stepsOf(node.inner)) for (const one of ownPools(inside)) all.set(one.name, one);
	return [...all.values()];
}
const none$2 = [];
function ownPools({ scope, step }) {
	const { manifest } = scope;
	if (Object.keys(manifest.pools).length === 0) return none$2;
	return poolsOf(manifest, step).map((pool) => ({
		name: scope.id === "" ? pool : `${manifest.file}#${pool}`,
		max: manifest.pools[pool] ?? 1e400
	}));
}
function shareLimits(graph, jobs) {
	const shares = jobs.map(() => ({}));
	for (const [name, { max, holders }] of holdersOf(graph, jobs)) {
		const given = shareOut(max, holders.map(({ demand }) => demand));
		for (const [nth, { job }] of holders.entries()) {
			const share = shares[job];
			if (share !== void 0) share[name] = given[nth] ?? 1;
		}
	}
	return shares;
}
function holdersOf(graph, jobs) {
	const held = /* @__PURE__ */ new Map();
	for (const [job, { pack }] of jobs.entries()) for (const { name, max, demand } of pack.steps.flatMap((id) => limitsOf(nodeOf(graph, id)))) {
		const of = held.get(name) ?? {
			max,
			holders: []
		};
		held.set(name, of);
		const last = of.holders.at(-1);
		if (last?.job === job) last.demand += demand;
		else of.holders.push({
			job,
			demand
		});
	}
	return held;
}
function limitsOf(node) {
	const { strategy, id } = node.step;
	const demand = strategy === void 0 ? 1 : 1e400;
	return [...strategy?.maxParallel === void 0 ? [] : [{
		name: id,
		max: strategy.maxParallel,
		demand
	}], ...poolsOfNode(node).map((pool) => ({
		...pool,
		demand
	}))];
}
function shareOut(places, demands) {
	const given = demands.map(() => 1);
	let left = places - demands.length;
	for (;;) {
		const wanting = given.flatMap((has, nth) => has < (demands[nth] ?? 0) ? [nth] : []);
		if (left <= 0 || wanting.length === 0) return given;
		const each = Math.max(1, Math.floor(left / wanting.length));
		for (const nth of wanting.slice(0, left)) {
			const more = Math.min(each, (demands[nth] ?? 0) - (given[nth] ?? 0));
			given[nth] = (given[nth] ?? 0) + more;
			left -= more;
		}
	}
}

// src/plan/parts.ts
const atOnce = 4;
const mostParts = 16;
const partsOfUnknown = 4;
function partsOfSteps(graph, most = mostParts) {
	const mapped = [...graph.nodes.values()].filter(({ step }) => step.strategy !== void 0);
	const sharing = /* @__PURE__ */ new Map();
	for (const node of mapped) for (const { name } of poolsOfNode(node)) sharing.set(name, (sharing.get(name) ?? 0) + 1);
	return new Map(mapped.map((node) => [node.step.id, partsOf(node, sharing, most)]));
}
function partsOf(node, sharing, most) {
	const { strategy } = node.step;
	if (strategy === void 0 || hasLate(node.step, "strategy", "max-parallel")) return 1;
	const pools = poolsOfNode(node).map(({ name, max }) => max / (sharing.get(name) ?? 1));
	const places = Math.min(strategy.maxParallel ?? 1e400, ...pools);
	return Math.max(1, Math.min(most, wantedParts(node.step, strategy), Math.ceil(places / 4)));
}
function wantedParts(step, { maxParallel }) {
	const legs = legsOf(step) ?? null;
	if (legs === null) return partsOfUnknown;
	return Math.max(Math.ceil(legs / 16), Math.ceil(Math.min(maxParallel ?? 0, legs) / 4));
}
const counted = /* @__PURE__ */ new WeakMap();
function legsOf({ strategy }) {
	if (strategy === void 0) return void 0;
	const known = counted.get(strategy.matrix);
	if (known !== void 0) return known;
	const legs = legCount(strategy.matrix);
	counted.set(strategy.matrix, legs);
	return legs;
}
function roundsOf(node, parts) {
	const legs = legsOf(node.step);
	if (legs === void 0) return 1;
	const { maxParallel = 1e400 } = node.step.strategy ?? {};
	const places = poolsOfNode(node).length > 0 ? 1 : Math.min(4, Math.floor(maxParallel / parts));
	return Math.ceil((legs ?? 1e400) / parts / Math.max(1, places));
}

// src/plan/timeout.ts
function stepTimeoutMs(step) {
	const { maxAttempts, maxDelayMs, maxTimeMs = 1e400 } = step.retry;
	const timeoutMs = attemptTimeoutMs(step);
	return Math.min(timeoutMs * maxAttempts + maxDelayMs * (maxAttempts - 1), maxTimeMs + timeoutMs);
}
function attemptTimeoutMs(step) {
	return hasLate(step, "timeout-minutes") ? longestStepsMinutes(step.runsOn) * 6e4 : step.timeoutMs;
}
function workTimeoutMs(node, parts) {
	const { step } = node;
	if (step.kind === "uses") return step.strategy === void 0 ? 0 : 1e400;
	return stepTimeoutMs(step) * roundsOf(node, parts);
}
function infrastructureMs(step) {
	const { infrastructure, maxDelayMs } = step.retry;
	return infrastructure === 0 ? 0 : attemptTimeoutMs(step) + maxDelayMs * infrastructure;
}
const overheadMinutes = 10;
function longestStepsMinutes(runsOn) {
	return longestJobMinutes(runsOn) - overheadMinutes;
}
function linesTimeoutMs(lines, parts) {
	const each = lines.map((line) => line.reduce((sum, node) => sum + workTimeoutMs(node, parts), 0));
	const all = each.reduce((sum, ms) => sum + ms, 0);
	if (each.length < 2 || sharePool(lines)) return all;
	const longest = Math.max(...each);
	return longest + (all - longest) / 4;
}
function sharePool(lines) {
	const names = lines.map((line) => new Set(line.flatMap(poolsOfNode).map(({ name }) => name))).flatMap((line) => [...line]);
	return names.length > new Set(names).size;
}
function jobTimeoutMinutes(lines, parts) {
	const steps = lines.flatMap((line) => line.map(({ step }) => step));
	const total = linesTimeoutMs(lines, parts) + steps.reduce((most, step) => Math.max(most, infrastructureMs(step)), 0);
	const longest = Math.max(...steps.map(({ runsOn }) => longestJobMinutes(runsOn)));
	return Math.min(longest, Math.ceil(total / 6e4) + overheadMinutes);
}

// src/text/find-expressions.ts
function findExpressions(text) {
	const found = [];
	let start = text.indexOf("${{");
	while (start >= 0) {
		const sourceStart = start + 3;
		const close = closing$1(text, sourceStart);
		const closed = close >= 0;
		const end = closed ? close + 2 : text.length;
		found.push({
			source: text.slice(sourceStart, closed ? close : end),
			sourceStart,
			start,
			end,
			closed
		});
		start = closed ? text.indexOf("${{", end) : -1;
	}
	return found;
}
function closing$1(text, from) {
	let quoted = false;
	for (let at = from; at < text.length; at++) if (text[at] === "'") quoted = !quoted;
	else if (!quoted && text.startsWith("}}", at)) return at;
	return -1;
}
function wholeExpression(text) {
	const trimmed = text.trim();
	if (!trimmed.startsWith("${{") || !trimmed.endsWith("}}")) return void 0;
	const [found] = findExpressions(trimmed);
	return found?.closed === true && found.end === trimmed.length ? found.source : void 0;
}

// src/expression/contexts.ts
const stepResults = [
	"success",
	"failure",
	"cancelled",
	"skipped"
];
const runResults = [...stepResults, "degraded"];
const contextNames = [
	"inputs",
	"env",
	"vars",
	"secrets",
	"needs",
	"run",
	"github",
	"matrix",
	"window"
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
const missingFunctions = /* @__PURE__ */ new Map([["hashfiles", {
	message: "`hashFiles` is not there: an expression reads no files",
	help: "name the files under `cache`: `cache: { files: … }`"
}]]);
const known$1 = new Set(functionNames.map((name) => name.toLowerCase()));
function isFunction(name) {
	return known$1.has(name.toLowerCase());
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

// src/expression/contexts-used.ts
function contextsUsed(value) {
	const names = /* @__PURE__ */ new Set();
	for (const text of texts(value)) for (const { source } of findExpressions(text)) {
		const { tokens } = lexExpression(source);
		for (const [index, token] of tokens.entries()) if (token.type === TokenType.IDENTIFIER && tokens[index - 1]?.type !== TokenType.DOT && !isCall(tokens, index)) names.add(token.lexeme.toLowerCase());
	}
	return names;
}
function* texts(value) {
	if (typeof value === "string") {
		if (value.includes("${{")) yield value;
	} else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) yield* texts(each);
}

// src/text/unwrap-condition.ts
function unwrapCondition(text) {
	return (wholeExpression(text) ?? text).trim();
}

// src/expression/evaluate.ts
function evaluateTemplate(text, contexts) {
	let result = "";
	let end = 0;
	for (const found of findExpressions(text)) {
		result += text.slice(end, found.start) + printed(evaluate(found.source, contexts));
		end = found.end;
	}
	return result + text.slice(end);
}
function printed(value) {
	const plain = fromData(value);
	return typeof plain === "object" && plain !== null ? JSON.stringify(plain) : value.coerceString();
}
function evaluateExpression(source, contexts) {
	return fromData(evaluate(source, contexts));
}
function evaluateCondition(source, contexts, status) {
	const bare = source === void 0 ? "success()" : unwrapCondition(source);
	const condition = asksForStatus(bare) ? bare : `success() && (${bare})`;
	const value = fromData(evaluate(condition, contexts, status));
	return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value);
}
function asksForStatus(source) {
	const { tokens } = lexExpression(source);
	return tokens.some((token, index) => isCall(tokens, index) && isStatusFunction(token.lexeme));
}
const noStatus = {
	success: true,
	failure: false,
	cancelled: false
};
function evaluate(source, contexts, status = noStatus) {
	const parsed = parseExpression(source);
	if ("fault" in parsed) throw failed(source, parsed.fault.message);
	try {
		return new Evaluator(parsed.expr, toDictionary(contexts), statusDefinitions(status)).evaluate();
	} catch (error) {
		throw failed(source, error instanceof Error ? error.message : String(error));
	}
}
function failed(source, why) {
	return new Failure("expression/failed", `\${{ ${source.trim()} }} has no value: ${why}`);
}

// src/expression/evaluate-json.ts
function evaluateJson(value, contexts) {
	if (typeof value === "string") return evaluateText(value, contexts);
	if (Array.isArray(value)) return value.map((item) => evaluateJson(item, contexts));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateJson(item, contexts)]));
}
function evaluateText(text, contexts) {
	if (!text.includes("${{")) return text;
	const expression = wholeExpression(text);
	if (expression === void 0) return evaluateTemplate(text, contexts);
	return JSON.parse(JSON.stringify(evaluateExpression(expression, contexts)));
}

// src/manifest/steps-by-id.ts
const known = /* @__PURE__ */ new WeakMap();
function stepsById(manifest) {
	const found = known.get(manifest) ?? new Map(manifest.steps.map((step) => [step.id, step]));
	known.set(manifest, found);
	return found;
}

// src/graph/used-file.ts
function isUses(step) {
	return step.kind === "uses";
}
function usedFile({ options }) {
	return normalize(options.file.trim());
}

// src/graph/dataset-names.ts
const deepest = 10;
function datasetStep(name) {
	const slash = name.indexOf("/");
	return slash < 0 ? name : name.slice(0, slash);
}
function datasetsOf(step, id, used) {
	const name = id.slice(id.lastIndexOf("/") + 1);
	if (!isUses(step)) return /* @__PURE__ */ new Map([[name, id]]);
	const child = used.get(usedFile(step));
	const declared = Object.entries(child?.datasets ?? {});
	const found = /* @__PURE__ */ new Map();
	for (const [dataset, made] of declared) {
		const maker = step.strategy === void 0 ? makerOf(made, {
			child,
			scope: id,
			depth: 1
		}, used) : id;
		if (maker === void 0) continue;
		if (declared.length === 1) found.set(name, maker);
		found.set(`${name}/${dataset}`, maker);
	}
	return found;
}
function makerOf(made, { child, scope, depth }, used) {
	const step = child && stepsById(child).get(datasetStep(made));
	if (step === void 0 || depth > 10) return void 0;
	const id = `${scope}/${step.id}`;
	if (!isUses(step)) return made === step.id ? id : void 0;
	const inner = used.get(usedFile(step));
	const target = declaredAs(made, step.id, inner?.datasets ?? {});
	if (target === void 0 || step.strategy !== void 0) return target && id;
	return makerOf(target, {
		child: inner,
		scope: id,
		depth: depth + 1
	}, used);
}
function declaredAs(name, id, datasets) {
	const [only = "", ...others] = Object.keys(datasets);
	if (name === id && others.length > 0) return void 0;
	const asked = name === id ? only : name.slice(id.length + 1);
	return Object.hasOwn(datasets, asked) ? datasets[asked] : void 0;
}

// src/graph/seen-needs.ts
function seenNeeds(step, needs) {
	if (step.teardown === void 0) return [...needs.keys()];
	const { from } = factsOf(step);
	const named = /* @__PURE__ */ new Set([
		step.teardown,
		...step.needs,
		...from === void 0 ? [] : [datasetStep(from)]
	]);
	return [...needs.keys()].filter((id) => named.has(id));
}

// src/graph/inline-uses.ts
function inlineUses(scope, inlining) {
	const placed = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Map();
	placeScope(scope, /* @__PURE__ */ new Set(), {
		...inlining,
		placed,
		known
	});
	return placed;
}
function placeScope(scope, waitFor, placing) {
	const { manifest } = scope;
	const local = placing.known.get(manifest) ?? placing.needsOf(manifest);
	placing.known.set(manifest, local);
	for (const written of manifest.steps) {
		const own = local.get(written.id) ?? /* @__PURE__ */ new Map();
		const needs = own.size === 0 ? waitFor : globalIds(scope, own);
		placeStep({
			step: scope.id === "" ? written : {
				...written,
				id: idIn(scope, written.id)
			},
			scope,
			needs,
			sees: seenNeeds(written, own)
		}, placing);
	}
}
function placeStep(one, placing) {
	const { step, scope } = one;
	if (!isUses(step)) {
		placing.placed.set(step.id, one);
		return;
	}
	const child = {
		id: step.id,
		manifest: manifestOf(step, placing.used),
		within: scope
	};
	if (step.strategy !== void 0) {
		placing.placed.set(step.id, {
			...one,
			inner: placing.innerOf(child)
		});
		return;
	}
	placeScope(child, new Set(one.needs.keys()), placing);
	const needs = new Set(lastOf(child, placing));
	const end = {
		...step,
		runsOn: runnerOf(needs, placing) ?? step.runsOn
	};
	placing.placed.set(step.id, {
		...one,
		step: end,
		needs,
		ends: child
	});
}
function runnerOf(last, { placed }) {
	const [id = ""] = last;
	return placed.get(id)?.step.runsOn;
}
function lastOf(scope, { known }) {
	const needed = new Set(known.get(scope.manifest)?.values().flatMap((needs) => needs.keys()));
	return scope.manifest.steps.flatMap(({ id }) => needed.has(id) ? [] : [idIn(scope, id)]);
}
function idIn(scope, id) {
	return scope.id === "" ? id : `${scope.id}/${id}`;
}
function globalIds(scope, own) {
	return scope.id === "" ? own : new Set([...own.keys()].map((id) => idIn(scope, id)));
}
function manifestOf(step, used) {
	const manifest = used.get(usedFile(step));
	if (manifest === void 0) throw new Bug(`the manifest that step "${step.id}" uses was not read`);
	return manifest;
}

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

// src/graph/connect-steps.ts
function connectSteps(placed, order, used) {
	const rank = new Map(order.map((id, index) => [id, index]));
	const byRank = (a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);
	const dependents = new Map(order.map((id) => [id, []]));
	for (const id of order) for (const need of placed.get(id)?.needs.keys() ?? []) dependents.get(need)?.push(id);
	const nodes = /* @__PURE__ */ new Map();
	for (const id of order) {
		const one = placed.get(id);
		if (one === void 0) continue;
		const needs = [...one.needs.keys()].toSorted(byRank);
		nodes.set(id, nodeFor(one, needs, dependents.get(id) ?? [], {
			nodes,
			used,
			rank
		}));
	}
	return nodes;
}
function nodeFor(placed, needs, dependents, { nodes, used, rank }) {
	const { step, scope, sees, ends, inner } = placed;
	let seen;
	let datasets;
	return {
		step,
		scope,
		needs,
		dependents,
		...ends === void 0 ? {} : { ends },
		...inner === void 0 ? {} : { inner },
		get seen() {
			seen ??= seenBy(scope, sees, rank);
			return seen;
		},
		get datasets() {
			datasets ??= readableBy(this.seen.values(), nodes, used);
			return datasets;
		}
	};
}
function seenBy(scope, sees, rank) {
	const pairs = sees.map((local) => [local, idIn(scope, local)]);
	return new Map(pairs.toSorted(([, a], [, b]) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
}
function readableBy(needs, nodes, used) {
	return new Map([...needs].flatMap((id) => {
		const need = nodes.get(id);
		return need === void 0 ? [] : [...datasetsOf(need.step, id, used)];
	}));
}

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

// src/graph/used-manifests.ts
function reachedManifests(manifest, used) {
	const reached = /* @__PURE__ */ new Map();
	const missing = [];
	const open = [manifest];
	for (let one = open.pop(); one !== void 0; one = open.pop()) for (const step of one.steps.filter(isUses)) {
		const file = usedFile(step);
		const child = used.get(file);
		if (child === void 0) missing.push(notThere(one, step));
		if (child === void 0 || reached.has(file) || file === manifest.file) continue;
		reached.set(file, child);
		open.push(child);
	}
	return {
		reached,
		missing
	};
}
function notThere(manifest, step) {
	return {
		code: "manifest/file",
		severity: "error",
		message: `pipeline "${step.options.file}" is not there`,
		at: placeOfUses(manifest, step),
		help: "paths start at the root of the repository"
	};
}
function findRecursions(manifests) {
	const byFile = new Map(manifests.map((manifest) => [manifest.file, manifest]));
	return manifests.flatMap((manifest) => manifest.steps.filter(isUses).flatMap((step) => {
		const way = wayBack(usedFile(step), manifest.file, byFile);
		if (way === void 0 || way.some(({ file }) => file < manifest.file)) return [];
		return [recursion(manifest, step, way)];
	}));
}
function wayBack(from, to, manifests) {
	const ways = /* @__PURE__ */ new Map([[from, []]]);
	for (const [file, way] of ways) {
		if (file === to) return way;
		const manifest = manifests.get(file);
		for (const step of manifest?.steps.filter(isUses) ?? []) {
			const next = usedFile(step);
			if (manifest !== void 0 && !ways.has(next)) ways.set(next, [...way, {
				file,
				at: placeOfUses(manifest, step)
			}]);
		}
	}
}
function recursion(manifest, step, way) {
	const files = [
		manifest.file,
		...way.map(({ file }) => file),
		manifest.file
	];
	return {
		code: "graph/recursion",
		severity: "error",
		message: way.length === 0 ? `step "${step.id}" uses the pipeline that it stands in` : `this pipeline uses itself: ${files.join(" → ")}`,
		at: placeOfUses(manifest, step),
		...way.length === 0 ? {} : { related: way.map(({ file, at }, index) => ({
			at,
			message: `"${file}" uses "${files[index + 2] ?? manifest.file}"`
		})) },
		help: "move what both need into a pipeline of its own"
	};
}
function placeOfUses({ file }, { path }) {
	return {
		file,
		path: [...path, "uses"],
		part: "value"
	};
}

// src/graph/check-use-limits.ts
const mostSteps = 1e5;
const mostNeeds = 2e6;
function checkUseLimits(manifest, used) {
	if (!manifest.steps.some(isUses)) return [];
	const weights = /* @__PURE__ */ new Map();
	const { depth, steps, needs } = weigh(manifest, used, weights);
	const worst = (by) => manifest.steps.filter(isUses).reduce((most, step) => {
		const of = (one) => by(weights.get(usedFile(one)) ?? none$1);
		return of(step) > of(most) ? step : most;
	});
	if (depth > 10) return [{
		...tooMuch,
		message: `pipelines are used ${depth} levels deep; at most ${10} are inlined`,
		at: placeOfUses(manifest, worst((weight) => weight.depth))
	}];
	if (steps <= mostSteps && needs <= mostNeeds) return [];
	return [{
		...tooMuch,
		message: steps > mostSteps ? `with all that it uses the pipeline has ${amount(steps)} steps; at most ${amount(mostSteps)} are inlined` : `with all that it uses the pipeline has ${amount(needs)} needs; at most ${amount(mostNeeds)} are inlined`,
		at: placeOfUses(manifest, worst((weight) => steps > mostSteps ? weight.steps : weight.needs))
	}];
}
const tooMuch = {
	code: "graph/too-large",
	severity: "error",
	help: "use fewer pipelines inside each other, or map one over a list with `strategy`"
};
const none$1 = {
	depth: 0,
	steps: 0,
	needs: 0,
	roots: 0
};
function weigh(manifest, used, known) {
	const found = known.get(manifest.file);
	if (found !== void 0) return found;
	const sum = {
		depth: 0,
		steps: 0,
		needs: 0,
		roots: 0
	};
	for (const step of manifest.steps) {
		const own = step.needs.length;
		const child = isUses(step) ? used.get(usedFile(step)) : void 0;
		const inside = child === void 0 ? none$1 : weigh(child, used, known);
		if (child !== void 0) sum.depth = Math.max(sum.depth, inside.depth + 1);
		sum.steps += 1 + inside.steps;
		sum.needs += own + inside.needs + own * inside.roots + (child?.steps.length ?? 0);
		sum.roots += own === 0 ? 1 + inside.roots : 0;
	}
	known.set(manifest.file, sum);
	return sum;
}
function amount(count) {
	return count < 0xe8d4a51000 ? count.toLocaleString("en-US") : "more than a trillion";
}

// src/graph/resolve-needs.ts
function resolveNeeds(manifest, unread) {
	const diagnostics = [];
	const ids = new Set(manifest.steps.map(({ id }) => id));
	const edges = /* @__PURE__ */ new Map();
	for (const step of manifest.steps) {
		const needs = /* @__PURE__ */ new Map();
		for (const [need, at] of placesOfNeeds(manifest.file, step)) if (ids.has(need)) needs.set(need, needs.get(need) ?? at);
		else if (!unread.has(need)) diagnostics.push(missing$2(step, need, at, [...ids, ...unread]));
		edges.set(step.id, needs);
	}
	return {
		edges,
		diagnostics
	};
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
	const { from } = factsOf(step);
	if (from !== void 0) yield [datasetStep(from), {
		file,
		path: [
			...step.path,
			step.kind,
			"from"
		],
		part: "value"
	}];
	const matrix = step.strategy?.matrix;
	if (matrix?.kind === "rows") yield [datasetStep(matrix.from), {
		file,
		path: [
			...step.path,
			"strategy",
			"from"
		],
		part: "value"
	}];
	if (step.teardown !== void 0) yield [step.teardown, {
		file,
		path: [...step.path, "teardown"],
		part: "value"
	}];
}
const asks = {
	from: "reads from",
	teardown: "tears down"
};
function missing$2(step, need, at, ids) {
	const near = nearest(need, ids.filter((id) => id !== step.id));
	const inside = datasetStep(need);
	if (inside !== need && ids.includes(inside)) return {
		code: "graph/missing-need",
		severity: "error",
		message: `step "${step.id}" needs "${need}", but of a used pipeline only the whole can be needed`,
		at,
		help: `write "${inside}"`
	};
	const ask = asks[String(at.path.at(-1))] ?? "needs";
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

// src/graph/teardown-needs.ts
function withTeardownNeeds(manifest, edges) {
	const teardowns = Map.groupBy(manifest.steps.filter(({ teardown = "" }) => edges.has(teardown)), ({ teardown = "" }) => teardown);
	if (teardowns.size === 0) return edges;
	const dependents = dependentsIn(edges);
	const all = new Map(edges);
	for (const [setup, steps] of teardowns) {
		const after = reached(steps.map(({ id }) => id), dependents, /* @__PURE__ */ new Set());
		const between = reached([setup], dependents, after);
		const last = [...between].filter((id) => !dependents.get(id)?.some((each) => between.has(each)));
		for (const { id, path } of steps) {
			const at = {
				file: manifest.file,
				path: [...path, "teardown"],
				part: "value"
			};
			const waits = last.map((each) => [each, edges.get(id)?.get(each) ?? at]);
			all.set(id, new Map([...edges.get(id) ?? [], ...waits]));
		}
	}
	return all;
}
function dependentsIn(edges) {
	const dependents = new Map([...edges.keys()].map((id) => [id, []]));
	for (const [id, needs] of edges) for (const need of needs.keys()) dependents.get(need)?.push(id);
	return dependents;
}
function reached(from, dependents, without) {
	const found = new Set(from);
	for (const id of found) for (const dependent of dependents.get(id) ?? []) if (!without.has(dependent)) found.add(dependent);
	return found;
}

// src/graph/build-graph.ts
const none = /* @__PURE__ */ new Map();
function buildGraph(manifest, used = none) {
	const { edges, order, diagnostics } = judgeNeeds(manifest);
	const { reached, missing } = reachedManifests(manifest, used);
	const uses = [...missing, ...findRecursions([manifest, ...reached.values()])];
	const found = [
		...diagnostics,
		...[...reached.values()].flatMap((child) => judgeNeeds(child).diagnostics),
		...uses.length > 0 ? uses : checkUseLimits(manifest, reached)
	];
	return found.length > 0 ? refuse(found) : succeed(assembleGraph(manifest, edges, order, reached));
}
function assembleGraph(manifest, edges, order, used = none) {
	const needsOf = (one) => withTeardownNeeds(one, one === manifest ? edges : judgeNeeds(one).edges);
	return graphOfScope({
		id: "",
		manifest
	}, {
		used,
		needsOf,
		order
	});
}
function graphOfScope(scope, { used, needsOf, order }) {
	const { manifest } = scope;
	const innerOf = (leg) => graphOfScope(leg, {
		used,
		needsOf
	});
	const placed = inlineUses(scope, {
		used,
		needsOf,
		innerOf
	});
	const sorted = order?.length === placed.size ? order : sortSteps(new Map([...placed].map(([id, { needs }]) => [id, needs])));
	const { reached } = reachedManifests(manifest, used);
	return {
		manifest,
		used: reached,
		order: sorted,
		nodes: connectSteps(placed, sorted, used)
	};
}
function judgeNeeds(manifest, unread = /* @__PURE__ */ new Set()) {
	const { edges, diagnostics } = resolveNeeds(manifest, unread);
	const waits = withTeardownNeeds(manifest, edges);
	const order = sortSteps(waits);
	const cycles = order.length === edges.size ? [] : findCycles(manifest.file, waits);
	return {
		edges,
		order,
		diagnostics: [...diagnostics, ...cycles]
	};
}

// src/manifest/pipeline-id.ts
const checkWorkflows = {
	pullRequest: "pull-request",
	comment: "comment"
};
const idRule = "letters, digits, \"-\" and \"_\", beginning with a letter or \"_\", at most 100 characters";
function pipelineId(file) {
	return (file.split("/").at(-1) ?? file).replace(/\.ya?ml$/i, "");
}
function checkPipelineId(file) {
	const id = pipelineId(file);
	if (!idPattern.test(id)) {
		const better = id.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z_]+|-+$/g, "");
		const name = better === "" ? "" : `, e.g. "${better.slice(0, 60)}.yml"`;
		return [misnamed(file, `the file's name cannot name a pipeline on GitHub: ${idRule}`, name)];
	}
	if (!Object.values(checkWorkflows).includes(id.toLowerCase())) return [];
	return [misnamed(file, `"${id}" is the name of a workflow that checks pull requests`)];
}
function repeatedIds(files) {
	const first = /* @__PURE__ */ new Map();
	return [...new Set(files)].flatMap((file) => {
		const id = pipelineId(file);
		const other = first.get(id.toLowerCase());
		if (other !== void 0) return [misnamed(file, `"${other}" is the manifest of a pipeline "${id}" already`)];
		first.set(id.toLowerCase(), file);
		return [];
	});
}
function misnamed(file, message, example = "") {
	return {
		code: "manifest/name",
		severity: "error",
		message,
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start: 0,
				end: 0
			}
		},
		help: `rename the file${example}`
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
function locate(source, diagnostic, others = /* @__PURE__ */ new Map()) {
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
		...related === void 0 ? {} : { related: related.map(({ message: said, at: there }) => {
			const inside = others.get(there.file) ?? source;
			return {
				message: said,
				file: there.file,
				...position(inside, spanOf(inside, there).start)
			};
		}) },
		...help === void 0 ? {} : { help }
	};
}
function textAt(source, place) {
	const { start, end } = spanOf(source, place);
	return source.text.slice(start, end);
}
function spanOf(source, place) {
	if (place.span !== void 0) return place.span;
	const root = treeOf(source);
	if (root === void 0) return {
		start: 0,
		end: 0
	};
	const found = walk$1(root, place.path);
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
function walk$1(root, path) {
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
		message: Number.isFinite(size) ? `the aliases expand to ${size.toExponential(1)} values; at most ${number(maxValues)} are read` : "an alias leads back into the value that holds it",
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
function capDiagnostics(sorted, most) {
	const shown = sorted.slice(0, most);
	const rest = sorted.slice(most);
	const [next] = rest;
	if (next === void 0) return shown;
	const errors = rest.filter(({ severity }) => severity === "error").length;
	return [...shown, {
		code: "diagnostic/more",
		severity: errors > 0 ? "error" : "warning",
		message: `${number(rest.length)} more mistakes in this file are not shown`,
		file: next.file,
		line: next.line,
		column: next.column,
		endLine: next.endLine,
		endColumn: next.endColumn,
		help: "mend these first, as many mistakes have one cause, or see all with `millrace validate --all`"
	}];
}

// src/graph/judge-load.ts
function judgeLoad(extract, load, others) {
	if (load.fills === void 0) return [];
	const { mode, modeUnsaid, missing } = load.fills;
	if (mode === "replace") return [problemOf({
		extract,
		load,
		path: ["mode"]
	}, `"${load.name}" would put what is new in place of all that was loaded before`, "use `mode: merge` with a `key`, `insert-missing` or `append`")];
	if (missing === "mark" || missing === "delete") return [problemOf({
		extract,
		load,
		path: ["missing"]
	}, `"${load.name}" would take every row that is not new for one that is gone`, "remove `missing`, or read the whole source")];
	const why = mode === "append" ? whyTwice(extract, load, others) : void 0;
	if (why === void 0) return [];
	return [problemOf({
		extract,
		load,
		path: [modeUnsaid === true ? "table" : "mode"]
	}, ...twice(load, why))];
}
function twice({ name }, why) {
	return [`"${name}" appends, but ${why}: rows would be there twice`, "use `mode: merge` with a `key`, or `insert-missing`"];
}
function whyForOthers({ name }) {
	return `"${name}" reads again for each load what another one has not got`;
}
function problemOf({ extract, load, path }, message, help) {
	return {
		code: "manifest/incremental",
		severity: "error",
		message,
		at: {
			file: load.file,
			path: [
				...load.step.path,
				"load",
				...path
			],
			part: "value"
		},
		related: [{
			at: {
				file: extract.file,
				path: [
					...extract.step.path,
					"extract",
					"incremental"
				],
				part: "key"
			},
			message: `"${extract.name}" reads only what is new`
		}],
		help
	};
}
function whyTwice(extract, { step, makers }, others) {
	const { name } = extract;
	const { incremental, mayReject } = factsOf(extract.step);
	if (incremental === void 0) return void 0;
	if (incremental.lag > 0) return `"${name}" reads again what lies within its \`lag\``;
	if (mayReject === true) return `"${name}" reads again from the first rejected row on`;
	const aside = makers.find((one) => one.step.checks.some(({ severity }) => severity === "quarantine"));
	if (aside !== void 0) return `"${name}" reads its window again while "${aside.name}" puts rows in quarantine`;
	if (step.strategy !== void 0) return `"${name}" reads again for each leg what another one has not got`;
	return others > 0 ? whyForOthers(extract) : void 0;
}

// src/graph/sees-window.ts
function seesWindow(id, around) {
	return sourcesOf(id, around).length > 0;
}
function sourcesOf(id, around) {
	return makersOf(id, around).filter(isIncremental);
}
function makersOf(id, { steps, edges }) {
	const open = [id];
	const met = new Set(open);
	const found = [];
	for (const at of open) {
		const step = steps.get(at);
		if (step === void 0) continue;
		found.push(step);
		for (const need of rowsRead(step, edges)) {
			if (met.has(need)) continue;
			met.add(need);
			open.push(need);
		}
	}
	return found;
}
function handsOn(step) {
	const { from, makesDataset } = factsOf(step);
	return from !== void 0 && !makesDataset;
}
function isIncremental(step) {
	return factsOf(step).incremental !== void 0;
}
function rowsRead(step, edges) {
	const { from, readsFromOnly } = factsOf(step);
	if (readsFromOnly === true && from !== void 0) return [datasetStep(from)];
	return edges.get(step.id)?.keys() ?? [];
}

// src/graph/rows-through.ts
var RowsThrough = class {
	#used;
	#edges = /* @__PURE__ */ new Map();
	#makers = /* @__PURE__ */ new Map();
	constructor(used) {
		this.#used = used;
	}
	part(manifest, prefix = "") {
		const edges = this.#edges.get(manifest) ?? judgeNeeds(manifest).edges;
		this.#edges.set(manifest, edges);
		return {
			manifest,
			edges,
			prefix
		};
	}
	partsAround({ name }, part) {
		const parts = [];
		let around = part;
		for (const id of name.slice(part.prefix.length).split("/").slice(0, -1)) {
			const step = stepsById(around.manifest).get(id);
			const child = step !== void 0 && isUses(step) ? this.#childOf(step, around) : void 0;
			if (child === void 0) return parts;
			parts.push(child);
			around = child;
		}
		return parts;
	}
	extractsOf(part) {
		const makers = part.manifest.steps.filter(handsOn).flatMap((step) => [...this.#makersOf(step, part).values()]).filter(([step]) => isIncremental(step)).map(([step, place]) => named(step, place));
		return [...new Map(makers.map((one) => [one.name, one])).values()];
	}
	loadsOf(part, extract) {
		return part.manifest.steps.filter(handsOn).flatMap((step) => {
			const all = this.#makersOf(step, part);
			if (!all.has(extract.name)) return [];
			const makers = [...all.values()].filter((maker) => this.#makersOf(...maker).has(extract.name));
			const { fills } = factsOf(step);
			return [{
				...named(step, part),
				fills,
				makers: makers.map((maker) => named(...maker))
			}];
		});
	}
	#makersOf(step, part) {
		const own = named(step, part).name;
		const known = this.#makers.get(own);
		if (known !== void 0) return known;
		const open = [[step, part]];
		const found = /* @__PURE__ */ new Map();
		this.#makers.set(own, found);
		for (const [at, place] of open) {
			const { name } = named(at, place);
			if (found.has(name)) continue;
			found.set(name, [at, place]);
			for (const read of this.#rowsRead(at, place)) {
				const maker = this.#makerOf(read, place);
				if (maker !== void 0) open.push(maker);
			}
		}
		return found;
	}
	#rowsRead(step, { manifest, edges }) {
		const { from, readsFromOnly } = factsOf(step);
		if (readsFromOnly === true && from !== void 0) return [from];
		return [...edges.get(step.id)?.keys() ?? []].filter((id) => {
			const need = stepsById(manifest).get(id);
			if (need === void 0 || !isUses(need)) return need !== void 0;
			return Object.keys(this.#used.get(usedFile(need))?.datasets ?? {}).length === 1;
		});
	}
	#makerOf(name, part) {
		const step = stepsById(part.manifest).get(datasetStep(name));
		if (step === void 0 || !isUses(step)) return step && [step, part];
		const child = this.#childOf(step, part);
		const made = child && declaredAs(name, step.id, child.manifest.datasets);
		return child === void 0 || made === void 0 ? void 0 : this.#makerOf(made, child);
	}
	#childOf(step, { prefix }) {
		const child = this.#used.get(usedFile(step));
		return child && this.part(child, `${prefix}${step.id}/`);
	}
};
function named(step, { manifest, prefix }) {
	return {
		step,
		name: prefix + step.id,
		file: manifest.file
	};
}

// src/graph/check-used-incremental.ts
function checkUsedIncremental(manifest, used) {
	const { reached } = reachedManifests(manifest, used);
	if (![...reached.values()].some((one) => one.steps.some(isIncremental))) return [];
	const rows = new RowsThrough(used);
	const here = rows.part(manifest);
	return rows.extractsOf(here).flatMap((extract) => {
		if (!extract.name.includes("/")) return [];
		const own = rows.loadsOf(here, extract);
		const inner = rows.partsAround(extract, here).flatMap((part) => rows.loadsOf(part, extract));
		const all = [...own, ...inner];
		const [first] = own;
		return [...own.flatMap((load) => judgeLoad(extract, load, all.length - 1)), ...first === void 0 ? [] : inner.flatMap((load) => joined$1(extract, {
			first,
			load,
			others: inner.length - 1
		}))];
	});
}
function joined$1(extract, { first, load, others }) {
	if (load.fills?.mode !== "append" || whyTwice(extract, load, others) !== void 0) return [];
	const [message, help] = twice(load, whyForOthers(extract));
	return [{
		code: "manifest/incremental",
		severity: "error",
		message: `beside "${first.name}", ${message}`,
		at: {
			file: first.file,
			path: [
				...first.step.path,
				"load",
				"from"
			],
			part: "value"
		},
		related: [{
			at: {
				file: load.file,
				path: [...load.step.path, "load"],
				part: "key"
			},
			message: `"${load.name}" loads the rows, too`
		}],
		help: `there, ${help}`
	}];
}

// src/graph/check-leg-targets.ts
const varyingByLeg = /\$\{\{[^}]*\b(?:matrix|env)\b/;
function checkLegTargets({ file, steps }) {
	return steps.flatMap((step) => {
		const { replaces } = factsOf(step);
		if (replaces === void 0 || !hasLegs(step) || varyingByLeg.test(replaces.target)) return [];
		const at = {
			file,
			path: [
				...step.path,
				step.kind,
				...replaces.path
			],
			part: "value"
		};
		return [{
			...sameForLegs(step, replaces.target, at),
			help: "name a value of `matrix` in it, or load once, without `strategy`: what needs a mapped step sees the rows of all its legs"
		}];
	});
}
function hasLegs({ strategy }) {
	return strategy !== void 0 && (legCount(strategy.matrix) ?? 2) > 1;
}
function sameForLegs({ id }, target, at) {
	return {
		code: "graph/same-target",
		severity: "error",
		message: `each leg of "${id}" replaces ${target}: only the rows of one would be left`,
		at
	};
}

// src/graph/check-used-targets.ts
const varying = /\$\{\{[^}]*\b(?:inputs|needs|env|matrix|window)\b/;
function checkUsedTargets(manifest, used) {
	if (!manifest.steps.some(isUses)) return [];
	const known = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Map();
	return manifest.steps.flatMap((step) => {
		if (isUses(step) && hasLegs(step)) return targetOfLegs(manifest, step, {
			used,
			known
		});
		const targets = targetsOf(step, manifest, {
			used,
			known
		});
		const clash = targets.entries().find(([key]) => isClash(step, taken.get(key)));
		for (const key of targets.keys()) if (!taken.has(key)) taken.set(key, step);
		const first = clash && taken.get(clash[0]);
		return first === void 0 ? [] : [sameTarget(manifest, first, step, clash?.[1] ?? "")];
	});
}
function isClash(step, first) {
	return first !== void 0 && (isUses(step) || isUses(first));
}
function targetsOf(step, manifest, looking) {
	if (step.if !== void 0 || step.strategy !== void 0) return /* @__PURE__ */ new Map();
	if (isUses(step)) {
		const child = looking.used.get(usedFile(step));
		return child === void 0 ? /* @__PURE__ */ new Map() : targetsIn(child, looking);
	}
	const { replaces, connection } = factsOf(step);
	const url = connection === void 0 ? "" : manifest.connections[connection.name]?.url ?? "";
	if (replaces === void 0 || varying.test(replaces.target + url)) return /* @__PURE__ */ new Map();
	return /* @__PURE__ */ new Map([[`${connection === void 0 ? replaces.target : tableOf(replaces.target)} ${url}`, replaces.target]]);
}
function tableOf(target) {
	return target.replace(/ of connection "[^"]*"$/, "");
}
function targetsIn(manifest, looking) {
	const found = looking.known.get(manifest.file);
	if (found !== void 0) return found;
	const targets = new Map(manifest.steps.flatMap((step) => [...targetsOf(step, manifest, looking)]));
	looking.known.set(manifest.file, targets);
	return targets;
}
function targetOfLegs(manifest, step, { used, known }) {
	const child = used.get(usedFile(step));
	const [target] = child === void 0 ? [] : targetsIn(child, {
		used,
		known
	}).values();
	if (target === void 0) return [];
	const at = {
		file: manifest.file,
		path: [...step.path, step.kind],
		part: "value"
	};
	return [{
		...sameForLegs(step, target, at),
		help: help$1
	}];
}
const help$1 = "let the pipeline that is used take the place as an input, or hand its dataset on";
function sameTarget(manifest, first, step, target) {
	const at = ({ path, kind }) => ({
		file: manifest.file,
		path: [...path, kind],
		part: "value"
	});
	return {
		code: "graph/same-target",
		severity: "error",
		message: `steps "${first.id}" and "${step.id}" both replace ${target}: only the rows of one would be left`,
		at: at(step),
		related: [{
			at: at(first),
			message: `"${first.id}" replaces it here`
		}],
		help: help$1
	};
}

// src/matrix/columns-seen.ts
function columnsSeen({ strategy }, own, known) {
	if (strategy === void 0 || own === void 0) return own;
	const values = valueNames(strategy.matrix, known);
	if (values === void 0) return void 0;
	const there = new Set(own.map(foldName));
	return [...values.filter((name) => !there.has(foldName(name))), ...own];
}
function valueNames(matrix, known) {
	if (matrix.kind === "rows") return known.get(matrix.from);
	if (matrix.kind === "expression" || typeof matrix.include === "string") return void 0;
	return [.../* @__PURE__ */ new Set([...Object.keys(matrix.axes), ...matrix.include.flatMap((item) => Object.keys(item))])];
}

// src/graph/check-references.ts
function checkReferences(file, step) {
	return step.checks.flatMap((check, index) => {
		if (check.rule !== "references" || step.needs.includes(check.to)) return [];
		const near = nearest(check.to, step.needs);
		const path = [
			...step.path,
			"checks",
			check.entry ?? index,
			"references",
			"to"
		];
		return [{
			code: "graph/no-dataset",
			severity: "error",
			message: `check references: "${check.to}" is not among the needs of "${step.id}"${near === void 0 ? "" : `; did you mean "${near}"?`}`,
			at: {
				file,
				path,
				part: "value"
			},
			help: near === void 0 ? `add "${check.to}" to \`needs\`` : `write "${near}"`
		}];
	});
}
function nothingPublished(file, step) {
	return step.checks.flatMap((check, index) => check.of === void 0 ? [] : [{
		code: "manifest/conflict",
		severity: "error",
		message: `\`of: result\` goes with a load into a table; "${step.id}" has no other result than its rows`,
		at: {
			file,
			path: [
				...step.path,
				"checks",
				check.entry ?? index,
				"of"
			],
			part: "key"
		},
		help: "remove `of`"
	}]);
}

// src/graph/find-dataset.ts
function findDataset(name, manifest, used) {
	return follow$1(name, manifest, used, /* @__PURE__ */ new Set());
}
function follow$1(name, manifest, used, way) {
	const id = datasetStep(name);
	const step = stepsById(manifest).get(id);
	if (step === void 0 || way.has(manifest.file)) return void 0;
	if (!isUses(step)) return ofStep(name, step, manifest);
	const child = used.get(usedFile(step));
	if (child === void 0) return void 0;
	const made = declared$1(name, step, child);
	if (typeof made !== "string") return made;
	const found = follow$1(made, child, used, /* @__PURE__ */ new Set([...way, manifest.file]));
	return found !== void 0 && "maker" in found && step.strategy !== void 0 ? {
		...found,
		mapped: true
	} : found;
}
function ofStep(name, step, manifest) {
	if (name === step.id) return {
		maker: step,
		manifest,
		mapped: false
	};
	return { lacking: {
		message: `"${step.id}" is a \`${step.kind}\` step: it has one dataset, called "${step.id}"`,
		help: `write "${step.id}"`
	} };
}
function declared$1(name, step, child) {
	const names = Object.keys(child.datasets);
	const [only = ""] = names;
	const asked = name === step.id ? only : name.slice(step.id.length + 1);
	if (names.length === 0) return { lacking: {
		message: `"${step.id}" hands on no dataset: ${child.file} declares none`,
		help: `add \`datasets: { rows: STEP }\` to ${child.file}`
	} };
	const all = names.map((each) => `"${step.id}/${each}"`).join(", ");
	if (name === step.id && names.length > 1) return { lacking: {
		message: `"${step.id}" hands on ${names.length} datasets`,
		help: `write one of ${all}`
	} };
	if (Object.hasOwn(child.datasets, asked)) return child.datasets[asked];
	const near = nearest(asked, names);
	const hint = near === void 0 ? "" : `; did you mean "${step.id}/${near}"?`;
	return { lacking: {
		message: `"${asked}" is not a dataset of ${child.file}${hint}`,
		help: near === void 0 ? `write one of ${all}` : `write "${step.id}/${near}"`
	} };
}

// src/steps/column-text.ts
function columnText({ type, precision, scale }) {
	if (type !== "decimal" || precision === void 0) return type;
	return scale === void 0 ? `decimal(${precision})` : `decimal(${precision},${scale})`;
}

// src/steps/checks/time-bound.ts
const full = {
	separator: 84,
	fraction: 9,
	zoned: true
};
function isDay(text) {
	const bytes = Buffer.from(text);
	return isDate(bytes, 0, bytes.length);
}
function instantOf(text) {
	const bytes = Buffer.from(isDay(text) ? `${text}T00:00` : text);
	return scanTimestamp(bytes, 0, bytes.length) ? inShape(bytes, 0, full) : void 0;
}
function timeParameter(instant, dialect) {
	return dialect === "mysql" ? `${instant.slice(0, 10)} ${instant.slice(11, 26)}` : instant;
}

// src/steps/checks/unfit-type.ts
const numberPattern = /^[+-]?\d+(?:\.\d+)?$/;
function unfitType(rule, column) {
	if (rule.rule === "distribution") return unfitMeasure(rule, column);
	if (rule.rule !== "range") return void 0;
	return unfitBound("min", rule.min, column) ?? unfitBound("max", rule.max, column);
}
function unfitMeasure({ measure }, column) {
	if (measure === "rows" || measure === "nulls" || measure === "distinct") return void 0;
	if (isNumeric$1(column.type) || column.type === "boolean") return void 0;
	return {
		key: "of",
		message: `"${column.name}" is ${columnText(column)}, and \`of: ${measure}\` asks for numbers`,
		help: column.type === "text" ? declared(column) : "name a column of numbers, or use `nulls` or `distinct`"
	};
}
function unfitBound(key, bound, column) {
	if (bound === void 0 || isFit(bound, column.type)) return void 0;
	const { name, type } = column;
	if (type === "boolean" || type === "json") return {
		key,
		message: `"${name}" is ${type}, whose values have no order`,
		help: "use `accepted-values` or `sql`"
	};
	const what = `"${name}" is ${columnText(column)}, and \`${key}: ${bound}\` is`;
	if (type === "text") return {
		key,
		message: `${what} a number: letters would be compared`,
		help: `${declared(column)}; or write "${bound}" in quotes where letters are meant`
	};
	return {
		key,
		message: `${what} none`,
		help: written[type]
	};
}
const written = {
	integer: "write a number like 12",
	decimal: "write a number like 12.5",
	real: "write a number like 12.5",
	date: "write a day like 2026-01-31",
	timestamp: "write a time like 2026-01-31 or 2026-01-31T12:00:00Z"
};
function isFit(bound, type) {
	if (isNumeric$1(type)) return typeof bound === "number" || numberPattern.test(bound);
	if (typeof bound === "number") return false;
	if (type === "date") return isDay(bound);
	if (type === "timestamp") return instantOf(bound) !== void 0;
	return type === "text";
}
function declared({ name }) {
	return `declare it as a number where the rows are read, e.g. \`columns: { ${name}: { type: decimal, decimal: "," } }\`, or cast it in a transform`;
}
function isNumeric$1(type) {
	return type === "integer" || type === "decimal" || type === "real";
}

// src/graph/unfit-checks.ts
function unfitChecks(file, step, columns) {
	return step.checks.flatMap((check, index) => {
		const column = "column" in check ? columns.find(({ name }) => name === check.column) : void 0;
		const unfit = column && unfitType(check, column);
		if (unfit === void 0 || check.of === "result" && column?.type === "text") return [];
		const { message, help } = unfit;
		return [{
			code: "checks/type",
			severity: "error",
			message,
			at: {
				file,
				path: [
					...step.path,
					"checks",
					check.entry ?? index,
					...placeOf$2(check, unfit)
				],
				part: "value"
			},
			help
		}];
	});
}
function placeOf$2(check, { key }) {
	return check.rule === "range" ? [
		check.rule,
		check.column,
		key
	] : [check.rule, key];
}

// src/graph/unknown-columns.ts
function unknownColumns(file, step, names) {
	return columnsNamed(step).flatMap(({ name, path, part }) => {
		if (names.includes(name)) return [];
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
	const { columnsNamed: named = [] } = factsOf(step);
	return [...named.map(({ name, path }) => ({
		name,
		path: [step.kind, ...path],
		part: "value"
	})), ...step.checks.flatMap((check, index) => columnsOfCheck(check, ["checks", check.entry ?? index]))];
}
function columnsOfCheck(check, entry) {
	switch (check.rule) {
		case "not-null":
		case "unique": return check.columns.map((name, at) => ({
			name,
			path: [
				...entry,
				check.rule,
				at
			],
			part: "value"
		}));
		case "references": return check.columns.map((name, at) => ({
			name,
			path: [
				...entry,
				check.rule,
				"columns",
				at
			],
			part: "value"
		}));
		case "accepted-values":
		case "range":
		case "pattern": return [{
			name: check.column,
			path: [
				...entry,
				check.rule,
				check.column
			],
			part: "key"
		}];
		case "freshness":
		case "distribution": return check.column === void 0 ? [] : [{
			name: check.column,
			path: [
				...entry,
				check.rule,
				"column"
			],
			part: "value"
		}];
		case "row-count":
		case "sql": return [];
		default: return unreachable(check);
	}
}

// src/graph/check-datasets.ts
function checkDatasets(manifest, used) {
	return [...manifest.steps.flatMap((step) => checkStep$1(step, manifest, used)), ...checkHandedOn(manifest, used)];
}
function checkStep$1(step, manifest, used) {
	const { file } = manifest;
	const facts = factsOf(step);
	const source = facts.from === void 0 ? void 0 : findDataset(facts.from, manifest, used);
	const maker = source !== void 0 && "maker" in source && !source.mapped ? source.maker : void 0;
	const judged = facts.judgesFrom === true ? maker : step;
	const columns = columnsOf(judged, judged !== step);
	const { matrix } = step.strategy ?? {};
	return [
		...facts.from === void 0 ? [] : unreadable$2(facts.from, source, {
			manifest,
			step,
			key: step.kind
		}),
		...matrix?.kind === "rows" ? unreadable$2(matrix.from, findDataset(matrix.from, manifest, used), {
			manifest,
			step,
			key: "strategy"
		}) : [],
		...step.checks.length > 0 && facts.judgesFrom !== true && facts.judgesTable !== true && !facts.makesDataset ? [nothingToCheck(file, step, facts)] : [],
		...columns === void 0 ? [] : unknownColumns(file, step, columns),
		...unfitChecks(file, step, judged === void 0 ? [] : factsOf(judged).columns ?? []),
		...checkReferences(file, step),
		...facts.makesDataset ? nothingPublished(file, step) : []
	];
}
function columnsOf(step, joined) {
	const own = step && factsOf(step).columns?.map(({ name }) => name);
	return step !== void 0 && joined ? columnsSeen(step, own, /* @__PURE__ */ new Map()) : own;
}
function unreadable$2(from, source, { manifest, step, key }) {
	const at = {
		file: manifest.file,
		path: [
			...step.path,
			key,
			"from"
		],
		part: "value"
	};
	if (source === void 0) return [];
	if ("lacking" in source) {
		const { message, help } = source.lacking;
		return [{
			...nobody,
			message: `step "${step.id}" reads from "${from}": ${message}`,
			at,
			help
		}];
	}
	const { maker } = source;
	if (source.manifest !== manifest || factsOf(maker).makesDataset) return [];
	return [{
		...nobody,
		message: `step "${step.id}" reads from "${maker.id}", a \`${maker.kind}\` step that makes no dataset`,
		at,
		related: [{
			at: {
				...at,
				path: maker.path,
				part: "key"
			},
			message: `"${maker.id}" is here`
		}],
		help: remedy$2(maker)
	}];
}
function checkHandedOn(manifest, used) {
	return Object.entries(manifest.datasets).flatMap(([name, made]) => {
		const at = {
			file: manifest.file,
			path: ["datasets", name],
			part: "value"
		};
		const found = findDataset(made, manifest, used);
		if (found === void 0) return unknownMaker(made, manifest, at);
		if ("lacking" in found) return [{
			...nobody,
			message: found.lacking.message,
			at,
			help: found.lacking.help
		}];
		const { maker } = found;
		if (found.manifest !== manifest || factsOf(maker).makesDataset) return [];
		const message = `"${made}" is a \`${maker.kind}\` step that makes no dataset`;
		return [{
			...nobody,
			message,
			at,
			help: remedy$2(maker)
		}];
	});
}
function unknownMaker(made, manifest, at) {
	const steps = stepsById(manifest);
	const id = datasetStep(made);
	if (steps.has(id)) return [];
	const near = nearest(id, steps.keys());
	const hint = near === void 0 ? "" : `; did you mean "${near}"?`;
	const help = near === void 0 ? "name the step that makes the rows" : `write "${near}"`;
	return [{
		...nobody,
		message: `"${id}" is not a step of this pipeline${hint}`,
		at,
		help
	}];
}
const nobody = {
	code: "graph/no-dataset",
	severity: "error"
};
function remedy$2(maker) {
	const { datasetBy } = factsOf(maker);
	return datasetBy === void 0 ? "read from the step that made the rows" : `write "${maker.id}" as ${datasetBy}`;
}
function nothingToCheck(file, step, { datasetBy }) {
	return {
		code: "graph/no-dataset",
		severity: "error",
		message: `step "${step.id}" makes no dataset, so there is nothing to check`,
		at: {
			file,
			path: [...step.path, "checks"],
			part: "key"
		},
		help: `move the checks to the step that makes the rows${datasetBy === void 0 ? "" : `, or write it as ${datasetBy}`}`
	};
}

// src/text/scan-sql.ts
const common = String.raw`\$\{\{|'|"|--|\/\*`;
const sqlite = String.raw`|\`|\[`;
const postgres = String.raw`|(?<![\w$\u0080-\uffff])(?:[eE]'|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$(?!\{\{))`;
const mysql = String.raw`\$\{\{|'|"|--(?![^\s])|\/\*|\`|#`;
const openers = {
	sqlite: common + sqlite,
	postgres: common + postgres,
	mysql,
	either: common + sqlite + postgres
};
function scanSql(sql, dialect) {
	const pieces = [];
	const opener = new RegExp(openers[dialect], "g");
	let codeStart = 0;
	for (let match = opener.exec(sql); match !== null; match = opener.exec(sql)) {
		const [open] = match;
		const start = match.index;
		const end = endOf(sql, start, open, dialect);
		if (open !== "${{") {
			if (start > codeStart) pieces.push({
				kind: "code",
				text: sql.slice(codeStart, start),
				start: codeStart
			});
			const kind = [
				"--",
				"/*",
				"#"
			].includes(open) ? "comment" : "quoted";
			pieces.push({
				kind,
				text: sql.slice(start, end),
				start
			});
			codeStart = end;
		}
		opener.lastIndex = end;
	}
	if (codeStart < sql.length) pieces.push({
		kind: "code",
		text: sql.slice(codeStart),
		start: codeStart
	});
	return pieces;
}
function endOf(sql, start, open, dialect) {
	const inner = start + open.length;
	if (open === "${{") return start + (findExpressions(sql.slice(start))[0]?.end ?? open.length);
	if (open === "--" || open === "#") return after(sql, "\n", inner);
	if (open === "/*") return dialect === "postgres" ? nestedEnd(sql, inner) : after(sql, "*/", inner);
	if (open === "[") return after(sql, "]", inner);
	if (open.startsWith("$")) return after(sql, open, inner);
	const escapes = open.length === 2 || dialect === "mysql" && open !== "`";
	return quoteEnd(sql, inner, open.slice(-1), escapes);
}
function after(sql, closer, from) {
	const at = sql.indexOf(closer, from);
	return at < 0 ? sql.length : at + closer.length;
}
function quoteEnd(sql, from, quote, escapes) {
	for (let at = from; at < sql.length; at++) if (escapes && sql[at] === "\\") at++;
	else if (sql[at] !== quote) continue;
	else if (sql[at + 1] === quote) at++;
	else return at + 1;
	return sql.length;
}
function nestedEnd(sql, from) {
	const marks = /\/\*|\*\//g;
	marks.lastIndex = from;
	let depth = 1;
	for (let match = marks.exec(sql); match !== null; match = marks.exec(sql)) {
		depth += match[0] === "/*" ? 1 : -1;
		if (depth === 0) return marks.lastIndex;
	}
	return sql.length;
}

// src/expression/bind-sql.ts
function bindSql(sql, dialect) {
	const expressions = [];
	let bound = "";
	for (const piece of scanSql(sql, dialect)) {
		let end = 0;
		if (piece.kind !== "code") {
			bound += piece.text;
			continue;
		}
		for (const found of findExpressions(piece.text)) {
			expressions.push(found.source.trim());
			const parameter = dialect === "postgres" ? `$${expressions.length}` : "?";
			bound += piece.text.slice(end, found.start) + parameter;
			end = found.end;
		}
		bound += piece.text.slice(end);
	}
	return {
		sql: bound,
		expressions
	};
}
function authoredSpan(sql, dialect, { start, end }) {
	let shift = 0;
	let count = 0;
	for (const piece of scanSql(sql, dialect)) {
		if (piece.kind !== "code") continue;
		for (const found of findExpressions(piece.text)) {
			count++;
			const at = piece.start + found.start;
			const size = dialect === "postgres" ? `$${count}`.length : 1;
			const bound = at - shift;
			if (start < bound) return {
				start: start + shift,
				end: end + shift
			};
			if (start < bound + size) return {
				start: at,
				end: piece.start + found.end
			};
			shift += found.end - found.start - size;
		}
	}
	return {
		start: start + shift,
		end: end + shift
	};
}
function quotedIn(sql, dialect) {
	return scanSql(sql, dialect).flatMap(({ kind, text, start }) => kind === "quoted" ? findExpressions(text).map((found) => ({
		start: start + found.start,
		end: start + found.end
	})) : []);
}
function bindInPlace(sql) {
	return scanSql(sql, "sqlite").map(({ kind, text }) => kind === "code" ? boundInPlace(text) : text).join("");
}
function boundInPlace(code) {
	let bound = "";
	let end = 0;
	for (const found of findExpressions(code)) {
		const blank = code.slice(found.start + 1, found.end).replaceAll(/[^\n]/g, " ");
		bound += `${code.slice(end, found.start)}?${blank}`;
		end = found.end;
	}
	return bound + code.slice(end);
}
function quotedExpressions(sql) {
	return quotedIn(sql, "either");
}
function sqlComments(sql) {
	return scanSql(sql, "either").flatMap(({ kind, text, start }) => kind === "comment" ? [{
		start,
		end: start + text.length
	}] : []);
}

// src/expression/shape.ts
function plainProperties(noun, names) {
	return {
		noun,
		properties: new Map(Array.from(names, (name) => [name, "plain"]))
	};
}
function propertyOf({ properties }, name) {
	const exact = properties.get(name);
	if (exact !== void 0) return exact;
	const lower = name.toLowerCase();
	return properties.entries().find(([each]) => each.toLowerCase() === lower)?.[1];
}

// src/expression/walk-path.ts
function* walkPath(tokens, index) {
	let at = index + 1;
	for (;;) {
		const opener = tokens[at]?.type;
		const next = tokens[at + 1];
		if (opener === TokenType.DOT) {
			if (next?.type === TokenType.IDENTIFIER) yield {
				kind: "name",
				name: next.lexeme,
				token: next
			};
			else if (next?.type === TokenType.STAR) yield { kind: "every" };
			else return;
			at += 2;
			continue;
		}
		if (opener !== TokenType.LEFT_BRACKET) return;
		const end = closing(tokens, at);
		yield inBrackets(tokens.slice(at + 1, end));
		at = end + 1;
	}
}
function inBrackets(inside) {
	const [only, ...others] = inside;
	if (only === void 0 || others.length > 0) return { kind: "computed" };
	if (only.type === TokenType.STRING) return {
		kind: "name",
		name: String(only.value),
		token: only
	};
	return { kind: only.type === TokenType.STAR ? "every" : "computed" };
}
function closing(tokens, opener) {
	let depth = 0;
	for (let at = opener; at < tokens.length; at++) {
		if (tokens[at]?.type === TokenType.LEFT_BRACKET) depth += 1;
		if (tokens[at]?.type === TokenType.RIGHT_BRACKET && --depth === 0) return at;
	}
	return tokens.length;
}

// src/expression/check-path.ts
function checkPath(tokens, index, shape) {
	let shapes = [shape];
	let end = index;
	for (const step of walkPath(tokens, index)) {
		if (shapes.includes("any")) return [];
		const known = shapes.filter((each) => typeof each === "object");
		if (step.kind !== "name") {
			shapes = known.flatMap(({ properties }) => [...properties.values()]);
			if (shapes.length === 0) return [];
			continue;
		}
		const found = known.flatMap((each) => propertyOf(each, step.name) ?? (each.also?.(step.name) === true ? "any" : []));
		if (found.length === 0) return known.length === 0 ? [noParts(tokens.slice(index, end + 1), step)] : unknownProperty(step, known);
		end = tokens.indexOf(step.token);
		if (tokens[end + 1]?.type === TokenType.RIGHT_BRACKET) end += 1;
		shapes = found;
	}
	return [];
}
function noParts(before, { name, token }) {
	const value = before.map(({ lexeme }) => lexeme).join("");
	return {
		code: "expression/unknown",
		message: `\`${value}\` is one value: it has no "${name}"`,
		help: `write \`${value}\``,
		...tokenSpan(token)
	};
}
function unknownProperty({ name, token }, known) {
	const [first] = known;
	if (first === void 0) return [];
	const refusal = first.refusals?.get(name) ?? first.refusals?.get(name.toLowerCase());
	if (refusal !== void 0) return [{
		code: "expression/unknown",
		...refusal,
		...tokenSpan(token)
	}];
	const names = [...new Set(known.flatMap(({ properties }) => [...properties.keys()]))];
	if (!known.some(({ open }) => open === true)) return [unknownName(token, `"${name}" is not ${first.noun}`, name, names)];
	if (nearest(name, names) === void 0) return [];
	return [{
		...unknownName(token, `"${name}" is not ${first.noun}`, name, names),
		severity: "warning"
	}];
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

// src/expression/check-result-word.ts
function checkResultWord(tokens, index) {
	const path = resultAt(tokens, index);
	if (path === void 0) return [];
	const word = comparedWith(tokens, index, path);
	if (word?.type !== TokenType.STRING) return [];
	const text = String(word.value);
	if (text === "" && path.maybeNone) return [];
	if (path.results.some((each) => each === text.toLowerCase())) return [];
	return [unknownName(word, `"${text}" is no result`, text, path.results)];
}
function resultAt(tokens, index) {
	const steps = [...walkPath(tokens, index)];
	const last = steps.at(-1);
	const context = tokens[index]?.lexeme.toLowerCase();
	const of = context === "needs" && steps.length === 2 ? stepResults : context === "run" ? resultsOfRun(steps.length) : void 0;
	if (of === void 0 || last?.kind !== "name" || last.name.toLowerCase() !== "result") return void 0;
	const at = tokens.indexOf(last.token);
	return {
		end: tokens[at + 1]?.type === TokenType.RIGHT_BRACKET ? at + 1 : at,
		every: steps[0]?.kind === "every",
		results: of,
		maybeNone: context === "run"
	};
}
function resultsOfRun(steps) {
	if (steps === 2) return runResults;
	return steps === 4 ? stepResults : void 0;
}
function comparedWith(tokens, index, { end, every }) {
	const [before, after] = [tokens[index - 1], tokens[end + 1]];
	if (every) {
		const inContains = tokens[index - 2]?.lexeme.toLowerCase() === "contains" && before?.type === TokenType.LEFT_PAREN;
		const alone = tokens[end + 3]?.type === TokenType.RIGHT_PAREN;
		return inContains && alone && after?.type === TokenType.COMMA ? tokens[end + 2] : void 0;
	}
	if (isEquality(after)) return tokens[end + 2];
	return isEquality(before) ? tokens[index - 2] : void 0;
}
function isEquality(token) {
	return token?.type === TokenType.EQUAL_EQUAL || token?.type === TokenType.BANG_EQUAL;
}

// src/expression/check-told-name.ts
function checkToldName(tokens, index, context) {
	const start = tokens[index];
	const step = walkPath(tokens, index).next().value ?? void 0;
	if (start === void 0) return [];
	if (step?.kind !== "name") return [{
		code: "expression/unknown",
		message: `\`${context}\` must be followed by a name: a step is handed only what the manifest names`,
		help: `write \`${context}.NAME\``,
		...tokenSpan(start)
	}];
	const refused = refusedName(context, step.name);
	return refused === void 0 ? [] : [{
		code: "expression/unknown",
		...refused,
		...tokenSpan(step.token)
	}];
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

// src/expression/check-expression.ts
function checkExpression(source, visible) {
	const { tokens, fault } = lexExpression(source);
	if (fault !== void 0) return [{
		code: "expression/syntax",
		...fault
	}];
	const found = tokens.flatMap((token, index) => checkToken(tokens, token, index, visible));
	if (found.some(({ severity }) => severity === void 0)) return found;
	const parsed = parseExpression(source);
	return "fault" in parsed ? [{
		code: "expression/syntax",
		...parsed.fault
	}] : found;
}
function checkToken(tokens, token, index, visible) {
	if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) return [];
	if (isCall(tokens, index)) return checkFunction(token, visible);
	const name = contextNames.find((each) => each === token.lexeme.toLowerCase());
	if (name === void 0) return [unknownContext(tokens, index, token, visible)];
	const shape = visible.contexts[name];
	if (shape === void 0) return [notHere$1(token, name, visible)];
	const told = name === "secrets" || name === "vars" ? checkToldName(tokens, index, name) : [];
	if (told.length > 0) return told;
	const unknown = checkPath(tokens, index, shape);
	return unknown.length > 0 ? unknown : checkResultWord(tokens, index);
}
function checkFunction(token, visible) {
	const name = token.lexeme;
	if (isStatusFunction(name) && !visible.status) return [{
		code: "expression/not-here",
		message: `\`${name}()\` can be asked in \`if\` only, not in ${visible.where}`,
		...tokenSpan(token)
	}];
	if (isFunction(name)) return [];
	const missing = missingFunctions.get(name.toLowerCase());
	if (missing !== void 0) return [{
		code: "expression/unknown",
		...missing,
		...tokenSpan(token)
	}];
	return [unknownName(token, `"${name}" is not a function`, name, functionNames)];
}
const foreign = /* @__PURE__ */ new Map([
	["steps", "write `needs.STEP.outputs.NAME`, and name the step in `needs`"],
	["jobs", "write `needs.STEP.outputs.NAME`, and name the step in `needs`"],
	["strategy", "write `matrix.NAME` for the values of a leg"],
	["runner", "read RUNNER_OS and the like in the script, where the runner sets them"],
	["job", "read the environment in the script"]
]);
function unknownContext(tokens, index, token, visible) {
	const help = foreign.get(token.lexeme.toLowerCase());
	const message = `"${token.lexeme}" is not a context`;
	if (help !== void 0) return {
		code: "expression/unknown",
		message,
		help,
		...tokenSpan(token)
	};
	const told = unknownName(token, message, token.lexeme, Object.keys(visible.contexts));
	const next = tokens[index + 1];
	const leadsOn = next?.type === TokenType.DOT || next?.type === TokenType.LEFT_BRACKET;
	return isEquality(next) || isEquality(tokens[index - 1]) && !leadsOn ? {
		...told,
		message,
		help: `put a text in single quotes: '${token.lexeme}'`
	} : told;
}
function notHere$1(token, name, visible) {
	const refusal = visible.refusals?.[name];
	if (refusal !== void 0) return {
		...refusal,
		...tokenSpan(token)
	};
	return {
		code: "expression/not-here",
		message: `\`${name}\` is not there in ${visible.where}`,
		help: name === "window" ? "it is there in the options of an incremental extract and of the steps that read its rows" : `use one of ${Object.keys(visible.contexts).join(", ")}`,
		...tokenSpan(token)
	};
}

// src/steps/checks/check.ts
const measures = [
	"rows",
	"nulls",
	"distinct",
	"mean",
	"min",
	"max",
	"sum"
];
const severities = [
	"error",
	"warn",
	"quarantine"
];
const rowRules = [
	"not-null",
	"unique",
	"accepted-values",
	"range",
	"pattern",
	"references"
];
function pointsAtRows(rule) {
	return rowRules.some((each) => each === rule.rule);
}

// src/steps/checks/schema.ts
const bound = () => expressible(union([number$1(), bareText]));
const rowCount = () => expressible(int().min(0));
const listed = array(expressible(union([
	number$1(),
	boolean(),
	bareText
]), () => "")).min(1);
const share = string().regex(/^\d+(\.\d+)?\s*%$/, "must be a share like 30%");
const checkSchema = strict({
	"not-null": oneOrMore.optional().describe("Columns that must hold a value in every row."),
	unique: oneOrMore.optional().describe("Columns that together must differ from row to row."),
	"row-count": strict({
		min: rowCount().optional().describe("At least so many rows."),
		max: rowCount().optional().describe("At most so many rows.")
	}).optional().describe("How many rows there must be."),
	"accepted-values": record(string(), expressible(listed, () => [""])).optional().describe("Per column, the values it may hold."),
	range: record(string(), strict({
		min: bound().optional().describe("The least value."),
		max: bound().optional().describe("The greatest value.")
	})).optional().describe("Per column, the least and the greatest value: numbers, dates or timestamps."),
	pattern: record(string(), expressible(bareText, () => "")).optional().describe("Per column, a regular expression (of JavaScript) that every text must match: `^\\d{5}$`."),
	references: strict({
		columns: oneOrMore.describe("The columns that refer to a row of another dataset."),
		to: nonEmptyText.describe("The step that makes the other dataset; it must be among `needs`."),
		keys: oneOrMore.optional().describe("The columns there, in the same order. Default: the same names.")
	}).optional().describe("Every value is to be found in another dataset, as a foreign key is. Nulls refer to nothing."),
	freshness: strict({
		column: nonEmptyText.describe("A date or a timestamp; one without a zone is taken as UTC."),
		"max-age": expressible(string().regex(durationPattern, "must be a duration like 90m, 6h or 2d"), () => "1d").describe("How old the newest value may be: `90m`, `6h`, `2d`.")
	}).optional().describe("How old the newest row may be."),
	distribution: strict({
		of: _enum(measures).describe("`rows`, or of a column: the share of `nulls` or of `distinct` values, `mean`, `min`, `max`, `sum`."),
		column: nonEmptyText.optional().describe("The column measured; not for `rows`."),
		within: expressible(share, () => "10%").describe("How far from the mean of the last good runs, as a share of it."),
		last: expressible(int().min(1).max(50)).optional().describe("How many of the last good runs are compared with. Default: 7.")
	}).optional().describe("A number about the rows stays near what it was in the last good runs, which the ledger remembers."),
	sql: nonEmptyText.optional().describe("A query; each row it returns is a row that breaks the rule."),
	name: nonEmptyText.optional().describe("sql: what the rule is called in the report."),
	severity: union([_enum(severities), strict({ quarantine: rejectsSchema.describe("How many rows may be put aside.") })]).optional().describe("What a broken rule means: `error` fails the step, `warn` tells it, `quarantine` puts the rows at fault among the rejects and goes on with the others; `{ quarantine: { max: 1% } }` bounds how many. Default: `error`."),
	of: _enum(["staged", "result"]).optional().describe("load: judge the rows that come (`staged`), or the table as it would be (`result`). Default: `staged`.")
});
const checksSchema = array(checkSchema);

// src/manifest/schema-duration.ts
const duration = string("must be a duration like 5s, 2m or 1h").regex(durationPattern, "must be a duration like 5s, 2m or 1h").meta({ examples: ["5s", "2m"] });

// src/manifest/schema-inputs.ts
const inputTypes = [
	"text",
	"integer",
	"number",
	"boolean",
	"choice",
	"date",
	"datetime",
	"json",
	"list"
];
const input = union([_enum(inputTypes), strict({
	type: _enum(inputTypes).optional().describe("What it holds. Default: `text`."),
	description: string().optional().describe("Shown in the form of a manual run."),
	required: boolean().optional().describe("Whether a run must be given it. Default: false."),
	default: json().optional().describe("Its value when none is given."),
	options: array(scalarText$1).min(1).optional().describe("type choice: the values to choose from."),
	min: union([number$1(), nonEmptyText]).optional().describe("type integer, number, date, datetime: the least value."),
	max: union([number$1(), nonEmptyText]).optional().describe("The greatest value."),
	pattern: nonEmptyText.optional().describe("type text: a regular expression that the whole value must match.")
})]);

// src/manifest/schema-retry.ts
const exitCode = int().min(1).max(255);
const httpStatus = union([int().min(100).max(599), string().regex(/^[1-5]xx$/i, "must be a status or a class like 5xx")]);
const retry = strict({
	"max-attempts": int().min(1).max(20).optional().describe("How often a step is tried in all. Default: 1."),
	backoff: _enum(["constant", "exponential"]).optional().describe("Whether the pause doubles from attempt to attempt. Default: `exponential`."),
	delay: duration.optional().describe("The first pause, e.g. `5s`. Default: 5s."),
	"max-delay": duration.optional().describe("The longest pause. Default: 2m."),
	"max-time": duration.optional().describe("No attempt begins later than this after the first began. Default: no bound but the attempts."),
	on: strict({
		"exit-code": union([exitCode, array(exitCode).min(1)]).optional().describe("Exit codes of a script, e.g. `75` or `[75, 111]`."),
		"http-status": union([httpStatus, array(httpStatus).min(1)]).optional().describe("Statuses, or classes of them like `5xx`."),
		sqlstate: oneOrMore.optional().describe("Error classes of a database: `40001`, `SQLITE_BUSY`, or `08*` for all that begin so."),
		message: oneOrMore.optional().describe("Regular expressions, looked for in the failure's message and the last lines of the log."),
		timeout: boolean().optional().describe("Whether a time-out is tried again.")
	}).optional().describe("Which failures are tried again: any that fits. Default: those that another attempt might mend."),
	infrastructure: int().min(0).max(20).optional().describe("How many further attempts there are when it was nobody's fault in the pipeline: a connection reset, a 5xx, a lost runner. Default: 2.")
});

// src/manifest/schema-strategy.ts
const madeLater = string().regex(/^\s*\$\{\{[^]*\}\}\s*$/, "must be a list, or one expression that makes it: ${{ … }}");
const legValues = record(string(), json());
const legList = union([array(legValues), madeLater]);
const strategy = strict({
	matrix: union([object({
		include: legList.optional().describe("Values to add: to each combination that they agree with, else as a leg of their own, by GitHub's rules. A list of maps, or an expression that makes one."),
		exclude: legList.optional().describe("Combinations to leave out: those that have all the values of an item. A list of maps, or an expression.")
	}).catchall(union([array(json()), madeLater])), madeLater]).optional().describe("One leg for every combination of the values of its axes, as in a workflow. An axis is a list, or an expression that makes one; the whole matrix may be an expression too, e.g. over an output of a need."),
	from: nonEmptyText.optional().describe("In place of `matrix`: the step of whose dataset each row becomes a leg; its columns are the leg's values."),
	"max-parallel": expressible(int().min(1)).optional().describe("How many legs may be at work at once, over all jobs. Default: as many as there is room for."),
	"fail-fast": expressible(boolean()).optional().describe("Whether the other legs are stopped as soon as more have failed than `max-failures` allows. Default: true."),
	"max-failures": expressible(union([int().min(0), string().regex(/^(100|\d{1,2}(\.\d+)?)\s*%$/, "must be a number of legs or a share like 5%")])).optional().describe("How many legs may fail before the step has: a number, or a share of them (`5%`). With fewer failures the run is degraded. Default: 0.")
});

// src/manifest/schema.ts
const id = string().regex(idPattern);
const tag = string().regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, "must be a word of letters, digits, \"-\", \"_\", \".\" and \"/\"");
const env = record(string(), scalarText$1);
const timeoutMinutes = expressible(number$1().gt(0).max(7200));
const schedule = strict({
	cron: nonEmptyText.describe("Five fields: minute, hour, day of month, month, day of week. No finer than five minutes."),
	timezone: nonEmptyText.optional().describe("An IANA time zone, e.g. `Europe/Berlin`. Default: `UTC`."),
	"catch-up": _enum([
		"all",
		"latest",
		"none"
	]).optional().describe("What is to become of ticks that GitHub dropped or brought late. `all`: each gets a run of its own, the oldest first, up to a hundred. `latest`: a run is for the latest tick when it was made, and older ones are let go. `none`: as `latest`, but a run that stood in line until the next tick was due does nothing. Default: `latest`."),
	with: record(string(), json()).optional().describe("The inputs of the runs that this schedule makes.")
});
const cache = union([boolean(), strict({
	"max-age": duration.optional().describe("An entry older than this is not taken, e.g. `24h`."),
	env: oneOrMore.optional().describe("Environment variables whose values count."),
	files: oneOrMore.optional().describe("Further files whose bytes count; globs.")
})]);
const commonShape = {
	needs: union([nonEmptyText, array(nonEmptyText)]).optional().describe("The step or steps that must have ended first. What `from` names is needed without being written here."),
	if: union([string().min(1), boolean()]).optional().describe("When to run, as in a workflow. Default: when every need succeeded."),
	retry: retry.optional().describe("How a failing step is tried again."),
	"timeout-minutes": timeoutMinutes.optional().describe("When an attempt is given up; at most 350 on GitHub's own runners. Default: 30."),
	"continue-on-error": expressible(boolean()).optional().describe("Whether the run goes on, as degraded, when the step fails. Default: false."),
	env: env.optional().describe("Environment variables of the step."),
	"runs-on": oneOrMore.optional().describe("The label or labels of the runner. Default: `ubuntu-latest`."),
	with: record(string(), json()).optional().describe("Goes with `uses`: the inputs of the pipeline that is used."),
	strategy: strategy.optional().describe("Run the step once for each leg of a matrix."),
	cache: cache.optional().describe("Do not run the step again while its definition, code, inputs and input datasets are what they were."),
	teardown: nonEmptyText.optional().describe("The set-up step that this one undoes. It runs after all that needs that step, if it succeeded, whatever happened between; its own failure does not fail the run, unless `continue-on-error: false`."),
	pool: nonEmptyText.optional().describe("The pool in which it takes a place while it works."),
	tags: union([tag, array(tag).min(1)]).optional().describe("Words to select it by: `--select tag:nightly`."),
	checks: checksSchema.optional().describe("Rules that the rows must keep before any other step sees them.")
};
const stepSchema = strict({
	...kindShape,
	...commonShape
});
const headShape = {
	name: nonEmptyText.optional().describe("What people call the pipeline. Default: the name of the file."),
	description: string().optional().describe("What it is for, in a sentence."),
	on: strict({ schedule: array(schedule).min(1).optional().describe("When the pipeline runs by itself.") }).optional().describe("What makes the pipeline run. It can always be run by hand."),
	inputs: record(id, input).optional().describe("What a run can be given: the form of a manual run, `--input` on a laptop, `with` of a schedule."),
	connections: record(id, union([nonEmptyText, strict({
		url: nonEmptyText.optional().describe("Where it is."),
		dialect: nonEmptyText.optional().describe("A module of the repository that connects in its own way: its default export is a function of `{ url, env }` that answers a Kysely dialect."),
		env: record(string(), scalarText$1).optional().describe("dialect: what the module is given beside the URL."),
		"max-parallel": int().min(1).optional().describe("How many steps may use it at once, over all jobs. Default: no bound.")
	})])).optional().describe("Databases by name, as URLs: `postgres://…`, `mysql://…`, `mariadb://…` or `sqlite:path`, mostly from a secret; or by a module of your own (`dialect`)."),
	pools: record(id, strict({ "max-parallel": int().min(1).describe("How many of its steps may be at work at once.") })).optional().describe("Limits that steps share: a step with `pool` takes a place in it while it works."),
	concurrency: _enum([
		"queue",
		"cancel",
		"parallel"
	]).optional().describe("What becomes of a run while another one of this pipeline is at work: it waits (`queue`), replaces that one (`cancel`), or runs beside it (`parallel`). Default: `queue`."),
	outputs: record(id, nonEmptyText).optional().describe("What a pipeline that uses this one can read: expressions over its steps, as `needs.<step>.outputs.<name>`."),
	datasets: record(id, nonEmptyText).optional().describe("The datasets that a pipeline that uses this one can read: by name, the step that makes each."),
	env: env.optional().describe("Environment variables of every step."),
	engine: engineSchema.optional().describe("What runs the queries over datasets: `sqlite`, which is built in, or `duckdb`. Default: `sqlite`."),
	defaults: strict({
		retry: commonShape.retry,
		"timeout-minutes": commonShape["timeout-minutes"],
		"runs-on": commonShape["runs-on"],
		env: commonShape.env
	}).optional().describe("What holds for every step that does not say otherwise."),
	"on-failure": strict({ issue: union([boolean(), strict({
		labels: array(nonEmptyText).optional().describe("Labels of the issue. Default: `pipeline-failure`."),
		assignees: array(nonEmptyText).optional().describe("Who is assigned.")
	})]).optional().describe("The issue that a failing scheduled run opens; `false` for none.") }).optional().describe("What happens when a scheduled run fails.")
};
const headSchema = strict({
	...headShape,
	steps: record(string(), unknown())
});
const manifestSchema = strict({
	...headShape,
	steps: record(id, stepSchema).describe("The steps by id. Order is by need, not by place.")
});

// src/manifest/late-values.ts
function findLateValues(authored) {
	const found = [];
	visit(stepSchema, authored, [], {}, found);
	return found;
}
function isLatePlace(path) {
	return leadsToLate(stepSchema, path);
}
function visit(schema, value, path, beside, found) {
	const meta = lateMeta(schema);
	if (typeof value === "string") {
		const known = found.some((each) => each.path.join("\n") === path.join("\n"));
		if (meta !== void 0 && value.includes("${{") && !known) {
			const standIn = meta.standIn?.(beside);
			found.push({
				path,
				text: value,
				...standIn === void 0 ? {} : { standIn }
			});
		} else for (const each of branchesOf(schema)) visit(each, value, path, beside, found);
		return;
	}
	for (const each of branchesOf(schema)) visit(each, value, path, beside, found);
	if (typeof value !== "object" || value === null) return;
	const around = { ...value };
	for (const [key, each] of Object.entries(value)) {
		const below = schemaBelow(schema, key);
		if (below !== void 0) visit(below, each, [...path, Array.isArray(value) ? Number(key) : key], around, found);
	}
}
function leadsToLate(schema, path) {
	if (branchesOf(schema).some((each) => leadsToLate(each, path))) return true;
	const [first, ...rest] = path;
	if (first === void 0) return lateMeta(schema) !== void 0;
	const below = schemaBelow(schema, String(first));
	return below !== void 0 && leadsToLate(below, rest);
}
function branchesOf(schema) {
	if (schema instanceof ZodOptional) return [schema.unwrap()];
	return schema instanceof ZodUnion ? schema.options : [];
}
function schemaBelow(schema, key) {
	if (schema instanceof ZodArray) return schema.element;
	if (schema instanceof ZodRecord) return schema.valueType;
	if (schema instanceof ZodObject && Object.hasOwn(schema.shape, key)) return schema.shape[key];
}

// src/graph/matrix-shape.ts
const noun = "a value of the matrix";
function matrixShape(matrix, around) {
	if (matrix.kind === "expression") return "any";
	if (matrix.kind === "rows") return rowsShape(matrix.from, around);
	if (typeof matrix.include === "string") return "any";
	const added = matrix.include.flatMap((item) => typeof item === "object" ? Object.entries(item) : []);
	const properties = /* @__PURE__ */ new Map();
	for (const [name, values] of Object.entries(matrix.axes)) properties.set(name, shapeOf$1(values));
	for (const [name, value] of added) properties.set(name, joined(properties.get(name), shapeOf$1([value])));
	return {
		noun,
		properties
	};
}
function rowsShape(from, { steps }) {
	const step = steps.get(from);
	const columns = step === void 0 ? void 0 : factsOf(step).columns;
	if (columns === void 0 || step?.strategy !== void 0) return "any";
	return plainProperties(noun, columns.map(({ name }) => name));
}
function shapeOf$1(values) {
	if (typeof values === "string") return "any";
	const open = (value) => typeof value === "string" ? value.includes("${{") : typeof value === "object" && value !== null;
	return values.some(open) ? "any" : "plain";
}
function joined(one, other) {
	return one === "any" || other === "any" ? "any" : "plain";
}

// src/graph/need-shape.ts
const results = ["total", ...stepResults];
function needShape(step, around) {
	if (step === void 0) return "any";
	const common = [["result", "plain"], ["outputs", outputsShape(step, around)]];
	if (step.strategy === void 0) return {
		noun: "a property of a need: it has `result` and `outputs`",
		properties: new Map(common),
		refusals: new Map(["legs", "failed"].map((name) => [name, notMapped(step, name)]))
	};
	return {
		noun: "a property of a mapped need: it has `result`, `outputs`, `legs` and `failed`",
		properties: new Map([
			...common,
			["legs", plainProperties("a count of `legs`", results)],
			["failed", "any"]
		])
	};
}
function notMapped({ id }, property) {
	return {
		message: `\`${property}\` is not there: step "${id}" has no legs`,
		help: `ask for \`needs.${id}.result\`, or give the step a \`strategy\``
	};
}
function outputsShape(step, around) {
	if (isUses(step)) return outputsOfUsed(step.id, around.used?.get(usedFile(step))?.outputs);
	const { outputs: names } = factsOf(step);
	if (names === void 0) return noOutputs(step);
	if (names.length === 0) return "any";
	const values = names.map((name) => [name, step.strategy === void 0 ? "plain" : "any"]);
	return {
		noun: `an output that the script of "${step.id}" writes in so many words`,
		properties: new Map(values),
		open: true
	};
}
function outputsOfUsed(id, outputs) {
	if (outputs === void 0) return "any";
	return {
		noun: `an output of the pipeline that "${id}" uses`,
		properties: new Map(Object.keys(outputs).map((name) => [name, "any"]))
	};
}
function noOutputs({ id, kind }) {
	return {
		noun: `there: step "${id}" is ${/^[aeiou]/.test(kind) ? "an" : "a"} \`${kind}\`, and only \`run\` and \`uses\` have outputs`,
		properties: /* @__PURE__ */ new Map()
	};
}

// src/graph/context-shapes.ts
function globalShapes(around) {
	return keptFor(around).global;
}
function stepShapes(id, around) {
	const kept = keptFor(around);
	const known = kept.steps.get(id);
	if (known !== void 0) return known;
	const step = around.steps.get(id);
	const names = [...Object.keys(around.manifest.env), ...Object.keys(step?.env ?? {})];
	const made = {
		...kept.global,
		env: plainProperties("an environment variable of this step or pipeline", names),
		needs: needsShape(id, around),
		...step?.strategy === void 0 ? {} : { matrix: matrixShape(step.strategy.matrix, around) },
		...seesWindow(id, around) ? { window: windowShape } : {}
	};
	kept.steps.set(id, made);
	return made;
}
function outputShapes(around) {
	const ids = [...around.manifest.steps.map(({ id }) => id), ...around.unread];
	return {
		...withoutSecrets(globalShapes(around)),
		needs: shapeOfNeeds("a step of this pipeline", ids, around)
	};
}
function envShape({ manifest }) {
	return plainProperties("an environment variable of this pipeline", Object.keys(manifest.env));
}
function withoutSecrets(shapes) {
	return withoutContexts(shapes, ["secrets"]);
}
function withoutContexts(shapes, names) {
	const rest = { ...shapes };
	for (const name of names) delete rest[name];
	return rest;
}
const windowShape = plainProperties("a bound of `window`", ["from", "to"]);
const kept = /* @__PURE__ */ new WeakMap();
function keptFor(around) {
	const known = kept.get(around);
	if (known !== void 0) return known;
	const made = {
		global: makeGlobal(around),
		steps: /* @__PURE__ */ new Map(),
		needs: /* @__PURE__ */ new Map()
	};
	kept.set(around, made);
	return made;
}
function makeGlobal({ manifest, unread, envExample }) {
	return {
		inputs: {
			noun: "an input of this pipeline",
			properties: new Map(Object.entries(manifest.inputs).map(([name, input]) => [name, shapeOf(input)]))
		},
		vars: envExample === null ? "any" : plainProperties("a variable of `.env.example`", envExample),
		secrets: envExample === null ? "any" : secretShape(envExample),
		run: runShape(manifest, unread),
		github: "any"
	};
}
function secretShape(names) {
	const also = (name) => name.toUpperCase() === "GITHUB_TOKEN";
	return {
		...plainProperties("a secret of `.env.example`", names),
		also
	};
}
function shapeOf({ type }) {
	return type === "json" || type === "list" ? "any" : "plain";
}
function runShape({ steps }, unread) {
	const noun = "a property of `run`";
	const result = plainProperties("a property of a step of the previous run", ["result"]);
	const previous = {
		noun: "a property of `run.previous`",
		properties: new Map([...[
			"id",
			"result",
			"date"
		].map((name) => [name, "plain"]), ["steps", stepsOfRun(steps, unread, result)]])
	};
	const plain = [
		"id",
		"date",
		"at",
		"latest"
	].map((name) => [name, "plain"]);
	return {
		noun,
		properties: new Map([...plain, ["previous", previous]])
	};
}
function stepsOfRun(steps, unread, result) {
	const used = new Set(steps.filter(({ kind }) => kind === "uses").map(({ id }) => id));
	return {
		noun: "a step of this pipeline",
		properties: new Map(steps.map(({ id }) => [id, result])),
		also: (name) => unread.has(name) || name.includes("/") && used.has(name.slice(0, name.indexOf("/")))
	};
}
function needsShape(id, around) {
	const step = around.steps.get(id);
	const needs = around.edges.get(id);
	if (step === void 0 || needs === void 0) return "any";
	const unread = step.needs.filter((need) => around.unread.has(need));
	return {
		...shapeOfNeeds("a need of this step", [...seenNeeds(step, needs), ...unread], around),
		refusals: notNeeded(step, around)
	};
}
function notNeeded(step, { steps, unread }) {
	return { get: (name) => {
		if (name === step.id || step.teardown !== void 0 || !(steps.has(name) || unread.has(name))) return void 0;
		const needs = [...step.needs.filter((need) => steps.has(need)), name].join(", ");
		return {
			message: `"${name}" is not a need of this step`,
			help: `add it: \`needs: [${needs}]\``
		};
	} };
}
function shapeOfNeeds(noun, ids, around) {
	const { needs } = keptFor(around);
	const properties = /* @__PURE__ */ new Map();
	for (const id of ids) {
		const shape = needs.get(id) ?? needShape(around.steps.get(id), around);
		needs.set(id, shape);
		properties.set(id, shape);
	}
	return {
		noun,
		properties
	};
}

// src/graph/refusals.ts
const ifRefusals = {
	secrets: {
		code: "expression/not-here",
		message: "`secrets` cannot be read in `if`, as in a workflow",
		help: "set an `env` variable from the secret, and test `env.NAME`"
	},
	matrix: {
		code: "expression/not-here",
		message: "`matrix` is not there in `if`, as in a workflow: it is asked once, before there are legs",
		help: "leave legs out with `exclude`, or filter the list that the matrix is made of"
	}
};
const sqlRefusals = { secrets: {
	code: "expression/secret-in-sql",
	message: "a secret in SQL would be written into the dataset, which is kept and handed on",
	help: "use the secret where it is needed, in `connections`, `headers` or `env`"
} };
const strategyRefusals = {
	secrets: {
		code: "expression/not-here",
		message: "a secret in `strategy` would be told to everyone who sees the run",
		help: "take the values from `inputs`, `vars` or `needs`"
	},
	matrix: {
		code: "expression/not-here",
		message: "`matrix` is not there in `strategy`, which makes it",
		help: "use one of inputs, vars, run, github, needs"
	},
	env: {
		code: "expression/not-here",
		message: "`env` is not there in `strategy`, as in a workflow",
		help: "use one of inputs, vars, run, github, needs"
	}
};
const toleranceRefusals = {
	...toldRefusals("continue-on-error"),
	matrix: {
		code: "expression/not-here",
		message: "`matrix` is not there in `continue-on-error`, which holds for all legs of a step",
		help: "say with `max-failures` how many legs may fail"
	}
};
function toldRefusals(option) {
	return { secrets: {
		code: "expression/not-here",
		message: `a secret in \`${option}\` would be told to everyone who sees the run or the repository`,
		help: option === "with" ? "name the secret in the pipeline that is used: it is handed what it names itself" : "write the value itself, or take it from `inputs` or `vars`"
	} };
}
const beforeRun = "it must be known before the run";
const reasons = {
	needs: "the order of the steps is made of it",
	from: "the order of the steps is made of it",
	teardown: "the order of the steps is made of it",
	uses: "the steps of that pipeline are planned with those of this one",
	into: "the secrets and the pool of a connection are handed out before the run",
	pool: "the places of a pool are shared out among the jobs before the run",
	pools: "the places of a pool are shared out among the jobs before the run",
	"max-parallel": "the places are shared out among the jobs before the run",
	"runs-on": "the jobs are planned by it before the run",
	tags: "steps are selected by them before the run",
	schedule: "nothing has run when a schedule begins a run",
	inputs: "nothing has run when a run is given its inputs",
	retry: "how long a job may take is reckoned from it before the run",
	concurrency: "it stands in the workflow, which is made before any run",
	name: "the workflow, its artifacts and its issues are found by it",
	columns: "the queries of later steps are checked against it",
	module: "its code is checked and read before the run",
	input: "it says what the script finds, and is checked before the run",
	output: "it says what the step makes, and is checked before the run",
	datasets: "it says what the pipeline hands on, and is checked before the run",
	cache: "whether a step is run is decided by it"
};
function whyNowhere(path) {
	const key = path.findLast((each) => typeof each === "string" && Object.hasOwn(reasons, each));
	return (key === void 0 ? void 0 : reasons[key]) ?? beforeRun;
}

// src/graph/expression-places.ts
function expressionPlace(path, around) {
	const [section, id] = path;
	if (path.at(-1) === "description") return { kind: "text" };
	const global = globalShapes(around);
	const withEnv = {
		...global,
		env: envShape(around)
	};
	if (section === "env") return template("`env` of the pipeline", global);
	if (section === "connections" && path[2] !== "max-parallel") return template("`connections`", withEnv);
	if (section === "outputs") return told("`outputs`", "outputs", outputShapes(around));
	if (section === "defaults" && id === "env") return template("`defaults`", withEnv);
	if (section === "defaults" && id === "timeout-minutes") return value("`defaults`", withoutSecrets(withEnv));
	if (section === "steps" && path.length > 2) return placeInStep(String(id), path.slice(2), around);
	return {
		kind: "nowhere",
		why: whyNowhere(path)
	};
}
function placeInStep(id, rest, around) {
	const [key, option] = rest;
	const shapes = stepShapes(id, around);
	const where = `step "${id}"`;
	if (key === "if") return {
		kind: "condition",
		visible: {
			where: "`if`",
			contexts: withoutContexts(shapes, [
				"secrets",
				"matrix",
				"window"
			]),
			status: true,
			refusals: ifRefusals
		}
	};
	if (key === "env") return template(where, shapes);
	if (key === "with") return told(where, "with", shapes);
	if (key === "strategy") return placeInStrategy(rest, shapes);
	if (key === "continue-on-error") return placeOfTolerance(around.steps.get(id), where, shapes);
	if (isLatePlace(rest)) return value(where, withoutContexts(shapes, ["secrets", "window"]), toldRefusals(lastKey$1(rest)));
	const use = key === "checks" ? checkUses$1[String(rest[2])] : textUse(String(key), String(option ?? ""));
	if (use === "script") return { kind: "script" };
	if (use === "sql") return {
		kind: "sql",
		visible: {
			where: "SQL",
			contexts: withoutSecrets(shapes),
			status: false,
			refusals: sqlRefusals
		}
	};
	if (use === "told") return told(where, String(option), shapes);
	if (use === "template" || use === "value") return template(where, shapes);
	return {
		kind: "nowhere",
		why: whyNowhere(rest)
	};
}
function placeOfTolerance(step, where, shapes) {
	if (step !== void 0 && isUses(step) && step.strategy === void 0) return {
		kind: "nowhere",
		why: "each failure of the steps of that pipeline is judged by it as it happens"
	};
	return value(where, withoutContexts(shapes, [
		"secrets",
		"matrix",
		"window"
	]), toleranceRefusals);
}
function placeInStrategy(rest, shapes) {
	const visible = {
		where: "`strategy`",
		contexts: withoutContexts(shapes, [
			"secrets",
			"matrix",
			"env",
			"window"
		]),
		status: false,
		refusals: strategyRefusals
	};
	const [, key, axis, ...inner] = rest;
	if (key === "from") return {
		kind: "nowhere",
		why: whyNowhere(rest)
	};
	if (key === "matrix") return {
		kind: axis === void 0 || inner.length === 0 ? "value" : "template",
		visible
	};
	return {
		kind: "value",
		visible
	};
}
const checkUses$1 = { sql: "sql" };
function template(where, contexts) {
	return {
		kind: "template",
		visible: {
			where,
			contexts,
			status: false
		}
	};
}
function told(where, option, contexts) {
	return {
		kind: "template",
		visible: {
			where,
			contexts: withoutSecrets(contexts),
			status: false,
			refusals: toldRefusals(option)
		}
	};
}
function value(where, contexts, refusals = {}) {
	return {
		kind: "value",
		visible: {
			where,
			contexts,
			status: false,
			refusals
		}
	};
}
function lastKey$1(path) {
	return String(path.findLast((each) => typeof each === "string"));
}

// src/graph/check-expressions.ts
function checkExpressions(authored, around) {
	const found = [];
	walk(authored, [], (text, path) => found.push(...checkText(text, path, around)));
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
	return "visible" in place ? checkSql$1(sql, place.visible, at) : [];
}
function walk(value, path, visit) {
	if (typeof value === "string") {
		if (value.includes("${{") || path.length === 3 && path[2] === "if") visit(value, [...path]);
		return;
	}
	if (typeof value !== "object" || value === null) return;
	const list = Array.isArray(value);
	for (const key of Object.keys(value)) {
		path.push(list ? Number(key) : key);
		walk(Reflect.get(value, key), path, visit);
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
	if (place.kind === "script") return findExpressions(text).map((each) => inScript(each, at));
	if (place.kind === "sql") return checkSql$1(text, place.visible, at);
	if (place.kind === "condition") return checkCondition(text, place.visible, at);
	const found = findExpressions(text);
	if (place.kind === "nowhere") return found.map((each) => notHere(each, path, place.why, at));
	if (place.kind === "value" && wholeExpression(text) === void 0 && found.every(({ closed }) => closed)) return found.slice(0, 1).map((each) => notAlone(each, path, at));
	return found.flatMap((each) => checkFound(each, place.visible, at));
}
function checkFound(found, visible, at) {
	if (!found.closed) return [unclosed(found, at)];
	return checkExpression(found.source, visible).map((mistake) => located(mistake, found.sourceStart, at));
}
function checkCondition(text, visible, at) {
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
	return checkExpression(source, visible).map((mistake) => located(mistake, offset, at));
}
function checkSql$1(sql, visible, at) {
	const quoted = quotedExpressions(sql);
	const comments = sqlComments(sql);
	const inside = (spans, { start }) => spans.some((span) => span.start <= start && start < span.end);
	return findExpressions(sql).flatMap((found) => {
		if (inside(comments, found)) return [];
		if (inside(quoted, found)) return [quotedInSql(found, at)];
		return checkFound(found, visible, at);
	});
}
function located(mistake, offset, at) {
	const { code, severity = "error", message, help, start, end } = mistake;
	return {
		...problem$1(code, message, at({
			start: offset + start,
			end: offset + end
		}), help),
		severity
	};
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
function notHere(found, path, why, at) {
	return problem$1("expression/not-here", `\`${lastKey(path)}\` takes no \`\${{ }}\`: ${why}`, at(found), "write the value itself");
}
function notAlone(found, path, at) {
	return problem$1("expression/not-here", `\`${lastKey(path)}\` takes one \`\${{ }}\` with nothing around it, or the value itself`, at(found), "make one expression of it, e.g. with `format('…', …)` or `fromJSON(…)`");
}
function lastKey(path) {
	return path.findLast((each) => typeof each === "string");
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

// src/graph/check-incremental.ts
function checkIncremental(manifest, edges) {
	const extracts = manifest.steps.filter(isIncremental);
	if (extracts.length === 0) return [];
	const around = {
		steps: stepsById(manifest),
		edges
	};
	const named = (step) => ({
		step,
		name: step.id,
		file: manifest.file
	});
	const loads = manifest.steps.filter(handsOn).map((step) => ({
		step,
		fills: factsOf(step).fills,
		makers: makersOf(step.id, around)
	}));
	const loadsOf = (extract) => loads.flatMap(({ step, fills, makers }) => {
		const through = makers.filter(({ id }) => sourcesOf(id, around).includes(extract)).map(named);
		return through.length === 0 ? [] : [{
			...named(step),
			fills,
			makers: through
		}];
	});
	return [...extracts.filter(({ cache }) => cache !== void 0).map((step) => cached(manifest, step)), ...extracts.flatMap((extract) => {
		const all = loadsOf(extract);
		return all.flatMap((load) => judgeLoad(named(extract), load, all.length - 1));
	})];
}
function cached({ file }, { id, path }) {
	return {
		code: "manifest/incremental",
		severity: "error",
		message: `\`cache\` does not go with \`incremental\`: what "${id}" read once is not what is new`,
		at: {
			file,
			path: [...path, "cache"],
			part: "key"
		},
		help: "remove `cache`"
	};
}

// src/graph/check-missing.ts
function checkMissing(manifest, edges) {
	const around = {
		steps: stepsById(manifest),
		edges
	};
	return manifest.steps.filter(handsOn).flatMap((load) => {
		const missing = factsOf(load).fills?.missing;
		if (missing !== "mark" && missing !== "delete") return [];
		const aside = makersOf(load.id, around).find(mayPutAside);
		if (aside === void 0) return [];
		return [{
			code: "manifest/missing",
			severity: "warning",
			message: `"${aside.id}" may put rows aside: in a run that does, \`missing: ${missing}\` fails, since such rows are not missing in the source`,
			at: {
				file: manifest.file,
				path: [
					...load.path,
					"load",
					"missing"
				],
				part: "value"
			},
			help: "let the source fail instead, or load with `missing: keep`"
		}];
	});
}
function mayPutAside(step) {
	return factsOf(step).mayReject === true || step.checks.some(({ severity }) => severity === "quarantine");
}

// src/graph/check-inputs.ts
function checkInputs(manifest, edges, used) {
	return manifest.steps.flatMap((step) => {
		const { inputName } = factsOf(step);
		if (inputName === void 0) return [];
		const datasets = [...edges.get(step.id) ?? []].flatMap(([need, at]) => namesOf(need, manifest, used).map((name) => ({
			name,
			at
		})));
		return repeats(step.id, datasets, inputName);
	});
}
function namesOf(need, manifest, used) {
	const step = stepsById(manifest).get(need);
	return step === void 0 || !isUses(step) ? [need] : [...datasetsOf(step, need, used).keys()];
}
function repeats(id, datasets, inputName) {
	const taken = /* @__PURE__ */ new Map();
	return datasets.flatMap((dataset) => {
		const variable = inputName(dataset.name);
		const first = taken.get(variable);
		if (first === void 0) taken.set(variable, dataset);
		if (first === void 0) return [];
		return [{
			code: "graph/input-name",
			severity: "error",
			message: `step "${id}" would find both "${first.name}" and "${dataset.name}" in ${variable}`,
			at: dataset.at,
			related: [{
				at: first.at,
				message: `"${first.name}" is needed here`
			}],
			help: "rename one of the two steps"
		}];
	});
}

// src/graph/check-joins.ts
const asksForMore = /\b(?:success|failure|always|cancelled)\s*\(/i;
const bearsSkips = /!\s*failure\s*\(/i;
function checkJoins({ file, steps }, edges) {
	const byId = new Map(steps.map((step) => [step.id, step]));
	const joins = steps.filter((step) => bearsSkips.test(step.if ?? ""));
	const branches = new Map(joins.map(({ id }) => [id, branchAbove(id, byId, edges)]));
	return steps.flatMap((step) => {
		if (step.teardown !== void 0 || asksForMore.test(step.if ?? "")) return [];
		for (const [need, at] of edges.get(step.id) ?? []) {
			const join = byId.get(need);
			const branch = branches.get(need);
			if (join === void 0 || branch === void 0) continue;
			const related = [{
				at: {
					file,
					path: [...join.path, "if"],
					part: "value"
				},
				message: `"${need}" bears that`
			}];
			return [{
				code: "graph/below-join",
				severity: "warning",
				message: `when "${branch}" is skipped, "${step.id}" is skipped too, although "${need}" runs`,
				at,
				related,
				help: "give it the same `if`: without one a step looks at all steps above it"
			}];
		}
		return [];
	});
}
function branchAbove(id, byId, edges) {
	const above = new Set(edges.get(id)?.keys());
	for (const one of above) {
		if (byId.get(one)?.if !== void 0) return one;
		for (const further of edges.get(one)?.keys() ?? []) above.add(further);
	}
}

// src/text/matches-glob.ts
function matchesGlob(pattern, path) {
	if (!/[*?]/.test(pattern) || /[[\]{}()!+@]/.test(pattern)) return pattern === path;
	const source = pattern.split(/(\*\*\/|\*+|\?)/).map((part) => meanings[part] ?? part.replaceAll(/[.^$|\\]/g, String.raw`\$&`));
	return new RegExp(`^${source.join("")}$`, "u").test(path);
}
const meanings = {
	"**/": "(?:.*/)?",
	"**": ".*",
	"*": "[^/]*",
	"?": "[^/]"
};

// src/graph/overwritten.ts
function plainPath(file) {
	return posix.normalize(file.replaceAll("\\", "/"));
}
function isCode(file, manifest) {
	return /^pipelines\/[^/]+\.ya?ml$/u.test(file) || codeOf$1(manifest).has(file);
}
const code = /* @__PURE__ */ new WeakMap();
function codeOf$1(manifest) {
	const known = code.get(manifest);
	if (known !== void 0) return known;
	const files = manifest.steps.flatMap((step) => factsOf(step).files).filter(({ use }) => use === "code");
	const found = /* @__PURE__ */ new Set([manifest.file, ...files.map(({ file }) => plainPath(file))]);
	code.set(manifest, found);
	return found;
}
function replacedSource(load, file, around) {
	const origins = makersOf(load.id, around).filter(({ id }) => id !== load.id).filter((step) => isOrigin(step, around));
	return origins.every((step) => readsNothingElse(file, around.sourcesOf(step))) ? origins[0] : void 0;
}
function readsAnyTime(load, file, around) {
	const readers = [...around.steps.values()].filter((step) => around.sourcesOf(step).some((entry) => isMeant(entry, file)));
	if (readers.length === 0) return [];
	const before = needsAbove(load.id, around.edges);
	return readers.filter(({ id }) => !before.has(id) && !needsAbove(id, around.edges).has(load.id));
}
function isOrigin(step, { edges }) {
	const { reads, isPure } = factsOf(step);
	return reads !== void 0 || isPure !== true || (edges.get(step.id)?.size ?? 0) === 0;
}
function readsNothingElse(file, entries) {
	const meant = entries.filter((entry) => isMeant(entry, file));
	return meant.length > 0 && (meant.length === entries.length || meant.some((entry) => plainPath(entry) !== file));
}
function isMeant(entry, file) {
	return !/^[a-z][a-z0-9+.-]*:/i.test(entry) && matchesGlob(plainPath(entry), file);
}
function needsAbove(id, edges) {
	const above = new Set(edges.get(id)?.keys());
	for (const each of above) for (const need of edges.get(each)?.keys() ?? []) above.add(need);
	return above;
}

// src/graph/check-overwritten.ts
function checkOverwritten(manifest, edges) {
	const around = {
		steps: stepsById(manifest),
		edges,
		sourcesOf: literalSources
	};
	return manifest.steps.flatMap((step) => {
		const { writes } = factsOf(step);
		if (writes === void 0 || writes.file.includes("${{")) return [];
		const at = {
			file: manifest.file,
			path: [
				...step.path,
				step.kind,
				...writes.path
			],
			part: "value"
		};
		return judge$1(step, plainPath(writes.file), {
			manifest,
			around,
			at
		});
	});
}
function judge$1(step, file, { manifest, around, at }) {
	const wrong = {
		code: "graph/overwritten",
		severity: "error",
		at
	};
	if (isCode(file, manifest)) return [{
		...wrong,
		message: `step "${step.id}" replaces "${file}", which is part of a pipeline`,
		help
	}];
	const source = replacedSource(step, file, around);
	if (source !== void 0) return [{
		...wrong,
		message: `step "${step.id}" replaces "${file}", which its rows are read from by "${source.id}"`,
		related: [{
			at: placeOf$1(source, manifest),
			message: `"${source.id}" reads it here`
		}],
		help
	}];
	return readsAnyTime(step, file, around).slice(0, 1).map((reader) => ({
		...wrong,
		message: `"${reader.id}" reads "${file}", and it is not said whether before or after step "${step.id}" replaces it`,
		related: [{
			at: placeOf$1(reader, manifest),
			message: `"${reader.id}" reads it here`
		}],
		help: "write another file, or let one of them need the other"
	}));
}
const help = "write another file, e.g. in `out/`";
function placeOf$1(step, { file }) {
	return {
		file,
		path: [...step.path, step.kind],
		part: "key"
	};
}
function literalSources(step) {
	return factsOf(step).files.flatMap(({ file, use }) => use === "source" && !file.includes("${{") ? [file] : []);
}

// src/graph/check-targets.ts
function checkTargets({ file, steps }) {
	const taken = /* @__PURE__ */ new Map();
	return steps.flatMap((step) => {
		const { replaces } = factsOf(step);
		if (replaces === void 0 || step.if !== void 0) return [];
		const at = {
			file,
			path: [
				...step.path,
				step.kind,
				...replaces.path
			],
			part: "value"
		};
		const first = taken.get(replaces.target);
		if (first === void 0) {
			taken.set(replaces.target, {
				step,
				at
			});
			return [];
		}
		return [{
			code: "graph/same-target",
			severity: "error",
			message: `steps "${first.step.id}" and "${step.id}" both replace ${replaces.target}: only the rows of one would be left`,
			at,
			related: [{
				at: first.at,
				message: `"${first.step.id}" replaces it here`
			}],
			help: "put the rows together in a transform, or write to different places"
		}];
	});
}

// src/manifest/input-mistake.ts
function inputMistake(at, message, help) {
	return {
		code: "manifest/inputs",
		severity: "error",
		message,
		at: {
			file: at.file,
			path: at.path,
			part: at.part ?? "value"
		},
		...help === void 0 ? {} : { help }
	};
}
function valueMistakes(at, what, input, value) {
	if (input.type === "choice" && input.options === void 0 || fitInput(input, value) !== void 0) return [];
	const near = input.type === "choice" ? nearest(wordOf(value), input.options ?? []) : void 0;
	const message = `${what} must be ${wantedOf(input, value)}, but is ${shownValue(value)}`;
	const help = near === void 0 ? remedyFor(input, value, "yaml") : `write "${near}"`;
	return [inputMistake(at, near === void 0 ? message : `${message}; did you mean "${near}"?`, help)];
}
function wordOf(value) {
	return typeof value === "string" ? value : shownValue(value);
}
function unknownInput(at, name, inputs, whose = "this pipeline") {
	const names = Object.keys(inputs);
	const near = nearest(name, names);
	const known = names.length === 0 ? `${whose} has no inputs` : `the inputs of ${whose} are ${names.join(", ")}`;
	return inputMistake({
		...at,
		part: "key"
	}, `"${name}" is not an input of ${whose}${near === void 0 ? "" : `; did you mean "${near}"?`}`, near === void 0 ? `declare it under \`inputs\`; ${known}` : `rename it to "${near}"`);
}
function lackingInputs(inputs, given) {
	return Object.entries(inputs).filter(([name, input]) => input.required && input.default === void 0 && !Object.hasOwn(given, name)).map(([name]) => name);
}
function fittedValues(inputs, values) {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => {
		const input = Object.hasOwn(inputs, name) ? inputs[name] : void 0;
		return [name, (input === void 0 ? void 0 : fitInput(input, value)) ?? value];
	}));
}

// src/graph/check-uses.ts
function checkUses(manifest, used) {
	return manifest.steps.filter(isUses).flatMap((step) => {
		const child = used.get(usedFile(step));
		return child === void 0 ? [] : [...checkGiven(manifest, step, child), ...checkLacking(manifest, step, child)];
	});
}
function checkGiven({ file }, step, child) {
	return Object.entries(step.with).flatMap(([name, value]) => {
		const at = {
			file,
			path: [
				...step.path,
				"with",
				name
			]
		};
		const input = Object.hasOwn(child.inputs, name) ? child.inputs[name] : void 0;
		if (input === void 0) return [unknownInput(at, name, child.inputs, child.file)];
		return holdsExpression(value) ? [] : valueMistakes(at, `input "${name}" of ${child.file}`, input, value);
	});
}
function checkLacking(manifest, step, child) {
	return lackingInputs(child.inputs, step.with).map((name) => {
		const message = `step "${step.id}" lacks input "${name}", which ${child.file} requires`;
		const help = `add \`with: { ${name}: … }\` to the step, or give the input a default`;
		return inputMistake(placeOfUses(manifest, step), message, help);
	});
}

// src/manifest/check-appends.ts
function checkAppends({ file, steps }) {
	return steps.flatMap((step) => {
		const { appendsUnsaid } = factsOf(step);
		if (appendsUnsaid === void 0 || appendsUnsaid.table === "") return [];
		return [{
			code: "manifest/append",
			severity: "warning",
			message: `each run adds its rows again to "${appendsUnsaid.table}"`,
			at: {
				file,
				path: [
					...step.path,
					step.kind,
					...appendsUnsaid.path
				],
				part: "value"
			},
			help: "say `mode: append` to mean it, or `mode: replace`, or `mode: merge` with a `key`"
		}];
	});
}

// src/manifest/check-caches.ts
function checkCaches(manifest) {
	return manifest.steps.flatMap((step) => step.cache === void 0 ? [] : [
		...ofSetUp(manifest, step),
		...ofAddress(manifest, step),
		...ofDatabase(manifest, step)
	]);
}
function ofSetUp({ file, steps }, { id, path }) {
	const down = steps.find(({ teardown }) => teardown === id);
	if (down === void 0) return [];
	const undone = {
		file,
		path: [...down.path, "teardown"],
		part: "value"
	};
	return [{
		code: "manifest/cache",
		severity: "error",
		message: `"${down.id}" tears down what "${id}" sets up, so the next run would find "${id}" in the cache and nothing set up`,
		at: {
			file,
			path: [...path, "cache"],
			part: "key"
		},
		related: [{
			at: undone,
			message: `it is torn down here`
		}],
		help: "remove `cache`"
	}];
}
function ofDatabase({ file }, step) {
	const { connection, makesDataset } = factsOf(step);
	if (connection === void 0 || "cache" in ignoredBy(step.kind)) return [];
	const at = {
		file,
		path: [...step.path, "cache"],
		part: "key"
	};
	if (!makesDataset) return [{
		code: "manifest/cache",
		severity: "error",
		message: "`cache` does not go with a transform inside a connection: what it does is done in the database",
		at,
		help: "remove `cache`; a `merge` or `replace` of the same rows changes nothing"
	}];
	if (step.cache?.maxAgeMs !== void 0) return [];
	return [{
		code: "manifest/cache",
		severity: "warning",
		message: "of a query only its text and parameters count, so what the database answered once is used for ever",
		at,
		help: "say how long its data is good: `cache: { max-age: 24h }`"
	}];
}
function ofAddress({ file }, { options, cache, path }) {
	if (!("from" in options) || !Array.isArray(options.from) || cache?.maxAgeMs !== void 0) return [];
	const url = options.from.find((each) => typeof each === "string" && /^https?:\/\//i.test(each));
	if (url === void 0) return [];
	return [{
		code: "manifest/cache",
		severity: "warning",
		message: `of a URL only the address counts, so what "${url}" answered once is used for ever`,
		at: {
			file,
			path: [...path, "cache"],
			part: "key"
		},
		help: "say how long its data is good: `cache: { max-age: 24h }`"
	}];
}

// src/manifest/check-connections.ts
function checkConnections({ file, connections, steps }, unread) {
	const names = Object.keys(connections);
	const used = /* @__PURE__ */ new Set();
	const found = [];
	for (const step of steps) {
		const { connection } = factsOf(step);
		if (connection === void 0) continue;
		const { name, path } = connection;
		used.add(name);
		if (Object.hasOwn(connections, name)) continue;
		const near = nearest(name, names);
		found.push({
			code: "manifest/connection",
			severity: "error",
			message: `"${name}" is not a connection of this pipeline${near === void 0 ? "" : `; did you mean "${near}"?`}`,
			at: {
				file,
				path: [
					...step.path,
					step.kind,
					...path
				],
				part: "value"
			},
			help: near === void 0 ? `declare it: \`connections: { ${name}: \${{ secrets.${name.toUpperCase().replace(/\W/g, "_")}_URL }} }\`` : `write "${near}"`
		});
	}
	if (unread.size > 0) return found;
	return [...found, ...names.filter((name) => !used.has(name)).map((name) => unused$1(file, name))];
}
function unused$1(file, name) {
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

// src/graph/check-max-failures.ts
function checkMaxFailures({ file, steps }) {
	return steps.flatMap(({ id, strategy, path }) => {
		if (strategy === void 0 || !("count" in strategy.maxFailures)) return [];
		const legs = legCount(strategy.matrix);
		const { count } = strategy.maxFailures;
		if (legs === null || legs === 0 || count < legs) return [];
		return [{
			code: "manifest/strategy",
			severity: "warning",
			message: `${count} legs of step "${id}" may fail, and it has ${legs}: it can never fail`,
			at: {
				file,
				path: [
					...path,
					"strategy",
					"max-failures"
				],
				part: "value"
			},
			help: "lower it, or write `continue-on-error: true` if that is meant"
		}];
	});
}

// src/manifest/check-pools.ts
function checkPools({ file, pools, steps }, unread) {
	const names = Object.keys(pools).filter((name) => !name.includes("."));
	const used = /* @__PURE__ */ new Set();
	const found = [];
	for (const { id, pool, path } of steps) {
		if (pool === void 0) continue;
		used.add(pool);
		if (names.includes(pool)) continue;
		const near = nearest(pool, names);
		found.push({
			code: "manifest/pool",
			severity: "error",
			message: `step "${id}" is in pool "${pool}", which this pipeline does not have${near === void 0 ? "" : `; did you mean "${near}"?`}`,
			at: {
				file,
				path: [...path, "pool"],
				part: "value"
			},
			help: near === void 0 ? `declare it: \`pools: { ${pool}: { max-parallel: 2 } }\`` : `write "${near}"`
		});
	}
	if (unread.size > 0) return found;
	return [...found, ...names.filter((name) => !used.has(name)).map((name) => unused(file, name))];
}
function unused(file, name) {
	return {
		code: "manifest/unused-pool",
		severity: "warning",
		message: `no step is in pool "${name}"`,
		at: {
			file,
			path: ["pools", name],
			part: "key"
		},
		help: `remove it, or add \`pool: ${name}\` to the steps that share it`
	};
}

// src/plan/check-timeouts.ts
function checkTimeouts({ file, steps }) {
	return steps.flatMap((step) => {
		if (hasLate(step, "timeout-minutes")) return [];
		const longest = longestStepsMinutes(step.runsOn);
		const [one, all] = [minutes(step.timeoutMs), minutes(stepTimeoutMs(step))];
		if (all <= longest) return [];
		const at = {
			file,
			path: [...step.path, "timeout-minutes"],
			part: "value"
		};
		const ends = `a job on ${labels(step.runsOn)} has at most ${longest} for its steps`;
		return one > longest ? [{
			code: "manifest/timeout",
			severity: "error",
			message: `step "${step.id}" may take ${one} minutes, but ${ends}`,
			at,
			help: "give it less time, make several steps of it, or run it on a runner of your own"
		}] : [{
			code: "manifest/timeout",
			severity: "warning",
			message: `the ${step.retry.maxAttempts} attempts of step "${step.id}" may take ${all} minutes, but ${ends}: the last may be cut off`,
			at,
			help: "give each attempt less time, or the step fewer of them"
		}];
	});
}
function minutes(ms) {
	return Math.ceil(ms / 6e4);
}
function labels(runsOn) {
	return typeof runsOn === "string" ? runsOn : runsOn.join(", ");
}

// src/app/check-files.ts
async function checkFiles(manifest, edges, workspace) {
	const wanted = [...manifest.steps.flatMap((step) => filesOf(step, (edges.get(step.id)?.size ?? 0) > 0)), ...modulesOf(manifest)];
	return (await Promise.all(wanted.map((each) => checkFile(manifest.file, each, workspace)))).flat();
}
function modulesOf({ connections }) {
	return Object.entries(connections).flatMap(([name, { dialect: file }]) => file === void 0 || isElsewhere(file) ? [] : [{
		path: [
			"connections",
			name,
			"dialect"
		],
		file,
		use: "code",
		what: "module"
	}]);
}
function filesOf(step, hasNeeds) {
	return factsOf(step).files.flatMap(({ file, path, use, lookUp: what }) => what === void 0 || use === "source" && (hasNeeds || isElsewhere(file)) ? [] : [{
		path: [
			...step.path,
			step.kind,
			...path
		],
		file,
		use,
		what
	}]);
}
function isElsewhere(file) {
	return file.includes("${{") || /^https?:/i.test(file);
}
async function checkFile(manifestFile, { path, file, use, what }, workspace) {
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
	if (use === "source" && await isPattern(file)) {
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

// src/app/check-modules.ts
async function checkModules(manifest, workspace) {
	const steps = manifest.steps.filter(isModule);
	const diagnostics = [];
	const sources = [];
	if (steps.length === 0) return {
		diagnostics,
		sources
	};
	const { readModule } = await import("./app-module-exports.js");
	const readings = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const path = normalize(step.options.module);
		if (!readings.has(path)) {
			const text = isInside$1(path) ? await textOf$1(resolve(workspace, path)) : void 0;
			const reading = text === void 0 ? void 0 : readModule(path, text);
			readings.set(path, reading);
			if (text !== void 0 && reading !== void 0 && "fault" in reading && !isTransformed(step, manifest)) {
				sources.push(plainSource(path, text));
				diagnostics.push(unparsable(path, reading.fault));
			}
		}
		const reading = readings.get(path);
		if (reading === void 0 || "fault" in reading) continue;
		if (reading.names !== void 0 && step.options.export !== "" && !reading.names.includes(step.options.export)) diagnostics.push(notExported(manifest.file, step, reading.names));
	}
	return {
		diagnostics,
		sources
	};
}
function isModule(step) {
	return "module" in step.options;
}
function isTransformed({ env }, manifest) {
	return "NODE_OPTIONS" in env || "NODE_OPTIONS" in manifest.env;
}
function isInside$1(path) {
	return !isAbsolute(path) && !path.startsWith("../");
}
async function textOf$1(path) {
	try {
		return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
	} catch {
		return;
	}
}
function unparsable(file, { message, start, end }) {
	const isUnsupported = message.includes("strip-only");
	return {
		code: "module/syntax",
		severity: "error",
		message: isUnsupported ? message.replace(/^TypeScript/, "the TypeScript") : `the module does not parse: ${message}`,
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start,
				end
			}
		},
		...isUnsupported ? { help: "Node removes types and nothing else: write it in plain JavaScript" } : {}
	};
}
function notExported(file, { path, kind, options }, names) {
	const near = nearest(options.export, names);
	const start = options.module.length + 1;
	return {
		code: "module/export",
		severity: "error",
		message: `"${options.module}" exports no "${options.export}"${near === void 0 ? "" : `; did you mean "${near}"?`}`,
		at: {
			file,
			path: [
				...path,
				kind,
				"module"
			],
			part: "value",
			within: {
				start,
				end: start + options.export.length
			}
		},
		help: near === void 0 ? remedy$1(options.export, names) : `write "${near}"`
	};
}
function remedy$1(name, names) {
	return names.length === 0 ? `write \`export\` before the function "${name}"` : `it exports ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}`;
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

// src/app/check-written-numbers.ts
function checkWrittenNumbers(source, manifest, used) {
	return valuesIn(manifest, used).filter(({ type }) => type === "integer" || type === "number" || type === "json").flatMap(({ path }) => numbersBelow(valueAt(source.authored, path), path)).flatMap(({ path, value }) => {
		const at = {
			file: source.file,
			path,
			part: "value"
		};
		const written = textAt(source, at);
		if (isKept(written) || Number.isInteger(value) && !Number.isSafeInteger(value)) return [];
		return [inputMistake(at, `${written} is the number ${value} in YAML`, `write ${value}, or a text: "${written}"`)];
	});
}
function valuesIn({ inputs, schedules, steps }, used) {
	const given = (path, names, types = {}) => Object.keys(names).map((name) => ({
		path: [...path, name],
		type: Object.hasOwn(types, name) ? types[name]?.type : void 0
	}));
	return [
		...Object.entries(inputs).map(([name, { type }]) => ({
			path: [
				"inputs",
				name,
				"default"
			],
			type
		})),
		...schedules.flatMap((schedule, index) => given([
			"on",
			"schedule",
			index,
			"with"
		], schedule.with, inputs)),
		...steps.filter(isUses).flatMap((step) => given([...step.path, "with"], step.with, used.get(usedFile(step))?.inputs))
	];
}
function numbersBelow(value, path) {
	if (typeof value === "number") return [{
		path,
		value
	}];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, each]) => numbersBelow(each, [...path, Array.isArray(value) ? Number(key) : key]));
}
function isKept(written) {
	if (!/^[-+]?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(written)) return true;
	return !/^[-+]?0\d/.test(written) && isExactNumber(written.replace("+", ""));
}

// src/steps/sql/tokens.ts
const pattern = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|[\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*|\d[\w.]*|\S/gu;
function sqlTokens(sql) {
	const tokens = [];
	for (const match of sql.matchAll(pattern)) {
		const [text] = match;
		if (text.startsWith("--") || text.startsWith("/*")) continue;
		const place = {
			text,
			start: match.index,
			end: match.index + text.length
		};
		const name = nameOf$1(text);
		const quoted = /^["`[]/.test(text);
		tokens.push(name === void 0 ? {
			...place,
			quoted
		} : {
			...place,
			quoted,
			name
		});
	}
	return tokens;
}
function nameOf$1(text) {
	const [first = ""] = text;
	if (text.length > 1 && first === "[") return text.slice(1, -1);
	if (text.length > 1 && (first === "\"" || first === "`")) return text.slice(1, -1).replaceAll(first + first, first);
	return /^[\p{L}_\u0080-\uFFFF]/u.test(text) ? text : void 0;
}

// src/steps/sql/added-as-text.ts
const adds = /* @__PURE__ */ new Set([
	"sum",
	"total",
	"avg"
]);
function addedAsText(sql, columns) {
	const texts = new Map(columns.filter(({ type }) => type === "text").map(({ name }) => [foldName(name), name]));
	if (texts.size === 0) return [];
	const tokens = sqlTokens(sql);
	const found = /* @__PURE__ */ new Map();
	for (const [index, token] of tokens.entries()) {
		const name = token.name === void 0 ? void 0 : texts.get(foldName(token.name));
		const call = name === void 0 || found.has(name) ? void 0 : callOf(tokens, index);
		if (name === void 0 || call === void 0) continue;
		found.set(name, {
			code: "sql/text-sum",
			message: `"${name}" is text: ${call}(…) adds what number each value begins with, of "1.250,50" that is 1.25, of "n/a" 0`,
			help: `let the step that reads "${name}" say what it holds (\`columns:\`, docs/types.md), or write cast("${name}" as real) if just that is meant`,
			start: token.start,
			end: token.end
		});
	}
	return [...found.values()];
}
function callOf(tokens, index) {
	if (tokens[index + 1]?.text !== ")") return void 0;
	let first = tokens[index - 1]?.text === "." ? index - 2 : index;
	if (tokens[first - 1]?.text.toLowerCase() === "distinct") first -= 1;
	const call = tokens[first - 2]?.name?.toLowerCase();
	return tokens[first - 1]?.text === "(" && call !== void 0 && adds.has(call) ? call : void 0;
}

// src/steps/sql/compared-as-text.ts
const instead = {
	min: "decimal_min(…)",
	max: "decimal_max(…)",
	sum: "decimal_sum(…)",
	total: "decimal_sum(…)",
	avg: "decimal_sum(…)"
};
const calculates = "decimal_add(a, b), decimal_sub(a, b) or decimal_mul(a, b)";
const compares = "decimal_cmp(a, b) < 0, = 0 or > 0";
const signs = new Map([...[
	"<",
	">",
	"between"
].map((sign) => [sign, compares]), ...[
	"+",
	"-",
	"*",
	"/",
	"%"
].map((sign) => [sign, calculates])]);
const ends = /* @__PURE__ */ new Set([
	"limit",
	"rows",
	"range",
	"groups",
	"union",
	"intersect",
	"except",
	"filter"
]);
function comparedAsText(sql, columns) {
	const long = new Map(columns.filter((column) => column.type === "decimal" && storageOf(column) === "TEXT").map((column) => [foldName(column.name), column]));
	if (long.size === 0) return [];
	const tokens = sqlTokens(sql);
	addAliases(tokens, long);
	const found = /* @__PURE__ */ new Map();
	const scopes = [{ sorts: false }];
	for (const [index, token] of tokens.entries()) {
		const scope = follow(scopes, tokens, index);
		const column = token.name === void 0 ? void 0 : long.get(foldName(token.name));
		const next = tokens[index + 1]?.text;
		if (column === void 0 || next === "." || next === "(") continue;
		const use = useOf(tokens, index, scope);
		const kind = `${column.name}: ${use?.what}`;
		if (use === void 0 || found.has(kind)) continue;
		const what = `"${column.name}" is ${columnText(column)}, which SQLite keeps as text: ${use.what}`;
		const help = `write ${use.write}; or cast("${column.name}" as real), where 15 digits are enough`;
		const { start, end } = token;
		found.set(kind, {
			code: "sql/long-decimal",
			message: what,
			help,
			start,
			end
		});
	}
	return [...found.values()];
}
function addAliases(tokens, long) {
	for (const [index, { name }] of tokens.entries()) {
		const column = name === void 0 ? void 0 : long.get(foldName(name));
		const alias = tokens[index + 2]?.name;
		if (column !== void 0 && alias !== void 0 && tokens[index + 1]?.text.toLowerCase() === "as") {
			if (!isWithin(tokens, index, "cast")) long.set(foldName(alias), long.get(foldName(alias)) ?? column);
		}
	}
}
function isWithin(tokens, index, call) {
	return tokens[index - 1]?.text === "(" && tokens[index - 2]?.text.toLowerCase() === call;
}
function follow(scopes, tokens, index) {
	const word = tokens[index]?.text.toLowerCase() ?? "";
	if (word === "(") {
		const call = tokens[index - 1]?.name?.toLowerCase();
		scopes.push({
			sorts: false,
			...call === void 0 ? {} : { call }
		});
	}
	if (word === ")" && scopes.length > 1) scopes.pop();
	const scope = scopes.at(-1) ?? { sorts: false };
	if (word === "by" && tokens[index - 1]?.text.toLowerCase() === "order") scope.sorts = true;
	if (ends.has(word)) scope.sorts = false;
	return scope;
}
function useOf(tokens, index, scope) {
	const call = scope.call === void 0 ? void 0 : instead[scope.call];
	if (scope.call !== void 0 && call !== void 0) return {
		what: `${scope.call}(…) ${scope.call.startsWith("m") ? "goes by its letters" : "of it loses digits"}`,
		write: call
	};
	const isOwned = tokens[index - 1]?.text === ".";
	const [before, behind] = [tokens[index - (isOwned ? 3 : 1)], tokens[index + 1]];
	const sign = signOf(behind, tokens[index + 2]) ?? signOf(before, tokens[index - (isOwned ? 4 : 2)]);
	if (sign !== void 0) return sign === calculates ? {
		what: "calculating with it loses digits",
		write: sign
	} : {
		what: "it is compared by its letters",
		write: sign
	};
	return scope.sorts ? {
		what: "it is sorted by its letters",
		write: "decimal_key(…) where it is sorted by"
	} : void 0;
}
function signOf(sign, other) {
	if (sign === void 0) return void 0;
	if (sign.text === "=") return /^[\d?<>!]/.test(other?.text ?? "") ? compares : void 0;
	return signs.get(sign.text.toLowerCase());
}

// src/steps/sql/taken-for-numbers.ts
function takenForNumbers(sql, columns) {
	return [...comparedAsText(sql, columns), ...addedAsText(sql, columns)].toSorted((one, other) => one.start - other.start);
}

// src/steps/sql/query-fault.ts
function readQuery(text, dialect) {
	const end = firstSemicolon(text, dialect);
	const more = firstWord(text, end, dialect);
	if (more.word !== "") return { fault: {
		message: "the SQL holds more than one statement",
		help: "write one SELECT, WITH or VALUES; make a step of each further one",
		start: more.start,
		end: more.start + more.word.length
	} };
	const query = text.slice(0, end);
	const { word, start } = firstWord(query, 0, dialect);
	if ([
		"select",
		"with",
		"values"
	].includes(word.toLowerCase())) return { query };
	return { fault: {
		message: word === "" ? "the SQL is empty" : `the SQL starts with "${word}" and not with SELECT, WITH or VALUES`,
		help: "select the rows that are wanted: a query only reads",
		start,
		end: start + word.length
	} };
}
function firstSemicolon(text, dialect) {
	for (const piece of scanSql(text, dialect)) {
		const at = piece.kind === "code" ? piece.text.indexOf(";") : -1;
		if (at >= 0) return piece.start + at;
	}
	return text.length;
}
function firstWord(text, from, dialect) {
	for (const piece of scanSql(text.slice(from), dialect)) {
		const match = piece.kind === "comment" ? null : /\w+|[^\s;]/u.exec(piece.text);
		if (match !== null) return {
			word: match[0],
			start: from + piece.start + match.index
		};
	}
	return {
		word: "",
		start: 0
	};
}

// src/app/describe-table.ts
function describeTable(name, step, { manifest, edges, used }) {
	const found = findDataset(name, manifest, used);
	if (found !== void 0 && "lacking" in found) return found.lacking;
	const message = `"${name}" is not a need of step "${step.id}"`;
	const others = manifest.steps.filter(({ id }) => id !== step.id);
	const other = others.find(({ id }) => plain$1(id) === plain$1(name));
	if (other !== void 0 && !factsOf(other).makesDataset) return {
		message: `"${name}" is a \`${other.kind}\` step that makes no dataset`,
		help: "read from a step that makes rows"
	};
	if (other !== void 0) return {
		message,
		help: `add it to needs: \`needs: [${[...needsOf(step), other.id].join(", ")}]\``
	};
	const needs = [...edges.get(step.id)?.keys() ?? []];
	const near = nearest(name, needs) ?? nearest(plain$1(name), needs.map(plain$1));
	if (near !== void 0) return {
		message: `${message}; did you mean "${near}"?`,
		help: `write "${near}"`
	};
	const far = nearest(name, others.map(({ id }) => id));
	if (far !== void 0) return {
		message: `${message}; did you mean step "${far}"?`,
		help: `write "${far}", and add it to needs`
	};
	return {
		message,
		help: needs.length === 0 ? "add `needs:` with the steps whose rows it reads" : `its needs are ${needs.join(", ")}`
	};
}
function needsOf({ needs }) {
	return needs;
}
function plain$1(name) {
	return name.replaceAll("-", "_").toLowerCase();
}

// src/app/check-sql.ts
async function checkSql(around) {
	const { manifest, order } = around;
	if (!manifest.steps.some((step) => isQuery(step) || step.checks.some(({ rule }) => rule === "sql"))) return {
		diagnostics: [],
		columns: declaredColumns(manifest)
	};
	const { judgeQuery } = await import("./steps-sql-judge-query.js");
	const { QueryCompiler } = await import("./steps-sql-query-compiler.js");
	using database = new QueryCompiler();
	const judge = judgeIn(database, judgeQuery);
	const steps = new Map(manifest.steps.map((step) => [step.id, step]));
	const columns = /* @__PURE__ */ new Map();
	const found = [];
	for (const id of /* @__PURE__ */ new Set([...order, ...steps.keys()])) {
		const step = steps.get(id);
		if (step !== void 0) found.push(...await checkStep(step, {
			...around,
			steps,
			columns
		}, judge));
	}
	return {
		diagnostics: found,
		columns
	};
}
function declaredColumns({ steps }) {
	return new Map(steps.flatMap((step) => {
		const declared = factsOf(step).columns?.map(({ name }) => name);
		const seen = columnsSeen(step, declared, /* @__PURE__ */ new Map());
		return seen === void 0 ? [] : [[step.id, seen]];
	}));
}
function judgeIn(database, judgeQuery) {
	return async (query) => judgeQuery(query, database);
}
async function checkStep(step, around, judge) {
	const found = [];
	const declared = factsOf(step).columns?.map(({ name }) => name);
	if (declared !== void 0) around.columns.set(step.id, declared);
	if (isQuery(step)) {
		const { mistake, columns } = await judge({
			sql: bindInPlace(step.options.sql),
			needs: tablesOf(step, around),
			aliases: true,
			makesDataset: true,
			describeTable: (name) => describeTable(name, step, around)
		});
		if (mistake !== void 0 && !(mistake.code === "sql/unknown-table" && lacksNeed(step, around))) found.push(diagnosticOf(mistake, placeIn(step, around.manifest.file)));
		const typed = [.../* @__PURE__ */ new Set([...step.needs, ...around.edges.get(step.id)?.keys() ?? []])].flatMap((id) => typesOf(id, around));
		if (mistake === void 0) found.push(...textsAsNumbers(step.options.sql, typed, placeIn(step, around.manifest.file)));
		if (columns !== void 0 && declared === void 0) around.columns.set(step.id, columns);
	}
	for (const { sql, path } of sqlChecks(step, around.authored)) {
		const mistake = await judgeCheck(sql, step, around, judge);
		const at = (span) => ({
			file: around.manifest.file,
			path,
			part: "value",
			within: span
		});
		if (mistake !== void 0) found.push(diagnosticOf(mistake, at));
		else if (factsOf(step).connection === void 0) found.push(...textsAsNumbers(sql, typesOf(judgedBy(step) ?? "", around), at));
	}
	found.push(...missingColumns(step, around));
	const seen = columnsSeen(step, around.columns.get(step.id), around.columns);
	if (seen === void 0) around.columns.delete(step.id);
	else around.columns.set(step.id, seen);
	return found;
}
function missingColumns(step, { manifest, steps, columns }) {
	const { judgesFrom, from } = factsOf(step);
	const maker = judgesFrom === true ? steps.get(from ?? "") : step;
	if (maker === void 0 || factsOf(maker).columns !== void 0) return [];
	const known = columns.get(maker.id);
	return known === void 0 ? [] : unknownColumns(manifest.file, step, known);
}
async function judgeCheck(sql, step, { columns }, judge) {
	const { connection } = factsOf(step);
	if (connection !== void 0 && "query" in readQuery(sql, "either")) return void 0;
	const name = judgedBy(step);
	if (name === void 0) return void 0;
	const { mistake } = await judge({
		sql: bindInPlace(sql),
		needs: [{
			name,
			columns: columns.get(name)
		}],
		aliases: false,
		makesDataset: false,
		describeTable: (table) => ({
			message: `"${table}" is not a table that the check can see`,
			help: `a check sees the rows of its step as "${name}", and nothing else`
		})
	});
	return connection === void 0 || mistake?.code === "sql/not-a-query" ? mistake : void 0;
}
function judgedBy(step) {
	const { judgesFrom, from } = factsOf(step);
	return judgesFrom === true ? from : step.id;
}
function typesOf(id, { steps }) {
	const step = steps.get(id);
	return step === void 0 ? [] : factsOf(step).columns ?? [];
}
function textsAsNumbers(sql, columns, at) {
	return takenForNumbers(bindInPlace(sql), columns).map(({ code, message, help, start, end }) => ({
		code,
		severity: "warning",
		message,
		help,
		at: at({
			start,
			end
		})
	}));
}
function tablesOf(step, around) {
	const { steps, columns, edges } = around;
	return [.../* @__PURE__ */ new Set([...step.needs, ...edges.get(step.id)?.keys() ?? []])].flatMap((id) => {
		const need = steps.get(id);
		if (need !== void 0 && isUses(need)) return tablesOfUse(need, around);
		return need !== void 0 && !factsOf(need).makesDataset ? [] : [{
			name: id,
			columns: columns.get(id)
		}];
	});
}
function tablesOfUse(step, { manifest, used, columns, columnsIn }) {
	const child = used.get(usedFile(step));
	if (child === void 0) return [{
		name: step.id,
		columns: void 0
	}];
	const declared = Object.keys(child.datasets).map((name) => `${step.id}/${name}`);
	return (declared.length === 1 ? [step.id, ...declared] : declared).map((name) => {
		const found = findDataset(name, manifest, used);
		if (found === void 0 || !("maker" in found) || found.mapped) return {
			name,
			columns: void 0
		};
		return {
			name,
			columns: (found.manifest === manifest ? columns : columnsIn(found.manifest.file))?.get(found.maker.id)
		};
	});
}
function lacksNeed({ needs }, { steps }) {
	return needs.some((id) => !steps.has(id));
}
function isQuery(step) {
	if ("engine" in step.options && step.options.engine === "duckdb") return false;
	if (factsOf(step).connection !== void 0) return false;
	return "sql" in step.options && step.options.sql !== "" && isBindable(step.options.sql);
}
function isBindable(sql) {
	return quotedExpressions(sql).length === 0 && findExpressions(sql).every(({ closed }) => closed);
}
function sqlChecks(step, authored) {
	if (!step.checks.some(({ rule }) => rule === "sql")) return [];
	const checks = valueAt(authored, [...step.path, "checks"]);
	return (Array.isArray(checks) ? checks : []).flatMap((_, index) => {
		const path = [
			...step.path,
			"checks",
			index,
			"sql"
		];
		const sql = valueAt(authored, path);
		return typeof sql === "string" && sql !== "" && isBindable(sql) ? [{
			sql,
			path
		}] : [];
	});
}
function placeIn({ path, kind, options }, file) {
	const sqlFile = options.file;
	return (span) => sqlFile === void 0 ? {
		file,
		path: [
			...path,
			kind,
			"sql"
		],
		part: "value",
		within: span
	} : {
		file: normalize(sqlFile.trim()),
		path: [],
		part: "value",
		span
	};
}
function diagnosticOf({ code, message, help, start, end }, at) {
	return {
		code,
		severity: "error",
		message,
		at: at({
			start,
			end
		}),
		...help === void 0 ? {} : { help }
	};
}

// src/manifest/check-names.ts
const reserved = new RegExp(`^(${[...Object.getOwnPropertyNames(Object.prototype), "prototype"].join("|")}|con|prn|aux|nul|com\\d|lpt\\d|sqlite_.*)$`, "i");
const envPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const sections = [
	["step", "steps"],
	["input", "inputs"],
	["connection", "connections"],
	["pool", "pools"],
	["output", "outputs"],
	["dataset", "datasets"]
];
function checkNames(file, authored, found) {
	const steps = keysAt(authored, ["steps"]);
	for (const [what, section] of sections) checkIds(file, what, [section], keysAt(authored, [section]), found);
	for (const id of steps) checkAxes(file, [
		"steps",
		id,
		"strategy",
		"matrix"
	], authored, found);
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
function checkAxes(file, path, authored, found) {
	checkIds(file, "axis", path, keysAt(authored, path).filter((name) => name !== "include" && name !== "exclude"), found);
}
function checkIds(file, what, section, names, found) {
	const seen = /* @__PURE__ */ new Map();
	for (const name of names) {
		const path = [...section, name];
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
		...nameMistake(file, [...section, name], `${what} "${name}" differs from "${first}" only in case, which GitHub and file systems ignore`, "rename one of them"),
		related: [{
			at: {
				file,
				path: [...section, first],
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

// src/manifest/check-retry.ts
function checkRetry(written, defaults, tell) {
	checkRetryMessages(written, tell);
	const retry = {
		...defaults,
		...written
	};
	if ((retry["max-attempts"] ?? 1) === 1 && written.on !== void 0) tell(["on"], "`on` has no effect: the step is tried once", {
		code: "manifest/retry",
		severity: "warning",
		part: "key",
		help: retry["max-attempts"] === void 0 ? "add `max-attempts: 3`" : "raise `max-attempts`"
	});
	const [delay, longest] = [parseDuration(retry.delay ?? "5s"), parseDuration(retry["max-time"] ?? "")];
	if (delay !== void 0 && longest !== void 0 && longest < delay && written["max-time"] !== void 0) tell(["max-time"], `after ${retry["max-time"]} nothing is tried again, but the first pause is ${retry.delay ?? "5s"}`, {
		code: "manifest/retry",
		severity: "warning",
		help: "raise `max-time`, or lower `delay`"
	});
	if (written.delay !== void 0 && written["max-delay"] !== void 0) checkDelays(written, tell);
}
function checkDelays(retry, tell) {
	const [delay, most] = [parseDuration(retry.delay ?? ""), parseDuration(retry["max-delay"] ?? "")];
	if (delay === void 0 || most === void 0 || delay <= most) return;
	tell(["delay"], `the first pause of ${retry.delay} is longer than the longest, ${retry["max-delay"]}`, {
		code: "manifest/retry",
		severity: "warning",
		help: "lower `delay`, or raise `max-delay`"
	});
}
function checkRetryMessages(retry, tell) {
	const messages = retry.on?.message;
	for (const [index, pattern] of asList(messages).entries()) {
		const fault = faultOf(pattern);
		if (fault === void 0) continue;
		tell([
			"on",
			"message",
			...typeof messages === "string" ? [] : [index]
		], `${JSON.stringify(pattern)} is no regular expression: ${fault}`, {
			code: "manifest/retry",
			help: "write one that JavaScript takes; a backslash before a sign makes it stand for itself"
		});
	}
}
function faultOf(pattern) {
	try {
		return new RegExp(pattern, "m") instanceof RegExp ? void 0 : "";
	} catch (error) {
		return (error instanceof Error ? error.message : String(error)).replace(/^.*: (?=[^:]*$)/, "").toLowerCase();
	}
}

// src/manifest/teller.ts
function teller(file, root, found) {
	return (path, message, { help, code = "manifest/conflict", severity = "error", part = "value" } = {}) => {
		found.push({
			code,
			severity,
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

// src/manifest/check-input-bounds.ts
function checkInputBounds(file, name, input) {
	const at = (key, part = "value") => ({
		file,
		path: [
			"inputs",
			name,
			key
		],
		part
	});
	const bounds = ["min", "max"].filter((key) => input[key] !== void 0);
	if (!isOrdered(input.type) && bounds.length > 0) return bounds.map((key) => inputMistake(at(key, "key"), `\`${key}\` goes with \`type: integer\`, \`number\`, \`date\` or \`datetime\`, not with \`type: ${input.type}\``, input.type === "text" ? "write `type: integer`, or a `pattern`" : `remove \`${key}\``));
	return [
		...bounds.flatMap((key) => valueMistakes(at(key), `\`${key}\` of input "${name}"`, {
			type: input.type,
			required: false
		}, input[key])),
		...emptyRange(file, name, input),
		...checkPattern(file, name, input)
	];
}
function emptyRange(file, name, { type, min, max }) {
	if (min === void 0 || max === void 0 || typeof min !== typeof max || !isAbove(type, min, max)) return [];
	return [inputMistake({
		file,
		path: [
			"inputs",
			name,
			"min"
		]
	}, `no value fits input "${name}": its least is ${min}, its greatest ${max}`, "exchange `min` and `max`")];
}
function checkPattern(file, name, { type, pattern }) {
	if (pattern === void 0) return [];
	const path = [
		"inputs",
		name,
		"pattern"
	];
	if (type !== "text") return [inputMistake({
		file,
		path,
		part: "key"
	}, `\`pattern\` goes with \`type: text\`, not with \`type: ${type}\``, "remove `pattern`")];
	if (wholePattern(pattern) !== void 0) return [];
	return [inputMistake({
		file,
		path
	}, `\`pattern\` of input "${name}" is no regular expression: ${JSON.stringify(pattern)}`, "write one that JavaScript takes, e.g. \"[a-z]{2}-[0-9]+\"; it must match the whole value")];
}

// src/manifest/decode-inputs.ts
const maxInputs = 25;
function decodeInputs(file, authored, found) {
	const names = Object.keys(authored);
	const extra = names[maxInputs];
	if (extra !== void 0) found.push(inputMistake({
		file,
		path: ["inputs", extra],
		part: "key"
	}, `the pipeline has ${names.length} inputs; GitHub takes at most ${maxInputs}`, "join some of them into one of `type: json`, or move constants into `env`"));
	return Object.fromEntries(Object.entries(authored).map(([name, each]) => [name, decodeInput(file, name, each, found)]));
}
function decodeInput(file, name, authored, found) {
	const { type = "text", required = false, ...rest } = typeof authored === "string" ? { type: authored } : authored;
	found.push(...checkOptions(file, name, type, rest.options));
	const written = {
		type,
		required,
		...defined({
			description: rest.description,
			options: rest.options?.map(String)
		}),
		...defined({
			min: rest.min,
			max: rest.max,
			pattern: rest.pattern
		})
	};
	const mistakes = checkInputBounds(file, name, written);
	found.push(...mistakes);
	const { min, max, pattern, ...open } = written;
	const shape = mistakes.length > 0 ? open : {
		...open,
		...defined({
			min: fitBound(open, min),
			max: fitBound(open, max),
			pattern
		})
	};
	if (rest.default === void 0) return shape;
	const at = {
		file,
		path: [
			"inputs",
			name,
			"default"
		]
	};
	found.push(...valueMistakes(at, `the default of input "${name}"`, shape, rest.default));
	return {
		...shape,
		default: fitInput(shape, rest.default) ?? rest.default
	};
}
function checkOptions(file, name, type, options) {
	if (type === "choice" && options === void 0) return [inputMistake({
		file,
		path: ["inputs", name],
		part: "key"
	}, `input "${name}" is a choice, but has no \`options\``, "add `options: [first, second]`")];
	if (type === "choice" || options === void 0) return [];
	return [inputMistake({
		file,
		path: [
			"inputs",
			name,
			"options"
		],
		part: "key"
	}, `\`options\` goes with \`type: choice\`, not with \`type: ${type}\``, "write `type: choice`")];
}
function fitBound(input, bound) {
	const fitted = bound === void 0 ? void 0 : fitInput(input, bound);
	return typeof fitted === "string" || typeof fitted === "number" ? fitted : bound;
}

// src/manifest/decode-schedules.ts
function decodeSchedules(file, authored, inputs, found) {
	return authored.map((schedule, index) => {
		found.push(...withMistakes(file, schedule, index, inputs), ...lacking(file, schedule, index, inputs));
		return {
			cron: schedule.cron,
			timezone: schedule.timezone ?? "UTC",
			catchUp: schedule["catch-up"] ?? "latest",
			with: fittedValues(inputs, schedule.with ?? {})
		};
	});
}
function withMistakes(file, schedule, index, inputs) {
	return Object.entries(schedule.with ?? {}).flatMap(([name, value]) => {
		const at = {
			file,
			path: [
				"on",
				"schedule",
				index,
				"with",
				name
			]
		};
		const input = Object.hasOwn(inputs, name) ? inputs[name] : void 0;
		if (input === void 0) return [unknownInput(at, name, inputs)];
		return holdsExpression(value) ? [] : valueMistakes(at, `input "${name}"`, input, value);
	});
}
function lacking(file, schedule, index, inputs) {
	return lackingInputs(inputs, schedule.with ?? {}).map((name) => inputMistake({
		file,
		path: [
			"on",
			"schedule",
			index,
			"cron"
		]
	}, `the runs of this schedule lack input "${name}", which is required`, `add \`with: { ${name}: … }\` to the schedule, or give the input a default`));
}

// src/steps/checks/decode-rule.ts
const rules = [
	"not-null",
	"unique",
	"row-count",
	"accepted-values",
	"range",
	"pattern",
	"references",
	"freshness",
	"distribution",
	"sql"
];
const defaultRuns = 7;
function decodeRule(check, tell) {
	const [rule, ...more] = rules.filter((each) => check[each] !== void 0);
	if (rule === void 0) tell([], `a check must have one of ${rules.join(", ")}`, { code: "manifest/missing-key" });
	for (const other of more) tell([other], `a check has one rule, but this one has \`${rule}\` and \`${other}\``, {
		part: "key",
		help: "put each rule behind a `-` of its own"
	});
	if (check.name !== void 0 && rule !== "sql") tell(["name"], "`name` goes with `sql`", {
		part: "key",
		help: "remove `name`"
	});
	return [
		...ofColumns(check, tell),
		...byColumn(check, tell),
		...ofOthers(check, tell)
	];
}
function ofColumns(check, tell) {
	const { "not-null": present, unique, "row-count": count } = check;
	if (count !== void 0) tellUpsideDown(["row-count"], count, tell);
	return [
		...present === void 0 ? [] : [{
			rule: "not-null",
			columns: asList(present)
		}],
		...unique === void 0 ? [] : [{
			rule: "unique",
			columns: asList(unique)
		}],
		...count === void 0 ? [] : [{
			rule: "row-count",
			...bounds(count)
		}]
	];
}
function byColumn(check, tell) {
	return [
		...Object.entries(check["accepted-values"] ?? {}).map(([column, values]) => ({
			rule: "accepted-values",
			column,
			values
		})),
		...Object.entries(check.range ?? {}).map(([column, range]) => {
			tellUpsideDown(["range", column], range, tell);
			return {
				rule: "range",
				column,
				...bounds(range)
			};
		}),
		...Object.entries(check.pattern ?? {}).map(([column, pattern], _, { length }) => {
			if (length > 1 && column === "severity" && severities.some((each) => each === pattern)) tell(["pattern", column], `\`pattern\` takes "severity" for the name of a column`, {
				part: "key",
				severity: "warning",
				help: `write \`severity: ${pattern}\` beside \`pattern\`, not inside it, or of such a column "^${pattern}$"`
			});
			const fault = faultOfPattern(pattern);
			if (fault !== void 0) tell(["pattern", column], `"${pattern}" is no regular expression: ${fault}`, { code: "manifest/wrong-type" });
			return {
				rule: "pattern",
				column,
				pattern
			};
		})
	];
}
function ofOthers(check, tell) {
	const { references, freshness, sql, name } = check;
	return [
		...references === void 0 ? [] : [decodeReferences(references, tell)],
		...freshness === void 0 ? [] : [{
			rule: "freshness",
			column: freshness.column,
			maxAgeMs: parseDuration(freshness["max-age"]) ?? 0
		}],
		...decodeDistribution(check, tell),
		...sql === void 0 ? [] : [{
			rule: "sql",
			sql,
			...name === void 0 ? {} : { name }
		}]
	];
}
function decodeReferences({ columns, to, keys }, tell) {
	const from = asList(columns);
	const there = keys === void 0 ? from : asList(keys);
	if (there.length !== from.length) tell(["references", "keys"], `\`keys\` names ${there.length} columns and \`columns\` ${from.length}`, { help: "name as many, in the same order" });
	return {
		rule: "references",
		columns: from,
		to,
		keys: there
	};
}
function decodeDistribution({ distribution }, tell) {
	if (distribution === void 0) return [];
	const { of: measure, column, within, last = defaultRuns } = distribution;
	if (measure === "rows" && column !== void 0) tell(["distribution", "column"], "`of: rows` counts rows and looks at no column", {
		part: "key",
		help: "remove `column`, or write `of: nulls`"
	});
	if (measure !== "rows" && column === void 0) tell(["distribution"], `\`of: ${measure}\` must name a \`column\``, { code: "manifest/missing-key" });
	return [{
		rule: "distribution",
		measure,
		...column === void 0 ? {} : { column },
		within: Number.parseFloat(within) / 100,
		last
	}];
}
function faultOfPattern(pattern) {
	try {
		RegExp(pattern, "u").test("");
		return;
	} catch (error) {
		return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
	}
}
function bounds({ min, max }) {
	return {
		...min === void 0 ? {} : { min },
		...max === void 0 ? {} : { max }
	};
}
function tellUpsideDown(path, { min, max }, tell) {
	const [least, greatest] = [comparable(min), comparable(max)];
	if (least === void 0 || greatest === void 0 || typeof least !== typeof greatest) return;
	if (least > greatest) tell([...path, "max"], `\`max: ${max}\` is less than \`min: ${min}\`, so nothing would be right`, { help: "exchange them" });
}
function comparable(bound) {
	return typeof bound === "string" ? instantOf(bound) : bound;
}

// src/steps/checks/decode-severity.ts
function decodeSeverity({ severity = "error", of }, rules, tell) {
	const [rule] = rules;
	const isQuarantine = severity === "quarantine" || typeof severity === "object";
	if (isQuarantine && rule !== void 0 && !pointsAtRows(rule)) tell(["severity"], `\`${rule.rule}\` does not say which rows are at fault, so none can be put aside`, { help: `use \`error\` or \`warn\`; \`quarantine\` goes with ${rowRules.join(", ")}` });
	if (isQuarantine && of === "result") tell(["of"], "rows that a table has already cannot be put aside", { help: "remove `of: result`, or use `error` or `warn`" });
	if (of === "result" && (rule?.rule === "references" || rule?.rule === "distribution")) tell(["of"], `\`${rule.rule}\` judges the rows that come, not the table`, { help: "remove `of: result`" });
	return {
		...isQuarantine ? { severity: "quarantine" } : {},
		...severity === "warn" ? { severity } : {},
		...typeof severity === "object" ? { atMost: decodeRejects(severity.quarantine) } : {},
		...of === "result" ? { of } : {}
	};
}

// src/steps/checks/decode-checks.ts
function decodeChecks(authored, tell) {
	return authored.flatMap((check, index) => {
		const tellHere = (path, message, options) => tell([index, ...path], message, options);
		const rules = decodeRule(check, tellHere);
		const severity = decodeSeverity(check, rules, tellHere);
		return rules.map((rule) => ({
			...rule,
			...severity,
			entry: index
		}));
	});
}

// src/manifest/repair.ts
function repair(authored, issues, what = "parts") {
	const copy = structuredClone(authored);
	for (const issue of issues) for (const path of refused$1(issue)) remove(copy, what === "parts" ? path : path.slice(0, -1));
	return copy;
}
function refused$1(issue) {
	return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}
function remove(value, path) {
	const [first] = path;
	if (first === void 0 || typeof value !== "object" || value === null) return;
	if (path.length > 1) remove(Reflect.get(value, first), path.slice(1));
	else Reflect.deleteProperty(value, first);
}

// src/manifest/remedies.ts
function remedyForType(path, wanted, value) {
	const key = String(path.at(-1));
	const besideRule = remedyForRule(path, value);
	if (besideRule !== void 0) return besideRule;
	if (typeof value === "number" && wanted.startsWith("a duration")) return `write its unit: ${value}${key === "max-age" ? "h" : "s"}`;
	if (typeof value === "number" && key === "retry") return `write \`{ max-attempts: ${value} }\``;
	if (typeof value === "string" && wanted.startsWith("true or false")) return switchFor(value);
	if (isScalar(value) && wanted.startsWith("a list")) return `write a list: [${value}]`;
	if (typeof value === "string" && /^a (whole )?number/.test(wanted) && isNumeric(value)) return `write it without quotes: ${value}`;
	if ((typeof value === "number" || typeof value === "boolean") && wanted === "text") return `write it in quotes: "${value}"`;
}
const besideRules = {
	severity: severities,
	of: ["staged", "result"]
};
function remedyForRule(path, value) {
	const at = path.lastIndexOf("checks");
	const [index, rule, ...inside] = path.slice(at + 1);
	if (at < 0 || typeof index !== "number" || rule === void 0) return void 0;
	if (inside.length === 0) {
		const key = keysOf(value).find(isBesideRule);
		return key === void 0 ? void 0 : remedyBeside(rule, key, valueAt(value, [key]));
	}
	const last = inside.at(-1);
	if (last === "quarantine" && inside.at(-2) === "severity") return remedyBeside(rule, "severity", {});
	return last === void 0 || !isBesideRule(last) ? void 0 : remedyBeside(rule, last, value);
}
function remedyBeside(rule, key, value) {
	const isWord = besideRules[key]?.includes(value) === true;
	if (!isWord && (typeof value !== "object" || value === null)) return void 0;
	return `write \`${isWord ? `${key}: ${String(value)}` : key}\` beside \`${rule}\`, not inside it`;
}
function isBesideRule(key) {
	return Object.hasOwn(besideRules, key);
}
function keysOf(value) {
	return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
function switchFor(word) {
	if (/^(y|yes|on|true)$/i.test(word)) return "write true";
	return /^(n|no|off|false)$/i.test(word) ? "write false" : void 0;
}
function isScalar(value) {
	return typeof value === "string" ? !value.includes("${{") : typeof value === "number" || typeof value === "boolean";
}
function isNumeric(text) {
	return text.trim() !== "" && Number.isFinite(Number(text));
}

// src/manifest/zod-issues.ts
const mostQuoted = 60;
function zodDiagnostics(file, root, authored, issues, { inManifest = true } = {}) {
	return issues.flatMap((issue) => explain(issue, [], {
		file,
		root,
		authored,
		inManifest
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
	const meant = issue.errors.find((errors) => !errors.some((error) => error.path.length === 0 && isTypeError(error, value)));
	if (meant !== void 0 && meant.length > 0) return meant.flatMap((each) => explain(each, path, around));
	const wanted = issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation));
	return [wrong(path, wanted.length === 0 ? "something else" : alternatives(wanted), value, around)];
}
function isTypeError(issue, value) {
	return issue.code === "invalid_type" || issue.code === "invalid_value" && typeof value === "object";
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
		help: remedyOf(key, [...path, key], {
			near,
			keys,
			value: valueAt(around.authored, [...path, key])
		})
	};
}
function remedyOf(key, path, { near, keys, value }) {
	const besideRule = remedyForRule(path, value);
	if (besideRule !== void 0) return besideRule;
	if (near !== void 0) return `rename it to "${near}"`;
	if (value === null && /\W/.test(key)) return "put the text before it in quotes: a comma in { } begins the next key";
	return `use one of ${keys.join(", ")}`;
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
	const help = around.inManifest ? remedyForType(path, wanted, value) : void 0;
	return {
		code: "manifest/wrong-type",
		severity: "error",
		message: wanted.startsWith("\"") ? wanted : `${nameOf(whole)} must be ${wanted}, but is ${describe(value, around.inManifest ? mostQuoted : Number.POSITIVE_INFINITY)}`,
		at: {
			file: around.file,
			path: whole,
			part: "value"
		},
		...help === void 0 ? {} : { help }
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
	if (issue.code === "invalid_type" && issue.message.startsWith("must be ")) return issue.message.slice(8);
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
function describe(value, most) {
	if (value === null) return "empty";
	if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
	if (typeof value === "object") return "a map";
	if (typeof value === "number") return `the number ${value}`;
	if (typeof value === "string") return JSON.stringify(value.length > most ? `${value.slice(0, most - 3)}…` : value);
	return JSON.stringify(value);
}

// src/manifest/decode-with.ts
function decodeWith(schema, authored, at, found, rounds = 0) {
	const whole = schema.safeParse(authored);
	if (whole.success) return whole.data;
	found.push(...zodDiagnostics(at.file, at.path, authored, whole.error.issues));
	let repaired = repair(authored, whole.error.issues);
	let rest = schema.safeParse(repaired);
	for (let round = 0; !rest.success && round < rounds; round += 1) {
		repaired = repair(repaired, rest.error.issues, "around");
		rest = schema.safeParse(repaired);
	}
	return rest.success ? rest.data : void 0;
}

// src/manifest/check-matrix.ts
const root = ["strategy", "matrix"];
function checkMatrix(matrix, tell) {
	if (matrix.kind !== "axes") return;
	if (Object.keys(matrix.axes).length === 0 && matrix.include.length === 0) return tell(root, "the matrix has no axis, so there is no leg to run", {
		code: "manifest/strategy",
		part: "key",
		help: "add one: `matrix: { region: [eu, us] }`"
	});
	for (const [name, values] of Object.entries(matrix.axes)) if (values.length === 0) tell([...root, name], `the axis "${name}" is empty, so there is no leg to run`, {
		code: "manifest/strategy",
		help: "add values, or remove the axis"
	});
	for (const list of ["include", "exclude"]) checkItems(list, matrix, tell);
}
function checkItems(list, matrix, tell) {
	const items = matrix[list];
	if (typeof items === "string") return;
	for (const [index, item] of items.entries()) {
		const keys = Object.keys(item);
		if (keys.length === 0) tell([
			...root,
			list,
			index
		], `this item of \`${list}\` has no values`, { code: "manifest/strategy" });
		if (list === "exclude") for (const key of keys) checkExcluded(key, item[key], [
			...root,
			list,
			index,
			key
		], matrix, tell);
	}
}
function checkExcluded(key, value, path, { axes }, tell) {
	const name = Object.keys(axes).find((each) => each.toLowerCase() === key.toLowerCase());
	const values = name === void 0 ? void 0 : axes[name];
	if (values === void 0) {
		const near = nearest(key, Object.keys(axes));
		return tell(path, `"${key}" is not an axis of the matrix${near === void 0 ? "" : `; did you mean "${near}"?`}`, {
			code: "manifest/strategy",
			part: "key",
			help: near === void 0 ? "name an axis, or remove it" : `write "${near}"`
		});
	}
	const wanted = scalarText(value);
	const there = typeof values === "string" ? [] : values.map(scalarText);
	if (wanted === void 0 || there.length === 0) return;
	const texts = there.flatMap((each) => each ?? []);
	if (texts.length < there.length || texts.some((each) => each.toLowerCase() === wanted.toLowerCase())) return;
	const near = nearest(wanted, texts);
	tell(path, `no value of the axis "${key}" is ${JSON.stringify(value)}, so this leaves nothing out`, {
		code: "manifest/strategy",
		severity: "warning",
		help: near === void 0 ? `use one of ${texts.slice(0, 20).join(", ")}` : `write ${near}`
	});
}
function scalarText(value) {
	if (value === void 0 || typeof value === "object" && value !== null) return void 0;
	const text = String(value);
	return text.includes("${{") ? void 0 : text;
}

// src/manifest/decode-strategy.ts
function decodeStrategy(authored, tell) {
	const maxParallel = authored["max-parallel"];
	const strategy = {
		matrix: decodeMatrix(authored),
		...maxParallel === void 0 ? {} : { maxParallel },
		failFast: authored["fail-fast"] ?? true,
		maxFailures: decodeMaxFailures(authored["max-failures"] ?? 0)
	};
	if (authored.matrix !== void 0 && authored.from !== void 0) tell(["strategy", "from"], "`strategy` has both `matrix` and `from`", {
		part: "key",
		help: "keep one: `matrix` says the values, `from` takes them from rows"
	});
	else if (authored.matrix === void 0 && authored.from === void 0) tell(["strategy"], "`strategy` must say what the legs are made of: `matrix` or `from`", {
		code: "manifest/missing-key",
		part: "key",
		help: "add `matrix: { region: [eu, us] }`, or `from:` with the step whose rows become legs"
	});
	else checkMatrix(strategy.matrix, tell);
	return strategy;
}
function decodeMatrix({ matrix, from }) {
	if (from !== void 0) return {
		kind: "rows",
		from
	};
	if (typeof matrix === "string") return {
		kind: "expression",
		expression: matrix
	};
	const { include = [], exclude = [], ...axes } = matrix ?? {};
	return {
		kind: "axes",
		axes,
		include,
		exclude
	};
}
function decodeMaxFailures(authored) {
	return typeof authored === "number" ? { count: authored } : { share: Number.parseFloat(authored) / 100 };
}

// src/manifest/check-teardown.ts
const refused = {
	if: "a tear-down runs whenever its set-up succeeded, so `if` cannot decide it",
	strategy: "a tear-down undoes one set-up once, so it has no legs",
	cache: "a tear-down that is not run undoes nothing, so it cannot be cached",
	uses: "a tear-down is one step, not a pipeline"
};
const remedy = {
	if: "remove `if`; for a step that runs in any case write `if: always()` without `teardown`",
	strategy: "remove `strategy`, or undo all in one script",
	cache: "remove `cache`",
	uses: "write `teardown` in the pipeline that is used, beside its set-up"
};
function checkTeardown(step, tell) {
	if (step.teardown === void 0) return;
	for (const key of [
		"if",
		"strategy",
		"cache",
		"uses"
	]) if (step[key] !== void 0) tell([key], refused[key], {
		help: remedy[key],
		part: "key"
	});
}

// src/manifest/check-step-keys.ts
function checkStepKeys(kind, step, tell) {
	if (step.with !== void 0 && step.uses === void 0) tell(["with"], `\`with\` goes with \`uses\`, not with \`${kind}\``, {
		part: "key",
		help: step.transform === void 0 ? "hand values to a script over in `env`, and remove `with`" : "put `with` below `transform`, beside `module`"
	});
	for (const [key, { message, help }] of Object.entries(ignoredBy(kind))) {
		const value = Reflect.get(step, key);
		if (value !== void 0 && value !== false) tell([key], message, {
			part: "key",
			help
		});
	}
	if (step.uses !== void 0 && step["runs-on"] !== void 0 && step.strategy === void 0) tell(["runs-on"], "`runs-on` goes with `uses` only where legs are shared out, with `strategy`", {
		part: "key",
		help: "write it at the steps of that pipeline, or in its `defaults`"
	});
}

// src/manifest/decode-retry.ts
function decodeRetry(authored) {
	const delayMs = parseDuration(authored.delay ?? "5s") ?? 0;
	return {
		maxAttempts: authored["max-attempts"] ?? 1,
		backoff: authored.backoff ?? "exponential",
		delayMs,
		maxDelayMs: parseDuration(authored["max-delay"] ?? "") ?? Math.max(delayMs, 12e4),
		...authored["max-time"] === void 0 ? {} : { maxTimeMs: parseDuration(authored["max-time"]) ?? 0 },
		...authored.on === void 0 ? {} : { on: decodeRetryOn(authored.on) },
		infrastructure: authored.infrastructure ?? 2
	};
}
function decodeRetryOn(on) {
	return {
		exitCodes: [on["exit-code"] ?? []].flat(),
		httpStatuses: [on["http-status"] ?? []].flat().map((status) => String(status).toLowerCase()),
		sqlStates: asList(on.sqlstate),
		messages: asList(on.message),
		timeout: on.timeout ?? false
	};
}

// src/manifest/place-values.ts
function placeValues(authored, values, valueOf) {
	const copy = structuredClone(authored);
	for (const late of values) place(copy, late.path, valueOf(late));
	return copy;
}
function place(into, path, value) {
	const [first, ...rest] = path;
	if (first === void 0 || typeof into !== "object" || into === null) return;
	if (rest.length > 0) place(Reflect.get(into, first), rest, value);
	else if (value === void 0) Reflect.deleteProperty(into, first);
	else Reflect.set(into, first, value);
}

// src/manifest/decode-steps.ts
function decodeStep(file, id, authored, defaults, found) {
	const path = ["steps", id];
	const before = found.length;
	const whole = stepSchema.safeParse(authored);
	const late = whole.success ? [] : findLateValues(authored);
	const standing = late.length === 0 ? authored : placeValues(authored, late, ({ standIn }) => standIn);
	const step = whole.success ? whole.data : decodeWith(stepSchema, standing, {
		file,
		path
	}, found);
	if (step === void 0) return void 0;
	const options = decodeKind(file, id, step, found);
	if (options === void 0) return void 0;
	const isWhole = found.length === before;
	const tell = teller(file, path, found);
	checkTeardown(step, tell);
	checkStepKeys(options.kind, step, tell);
	if (step.retry !== void 0) checkRetry(step.retry, defaults.retry ?? {}, teller(file, [...path, "retry"], found));
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
		continueOnError: step["continue-on-error"] ?? step.teardown !== void 0,
		env: {
			...asTexts(defaults.env),
			...asTexts(step.env)
		},
		runsOn: step["runs-on"] ?? defaults["runs-on"] ?? "ubuntu-latest",
		with: step.with ?? {},
		...step.strategy === void 0 ? {} : { strategy: decodeStrategy(step.strategy, isWhole ? tell : () => {}) },
		...step.cache === void 0 || step.cache === false ? {} : { cache: decodeCache(step.cache) },
		...step.teardown === void 0 ? {} : { teardown: step.teardown },
		...step.pool === void 0 ? {} : { pool: step.pool },
		tags: [...new Set(asList(step.tags))],
		checks: decodeChecks(step.checks ?? [], teller(file, [...path, "checks"], found)),
		...late.length === 0 ? {} : { late: {
			values: late,
			authored
		} },
		path
	};
}
function decodeKind(file, id, step, found) {
	const [kind, ...others] = kindNames.filter((each) => step[each] !== void 0);
	for (const other of others) found.push(twoKinds(file, id, kind ?? other, other));
	const authored = kind === void 0 ? void 0 : step[kind];
	if (kind !== void 0 && authored !== void 0) return decodeOptions(kind, authored, teller(file, [
		"steps",
		id,
		kind
	], found));
	found.push(noKind(file, id));
}
function decodeCache(authored) {
	if (authored === true) return {
		env: [],
		files: []
	};
	const maxAge = authored["max-age"];
	return {
		env: asList(authored.env),
		files: asList(authored.files),
		...maxAge === void 0 ? {} : { maxAgeMs: parseDuration(maxAge) ?? 0 }
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
		message: `step "${id}" has no kind; expected one of ${kindNames.join(", ")}`,
		at: {
			file,
			path: ["steps", id],
			part: "key"
		},
		help: "say what it does, e.g. `extract: { csv: data/orders.csv }`"
	};
}

// src/text/database-url.ts
function isDatabaseUrl(url) {
	return url.startsWith("sqlite:") || isPostgresUrl(url) || isMysqlUrl(url);
}
function isPostgresUrl(url) {
	return /^postgres(?:ql)?:\/\//u.test(url);
}
function isMysqlUrl(url) {
	return /^(?:mysql|mariadb):\/\//u.test(url);
}

// src/manifest/decode-connections.ts
function decodeConnections(file, authored, found) {
	return Object.fromEntries(Object.entries(authored).map(([name, each]) => [name, decodeConnection(name, typeof each === "string" ? { url: each } : each, {
		path: typeof each === "string" ? [name] : [name, "url"],
		tell: teller(file, ["connections"], found)
	})]));
}
function decodeConnection(name, { url, dialect, env }, { path, tell }) {
	if (url === void 0 && dialect === void 0) tell([name], `connection "${name}" must have a \`url\` or a \`dialect\``, {
		code: "manifest/missing-key",
		part: "key"
	});
	if (env !== void 0 && dialect === void 0) tell([name, "env"], "`env` goes with `dialect`", {
		part: "key",
		help: "remove `env`"
	});
	if (dialect?.includes("${{") === true) tell([name, "dialect"], "`dialect` is a path, which holds no expression", {
		code: "manifest/wrong-type",
		help: "write the path of the module, and give it what changes as `env`"
	});
	if (url !== void 0 && dialect === void 0 && !url.includes("${{") && !isDatabaseUrl(url)) tell(path, `connection "${name}" is no postgres://, mysql:// or mariadb:// URL, nor sqlite:path`, {
		code: "manifest/wrong-type",
		help: helpFor(url)
	});
	return {
		url: url ?? "",
		...dialect === void 0 ? {} : { dialect },
		...dialect === void 0 || env === void 0 ? {} : { env: asTexts(env) }
	};
}
function helpFor(url) {
	return /^[\w./-]+$/.test(url) ? `write sqlite:${url} for that file, or an expression: \${{ secrets.NAME }}` : "write postgres://user@host:5432/database, mysql://…, sqlite:path, or an expression: ${{ secrets.NAME }}";
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
	const found = checkPipelineId(file);
	const late = lateDefaultsIn(authored);
	const standing = late.length === 0 ? authored : placeValues(authored, late, () => void 0);
	const head = decodeWith(headSchema, standing, {
		file,
		path: []
	}, found, 3) ?? { steps: {} };
	checkNames(file, authored, found);
	if (head.defaults?.retry !== void 0) checkRetryMessages(head.defaults.retry, teller(file, ["defaults", "retry"], found));
	const unread = /* @__PURE__ */ new Set();
	const steps = [];
	for (const [id, each] of Object.entries(head.steps)) {
		const authoredStep = withEngine(withDefaults(each, late), head.engine);
		const step = decodeStep(file, id, authoredStep, head.defaults ?? {}, found);
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
function lateDefaultsIn(authored) {
	const path = ["defaults", "timeout-minutes"];
	const text = valueAt(authored, path);
	return typeof text === "string" && text.includes("${{") ? [{
		path,
		text
	}] : [];
}
function withDefaults(step, late) {
	if (late.length === 0 || typeof step !== "object" || step === null || Array.isArray(step)) return step;
	return {
		...Object.fromEntries(late.map(({ path, text }) => [path[1], text])),
		...step
	};
}
function withEngine(step, engine) {
	if (engine === void 0 || !isMap(step)) return step;
	const { transform } = step;
	if (!isMap(transform) || transform["sql"] === void 0 || transform["in"] !== void 0) return step;
	return {
		...step,
		transform: {
			engine,
			...transform
		}
	};
}
function isMap(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function assemble(file, head, steps, found) {
	const id = pipelineId(file);
	const inputs = decodeInputs(file, head.inputs ?? {}, found);
	return {
		id,
		file,
		name: head.name ?? id,
		schedules: decodeSchedules(file, head.on?.schedule ?? [], inputs, found),
		inputs,
		connections: decodeConnections(file, head.connections ?? {}, found),
		env: asTexts(head.env),
		outputs: head.outputs ?? {},
		datasets: head.datasets ?? {},
		pools: decodePools(head),
		concurrency: head.concurrency ?? "queue",
		steps,
		onFailure: decodeOnFailure(head["on-failure"]?.issue)
	};
}
function decodePools({ pools = {}, connections = {} }) {
	const named = Object.entries(pools).map(([name, pool]) => [name, pool["max-parallel"]]);
	const limited = Object.entries(connections).flatMap(([name, each]) => {
		const most = typeof each === "string" ? void 0 : each["max-parallel"];
		return most === void 0 ? [] : [[connectionPool(name), most]];
	});
	return Object.fromEntries([...named, ...limited]);
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

// src/app/read-manifest.ts
const maxBytes = 16777216;
async function readManifest(file, workspace, unsaved) {
	const text = unsaved.get(file);
	if (text !== void 0) return decode(file, Buffer.from(text));
	const path = resolve(workspace, file);
	try {
		const { size } = await stat(path);
		if (size > maxBytes) return { problem: tooLarge(file, size) };
		return decode(file, await readFile(path));
	} catch (error) {
		return {
			problem: unreadable$1(file, 0, reason(file, error), "check the path; it starts at the root of the repository"),
			missing: codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR"
		};
	}
}
function decode(file, bytes) {
	if (bytes.indexOf(0) >= 0) return { problem: unreadable$1(file, 0, "the file is binary, not YAML", "give the path of a .yml file; it must be saved as UTF-8") };
	const text = bytes.toString("utf8");
	const bad = isUtf8(bytes) ? -1 : text.indexOf("�");
	if (bad >= 0) {
		const start = plain(text, bad);
		return { problem: {
			...unreadable$1(file, start, "the file is not UTF-8 from here on", "save it as UTF-8"),
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
	const code = codeOf(error);
	if (code === "ENOENT") return `"${file}" is not there`;
	if (code === "EISDIR") return `"${file}" is a directory, not a manifest`;
	if (code === "EACCES") return `"${file}" may not be read`;
	return `"${file}" cannot be read (${String(code ?? error)})`;
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? error.code : void 0;
}
function tooLarge(file, size) {
	return problem("source/too-large", file, 0, `the manifest has ${(size / 1e6).toFixed(1)} MB; at most ${maxBytes / 1024 / 1024} MiB are read`, "split it into several pipelines");
}
function unreadable$1(file, start, message, help) {
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
		diagnostics.push(missing$1(manifest.file, step));
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
	return "sql" in step.options && step.options.file !== void 0;
}
async function textOf(path) {
	try {
		return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
	} catch {
		return;
	}
}
function missing$1(file, step) {
	return {
		code: "manifest/file",
		severity: "error",
		message: `SQL file "${step.options.file}" is not there`,
		at: {
			file,
			path: [
				...step.path,
				step.kind,
				"sql"
			],
			part: "value"
		},
		help: "paths start at the root of the repository"
	};
}

// src/app/read-pipelines.ts
async function readPipelines(files, workspace, unsaved) {
	const read = /* @__PURE__ */ new Map();
	for (let wanted = [...new Set(files)]; wanted.length > 0;) {
		const found = await Promise.all(wanted.map((file) => readPipeline(file, workspace, unsaved)));
		for (const one of found) read.set(one.file, one);
		const used = found.flatMap(({ draft }) => draft?.manifest.steps.filter(isUses).map(usedFile) ?? []);
		wanted = [...new Set(used)].filter((file) => isInside(file) && !read.has(file));
	}
	return read;
}
async function readPipeline(file, workspace, unsaved) {
	const read = await readManifest(file, workspace, unsaved);
	if ("problem" in read) return {
		...read,
		file,
		source: plainSource(file, ""),
		sqlProblems: []
	};
	const source = parseSource(file, read.text);
	if (source.authored === void 0) return {
		file,
		source,
		sqlProblems: []
	};
	const draft = draftManifest(file, source.authored);
	const { manifest, diagnostics } = await readSqlFiles(draft.manifest, workspace);
	return {
		file,
		source,
		draft: {
			...draft,
			manifest
		},
		sqlProblems: diagnostics
	};
}
function isInside(file) {
	return !file.startsWith("../");
}
async function missingPipelines(manifest, read, workspace) {
	return (await Promise.all(manifest.steps.filter(isUses).map(async (step) => {
		const file = usedFile(step);
		if (!isInside(file)) return [outside(manifest, step)];
		return read.get(file)?.missing === true ? [missing(manifest, step, await manifestsNear(file, workspace))] : [];
	}))).flat();
}
function outside(manifest, step) {
	return {
		code: "manifest/file",
		severity: "error",
		message: `"${step.options.file}" is outside the repository`,
		at: placeOfUses(manifest, step),
		help: "use a pipeline of this repository, like ./pipelines/clean.yml"
	};
}
function missing(manifest, step, there) {
	const near = nearest(usedFile(step), there.filter((file) => file !== manifest.file));
	return {
		code: "manifest/file",
		severity: "error",
		message: `pipeline "${step.options.file}" is not there${near === void 0 ? "" : `; did you mean "./${near}"?`}`,
		at: placeOfUses(manifest, step),
		help: near === void 0 ? "paths start at the root of the repository" : `write "./${near}"`
	};
}
async function manifestsNear(file, workspace) {
	const folders = [.../* @__PURE__ */ new Set([dirname(file), "pipelines"])];
	return (await Promise.all(folders.map(async (folder) => {
		return (await readdir(join(workspace, folder)).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).map((name) => posix.join(folder, name));
	}))).flat();
}

// src/app/without-echoes.ts
function withoutEchoes(found) {
	const misplaced = new Set(found.filter(({ code }) => code === "expression/not-here").map(placeOf));
	const unread = found.filter(({ code }) => code === "manifest/wrong-type" || code === "manifest/unknown-key");
	const around = new Set(unread.map(({ at }) => keyOf(at.path.slice(0, -1))));
	const meant = keysMeant(unread);
	const strange = unread.filter(({ code }) => code === "manifest/unknown-key");
	const sections = strange.flatMap(({ at, help }) => at.path.length === 1 ? [renamedTo(help) ?? ""] : []);
	const lost = /* @__PURE__ */ new Set([...unread.map(({ at }) => keyOf(at.path.slice(0, 2))), ...sections]);
	const names = new Set(unread.flatMap(({ at }) => at.path[3] === "columns" ? [String(at.path[4])] : []));
	return found.filter((each) => {
		if (!each.code.startsWith("expression/") && misplaced.has(placeOf(each))) return false;
		if (unread.length === 0) return true;
		if (strange.some(({ at }) => isUnder(each, at))) return false;
		return !isMissed(each, meant) && !isLost(each, lost) && !isOfUnread(each, names) && !isDoubt(each, around);
	});
}
function keysMeant(unread) {
	const found = /* @__PURE__ */ new Map();
	for (const { code, at, help } of unread) {
		const renamed = code === "manifest/unknown-key" ? renamedTo(help) : void 0;
		for (const [depth, key] of at.path.entries()) {
			const map = keyOf(at.path.slice(0, depth));
			const meant = depth === at.path.length - 1 ? renamed ?? key : key;
			found.set(map, (found.get(map) ?? /* @__PURE__ */ new Set()).add(String(meant)));
		}
	}
	return found;
}
function renamedTo(help = "") {
	return /^rename it to "(.*)"$/.exec(help)?.[1];
}
function isMissed({ code, message, at }, meant) {
	if (code !== "manifest/missing-key" && code !== "manifest/step-kind") return false;
	const keys = meant.get(keyOf(at.path));
	return keys !== void 0 && message.split(/[^\w-]+/).some((word) => keys.has(word));
}
const declaredIn = {
	"manifest/pool": ["pools", /is in pool "(.*?)"/],
	"manifest/connection": ["connections", /^"(.*?)" is not a connection/]
};
function isLost({ code, message }, lost) {
	const [section, pattern] = declaredIn[code] ?? [];
	const name = pattern?.exec(message)?.[1];
	return section !== void 0 && name !== void 0 && (lost.has(section) || lost.has(keyOf([section, name])));
}
function isUnder({ at }, { file, path }) {
	return at.file === file && at.path.length > path.length && path.every((key, depth) => key === at.path[depth]);
}
function isOfUnread({ code, message }, names) {
	if (code !== "sql/unknown-column" && code !== "checks/column") return false;
	const name = /^"(?:[^"]*\.)?([^".]*)"/.exec(message)?.[1];
	return name !== void 0 && names.has(name);
}
function isDoubt({ code, severity, at }, around) {
	return severity === "warning" && (code === "manifest/append" || code === "manifest/retry" || code === "manifest/strategy") && around.has(keyOf(at.path.slice(0, -1)));
}
function keyOf(path) {
	return JSON.stringify(path);
}
function placeOf({ at }) {
	return JSON.stringify([
		at.file,
		at.part,
		at.path
	]);
}

// src/app/check-pipeline.ts
async function judgePipeline({ source, sqlProblems }, { manifest, unread, diagnostics }, beside) {
	const { workspace, envExample, manifests: used, columnsIn } = beside;
	const { file } = manifest;
	const { authored } = source;
	const { edges, order, diagnostics: needProblems } = judgeNeeds(manifest, unread);
	const around = {
		file,
		manifest,
		steps: stepsById(manifest),
		edges,
		unread,
		used,
		envExample
	};
	const sqlFiles = manifest.steps.filter(hasSqlFile);
	const modules = await checkModules(manifest, workspace);
	const sql = await checkSql({
		authored,
		manifest,
		edges,
		order,
		used,
		columnsIn
	});
	const found = [
		...source.problems,
		...diagnostics,
		...needProblems,
		...await scheduleProblems(manifest),
		...checkConnections(manifest, unread),
		...checkPools(manifest, unread),
		...checkMaxFailures(manifest),
		...checkAppends(manifest),
		...checkCaches(manifest),
		...checkTimeouts(manifest),
		...checkUses(manifest, used),
		...checkWrittenNumbers(source, manifest, used),
		...checkJoins(manifest, edges),
		...checkDatasets(manifest, used),
		...checkIncremental(manifest, edges),
		...checkMissing(manifest, edges),
		...checkInputs(manifest, edges, used),
		...checkTargets(manifest),
		...checkLegTargets(manifest),
		...checkOverwritten(manifest, edges),
		...checkExpressions(authored, around),
		...sqlFiles.flatMap(({ kind, options, path }) => checkSqlFile(normalize(options.file.trim()), options.sql, [
			...path,
			kind,
			"sql"
		], around)),
		...sqlProblems,
		...await missingPipelines(manifest, beside.read, workspace),
		...await checkFiles(manifest, edges, workspace),
		...modules.diagnostics,
		...sql.diagnostics
	];
	const queries = sqlFiles.map(({ options }) => plainSource(normalize(options.file.trim()), options.sql));
	return {
		manifest,
		edges,
		order,
		columns: sql.columns,
		diagnostics: withoutEchoes(found),
		sources: [...modules.sources, ...queries]
	};
}
async function scheduleProblems(manifest) {
	if (manifest.schedules.length === 0) return [];
	const { checkSchedules } = await import("./schedule-check-schedules.js");
	return checkSchedules(manifest);
}

// src/app/judge-pipelines.ts
async function judgePipelines(read, around) {
	const drafts = [...read.values()].flatMap(({ file, draft }) => draft === void 0 ? [] : [[file, draft.manifest]]);
	const manifests = new Map(drafts);
	const judged = /* @__PURE__ */ new Map();
	const columnsIn = (file) => judged.get(file)?.pipeline?.columns;
	for (const one of usedFirst(read)) judged.set(one.file, await judge(one, {
		...around,
		read,
		manifests,
		columnsIn
	}));
	for (const each of findRecursions([...manifests.values()])) add(each.at.file, [each], judged);
	for (const { file, pipeline } of judged.values()) if (pipeline !== void 0) add(file, ofUsed(pipeline.manifest, judged, manifests), judged);
	return judged;
}
async function judge(one, beside) {
	const { file, source, draft, missing = false } = one;
	if (draft === void 0) return {
		file,
		missing,
		source,
		sources: [],
		diagnostics: await unreadable(one)
	};
	const pipeline = await judgePipeline(one, draft, beside);
	const { diagnostics, sources } = pipeline;
	return {
		file,
		missing,
		source,
		sources,
		diagnostics,
		pipeline
	};
}
function add(file, more, judged) {
	const one = judged.get(file);
	if (one !== void 0 && more.length > 0) judged.set(file, {
		...one,
		diagnostics: [...one.diagnostics, ...more]
	});
}
function usedFirst(read) {
	const order = /* @__PURE__ */ new Set();
	const entered = /* @__PURE__ */ new Set();
	const open = [...read.values()].toReversed();
	for (let one = open.at(-1); one !== void 0; one = open.at(-1)) {
		if (entered.has(one)) {
			order.add(one);
			open.pop();
			continue;
		}
		entered.add(one);
		const uses = one.draft?.manifest.steps.filter(isUses) ?? [];
		open.push(...uses.flatMap((step) => read.get(usedFile(step)) ?? []).filter((other) => !entered.has(other)));
	}
	return [...order];
}
function ofUsed(manifest, judged, manifests) {
	const faulty = manifest.steps.filter(isUses).filter((step) => errorsOf(usedFile(step), judged) > 0);
	if (faulty.length === 0) {
		const tooLarge = checkUseLimits(manifest, manifests);
		if (tooLarge.length > 0) return tooLarge;
		return [...checkUsedTargets(manifest, manifests), ...checkUsedIncremental(manifest, manifests)];
	}
	const circles = new Set(judged.get(manifest.file)?.diagnostics.flatMap(({ code, at }) => code === "graph/recursion" ? at.path[1] : []));
	return faulty.flatMap((step) => {
		return circles.has(step.path[1] ?? "") || judged.get(usedFile(step))?.missing === true ? [] : [hasErrors(manifest, step, errorsOf(usedFile(step), judged))];
	});
}
function errorsOf(file, judged) {
	return judged.get(file)?.diagnostics.filter(({ severity }) => severity === "error").length ?? 0;
}
function hasErrors(manifest, step, count) {
	return {
		code: "graph/used-pipeline",
		severity: "error",
		message: `"${step.options.file}" has ${counted$1(count, "mistake")} of its own`,
		at: placeOfUses(manifest, step),
		help: `mend what is told of ${usedFile(step)}`
	};
}
async function unreadable({ file, source, problem }) {
	if (problem !== void 0) return [problem];
	const { problems, text } = source;
	if (!problems.some(({ code }) => code === "source/syntax")) return problems;
	const { syntaxErrors } = await import("./source-syntax-errors.js");
	const all = syntaxErrors(file, text);
	return all.length === 0 ? problems : all;
}

// src/app/check.ts
async function checkManifests(files, workspace, { most = 200, unsaved = /* @__PURE__ */ new Map() } = {}) {
	const named = files.map((file) => portable(file, workspace));
	const texts = new Map([...unsaved].map(([file, text]) => [portable(file, workspace), text]));
	const read = await readPipelines(named, workspace, texts);
	const judged = await judgePipelines(read, {
		workspace,
		envExample: await readEnvExample(workspace)
	});
	const repeated = repeatedIds(named);
	const pipelines = named.flatMap((file) => {
		const one = judged.get(file);
		return one !== void 0 && !repeated.some(({ at }) => at.file === file) ? pipelineOf(one, judged) : [];
	});
	const isNamed = new Set(named);
	const sources = new Map([...read.values()].map(({ file, source }) => [file, source]));
	const told = [...judged.values()].filter(({ file, missing }) => !missing || isNamed.has(file));
	return {
		pipelines,
		graphs: pipelines.map(({ graph }) => graph),
		diagnostics: [...told.flatMap((one) => capDiagnostics(locateAll(one, sources), most)), ...repeated.map((each) => locate(plainSource(each.at.file, ""), each))].toSorted(byPlace)
	};
}
function pipelineOf({ source, diagnostics, pipeline }, all) {
	if (pipeline === void 0 || diagnostics.some(({ severity }) => severity === "error")) return [];
	const { manifest, edges, order } = pipeline;
	const graph = assembleGraph(manifest, edges, order, manifestsIn(all));
	const authored = [...graph.used.keys()].map((file) => [file, all.get(file)?.source.authored]);
	return [{
		graph,
		authored: source.authored,
		used: Object.fromEntries(authored)
	}];
}
function manifestsIn(all) {
	return new Map([...all.values()].flatMap(({ file, pipeline }) => pipeline === void 0 ? [] : [[file, pipeline.manifest]]));
}
function locateAll({ file, source, diagnostics, sources }, manifests) {
	const others = new Map([...manifests, ...sources.map((other) => [other.file, other])]);
	return diagnostics.map((each) => {
		const own = each.at.file === file ? source : others.get(each.at.file);
		return locate(own ?? source, each, others);
	}).toSorted(byPlace);
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

// src/expression/names-used.ts
function namesUsed(manifest) {
	const secrets = /* @__PURE__ */ new Set();
	const vars = /* @__PURE__ */ new Set();
	const collect = (source) => {
		const { tokens } = lexExpression(source);
		for (const [index, token] of tokens.entries()) {
			const context = token.lexeme.toLowerCase();
			if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) continue;
			const property = tokens[index + 2];
			if (property === void 0 || context !== "secrets" && context !== "vars") continue;
			(context === "secrets" ? secrets : vars).add(String(property.value ?? property.lexeme));
		}
	};
	for (const text of textsIn(manifest)) for (const { source } of findExpressions(text)) collect(source);
	for (const step of manifest.steps) if (step.if !== void 0) collect(step.if);
	return {
		secrets: [...secrets].toSorted(),
		vars: [...vars].toSorted()
	};
}
function* textsIn(value) {
	if (typeof value === "string") {
		if (value.includes("${{")) yield value;
	} else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) yield* textsIn(each);
}

// src/graph/names-of-graph.ts
function namesOfGraph(graph) {
	const names = manifestsOf(graph).map(namesUsed);
	const sorted = (all) => [...new Set(all)].toSorted();
	return {
		secrets: sorted(names.flatMap(({ secrets }) => secrets)),
		vars: sorted(names.flatMap(({ vars }) => vars))
	};
}

// src/graph/is-among.ts
function isAmong(steps, id) {
	const parts = id.split("/");
	return parts.some((_, index) => steps.has(parts.slice(0, index + 1).join("/")));
}

// src/manifest/input-text.ts
function inputText(type, value) {
	if (type === "json") return JSON.stringify(value);
	if (typeof value === "object") return isPlainList(value) ? value.join(",") : JSON.stringify(value);
	return String(value);
}
function isPlainList(value) {
	return Array.isArray(value) && value.length > 0 && value.every((each, index) => typeof each === "string" && each !== "" && each === each.trim() && !each.includes(",") && !(index === 0 && each.startsWith("[")));
}

// src/graph/referenced-file.ts
function referencedFile(step) {
	const code = factsOf(step).files.find(({ use }) => use === "code");
	return code === void 0 ? void 0 : normalize(code.file.trim());
}

// src/graph/compare-graphs.ts
const settings = [
	"name",
	"schedules",
	"inputs",
	"connections",
	"env",
	"on-failure"
];
function compareGraphs(now, before, sameFile) {
	const added = now.order.filter((id) => !before.nodes.has(id));
	const changed = now.order.filter((id) => {
		const was = before.nodes.get(id);
		return was !== void 0 && !isSame(nodeOf(now, id), was, sameFile);
	});
	return {
		added,
		changed,
		removed: before.order.filter((id) => !now.nodes.has(id)),
		settings: settingsThatDiffer(now, before),
		downstream: downstreamOf(now, /* @__PURE__ */ new Set([...added, ...changed]))
	};
}
function isSame(now, before, sameFile) {
	const file = referencedFile(now.step);
	return isDeepStrictEqual(contentOf(now.step), contentOf(before.step)) && (file === void 0 || sameFile(file)) && isDeepStrictEqual(handedOver(now), handedOver(before)) && isSameInside(now.inner, before.inner, sameFile);
}
function handedOver({ ends, inner }) {
	const used = ends?.manifest ?? inner?.manifest;
	if (used === void 0) return void 0;
	const { inputs, connections, env, outputs, datasets, pools } = used;
	return {
		inputs,
		connections,
		env,
		outputs,
		datasets,
		pools
	};
}
function isSameInside(now, before, sameFile) {
	if (now === void 0 || before === void 0) return now === before;
	const { added, changed, removed } = compareGraphs(now, before, sameFile);
	return added.length + changed.length + removed.length === 0;
}
function contentOf(step) {
	if (!("sql" in step.options) || step.options.file === void 0) return {
		...step,
		path: []
	};
	return {
		...step,
		path: [],
		options: {
			...step.options,
			sql: ""
		}
	};
}
function settingsThatDiffer({ manifest: now }, { manifest: before }) {
	return [
		[
			"name",
			now.name,
			before.name
		],
		[
			"schedules",
			now.schedules,
			before.schedules
		],
		[
			"inputs",
			now.inputs,
			before.inputs
		],
		[
			"connections",
			now.connections,
			before.connections
		],
		[
			"env",
			now.env,
			before.env
		],
		[
			"on-failure",
			now.onFailure,
			before.onFailure
		]
	].flatMap(([name, one, other]) => isDeepStrictEqual(one, other) ? [] : [name]);
}
function downstreamOf(graph, from) {
	const reached = new Set(from);
	return graph.order.filter((id) => {
		const { step, needs } = nodeOf(graph, id);
		if (from.has(id) || !needs.some((need) => reached.has(need))) return false;
		reached.add(id);
		const { makesDataset, from: source } = factsOf(step);
		return makesDataset || source !== void 0;
	});
}

// src/manifest/json-schema.ts
function jsonSchema() {
	const { $schema, ...schema } = toJSONSchema(manifestSchema, {
		io: "input",
		unrepresentable: "any",
		override: ({ zodSchema, jsonSchema: made }) => {
			if (lateMeta(zodSchema) !== void 0) allowExpression(made);
		}
	});
	return {
		$schema,
		title: "Millrace pipeline",
		description: "A data pipeline that runs on GitHub Actions or on a laptop.",
		...schema
	};
}
const expression = {
	type: "string",
	pattern: String.raw`^\s*\$\{\{[\s\S]*\}\}\s*$`
};
function allowExpression(schema) {
	const { description, anyOf, ...rest } = schema;
	const choices = anyOf ?? [rest];
	for (const key of Object.keys(rest)) delete schema[key];
	schema.anyOf = [...choices, expression];
	if (description !== void 0) schema.description = description;
}

export { evaluateExpression as $, bindSql as A, openLegs as At, textAt as B, stepsOf as Bt, valueAt as C, zoneClock as Ct, pointsAtRows as D, parseDuration as Dt, stepSchema as E, defined as Et, timeParameter as F, runnersByUse as Ft, idIn as G, parseInput as Gt, pipelineId as H, wantedOf as Ht, columnText as I, partOfGraph as It, isUses as J, datasetStep as K, boundsInWords as Kt, parseSource as L, changedNode as Lt, scanSql as M, longestJobMinutes as Mt, unfitType as N, pricePerMinute as Nt, authoredSpan as O, legCount as Ot, instantOf as P, runnerKey as Pt, evaluateCondition as Q, plainSource as R, manifestsOf as Rt, sqlTokens as S, decodeColumns as St, replacedSource as T, showJsonPath as Tt, buildGraph as U, wholeValue as Ut, checkWorkflows as V, remedyFor as Vt, judgeNeeds as W, fitInput as Wt, stepsById as X, usedFile as Y, evaluateJson as Z, decodeStrategy as _, textUse as _t, inputText as a, jobTimeoutMinutes as at, readQuery as b, toTime as bt, namesUsed as c, workTimeoutMs as ct, decodeAuthored as d, ownPools as dt, evaluateTemplate as et, decodeManifest as f, poolsOfNode as ft, placeValues as g, textShape as gt, isPostgresUrl as h, factsOf as ht, referencedFile as i, findExpressions as it, quotedIn as j, hasLate as jt, bindInPlace as k, staticAxes as kt, checkManifests as l, legsOf as lt, isMysqlUrl as m, decodeOptions as mt, compareGraphs as n, runResults as nt, isAmong as o, linesTimeoutMs as ot, isDatabaseUrl as p, shareLimits as pt, datasetsOf as q, parseJson as qt, settings as r, stepResults as rt, namesOfGraph as s, longestStepsMinutes as st, jsonSchema as t, contextsUsed as tt, readSqlFiles as u, partsOfSteps as ut, zodDiagnostics as v, inputName as vt, isCode as w, timeTokens as wt, takenForNumbers as x, checkMarks as xt, decodeChecks as y, takesRowsAsTheyAre as yt, locate as z, nodeOf as zt };