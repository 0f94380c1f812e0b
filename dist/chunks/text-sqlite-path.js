// src/text/sqlite-path.ts
function sqlitePath(url) {
	return /^sqlite:(?:\/\/)?(.*)$/s.exec(url)?.[1];
}

export { sqlitePath as t };