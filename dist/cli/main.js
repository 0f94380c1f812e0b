#!/usr/bin/env node
import { t as helpText } from "../chunks/cli-help-text.js";
import { t as version } from "../chunks/cli-version.js";

// src/cli/main.ts
const args = process.argv.slice(2);
const [first] = args;
if (first === "--version" || first === "-V") process.stdout.write(`${version}\n`);
else if (first === "--help" || first === "-h" || first === "help" && args.length === 1) process.stdout.write(helpText());
else if (Number(process.versions.node.split(".")[0]) < 24) {
	process.stderr.write(`error: Millrace needs Node 24 or later; this is ${process.version}\n`);
	process.exitCode = 64;
} else {
	process.getBuiltinModule("node:module").enableCompileCache();
	const { runProgram } = await import("../chunks/cli-program.js");
	const { exit } = await import("../chunks/exit.js");
	await exit(process, await runProgram(args));
}

export {  };