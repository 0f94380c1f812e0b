import { V as Failure } from "./dataset-fields-print-number.js";
import { A as bindSql, O as authoredSpan, S as sqlTokens, j as quotedIn } from "./manifest-json-schema.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { t as singleQuery } from "./steps-sql-single-query.js";
import { n as readComplaint } from "./steps-sql-place-complaint.js";

// src/steps/sql/database-query.ts
function boundQuery(text, dialect, bind) {
	const [quoted] = quotedIn(text, dialect);
	if (quoted !== void 0) throw new Failure("sql/statement", `\`${text.slice(quoted.start, quoted.end)}\` stands in quotes, where it would be text`, { help: "Take it out of the quotes: it is bound as a parameter" });
	const { sql, expressions } = bindSql(text, dialect);
	return {
		sql: singleQuery(sql, dialect),
		parameters: expressions.map(bind)
	};
}
async function locateInDatabase(error, { text, dialect }, placeOfSql) {
	if (!(error instanceof Failure)) return error;
	const place = placeIn(error);
	const { sql } = bindSql(text, dialect);
	const offset = place === void 0 ? void 0 : offsetOf(place, sql);
	if (offset === void 0) return error;
	const word = sqlTokens(sql).find(({ start, end }) => start <= offset && offset < end);
	const span = authoredSpan(text, dialect, {
		start: offset,
		end: word?.end ?? offset + 1
	});
	const where = await placeOfSql?.(text, span) ?? lineAndColumn(text, span.start);
	const { code, message, retryable, help, facts } = error;
	return new Failure(code, `${message} (${where})`, {
		retryable,
		facts,
		...help === void 0 ? {} : { help }
	});
}
function placeIn(error) {
	if (error instanceof SqlFailure) return error.place;
	const subject = readComplaint(error.message)?.subject ?? "";
	return subject === "" ? void 0 : { name: subject.split(".").at(-1) ?? "" };
}
function offsetOf(place, sql) {
	if ("offset" in place) return place.offset;
	if ("name" in place) {
		const wanted = place.name.toLowerCase();
		return sqlTokens(sql).find((token) => (token.name ?? token.text).toLowerCase() === wanted)?.start;
	}
	const lineStart = sql.split("\n").slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
	const at = sql.indexOf(place.near, lineStart);
	return at < 0 ? lineStart : at;
}
function lineAndColumn(text, at) {
	const before = text.slice(0, at).split("\n");
	return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the SQL`;
}

// src/steps/sql/open-connection.ts
async function openConnection({ connections, ports, workspace, signal }, name) {
	const connection = connections[name];
	if (connection === void 0) throw new Failure("database/connection", `there is no connection "${name}"`);
	return ports.databases.open(connection, workspace, signal);
}

export { boundQuery as n, locateInDatabase as r, openConnection as t };