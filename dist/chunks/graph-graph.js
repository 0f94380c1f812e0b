import { t as Bug } from "./diagnostic-failure.js";

// src/graph/graph.ts
function nodeOf(graph, id) {
	const node = graph.nodes.get(id);
	if (node === void 0) throw new Bug(`step "${id}" is not in the graph of ${graph.manifest.file}`);
	return node;
}

export { nodeOf as t };