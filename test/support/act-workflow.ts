import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

type Yaml = Record<string, unknown>

interface Workflow {
  permissions?: Yaml
  concurrency?: unknown
  jobs: Record<string, Job>
}

interface Job {
  permissions?: Yaml
  concurrency?: unknown
  strategy?: { matrix?: Yaml }
  steps?: { uses?: string }[]
}

/** Permissions that GitHub knows and act refuses. */
const newerPermissions = ['artifact-metadata', 'copilot-requests', 'code-quality', 'vulnerability-alerts']

/**
 * A workflow as act takes it: the keys it does not know are left out (static checks hold those), our own action
 * (`uses: $/` or `own`) is the folder `action`, and every other remote action but checkout is one that does nothing.
 */
export async function prepareWorkflow(
  text: string,
  own: { name: string | undefined; action: string },
  folder: string,
): Promise<{ file: string; repositories: readonly string[] }> {
  const workflow = parse(text) as Workflow
  const stub = await writeStub(folder)
  const repositories = new Set<string>()
  stripNewerKeys(workflow)
  for (const job of Object.values(workflow.jobs)) {
    stripNewerKeys(job)
    guardMatrix(job)
    for (const step of job.steps ?? []) {
      if (step.uses === undefined || step.uses.startsWith('actions/checkout@')) continue
      const isOwn = step.uses === '$/' || step.uses === './' || step.uses.split('@')[0] === own.name
      if (isOwn) step.uses = 'millrace/action@test'
      if (!step.uses.startsWith('./')) repositories.add(`${step.uses}=${isOwn ? own.action : stub}`)
    }
  }
  const file = join(folder, 'workflow.yml')
  await writeFile(file, JSON.stringify(workflow))
  return { file, repositories: [...repositories] }
}

function stripNewerKeys(part: { permissions?: Yaml; concurrency?: unknown }): void {
  for (const name of newerPermissions) delete part.permissions?.[name]
  if (typeof part.concurrency === 'object' && part.concurrency !== null && 'queue' in part.concurrency) {
    delete part.concurrency.queue
  }
}

/** GitHub looks at a job's `if` first; act reads the matrix of a job that is to be skipped, and stops at an empty text. */
function guardMatrix({ strategy }: Job): void {
  for (const [name, value] of Object.entries(strategy?.matrix ?? {})) {
    if (typeof value !== 'string' || strategy?.matrix === undefined) continue
    strategy.matrix[name] = value.replace(/fromJSON\((needs\.[\w.-]+)\)/, "fromJSON($1 || '[]')")
  }
}

async function writeStub(folder: string): Promise<string> {
  const stub = join(folder, 'stub')
  await mkdir(stub, { recursive: true })
  const steps = [{ run: 'true', shell: 'bash' }]
  await writeFile(
    join(stub, 'action.yml'),
    JSON.stringify({ name: 'stub', runs: { using: 'composite', steps } }),
  )
  return stub
}
