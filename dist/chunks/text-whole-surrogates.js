// src/text/whole-surrogates.ts
function hasWholeSurrogates(json) {
	if (!/\\ud/i.test(json)) return true;
	const escapes = json.replaceAll(/\\[^u]/g, " ");
	return !/\\ud[89ab]..(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]/i.test(escapes);
}

export { hasWholeSurrogates as t };