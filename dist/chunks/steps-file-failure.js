import { V as Failure } from "./dataset-fields-print-number.js";
import { basename } from "node:path";

// src/steps/file-failure.ts
const readable = "Give the user of the run the right to read it";
const writable = "Give the user of the run the right to write there, or choose another place";
const inTheWay = "A part of its path is a file: move that, or choose another place";
const whileReading = {
	ENOENT: {
		code: "file/missing",
		message: "is not there",
		help: "Check the path, from the root of the repository; where a step makes the file, name that in `needs`"
	},
	ENOTDIR: {
		code: "file/missing",
		message: "is not there",
		help: "A part of its path is a file, no folder"
	},
	EISDIR: {
		code: "file/unreadable",
		message: "is a folder",
		help: "Name the files in it: `folder/*.csv`"
	},
	EACCES: {
		code: "file/unreadable",
		message: "may not be read",
		help: readable
	},
	EPERM: {
		code: "file/unreadable",
		message: "may not be read",
		help: readable
	}
};
const whileWriting = {
	ENOTDIR: {
		code: "file/unwritable",
		message: "cannot be written",
		help: inTheWay
	},
	EEXIST: {
		code: "file/unwritable",
		message: "cannot be written",
		help: inTheWay
	},
	EISDIR: {
		code: "file/unwritable",
		message: "is a folder",
		help: "Name a file in it"
	},
	EACCES: {
		code: "file/unwritable",
		message: "may not be written",
		help: writable
	},
	EPERM: {
		code: "file/unwritable",
		message: "may not be written",
		help: writable
	},
	EROFS: {
		code: "file/unwritable",
		message: "may not be written: its file system is read-only",
		help: writable
	}
};
const either = {
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
	return fileFailure(error, "path" in error && typeof error.path === "string" ? basename(error.path) : "the step's dataset", writes.has(String(error.syscall)) ? "write" : "read");
}
const writes = /* @__PURE__ */ new Set([
	"write",
	"mkdir",
	"rename",
	"ftruncate",
	"copyfile",
	"unlink",
	"rmdir",
	"symlink",
	"link"
]);
function fileFailure(error, label, doing = "read") {
	if (error instanceof Failure) return error;
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const meaning = either[code] ?? (doing === "read" ? whileReading : whileWriting)[code] ?? unknown(error, doing);
	const { help } = meaning;
	return new Failure(meaning.code, `"${label}" ${meaning.message}`, {
		cause: error,
		...help === void 0 ? {} : { help }
	});
}
function unknown(error, doing) {
	return {
		code: doing === "read" ? "file/unreadable" : "file/unwritable",
		message: `failed: ${String(error)}`
	};
}

export { systemFailure as n, fileFailure as t };