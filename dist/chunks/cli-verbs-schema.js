import { t as jsonSchema } from "./manifest-json-schema.js";
import { t as exitStatus } from "./cli-exit-status.js";

// src/cli/verbs/schema.ts
const schema = {
	declare: (command) => command,
	perform: (_command, shell) => {
		shell.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
		return exitStatus.done;
	}
};

export { schema };