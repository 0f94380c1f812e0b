import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { startArtifactService } from '../support/artifact-service.ts'
import { startGitHub } from '../support/github-server.ts'
import { type ActionRequest, startAction } from '../support/run-action.ts'
import { filesBelow } from './rig.ts'

/**
 * Runs a pipeline as GitHub would on a schedule, job by job, and answers all that came of it by where it came out: logs
 * (without the commands that tell the runner what to hide), outputs, summaries, what was uploaded, requests to GitHub.
 */
export async function onGitHub(
  manifest: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<[where: string, text: string][]> {
  const workspace = await mkdtemp(join(tmpdir(), 'millrace-workspace-'))
  for (const [path, text] of Object.entries({ ...files, 'pipelines/p.yml': manifest })) {
    await mkdir(dirname(join(workspace, path)), { recursive: true })
    await writeFile(join(workspace, path), text)
  }
  await using artifacts = await startArtifactService()
  await using github = await startGitHub({ artifacts })
  const said: [string, string][] = []
  const token = github.token({ contents: 'write', issues: 'write', actions: 'read' })
  const perform = async (inputs: Readonly<Record<string, string>>, more: Partial<ActionRequest> = {}) => {
    const action = await startAction({
      inputs: { token, pipeline: 'pipelines/p.yml', ...inputs },
      workspace,
      event: 'schedule',
      payload: { repository: { default_branch: 'main' } },
      runId: 1,
      github,
      artifacts,
      ...more,
    })
    const { log, outputs, summary } = await action.ended
    const heard = log.replaceAll(/^::add-mask::.*$/gm, '')
    const { command } = inputs
    said.push([`${command}: log`, heard], [`${command}: outputs`, outputs], [`${command}: summary`, summary])
    return action.temp
  }
  const planned = await perform({ command: 'plan' })
  const plan = await readFile(join(planned, 'millrace-plan/plan.json'), 'utf8')
  const { waves }: { waves: string[][] } = JSON.parse(plan)
  for (const job of waves.flat()) {
    const temp = await perform({ command: 'run', job }, { env })
    for (const [name, bytes] of await filesBelow(join(temp, 'millrace-out'))) {
      const text = name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes
      said.push([`run: uploaded ${name}`, text.toString()])
    }
  }
  await perform({ command: 'report' })
  for (const { method, path, body } of github.requests)
    said.push([`GitHub: ${method} ${path}`, JSON.stringify(body)])
  await rm(workspace, { recursive: true, force: true })
  return said
}
