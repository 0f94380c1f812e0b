import { c as number, d as strictObject, f as string, i as boolean, m as unknown, n as _enum, o as int, p as union, r as array, u as record } from "./vendor/zod.js";
import { t as nearest } from "./text-nearest.js";

// src/steps/authored.ts
function strict(shape) {
	return strictObject(shape, { error: (issue) => issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : void 0 });
}
const idPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
const scalarText = union([
	string(),
	number(),
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

// src/steps/checks/options.ts
const bound = union([number(), string()]);
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
	columns: columnsSchema.optional().describe("The columns and their types. Default: inferred from every value. `millrace infer` writes them."),
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

// src/steps/load/options.ts
const loadSchema = strict({
	from: nonEmptyText.describe("The step whose dataset is loaded; it need not be repeated in `needs`."),
	into: nonEmptyText.optional().describe("The connection whose table is loaded."),
	table: string().regex(/^[^.\s]+(\.[^.\s]+)?$/, "must be `table` or `schema.table`").optional().describe("into: the table, `table` or `schema.table`. Made if it is not there."),
	mode: _enum([
		"append",
		"replace",
		"merge"
	]).optional().describe("into: `append` adds rows, `replace` exchanges all of them, `merge` updates by `key`. Default: `append`."),
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
const timeoutMinutes = number().gt(0).max(7200);
const schedule = strict({
	cron: nonEmptyText.describe("Five fields: minute, hour, day of month, month, day of week. No finer than five minutes."),
	timezone: nonEmptyText.optional().describe("An IANA time zone, e.g. `Europe/Berlin`. Default: `UTC`."),
	"catch-up": _enum([
		"all",
		"latest",
		"none"
	]).optional().describe("What becomes of ticks that GitHub dropped: run `all`, the `latest`, or `none`. Default: `latest`."),
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
	"timeout-minutes": timeoutMinutes.optional().describe("When an attempt is given up. Default: 30."),
	"continue-on-error": boolean().optional().describe("Whether the run goes on, as degraded, when the step fails. Default: false."),
	env: env.optional().describe("Environment variables of the step."),
	"runs-on": oneOrMore.optional().describe("The label or labels of the runner. Default: `ubuntu-latest`."),
	checks: checksSchema.optional().describe("Rules that the rows must keep before any other step sees them.")
};
const stepSchema = strict({
	extract: extractSchema.optional().describe("Read a source into a dataset."),
	transform: transformSchema.optional().describe("Make a dataset from others."),
	load: loadSchema.optional().describe("Write a dataset into a table or a file."),
	run: runSchema.optional().describe("Run a script in any language."),
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

export { decodeTransform as a, decodeExtract as c, asTexts as d, idPattern as f, parseDuration as i, decodeChecks as l, manifestSchema as n, decodeRun as o, stepSchema as r, decodeLoad as s, headSchema as t, asList as u };