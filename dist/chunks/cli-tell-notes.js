// src/cli/tell-notes.ts
async function tellNotes(notes, { err, paint, stderr }) {
	if (notes.length === 0) return;
	const { messageLines } = await import("./message-lines.js");
	const room = stderr.isTTY ? stderr.columns : void 0;
	for (const note of notes) for (const line of messageLines(note, {
		head: `${paint.err.cyan("note:")} `,
		indent: "",
		room
	})) err(`${line}\n`);
}

export { tellNotes as t };