import { i as findOwnAction, n as writeWorkflows, t as planWorkflows } from "./app-workflow.js";
import { c as namesUsed, l as checkManifests } from "./manifest-json-schema.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { t as allManifests } from "./cli-find-manifests.js";
import { t as version } from "./cli-version.js";
import { r as workspaceOf } from "./cli-workspace.js";
import { dirname, join } from "node:path";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";

// src/app/first-pipeline.ts
const ignoredLines = [".millrace/", ".env"];
const manifest = `# A first pipeline: reads a file, checks it, sums it up in SQL, and loads the result.
# Try it:  millrace run daily-sales
name: Daily sales

on:
  schedule:
    - cron: '30 6 * * 1-5' # on weekdays at half past six in the morning, Berlin time
      timezone: Europe/Berlin

inputs:
  region:
    type: choice
    description: Whose sales
    options: [all, north, south]
    default: all

connections:
  warehouse: sqlite:.millrace/sales.sqlite # later: \${{ secrets.WAREHOUSE_URL }}

steps:
  orders:
    extract:
      csv: data/example-orders.csv
      columns:
        order_id: integer not null
        placed_on: date not null
        region: text not null
        item: text not null
        quantity: integer not null
        price: decimal(10,2) not null
    checks:
      - unique: [order_id]
      - row-count: { min: 1 }
      - range: { quantity: { min: 1 } }

  daily:
    needs: [orders]
    transform:
      sql: |
        select placed_on as day, region, count(*) as orders, round(sum(quantity * price), 2) as revenue
        from orders
        where \${{ inputs.region }} in ('all', region)
        group by placed_on, region
        order by placed_on, region

  publish:
    load: { from: daily, into: warehouse, table: daily_sales, mode: merge, key: [day, region] }

  share: # on GitHub the SQLite file is gone when the job ends; this file is committed
    load: { from: daily, file: data/daily-sales.csv, commit: true }

on-failure:
  issue: { labels: [pipeline-failure] }
`;
const orders = `order_id,placed_on,region,item,quantity,price
1001,2026-01-05,north,Tea,3,4.20
1002,2026-01-05,south,Coffee,1,7.90
1003,2026-01-05,north,Sugar,2,1.35
1004,2026-01-06,south,Tea,5,4.20
1005,2026-01-06,south,Biscuits,4,2.80
1006,2026-01-06,north,Coffee,2,7.90
1007,2026-01-07,north,Tea,1,4.20
1008,2026-01-07,south,Sugar,6,1.35
1009,2026-01-07,north,Biscuits,3,2.80
1010,2026-01-08,south,Coffee,2,7.90
1011,2026-01-08,north,Tea,4,4.20
1012,2026-01-09,south,Biscuits,1,2.80
`;
const firstFiles = {
	"pipelines/daily-sales.yml": manifest,
	"data/example-orders.csv": orders
};

// src/app/init.ts
async function initWorkspace(workspace) {
	const steps = [];
	for (const [path, text] of Object.entries(firstFiles)) steps.push(await writeNew(workspace, path, text));
	steps.push(await ignore(workspace));
	return steps;
}
async function writeEnvExample(workspace, names) {
	if (names.length === 0) return [];
	return [await writeNew(workspace, ".env.example", `# Copy to .env and fill in. On GitHub: Settings, Secrets and variables, Actions.\n${names.map((name) => `${name}=\n`).join("")}`)];
}
async function writeNew(workspace, path, text) {
	const target = join(workspace, path);
	if (existsSync(target)) return {
		path,
		did: "kept"
	};
	try {
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, text, { flag: "wx" });
	} catch (cause) {
		throw new Failure("file/write", `${path} cannot be written`, { cause });
	}
	return {
		path,
		did: "written"
	};
}
async function ignore(workspace) {
	const path = ".gitignore";
	const target = join(workspace, path);
	if (!existsSync(target)) return writeNew(workspace, path, `${ignoredLines.join("\n")}\n`);
	const text = await readFile(target, "utf8");
	const there = new Set(text.split(/\r?\n/).map((line) => line.trim()));
	const missing = ignoredLines.filter((line) => !there.has(line));
	if (missing.length === 0) return {
		path,
		did: "kept"
	};
	await appendFile(target, `${text === "" || text.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`);
	return {
		path,
		did: "extended"
	};
}

// src/cli/verbs/init.ts
const init = {
	declare: (command) => command,
	perform: async (_command, shell) => {
		const workspace = workspaceOf(shell.cwd, shell.cwd);
		tell(await initWorkspace(workspace), shell);
		const files = allManifests(workspace).map(({ file }) => file);
		const { graphs } = await checkManifests(files, workspace);
		const names = graphs.flatMap(({ manifest }) => {
			const { secrets, vars } = namesUsed(manifest);
			return [...secrets, ...vars].filter((name) => name !== "GITHUB_TOKEN");
		});
		tell(await writeEnvExample(workspace, [...new Set(names)].toSorted()), shell);
		await addWorkflows(workspace, files, shell);
		shell.out(`\nNow:\n  ${shell.paint.out.bold("millrace run daily-sales")}\n  ${secondCommand(workspace, shell)}\n`);
		return exitStatus.done;
	}
};
async function addWorkflows(workspace, files, shell) {
	const found = findOwnAction(workspace, import.meta.dirname, version);
	if (found === void 0) return;
	const workflows = await planWorkflows({
		workspace,
		files,
		found
	});
	if (!workflows.ok) {
		shell.out("\nno workflow is written until the manifests have no mistake: see millrace validate\n");
		return;
	}
	const missing = workflows.drift.filter(({ kind }) => kind === "missing");
	await writeWorkflows(workspace, {
		files: workflows.files,
		drift: missing
	});
	const differing = workflows.drift.filter(({ kind }) => kind === "differs").map(({ path }) => path);
	const written = new Set(missing.map(({ path }) => path));
	tell(workflows.files.map(({ path }) => ({
		path,
		did: written.has(path) ? "written" : "kept"
	})), shell);
	if (differing.length > 0) shell.out(`\n${differing.join(", ")}: not as the manifests need ${differing.length === 1 ? "it" : "them"}; \`millrace workflow\` writes what they do\n`);
}
function secondCommand(workspace, { paint }) {
	const known = findOwnAction(workspace, import.meta.dirname, version) !== void 0;
	return paint.out.bold(known ? "git add . && git commit -m \"A first pipeline\"" : "millrace workflow --action owner/millrace@<commit>");
}
function tell(steps, { out, paint }) {
	for (const { path, did } of steps) out(`${did === "kept" ? paint.out.dim("kept   ") : paint.out.green(did.padEnd(8).slice(0, 8))} ${path}\n`);
}

export { init };