import { n as readRows, o as ManifestError, r as checkOptions } from "../chunks/library-rows.js";
import { Bt as stepsOf, Rt as manifestsOf, St as decodeColumns, ht as factsOf, zt as nodeOf } from "../chunks/manifest-json-schema.js";
import { C as union, S as string, b as record, d as boolean, p as date, w as unknown } from "../chunks/vendor/zod.js";
import { T as systemClock, h as loadExecutor, w as createPorts } from "../chunks/run-events-recorder.js";
import { H as Usage, V as Failure, z as nearest } from "../chunks/dataset-fields-print-number.js";
import { t as planPipeline } from "../chunks/app-plan.js";
import { t as runPipeline$1 } from "../chunks/app-run.js";
import { n as runStoreAt } from "../chunks/adapters-run-folder-run-folder.js";
import { t as lastEnds } from "../chunks/run-resume-last-ends.js";
import { t as sqlitePath } from "../chunks/text-sqlite-path.js";
import { a as readBy } from "../chunks/run-resume-step-definitions.js";
import { basename, extname, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

// src/testing/fixture-options.ts
const formats = {
	".csv": "csv",
	".json": "json",
	".ndjson": "ndjson",
	".jsonl": "ndjson"
};
function fixtureOptions(fixture, step, places) {
	const { rows, columns: said } = typeof fixture === "object" && "rows" in fixture ? fixture : { rows: fixture };
	const file = layOut(rows, step.id, places);
	const format = formats[extname(file.replace(/\.(?:gz|zst)$/, ""))];
	if (format === void 0) throw new Usage(`the fixture "${file}" of "${step.id}" is none that is read`, "give rows, or a .csv, .json or .ndjson");
	const columns = said === void 0 ? factsOf(step).columns : decodeColumns(said);
	const { formats: written, ...own } = step.kind === "extract" ? step.options : plain;
	const isOwn = step.kind === "extract" && format === own.format;
	return {
		...own,
		format,
		from: [file],
		headers: {},
		compression: "auto",
		...columns === void 0 ? {} : { columns },
		...isOwn && written !== void 0 ? { formats: written } : {},
		...isOwn ? {} : { csv: plain.csv }
	};
}
const plain = {
	format: "csv",
	from: [],
	headers: {},
	compression: "auto",
	rejects: { rows: 0 },
	allowEmpty: true,
	csv: { ragged: "reject" }
};
function layOut(rows, step, { workspace, folder }) {
	const name = join(folder, step.replaceAll("/", "."));
	if (typeof rows === "string") {
		const ending = rows.slice(basename(rows).indexOf(".") + rows.length - basename(rows).length);
		copyFileSync(resolve(workspace, rows), name + ending);
		return basename(name + ending);
	}
	const lines = rows.map((row) => `${JSON.stringify(row, (_, value) => plainNumber(value))}\n`);
	writeFileSync(`${name}.ndjson`, lines.join(""));
	return basename(`${name}.ndjson`);
}
function plainNumber(value) {
	if (typeof value !== "bigint") return value;
	return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

// src/testing/test-options.ts
function momentOf({ now = "2026-01-01T00:00:00Z" }) {
	const moment = new Date(now);
	if (Number.isNaN(moment.getTime())) throw new Usage(`now is "${String(now)}"`, "give a Date, or an ISO text");
	return moment;
}

// src/testing/test-folder.ts
var TestFolder = class {
	path = mkdtempSync(join(tmpdir(), "millrace-test-"));
	#remove = () => rmSync(this.path, {
		recursive: true,
		force: true,
		maxRetries: 2
	});
	constructor() {
		process.once("exit", this.#remove);
	}
	below(name) {
		const path = join(this.path, name);
		mkdirSync(path, { recursive: true });
		return path;
	}
	[Symbol.dispose]() {
		process.off("exit", this.#remove);
		this.#remove();
	}
};

// src/testing/test-ports.ts
function testPorts(now, { network }) {
	const ports = createPorts({ graceMs: 1e3 });
	return {
		...ports,
		clock: {
			...systemClock,
			now: () => now,
			random: () => 0
		},
		databases: {
			open: (connection, workspace, signal) => ports.databases.open(connection, workspace, signal),
			faultOf: () => void 0
		},
		http: network ? ports.http : { request: ({ url }) => Promise.reject(notAsked(url)) }
	};
}
function notAsked(url) {
	return new Failure("testing/network", `a test asks no other machine (${URL.parse(url)?.host ?? "an address"})`, { help: "Give the step a fixture, or set network: true" });
}

// src/testing/given-ends.ts
async function givenEnds(graph, given, { options, folder }) {
	const ends = /* @__PURE__ */ new Map();
	for (const [step, { fixture, outputs }] of given) {
		const dataset = fixture === void 0 ? void 0 : await makeDataset(graph, step, {
			fixture,
			options,
			folder
		});
		ends.set(step, {
			rows: dataset?.rows ?? null,
			outputs,
			note: "given by the test",
			...dataset === void 0 ? {} : { dataset }
		});
	}
	return ends;
}
async function makeDataset(graph, step, { fixture, options, folder }) {
	using scratch = new TestFolder();
	const file = `datasets/${step}.sqlite`;
	mkdirSync(join(folder, file, ".."), { recursive: true });
	const extract = await loadExecutor("extract");
	const places = {
		workspace: options.workspace ?? process.cwd(),
		folder: scratch.below("fixture")
	};
	const { dataset } = await extract({
		pipeline: graph.manifest.id,
		stepId: step,
		options: needOptions(fixture, nodeOf(graph, step).step, places),
		workspace: places.folder,
		scratch: scratch.below("scratch"),
		datasetPath: join(folder, file),
		rejectsPath: join(scratch.path, "rejects.sqlite"),
		needs: {},
		checks: [],
		env: {},
		connections: {},
		bind: () => null,
		run: {
			id: "test",
			date: momentOf(options).toISOString().slice(0, 10)
		},
		signal: new AbortController().signal,
		ports: testPorts(momentOf(options), { network: false }),
		mask: (text) => text,
		hide: () => {},
		log: () => {},
		progress: () => {}
	});
	return dataset && {
		name: dataset.name,
		file,
		columns: [...dataset.columns],
		rows: dataset.rows
	};
}
function needOptions(fixture, step, places) {
	const options = fixtureOptions(fixture, step, places);
	const rows = typeof fixture === "object" && "rows" in fixture ? fixture.rows : fixture;
	const isGiven = (name) => typeof rows === "string" || rows.some((row) => Object.hasOwn(row, name));
	const columns = options.columns?.map(({ notNull, ...column }) => notNull === true && isGiven(column.name) ? {
		...column,
		notNull
	} : column);
	return {
		...options,
		...columns === void 0 ? {} : { columns },
		rejects: { rows: 0 },
		allowEmpty: true
	};
}

// src/testing/test-executor.ts
function testExecutor(world) {
	return async (kind) => async (context) => {
		const fixture = world.fixtures.get(context.stepId);
		const { connections, folder } = world;
		if (fixture !== void 0) return (await loadExecutor("extract"))(changed(context, {
			options: fixtureOptions(fixture, nodeOf(world.graph, context.stepId).step, world),
			workspace: folder,
			connections
		}));
		return (await loadExecutor(kind))(changed(context, {
			connections,
			...kind === "load" ? ownFile(context, world.files) : {}
		}));
	};
}
function ownFile({ options }, files) {
	const load = options;
	return load.target === "file" ? {
		workspace: files,
		options: {
			...load,
			commit: false
		}
	} : {};
}
function changed(context, change) {
	return Object.create(null, {
		...Object.getOwnPropertyDescriptors(context),
		...Object.getOwnPropertyDescriptors(change)
	});
}

// src/testing/told-run.ts
function testRun({ folder, run, files, result, events, connections }) {
	const steps = [...lastEnds(events)].map(([id, end]) => [id, testStep(end, run, linesOf(events, id))]);
	return {
		result,
		steps: Object.fromEntries(steps),
		events,
		table: (connection, table) => rowsIn(connections[connection], connection, table),
		file: (path) => readFileSync(join(files, path), "utf8"),
		async [Symbol.asyncDispose]() {
			folder[Symbol.dispose]();
		}
	};
}
function testStep(end, run, log) {
	const { result, outputs, attempts, failure, reason, note } = end;
	const rowsOf = (kept) => kept === void 0 ? [] : readRows(join(run, kept.file));
	return {
		result,
		rows: rowsOf(end.dataset),
		outputs,
		rejects: rowsOf(end.rejects),
		...failure === void 0 ? {} : { failure },
		...reason === void 0 ? {} : { reason },
		attempts,
		log,
		...note === void 0 ? {} : { note }
	};
}
function linesOf(events, step) {
	return events.flatMap((event) => event.type === "step-log" && event.step === step && event.stream !== "millrace" ? [event.line] : []);
}
function rowsIn(url, connection, table) {
	const path = sqlitePath(url ?? "");
	if (path === void 0) throw new Usage(`"${connection}" is no SQLite connection of the pipeline`, "ask the database itself for its rows");
	using database = new DatabaseSync(path, { readOnly: true });
	return database.prepare(`select * from "${table.replaceAll("\"", "\"\"")}"`).all().map((row) => ({ ...row }));
}

// src/testing/run-planned.ts
async function planned(file, options) {
	const made = await planPipeline({
		file,
		workspace: options.workspace ?? process.cwd(),
		inputs: options.inputs ?? {},
		trigger: "cli",
		runId: "test",
		now: momentOf(options),
		...options.select === void 0 ? {} : { select: options.select }
	});
	if (!made.ok) throw new ManifestError(made.diagnostics);
	return made;
}
async function runPlanned({ graph, plan }, options, earlier) {
	const { fixtures = {}, secrets = {}, vars = {}, network = false, workspace = process.cwd() } = options;
	const known = new Map(Object.entries(fixtures));
	requireSteps({
		graph,
		plan
	}, known.keys());
	const folder = new TestFolder();
	const files = folder.below("files");
	const connections = connectionsOf(graph, folder.below("databases"), options.connections);
	const store = runStoreAt(folder.below("run"));
	const events = [];
	const env = {
		...process.env,
		...options.env
	};
	const made = await earlier?.(store.folder);
	const result = await runPipeline$1({
		graph,
		plan,
		...made === void 0 ? {} : { earlier: made },
		ports: testPorts(momentOf(options), { network }),
		execute: testExecutor({
			graph,
			fixtures: known,
			connections: recordsOf(connections),
			files,
			workspace,
			folder: folder.below("fixtures")
		}),
		lookup: (name) => secrets[name] ?? vars[name] ?? `test-${name}`,
		env,
		github: {},
		workspace,
		store,
		concurrency: 4,
		signal: new AbortController().signal
	}, (event) => events.push(event));
	return testRun({
		folder,
		run: store.folder,
		files,
		result,
		events,
		connections
	});
}
function requireSteps({ graph, plan }, names) {
	const leftOut = new Set(plan.steps.flatMap(({ id, unselected }) => unselected === true ? [id] : []));
	for (const name of names) {
		const node = graph.nodes.get(name);
		if (node === void 0) {
			const near = nearest(name, [...stepsOf(graph)].map(({ step }) => step.id));
			const hint = near === void 0 ? void 0 : `did you mean "${near}"?`;
			throw new Usage(`the fixture "${name}" is of no step of "${graph.manifest.id}"`, hint);
		}
		if (leftOut.has(name)) continue;
		const whole = node.step.kind === "uses" ? "uses a pipeline" : node.step.strategy && "is mapped";
		if (whole !== void 0) throw new Usage(`"${name}" ${whole}, so no fixture can stand in for it`, "give fixtures to the steps it reads");
	}
}
function recordsOf(urls) {
	return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]));
}
function connectionsOf(graph, folder, given = {}) {
	const names = manifestsOf(graph).flatMap(({ connections }) => Object.keys(connections));
	return Object.fromEntries([...new Set(names)].map((name) => [name, given[name] ?? `sqlite:${folder}/${name}.sqlite`]));
}

// src/testing/test-shapes.ts
const texts = record(string(), string());
const testShape = {
	workspace: string(),
	inputs: record(string(), unknown()),
	now: union([date(), string()]),
	env: texts,
	secrets: texts,
	vars: texts,
	connections: texts,
	network: boolean()
};
const pipelineTestShape = {
	...testShape,
	fixtures: record(string(), unknown()),
	select: string()
};
const byName = record(string(), unknown());
const stepTestShape = {
	...testShape,
	needs: byName,
	outputs: byName,
	source: unknown()
};

// src/testing/run-pipeline.ts
async function runPipeline(file, options = {}) {
	checkOptions(options, pipelineTestShape);
	const { graph, plan } = await planned(file, options);
	const { fixtures = {} } = options;
	const leftOut = plan.steps.filter(({ id, unselected }) => unselected === true && Object.hasOwn(fixtures, id));
	const given = new Map(leftOut.map(({ id }) => [id, {
		fixture: fixtures[id],
		outputs: {}
	}]));
	return runPlanned({
		graph,
		plan
	}, options, (folder) => givenEnds(graph, given, {
		options,
		folder
	}));
}

// src/testing/run-step.ts
async function runStep(file, step, options = {}) {
	checkOptions(options, stepTestShape);
	const { graph, plan } = await planned(file, options);
	const given = makersOf(stepNamed(graph, step), options);
	const steps = plan.steps.map((one) => one.id === step ? one : {
		...one,
		unselected: true
	});
	const run = await runPlanned({
		graph,
		plan: {
			...plan,
			select: step,
			steps
		}
	}, {
		...options,
		fixtures: options.source === void 0 ? {} : { [step]: options.source }
	}, (folder) => givenEnds(graph, given, {
		options,
		folder
	}));
	const ended = run.steps[step];
	if (ended === void 0) throw new Usage(`step "${step}" did not end`);
	return {
		...ended,
		table: run.table,
		file: run.file,
		events: run.events,
		[Symbol.asyncDispose]: () => run[Symbol.asyncDispose]()
	};
}
function stepNamed(graph, step) {
	if (graph.nodes.has(step)) return nodeOf(graph, step);
	const near = nearest(step, graph.order);
	throw new Usage(`"${step}" is not a step of "${graph.manifest.id}"`, near === void 0 ? `there are ${graph.order.join(", ")}` : `did you mean "${near}"?`);
}
function makersOf(node, { needs = {}, outputs = {} }) {
	const known = new Map([...node.seen, ...node.datasets]);
	for (const name of [...Object.keys(needs), ...Object.keys(outputs)]) {
		if (known.has(name)) continue;
		throw new Usage(`"${name}" is no need of "${node.step.id}"`, `it needs ${[...known.keys()].join(", ") || "nothing"}`);
	}
	for (const { name, takes } of readBy(node)) if (takes === "rows" && needs[name] === void 0) throw new Usage(`"${node.step.id}" reads "${name}"`, `give its rows: needs: { ${name}: [{ … }] }`);
	return new Map([...known].map(([name, maker]) => [maker, {
		fixture: needs[name],
		outputs: outputs[name] ?? {}
	}]));
}

export { runPipeline, runStep };