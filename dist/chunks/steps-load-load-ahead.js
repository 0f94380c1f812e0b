import { t as canonicalJson } from "./text-canonical-json.js";
import { h as isPostgresUrl, m as isMysqlUrl, yt as takesRowsAsTheyAre } from "./manifest-json-schema.js";
import { a as readTarget, c as ofNoUse, d as parseTable, l as aheadName, r as createTarget, s as loadDialects } from "./steps-load-target-table.js";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/steps/load/load-ahead.ts
const politeMs = 3e3;
function canBeAhead({ options, checks, connection }) {
	return takesRowsAsTheyAre(options) && aheadOf(connection)?.mayJudge(checks) === true;
}
function aheadOf({ url, dialect }) {
	if (dialect !== void 0) return void 0;
	if (isPostgresUrl(url)) return loadDialects.postgres.ahead;
	return isMysqlUrl(url) ? loadDialects.mysql.ahead : void 0;
}
var LoadAhead = class {
	of = "table";
	table;
	#expected;
	#following = Promise.withResolvers();
	#rows;
	#stop = new AbortController();
	#copied = Promise.withResolvers();
	#work = Promise.withResolvers();
	#done;
	constructor(expected) {
		const { schema } = parseTable(expected.options.table);
		const name = `${aheadName}${randomUUID().slice(0, 8)}`;
		this.table = schema === void 0 ? { name } : {
			schema,
			name
		};
		this.#expected = expected;
		this.#following.promise.catch(() => {});
		this.#copied.promise.catch(() => {});
		this.#work.promise.catch(() => {});
		this.#done = this.#begin();
		this.#done.catch((error) => this.#copied.reject(error));
	}
	async #begin() {
		const { options, connection, workspace, databases } = this.#expected;
		await using database = await databases.open(connection, workspace, this.#stop.signal);
		return await loadDialects[database.dialect].ahead?.carry(database, {
			table: parseTable(options.table),
			made: this.table,
			make: (transaction) => this.#make(transaction),
			copy: (transaction) => this.#copy(transaction),
			taken: (copied) => this.#taken(copied)
		}) === true;
	}
	follow(rows) {
		this.#rows = rows;
		this.#following.resolve(rows);
		this.#done.catch(() => {}).then(() => rows[Symbol.dispose]());
		return this;
	}
	async #make(transaction) {
		const { options } = this.#expected;
		if (await readTarget(transaction, parseTable(options.table)) !== void 0) throw ofNoUse();
		const { columns } = await this.#following.promise;
		await createTarget(transaction, this.table, {
			columns,
			words: options
		});
	}
	async #copy(transaction) {
		const copied = await transaction.copyGrowing?.(await this.#following.promise, this.table);
		if (copied === void 0) throw ofNoUse();
		return copied;
	}
	#taken(copied) {
		this.#copied.resolve(copied);
		return this.#work.promise;
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
		}) === canonicalJson(expected) && this.#rows?.isNow(dataset) === true;
	}
	async #isReady({ dataset, isFirst }) {
		const { rows, ask } = await this.#copied.promise;
		return rows === dataset.rows && await ask(isFirst);
	}
	async finish(work) {
		const answer = Promise.withResolvers();
		this.#work.resolve(async (transaction) => answer.resolve(await work(transaction)));
		return await this.#done ? answer.promise : void 0;
	}
	async drop() {
		this.#work.reject(ofNoUse());
		this.#following.reject(ofNoUse());
		this.#rows?.[Symbol.dispose]();
		const ended = this.#done.catch(() => {});
		const late = setTimeout(politeMs, true, { ref: false });
		if (await Promise.race([ended, late]) === true) this.#stop.abort(ofNoUse());
		await ended;
	}
};

export { LoadAhead, canBeAhead };