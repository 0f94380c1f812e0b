// src/adapters/once-known.ts
function onceKnown(ask) {
	let known;
	return () => {
		known ??= ask().catch((thrown) => {
			known = void 0;
			throw thrown;
		});
		return known;
	};
}

export { onceKnown as t };