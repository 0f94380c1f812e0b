import { t as planPipeline } from "./app-plan.js";
import { H as Usage } from "./dataset-fields-print-number.js";
import { n as carryOutRun, r as findStopped, t as takeTurn } from "./cli-take-turn.js";
import { n as dateOption, t as selectOption } from "./cli-select-option.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as inputOption } from "./cli-input-option.js";
import { t as listenForInterruption } from "./cli-interruption.js";
import { i as recordKilled, n as pastRunsHere } from "./cli-local-ledger.js";
import { t as newRunId } from "./app-run-id.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { t as wholeNumber } from "./cli-whole-number.js";

// src/cli/verbs/run.ts
const run = {
	declare: (command) => command.argument("[pipeline]", "the path of a manifest, or its name in pipelines/").addOption(inputOption()).addOption(dateOption()).option("--window <from..to>", "the window of time that incremental extracts are to read").option("--force", "with --window: load again what was loaded of it already").addOption(selectOption()).option("--resume <run>", "go on with a run that stopped: its id, or \"latest\"").option("--allow-changed", "resume although what was done before would be done otherwise now").option("--concurrency <n>", "how many steps may be at work at once", wholeNumber, 4).option("--no-cache", "run also the steps whose cache has what they would make, and keep nothing of them").addOption(formatOption("human", "jsonl")),
	perform: async (command, shell) => {
		const options = command.opts();
		const [named] = command.args;
		refuseTogether(options, named);
		const resumed = options.resume === void 0 ? void 0 : await findStopped(options.resume, named, shell);
		if (options.resume !== void 0 && resumed === void 0) return exitStatus.done;
		const { workspace, file } = resumed === void 0 ? findPipeline(named ?? "", shell.cwd) : whereIs(resumed);
		await recordKilled(workspace, shell);
		const runId = resumed?.plan.run.id ?? newRunId(/* @__PURE__ */ new Date(), Math.random());
		const plan = () => planPipeline({
			file,
			workspace,
			inputs: resumed?.plan.inputs ?? options.input,
			trigger: "cli",
			runId,
			now: /* @__PURE__ */ new Date(),
			pastRuns: pastRunsHere(workspace, shell),
			...options.date === void 0 ? {} : { date: options.date },
			...options.window === void 0 ? {} : { window: options.window },
			again: options.force === true,
			...options.select === void 0 ? {} : { select: options.select },
			...resumed === void 0 ? {} : { resumed: resumed.plan }
		});
		const first = await plan();
		await tellDiagnostics(first.diagnostics, workspace, shell);
		if (!first.ok) return exitStatus.diagnostics;
		let askedBy = () => void 0;
		const signal = listenForInterruption(() => {
			const by = askedBy();
			const asked = by === void 0 ? "" : `, as run ${by} of this pipeline has asked`;
			shell.err(`\nstopping${asked}: what was begun is rolled back; once more to end at once\n`);
		});
		const { id: pipeline, concurrency } = first.graph.manifest;
		using turn = await takeTurn({
			workspace,
			pipeline,
			run: runId
		}, {
			concurrency,
			signal,
			shell
		});
		if (turn === void 0) return exitStatus.failed;
		askedBy = turn.askedBy;
		const planned = turn.waited ? await plan() : first;
		if (!planned.ok) {
			await tellDiagnostics(planned.diagnostics, workspace, shell);
			return exitStatus.diagnostics;
		}
		return (await carryOutRun(planned, options, {
			workspace,
			shell,
			signal,
			resumed
		})).exit;
	}
};
function whereIs({ workspace, plan }) {
	return {
		workspace,
		file: plan.file
	};
}
function refuseTogether(options, named) {
	const { resume: stopped, input, date, window, force, select, allowChanged } = options;
	if (stopped === void 0 && named === void 0) throw new Usage("missing required argument \"pipeline\"", "see millrace run --help");
	if (stopped === void 0 && allowChanged === true) throw new Usage("--allow-changed goes with --resume");
	if (force === true && window === void 0) throw new Usage("--force goes with --window: what it loads again is a window of time");
	if (date !== void 0 && window !== void 0) throw new Usage("--date does not go with --window: the run is for the date that the window begins on");
	const [other] = [...Object.keys(input).length > 0 ? ["--input"] : [], ...Object.entries({
		"--date": date,
		"--window": window,
		"--select": select
	}).flatMap(([name, value]) => value === void 0 ? [] : [name])];
	if (stopped !== void 0 && other !== void 0) throw new Usage(`${other} does not go with --resume: the run keeps its inputs, its date and its steps`, `leave out ${other}, or run the pipeline anew`);
}

export { run };