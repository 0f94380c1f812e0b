import { n as environmentOf, t as newRunId } from "./app-run-id.js";
import { C as createPorts, _ as LogTail, a as Recorder, d as RunState, i as loadExecutor, l as stepContext, n as whoNames, r as resolveEnvironment, s as secretMask, t as neededNames, v as AttemptFolder } from "./app-needed-names.js";
import { G as counted, J as number, T as columnText, Tt as factsOf, U as parseSource, Yt as nodeOf, Zt as nearest, c as namesOfGraph, d as checkManifests, m as decodeManifest, on as Failure, r as writeColumns, sn as Usage, tt as buildGraph } from "./source-unclosed.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { n as renderTable, t as widthOf } from "./cli-width-of.js";
import { n as findColumns } from "./steps-extract-require-allowed-empty.js";
import { t as gather } from "./steps-extract-gather.js";
import { t as openZips } from "./steps-extract-compressed-zip-sources.js";
import { t as planPipeline } from "./app-plan.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as makePlan } from "./plan-make-plan.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as inputOption } from "./cli-input-option.js";
import { t as listenForInterruption } from "./cli-interruption.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
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
		` ${paint.bold(`${place}: ${counted(changes.length, "column")} written`)}`,
		...lines.map((line) => `   ${line}`),
		""
	].join("\n");
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

// src/cli/infer-target.ts
const sourceStep = "source";
function inferTarget(given, cwd) {
	if (/^https?:\/\//iu.test(given)) return {
		kind: "source",
		workspace: cwd,
		...graphOver(given)
	};
	const path = resolve(cwd, given);
	if (existsSync(path)) return {
		kind: "source",
		workspace: dirname(path),
		...graphOver(basename(path))
	};
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
function graphOver(source) {
	const text = JSON.stringify({ steps: { [sourceStep]: { extract: { [formatOf(source)]: source } } } });
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
const formats = [
	[/\.(?:ndjson|jsonl)$/, "ndjson"],
	[/\.json$/, "json"],
	[/\.parquet$/, "parquet"]
];
function formatOf(source) {
	const name = source.toLowerCase().replace(/[?#].*$/, "").replace(/\.(?:gz|zst|zip)$/, "");
	return formats.find(([ending]) => ending.test(name))?.[1] ?? "csv";
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
		const target = inferTarget(given, shell.cwd);
		const into = intoOf(target, options, shell);
		const found = await find(target, options, shell);
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
async function find(target, options, shell) {
	const signal = listenForInterruption(() => shell.err("\nstopping\n"));
	const ports = createPorts({ graceMs: 5e3 });
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
	const { labels, format: kind, notes, rows, rejected, firstReject = null, columns, evidence } = found;
	const told = columns.map((column, index) => ({
		name: column.name,
		type: columnText(column),
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
async function write({ columns }, into, { format }, shell) {
	const written = await writeInferred(columns.map((column) => ({
		name: column.name,
		type: columnText(column)
	})), into);
	if (!written.ok) return tellDiagnostics(written.diagnostics, into.workspace, shell);
	if (format === "human") {
		const place = `${into.file}#${into.step}`;
		shell.out(renderColumnChanges(written.changes, place, shell.paint.out));
	}
	return exitStatus.done;
}

export { infer };