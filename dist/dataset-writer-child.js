import { t as createDatasetFile } from "./chunks/dataset-dataset-file.js";
import { t as projectBatch } from "./chunks/steps-project-batch.js";
import { i as batchOf, n as carried } from "./chunks/steps-write-thread-protocol.js";
import { parentPort, workerData } from "node:worker_threads";

// src/steps/write/dataset-writer-child.ts
const { path, table, columns } = workerData;
let file;
let broken = false;
parentPort?.on("message", (request) => {
	if (!broken) parentPort?.postMessage(answer(request));
});
function answer(request) {
	try {
		file ??= createDatasetFile(path, {
			table,
			columns
		});
		if (request.do === "finish") return {
			of: "finish",
			dataset: file.finish()
		};
		return {
			of: "write",
			rejects: write(file, request)
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