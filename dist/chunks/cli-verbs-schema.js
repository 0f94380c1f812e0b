import { h as toJSONSchema } from "./vendor/zod.js";
import { n as manifestSchema } from "./manifest-schema.js";
import { t as exitStatus } from "./cli-exit-status.js";

// src/manifest/json-schema.ts
function jsonSchema() {
	const { $schema, ...schema } = toJSONSchema(manifestSchema, {
		io: "input",
		unrepresentable: "any"
	});
	return {
		$schema,
		title: "Millrace pipeline",
		description: "A data pipeline that runs on GitHub Actions or on a laptop.",
		...schema
	};
}

// src/cli/verbs/schema.ts
const schema = {
	declare: (command) => command,
	perform: (_command, shell) => {
		shell.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
		return exitStatus.done;
	}
};

export { schema };