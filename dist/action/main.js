import { H as Usage, V as Failure } from "../chunks/dataset-fields-print-number.js";
import { t as onceKnown } from "../chunks/adapters-once-known.js";
import { t as createRunner } from "../chunks/adapters-runner-runner.js";
import { qt as parseJson } from "../chunks/manifest-json-schema.js";
import { t as exit } from "../chunks/adapters-processes-exit.js";
import { S as string, b as record, v as number, w as unknown, y as object } from "../chunks/vendor/zod.js";
import { n as readCatchUp } from "../chunks/schedule-catch-up-event.js";
import { dirname, join } from "node:path";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { readFileSync } from "node:fs";

// src/adapters/runner/artifacts.ts
const compressionLevel = 1;
function createArtifacts(repository) {
	const client = onceKnown(async () => new (await (import("../chunks/artifact.js"))).DefaultArtifactClient());
	const newList = () => onceKnown(async () => (await (await client()).listArtifacts({ latest: true })).artifacts);
	let listed = newList();
	const upload = (path, work) => attempt("upload", path, async () => {
		await work(await client());
		listed = newList();
	});
	return {
		upload: (name, folder, options) => upload(name, async (to) => to.uploadArtifact(name, await filesBelow(folder), folder, {
			...options,
			compressionLevel
		})),
		uploadFile: (path, options) => upload(path, (to) => to.uploadArtifact("", [path], dirname(path), {
			...options,
			skipArchive: true
		})),
		list: ({ since } = {}) => attempt("download", "the list", async () => sinceThen(await listed(), since).map(({ name }) => name)),
		download: (name, folder, { since } = {}) => attempt("download", name, async () => {
			const found = sinceThen(await listed(), since).find((one) => one.name === name);
			if (found === void 0) return false;
			await fetchWhole(await client(), found, folder);
			return true;
		}),
		readForeign: (from, name, maxBytes) => attempt("download", name, async () => readForeign(await client(), foreignRun(repository, from), name, maxBytes))
	};
}
function sinceThen(artifacts, since = []) {
	const names = new Set([since].flat());
	const newest = artifacts.reduce((most, { id, name }) => names.has(name) ? Math.max(most, id) : most, 0);
	return artifacts.filter(({ id }) => id >= newest);
}
async function fetchWhole(client, { id, digest }, folder) {
	const options = digest === void 0 ? {} : { expectedHash: digest };
	const { digestMismatch } = await client.downloadArtifact(id, {
		path: folder,
		...options
	});
	if (digestMismatch === true) throw new Error("what arrived is not what was uploaded");
}
function foreignRun(repository, from) {
	return { findBy: {
		token: from.token,
		workflowRunId: from.run,
		repositoryOwner: repository.owner,
		repositoryName: repository.repo
	} };
}
async function readForeign(client, run, name, maxBytes) {
	const { artifacts } = await client.listArtifacts({
		latest: true,
		...run
	});
	const found = artifacts.find((one) => one.name === name);
	if (found === void 0) return void 0;
	if (found.size > maxBytes) throw new Failure("artifact/too-large", `the artifact ${name} has ${found.size} bytes, more than ${maxBytes}`);
	const folder = await mkdtemp(join(process.env["RUNNER_TEMP"] ?? tmpdir(), "millrace-foreign-"));
	try {
		await client.downloadArtifact(found.id, {
			path: folder,
			skipDecompress: true,
			...run
		});
		const [file] = await readdir(folder);
		if (file === void 0) return void 0;
		if ((await stat(join(folder, file))).size > maxBytes) throw new Failure("artifact/too-large", `the artifact ${name} is larger than it was said to be`);
		return await readFile(join(folder, file));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function filesBelow(folder) {
	return (await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
}
async function attempt(what, name, work) {
	try {
		return await work();
	} catch (cause) {
		if (cause instanceof Failure) throw cause;
		throw new Failure(`artifact/${what}`, `${what} of the artifact ${name} failed: ${oneLine(cause)}`, {
			retryable: true,
			facts: { infrastructure: true }
		});
	}
}
function oneLine(thrown) {
	return (thrown instanceof Error ? thrown.message : "unknown error").replaceAll(/\s+/g, " ");
}

// src/action/inputs.ts
const inputSpecs = {
	command: {
		description: "What to do: validate, plan, run, recover, after-cancel, report or comment",
		required: true
	},
	pipeline: {
		description: "The manifest to plan; for validate, the manifests, one a line (default: all of pipelines/)",
		required: false
	},
	inputs: {
		description: "plan: the inputs of the run, as a JSON object",
		required: false,
		default: "{}"
	},
	waves: {
		description: "plan: how many waves the workflow has jobs for",
		required: false
	},
	select: {
		description: "plan: run only these steps: ids, +id, id+, tag:T, kind:K, failed (default: all)",
		required: false
	},
	window: {
		description: "plan: the window of time that incremental extracts are to read, as FROM..TO (default: what is new)",
		required: false
	},
	force: {
		description: "plan: with window, whether to load again what was loaded of it already: true or false (default: false)",
		required: false
	},
	job: {
		description: "run: the id of the job of the plan to carry out; recover and after-cancel: the id of the job of the workflow (default: the command)",
		required: false
	},
	concurrency: {
		description: "run, recover and after-cancel: how many steps may be at work at once",
		required: false,
		default: "4"
	},
	cache: {
		description: "validate, plan and run: whether steps with cache use the Actions cache: true or false",
		required: false,
		default: "true"
	},
	cancelled: {
		description: "report: whether the whole run was cancelled: true or false",
		required: false,
		default: "false"
	},
	"run-id": {
		description: "comment: the run of the check whose comment to post (default: the one that started this workflow)",
		required: false
	},
	"retention-days": {
		description: "For how many days what the jobs hand on is kept",
		required: false,
		default: "7"
	},
	token: {
		description: "The token for issues, comments, commits and the base branch",
		required: false,
		default: "${{ github.token }}"
	},
	"working-directory": {
		description: "The folder of the checkout that holds pipelines/",
		required: false,
		default: "."
	}
};
const commands = [
	"validate",
	"plan",
	"run",
	"recover",
	"after-cancel",
	"report",
	"comment"
];
function readInputs(env) {
	const text = (name) => readText(env, name);
	const command = commands.find((one) => one === text("command"));
	if (command === void 0) throw new Usage(`the input command is "${text("command")}"`, `give one of ${commands.join(", ")}`);
	return {
		command,
		pipelines: text("pipeline").split("\n").map((line) => line.trim()).filter((line) => line !== ""),
		inputs: jsonObject("inputs", text("inputs")),
		cache: truth("cache", text("cache")),
		cancelled: truth("cancelled", text("cancelled")),
		waves: optionalNumber("waves", text("waves")),
		select: text("select"),
		window: text("window"),
		force: text("force") === "" ? void 0 : truth("force", text("force")),
		job: text("job"),
		concurrency: wholeNumber("concurrency", text("concurrency")),
		runId: optionalNumber("run-id", text("run-id")),
		retentionDays: wholeNumber("retention-days", text("retention-days")),
		token: text("token"),
		workingDirectory: text("working-directory")
	};
}
function readText(env, name) {
	const given = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
	const spec = inputSpecs[name];
	return given === "" && spec.default !== void 0 && !spec.default.includes("${{") ? spec.default : given;
}
function optionalNumber(name, text) {
	return text === "" ? void 0 : wholeNumber(name, text);
}
function wholeNumber(name, text) {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= 1) return value;
	throw new Usage(`the input ${name} is "${text}"`, "give a whole number from 1 up");
}
function truth(name, text) {
	if (text === "true" || text === "false") return text === "true";
	throw new Usage(`the input ${name} is "${text}"`, "give true or false");
}
function jsonObject(name, text) {
	const value = parseJson(text);
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
	throw new Usage(`the input ${name} is not a JSON object`, "give e.g. ${{ toJSON(inputs) }}");
}

// src/action/workflow-context.ts
const repositoryName = object({ full_name: string() }).nullish();
const eventSchema = object({
	schedule: string().optional(),
	action: string().optional(),
	client_payload: unknown().optional(),
	inputs: record(string(), unknown()).nullish(),
	repository: object({ default_branch: string().optional() }).optional(),
	pull_request: object({
		number: number(),
		head: object({
			sha: string(),
			repo: repositoryName
		}),
		base: object({
			sha: string(),
			ref: string()
		})
	}).optional(),
	workflow_run: object({
		id: number(),
		head_sha: string(),
		head_branch: string().nullish(),
		event: string(),
		head_repository: repositoryName
	}).optional()
});
function readWorkflowContext(env) {
	const get = (name) => env[name] ?? "";
	const repository = get("GITHUB_REPOSITORY");
	const [owner = "", repo = ""] = repository.split("/");
	if (owner === "" || repo === "") throw new Failure("runner/environment", "GITHUB_REPOSITORY is not set");
	const payload = readPayload(get("GITHUB_EVENT_PATH"));
	const server = get("GITHUB_SERVER_URL") || "https://github.com";
	const workflowFile = /\.github\/workflows\/([^@]+)/.exec(get("GITHUB_WORKFLOW_REF"))?.[1];
	const eventName = get("GITHUB_EVENT_NAME");
	const event = readEvent(payload);
	const catchUp = eventName === "repository_dispatch" ? readCatchUp(event.action, event.client_payload) : void 0;
	return {
		owner,
		repo,
		sha: get("GITHUB_SHA"),
		branch: get("GITHUB_REF").replace(/^refs\/(heads|tags)\//, ""),
		isTag: get("GITHUB_REF").startsWith("refs/tags/"),
		eventName,
		event,
		catchUp,
		trigger: catchUp === void 0 ? eventName : "schedule",
		runId: Number(get("GITHUB_RUN_ID")) || 0,
		attempt: Number(get("GITHUB_RUN_ATTEMPT")) || 1,
		apiUrl: get("GITHUB_API_URL") || "https://api.github.com",
		runUrl: `${server}/${repository}/actions/runs/${get("GITHUB_RUN_ID")}`,
		workflowUrl: workflowFile === void 0 ? void 0 : `${server}/${repository}/actions/workflows/${workflowFile}`,
		workflowFile,
		workspace: get("GITHUB_WORKSPACE") || process.cwd(),
		temp: get("RUNNER_TEMP") || get("TMPDIR") || "/tmp",
		expressions: expressionContext(env, payload)
	};
}
function expressionContext(env, payload) {
	const names = Object.entries(env).filter(([name]) => name.startsWith("GITHUB_") && !name.endsWith("_TOKEN"));
	return {
		...Object.fromEntries(names.map(([name, value]) => [name.slice(7).toLowerCase(), value ?? ""])),
		event: payload
	};
}
function readEvent(payload) {
	const event = eventSchema.safeParse(payload);
	if (event.success) return event.data;
	throw new Failure("runner/environment", "the event of the workflow is none that is known", { cause: event.error });
}
function readPayload(path) {
	if (path === "") return {};
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch (cause) {
		throw new Failure("runner/environment", "the event of the workflow cannot be read", { cause });
	}
}

// src/action/main.ts
process.noDeprecation = true;
const cancelled = new AbortController();
const runner = createRunner(process.env, (text) => void process.stdout.write(text));
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => cancelled.abort(new Failure("run/cancelled", `the job got ${name}`)));
const load = {
	validate: async () => (await import("../chunks/action-validate.js")).validate,
	plan: async () => (await import("../chunks/action-plan.js")).plan,
	run: async () => (await import("../chunks/run-job.js")).runJob,
	recover: async () => (await import("../chunks/action-recover.js")).recover,
	"after-cancel": async () => (await import("../chunks/action-after-cancel.js")).afterCancel,
	report: async () => (await import("../chunks/action-report.js")).report,
	comment: async () => (await import("../chunks/action-comment.js")).comment
};
let status = 1;
try {
	status = await start() === "passed" ? 0 : 1;
} catch (thrown) {
	tell(thrown, runner);
}
await exit(process, status);
async function start() {
	const inputs = readInputs(process.env);
	const context = readWorkflowContext(process.env);
	if (inputs.token !== "") runner.mask(inputs.token);
	const at = {
		owner: context.owner,
		repo: context.repo
	};
	return (await load[inputs.command]())({
		inputs,
		context,
		runner,
		artifacts: createArtifacts(at),
		github: async () => {
			const { connectGitHub } = await import("../chunks/adapters-github-github.js");
			return connectGitHub({
				...at,
				baseUrl: context.apiUrl,
				token: inputs.token
			});
		},
		ledger: async () => {
			const { githubLedger } = await import("../chunks/adapters-ledger-github-ledger.js");
			return githubLedger({
				...at,
				baseUrl: context.apiUrl,
				token: inputs.token
			});
		},
		env: process.env,
		workspace: join(context.workspace, inputs.workingDirectory),
		signal: cancelled.signal
	});
}
function tell(thrown, to) {
	const known = thrown instanceof Failure || thrown instanceof Usage;
	const what = thrown instanceof Error ? thrown.message : String(thrown);
	const help = known && thrown.help !== void 0 ? `\n${thrown.help}` : "";
	to.annotate({
		level: "error",
		title: "Millrace",
		message: `${what}${help}`
	});
	if (known) return;
	to.line("This is a bug of Millrace; please report it with the lines below.");
	if (thrown instanceof Error) for (const line of thrown.stack?.split("\n") ?? []) to.line(line);
}

export {  };