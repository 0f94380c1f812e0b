// src/adapters/processes/exit.ts
async function exit(process, status) {
	await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
	process.exitCode = status;
	return process.exit();
}
function flushed(stream) {
	if (stream.destroyed || stream.errored !== null) return Promise.resolve();
	return new Promise((resolve) => {
		stream.once("close", resolve);
		stream.write("", () => resolve());
	});
}

export { exit as t };