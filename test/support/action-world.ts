import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startArtifactService } from './artifact-service.ts'
import { startGitHub } from './github-server.ts'
import type { ActionRequest } from './run-action.ts'

/** A checkout with one manifest, `pipelines/p.yml`, and a GitHub for the action to run on, as run 1. */
export async function startWorld(manifest: string, files: Readonly<Record<string, string>> = {}) {
  const workspace = await mkdtemp(join(tmpdir(), 'millrace-workspace-'))
  for (const [path, text] of Object.entries({ ...files, 'pipelines/p.yml': manifest })) {
    await mkdir(dirname(join(workspace, path)), { recursive: true })
    await writeFile(join(workspace, path), text)
  }
  const artifacts = await startArtifactService()
  const github = await startGitHub({ artifacts })
  const token = github.token({ contents: 'read' })
  const request = (command: string, inputs: Readonly<Record<string, string>> = {}): ActionRequest => ({
    inputs: { command, token, ...inputs },
    workspace,
    event: 'workflow_dispatch',
    runId: 1,
    github,
    artifacts,
  })
  const close = async () => {
    await artifacts[Symbol.asyncDispose]()
    await github[Symbol.asyncDispose]()
    await rm(workspace, { recursive: true, force: true })
  }
  return { workspace, artifacts, github, request, [Symbol.asyncDispose]: close }
}
