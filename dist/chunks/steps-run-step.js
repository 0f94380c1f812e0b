import { V as Failure } from "./dataset-fields-print-number.js";
import { t as requireInside } from "./steps-inside.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeCsv } from "./dataset-encode-encode-csv.js";
import { n as encodeNdjson } from "./dataset-encode-encode-json.js";
import { vt as inputName } from "./manifest-json-schema.js";
import { t as readDataset } from "./steps-extract-read-dataset.js";
import { join, resolve } from "node:path";
import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { constants, createWriteStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/steps/run/lay-out-inputs.ts
async function layOutInputs(context) {
	const { input } = context.options;
	if (input === void 0) return {};
	const environment = {};
	for (const need of Object.values(context.needs)) environment[inputName(need.name)] = await writeInput(need, input, context);
	return environment;
}
async function writeInput(need, format, { scratch, signal }) {
	const path = join(scratch, `${need.name.replaceAll("/", ".")}.${format}`);
	if (format === "sqlite") {
		await copyFile(need.path, path, constants.COPYFILE_FICLONE);
		return path;
	}
	using file = openDatasetFile(need.path, need.tableName ?? need.name);
	const bytes = format === "csv" ? encodeCsv(file) : encodeNdjson(file);
	await pipeline$1(Readable.from(bytes, { objectMode: false }), createWriteStream(path), { signal });
	return path;
}

// src/steps/run/parse-outputs.ts
function parseOutputs(text, mask) {
	const outputs = {};
	const lines = text.split(/\r?\n/u);
	for (let at = 0; at < lines.length; at += 1) {
		const line = lines[at] ?? "";
		if (line === "") continue;
		const [, name = "", operator = "", value = ""] = /^([^=<]+?)(=|<<)(.*)$/u.exec(line) ?? [];
		if (name === "") throw broken(at, `"${mask(line).slice(0, 80)}" is neither name=value nor name<<DELIMITER`);
		if (operator === "=") {
			outputs[name] = value;
			continue;
		}
		const end = lines.indexOf(value, at + 1);
		if (value === "" || end < 0) throw broken(at, `no line "${value}" ends the value of "${name}"`);
		outputs[name] = lines.slice(at + 1, end).join("\n");
		at = end;
	}
	return outputs;
}
function broken(at, what) {
	return new Failure("outputs/format", `line ${at + 1} of $GITHUB_OUTPUT: ${what}`);
}

// src/steps/run/read-output.ts
async function readOutput(path, format, context) {
	const bytes = await sizeOf(path);
	const { columns, formats, rejects = { rows: 0 } } = context.options;
	return readDataset(bytes === 0 ? [] : [{
		path,
		label: "$MILLRACE_OUTPUT",
		bytes,
		fetched: false,
		contentType: void 0
	}], {
		...context,
		options: {
			format,
			from: [],
			headers: {},
			compression: "none",
			...columns === void 0 ? {} : { columns },
			...formats === void 0 ? {} : { formats },
			rejects,
			allowEmpty: true,
			csv: { ragged: "reject" }
		}
	});
}
async function sizeOf(path) {
	try {
		return (await stat(path)).size;
	} catch (error) {
		if (!isMissing(error)) throw error;
		throw new Failure("run/output", "the script ended well but wrote no file to $MILLRACE_OUTPUT", { help: "Write the rows to the path in the environment variable MILLRACE_OUTPUT, or remove \"output\"" });
	}
}
function isMissing(error) {
	return error instanceof Error && "code" in error && error.code === "ENOENT";
}

// src/steps/run/step.ts
const shells = {
	bash: {
		file: "bash",
		args: [
			"--noprofile",
			"--norc",
			"-eo",
			"pipefail"
		],
		ending: "sh"
	},
	sh: {
		file: "sh",
		args: ["-e"],
		ending: "sh"
	},
	python: {
		file: "python3",
		args: [],
		ending: "py"
	}
};
const tailLines = 10;
async function run(context) {
	const { options, scratch } = context;
	const files = {
		output: join(scratch, `output.${options.output ?? "csv"}`),
		outputs: join(scratch, "outputs.txt"),
		summary: join(scratch, "summary.md")
	};
	await Promise.all([writeFile(files.outputs, ""), writeFile(files.summary, "")]);
	await runScript(context, {
		...context.env,
		...await layOutInputs(context),
		...options.output === void 0 ? {} : { MILLRACE_OUTPUT: files.output },
		GITHUB_OUTPUT: files.outputs,
		GITHUB_STEP_SUMMARY: files.summary,
		PYTHONUNBUFFERED: "1"
	});
	const outputs = parseOutputs(await readFile(files.outputs, "utf8"), context.mask);
	const summary = await readFile(files.summary, "utf8");
	return {
		...options.output === void 0 ? {} : await readOutput(files.output, options.output, context),
		outputs,
		...summary.trim() === "" ? {} : { summary }
	};
}
async function runScript(context, env) {
	const shell = shells[context.options.shell];
	const path = join(context.scratch, `script.${shell.ending}`);
	await writeFile(path, context.options.script);
	const tail = [];
	const { exitCode, signalName } = await context.ports.processes.run({
		file: shell.file,
		args: [...shell.args, path],
		cwd: workingDirectory(context),
		env,
		signal: context.signal,
		onLine(line, stream) {
			context.log(line, stream);
			if (stream === "stderr") tail.push(line);
			if (tail.length > tailLines) tail.shift();
		}
	});
	if (exitCode === 0) return;
	const how = signalName === null ? `exit code ${exitCode}` : `ended by ${signalName}`;
	const said = tail.length === 0 ? "" : `:\n${tail.join("\n")}`;
	throw new Failure("run/exit", `the script failed with ${how}${said}`, {
		retryable: true,
		...exitCode === null ? {} : { facts: { exitCode } }
	});
}
function workingDirectory({ options, workspace }) {
	const directory = options.workingDirectory ?? ".";
	const path = resolve(workspace, directory);
	requireInside(path, workspace, directory);
	if (!existsSync(path)) throw new Failure("file/missing", `there is no working directory "${directory}"`);
	return path;
}

export { run };