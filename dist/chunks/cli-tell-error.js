import { n as messageLines } from "./adapters-terminal-message-lines.js";
import { H as Usage, V as Failure } from "./dataset-fields-print-number.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as version } from "./cli-version.js";

// src/cli/tell-error.ts
function tellError(error, shell) {
	const { red, cyan, dim } = shell.paint.err;
	const room = shell.stderr.isTTY ? shell.stderr.columns : void 0;
	const print = (head, text, tail = "") => {
		for (const line of messageLines(text, {
			head: `${head} `,
			indent: "",
			tail,
			room
		})) shell.err(`${line}\n`);
	};
	const say = (message, help, tail) => {
		print(red("error:"), message, tail);
		if (help !== void 0) print(cyan("help:"), help);
	};
	if (error instanceof Usage) {
		say(error.message, error.help);
		return exitStatus.usage;
	}
	if (error instanceof Failure) {
		say(error.message, error.help, dim(`[${error.code}]`));
		return exitStatus.failed;
	}
	say("this is a bug in Millrace", "please report it with the lines below");
	shell.err(`millrace ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`);
	shell.err(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
	return exitStatus.bug;
}

export { tellError };