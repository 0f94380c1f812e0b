import { t as createDatasetFile } from "./chunks/dataset-dataset-file.js";
import { t as projectBatch } from "./chunks/steps-project-batch.js";
import { i as batchOf, n as carried } from "./chunks/steps-write-thread-protocol.js";
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";

// src/steps/write/dataset-writer-child.ts
const { path, ...options } = workerData;
if (options.hashed === true) giveWay();
let file;
let broken = false;
let toldBytes = 0;
parentPort?.on("message", (request) => {
	if (!broken) parentPort?.postMessage(answer(request));
});
function giveWay() {
	if (process.platform !== "linux") return;
	try {
		setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
	} catch {}
}
function answer(request) {
	try {
		file ??= createDatasetFile(path, options);
		if (request.do === "finish") return finished(file);
		return {
			of: "write",
			rejects: write(file, request),
			written: written(file)
		};
	} catch (error) {
		broken = true;
		file?.discard();
		return {
			of: "error",
			error: carried(error)
		};
	}
}
function finished(made) {
	return {
		of: "finish",
		dataset: made.finish(),
		written: written(made),
		content: made.content()
	};
}
function written(to) {
	const isFirst = toldBytes === 0 && to.written > 0;
	toldBytes = to.written;
	return isFirst ? {
		bytes: toldBytes,
		columns: to.columns
	} : { bytes: toldBytes };
}
function write(into, { batch, from }) {
	const rejects = [];
	const placed = {
		...batchOf(batch),
		byteOf: (at) => at
	};
	into.write(projectBatch(placed, from), (reject) => rejects.push(reject));
	return rejects;
}

export {  };