import { Mt as Usage, f as checkManifests, jt as Failure } from "../chunks/manifest-json-schema.js";
import { n as readRows, r as ManifestError, t as readBatches } from "../chunks/library-rows.js";
import { t as planPipeline } from "../chunks/app-plan.js";
import { i as environmentOf, n as cacheFolder, r as createLocalCache, t as newRunId } from "../chunks/cli-run-id.js";
import { o as definitionsOf, s as createPorts, t as runPipeline } from "../chunks/app-run.js";
import { n as runStoreAt, t as openRunFolder } from "../chunks/adapters-run-folder-run-folder.js";
import { n as claimRun } from "../chunks/adapters-run-folder-run-process.js";
import { t as earlierEnds } from "../chunks/adapters-run-folder-earlier-ends.js";
import { n as reportRun } from "../chunks/app-report.js";
import { t as lastEnds } from "../chunks/run-last-ends.js";
import { join } from "node:path";

// src/library/plan.ts
async function validate(files, { workspace = process.cwd() } = {}) {
	const { diagnostics } = await checkManifests(typeof files === "string" ? [files] : files, workspace);
	return diagnostics;
}
async function plan(file, options = {}) {
	const { inputs = {}, workspace = process.cwd(), now = /* @__PURE__ */ new Date(), date, select } = options;
	const planned = await planPipeline({
		file,
		workspace,
		inputs,
		trigger: "library",
		runId: "plan",
		now,
		...date === void 0 ? {} : { date },
		...select === void 0 ? {} : { select }
	});
	if (!planned.ok) throw new ManifestError(planned.diagnostics);
	return planned.plan;
}

// src/library/run.ts
async function run(file, options = {}) {
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
	const store = options.folder === void 0 ? openRunFolder(workspace, plan.run.id) : runStoreAt(options.folder);
	const definitions = await definitionsOf(graph, workspace);
	using held = new DisposableStack();
	held.use(claimRun(store.folder));
	const ended = [];
	const result = await runPipeline({
		graph,
		plan,
		definitions,
		...select === void 0 ? {} : { earlier: earlierEnds({
			graph,
			plan,
			workspace,
			folder: store.folder,
			definitions
		}) },
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
		rows: (step) => {
			const dataset = ends.get(step)?.dataset;
			return dataset === void 0 ? [] : readRows(join(store.folder, dataset.file));
		}
	};
}

export { Failure, ManifestError, Usage, plan, readBatches, readRows, run, validate };