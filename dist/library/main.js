import { H as Usage, V as Failure, z as nearest } from "../chunks/dataset-fields-print-number.js";
import { a as runShape, i as planShape, n as readRows, o as ManifestError, r as checkOptions, t as readBatches } from "../chunks/library-rows.js";
import { t as planPipeline } from "../chunks/app-plan.js";
import { l as checkManifests, q as datasetsOf } from "../chunks/manifest-json-schema.js";
import { n as environmentOf, t as newRunId } from "../chunks/app-run-id.js";
import { v as datasetNamed, w as createPorts } from "../chunks/run-events-recorder.js";
import { n as runStoreAt, t as openRunFolder } from "../chunks/adapters-run-folder-run-folder.js";
import { r as runFolders, t as beginRun } from "../chunks/app-begin-run.js";
import { n as claimRun } from "../chunks/adapters-run-folder-run-process.js";
import { n as createLocalCache, t as cacheFolder } from "../chunks/adapters-cache-local.js";
import { n as reportRun } from "../chunks/app-report.js";
import { t as runPipeline } from "../chunks/app-run.js";
import { t as lastEnds } from "../chunks/run-resume-last-ends.js";
import { join, resolve } from "node:path";

// src/library/plan.ts
async function validate(files, { workspace = process.cwd() } = {}) {
	const { diagnostics } = await checkManifests(typeof files === "string" ? [files] : files, workspace);
	return diagnostics;
}
async function plan(file, options = {}) {
	checkOptions(options, planShape);
	const { inputs = {}, workspace = process.cwd(), now = /* @__PURE__ */ new Date(), date, select } = options;
	const planned = await planPipeline({
		file,
		workspace,
		inputs,
		trigger: "cli",
		runId: "plan",
		now,
		...date === void 0 ? {} : { date },
		...select === void 0 ? {} : { select }
	});
	if (!planned.ok) throw new ManifestError(planned.diagnostics);
	const { manifest: _manifest, used: _used, ...told } = planned.plan;
	return told;
}

// src/library/dataset-by-name.ts
function datasetByName(name, graph, ends) {
	const node = graph.nodes.get(name);
	const declared = declaredDatasets(graph);
	const maker = declared.get(name) ?? node?.step.id;
	if (maker !== void 0) return datasetNamed(name, ends.get(maker));
	const near = nearest(name, [...graph.nodes.keys(), ...declared.keys()]);
	throw new Usage(`"${name}" is no step or dataset of "${graph.manifest.id}"`, near === void 0 ? void 0 : `did you mean "${near}"?`);
}
function declaredDatasets({ manifest, used }) {
	return new Map(manifest.steps.flatMap((step) => [...datasetsOf(step, step.id, used)]));
}

// src/library/run.ts
async function run(file, options = {}) {
	checkOptions(options, runShape);
	const { workspace = process.cwd(), now = /* @__PURE__ */ new Date(), inputs = {}, date, select, concurrency = 4, onEvent } = options;
	const planned = await planPipeline({
		file,
		workspace,
		inputs,
		trigger: "cli",
		runId: newRunId(now, Math.random()),
		now,
		...date === void 0 ? {} : { date },
		...select === void 0 ? {} : { select }
	});
	if (!planned.ok) throw new ManifestError(planned.diagnostics);
	const { plan, graph } = planned;
	const store = options.folder === void 0 ? openRunFolder(workspace, plan.run.id) : runStoreAt(resolve(workspace, options.folder));
	using held = new DisposableStack();
	held.use(claimRun(store.folder));
	const begun = await beginRun({
		graph,
		plan,
		workspace,
		store
	}, runFolders);
	const ended = [];
	const result = await runPipeline({
		graph,
		plan,
		...begun.with,
		ports: createPorts({ graceMs: 5e3 }),
		lookup: environmentOf(options.env ?? process.env, workspace, () => {}),
		env: options.env ?? process.env,
		github: {},
		workspace,
		store,
		...options.cache === false ? {} : { cache: createLocalCache(cacheFolder(workspace)) },
		concurrency,
		signal: options.signal ?? new AbortController().signal
	}, (event) => {
		if (event.type === "step-finished") ended.push(event);
		onEvent?.(event);
	});
	const ends = lastEnds(ended);
	return {
		id: plan.run.id,
		result,
		report: await reportRun(store),
		folder: store.folder,
		rows: (name) => {
			const dataset = datasetByName(name, graph, ends);
			return dataset === void 0 ? [] : readRows(join(store.folder, dataset.file));
		}
	};
}

export { Failure, ManifestError, Usage, plan, readBatches, readRows, run, validate };