import { _ as Failure, o as namesUsed, s as checkManifests, v as Usage } from "./source-syntax-errors.js";
import { f as string, l as object } from "./vendor/zod.js";
import { i as runnerKey, n as wavesNeeded, r as jobTimeoutMinutes } from "./plan-make-plan.js";
import { t as require_dist } from "./vendor/yaml.js";
import { dirname, join } from "node:path";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname as dirname$1 } from "node:path/posix";

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
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
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
			line: firstDifference(is, text)
		}];
	});
	const leftOver = present.filter(({ path, text }) => !asked.has(path) && readSettings(text) !== void 0).map(({ path }) => ({
		path,
		kind: "left over"
	}));
	return [...changed, ...leftOver];
}
function firstDifference(is, shouldBe) {
	const [before, after] = [is.split("\n"), shouldBe.split("\n")];
	const at = before.findIndex((line, n) => line !== after[n]);
	const n = at === -1 ? before.length : at;
	return {
		number: n + 1,
		is: before[n] ?? "",
		shouldBe: after[n] ?? ""
	};
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
	const earlier = earlierWaves(wave).map(ended);
	return `\${{ ${[
		"!cancelled()",
		`needs.plan.result == 'success'`,
		`needs.plan.outputs.${waveId(wave)} != '[]'`,
		...earlier
	].join(" && ")} }}`;
}
function waveId(wave) {
	return `wave-${wave}`;
}
function earlierWaves(wave) {
	return Array.from({ length: wave - 1 }, (_, index) => waveId(index + 1));
}
function ended(job) {
	return `(${[
		"success",
		"failure",
		"skipped"
	].map((end) => `needs.${job}.result == '${end}'`).join(" || ")})`;
}

// src/workflow/runners.ts
function waveRunsOn(steps) {
	if (!hasOneRunner(steps)) return "${{ fromJSON(needs.plan.outputs.runners)[matrix.job] }}";
	const runsOn = steps[0]?.runsOn ?? "ubuntu-latest";
	return typeof runsOn === "string" ? runsOn : [...runsOn];
}
function hasOneRunner(steps) {
	return new Set(steps.map(({ runsOn }) => runnerKey(runsOn))).size <= 1;
}

// src/workflow/triggers.ts
const mostInputs = 25;
function triggers({ schedules, inputs, file }) {
	const ticks = schedules.map(({ cron, timezone }) => timezone === "UTC" ? { cron } : {
		cron,
		timezone
	});
	const fields = Object.entries(inputs).map(([name, input]) => [name, field(input)]);
	if (fields.length > mostInputs) throw new Failure("workflow/inputs", `${file} has ${fields.length} inputs; GitHub takes ${mostInputs} for a manual run`);
	return {
		...ticks.length === 0 ? {} : { schedule: distinct(ticks) },
		workflow_dispatch: fields.length === 0 ? {} : { inputs: Object.fromEntries(fields) }
	};
}
function distinct(ticks) {
	return [...new Map(ticks.map((tick) => [JSON.stringify(tick), tick])).values()];
}
const githubTypes = {
	text: "string",
	date: "string",
	integer: "number",
	number: "number",
	boolean: "boolean",
	choice: "choice"
};
function field(input) {
	const description = [input.description, input.type === "date" ? "YYYY-MM-DD" : void 0].filter((part) => part !== void 0).join(", ");
	return {
		...description === "" ? {} : { description: literal(description) },
		type: githubTypes[input.type],
		...input.options === void 0 ? {} : { options: [...input.options] },
		required: input.required && input.default === void 0,
		...input.default === void 0 ? {} : { default: input.default }
	};
}
function literal(text) {
	return text.replaceAll("${{", "$ {{");
}

// src/workflow/pipeline-workflow.ts
function pipelineWorkflow(graph, settings) {
	const { manifest } = graph;
	const waves = Array.from({ length: wavesNeeded(graph) }, (_, index) => index + 1);
	return {
		name: literal(manifest.name),
		"run-name": `${literal(manifest.name)} (\${{ github.event_name }})`,
		on: triggers(manifest),
		permissions: {},
		concurrency: {
			group: `millrace-${manifest.id}`,
			"cancel-in-progress": false,
			queue: "max"
		},
		jobs: {
			plan: planJob(manifest, waves, settings),
			...Object.fromEntries(waves.map((wave) => [waveId(wave), waveJob(manifest, wave, settings)])),
			report: reportJob(manifest, waves, settings)
		}
	};
}
function planJob(manifest, waves, settings) {
	const outputs = [...waves.map(waveId), ...hasOneRunner(manifest.steps) ? [] : ["runners"]];
	return {
		"runs-on": "ubuntu-latest",
		"timeout-minutes": 10,
		permissions: { contents: "read" },
		outputs: Object.fromEntries(outputs.map((name) => [name, `\${{ steps.plan.outputs.${name} }}`])),
		steps: [checkoutStep(), {
			id: "plan",
			uses: settings.action,
			with: {
				command: "plan",
				pipeline: manifest.file,
				waves: waves.length
			}
		}]
	};
}
function waveJob(manifest, wave, settings) {
	const environment = stepEnvironment(manifest);
	return {
		name: "${{ matrix.job }}",
		needs: ["plan", ...earlierWaves(wave)],
		if: waveCondition(wave),
		strategy: {
			"fail-fast": false,
			matrix: { job: `\${{ fromJSON(needs.plan.outputs.${waveId(wave)}) }}` }
		},
		"runs-on": waveRunsOn(manifest.steps),
		"timeout-minutes": jobTimeoutMinutes(manifest.steps),
		permissions: { contents: "read" },
		steps: [checkoutStep(), {
			uses: settings.action,
			with: {
				command: "run",
				job: "${{ matrix.job }}"
			},
			...Object.keys(environment).length === 0 ? {} : { env: environment }
		}]
	};
}
function stepEnvironment(manifest) {
	const { secrets, vars } = namesUsed(manifest);
	const both = secrets.find((name) => vars.includes(name));
	if (both !== void 0) throw new Failure("workflow/names", `${manifest.file} names ${both} both as a secret and as a variable, and a step's environment has one ${both}`, { help: "give one of them another name" });
	return Object.fromEntries([...secrets.map((name) => [name, `\${{ secrets.${name} }}`]), ...vars.map((name) => [name, `\${{ vars.${name} }}`])]);
}
function reportJob(manifest, waves, settings) {
	const jobs = ["plan", ...waves.map(waveId)];
	const results = `{ ${jobs.map((job) => `"${job}": "\${{ needs.${job}.result }}"`).join(", ")} }`;
	return {
		needs: jobs,
		if: "${{ always() }}",
		"runs-on": "ubuntu-latest",
		"timeout-minutes": 15,
		permissions: reportPermissions(manifest),
		steps: [checkoutStep(), {
			uses: settings.action,
			with: {
				command: "report",
				pipeline: manifest.file,
				results
			}
		}]
	};
}
function reportPermissions({ steps, onFailure }) {
	return {
		actions: "read",
		contents: steps.some((step) => step.kind === "load" && step.options.target === "file" && step.options.commit) ? "write" : "read",
		...onFailure.issue === null ? {} : { issues: "write" }
	};
}

// src/workflow/pull-request-workflow.ts
const name = "Millrace pull request";
function pullRequestWorkflow(paths, settings) {
	return {
		name,
		"run-name": "Millrace: #${{ github.event.pull_request.number }}",
		on: { pull_request: { paths: [...paths] } },
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
			if: "${{ github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.head_repository.full_name != github.repository }}",
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

// src/workflow/referenced-paths.ts
function referencedPaths(graphs) {
	const manifests = graphs.map(({ manifest }) => `${dirname$1(manifest.file)}/**`);
	const files = graphs.flatMap(({ manifest }) => manifest.steps.flatMap(filesOf));
	const covered = (path) => manifests.some((folder) => path.startsWith(folder.slice(0, -2)));
	const rest = files.map((file) => file.replace(/^\.\//, "")).filter((file) => !covered(file));
	return [.../* @__PURE__ */ new Set([
		...manifests,
		...rest,
		".github/workflows/millrace-*.yml",
		".env.example"
	])].toSorted();
}
function filesOf(step) {
	if (step.kind !== "transform") return [];
	if ("module" in step.options) return [step.options.module];
	return step.options.file === void 0 ? [] : [step.options.file];
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
	const checks = [renderWorkflow(`${workflowPrefix}pull-request`, pullRequestWorkflow(referencedPaths(graphs), settings), "the manifests", settings), renderWorkflow(`${workflowPrefix}comment`, commentWorkflow(settings), "the manifests", settings)];
	return [...pipelines, ...checks].toSorted((a, b) => a.path < b.path ? -1 : 1);
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
	const files = workflowFiles(graphs, chooseSettings(request, present));
	return {
		ok: true,
		diagnostics,
		files,
		drift: findDrift(files, present)
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