import { V as Failure } from "./dataset-fields-print-number.js";
import { a as ledgerBranch, c as runPath, i as archivePath, n as readRecent, o as readme, r as archiveFolder, s as recentPath, t as readBranch } from "./adapters-ledger-branch-reader.js";
import { a as headOf, c as failureOf, i as treeItems, n as listFolder, o as swapBranch, r as readFile, s as createClient } from "./adapters-github-files.js";
import { a as decodeLine, c as entryText, n as foldLines, r as textOf, t as archiveChars } from "./ledger-fold-lines.js";

// src/adapters/ledger/branch-change.ts
const nothing = {
	list: async () => [],
	read: async () => void 0
};
async function changeFor(entry, files) {
	const { pipeline } = entry.run;
	const text = entryText(entry);
	const { lines, whole } = await readRecent(files ?? nothing, pipeline);
	const sound = lines.filter(({ kind }) => kind !== "broken");
	const known = sound.some((line) => isAbout(line, entry));
	if (known && whole) return void 0;
	const { recent, archived } = foldLines(known ? sound : [...sound, decodeLine(text.trimEnd())]);
	const moved = files === void 0 ? void 0 : await moveOut(files, pipeline, archived);
	return {
		write: new Map([
			...files === void 0 ? [[readme.path, readme.text]] : [],
			[recentPath(pipeline), textOf(recent)],
			[runPath(entry.run), text],
			...moved?.write ?? []
		]),
		remove: moved?.remove ?? []
	};
}
function isAbout(line, { run }) {
	return line.kind !== "broken" && line.run.id === run.id && line.run.attempt === run.attempt;
}
async function moveOut(files, pipeline, lines) {
	if (lines.length === 0) return void 0;
	const last = (await files.list(archiveFolder(pipeline))).toSorted().at(-1);
	const number = last === void 0 ? 1 : Number.parseInt(last, 10);
	const before = last === void 0 ? "" : await files.read(`${archiveFolder(pipeline)}/${last}`) ?? "";
	const added = textOf(lines);
	const full = before !== "" && before.length + added.length > 4194304;
	const path = archivePath(pipeline, full ? number + 1 : number);
	return {
		write: /* @__PURE__ */ new Map([[path, full ? added : before + added]]),
		remove: await singleFiles(files, lines)
	};
}
async function singleFiles(files, lines) {
	const paths = lines.flatMap((line) => line.kind === "broken" ? [] : [runPath(line.run)]);
	const folders = new Set(paths.map(folderOf));
	const there = /* @__PURE__ */ new Set();
	for (const folder of folders) for (const name of await files.list(folder)) there.add(`${folder}/${name}`);
	return paths.filter((path) => there.has(path));
}
function folderOf(path) {
	return path.slice(0, path.lastIndexOf("/"));
}

// src/adapters/ledger/replace-history.ts
const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;
const repositoryId = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { id } }`;
async function replaceHistory(client, at, { branch, head, message }) {
	const { data: commit } = await client.request("POST /repos/{owner}/{repo}/git/commits", {
		...at,
		message,
		tree: head.tree,
		parents: []
	});
	const { repository } = await client.graphql(repositoryId, { ...at });
	const update = {
		name: `refs/heads/${branch}`,
		beforeOid: head.commit,
		afterOid: commit.sha,
		force: true
	};
	try {
		await client.graphql(updateRefs, { input: {
			repositoryId: repository.id,
			refUpdates: [update]
		} });
	} catch (thrown) {
		if (!(thrown instanceof Error) || thrown.name !== "GraphqlResponseError") throw thrown;
		if ((await headOf(client, at, branch, true))?.commit !== head.commit) return;
		throw new Failure("github/invalid", `GitHub did not replace the history of ${branch}: ${thrown.message}`);
	}
}

// src/adapters/ledger/github-ledger.ts
const mostAttempts = 40;
const longestHistory = 500;
function githubLedger(connection, { maxCommits = longestHistory } = {}) {
	const place = {
		client: createClient(connection),
		at: {
			owner: connection.owner,
			repo: connection.repo
		},
		secondMs: connection.secondMs ?? 1e3
	};
	return {
		record: async (entry) => {
			if (await recordOn(place, entry) > maxCommits) await squashQuietly(place);
		},
		read: (query) => readBranch(filesAt(place, ledgerBranch), query),
		squash: () => squash(place)
	};
}
async function recordOn({ client, at, secondMs }, entry) {
	const uploaded = /* @__PURE__ */ new Map();
	let commits = 0;
	await swapBranch(client, at, {
		branch: ledgerBranch,
		create: true,
		attempts: mostAttempts,
		secondMs
	}, async (head) => {
		const files = head === void 0 ? void 0 : filesAt({
			client,
			at
		}, head.commit);
		const change = await changeFor(entry, files);
		if (change === void 0) return void 0;
		commits = commitsOf(head) + 1;
		const { id, pipeline, result } = entry.run;
		return {
			message: `Run ${id} of ${pipeline}: ${result}\n\n${countLine(commits)}`,
			tree: await itemsOf({
				client,
				at
			}, change, uploaded)
		};
	});
	return commits;
}
async function itemsOf({ client, at }, { write, remove }, uploaded) {
	const files = [...write].map(([path, text]) => ({
		path,
		mode: "100644",
		bytes: Buffer.from(text)
	}));
	const removed = remove.map((path) => ({
		path,
		mode: "100644",
		type: "blob",
		sha: null
	}));
	return [...await treeItems(client, at, files, uploaded), ...removed];
}
function filesAt({ client, at }, ref) {
	return {
		list: async (folder) => (await listFolder(client, at, folder, ref)).map(({ name }) => name),
		read: async (path) => {
			const bytes = await readFile(client, at, path, ref);
			return bytes === void 0 ? void 0 : Buffer.from(bytes).toString();
		}
	};
}
const countPattern = /^Millrace-Commits: (\d+)$/m;
function countLine(commits) {
	return `Millrace-Commits: ${commits}`;
}
function commitsOf(head) {
	return Number(countPattern.exec(head?.message ?? "")?.[1] ?? 0);
}
async function squashQuietly(place) {
	await squash(place).catch((thrown) => {
		if (!(thrown instanceof Failure)) throw thrown;
	});
}
async function squash({ client, at }) {
	try {
		const head = await headOf(client, at, ledgerBranch, true);
		if (head === void 0 || commitsOf(head) === 1) return;
		await replaceHistory(client, at, {
			branch: ledgerBranch,
			head,
			message: `All runs up to here\n\n${countLine(1)}`
		});
	} catch (thrown) {
		throw failureOf(thrown, `replacing the history of ${ledgerBranch}`);
	}
}

export { githubLedger };