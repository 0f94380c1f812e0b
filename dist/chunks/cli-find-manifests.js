import { H as Usage, z as nearest } from "./dataset-fields-print-number.js";
import { n as repositoryPath, r as workspaceOf, t as isFolder } from "./cli-workspace.js";
import { join, resolve } from "node:path";
import { existsSync, readdirSync } from "node:fs";

// src/cli/find-manifests.ts
const ending = /\.ya?ml$/;
function allManifests(cwd) {
	const folder = pipelinesFolder(cwd);
	const found = isFolder(folder) ? manifestsIn(folder) : [];
	if (found.length > 0) return found.map((path) => manifestFile(path, cwd));
	throw new Usage("there is no pipelines/*.yml here", "write a first one with: millrace init");
}
function manifestsAt(paths, cwd) {
	return paths.flatMap((given) => {
		const path = resolve(cwd, given);
		if (!isFolder(path)) return [manifestFile(existsSync(path) ? path : named(given, cwd) ?? path, cwd)];
		const found = manifestsIn(path);
		if (found.length === 0) throw new Usage(`"${given}" holds no *.yml`);
		return found.map((manifest) => manifestFile(manifest, cwd));
	});
}
function findPipeline(given, cwd) {
	const folder = pipelinesFolder(cwd);
	const path = resolve(cwd, given);
	const found = isFile(path) ? path : named(given, cwd);
	if (found !== void 0) return manifestFile(found, cwd);
	if (isFolder(path)) throw new Usage(`"${given}" is a folder, not a pipeline`, "give the path of one manifest in it");
	const names = (isFolder(folder) ? manifestsIn(folder) : []).map((each) => each.split(/[\\/]/).at(-1)?.replace(ending, "") ?? "");
	const near = nearest(given, names);
	const known = names.length === 0 ? "write a first one with: millrace init" : `there are: ${names.join(", ")}`;
	throw new Usage(`there is no pipeline "${given}": neither a file of that name nor pipelines/${given}.yml`, near === void 0 ? known : `did you mean "${near}"?`);
}
function named(given, cwd) {
	const folder = pipelinesFolder(cwd);
	return [join(folder, `${given}.yml`), join(folder, `${given}.yaml`)].find(isFile);
}
function isFile(path) {
	return existsSync(path) && !isFolder(path);
}
function pipelinesFolder(cwd) {
	const here = join(cwd, "pipelines");
	return isFolder(here) ? here : join(workspaceOf(cwd, cwd), "pipelines");
}
function manifestsIn(folder) {
	return readdirSync(folder).filter((name) => ending.test(name)).toSorted().map((name) => join(folder, name));
}
function manifestFile(path, cwd) {
	const workspace = workspaceOf(path, cwd);
	return {
		workspace,
		file: repositoryPath(path, workspace)
	};
}

export { findPipeline as n, manifestsAt as r, allManifests as t };