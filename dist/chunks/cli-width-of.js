// src/cli/width-of.ts
function widthOf({ stdout, env }) {
	const said = Number(env["COLUMNS"]);
	return stdout.columns ?? (said > 0 ? said : 1e400);
}

export { widthOf as t };