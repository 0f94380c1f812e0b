import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { variedWorkflows } from '../support/varied-workflows.ts'

const root = join(import.meta.dirname, '../..')

function audit(...paths: readonly string[]): void {
  const { stdout, stderr, status, error } = spawnSync('zizmor', ['--offline', '--no-progress', ...paths], {
    encoding: 'utf8',
  })
  assert.equal(error, undefined, 'zizmor must be on the PATH: .ci/install-tools')
  assert.equal(status, 0, stdout + stderr)
}

it('zizmor finds nothing unsafe in any generated workflow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-audit-'))
  const workflows = join(folder, '.github/workflows')
  try {
    await mkdir(workflows, { recursive: true })
    for (const [name, text] of variedWorkflows()) await writeFile(join(workflows, name), text)
    audit(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it("zizmor finds nothing unsafe in the project's own workflows and action", () => {
  audit(join(root, '.github/workflows'), join(root, 'action.yml'))
})
