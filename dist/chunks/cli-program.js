import { n as CommanderError, t as Command } from "./vendor/commander.js";
import { H as Usage, z as nearest } from "./dataset-fields-print-number.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as isVerb, r as verbs, t as helpText } from "./cli-help-text.js";
import { t as createPalette } from "./adapters-terminal-palette.js";

// src/cli/load-verb.ts
const modules = {
	init: async () => (await import("./cli-verbs-init.js")).init,
	validate: async () => (await import("./cli-verbs-validate.js")).validate,
	plan: async () => (await import("./cli-verbs-plan.js")).plan,
	run: async () => (await import("./cli-verbs-run.js")).run,
	backfill: async () => (await import("./cli-verbs-backfill.js")).backfill,
	runs: async () => (await import("./cli-verbs-runs.js")).runs,
	report: async () => (await import("./cli-verbs-report.js")).report,
	workflow: async () => (await import("./cli-verbs-workflow.js")).workflow,
	next: async () => (await import("./cli-verbs-next.js")).next,
	infer: async () => (await import("./cli-verbs-infer.js")).infer,
	schema: async () => (await import("./cli-verbs-schema.js")).schema
};
function loadVerb(name) {
	return modules[name]();
}

// src/cli/shell.ts
function createShell(process) {
	const { stdout, stderr } = process;
	for (const stream of [stdout, stderr]) stream.on("error", (error) => outputLost(process, error));
	return {
		cwd: process.cwd(),
		env: process.env,
		stdout,
		stderr,
		paint: {
			out: createPalette(stdout),
			err: createPalette(stderr)
		},
		out: (text) => void stdout.write(text),
		err: (text) => void stderr.write(text)
	};
}
function outputLost(process, error) {
	if (error.code === "EPIPE") return;
	process.once("exit", () => {
		process.exitCode = process.exitCode === 0 ? 2 : process.exitCode ?? 2;
	});
}

// src/cli/program.ts
async function runProgram(args) {
	const shell = createShell(process);
	try {
		return await dispatch(args, shell);
	} catch (error) {
		const { tellError } = await import("./cli-tell-error.js");
		return tellError(error, shell);
	}
}
async function dispatch([first, ...rest], shell) {
	if (first === void 0) {
		shell.err(helpText());
		return exitStatus.usage;
	}
	if (first === "help") return performVerb(verbNamed(rest[0] ?? ""), ["--help"], shell);
	return performVerb(verbNamed(first), rest, shell);
}
function verbNamed(name) {
	if (isVerb(name)) return name;
	if (name.startsWith("-")) throw new Usage(`"${name}" is not an option of millrace`, "see millrace --help");
	const near = nearest(name, [...Object.keys(verbs), "help"]);
	const help = near === void 0 ? "see millrace --help" : `did you mean "${near}"?`;
	throw new Usage(`"${name}" is not a verb of millrace`, help);
}
async function performVerb(name, args, shell) {
	const verb = await loadVerb(name);
	const command = verb.declare(newCommand(name, shell));
	try {
		command.parse(args, { from: "user" });
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.done;
		throw error instanceof CommanderError ? usageOf(error, name) : error;
	}
	return verb.perform(command, shell);
}
function newCommand(name, shell) {
	return new Command(`millrace ${name}`).description(`${name}: ${verbs[name]}`).helpOption("-h, --help", "show this").allowExcessArguments(false).exitOverride().configureOutput({
		writeOut: shell.out,
		writeErr: shell.err,
		outputError: () => {}
	}).action(() => {});
}
function usageOf(error, name) {
	const [message = "", ...hints] = error.message.split("\n");
	const hint = hints.join(" ").replace(/^\((.*)\)$/, "$1").replace(/^Did/, "did");
	return new Usage(message.replace(/^error: /, ""), hint === "" ? `see millrace ${name} --help` : hint);
}

export { runProgram };