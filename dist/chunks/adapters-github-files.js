import { B as Bug, V as Failure } from "./dataset-fields-print-number.js";
import { i as Octokit, n as retry } from "./vendor/actions-artifact.js";
import { t as blobSha } from "./text-blob-sha.js";
import { t as paginateRest } from "./vendor/octokit-plugin-paginate-rest.js";
import { t as throttling } from "./vendor/octokit-plugin-throttling.js";
import { isUtf8 } from "node:buffer";
import { setTimeout } from "node:timers/promises";

// src/adapters/github/failure-of.ts
function failureOf(thrown, doing) {
	if (thrown instanceof Failure) return thrown;
	if (!isHttpError(thrown)) return connectionFailure(thrown, doing);
	if (thrown.response === void 0) return connectionFailure(thrown, doing);
	const retryAfterMs = retryAfter(thrown);
	const kind = kindOf(thrown, retryAfterMs);
	return new Failure(`github/${kind.code}`, `${doing}: GitHub answered ${thrown.status}${said(thrown)}`, {
		retryable: kind.retryable,
		...retryAfterMs === void 0 ? {} : { retryAfterMs },
		...kind.help === void 0 ? {} : { help: kind.help }
	});
}
const kinds = {
	401: {
		code: "unauthorized",
		retryable: false,
		help: "Hand the action a token that is valid, e.g. ${{ github.token }}"
	},
	403: {
		code: "forbidden",
		retryable: false,
		help: "Give the job the permission it lacks, under `permissions:` of the workflow"
	},
	404: {
		code: "not-found",
		retryable: false
	},
	409: {
		code: "conflict",
		retryable: true
	},
	422: {
		code: "invalid",
		retryable: false
	},
	429: {
		code: "rate-limited",
		retryable: true
	}
};
function kindOf(error, retryAfterMs) {
	const limited = {
		code: "rate-limited",
		retryable: true
	};
	if (error.status === 403 && (retryAfterMs !== void 0 || /rate limit/i.test(error.message))) return limited;
	const other = error.status >= 500 ? {
		code: "server",
		retryable: true
	} : {
		code: "invalid",
		retryable: false
	};
	return kinds[error.status] ?? other;
}
function said(error) {
	const data = error.response?.data;
	if (typeof data !== "object" || data === null || !("message" in data)) return "";
	const reasons = "errors" in data && Array.isArray(data.errors) ? data.errors.map(reason) : [];
	return `: ${[String(data.message), ...reasons].join("; ").replaceAll(/\s+/g, " ")}`;
}
function reason(error) {
	if (typeof error !== "object" || error === null) return String(error);
	const { field, code, message } = error;
	return message ?? [field, code].filter((part) => part !== void 0).join(" ");
}
function retryAfter(error) {
	const headers = error.response?.headers ?? {};
	const seconds = Number(headers["retry-after"] ?? NaN);
	if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1e3;
	if (headers["x-ratelimit-remaining"] !== "0") return void 0;
	const resetMs = Number(headers["x-ratelimit-reset"] ?? NaN) * 1e3;
	return Number.isFinite(resetMs) ? Math.max(0, resetMs - Date.now()) : void 0;
}
function connectionFailure(thrown, doing) {
	const inner = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
	const text = (inner instanceof Error && "code" in inner ? String(inner.code) : void 0) ?? (inner instanceof Error ? inner.name : "unknown error");
	return new Failure("github/connection", `${doing}: GitHub cannot be reached (${text})`, { retryable: true });
}
function isHttpError(thrown) {
	return thrown instanceof Error && "status" in thrown && typeof thrown.status === "number";
}

// src/adapters/github/client.ts
const requestTimeoutMs = 3e4;
const longestWaitSeconds = 60;
const mostRetries = 3;
const PluggedOctokit = Octokit.plugin(paginateRest, retry, throttling);
function createClient(connection) {
	const secondMs = connection.secondMs ?? 1e3;
	const waitAgain = (retryAfter, _options, _client, retryCount) => retryAfter <= longestWaitSeconds && retryCount < mostRetries;
	const client = new PluggedOctokit({
		auth: connection.token,
		baseUrl: connection.baseUrl,
		userAgent: "millrace",
		log: silent,
		request: { fetch: fetchWithin },
		retry: {
			doNotRetry: [
				400,
				401,
				403,
				404,
				409,
				410,
				422,
				429,
				451
			],
			retryAfterBaseValue: secondMs
		},
		throttle: {
			onRateLimit: waitAgain,
			onSecondaryRateLimit: waitAgain,
			retryAfterBaseValue: secondMs,
			...secondMs < 1e3 ? {
				write: unpaced,
				notifications: unpaced
			} : {}
		}
	});
	client.hook.error("request", tellConflict);
	return client;
}
const unpaced = Object.create(null, { key: { value: () => ({ schedule: (_options, work) => work() }) } });
function tellConflict(error) {
	throw error instanceof Error && "status" in error && error.status === 409 ? failureOf(error, "asking GitHub") : error;
}
const silent = {
	debug: () => {},
	info: () => {},
	warn: () => {},
	error: () => {}
};
function fetchWithin(url, options = {}) {
	return fetch(url, {
		...options,
		signal: AbortSignal.timeout(requestTimeoutMs)
	});
}

// src/adapters/github/swap-branch.ts
async function swapBranch(client, at, swap, propose) {
	for (let attempt = 1;; attempt += 1) try {
		return await trySwap(client, at, swap, propose);
	} catch (thrown) {
		if (thrown instanceof Bug) throw thrown;
		const failure = failureOf(thrown, `committing to ${swap.branch}`);
		if (!isLostRace(failure) || attempt === swap.attempts) throw failure;
		await setTimeout(Math.random() * Math.min(8, 2 ** attempt / 4) * swap.secondMs);
	}
}
function isLostRace({ code, message }) {
	return code === "github/conflict" || /not a fast.forward|reference already exists/i.test(message);
}
async function trySwap(client, at, { branch, create }, propose) {
	const head = await headOf(client, at, branch, create === true);
	const proposal = await propose(head);
	if (proposal === void 0) return void 0;
	const { data: tree } = await client.request("POST /repos/{owner}/{repo}/git/trees", {
		...at,
		...head === void 0 ? {} : { base_tree: head.tree },
		tree: [...proposal.tree]
	});
	const { data: commit } = await client.request("POST /repos/{owner}/{repo}/git/commits", {
		...at,
		message: proposal.message,
		tree: tree.sha,
		parents: head === void 0 ? [] : [head.commit]
	});
	await pointTo(client, at, {
		branch,
		isNew: head === void 0,
		sha: commit.sha
	});
	return commit.sha;
}
async function headOf(client, at, branch, mayLack) {
	const sha = await refOf(client, at, branch, mayLack);
	if (sha === void 0) return void 0;
	const { data } = await client.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
		...at,
		commit_sha: sha
	});
	return {
		commit: sha,
		tree: data.tree.sha,
		message: data.message
	};
}
async function refOf(client, at, branch, mayLack) {
	try {
		const ref = `heads/${branch}`;
		const { data } = await client.request("GET /repos/{owner}/{repo}/git/ref/{+ref}", {
			...at,
			ref
		});
		return data.object.sha;
	} catch (thrown) {
		const failure = failureOf(thrown, `looking at the branch ${branch}`);
		if (mayLack && failure.code === "github/not-found") return void 0;
		throw thrown;
	}
}
async function pointTo(client, at, { branch, isNew, sha }) {
	const ref = `heads/${branch}`;
	if (isNew) await client.request("POST /repos/{owner}/{repo}/git/refs", {
		...at,
		ref: `refs/${ref}`,
		sha
	});
	else await client.request("PATCH /repos/{owner}/{repo}/git/refs/{+ref}", {
		...at,
		ref,
		sha,
		force: false
	});
}

// src/adapters/github/tree-items.ts
const largestInline = 262144;
async function treeItems(client, at, files, uploaded) {
	for (const file of files) if (!goesInline(file)) await upload(client, at, file, uploaded);
	return files.map((file) => ({
		path: file.path,
		mode: file.mode,
		type: "blob",
		...goesInline(file) ? { content: Buffer.from(file.bytes).toString() } : { sha: blobOf(file, uploaded) }
	}));
}
function goesInline({ bytes }) {
	return bytes.length <= largestInline && isUtf8(bytes);
}
function blobOf({ path, bytes }, uploaded) {
	const sha = uploaded.get(blobSha(bytes));
	if (sha === void 0) throw new Bug(`the blob of ${path} was not made before its tree`);
	return sha;
}
async function upload(client, at, file, uploaded) {
	const name = blobSha(file.bytes);
	if (uploaded.has(name)) return;
	const { data } = await client.request("POST /repos/{owner}/{repo}/git/blobs", {
		...at,
		content: Buffer.from(file.bytes).toString("base64"),
		encoding: "base64"
	});
	uploaded.set(name, data.sha);
}

// src/adapters/github/files.ts
async function readFile(client, at, path, ref) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/contents/{+path}", {
			...at,
			path: encodePath(path),
			ref,
			mediaType: { format: "raw" },
			request: { parseSuccessResponseBody: false }
		});
		return await bytesOf(data);
	} catch (thrown) {
		const failure = failureOf(thrown, `reading ${path} at ${ref}`);
		if (failure.code === "github/not-found") return void 0;
		throw failure;
	}
}
async function listFiles(client, at, folder, ref) {
	return (await listFolder(client, at, folder, ref)).filter(({ type }) => type === "file").map(({ path, sha }) => ({
		path,
		sha
	}));
}
async function listFolder(client, at, folder, ref) {
	try {
		const { data } = await client.request("GET /repos/{owner}/{repo}/contents/{+path}", {
			...at,
			path: encodePath(folder),
			ref
		});
		const entries = data;
		return Array.isArray(entries) ? entries.filter(isEntry) : [];
	} catch (thrown) {
		const failure = failureOf(thrown, `listing ${folder} at ${ref}`);
		if (failure.code === "github/not-found") return [];
		throw failure;
	}
}
function isEntry(entry) {
	return typeof entry === "object" && entry !== null && "type" in entry && "path" in entry;
}
function encodePath(path) {
	return path.split("/").map(encodeURIComponent).join("/");
}
async function bytesOf(body) {
	if (!(body instanceof ReadableStream)) return new TextEncoder().encode(String(body));
	return new Response(body).bytes();
}

export { headOf as a, failureOf as c, treeItems as i, listFolder as n, swapBranch as o, readFile as r, createClient as s, listFiles as t };