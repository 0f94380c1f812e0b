import { H as Usage, V as Failure } from "./dataset-fields-print-number.js";
import { Kt as boundsInWords, Pt as runnerKey, V as checkWorkflows, a as inputText, l as checkManifests, qt as parseJson, s as namesOfGraph } from "./manifest-json-schema.js";
import { S as string, y as object } from "./vendor/zod.js";
import { t as catchUpType } from "./schedule-catch-up-event.js";
import { n as waveTimeouts } from "./plan-lay-out.js";
import { n as lateTimeoutMinutes, r as recoverJobs, t as afterCancelJobs } from "./plan-late-jobs.js";
import { n as windowField, r as windowFields, t as forceField } from "./workflow-window-field.js";
import { t as require_dist } from "./vendor/yaml.js";
import { t as lostOnGitHub } from "./app-lost-on-github.js";
import { dirname, join } from "node:path";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import { diff } from "node:util";
import { execFileSync } from "node:child_process";

// src/adapters/environment/own-action.ts
function findOwnAction(workspace, programFolder, version) {
	if (holdsAction(workspace)) return { action: "$/" };
	const root = programRoot(programFolder);
	if (root === void 0) return void 0;
	const commit = packedCommit(root) ?? git(root, "rev-parse", "HEAD");
	const repository = originOf(root) ?? packageRepository(root);
	if (repository === void 0 || !/^[0-9a-f]{40}$/.test(commit)) return void 0;
	return {
		action: `${repository}@${commit}`,
		version: `v${version}`
	};
}
function originOf(root) {
	if (!existsSync(join(root, ".git"))) return void 0;
	const url = git(root, "remote", "get-url", "origin");
	return /github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.[1];
}
function packageRepository(root) {
	return /"repository": "github:([\w.-]+\/[\w.-]+)"/.exec(textOf(join(root, "package.json")))?.[1];
}
function packedCommit(root) {
	return /"commit": "([0-9a-f]{40})"/.exec(textOf(join(root, "dist/release.json")))?.[1];
}
function holdsAction(folder) {
	const text = textOf(join(folder, "action.yml"));
	return /^name: Millrace$/m.test(text) && text.includes("dist/action/main.js");
}
function textOf(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}
function programRoot(programFolder) {
	return [
		"..",
		"../..",
		"../../.."
	].map((above) => join(programFolder, above)).find(holdsAction);
}
function git(folder, ...args) {
	try {
		const options = {
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			]
		};
		return execFileSync("git", [
			"-C",
			folder,
			...args
		], options).trim();
	} catch {
		return "";
	}
}

// src/workflow/settings.ts
const mark = "# millrace: ";
const settingsSchema = object({
	action: string(),
	version: string().optional()
});
function settingsLine(settings) {
	return mark + JSON.stringify(settings);
}
function readSettings(text) {
	const line = text.split("\n", 10).find((candidate) => candidate.startsWith(mark));
	if (line === void 0) return void 0;
	const parsed = settingsSchema.safeParse(parseJson(line.slice(12)));
	if (!parsed.success) return void 0;
	const { action, version } = parsed.data;
	return version === void 0 ? { action } : {
		action,
		version
	};
}

// src/workflow/drift.ts
function findDrift(wanted, present) {
	const there = new Map(present.map(({ path, text }) => [path, text]));
	const asked = new Set(wanted.map(({ path }) => path));
	const changed = wanted.flatMap(({ path, text }) => {
		const is = there.get(path);
		if (is === void 0) return [{
			path,
			kind: "missing"
		}];
		return is === text ? [] : [{
			path,
			kind: "differs",
			lines: differences(is, text)
		}];
	});
	const leftOver = present.filter(({ path, text }) => !asked.has(path) && readSettings(text) !== void 0).map(({ path }) => ({
		path,
		kind: "left over"
	}));
	return [...changed, ...leftOver];
}
function differences(is, shouldBe) {
	let number = 1;
	return diff(is.split("\n"), shouldBe.split("\n")).flatMap(([operation, text]) => {
		if (operation > 0) return [{
			sign: "-",
			text,
			number: number++
		}];
		if (operation < 0) return [{
			sign: "+",
			text,
			number
		}];
		number += 1;
		return [];
	});
}

// src/workflow/pinned-actions.ts
const checkout = {
	uses: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
	version: "v7.0.1"
};
function isPinned(action) {
	return action.startsWith("./") || action.startsWith("$/") || /@[0-9a-f]{40}$/.test(action);
}

// src/workflow/checkout-step.ts
function checkoutStep() {
	return {
		uses: checkout.uses,
		with: { "persist-credentials": false }
	};
}

// src/workflow/conditions.ts
function waveCondition(wave) {
	return `\${{ !cancelled() && needs.plan.result == 'success' && needs.plan.outputs.${waveId(wave)} != '[]' }}`;
}
const recoveryCondition = "${{ !cancelled() && needs.plan.result == 'success' && (contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')) }}";
const afterCancelCondition = "${{ cancelled() && needs.plan.result == 'success' }}";
function waveId(wave) {
	return `wave-${wave}`;
}
function earlierWaves(wave) {
	return Array.from({ length: wave - 1 }, (_, index) => waveId(index + 1));
}

// src/workflow/late-jobs.ts
function lateJobs(graph, timeouts, steps) {
	const job = (command, late, needs, condition) => ({
		needs: [
			"plan",
			...earlierWaves(timeouts.length + 1),
			...needs
		],
		if: condition,
		"runs-on": typeof late.runsOn === "string" ? late.runsOn : [...late.runsOn],
		"timeout-minutes": lateTimeoutMinutes(late, timeouts),
		permissions: { contents: "read" },
		steps: steps({
			command,
			...late.id === command ? {} : { job: late.id }
		})
	});
	const all = {};
	const ids = recoverJobs(graph).map(({ id }) => id);
	for (const late of recoverJobs(graph)) all[late.id] = job("recover", late, Object.keys(all), recoveryCondition);
	for (const late of afterCancelJobs(graph)) all[late.id] = job("after-cancel", late, ids, afterCancelCondition);
	return all;
}

// src/workflow/runners.ts
function waveRunsOn(graph) {
	if (!hasOneRunner(graph)) return "${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}";
	const [first] = graph.nodes.values();
	const runsOn = first?.step.runsOn ?? "ubuntu-latest";
	return typeof runsOn === "string" ? runsOn : [...runsOn];
}
function hasOneRunner(graph) {
	return new Set(graph.nodes.values().map(({ step }) => runnerKey(step.runsOn))).size <= 1;
}

// src/workflow/triggers.ts
function triggers({ id, schedules, inputs, file }, windowFields = []) {
	const ticks = schedules.map(({ cron, timezone }) => timezone === "UTC" ? { cron } : {
		cron,
		timezone
	});
	const fields = [...Object.entries(inputs).map(([name, input]) => [name, field(input)]), ...Object.entries(asked).filter(([name]) => windowFields.includes(name))];
	if (fields.length > 25) throw new Failure("workflow/inputs", `${file} has ${fields.length} inputs; GitHub takes ${25} for a manual run`);
	return {
		...ticks.length === 0 ? {} : { schedule: ticks },
		...catchesUp(schedules) ? { repository_dispatch: { types: [catchUpType(id)] } } : {},
		workflow_dispatch: fields.length === 0 ? {} : { inputs: Object.fromEntries(fields) }
	};
}
const asked = {
	[windowField]: {
		description: "read this window of time and not what is new, FROM..TO, like 2026-01-01..2026-01-02",
		type: "string",
		required: false
	},
	[forceField]: {
		description: "load again what was loaded of that window already",
		type: "boolean",
		required: false,
		default: false
	}
};
function catchesUp(schedules) {
	return schedules.some(({ catchUp }) => catchUp === "all");
}
const githubTypes = {
	text: "string",
	date: "string",
	datetime: "string",
	json: "string",
	list: "string",
	integer: "number",
	number: "number",
	boolean: "boolean",
	choice: "choice"
};
const forms = {
	date: "YYYY-MM-DD",
	datetime: "like 2026-01-31T06:30:00Z",
	list: "items with commas between them",
	json: "JSON"
};
function field(input) {
	const bounds = boundsInWords(input).replace(/^,? /, "");
	const description = [
		input.description,
		forms[input.type],
		bounds === "" ? void 0 : bounds
	].filter((part) => part !== void 0).join(", ");
	return {
		...description === "" ? {} : { description: literal(description) },
		type: githubTypes[input.type],
		...input.options === void 0 ? {} : { options: [...input.options] },
		required: input.required && input.default === void 0,
		...input.default === void 0 ? {} : { default: fieldDefault(input) }
	};
}
function fieldDefault({ type, default: value = null }) {
	return typeof value === "object" || type === "json" ? inputText(type, value) : value;
}
function literal(text) {
	return text.replaceAll("${{", "$ {{");
}

// src/workflow/pipeline-workflow.ts
function pipelineWorkflow(graph, settings) {
	const { manifest } = graph;
	const timeouts = waveTimeouts(graph);
	const waves = timeouts.map((_, index) => index + 1);
	const environment = stepEnvironment(graph);
	const late = lateJobs(graph, timeouts, (inputs) => workSteps(inputs, environment, settings));
	return {
		name: literal(manifest.name),
		"run-name": `${literal(manifest.name)} (\${{ github.event_name }})`,
		on: triggers(manifest, windowFields(graph)),
		permissions: {},
		...concurrencyOf(manifest),
		jobs: {
			plan: planJob(graph, waves, settings),
			...Object.fromEntries(timeouts.map((timeout, index) => [waveId(index + 1), waveJob(graph, {
				wave: index + 1,
				timeout,
				environment
			}, settings)])),
			...late,
			...reportJobs(graph, [...waves.map(waveId), ...Object.keys(late)], settings)
		}
	};
}
function concurrencyOf({ id, concurrency }) {
	const group = `millrace-${id}`;
	if (concurrency === "parallel") return {};
	return { concurrency: concurrency === "cancel" ? {
		group: `${group}-\${{ github.ref }}`,
		"cancel-in-progress": true
	} : {
		group,
		"cancel-in-progress": false,
		queue: "max"
	} };
}
function planJob(graph, waves, settings) {
	const outputs = [...waves.map(waveId), ...hasOneRunner(graph) ? [] : ["runners"]];
	return {
		"runs-on": "ubuntu-latest",
		"timeout-minutes": 10,
		permissions: {
			actions: "read",
			contents: "read"
		},
		outputs: Object.fromEntries(outputs.map((name) => [name, `\${{ steps.plan.outputs.${name} }}`])),
		steps: [checkoutStep(), {
			id: "plan",
			uses: settings.action,
			with: {
				command: "plan",
				pipeline: graph.manifest.file,
				waves: waves.length,
				...Object.fromEntries(windowFields(graph).map((name) => [name, `\${{ inputs.${name} }}`]))
			}
		}]
	};
}
function waveJob(graph, { wave, timeout, environment }, settings) {
	return {
		name: "${{ matrix.job }}",
		needs: ["plan", ...earlierWaves(wave)],
		if: waveCondition(wave),
		strategy: {
			"fail-fast": false,
			matrix: { job: `\${{ fromJSON(needs.plan.outputs.${waveId(wave)}) }}` }
		},
		"runs-on": waveRunsOn(graph),
		"timeout-minutes": timeout,
		permissions: { contents: "read" },
		steps: workSteps({
			command: "run",
			job: "${{ matrix.job }}"
		}, environment, settings)
	};
}
function workSteps(inputs, environment, settings) {
	const env = Object.keys(environment).length === 0 ? {} : { env: environment };
	return [checkoutStep(), {
		uses: settings.action,
		with: inputs,
		...env
	}];
}
function stepEnvironment(graph) {
	const { secrets, vars } = namesOfGraph(graph);
	const both = secrets.find((name) => vars.includes(name));
	if (both !== void 0) throw new Failure("workflow/names", `${graph.manifest.file} names ${both} both as a secret and as a variable, and a step's environment has one ${both}`, { help: "give one of them another name" });
	return Object.fromEntries([...secrets.map((name) => [name, `\${{ secrets.${name} }}`]), ...vars.map((name) => [name, `\${{ vars.${name} }}`])]);
}
function reportJobs(graph, before, settings) {
	const input = {
		command: "report",
		pipeline: graph.manifest.file
	};
	const job = (condition, inputs) => ({
		needs: ["plan", ...before],
		if: `\${{ ${condition} }}`,
		"runs-on": "ubuntu-latest",
		"timeout-minutes": 15,
		permissions: reportPermissions(graph.manifest),
		steps: [checkoutStep(), {
			uses: settings.action,
			with: inputs
		}]
	});
	return {
		report: job("!cancelled()", input),
		"report-cancelled": job("cancelled()", {
			...input,
			cancelled: true
		})
	};
}
function reportPermissions({ onFailure }) {
	return {
		actions: "read",
		contents: "write",
		...onFailure.issue === null ? {} : { issues: "write" }
	};
}

// src/workflow/pull-request-workflow.ts
const name = "Millrace pull request";
function pullRequestWorkflow(settings) {
	return {
		name,
		"run-name": "Millrace: #${{ github.event.pull_request.number }}",
		on: { pull_request: {} },
		permissions: {},
		concurrency: {
			group: "millrace-pull-request-${{ github.event.pull_request.number }}",
			"cancel-in-progress": true
		},
		jobs: { validate: {
			"runs-on": "ubuntu-latest",
			"timeout-minutes": 10,
			permissions: {
				contents: "read",
				"pull-requests": "write"
			},
			steps: [checkoutStep(), {
				uses: settings.action,
				with: { command: "validate" }
			}]
		} }
	};
}
const fromFork = "github.event.workflow_run.head_repository.full_name != github.repository";
const byDependabot = "github.event.workflow_run.actor.login == 'dependabot[bot]'";
function commentWorkflow(settings) {
	return {
		name: "Millrace comment",
		on: { workflow_run: {
			workflows: [name],
			types: ["completed"]
		} },
		permissions: {},
		concurrency: {
			group: "millrace-comment-${{ github.event.workflow_run.head_sha }}",
			"cancel-in-progress": false
		},
		jobs: { comment: {
			if: `\${{ github.event.workflow_run.event == 'pull_request' && (${fromFork} || ${byDependabot}) }}`,
			"runs-on": "ubuntu-latest",
			"timeout-minutes": 10,
			permissions: {
				actions: "read",
				"pull-requests": "write"
			},
			steps: [{
				uses: settings.action,
				with: { command: "comment" }
			}]
		} }
	};
}

// src/workflow/render-workflow.ts
var import_dist = require_dist();
const mostBytes = 45e4;
function renderWorkflow(name, workflow, source, settings) {
	const path = `.github/workflows/${name}.yml`;
	const body = (0, import_dist.stringify)(workflow, {
		lineWidth: 0,
		singleQuote: true,
		aliasDuplicateObjects: false
	});
	const text = `${header(source, settings)}\n${withRemarks(body, settings)}`;
	if (Buffer.byteLength(text) <= mostBytes) return {
		path,
		text
	};
	throw new Failure("workflow/too-large", `${path} would be ${Buffer.byteLength(text)} bytes; GitHub runs at most 512,000`, { help: "split the pipeline" });
}
function header(source, settings) {
	return [
		`# Generated by \`millrace workflow\` from ${source}. Do not edit:`,
		"# change the manifest, run `millrace workflow` again and commit both. `millrace workflow --check` holds them in step.",
		settingsLine(settings)
	].join("\n");
}
function withRemarks(yaml, settings) {
	const versions = /* @__PURE__ */ new Map([[checkout.uses, checkout.version]]);
	if (settings.version !== void 0) versions.set(settings.action, settings.version);
	return yaml.replace(/^ {2}workflow_run:$/m, `$& # zizmor: ignore[dangerous-triggers] runs no code of the pull request`).replaceAll(/^(\s*(?:- )?uses: )(\S+)$/gm, (line, _key, uses) => {
		const version = versions.get(uses);
		return version === void 0 ? line : `${line} # ${version}`;
	});
}

// src/workflow/generate.ts
const workflowPrefix = "millrace-";
function workflowFiles(graphs, settings) {
	const pipelines = graphs.map((graph) => renderWorkflow(workflowPrefix + graph.manifest.id, pipelineWorkflow(graph, settings), graph.manifest.file, settings));
	const checks = [renderWorkflow(workflowPrefix + checkWorkflows.pullRequest, pullRequestWorkflow(settings), "the manifests", settings), renderWorkflow(workflowPrefix + checkWorkflows.comment, commentWorkflow(settings), "the manifests", settings)];
	return [...pipelines, ...checks].toSorted((a, b) => a.path < b.path ? -1 : 1);
}

// src/workflow/keep-pins.ts
const pin = /^(\s*(?:- )?uses: )([^\s@]+)@([0-9a-f]{40})( # .*)?$/gm;
function keepPins(wanted, present, said) {
	const pins = pinsIn(present);
	const keep = (line, key, action) => {
		const [only, ...others] = pins.get(action) ?? [];
		return only === void 0 || others.length > 0 || action === said?.split("@")[0] ? line : key + only;
	};
	return wanted.map(({ path, text }) => ({
		path,
		text: text.replaceAll(pin, keep)
	}));
}
function pinsIn(present) {
	const pins = /* @__PURE__ */ new Map();
	for (const { text } of present) {
		if (readSettings(text) === void 0) continue;
		for (const [, , action = "", commit = "", version = ""] of text.matchAll(pin)) pins.set(action, (pins.get(action) ?? /* @__PURE__ */ new Set()).add(`${action}@${commit}${version}`));
	}
	return pins;
}

// src/app/workflow.ts
const folder = ".github/workflows";
async function planWorkflows(request) {
	const { graphs, diagnostics } = await checkManifests(request.files, request.workspace);
	if (diagnostics.some(({ severity }) => severity === "error")) return {
		ok: false,
		diagnostics
	};
	const present = await presentFiles(request.workspace);
	const generated = workflowFiles(graphs, chooseSettings(request, present));
	const files = keepPins(generated, present, request.action?.action);
	const notes = graphs.flatMap(({ manifest }) => lostOnGitHub(manifest));
	return {
		ok: true,
		diagnostics,
		files,
		drift: findDrift(files, present),
		notes
	};
}
async function writeWorkflows(workspace, { files, drift }) {
	for (const { path, kind } of drift) {
		const target = join(workspace, path);
		const wanted = files.find((file) => file.path === path);
		if (kind === "left over") await rm(target);
		else if (wanted !== void 0) await write(target, wanted.text);
	}
}
async function write(path, text) {
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
	} catch (cause) {
		throw new Failure("file/write", `${path} cannot be written`, { cause });
	}
}
async function presentFiles(workspace) {
	const ours = (await readdir(join(workspace, folder)).catch(() => [])).filter((name) => /^millrace-.*\.yml$/.test(name)).toSorted();
	return Promise.all(ours.map(async (name) => {
		const path = `${folder}/${name}`;
		return {
			path,
			text: await readFile(join(workspace, path), "utf8")
		};
	}));
}
function chooseSettings({ action, found }, present) {
	const remembered = present.map(({ text }) => readSettings(text)).find((settings) => settings !== void 0);
	const settings = action ?? remembered ?? found;
	if (settings !== void 0) return settings;
	throw new Usage("which Millrace shall the workflows use?", "name it once, pinned: millrace workflow --action \"owner/millrace@<full commit sha> # v1.2.3\"");
}

export { findOwnAction as i, writeWorkflows as n, isPinned as r, planWorkflows as t };