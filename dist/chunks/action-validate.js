import { Bt as stepsOf, J as isUses, L as parseSource, Rt as manifestsOf, U as buildGraph, Y as usedFile, f as decodeManifest, i as referencedFile, l as checkManifests, n as compareGraphs } from "./manifest-json-schema.js";
import { t as blobSha } from "./text-blob-sha.js";
import { t as makePlan } from "./plan-make-plan.js";
import { c as clip } from "./diagnostic-lost.js";
import { n as planSummary, o as limits, r as leaveComment, s as listOf, t as postComment } from "./action-post-comment.js";
import { H as Usage, V as Failure } from "./dataset-fields-print-number.js";
import { n as inRepository } from "./action-action.js";
import { n as forecastOf, t as tellDiagnostics } from "./action-tell-diagnostics.js";
import { t as setOutput } from "./action-outputs.js";
import { join, posix } from "node:path";
import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";

// src/app/base-branch.ts
const mostAsked = 100;
const mostListed = 1e3;
async function readBaseBranch(request) {
	const { graphs, workspace } = request;
	const files = [...new Set(graphs.flatMap(filesOf))];
	const folders = await listFolders(request, ["pipelines", ...files.map((file) => posix.dirname(file))]);
	const here = new Map(await Promise.all(files.map(async (file) => [file, await localSha(workspace, file)])));
	const sameFile = (path) => {
		const folder = folders.get(posix.dirname(path));
		const there = folder?.shas.get(path);
		if (there === void 0) return folder?.whole === true ? false : void 0;
		return there === here.get(path);
	};
	const pipelines = /* @__PURE__ */ new Map();
	const manifestAt = manifestReader(request, sameFile);
	for (const graph of graphs) {
		const { file } = graph.manifest;
		const folder = folders.get(posix.dirname(file));
		if (folder?.shas.has(file) !== true) pipelines.set(file, folder?.whole === true ? void 0 : "unread");
		else if (manifestsOf(graph).every((one) => sameFile(one.file) === true)) pipelines.set(file, graph);
		else pipelines.set(file, await readPipeline(file, manifestAt));
	}
	return {
		pipeline: (file) => pipelines.get(file),
		manifests: [...folders.get("pipelines")?.shas.keys() ?? []].filter(isManifest).toSorted(),
		sameFile
	};
}
function filesOf(graph) {
	return manifestsOf(graph).flatMap(({ file, steps }) => [file, ...steps.flatMap((step) => referencedFile(step) ?? [])]);
}
async function listFolders({ github, sha, inRepository }, wanted) {
	const folders = /* @__PURE__ */ new Map();
	for (const folder of [...new Set(wanted)].slice(0, mostAsked)) {
		const listed = await github.listFiles(inRepository(folder), sha);
		const shas = listed.map((file) => [posix.join(folder, posix.basename(file.path)), file.sha]);
		folders.set(folder, {
			shas: new Map(shas),
			whole: listed.length < mostListed
		});
	}
	return folders;
}
function manifestReader({ github, sha, inRepository, graphs }, sameFile) {
	const known = /* @__PURE__ */ new Map();
	const here = new Map(graphs.flatMap(manifestsOf).map((manifest) => [manifest.file, manifest]));
	let read = 0;
	const readThere = async (file) => {
		if ((read += 1) > mostAsked) return "unread";
		const bytes = await github.readFile(inRepository(file), sha);
		if (bytes === void 0) return void 0;
		const manifest = decodeManifest(parseSource(file, new TextDecoder().decode(bytes)));
		return manifest.ok ? manifest.value : "unsound";
	};
	return async (file) => {
		if (known.has(file)) return known.get(file);
		const manifest = (sameFile(file) === true ? here.get(file) : void 0) ?? await readThere(file);
		known.set(file, manifest);
		return manifest;
	};
}
async function readPipeline(file, manifestAt) {
	const manifest = await manifestAt(file);
	if (typeof manifest !== "object") return manifest;
	const used = /* @__PURE__ */ new Map();
	const open = [manifest];
	for (let one = open.pop(); one !== void 0; one = open.pop()) for (const child of new Set(one.steps.filter(isUses).map(usedFile))) {
		if (used.has(child)) continue;
		const read = await manifestAt(child);
		if (typeof read !== "object") return read === "unread" ? "unread" : "unsound";
		used.set(child, read);
		open.push(read);
	}
	const graph = buildGraph(manifest, used);
	return graph.ok ? graph.value : "unsound";
}
async function localSha(workspace, file) {
	try {
		return blobSha(await readFile(join(workspace, file)));
	} catch {
		return;
	}
}
function isManifest(path) {
	return /\.ya?ml$/.test(path);
}

// src/app/pull-request.ts
async function describePullRequest({ graphs, diagnostics }, { sha, now, base, manifests, forecast }) {
	const planned = await Promise.all(graphs.map((graph) => newsOf(graph, base, {
		now,
		forecast
	})));
	const gone = manifests === void 0 ? [] : (base?.manifests ?? []).filter((file) => !manifests.includes(file));
	const pipelines = [...planned, ...gone.map(removed)];
	const having = (change) => pipelines.filter((one) => one.change === change);
	return {
		schema: 1,
		sha,
		counts: {
			planned: planned.length,
			added: having("added").length,
			changed: having("changed").length + having("mended").length,
			removed: gone.length,
			unknown: having("unknown").length + having("none").length
		},
		pipelines: [
			"added",
			"changed",
			"mended",
			"unknown",
			"none",
			"removed",
			"same"
		].flatMap(having),
		...problemsOf(diagnostics)
	};
}
function problemsOf(diagnostics) {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	const warnings = diagnostics.filter(({ severity }) => severity === "warning");
	const told = [...errors, ...warnings].map(({ severity, code, message, help, file, line, column }) => ({
		severity,
		code,
		message,
		file,
		line,
		column,
		...help === void 0 ? {} : { help }
	}));
	return {
		errors: errors.length,
		warnings: warnings.length,
		diagnostics: told
	};
}
async function newsOf(graph, base, { now, forecast }) {
	const { manifest } = graph;
	const plan = planOf(graph, now);
	const { steps, jobs, waves, cost } = await forecast?.(graph, plan) ?? plan;
	const { marks, ...change } = changeOf(graph, base);
	return {
		file: manifest.file,
		name: clip(manifest.name, limits.text - 1),
		size: {
			steps: steps.length,
			jobs: jobs.length,
			waves: waves.length,
			...cost
		},
		outline: {
			steps: steps.map((step) => ({
				...outlined(step),
				...marks.get(step.id)
			})),
			jobs: jobs.map(({ id, steps: inside, needs }) => ({
				id,
				steps: inside,
				needs
			})),
			waves
		},
		...change,
		next: await ticksOf(graph, now)
	};
}
function changeOf(graph, base) {
	const { file } = graph.manifest;
	if (base === void 0) return {
		change: "none",
		...nothing
	};
	const before = base.pipeline(file);
	if (before === void 0) return {
		change: "added",
		...nothing
	};
	if (before === "unsound") return {
		change: "mended",
		...nothing
	};
	const referred = [...stepsOf(graph)].flatMap(({ step }) => referencedFile(step) ?? []);
	if (before === "unread" || referred.some((path) => base.sameFile(path) === void 0)) return {
		change: "unknown",
		...nothing
	};
	const { added, changed, removed: gone, settings, downstream } = compareGraphs(graph, before, (path) => base.sameFile(path) === true);
	return {
		change: added.length + changed.length + gone.length + settings.length > 0 ? "changed" : "same",
		added: listOf(added),
		changed: listOf(changed),
		removed: listOf(gone),
		settings: [...settings],
		downstream: listOf(downstream),
		marks: new Map([...added.map((id) => [id, { change: "added" }]), ...changed.map((id) => [id, { change: "changed" }])])
	};
}
const none = listOf([]);
const undiffered = {
	added: none,
	changed: none,
	removed: none,
	settings: [],
	downstream: none
};
const nothing = {
	...undiffered,
	marks: /* @__PURE__ */ new Map()
};
function removed(file) {
	return {
		file,
		name: file,
		change: "removed",
		...undiffered,
		next: []
	};
}
function outlined({ runsOn: _runsOn, cache, ...step }) {
	return cache === void 0 ? step : {
		...step,
		cache: {
			...cache,
			reason: clip(cache.reason, limits.text - 1)
		}
	};
}
function planOf(graph, now) {
	const at = now.toISOString();
	const run = {
		id: "check",
		trigger: "pull_request",
		at,
		date: at.slice(0, 10)
	};
	const inputs = Object.entries(graph.manifest.inputs).flatMap(([name, { default: value }]) => value === void 0 ? [] : [[name, value]]);
	return makePlan(graph, {
		run,
		inputs: Object.fromEntries(inputs),
		authored: {},
		past: /* @__PURE__ */ new Map()
	});
}
async function ticksOf({ manifest: { schedules } }, from) {
	if (schedules.length === 0) return [];
	const { nextTicks } = await import("./next-ticks.js");
	return schedules.flatMap((schedule) => nextTicks(schedule, from, limits.ticks).map((at) => ({
		at: at.toISOString(),
		timezone: schedule.timezone
	}))).toSorted((one, other) => one.at < other.at ? -1 : 1).slice(0, limits.ticks);
}

// src/report/fit-comment.ts
function fitComment(plan) {
	const base = {
		...plan,
		diagnostics: plan.diagnostics.slice(0, limits.diagnostics).map((one) => ({
			...one,
			file: cut(one.file),
			message: clip(one.message, limits.message),
			...one.help === void 0 ? {} : { help: clip(one.help, limits.message) }
		})),
		pipelines: []
	};
	return {
		...base,
		pipelines: withinBytes(plan.pipelines.slice(0, limits.pipelines), Buffer.byteLength(JSON.stringify(base)))
	};
}
function withinBytes(pipelines, used) {
	let room = limits.bytes - used;
	const take = (value) => {
		const size = Buffer.byteLength(JSON.stringify(value)) + 1;
		if (size > room) return false;
		room -= size;
		return true;
	};
	const bare = pipelines.map(({ outline: _outline, ...rest }) => ({
		...rest,
		file: cut(rest.file),
		name: cut(rest.name)
	}));
	const tooMany = bare.findIndex((one) => !take(one));
	return (tooMany < 0 ? bare : bare.slice(0, tooMany)).map((one, index) => {
		const outline = pipelines[index]?.outline;
		return outline !== void 0 && outline.steps.length <= limits.steps && take({ outline }) ? {
			...one,
			outline
		} : one;
	});
}
const cut = (text) => clip(text, limits.text - 1);

// src/action/validate.ts
async function validate(action) {
	const { runner, workspace, inputs, context } = action;
	const all = inputs.pipelines.length === 0;
	const files = all ? manifestFiles(workspace) : inputs.pipelines;
	const checked = await checkManifests(files, workspace);
	tellDiagnostics(checked.diagnostics, action);
	const pull = context.event.pull_request;
	const base = pull === void 0 ? void 0 : await baseOf(action, checked.graphs, pull.base.sha);
	const plan = await describePullRequest(checked, {
		sha: pull?.head.sha ?? context.sha,
		now: /* @__PURE__ */ new Date(),
		...base === void 0 ? {} : { base },
		...all ? { manifests: files } : {},
		...inputs.cache ? { forecast: forecastOf(action) } : {}
	});
	runner.summary(planSummary(plan));
	if (pull !== void 0) await commentOn(action, pull.number, fitComment(plan));
	setOutput(runner, "result", plan.errors > 0 ? "failure" : "success");
	return plan.errors > 0 ? "failed" : "passed";
}
function manifestFiles(workspace) {
	const found = globSync("pipelines/*.{yml,yaml}", { cwd: workspace });
	if (found.length > 0) return found.map((path) => path.replaceAll("\\", "/")).toSorted();
	throw new Usage("there is no pipelines/*.yml", "check the repository out first, or set working-directory");
}
async function baseOf(action, graphs, sha) {
	try {
		return await readBaseBranch({
			github: await action.github(),
			sha,
			workspace: action.workspace,
			inRepository: (path) => inRepository(action, path),
			graphs
		});
	} catch (thrown) {
		notice(action, thrown, "the base branch cannot be read, so the comment does not say what changed");
		return;
	}
}
async function commentOn(action, pullRequest, plan) {
	try {
		action.runner.line(await postComment(await action.github(), pullRequest, plan, action.context.runUrl));
	} catch (thrown) {
		notice(action, thrown, "no comment on the pull request from here");
		await leaveComment(action, plan).catch((cause) => notice(action, cause, "the comment could not be left for another workflow"));
	}
}
function notice({ runner }, thrown, what) {
	if (!(thrown instanceof Failure)) throw thrown;
	runner.annotate({
		level: "notice",
		title: "Millrace",
		message: `${what}: ${thrown.message}`
	});
}

export { validate };