import { i as TokenType } from "./vendor/actions-expressions.js";
import { t as findExpressions } from "./text-find-expressions.js";
import { i as lexExpression } from "./app-sql-files.js";

// src/expression/names-used.ts
function namesUsed(manifest) {
	const secrets = /* @__PURE__ */ new Set();
	const vars = /* @__PURE__ */ new Set();
	const collect = (source) => {
		const { tokens } = lexExpression(source);
		for (const [index, token] of tokens.entries()) {
			const context = token.lexeme.toLowerCase();
			if (token.type !== TokenType.IDENTIFIER || tokens[index - 1]?.type === TokenType.DOT) continue;
			const property = tokens[index + 2];
			if (property === void 0 || context !== "secrets" && context !== "vars") continue;
			(context === "secrets" ? secrets : vars).add(String(property.value ?? property.lexeme));
		}
	};
	for (const text of textsIn(manifest)) for (const { source } of findExpressions(text)) collect(source);
	for (const step of manifest.steps) if (step.if !== void 0) collect(step.if);
	return {
		secrets: [...secrets].toSorted(),
		vars: [...vars].toSorted()
	};
}
function* textsIn(value) {
	if (typeof value === "string") {
		if (value.includes("${{")) yield value;
	} else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) yield* textsIn(each);
}

export { namesUsed as t };