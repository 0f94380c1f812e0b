import { l as sql } from "./vendor/kysely.js";
import { _ as isPostgresUrl, kt as takesRowsAsTheyAre, on as Failure } from "./source-unclosed.js";
import { t as canonicalJson } from "./text-canonical-json.js";
import { r as tableId } from "./steps-sql-identifier.js";
import { a as readTarget, r as createTarget, s as loadDialects } from "./steps-load-target-table.js";
import { t as parseTable } from "./steps-load-table-name.js";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/steps/load/load-ahead.ts
const politeMs = 1e3;
function canBeAhead({ options, connection }) {
	return takesRowsAsTheyAre(options) && connection.dialect === void 0 && isPostgresUrl(connection.url);
}
var LoadAhead = class {
	of = "table";
	table;
	#expected;
	#rows;
	#stop = new AbortController();
	#staged = Promise.withResolvers();
	#work = Promise.withResolvers();
	#done;
	constructor(expected, rows) {
		const { schema } = parseTable(expected.options.table);
		const name = `_millrace_ahead_${randomUUID().slice(0, 8)}`;
		this.table = schema === void 0 ? { name } : {
			schema,
			name
		};
		this.#expected = expected;
		this.#rows = rows;
		this.#staged.promise.catch(() => {});
		this.#work.promise.catch(() => {});
		this.#done = this.#begin();
		this.#done.catch((error) => this.#staged.reject(error));
	}
	async #begin() {
		const { connection, workspace, databases } = this.#expected;
		using _ = this.#rows;
		await using database = await databases.open(connection, workspace, this.#stop.signal);
		await database.transaction(void 0, async (transaction) => {
			this.#staged.resolve({
				transaction,
				rows: await this.#stage(transaction)
			});
			await (await this.#work.promise)(transaction);
			await sql`drop table if exists ${tableId(this.table)}`.execute(transaction.db);
		});
	}
	async #stage(transaction) {
		const { options } = this.#expected;
		const table = parseTable(options.table);
		if (await loadDialects[transaction.dialect].ahead?.mayBegin(transaction, table) !== true || await readTarget(transaction, table) !== void 0) throw ofNoUse();
		await createTarget(transaction, this.table, {
			columns: this.#rows.columns,
			words: options
		});
		const copied = await transaction.copyGrowing?.(this.#rows, this.table);
		if (copied === void 0) throw ofNoUse();
		return copied;
	}
	async take(load) {
		const { signal } = load;
		const abort = () => this.#stop.abort(signal.reason);
		signal.addEventListener("abort", abort, { once: true });
		const isOfUse = this.#isFor(load) && await this.#isReady(load).catch(() => false);
		signal.throwIfAborted();
		if (!isOfUse) await this.drop();
		return isOfUse;
	}
	#isFor({ options, connection, dataset }) {
		const expected = {
			options: this.#expected.options,
			connection: this.#expected.connection
		};
		return canonicalJson({
			options,
			connection
		}) === canonicalJson(expected) && this.#rows.isNow(dataset);
	}
	async #isReady({ dataset, isFirst }) {
		const { transaction, rows } = await this.#staged.promise;
		return rows === dataset.rows && await isFirst(transaction);
	}
	async finish(work) {
		const answer = Promise.withResolvers();
		this.#work.resolve(async (transaction) => answer.resolve(await work(transaction)));
		await this.#done;
		return answer.promise;
	}
	async drop() {
		this.#work.reject(ofNoUse());
		this.#rows[Symbol.dispose]();
		const ended = this.#done.catch(() => {});
		const late = setTimeout(politeMs, true, { ref: false });
		if (await Promise.race([ended, late]) === true) this.#stop.abort(ofNoUse());
		await ended;
	}
};
function ofNoUse() {
	return new Failure("load/ahead", "what was done ahead of the load is of no use to it");
}

export { LoadAhead, canBeAhead };