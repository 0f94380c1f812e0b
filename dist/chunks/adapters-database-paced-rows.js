import { a as CollectYoung } from "./adapters-database-transact.js";
import { t as TextRows } from "./adapters-database-text-rows.js";

// src/adapters/database/paced-rows.ts
var PacedRows = class {
	#source;
	#rows;
	#isDone = false;
	#error;
	#wake;
	constructor(source, columns) {
		this.#source = source;
		this.#rows = new TextRows(columns);
	}
	add(row) {
		this.#rows.add(row);
		if (!this.#rows.full) return;
		this.#source.pause();
		this.#wake?.();
	}
	end() {
		this.#isDone = true;
		this.#wake?.();
	}
	fail(why) {
		this.#error ??= { why };
		this.#wake?.();
	}
	async *batches() {
		const young = new CollectYoung();
		for (;;) {
			if (this.#error !== void 0) throw this.#error.why;
			if (this.#isDone || this.#rows.full) {
				yield* young.over(this.#rows.take());
				this.#source.resume();
				if (this.#isDone && this.#rows.isEmpty) return;
			} else {
				const { promise, resolve } = Promise.withResolvers();
				this.#wake = resolve;
				await promise;
			}
		}
	}
};

export { PacedRows as t };