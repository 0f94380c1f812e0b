import { n as environmentOf, t as newRunId } from "./app-run-id.js";
import { a as stepContext, c as LogTail, f as neededNames, g as RunState, h as loadExecutor, l as AttemptFolder, m as resolveEnvironment, p as whoNames, r as secretMask, t as Recorder, w as createPorts } from "./run-events-recorder.js";
import { I as columnText, L as parseSource, U as buildGraph, f as decodeManifest, ht as factsOf, l as checkManifests, s as namesOfGraph, wt as timeTokens, zt as nodeOf } from "./manifest-json-schema.js";
import { F as number, H as Usage, M as counted, V as Failure, z as nearest } from "./dataset-fields-print-number.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { c as rewriteNumber, f as placesIn, n as findColumns, s as rewriteTime } from "./steps-extract-require-allowed-empty.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as ColumnProfile } from "./dataset-profile-profile.js";
import { r as openRecords, t as openZips } from "./steps-extract-compressed-zip-sources.js";
import { t as gather } from "./steps-extract-gather.js";
import { t as planPipeline } from "./app-plan.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as makePlan } from "./plan-make-plan.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as inputOption } from "./cli-input-option.js";
import { t as listenForInterruption } from "./cli-interruption.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as require_dist } from "./vendor/yaml.js";
import { t as widthOf } from "./cli-width-of.js";
import { basename, dirname, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

// src/adapters/terminal/inferred-columns.ts
function renderInferred(found, paint, width) {
	const { labels, notes, columns, rows, rejected, firstReject = "" } = found;
	const head = [
		"column",
		"type",
		"nulls",
		"because"
	].map((text, index) => ({
		text,
		paint: paint.dim,
		...index === 2 ? { align: "right" } : {}
	}));
	const lines = columns.map((column, index) => {
		const { values = 0, text = "" } = found.evidence[index] ?? {};
		const nulls = Math.max(0, rows - values);
		return [
			{
				text: column.name,
				paint: paint.bold
			},
			{
				text: columnText(column),
				paint: paint.green,
				whole: true
			},
			{
				text: nulls === 0 ? "" : number(nulls),
				align: "right",
				whole: true
			},
			{
				text,
				paint: paint.dim
			}
		];
	});
	const told = rows === 0 ? [] : [counted(rows, "row")];
	const title = [
		labels.map(plainText).join(", "),
		...told,
		counted(columns.length, "column")
	].join(" · ");
	return [
		` ${paint.bold(title)}`,
		...notes.map((note) => ` ${paint.dim(`${plainText(note)} (found by looking)`)}`),
		...rejected === 0 ? [] : [` ${paint.yellow(`${counted(rejected, "row")} cannot be read, e.g. ${plainText(firstReject)}: a run rejects ${rejected === 1 ? "it" : "them"}`)}`],
		"",
		...renderTable([head, ...lines], width - 2).map((line) => ` ${line}`),
		""
	].join("\n");
}
function renderColumnChanges(changes, place, paint) {
	if (changes.length === 0) return ` ${paint.dim(`${place} has these columns already`)}\n`;
	const lines = changes.map(({ name, was, is }) => {
		const shown = plainText(name);
		if (was === void 0) return paint.green(`+ ${shown}: ${is}`);
		if (is === void 0) return paint.red(`- ${shown}: ${plainText(was)}`);
		return paint.yellow(`~ ${shown}: ${plainText(was)} → ${is}`);
	});
	return [
		` ${paint.bold(`${place}: ${countsOf(changes)}`)}`,
		...lines.map((line) => `   ${line}`),
		""
	].join("\n");
}
function countsOf(changes) {
	const removed = changes.filter(({ is }) => is === void 0).length;
	const written = changes.length - removed;
	return [...removed === 0 || written > 0 ? [`${counted(written, "column")} written`] : [], ...removed === 0 ? [] : [`${counted(removed, "column")} removed`]].join(", ");
}

// src/parse/format/format-candidates.ts
const numbers = [
	{ decimal: "," },
	{
		decimal: ",",
		thousands: "."
	},
	{
		decimal: ",",
		thousands: " "
	},
	{
		decimal: ",",
		thousands: "\xA0"
	},
	{
		decimal: ",",
		thousands: " "
	},
	{ thousands: "." },
	{ thousands: "," },
	{ thousands: "'" },
	{ thousands: "’" }
];
const separators = [
	".",
	"/",
	"-"
];
const days = {
	dmy: [
		...separators.flatMap((mark) => [`DD${mark}MM${mark}YYYY`, `D${mark}M${mark}YYYY`]),
		...separators.map((mark) => `DD${mark}MM${mark}YY`),
		"D MMM YYYY",
		"D-MMM-YYYY",
		"D MMMM YYYY"
	],
	mdy: [
		...["/", "-"].flatMap((mark) => [`MM${mark}DD${mark}YYYY`, `M${mark}D${mark}YYYY`]),
		...["/", "-"].map((mark) => `MM${mark}DD${mark}YY`),
		"MMM D, YYYY",
		"MMMM D, YYYY"
	],
	ymd: [
		"YYYY-MM-DD",
		"YYYY/MM/DD",
		"YYYY.MM.DD",
		...separators.map((mark) => `YY${mark}MM${mark}DD`)
	]
};
const times = [
	"HH:mm:ss",
	"HH:mm",
	"H:mm:ss",
	"H:mm",
	"h:mm:ss A",
	"h:mm A"
];
const candidates = [...numbers.map((format) => {
	const mark = format.decimal ?? format.thousands;
	return {
		format,
		type: "number",
		reading: format.decimal ?? (format.thousands === "." ? "," : "."),
		...mark === void 0 ? {} : { mark }
	};
}), ...Object.entries(days).flatMap(([reading, formats]) => [...formats.map((format) => timeOf(format, "date", reading)), ...formats.flatMap((day) => times.map((time) => timeOf(`${day} ${time}`, "timestamp", reading)))])];
function timeOf(format, type, reading) {
	return {
		format: { format },
		type,
		reading,
		...timeTokens(format).some(({ text }) => text === "YY") ? { isDoubtful: true } : {}
	};
}

// src/parse/format/format-search.ts
const longest = 64;
const room = Buffer.alloc(256);
const ways = candidates.map((candidate) => ({
	candidate,
	rewrite: rewriteOf(candidate)
}));
const waysOfStrings = ways.filter(({ candidate }) => candidate.type !== "number");
const mostMisses = 3;
const hitsPerMiss = 3;
var FormatSearch = class {
	#open;
	get isOver() {
		return this.#open?.length === 0;
	}
	add(batch, row, column) {
		const at = row * batch.columns + column;
		const kind = batch.kind[at] ?? 0;
		if (kind === fieldKind.null || this.isOver) return;
		const isString = kind === fieldKind.string;
		const isText = kind === fieldKind.bare || kind === fieldKind.quoted || isString;
		this.#open ??= (isString ? waysOfStrings : ways).map(opened);
		if (!isText) this.#open = [];
		else this.#addText(batch.bytes.subarray(batch.start[at], batch.end[at]), batch.line?.[row]);
	}
	#addText(text, line) {
		const fitsRoom = text.length <= longest;
		if (fitsRoom) text.copy(room);
		let isGivenUp = false;
		for (const open of this.#open ?? []) {
			const stop = fitsRoom ? open.rewrite(room, 0, text.length, longest) : -1;
			if (stop < 0) {
				open.firstMiss ??= told(text, line);
				open.misses++;
				isGivenUp ||= open.misses > mostMisses;
				continue;
			}
			open.hits++;
			open.hasMark ||= text.includes(open.candidate.mark ?? "");
			open.profile.add(room, longest, stop, fieldKind.bare, void 0, 0);
		}
		if (isGivenUp) this.#open = this.#open?.filter(({ misses }) => misses <= mostMisses);
	}
	found() {
		return this.#fitting(0).map(({ candidate: { format, isDoubtful = false }, profile }) => ({
			column: profile.typed(),
			format,
			isDoubtful
		}));
	}
	almost() {
		const misses = Math.min(...(this.#open ?? []).map((open) => open.misses || 1e400));
		const fitting = this.#fitting(misses).filter(({ candidate, hits }) => candidate.isDoubtful !== true && hits >= hitsPerMiss * misses);
		const [{ hits, firstMiss } = {
			hits: 0,
			firstMiss: void 0
		}] = fitting;
		if (firstMiss === void 0) return void 0;
		return {
			formats: fitting.map(({ candidate }) => candidate.format),
			hits,
			misses,
			firstMiss
		};
	}
	#fitting(misses) {
		const readings = /* @__PURE__ */ new Map();
		for (const open of this.#open ?? []) {
			const { candidate, profile, hasMark } = open;
			if (open.misses !== misses || !hasMark || !isOf(candidate.type, profile.typed().type)) continue;
			if (!readings.has(candidate.reading)) readings.set(candidate.reading, open);
		}
		return [...readings.values()];
	}
};
function opened({ candidate, rewrite }) {
	const hasMark = candidate.mark === void 0;
	return {
		candidate,
		rewrite,
		profile: new ColumnProfile(),
		hasMark,
		hits: 0,
		misses: 0,
		firstMiss: void 0
	};
}
function told(text, line) {
	const shown = JSON.stringify(text.toString("utf8", 0, longest));
	return line === void 0 ? shown : `line ${line}: ${shown}`;
}
function isOf(wanted, type) {
	if (wanted !== "number") return type === wanted;
	return type === "integer" || type === "decimal" || type === "real";
}
function rewriteOf({ format, type }) {
	return type === "number" ? rewriteNumber(format) : rewriteTime(format.format ?? "", { date: type === "date" });
}

// src/steps/extract/find-formats.ts
async function findFormats(sources, context, { columns, evidence }) {
	const texts = columns.filter(({ type }, index) => {
		const { values = 0, isEither = false } = evidence[index] ?? {};
		return type === "text" && values > 0 && !isEither;
	});
	const searches = new Map(texts.map(({ name }) => [name, new FormatSearch()]));
	if (context.options.format !== "parquet") await search(sources, context, searches);
	const found = new Map([...searches].map(([name, one]) => [name, one.found()]));
	const only = ({ name }) => {
		const [first, ...others] = found.get(name) ?? [];
		return others.length === 0 && first?.isDoubtful === false ? first : void 0;
	};
	return {
		columns: columns.map((column) => ({
			...column,
			...only(column)?.column
		})),
		evidence: evidence.map((told, index) => {
			const name = columns[index]?.name ?? "";
			const fits = found.get(name) ?? [];
			if (fits.length > 0) return {
				...told,
				text: evidenceOf(fits, told.text)
			};
			const almost = searches.get(name)?.almost();
			return almost === void 0 ? told : {
				...told,
				text: slipOf(almost)
			};
		}),
		formats: Object.fromEntries(columns.flatMap((column) => {
			const format = only(column)?.format;
			return format === void 0 ? [] : [[column.name, format]];
		}))
	};
}
function evidenceOf(fits, otherwise) {
	const told = `every value fits with ${fits.map(({ format }) => wordsOf(format)).join(" and with ")}`;
	if (fits.length > 1) return `${otherwise}; ${told}: only you know which`;
	return fits[0]?.isDoubtful === true ? `${otherwise}; ${told}: only you know if dates are meant` : told;
}
function slipOf({ formats, hits, misses, firstMiss }) {
	return `${misses === 1 ? `${firstMiss} does not fit` : `${firstMiss} and ${misses - 1} more do not fit`}; ${hits === 1 ? "the other does" : `the other ${number(hits)} do`} with ${formats.map(wordsOf).join(" and with ")}`;
}
function wordsOf(format) {
	return `\`${Object.entries(format).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")}\``;
}
async function search(sources, context, searches) {
	const names = [...searches.keys()];
	for (const source of sources) {
		await using records = await openRecords(source, context, {
			onReject: () => {},
			onBytes: () => {}
		});
		for await (const batch of records.batches) {
			const places = placesIn(names, records.names);
			const open = [...searches.values()].map((one, index) => ({
				one,
				at: places[index] ?? -1
			}));
			for (const { one, at } of open.filter((each) => each.at >= 0 && each.at < batch.columns)) for (let row = 0; row < batch.rows && !one.isOver; row++) one.add(batch, row, at);
			if (open.every(({ one }) => one.isOver)) return;
		}
	}
}

// src/steps/extract/find-in-source.ts
async function findInSource(context) {
	const { columns: _columns, ...options } = context.options;
	const own = {
		...context,
		options
	};
	const { spooled } = await gather(own);
	const sources = await openZips(spooled, options);
	const found = await findColumns(sources, own);
	if (found.columns.length === 0) throw new Failure("columns/unknown", "there is nothing to read, so the columns cannot be inferred", { help: "Infer them of a source that has rows" });
	return {
		...found,
		...await findFormats(sources, own, found),
		labels: sources.map(({ label }) => label),
		format: options.format
	};
}

// src/app/infer.ts
async function inferStep(request) {
	const { graph, step: id } = request;
	const node = nodeOf(graph, id);
	const { reads } = factsOf(node.step);
	if (reads === void 0) throw new Usage(`"${id}" is no extract`, "columns are inferred of what an extract reads");
	if (reads === "query") throw new Usage(`"${id}" reads a query`, "its columns are those that the database tells");
	if (node.step.strategy !== void 0) throw new Usage(`"${id}" has a matrix`, "infer the columns of one of its files instead");
	const folder = mkdtempSync(join(tmpdir(), "millrace-infer-"));
	mkdirSync(join(folder, "logs"));
	try {
		return await findInSource(contextIn(request, folder));
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
function contextIn(request, folder) {
	const { graph, plan, step: id, ports, signal } = request;
	const run = runRequest(request, folder);
	const recorder = new Recorder({
		run: plan.run.id,
		folder,
		clock: ports.clock,
		...secretMask(run),
		emit: () => {}
	});
	return stepContext({
		state: new RunState(run),
		recorder,
		node: nodeOf(graph, id),
		leg: void 0,
		attempt: 1,
		folder: new AttemptFolder(folder, id, 1),
		tail: new LogTail(),
		signal,
		isOver: () => false
	});
}
function runRequest(request, folder) {
	const { graph, plan, step, workspace, ports, lookup, env, signal } = request;
	const steps = /* @__PURE__ */ new Set([step]);
	const { secrets, vars } = resolveEnvironment(namesOfGraph(graph), lookup, {
		needed: neededNames(graph, steps),
		whose: (name) => whoNames(graph, steps, name)
	});
	return {
		graph,
		plan,
		prior: /* @__PURE__ */ new Map(),
		execute: loadExecutor,
		ports,
		environment: {
			secrets,
			vars,
			env,
			github: {}
		},
		workspace,
		folder,
		concurrency: 1,
		signal
	};
}

// src/cli/source-format.ts
const endings = [
	[/\.(?:csv|tsv|tab|txt)$/, "csv"],
	[/\.(?:ndjson|jsonl)$/, "ndjson"],
	[/\.json$/, "json"],
	[/\.parquet$/, "parquet"]
];
const contentTypes = [
	[/^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)$/, "ndjson"],
	[/^(?:application|text)\/(?:json|[\w.-]+\+json)$/, "json"],
	[/^application\/(?:vnd\.apache\.|x-)parquet$/, "parquet"]
];
function formatByEnding(source) {
	const name = source.toLowerCase().replace(/[?#].*$/, "").replace(/\.(?:gz|zst|zip)$/, "");
	return endings.find(([ending]) => ending.test(name))?.[1];
}
async function formatByServer(url, http, signal) {
	const { headers, body } = await http.request({
		url,
		signal
	});
	body.destroy();
	const named = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
	return contentTypes.find(([name]) => name.test(named))?.[1];
}

// src/cli/infer-target.ts
const sourceStep = "source";
async function inferTarget(given, { cwd, http, signal }) {
	if (/^https?:\/\//iu.test(given)) return {
		kind: "source",
		workspace: cwd,
		...graphOver(given, formatByEnding(given) ?? await formatByServer(given, http, signal))
	};
	const path = resolve(cwd, given);
	if (existsSync(path)) {
		const format = formatByEnding(path);
		return {
			kind: "source",
			workspace: dirname(path),
			...graphOver(basename(path), format)
		};
	}
	if (given.includes("#")) return {
		kind: "step",
		named: stepName(given, cwd)
	};
	throw new Usage(`there is no file "${given}"`, "give a file, a URL, or a step of a pipeline: sales#orders");
}
function stepName(given, cwd) {
	const at = given.lastIndexOf("#");
	if (at <= 0 || at === given.length - 1) throw new Usage(`"${given}" names no step`, "write it as PIPELINE#step, e.g. sales#orders");
	return {
		...findPipeline(given.slice(0, at), cwd),
		step: given.slice(at + 1)
	};
}
function requireStep(graph, step) {
	if (graph.nodes.has(step)) return;
	const extracts = graph.order.filter((id) => factsOf(nodeOf(graph, id).step).reads !== void 0);
	const near = nearest(step, extracts);
	throw new Usage(`there is no step "${step}" in ${graph.manifest.file}`, near === void 0 ? `its extracts: ${extracts.join(", ")}` : `did you mean "${near}"?`);
}
function graphOver(source, format = "csv") {
	const text = JSON.stringify({ steps: { [sourceStep]: { extract: { [format]: source } } } });
	const manifest = decodeManifest(parseSource("infer.yml", text));
	const graph = manifest.ok ? buildGraph(manifest.value) : manifest;
	if (!graph.ok) throw new Usage(graph.diagnostics[0]?.message ?? `"${source}" cannot be read`);
	const at = (/* @__PURE__ */ new Date()).toISOString();
	const plan = makePlan(graph.value, {
		run: {
			id: "infer",
			trigger: "cli",
			at,
			date: at.slice(0, 10)
		},
		inputs: {},
		authored: {},
		past: /* @__PURE__ */ new Map()
	});
	return {
		graph: graph.value,
		plan
	};
}

// src/source/write-columns.ts
var import_dist = require_dist();
function writeColumns(text, step, columns) {
	const extract = (0, import_dist.parseDocument)(text, { keepSourceTokens: true }).getIn([
		"steps",
		step,
		"extract"
	], true);
	if (!(0, import_dist.isMap)(extract)) return { fault: `\`extract\` of "${step}" is not written out there` };
	const pair = extract.items.find(({ key }) => (0, import_dist.isScalar)(key) && key.value === "columns");
	if (pair === void 0) {
		const added = columns.map((column) => ({
			name: column.name,
			is: wholeType(column)
		}));
		return {
			text: applied(text, [insertion(text, extract, columns)]),
			changes: added
		};
	}
	if (!(0, import_dist.isMap)(pair.value)) return { fault: `\`columns\` of "${step}" is not written out there` };
	return rewritten(text, pair.value, columns);
}
function rewritten(text, map, columns) {
	const wanted = new Map(columns.map((column) => [column.name, column]));
	const changes = [];
	const lines = [];
	const edits = [];
	for (const pair of map.items) {
		const name = (0, import_dist.isScalar)(pair.key) ? String(pair.key.value) : "";
		const column = wanted.get(name);
		wanted.delete(name);
		const was = (0, import_dist.isScalar)(pair.value) ? String(pair.value.value) : void 0;
		if (column === void 0) {
			changes.push({
				name,
				was: was ?? "a column with a format"
			});
			edits.push(lineOf(text, pair));
			continue;
		}
		const is = was === void 0 ? void 0 : withNotNull(column, was);
		if (was === void 0 || is === void 0 || same(was, is)) {
			lines.push({
				name,
				text: sourceOf(text, pair)
			});
			continue;
		}
		changes.push({
			name,
			was,
			is
		});
		lines.push({
			name,
			text: written(name, is, map.flow === true)
		});
		edits.push({
			...rangeOf(pair.value),
			text: valueText(is, map.flow === true)
		});
	}
	for (const [name, column] of wanted) {
		changes.push({
			name,
			is: wholeType(column)
		});
		lines.push({
			name,
			text: written(name, wholeType(column), map.flow === true)
		});
	}
	if (changes.length === 0) return {
		text,
		changes
	};
	if (map.flow === true) return {
		text: applied(text, [{
			...rangeOf(map),
			text: `{ ${lines.map((line) => line.text).join(", ")} }`
		}]),
		changes
	};
	const last = map.items.at(-1);
	const added = [...wanted].map(([name, column]) => written(name, wholeType(column), false));
	if (added.length > 0 && last !== void 0) edits.push(below(text, last, added.map((line) => indentOf(text, last) + line)));
	return {
		text: applied(text, edits),
		changes
	};
}
function insertion(text, extract, columns) {
	const last = extract.items.at(-1);
	const flow = `columns: { ${columns.map((column) => written(column.name, wholeType(column), true)).join(", ")} }`;
	if (last === void 0) return {
		...rangeOf(extract),
		text: `{ ${flow} }`
	};
	if (extract.flow === true) {
		const { to } = rangeOf(last.value ?? last.key);
		return {
			from: to,
			to,
			text: `, ${flow}`
		};
	}
	const indent = indentOf(text, last);
	const step = "  ";
	return below(text, last, [`${indent}columns:`, ...columns.map((column) => `${indent}${step}${written(column.name, wholeType(column), false)}`)]);
}
function below(text, pair, lines) {
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const { to } = rangeOf(pair.value ?? pair.key);
	const isLineStart = text[to - 1] === "\n";
	const end = isLineStart ? to : text.indexOf("\n", to);
	const at = end < 0 ? text.length : isLineStart ? end : end + 1;
	return {
		from: at,
		to: at,
		text: (end < 0 ? eol : "") + lines.map((line) => line + eol).join("")
	};
}
function lineOf(text, pair) {
	const { from } = rangeOf(pair.key);
	const { to } = rangeOf(pair.value ?? pair.key);
	const start = text.lastIndexOf("\n", from - 1) + 1;
	const end = text[to - 1] === "\n" ? to - 1 : text.indexOf("\n", to);
	return {
		from: start,
		to: end < 0 ? text.length : end + 1,
		text: ""
	};
}
function indentOf(text, pair) {
	const { from } = rangeOf(pair.key);
	const start = text.lastIndexOf("\n", from - 1) + 1;
	return " ".repeat(from - start);
}
function sourceOf(text, pair) {
	return text.slice(rangeOf(pair.key).from, rangeOf(pair.value ?? pair.key).to);
}
function rangeOf(node) {
	const range = typeof node === "object" && node !== null && "range" in node ? node.range : void 0;
	const [from, to] = Array.isArray(range) ? range : [];
	return {
		from: typeof from === "number" ? from : 0,
		to: typeof to === "number" ? to : 0
	};
}
function applied(text, edits) {
	return edits.toSorted((one, other) => other.from - one.from).reduce((made, { from, to, text: put }) => made.slice(0, from) + put + made.slice(to), text);
}
function written(name, type, inFlow) {
	return `${nameText(name)}: ${valueText(type, inFlow)}`;
}
function nameText(name) {
	return /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : JSON.stringify(name);
}
function valueText(type, inFlow) {
	return inFlow && type.includes(",") && !type.startsWith("{") ? JSON.stringify(type) : type;
}
function wholeType({ type, format }) {
	if (format === void 0) return type;
	return `{ ${Object.entries({
		type,
		...format
	}).map(([key, value]) => `${key}: ${plainOrQuoted(value)}`).join(", ")} }`;
}
function plainOrQuoted(value) {
	return typeof value === "string" && /^[A-Za-z][\w./ -]*\w$/.test(value) ? value : JSON.stringify(value);
}
function withNotNull({ type, ...column }, was) {
	return wholeType({
		...column,
		type: /\bnot\s+null$/i.test(was.trim()) ? `${type} not null` : type
	});
}
function same(one, other) {
	const plain = (text) => text.toLowerCase().replaceAll(/\s+/g, " ").replaceAll(/\s*([(),])\s*/g, "$1").trim();
	return plain(one) === plain(other);
}

// src/cli/write-inferred.ts
async function writeInferred(columns, { workspace, file, step }) {
	const path = join(workspace, file);
	const before = readFileSync(path, "utf8");
	const written = writeColumns(before, step, columns);
	if ("fault" in written) throw new Usage(written.fault, `write the columns under \`extract\` of "${step}" by hand`);
	if (written.changes.length === 0) return {
		ok: true,
		changes: []
	};
	const known = errorsOf(await checkManifests([file], workspace));
	const after = errorsOf(await checkManifests([file], workspace, { unsaved: /* @__PURE__ */ new Map([[file, written.text]]) }));
	if (after.length > known.length) return {
		ok: false,
		diagnostics: after
	};
	replace(realpathSync(path), written.text);
	return {
		ok: true,
		changes: written.changes
	};
}
function errorsOf({ diagnostics }) {
	return diagnostics.filter(({ severity }) => severity === "error");
}
function replace(path, text) {
	const beside = `${path}.millrace-partial`;
	writeFileSync(beside, text);
	chmodSync(beside, statSync(path).mode);
	renameSync(beside, path);
}

// src/cli/verbs/infer.ts
const infer = {
	declare: (command) => command.argument("<source>", "a file, a URL, or a step of a pipeline: sales#orders").option("--write", "put the columns into the manifest").option("--into <step>", "with --write: into which step, where a file was given: sales#orders").addOption(inputOption()).addOption(formatOption("human", "json")),
	perform: async (command, shell) => {
		const options = command.opts();
		const [given = ""] = command.args;
		const ports = createPorts({ graceMs: 5e3 });
		const signal = listenForInterruption(() => shell.err("\nstopping\n"));
		const target = await inferTarget(given, {
			cwd: shell.cwd,
			http: ports.http,
			signal
		});
		const into = intoOf(target, options, shell);
		const found = await find(target, options, {
			shell,
			ports,
			signal
		});
		if (found === void 0) return exitStatus.diagnostics;
		tell(found, options, shell);
		return into === void 0 ? exitStatus.done : write(found, into, options, shell);
	}
};
function intoOf(target, { write: wanted, into }, shell) {
	if (wanted !== true) {
		if (into !== void 0) throw new Usage("--into goes with --write");
		return;
	}
	if (into !== void 0) return stepName(into, shell.cwd);
	if (target.kind === "step") return target.named;
	throw new Usage("--write must know where to", "add --into PIPELINE#step, e.g. --into sales#orders");
}
async function find(target, options, { shell, ports, signal }) {
	if (target.kind === "source") {
		const { graph, plan, workspace } = target;
		const lookup = () => void 0;
		return inferStep({
			graph,
			plan,
			step: sourceStep,
			workspace,
			ports,
			lookup,
			env: {},
			signal
		});
	}
	const { file, workspace, step } = target.named;
	const planned = await planPipeline({
		file,
		workspace,
		inputs: options.input,
		trigger: "cli",
		runId: newRunId(/* @__PURE__ */ new Date(), Math.random()),
		now: /* @__PURE__ */ new Date()
	});
	if (!planned.ok) {
		await tellDiagnostics(planned.diagnostics, workspace, shell);
		return;
	}
	const { graph, plan } = planned;
	requireStep(graph, step);
	const lookup = environmentOf(process.env, workspace, () => {});
	return inferStep({
		graph,
		plan,
		step,
		workspace,
		ports,
		lookup,
		env: shell.env,
		signal
	});
}
function tell(found, { format }, shell) {
	if (format === "human") {
		shell.out(renderInferred(found, shell.paint.out, widthOf(shell)));
		return;
	}
	const { labels, format: kind, notes, rows, rejected, firstReject = null, columns, evidence, formats } = found;
	const told = columns.map((column, index) => ({
		name: column.name,
		type: columnText(column),
		...formats[column.name],
		values: evidence[index]?.values ?? 0,
		because: evidence[index]?.text ?? ""
	}));
	shell.out(`${printedJson({
		schema: 1,
		sources: labels,
		format: kind,
		notes,
		rows,
		rejected,
		firstReject,
		columns: told
	}, 2)}\n`);
}
async function write({ columns, formats }, into, options, shell) {
	const written = await writeInferred(columns.map((column) => {
		const format = formats[column.name];
		return {
			name: column.name,
			type: columnText(column),
			...format === void 0 ? {} : { format: { ...format } }
		};
	}), into);
	if (!written.ok) return tellDiagnostics(written.diagnostics, into.workspace, shell);
	if (options.format === "human") {
		const place = `${into.file}#${into.step}`;
		shell.out(renderColumnChanges(written.changes, place, shell.paint.out));
	}
	return exitStatus.done;
}

export { infer };