import { t as onceKnown } from "./adapters-once-known.js";
import { c as failureOf, i as treeItems, o as swapBranch, r as readFile, s as createClient, t as listFiles } from "./adapters-github-files.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { t as blobSha } from "./text-blob-sha.js";
import { createHash } from "node:crypto";

// src/adapters/github/marker.ts
function marker(key) {
	return `<!-- millrace:${/^[\w./:@#=%()+ -]{1,1000}$/.test(key) && !/--|^-|-$/.test(key) ? key : createHash("sha256").update(key).digest("hex")} -->`;
}
function withMarker(key, body) {
	const line = marker(key);
	return body.startsWith(line) ? body : `${line}\n${body}`;
}
function hasMarker(key, body) {
	return body?.trimStart().startsWith(marker(key)) ?? false;
}

// src/adapters/github/comments.ts
async function comment(client, at, number, body) {
	try {
		const { data } = await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
			...at,
			issue_number: number,
			body
		});
		return { url: data.html_url };
	} catch (thrown) {
		throw failureOf(thrown, `commenting on #${number}`);
	}
}
async function upsertComment(client, at, sticky) {
	const updated = await updateComment(client, at, sticky);
	if (updated !== void 0) return updated;
	const { url } = await comment(client, at, sticky.number, withMarker(sticky.key, sticky.body));
	return {
		url,
		change: "created"
	};
}
async function updateComment(client, at, sticky) {
	const body = withMarker(sticky.key, sticky.body);
	const mine = await findComment(client, at, sticky);
	if (mine === void 0) return void 0;
	if (sameText(mine.body, body)) return {
		url: mine.url,
		change: "unchanged"
	};
	try {
		const { data } = await client.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
			...at,
			comment_id: mine.id,
			body
		});
		return {
			url: data.html_url,
			change: "updated"
		};
	} catch (thrown) {
		throw failureOf(thrown, `updating a comment on #${sticky.number}`);
	}
}
async function findComment(client, at, { number, key, author }) {
	try {
		const pages = client.paginate.iterator("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
			...at,
			issue_number: number,
			per_page: 100
		});
		for await (const { data } of pages) {
			const found = data.find((one) => one.user?.login === author && hasMarker(key, one.body));
			if (found !== void 0) return {
				id: Number(found.id),
				url: found.html_url,
				body: found.body ?? ""
			};
		}
		return;
	} catch (thrown) {
		throw failureOf(thrown, `listing the comments of #${number}`);
	}
}
function sameText(one, other) {
	return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}

// src/adapters/github/committable-path.ts
function committablePath(path) {
	if (path.split("/").some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git") || path.includes("\\") || path.includes("\0")) throw new Failure("github/invalid", `${JSON.stringify(path)} is not a path inside the repository`);
	if (path.toLowerCase().startsWith(".github/workflows/")) throw new Failure("github/forbidden", `${path} is a workflow, which a run's token may not write`, { help: "Write the file to another folder" });
}

// src/adapters/github/commit-files.ts
const mostAttempts = 12;
async function commitFiles(client, at, change, secondMs) {
	for (const file of change.files) committablePath(file.path);
	const uploaded = /* @__PURE__ */ new Map();
	let paths = [];
	const swap = {
		branch: change.branch,
		attempts: mostAttempts,
		secondMs
	};
	const sha = await swapBranch(client, at, swap, async (head) => {
		const changed = await whatDiffers(client, at, head?.tree ?? "", change.files);
		if (changed.length === 0) return void 0;
		paths = changed.map((file) => file.path);
		return {
			message: change.message,
			tree: await treeItems(client, at, changed, uploaded)
		};
	});
	return sha === void 0 ? void 0 : {
		sha,
		paths
	};
}
async function whatDiffers(client, at, rootSha, files) {
	const trees = /* @__PURE__ */ new Map();
	const changed = [];
	for (const { path, bytes } of files) {
		const entry = await entryAt(client, at, rootSha, path, trees);
		if (entry !== void 0 && (entry.type !== "blob" || entry.mode === "120000")) throw new Failure("github/invalid", `${path} is not a plain file in the repository`);
		if (entry?.sha === blobSha(bytes)) continue;
		changed.push({
			path,
			bytes,
			mode: entry?.mode === "100755" ? "100755" : "100644"
		});
	}
	return changed;
}
async function entryAt(client, at, rootSha, path, trees) {
	let treeSha = rootSha;
	let entry;
	for (const [index, name] of path.split("/").entries()) {
		if (index > 0 && entry?.type !== "tree") return void 0;
		treeSha = entry?.sha ?? treeSha;
		entry = (await treeOf(client, at, treeSha, trees)).find((one) => one.path === name);
	}
	return entry;
}
async function treeOf(client, at, sha, trees) {
	const known = trees.get(sha);
	if (known !== void 0) return known;
	const { data } = await client.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
		...at,
		tree_sha: sha
	});
	trees.set(sha, data.tree);
	return data.tree;
}

// src/adapters/github/issues.ts
const longestTitle = 256;
const labelColor = "b60205";
async function findIssues(client, at, query) {
	return ours(await client.paginate("GET /repos/{owner}/{repo}/issues", {
		...at,
		labels: query.label,
		state: "open",
		per_page: 100
	}).catch((thrown) => {
		throw failureOf(thrown, "listing issues");
	}), query.key, query.author);
}
async function openIssue(client, at, draft, author) {
	for (const label of draft.labels) await ensureLabel(client, at, label);
	const { issue, refused } = await createAssigned(client, at, draft);
	const [winner] = await recent(client, at, draft.key, author);
	if (winner === void 0 || winner.number >= issue.number) return {
		issue,
		created: true,
		refused
	};
	await setState(client, at, issue.number, "closed", "duplicate");
	return {
		issue: winner,
		created: false,
		refused
	};
}
async function createAssigned(client, at, draft) {
	try {
		return {
			issue: await create(client, at, draft),
			refused: []
		};
	} catch (thrown) {
		if (!(thrown instanceof Failure && thrown.code === "github/invalid") || draft.assignees.length === 0) throw thrown;
		return {
			issue: await create(client, at, {
				...draft,
				assignees: []
			}),
			refused: draft.assignees
		};
	}
}
async function create(client, at, draft) {
	try {
		const { data } = await client.request("POST /repos/{owner}/{repo}/issues", {
			...at,
			title: draft.title.slice(0, longestTitle),
			body: withMarker(draft.key, draft.body),
			labels: [...draft.labels],
			assignees: [...draft.assignees]
		});
		if (!hasLabel(data, draft.labels[0])) await addLabels(client, at, data.number, draft.labels);
		return toIssue(data);
	} catch (thrown) {
		throw failureOf(thrown, "opening an issue");
	}
}
async function recent(client, at, key, author) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/issues", {
			...at,
			state: "open",
			sort: "created",
			direction: "desc",
			per_page: 100
		});
		return ours(data, key, author);
	} catch (thrown) {
		throw failureOf(thrown, "listing issues");
	}
}
function ours(listed, key, author) {
	return listed.filter((issue) => issue.pull_request === void 0).filter((issue) => issue.user?.login === author && (key === void 0 || hasMarker(key, issue.body))).map(toIssue).toSorted((one, other) => one.number - other.number);
}
function toIssue(found) {
	return {
		number: found.number,
		url: found.html_url,
		title: found.title,
		body: found.body ?? ""
	};
}
function hasLabel(issue, label) {
	return issue.labels.some((one) => (typeof one === "string" ? one : one.name)?.toLowerCase() === label.toLowerCase());
}
async function addLabels(client, at, number, labels) {
	await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
		...at,
		issue_number: number,
		labels: [...labels]
	});
}
async function ensureLabel(client, at, name) {
	try {
		await client.request("GET /repos/{owner}/{repo}/labels/{name}", {
			...at,
			name
		});
	} catch (thrown) {
		const failure = failureOf(thrown, `looking for the label "${name}"`);
		if (failure.code !== "github/not-found") throw failure;
		await createLabel(client, at, name);
	}
}
async function createLabel(client, at, name) {
	try {
		await client.request("POST /repos/{owner}/{repo}/labels", {
			...at,
			name,
			color: labelColor
		});
	} catch (thrown) {
		const failure = failureOf(thrown, `making the label "${name}"`);
		if (!/already_exists/.test(failure.message)) throw failure;
	}
}
async function setState(client, at, number, state, reason) {
	try {
		await client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
			...at,
			issue_number: number,
			state,
			state_reason: reason
		});
	} catch (thrown) {
		throw failureOf(thrown, `${state === "closed" ? "closing" : "reopening"} issue #${number}`);
	}
}

// src/adapters/github/who-am-i.ts
const workflows = "github-actions[bot]";
async function whoAmI(client) {
	try {
		const { viewer } = await client.graphql("{ viewer { login } }");
		return viewer.login;
	} catch (thrown) {
		if (isRefused(thrown)) return workflows;
		const failure = failureOf(thrown, "asking whose token this is");
		if (failure.code === "github/forbidden" || failure.code === "github/not-found") return workflows;
		throw failure;
	}
}
function isRefused(thrown) {
	return thrown instanceof Error && thrown.name === "GraphqlResponseError";
}

// src/adapters/github/pull-requests.ts
async function pullRequestFor(client, at, query) {
	const doing = `looking for the pull request of ${query.sha.slice(0, 12)}`;
	try {
		const found = pick(await pullsOfCommit(client, at, query.sha), query.sha, at);
		if (found !== void 0 || query.head === void 0) return found;
		return pick((await client.request("GET /repos/{owner}/{repo}/pulls", {
			...at,
			state: "open",
			head: query.head,
			per_page: 100
		})).data, query.sha, at);
	} catch (thrown) {
		throw failureOf(thrown, doing);
	}
}
async function pullsOfCommit(client, at, sha) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
			...at,
			commit_sha: sha,
			per_page: 100
		});
		return data;
	} catch (thrown) {
		const { code } = failureOf(thrown, "looking for a commit");
		if (code === "github/not-found" || code === "github/invalid") return [];
		throw thrown;
	}
}
function pick(found, sha, at) {
	const pull = found.find((one) => one.state === "open" && one.head.sha === sha);
	if (pull === void 0) return void 0;
	const fork = pull.head.repo?.full_name !== `${at.owner}/${at.repo}`;
	return {
		number: pull.number,
		headSha: sha,
		baseSha: pull.base.sha,
		fork
	};
}

// src/adapters/github/dispatch.ts
async function dispatch(client, at, { type, payload }) {
	try {
		await client.request("POST /repos/{owner}/{repo}/dispatches", {
			...at,
			event_type: type,
			client_payload: { ...payload }
		});
	} catch (thrown) {
		throw failureOf(thrown, `starting runs by the event ${type}`);
	}
}

// src/adapters/github/workflow-runs.ts
async function lastSuccess(client, at, query) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
			...at,
			workflow_id: query.workflow,
			branch: query.branch,
			status: "success",
			per_page: 1
		});
		const [newest] = data.workflow_runs;
		return newest === void 0 ? void 0 : toRun(newest);
	} catch (thrown) {
		const failure = failureOf(thrown, `looking for the last good run of ${query.workflow}`);
		if (failure.code === "github/not-found") return void 0;
		throw failure;
	}
}
async function runsSince(client, at, query) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", {
			...at,
			workflow_id: query.workflow,
			branch: query.branch,
			created: `>=${query.since}`,
			per_page: 100
		});
		return data.workflow_runs.map(toRun);
	} catch (thrown) {
		throw failureOf(thrown, `looking at the runs of ${query.workflow}`);
	}
}
async function workflowRun(client, at, id) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
			...at,
			run_id: id
		});
		return toRun(data);
	} catch (thrown) {
		throw failureOf(thrown, `looking at run ${id}`);
	}
}
function toRun(run) {
	return {
		id: Number(run.id),
		url: run.html_url,
		headSha: run.head_sha,
		headBranch: run.head_branch ?? "",
		headRepository: run.head_repository?.full_name,
		event: run.event,
		createdAt: run.created_at
	};
}

// src/adapters/github/github.ts
function connectGitHub(connection) {
	const client = createClient(connection);
	const at = {
		owner: connection.owner,
		repo: connection.repo
	};
	const author = onceKnown(() => whoAmI(client));
	return {
		findIssues: async (query) => findIssues(client, at, {
			...query,
			author: await author()
		}),
		openIssue: async (draft) => openIssue(client, at, draft, await author()),
		comment: (number, body) => comment(client, at, number, body),
		closeIssue: (number, reason) => setState(client, at, number, "closed", reason),
		reopenIssue: (number) => setState(client, at, number, "open", "reopened"),
		upsertComment: async (number, key, body) => upsertComment(client, at, {
			number,
			key,
			body,
			author: await author()
		}),
		updateComment: async (number, key, body) => updateComment(client, at, {
			number,
			key,
			body,
			author: await author()
		}),
		pullRequestFor: (query) => pullRequestFor(client, at, query),
		lastSuccess: (query) => lastSuccess(client, at, query),
		workflowRun: (id) => workflowRun(client, at, id),
		runsSince: (query) => runsSince(client, at, query),
		dispatch: (event) => dispatch(client, at, event),
		commitFiles: (change) => commitFiles(client, at, change, connection.secondMs ?? 1e3),
		readFile: (path, ref) => readFile(client, at, path, ref),
		listFiles: (folder, ref) => listFiles(client, at, folder, ref)
	};
}

export { connectGitHub };