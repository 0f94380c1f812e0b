// src/adapters/terminal/result-mark.ts
const looks = {
	success: ["✔", "green"],
	failure: ["✖", "red"],
	skipped: ["○", "dim"],
	cancelled: ["■", "yellow"],
	degraded: ["▲", "yellow"],
	running: ["▶", "cyan"]
};
function resultMark(word, paint) {
	const [mark, colour] = looks[word];
	return {
		mark,
		colour: paint[colour]
	};
}

export { resultMark as t };