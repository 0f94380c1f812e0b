// src/cli/exit-status.ts
const exitStatus = {
	done: 0,
	diagnostics: 1,
	failed: 2,
	degraded: 3,
	usage: 64,
	bug: 70
};

export { exitStatus as t };