import { y as Failure } from "./dataset-create-table.js";
import { basename } from "node:path";

// src/steps/file-failure.ts
const meanings = {
	ENOENT: {
		code: "file/missing",
		message: "is not there"
	},
	EISDIR: {
		code: "file/unreadable",
		message: "is a folder"
	},
	ENOTDIR: {
		code: "file/missing",
		message: "is not there"
	},
	EACCES: {
		code: "file/unreadable",
		message: "may not be read"
	},
	EPERM: {
		code: "file/unreadable",
		message: "may not be read"
	},
	ENOSPC: {
		code: "disk/full",
		message: "could not be written: the disk is full"
	},
	EFBIG: {
		code: "disk/full",
		message: "could not be written: it is larger than files may be here"
	},
	EDQUOT: {
		code: "disk/full",
		message: "could not be written: the disk quota is used up"
	}
};
function systemFailure(error) {
	if (!(error instanceof Error) || error instanceof Failure || !("syscall" in error) || !("code" in error)) return error;
	return fileFailure(error, "path" in error && typeof error.path === "string" ? basename(error.path) : "the step's dataset");
}
function fileFailure(error, label) {
	if (error instanceof Failure) return error;
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const meaning = meanings[code] ?? {
		code: "file/unreadable",
		message: `failed: ${String(error)}`
	};
	return new Failure(meaning.code, `"${label}" ${meaning.message}`, { cause: error });
}

export { systemFailure as n, fileFailure as t };