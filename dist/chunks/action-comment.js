import { H as Usage } from "./dataset-fields-print-number.js";
import { a as refused, i as readLeftComment, t as postComment } from "./action-post-comment.js";
import { t as setOutput } from "./action-outputs.js";

// src/action/comment.ts
async function comment(action) {
	const { runner, context, inputs } = action;
	const id = inputs.runId ?? context.event.workflow_run?.id;
	if (id === void 0) throw new Usage("comment needs the input run-id", "start it by workflow_run, or name the run of the check");
	const github = await action.github();
	const run = await github.workflowRun(id);
	const left = await readLeftComment(action, id);
	if (left === void 0) return done(action, `run ${id} left no comment`);
	if (left.sha !== run.headSha) throw refused("it is about another commit than its run");
	const pull = await github.pullRequestFor({
		sha: run.headSha,
		...headOf(run)
	});
	if (pull === void 0) return done(action, "no open pull request stands at this commit any more");
	runner.line(await postComment(github, pull.number, left, run.url));
	setOutput(runner, "result", "success");
	return "passed";
}
function done({ runner }, why) {
	runner.line(why);
	setOutput(runner, "result", "skipped");
	return "passed";
}
function headOf({ headRepository, headBranch }) {
	const [owner] = headRepository?.split("/") ?? [];
	return owner === void 0 || headBranch === "" ? {} : { head: `${owner}:${headBranch}` };
}

export { comment };