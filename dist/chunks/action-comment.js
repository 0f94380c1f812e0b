import { _ as Failure, v as Usage } from "./source-syntax-errors.js";
import { t as setOutput } from "./action-outputs.js";
import { a as planCommentSchema, i as largestComment, n as commentKey, s as renderPlanComment, t as commentArtifact } from "./action-plan-comment.js";

// src/action/comment.ts
async function comment(action) {
	const { runner, context, inputs } = action;
	const id = inputs.runId ?? context.event.workflow_run?.id;
	if (id === void 0) throw new Usage("comment needs the input run-id", "start it by workflow_run, or name the run of the check");
	const github = await action.github();
	const run = await github.workflowRun(id);
	const left = await readLeft(action, id);
	if (left === void 0) return done(action, `run ${id} left no comment`);
	if (left.sha !== run.headSha) throw hostile("it is about another commit than its run");
	const pull = await github.pullRequestFor({
		sha: run.headSha,
		...headOf(run)
	});
	if (pull === void 0) return done(action, "no open pull request stands at this commit any more");
	const { url, change } = await github.upsertComment(pull.number, commentKey, renderPlanComment(left));
	runner.line(`comment ${change}: ${url}`);
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
async function readLeft({ artifacts, inputs }, run) {
	const bytes = await artifacts.readForeign({
		run,
		token: inputs.token
	}, commentArtifact, largestComment);
	if (bytes === void 0) return void 0;
	const decoded = planCommentSchema.safeParse(parseJson(bytes.toString("utf8")));
	if (decoded.success) return decoded.data;
	throw hostile("it does not have the shape of one");
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function hostile(why) {
	return new Failure("comment/refused", `the comment that the check left is refused: ${why}`);
}

export { comment };