import { c as number$1, d as strictObject, f as string, h as toJSONSchema, i as boolean, m as unknown, n as _enum, o as int, p as union, r as array, u as record } from "./vendor/zod.js";
import { a as ExpressionError, c as Null, d as Array$1, i as TokenType, l as Dictionary, n as Evaluator, o as StringData, r as Lexer, s as NumberData, t as Parser, u as BooleanData } from "./vendor/actions-expressions.js";
import { a as constructFromEvents, c as parseEvents, i as YAMLException, n as EVENT_ID, o as getScalarValue, r as SCALAR_STYLE, s as mergeTag, t as CORE_SCHEMA } from "./vendor/js-yaml.js";
import { isAbsolute, join, posix, relative, resolve } from "node:path";
import { access, readFile, stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { isUtf8 } from "node:buffer";
import { normalize } from "node:path/posix";

// src/diagnostic/failure.ts
var Failure = class extends Error {
	code;
	retryable;
	retryAfterMs;
	help;
	constructor(code, message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.name = "Failure";
		this.code = code;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.help = options.help;
	}
};
var Usage = class extends Error {
	help;
	constructor(message, help) {
		super(message);
		this.name = "Usage";
		this.help = help;
	}
};
var Bug = class extends Error {
	constructor(message, options) {
		super(message, options);
		this.name = "Bug";
	}
};
function unreachable(value) {
	throw new Bug(`unexpected case: ${JSON.stringify(value)}`);
}

// src/text/nearest.ts
function nearest(word, candidates) {
	const wanted = word.toLowerCase();
	let best;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
		if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
	}
	return best;
}
function editDistance(from, to, limit) {
	let beforeLast = [];
	let last = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current[column] = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1), swapped ? (beforeLast[column - 2] ?? 0) + 1 : limit);
		}
		if (Math.min(...current) >= limit) return limit;
		beforeLast = last;
		last = current;
	}
	return last[to.length] ?? limit;
}

// src/text/quantities.ts
let grouped;
function number(value) {
	if (Number.isInteger(value) && Math.abs(value) < 1e3) return String(value);
	grouped ??= new Intl.NumberFormat("en-US");
	return grouped.format(value);
}
function counted(value, noun) {
	return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
function duration$1(ms) {
	if (ms < 1e3) return `${Math.round(ms)} ms`;
	if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
	const seconds = Math.round(ms / 1e3);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${padded(seconds % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}
const padded = (value) => String(value).padStart(2, "0");
function dollars(value) {
	return `$${value === 0 || value >= .01 ? value.toFixed(2) : value.toPrecision(1)}`;
}
function rate(count, ms) {
	if (ms < 1 || count < 1e3) return "";
	const perSecond = count * 1e3 / ms;
	if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`;
	if (perSecond >= 1e4) return `${Math.round(perSecond / 1e3)} k/s`;
	return `${number(Math.round(perSecond))}/s`;
}
function size(bytes) {
	if (bytes < 1e3) return `${bytes} B`;
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes / 1e3;
	let unit = 0;
	while (value >= 1e3 && unit < units.length - 1) [value, unit] = [value / 1e3, unit + 1];
	return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

// src/steps/authored.ts
function strict(shape) {
	return strictObject(shape, { error: (issue) => issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : void 0 });
}
const idPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
const scalarText = union([
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

// src/dataset/column.ts
const columnTypes = [
	"text",
	"integer",
	"decimal",
	"real",
	"boolean",
	"date",
	"timestamp",
	"json"
];

// src/steps/columns.ts
const typePattern = new RegExp(`^(?<type>${columnTypes.join("|")})(?:\\(\\s*(?<precision>\\d{1,3})\\s*(?:,\\s*(?<scale>\\d{1,3})\\s*)?\\))?(?<notNull>\\s+not\\s+null)?$`, "i");
const columnsSchema = record(string().min(1), string().regex(typePattern, { error: (issue) => columnTypeError(String(issue.input)) })).refine((columns) => Object.keys(columns).length > 0, "must name at least one column").meta({ examples: [{
	id: "integer not null",
	amount: "decimal(12,2)"
}] });
function decodeColumns(authored) {
	return Object.entries(authored).map(([name, text]) => {
		const { type, precision, scale, notNull } = typePattern.exec(text)?.groups ?? {};
		return {
			name,
			type: columnTypes.find((each) => each === type?.toLowerCase()) ?? "text",
			...notNull === void 0 ? {} : { notNull: true },
			...precision === void 0 ? {} : {
				precision: Number(precision),
				scale: Number(scale ?? 0)
			}
		};
	});
}
function columnTypeError(text) {
	const word = text.split(/[\s(]/)[0] ?? "";
	const near = nearest(word, columnTypes);
	const known = columnTypes.find((type) => type === word.toLowerCase());
	if (/^\w+\(\d+$/.test(text)) return `"${text}" ends at a comma, which in { } begins the next key; put the type in quotes: "${word}(10,2)"`;
	if (known !== void 0) return `"${text}" is not a column type; write "${known}" or "${known} not null"`;
	return `"${text}" is not a column type; expected one of ${columnTypes.join(", ")}${near === void 0 ? "" : `; did you mean "${near}"?`}`;
}

// src/steps/extract/options.ts
const oneCharacter = string().regex(/^[^\r\n]$/u, "must be one character");
const csvShape = {
	delimiter: oneCharacter.optional().describe("csv: what stands between two fields. Default: sniffed."),
	quote: oneCharacter.optional().describe("csv: what encloses a field. Default: `\"`."),
	escape: oneCharacter.optional().describe("csv: what stands before a quote inside a field. Default: the quote itself."),
	comment: oneCharacter.optional().describe("csv: lines that start with it are skipped. Default: none."),
	header: union([boolean(), int().min(0).max(20)]).optional().describe("csv: whether the first row names the columns, or how many header rows there are. Default: sniffed."),
	"skip-lines": int().min(0).optional().describe("csv: lines to skip before the header. Default: 0."),
	null: union([string(), array(string())]).optional().describe("csv: unquoted texts that mean null. Default: the empty field."),
	encoding: _enum([
		"utf-8",
		"utf-16le",
		"utf-16be",
		"latin1",
		"windows-1252"
	]).optional().describe("csv: the encoding of the text. Default: from the byte-order mark, else utf-8."),
	ragged: _enum([
		"reject",
		"pad",
		"fail"
	]).optional().describe("csv: what becomes of a row with too few or too many fields. Default: `reject`.")
};
const extractSchema = strict({
	csv: oneOrMore.optional().describe("Read CSV from a path, a glob, an http(s) URL, or a list of them."),
	json: oneOrMore.optional().describe("Read a JSON array of objects from a path, a glob, a URL, or a list of them."),
	ndjson: oneOrMore.optional().describe("Read one JSON object a line from a path, a glob, a URL, or a list of them."),
	headers: record(string(), scalarText).optional().describe("HTTP headers sent with each request."),
	compression: _enum([
		"auto",
		"none",
		"gzip",
		"zstd"
	]).optional().describe("How the bytes are compressed. Default: `auto`, told from the first bytes."),
	columns: columnsSchema.optional().describe("The columns and their types. Default: inferred from every value."),
	rejects: strict({ max: union([int().min(0), string().regex(/^\d+(\.\d+)?\s*%$/, "must be a number of rows or a share like 1%")]).describe("How many rows, or which share of them (`1%`), may be rejected before the step fails. Default: 0.") }).optional().describe("Rows that do not fit their columns are kept aside as a dataset of their own."),
	"allow-empty": boolean().optional().describe("Whether a source without rows is fine. Default: false."),
	...csvShape
});
function decodeExtract(authored, tell) {
	const formats = [
		"csv",
		"json",
		"ndjson"
	].filter((format) => authored[format] !== void 0);
	const [format = "csv"] = formats;
	if (formats.length === 0) tell([], "`extract` must say what it reads: `csv`, `json` or `ndjson`", {
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
	return {
		format,
		from: asList(authored[format]),
		headers: asTexts(authored.headers),
		compression: authored.compression ?? "auto",
		...authored.columns === void 0 ? {} : { columns: decodeColumns(authored.columns) },
		rejects: decodeRejects(authored.rejects?.max ?? 0),
		allowEmpty: authored["allow-empty"] ?? false,
		csv: {
			...defined({
				delimiter: authored.delimiter,
				quote: authored.quote,
				escape: authored.escape,
				comment: authored.comment,
				header: authored.header,
				skipLines: authored["skip-lines"],
				null: authored.null === void 0 ? void 0 : asList(authored.null),
				encoding: authored.encoding
			}),
			ragged: authored.ragged ?? "reject"
		}
	};
}
function decodeRejects(max) {
	return typeof max === "number" ? { rows: max } : { share: Number.parseFloat(max) / 100 };
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
		headers: "template"
	},
	facts: ({ format, from, columns }) => ({
		makesDataset: true,
		...columns === void 0 ? {} : { columns },
		files: from.map((file, index) => ({
			file,
			path: [format, index],
			use: "source",
			lookUp: "file"
		}))
	})
};

// src/steps/load/options.ts
const loadSchema = strict({
	from: nonEmptyText.describe("The step whose dataset is loaded; it need not be repeated in `needs`."),
	into: nonEmptyText.optional().describe("The connection whose table is loaded."),
	table: string().regex(/^[^.\s]+(\.[^.\s]+)?$/, "must be `table` or `schema.table`").optional().describe("into: the table, `table` or `schema.table`. Made if it is not there."),
	mode: _enum([
		"append",
		"replace",
		"merge"
	]).optional().describe("into: `append` adds rows, `replace` exchanges all of them, `merge` updates by `key`. A retry of the same run adds nothing twice; with `append` another run adds its rows again. Default: `append`, with a warning."),
	key: oneOrMore.optional().describe("mode merge: the columns that identify a row."),
	file: nonEmptyText.optional().describe("The file to write, relative to the root of the repository."),
	format: _enum([
		"csv",
		"json",
		"ndjson"
	]).optional().describe("file: its format. Default: from the file's ending (.csv, .json, .ndjson, .jsonl)."),
	commit: boolean().optional().describe("file: on GitHub, commit it to the repository if its bytes changed. Default: false."),
	"allow-empty": boolean().optional().describe("Whether no rows may empty the table or the file. Default: false.")
});
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
	const { mode = "append", table } = authored;
	const key = asList(authored.key);
	for (const other of ["format", "commit"]) refuseWithout(authored, other, "file", tell);
	if (table === void 0) tell([], "`load` into a connection must name a `table`", {
		code: "manifest/missing-key",
		part: "key"
	});
	if (mode === "merge" && key.length === 0) tell(["mode"], "`mode: merge` must have a `key`", { help: "add `key:` with the columns that identify a row" });
	if (mode !== "merge" && key.length > 0) tell(["key"], `\`key\` goes with \`mode: merge\`, not with \`mode: ${mode}\``, {
		part: "key",
		help: "add `mode: merge`, or remove `key`"
	});
	return {
		target: "table",
		from: authored.from,
		into,
		table: table ?? "",
		mode,
		...authored.mode === void 0 ? { modeUnsaid: true } : {},
		key,
		allowEmpty: authored["allow-empty"] ?? false
	};
}
function fileLoad(authored, file, tell) {
	for (const other of [
		"table",
		"mode",
		"key"
	]) refuseWithout(authored, other, "into", tell);
	const format = authored.format ?? formatOf(file);
	if (format === void 0 && file !== "") tell(["file"], `the ending of "${file}" does not tell the format`, {
		code: "manifest/wrong-type",
		help: "end it in .csv, .json, .ndjson or .jsonl, or add `format:`"
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
function formatOf(file) {
	if (file.endsWith(".jsonl")) return "ndjson";
	return [
		"csv",
		"json",
		"ndjson"
	].find((format) => file.endsWith(`.${format}`));
}

// src/steps/load/kind.ts
const loadKind = {
	schema: loadSchema,
	meaning: "Write a dataset into a table or a file.",
	decode: decodeLoad,
	texts: { file: "told" },
	facts: (options) => ({
		from: options.from,
		makesDataset: false,
		judgesFrom: true,
		files: [],
		...options.target === "table" ? tableFacts(options) : fileFacts(options)
	})
};
function tableFacts({ into, table, mode, modeUnsaid, key }) {
	return {
		connection: {
			name: into,
			path: ["into"]
		},
		columnsNamed: key.map((name, index) => ({
			name,
			path: ["key", index]
		})),
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
function fileFacts({ file, commit }) {
	return {
		replaces: {
			target: `file "${posix.normalize(file.replaceAll("\\", "/"))}"`,
			path: ["file"]
		},
		commits: commit
	};
}

// src/steps/run/input-name.ts
function inputName(need) {
	return `MILLRACE_INPUT_${need.toUpperCase().replaceAll(/[^A-Z0-9]/gu, "_")}`;
}

// src/steps/run/options.ts
const runSchema = union([nonEmptyText, strict({
	script: nonEmptyText.describe("The commands. `${{ }}` is refused here: hand values over in `env`."),
	shell: _enum([
		"bash",
		"sh",
		"python"
	]).optional().describe("What runs the script. Default: `bash`."),
	"working-directory": nonEmptyText.optional().describe("Where it runs, relative to the root of the repository."),
	input: _enum([
		"csv",
		"ndjson",
		"sqlite"
	]).optional().describe("The form in which the datasets of the needs are laid out as files. Default: they are not."),
	output: _enum(["csv", "ndjson"]).optional().describe("The form of the dataset that the script writes. Default: it makes none."),
	columns: columnsSchema.optional().describe("output: its columns and their types. Default: inferred from every value.")
})]);
function decodeRun(authored, tell) {
	if (typeof authored === "string") return {
		script: authored,
		shell: "bash"
	};
	if (authored.columns !== void 0 && authored.output === void 0) tell(["columns"], "`columns` goes with `output`, which is not there", {
		part: "key",
		help: "add `output: csv` or `output: ndjson`"
	});
	return {
		script: authored.script,
		shell: authored.shell ?? "bash",
		...defined({
			workingDirectory: authored["working-directory"],
			input: authored.input,
			output: authored.output,
			columns: authored.columns === void 0 ? void 0 : decodeColumns(authored.columns)
		})
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
	facts: ({ input, output, columns }) => ({
		makesDataset: output !== void 0,
		datasetBy: "`run: { script: …, output: csv }`",
		...columns === void 0 ? {} : { columns },
		files: [],
		...input === void 0 ? {} : { inputName }
	})
};

// src/steps/transform/options.ts
const transformSchema = strict({
	sql: nonEmptyText.optional().describe("A query over the datasets of the needs, each a table named after its step; or the path of a `.sql` file."),
	module: nonEmptyText.optional().describe("A function over batches of rows: `./steps/tidy.ts#tidy`. TypeScript or JavaScript, run as it is."),
	from: nonEmptyText.optional().describe("module: the step whose dataset it gets. Default: its only need."),
	with: record(string(), unknown()).optional().describe("module: values handed to the function."),
	columns: columnsSchema.optional().describe("The columns of the result and their types. Default: from the query or the rows.")
});
function decodeTransform(authored, tell) {
	const { sql, module } = authored;
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
		return isSqlFile(sql) ? {
			sql: "",
			file: sql,
			...columns
		} : {
			sql: sql ?? "",
			...columns
		};
	}
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
function isSqlFile(sql) {
	return sql !== void 0 && /^\S+\.sql$/.test(sql.trim());
}

// src/steps/transform/kind.ts
const transformKind = {
	schema: transformSchema,
	meaning: "Make a dataset from others.",
	decode: decodeTransform,
	texts: {
		sql: "sql",
		with: "template"
	},
	facts: (options) => ({
		..."module" in options && options.from !== void 0 ? { from: options.from } : {},
		makesDataset: true,
		...options.columns === void 0 ? {} : { columns: options.columns },
		files: filesOf$1(options)
	})
};
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

// src/steps/kinds.ts
const kinds = {
	extract: extractKind,
	transform: transformKind,
	load: loadKind,
	run: runKind
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

// src/graph/graph.ts
function nodeOf(graph, id) {
	const node = graph.nodes.get(id);
	if (node === void 0) throw new Bug(`step "${id}" is not in the graph of ${graph.manifest.file}`);
	return node;
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
	const old = new Map(before.manifest.steps.map((step) => [step.id, step]));
	const added = now.order.filter((id) => !old.has(id));
	const changed = now.order.filter((id) => {
		const was = old.get(id);
		return was !== void 0 && !isSame(nodeOf(now, id).step, was, sameFile);
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
	const file = referencedFile(now);
	return isDeepStrictEqual(contentOf(now), contentOf(before)) && (file === void 0 || sameFile(file));
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

// src/plan/runner.ts
function runnerKey(runsOn) {
	return typeof runsOn === "string" ? runsOn : [...runsOn].toSorted().join("\0");
}
function isHosted(runsOn) {
	const [label = "", ...more] = typeof runsOn === "string" ? [runsOn] : runsOn;
	return more.length === 0 && /^(ubuntu|windows|macos)-/.test(label);
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

// src/manifest/input-value.ts
function fitInput({ type, options = [] }, value) {
	if (typeof value !== "string" && typeof value !== "boolean" && !Number.isFinite(value)) return void 0;
	if (type === "integer" && !Number.isSafeInteger(value)) return void 0;
	if (type === "integer" || type === "number") return typeof value === "number" ? value : void 0;
	if (type === "boolean") return typeof value === "boolean" ? value : void 0;
	const text = String(value);
	if (type === "choice" && !options.includes(text)) return void 0;
	return type === "date" && !isDate(text) ? void 0 : text;
}
function parseInput(input, text) {
	const pattern = patterns[input.type];
	if (pattern === void 0) return fitInput(input, text);
	if (!pattern.test(text)) return void 0;
	return fitInput(input, input.type === "boolean" ? text === "true" : Number(text));
}
const patterns = {
	integer: /^-?\d+$/,
	number: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/,
	boolean: /^(true|false)$/
};
function wantedOf({ type, options = [] }, value) {
	if (type === "integer" && Number.isInteger(Number(value)) && !Number.isSafeInteger(Number(value))) return `a whole number up to ${Number.MAX_SAFE_INTEGER}`;
	return type === "choice" ? `one of ${options.join(", ")}` : wanted[type];
}
const wanted = {
	text: "text",
	integer: "a whole number",
	number: "a number",
	boolean: "true or false",
	date: "a date like 2026-01-31"
};
function isDate(text) {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// src/plan/timeout.ts
function stepTimeoutMs(step) {
	const { maxAttempts, maxDelayMs } = step.retry;
	return step.timeoutMs * maxAttempts + maxDelayMs * (maxAttempts - 1);
}
const overheadMinutes = 10;
function longestJobMinutes(runsOn) {
	return isHosted(runsOn) ? 360 : 7200;
}
function longestStepsMinutes(runsOn) {
	return longestJobMinutes(runsOn) - overheadMinutes;
}
function jobTimeoutMinutes(steps) {
	const total = steps.reduce((sum, step) => sum + stepTimeoutMs(step), 0);
	const longest = Math.max(...steps.map(({ runsOn }) => longestJobMinutes(runsOn)));
	return Math.min(longest, Math.ceil(total / 6e4) + overheadMinutes);
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

// src/graph/check-datasets.ts
function checkDatasets(manifest) {
	const steps = new Map(manifest.steps.map((step) => [step.id, step]));
	return manifest.steps.flatMap((step) => {
		const facts = factsOf(step);
		const source = facts.from === void 0 ? void 0 : steps.get(facts.from);
		const sourceFacts = source === void 0 ? void 0 : factsOf(source);
		const judged = facts.judgesFrom === true ? sourceFacts : facts;
		return [
			...source === void 0 || sourceFacts?.makesDataset !== false ? [] : [noDataset(manifest.file, step, source, sourceFacts)],
			...step.checks.length > 0 && facts.judgesFrom !== true && !facts.makesDataset ? [nothingToCheck(manifest.file, step, facts)] : [],
			...judged?.columns === void 0 ? [] : unknownColumns(manifest.file, step, judged.columns)
		];
	});
}
function noDataset(file, step, source, { datasetBy }) {
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
		help: datasetBy === void 0 ? "read from the step that made the rows" : `write "${source.id}" as ${datasetBy}`
	};
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
function unknownColumns(file, step, columns) {
	const names = columns.map(({ name }) => name);
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

// src/graph/check-inputs.ts
function checkInputs(manifest, edges) {
	return manifest.steps.flatMap((step) => {
		const { inputName } = factsOf(step);
		return inputName === void 0 ? [] : repeats(step, edges, inputName);
	});
}
function repeats({ id }, edges, inputName) {
	const taken = /* @__PURE__ */ new Map();
	return [...edges.get(id) ?? []].flatMap(([need, at]) => {
		const name = inputName(need);
		const first = taken.get(name);
		if (first === void 0) taken.set(name, need);
		const related = edges.get(id)?.get(first ?? "");
		if (first === void 0 || related === void 0) return [];
		return [{
			code: "graph/input-name",
			severity: "error",
			message: `step "${id}" would find both "${first}" and "${need}" in ${name}`,
			at,
			related: [{
				at: related,
				message: `"${first}" is needed here`
			}],
			help: "rename one of the two steps"
		}];
	});
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

// src/text/find-expressions.ts
function findExpressions(text) {
	const found = [];
	let start = text.indexOf("${{");
	while (start >= 0) {
		const sourceStart = start + 3;
		const close = closing(text, sourceStart);
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
function closing(text, from) {
	let quoted = false;
	for (let at = from; at < text.length; at++) if (text[at] === "'") quoted = !quoted;
	else if (!quoted && text.startsWith("}}", at)) return at;
	return -1;
}

// src/text/scan-sql.ts
const common = String.raw`\$\{\{|'|"|--|\/\*`;
const sqlite = String.raw`|\`|\[`;
const postgres = String.raw`|(?<![\w$\u0080-\uffff])(?:[eE]'|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$(?!\{\{))`;
const openers = {
	sqlite: common + sqlite,
	postgres: common + postgres,
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
			const kind = open === "--" || open === "/*" ? "comment" : "quoted";
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
	if (open === "--") return after(sql, "\n", inner);
	if (open === "/*") return dialect === "postgres" ? nestedEnd(sql, inner) : after(sql, "*/", inner);
	if (open === "[") return after(sql, "]", inner);
	if (open.startsWith("$")) return after(sql, open, inner);
	return quoteEnd(sql, inner, open.slice(-1), open.length === 2);
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
			bound += `${piece.text.slice(end, found.start)}?`;
			expressions.push(found.source.trim());
			end = found.end;
		}
		bound += piece.text.slice(end);
	}
	return {
		sql: bound,
		expressions
	};
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
	return scanSql(sql, "either").flatMap(({ kind, text, start }) => kind === "quoted" ? findExpressions(text).map((found) => ({
		start: start + found.start,
		end: start + found.end
	})) : []);
}
function sqlComments(sql) {
	return scanSql(sql, "either").flatMap(({ kind, text, start }) => kind === "comment" ? [{
		start,
		end: start + text.length
	}] : []);
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

// src/text/unwrap-condition.ts
function unwrapCondition(text) {
	const trimmed = text.trim();
	const [found] = findExpressions(trimmed);
	return found?.start === 0 && found.closed && found.end === trimmed.length ? found.source.trim() : trimmed;
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
	const use = key === "checks" ? checkUses[String(rest[2])] : textUse(String(key), String(option ?? ""));
	if (use === "script") return { kind: "script" };
	if (use === "sql") return {
		kind: "sql",
		scope: {
			...scope("SQL", without(contexts)),
			refusals: { secrets: sqlRefusal }
		}
	};
	if (use === "told") return {
		kind: "template",
		scope: {
			...scope(where, without(contexts)),
			refusals: { secrets: toldRefusal(String(option)) }
		}
	};
	return use === "template" || key === "env" ? {
		kind: "template",
		scope: scope(where, contexts)
	} : { kind: "nowhere" };
}
const checkUses = { sql: "sql" };
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
function toldRefusal(option) {
	return {
		code: "expression/not-here",
		message: `a secret in \`${option}\` would be told to everyone who sees the run or the repository`,
		help: "write the value itself, or take it from `inputs` or `vars`"
	};
}
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
	return "scope" in place ? checkSql$1(sql, place.scope, at) : [];
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
	if (place.kind === "sql") return checkSql$1(text, place.scope, at);
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
function checkSql$1(sql, scope, at) {
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
	const shape = {
		type,
		required,
		...description === void 0 ? {} : { description },
		...options === void 0 ? {} : { options: options.map(String) }
	};
	const input = {
		...shape,
		...fallback === void 0 ? {} : { default: fitInput(shape, fallback) ?? fallback }
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
	return Object.fromEntries(Object.entries(values).map(([name, value]) => {
		const input = Object.hasOwn(inputs, name) ? inputs[name] : void 0;
		return [name, (input === void 0 ? void 0 : fitInput(input, value)) ?? value];
	}));
}
function checkValue(file, path, what, input, value, found) {
	if (input.type === "choice" && input.options === void 0 || fitInput(input, value) !== void 0) return;
	const near = input.type === "choice" ? nearest(String(value), input.options ?? []) : void 0;
	found.push(mistake(file, path, `${what} must be ${wantedOf(input, value)}, but is ${typeof value === "string" ? JSON.stringify(value) : value}${near === void 0 ? "" : `; did you mean "${near}"?`}`, {}));
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

// src/steps/checks/options.ts
const bound = union([number$1(), string()]);
const checkSchema = strict({
	"not-null": oneOrMore.optional().describe("Columns that must hold a value in every row."),
	unique: oneOrMore.optional().describe("Columns that together must differ from row to row."),
	"row-count": strict({
		min: int().min(0).optional().describe("At least so many rows."),
		max: int().min(0).optional().describe("At most so many rows.")
	}).optional().describe("How many rows there must be."),
	"accepted-values": record(string(), array(scalarText).min(1)).optional().describe("Per column, the values it may hold."),
	range: record(string(), strict({
		min: bound.optional().describe("The least value."),
		max: bound.optional().describe("The greatest value.")
	})).optional().describe("Per column, the least and the greatest value: numbers, dates or timestamps."),
	sql: nonEmptyText.optional().describe("A query; each row it returns is a row that breaks the rule."),
	name: nonEmptyText.optional().describe("sql: what the rule is called in the report.")
});
const checksSchema = array(checkSchema);
const rules = [
	"not-null",
	"unique",
	"row-count",
	"accepted-values",
	"range",
	"sql"
];
function decodeChecks(authored, tell) {
	return authored.flatMap((check, index) => decodeCheck(check, index, tell));
}
function decodeCheck(check, index, tell) {
	const [rule, ...more] = rules.filter((each) => check[each] !== void 0);
	if (rule === void 0) tell([index], `a check must have one of ${rules.join(", ")}`, { code: "manifest/missing-key" });
	for (const other of more) tell([index, other], `a check has one rule, but this one has \`${rule}\` and \`${other}\``, {
		part: "key",
		help: "put each rule behind a `-` of its own"
	});
	if (check.name !== void 0 && rule !== "sql") tell([index, "name"], "`name` goes with `sql`", {
		part: "key",
		help: "remove `name`"
	});
	return [
		...check["not-null"] === void 0 ? [] : [{
			rule: "not-null",
			columns: asList(check["not-null"])
		}],
		...check.unique === void 0 ? [] : [{
			rule: "unique",
			columns: asList(check.unique)
		}],
		...check["row-count"] === void 0 ? [] : [{
			rule: "row-count",
			...optional(check["row-count"])
		}],
		...Object.entries(check["accepted-values"] ?? {}).map(([column, values]) => ({
			rule: "accepted-values",
			column,
			values
		})),
		...Object.entries(check.range ?? {}).map(([column, range]) => ({
			rule: "range",
			column,
			...optional(range)
		})),
		...check.sql === void 0 ? [] : [{
			rule: "sql",
			sql: check.sql,
			...check.name === void 0 ? {} : { name: check.name }
		}]
	];
}
function optional({ min, max }) {
	return {
		...min === void 0 ? {} : { min },
		...max === void 0 ? {} : { max }
	};
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
		help: remedyOf(key, near, keys, valueAt(around.authored, [...path, key]))
	};
}
function remedyOf(key, near, keys, value) {
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

// src/manifest/schema.ts
const duration = string().regex(durationPattern, "must be a duration like 5s, 2m or 1h").meta({ examples: ["5s", "2m"] });
const id = string().regex(idPattern);
const env = record(string(), scalarText);
const retry = strict({
	"max-attempts": int().min(1).max(20).optional().describe("How often a step is tried in all. Default: 1."),
	backoff: _enum(["constant", "exponential"]).optional().describe("Whether the pause doubles from attempt to attempt. Default: `exponential`."),
	delay: duration.optional().describe("The first pause, e.g. `5s`. Default: 5s."),
	"max-delay": duration.optional().describe("The longest pause. Default: 2m.")
});
const timeoutMinutes = number$1().gt(0).max(7200);
const schedule = strict({
	cron: nonEmptyText.describe("Five fields: minute, hour, day of month, month, day of week. No finer than five minutes."),
	timezone: nonEmptyText.optional().describe("An IANA time zone, e.g. `Europe/Berlin`. Default: `UTC`."),
	"catch-up": _enum([
		"all",
		"latest",
		"none"
	]).optional().describe("Not acted on yet. What is to become of ticks that GitHub dropped: run `all`, the `latest`, or `none`. Default: `latest`."),
	with: record(string(), scalarText).optional().describe("The inputs of the runs that this schedule makes.")
});
const inputTypes = [
	"text",
	"integer",
	"number",
	"boolean",
	"choice",
	"date"
];
const input = union([_enum(inputTypes), strict({
	type: _enum(inputTypes).optional().describe("What it holds. Default: `text`."),
	description: string().optional().describe("Shown in the form of a manual run."),
	required: boolean().optional().describe("Whether a run must be given it. Default: false."),
	default: scalarText.optional().describe("Its value when none is given."),
	options: array(scalarText).min(1).optional().describe("type choice: the values to choose from.")
})]);
const commonShape = {
	needs: union([nonEmptyText, array(nonEmptyText)]).optional().describe("The step or steps that must have ended first. What `from` names is needed without being written here."),
	if: union([string().min(1), boolean()]).optional().describe("When to run, as in a workflow. Default: when every need succeeded."),
	retry: retry.optional().describe("How a failing step is tried again."),
	"timeout-minutes": timeoutMinutes.optional().describe("When an attempt is given up; at most 350 on GitHub's own runners. Default: 30."),
	"continue-on-error": boolean().optional().describe("Whether the run goes on, as degraded, when the step fails. Default: false."),
	env: env.optional().describe("Environment variables of the step."),
	"runs-on": oneOrMore.optional().describe("The label or labels of the runner. Default: `ubuntu-latest`."),
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
	connections: record(id, nonEmptyText).optional().describe("Databases by name, as URLs: `postgres://…` or `sqlite:path`, mostly from a secret."),
	env: env.optional().describe("Environment variables of every step."),
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

// src/manifest/decode-steps.ts
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
		message: `step "${id}" has no kind; expected one of ${kindNames.join(", ")}`,
		at: {
			file,
			path: ["steps", id],
			part: "key"
		},
		help: "say what it does, e.g. `extract: { csv: data/orders.csv }`"
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
	const id = pipelineId(file);
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

// src/plan/check-timeouts.ts
function checkTimeouts({ file, steps }) {
	return steps.flatMap((step) => {
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
		message: `${number(rest.length)} more mistakes in this file are not shown`,
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
			const text = isInside(path) ? await textOf$1(resolve(workspace, path)) : void 0;
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
function isInside(path) {
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
		help: near === void 0 ? remedy(options.export, names) : `write "${near}"`
	};
}
function remedy(name, names) {
	return names.length === 0 ? `write \`export\` before the function "${name}"` : `it exports ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}`;
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
function describeTable(name, step, { manifest, edges }) {
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
	if (!manifest.steps.some((step) => isQuery(step) || step.checks.some(({ rule }) => rule === "sql"))) return [];
	const { judgeQuery } = await import("./steps-sql-judge-query.js");
	const { QueryCompiler } = await import("./steps-sql-query-compiler.js");
	using database = new QueryCompiler();
	const judge = judgeIn(database, judgeQuery);
	const steps = new Map(manifest.steps.map((step) => [step.id, step]));
	const columns = /* @__PURE__ */ new Map();
	const found = [];
	const unordered = manifest.steps.map(({ id }) => id).filter((id) => !order.includes(id));
	for (const id of [...order, ...unordered]) {
		const step = steps.get(id);
		if (step !== void 0) found.push(...await checkStep(step, {
			...around,
			steps,
			columns
		}, judge));
	}
	return found;
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
	}
	return found;
}
async function judgeCheck(sql, step, { columns }, judge) {
	const { judgesFrom, from, connection } = factsOf(step);
	if (connection !== void 0 && "query" in readQuery(sql, "either")) return void 0;
	const name = judgesFrom === true ? from : step.id;
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
function tablesOf(step, { steps, columns, edges }) {
	return [.../* @__PURE__ */ new Set([...step.needs, ...edges.get(step.id)?.keys() ?? []])].flatMap((id) => {
		const need = steps.get(id);
		return need !== void 0 && !factsOf(need).makesDataset ? [] : [{
			name: id,
			columns: columns.get(id)
		}];
	});
}
function lacksNeed({ needs }, { steps }) {
	return needs.some((id) => !steps.has(id));
}
function isQuery(step) {
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
	return "sql" in step.options && step.options.file !== void 0;
}
async function textOf(path) {
	try {
		return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
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
				step.kind,
				"sql"
			],
			part: "value"
		},
		help: "paths start at the root of the repository"
	};
}

// src/app/check.ts
async function checkManifests(files, workspace) {
	const envExample = await readEnvExample(workspace);
	const all = await Promise.all(files.map((file) => checkManifest(portable(file, workspace), workspace, envExample)));
	const repeated = repeatedIds(all.map(({ file }) => file));
	const pipelines = all.flatMap(({ file, pipeline }) => pipeline === void 0 || repeated.some(({ at }) => at.file === file) ? [] : [pipeline]);
	return {
		pipelines,
		graphs: pipelines.map(({ graph }) => graph),
		diagnostics: [...all.flatMap(({ diagnostics }) => diagnostics), ...repeated.map((each) => locate(plainSource(each.at.file, ""), each))].toSorted(byPlace)
	};
}
async function checkManifest(file, workspace, envExample) {
	const read = await readManifest(file, workspace);
	if ("problem" in read) return {
		file,
		diagnostics: [locate(plainSource(file, ""), read.problem)]
	};
	const source = parseSource(file, read.text);
	if (source.authored === void 0) return {
		file,
		diagnostics: locateAll(source, await allProblems(source), /* @__PURE__ */ new Map())
	};
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
	const modules = await checkModules(manifest, workspace);
	const found = [
		...source.problems,
		...diagnostics,
		...needProblems,
		...await scheduleProblems(manifest),
		...checkConnections(manifest, unread),
		...checkAppends(manifest),
		...checkTimeouts(manifest),
		...checkDatasets(manifest),
		...checkInputs(manifest, edges),
		...checkTargets(manifest),
		...checkExpressions(source.authored, around),
		...sqlFiles.flatMap(({ kind, options, path }) => checkSqlFile(normalize(options.file.trim()), options.sql, [
			...path,
			kind,
			"sql"
		], around)),
		...sqlProblems,
		...await checkFiles(manifest, edges, workspace),
		...modules.diagnostics,
		...await checkSql({
			authored: source.authored,
			manifest,
			edges,
			order
		})
	];
	const located = locateAll(source, found, new Map([...modules.sources, ...sqlFiles.map(({ options }) => plainSource(normalize(options.file.trim()), options.sql))].map((other) => [other.file, other])));
	if (found.some(({ severity }) => severity === "error")) return {
		file,
		diagnostics: located
	};
	return {
		file,
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

// src/expression/evaluate.ts
function evaluateTemplate(text, contexts) {
	let result = "";
	let end = 0;
	for (const found of findExpressions(text)) {
		result += text.slice(end, found.start) + evaluate(found.source, contexts).coerceString();
		end = found.end;
	}
	return result + text.slice(end);
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

// src/manifest/json-schema.ts
function jsonSchema() {
	const { $schema, ...schema } = toJSONSchema(manifestSchema, {
		io: "input",
		unrepresentable: "any"
	});
	return {
		$schema,
		title: "Millrace pipeline",
		description: "A data pipeline that runs on GitHub Actions or on a laptop.",
		...schema
	};
}

export { referencedFile as A, size as B, fitInput as C, runnerKey as D, pricePerMinute as E, counted as F, unreachable as G, Bug as H, dollars as I, duration$1 as L, factsOf as M, textUse as N, compareGraphs as O, inputName as P, number as R, stepTimeoutMs as S, wantedOf as T, Failure as U, nearest as V, Usage as W, bindSql as _, evaluateTemplate as a, jobTimeoutMinutes as b, readQuery as c, locate as d, decodeAuthored as f, bindInPlace as g, valueAt as h, evaluateExpression as i, nodeOf as j, settings as k, parseSource as l, checkWorkflows as m, namesUsed as n, checkManifests as o, decodeManifest as p, evaluateCondition as r, readSqlFiles as s, jsonSchema as t, plainSource as u, scanSql as v, parseInput as w, longestStepsMinutes as x, buildGraph as y, rate as z };