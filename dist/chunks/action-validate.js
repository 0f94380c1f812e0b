import { _ as Failure, d as decodeManifest, l as parseSource, p as buildGraph, s as checkManifests, v as Usage } from "./source-syntax-errors.js";
import { t as makePlan } from "./plan-make-plan.js";
import { t as mermaid } from "./report-mermaid.js";
import { n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as blobSha } from "./text-blob-sha.js";
import { n as inRepository } from "./action-action.js";
import { t as setOutput } from "./action-outputs.js";
import { n as commentKey, o as problemsOf, r as compareSteps, s as renderPlanComment, t as commentArtifact } from "./action-plan-comment.js";
import { t as tellDiagnostics } from "./action-tell-diagnostics.js";
import { join, posix } from "node:path";
import { readFile, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";

// src/action/base-graphs.ts
const mostRead = 100;
async function readBaseGraphs(action, head, sha) {
	const github = await action.github();
	const here = new Map(head.map((graph) => [graph.manifest.file, graph]));
	const listed = (await github.listFiles(inRepository(action, "pipelines"), sha)).filter(isManifest);
	const graphs = /* @__PURE__ */ new Map();
	let read = 0;
	for (const entry of listed) {
		const file = posix.join("pipelines", posix.basename(entry.path));
		const same = here.get(file);
		if (same !== void 0 && await localSha(join(action.workspace, file)) === entry.sha) graphs.set(file, same);
		else if (read < mostRead) {
			read += 1;
			const bytes = await github.readFile(entry.path, sha);
			graphs.set(file, bytes && graphOf(file, new TextDecoder().decode(bytes)));
		}
	}
	return graphs;
}
function isManifest({ path }) {
	return /\.ya?ml$/.test(path);
}
async function localSha(path) {
	try {
		return blobSha(await readFile(path));
	} catch {
		return;
	}
}
function graphOf(file, text) {
	const manifest = decodeManifest(parseSource(file, text));
	if (!manifest.ok) return void 0;
	const graph = buildGraph(manifest.value);
	return graph.ok ? graph.value : void 0;
}

// src/action/validate.ts
async function validate(action) {
	const { runner, workspace } = action;
	const files = manifestFiles(action);
	const { pipelines, diagnostics } = await checkManifests(files, workspace);
	tellDiagnostics(diagnostics, action);
	const graphs = pipelines.map(({ graph }) => graph);
	const failed = diagnostics.some(({ severity }) => severity === "error");
	const pull = action.context.event.pull_request;
	const base = pull === void 0 ? void 0 : await baseOf(action, graphs, pull.base.sha);
	const comment = {
		schema: 1,
		sha: pull?.head.sha ?? action.context.sha,
		pipelines: [...pipelines.map(({ graph, authored }) => changeOf(graph, authored, base)), ...removed(base, files)],
		...problemsOf(diagnostics)
	};
	runner.summary([renderPlanComment({
		...comment,
		pipelines: []
	}), ...graphs.map(section)].join("\n\n"));
	if (pull !== void 0) await commentOn(action, pull.number, comment);
	setOutput(runner, "result", failed ? "failure" : "success");
	return failed ? "failed" : "passed";
}
function manifestFiles({ inputs, workspace }) {
	if (inputs.pipelines.length > 0) return inputs.pipelines;
	const found = globSync("pipelines/*.{yml,yaml}", { cwd: workspace }).map((path) => path.replaceAll("\\", "/"));
	if (found.length > 0) return found.toSorted();
	throw new Usage("there is no pipelines/*.yml", "check the repository out first, or set working-directory");
}
async function baseOf(action, head, sha) {
	try {
		return await readBaseGraphs(action, head, sha);
	} catch (thrown) {
		notice(action, thrown, "the base branch cannot be read, so the comment does not say what changed");
		return;
	}
}
function removed(base, files) {
	const gone = [...base ?? []].filter(([file]) => !files.includes(file));
	const nothing = {
		change: "removed",
		jobs: 0,
		waves: 0,
		billedMinutes: 0,
		steps: []
	};
	return gone.map(([file, graph]) => ({
		...nothing,
		file,
		name: graph?.manifest.name ?? file
	}));
}
function changeOf(graph, authored, base) {
	const { manifest } = graph;
	const before = base?.get(manifest.file);
	const steps = compareSteps(graph, base === void 0 ? graph : before);
	const { jobs, waves, cost } = makePlan(graph, {
		run: {
			id: "check",
			trigger: "pull_request",
			at: "1970-01-01T00:00:00.000Z",
			date: "1970-01-01"
		},
		inputs: {},
		authored,
		past: /* @__PURE__ */ new Map()
	});
	const whole = base !== void 0 && !base.has(manifest.file) ? "added" : "same";
	return {
		file: manifest.file,
		name: manifest.name,
		change: whole,
		jobs: jobs.length,
		waves: waves.length,
		billedMinutes: cost.billedMinutes,
		steps
	};
}
function section(graph) {
	const plan = makePlan(graph, {
		run: {
			id: "check",
			trigger: "pull_request",
			at: "1970-01-01T00:00:00.000Z",
			date: "1970-01-01"
		},
		inputs: {},
		authored: {},
		past: /* @__PURE__ */ new Map()
	});
	const { name, file } = graph.manifest;
	return `### ${escapeMarkdown(name)} (${code(file)})\n\n${fence(mermaid(plan), "mermaid")}`;
}
async function commentOn(action, number, comment) {
	try {
		await (await action.github()).upsertComment(number, commentKey, renderPlanComment(comment));
	} catch (thrown) {
		notice(action, thrown, "no comment on the pull request from here");
		await leaveComment(action, comment);
	}
}
async function leaveComment(action, comment) {
	const path = join(action.context.temp, commentArtifact);
	try {
		await writeFile(path, JSON.stringify(comment));
		await action.artifacts.uploadFile(path, { retentionDays: 1 });
	} catch (thrown) {
		notice(action, thrown, "the comment could not be left for another workflow");
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