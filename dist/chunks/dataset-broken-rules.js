// src/dataset/broken-rules.ts
const mostKept = 1e3;
var BrokenRules = class {
	#rows = /* @__PURE__ */ new Map();
	add({ column, rule }) {
		const key = JSON.stringify([column, rule]);
		const known = this.#rows.get(key);
		if (known !== void 0) known.rows += 1;
		else if (this.#rows.size < mostKept) this.#rows.set(key, {
			column,
			rule,
			rows: 1
		});
	}
	most(count) {
		return [...this.#rows.values()].toSorted((one, other) => other.rows - one.rows).slice(0, count);
	}
};

export { BrokenRules as t };