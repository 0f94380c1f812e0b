import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { existsSync, statSync } from "node:fs";

// src/cli/workspace.ts
function workspaceOf(path, cwd) {
	const folder = isFolder(path) ? path : dirname(path);
	for (let above = folder;; above = dirname(above)) {
		if (existsSync(join(above, ".git"))) return above;
		if (above === dirname(above)) break;
	}
	if (isWithin(folder, cwd)) return cwd;
	return basename(folder) === "pipelines" ? dirname(folder) : folder;
}
function repositoryPath(path, workspace) {
	return relative(workspace, path).split(sep).join("/");
}
function isFolder(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
function isWithin(path, folder) {
	return resolve(path) === resolve(folder) || resolve(path).startsWith(resolve(folder) + sep);
}

export { repositoryPath as n, workspaceOf as r, isFolder as t };