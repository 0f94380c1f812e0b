import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { variedWorkflows } from '../support/varied-workflows.ts'

/** What actionlint 1.7.12 does not know yet (facts: `queue: max` since May 2026, `$/` since July 2026). */
const unknownToIt = [
  /unexpected key "queue" for "concurrency" section/,
  /specifying action "\$\/" in invalid format/,
]

it('actionlint has nothing to say of any generated workflow but what it does not know yet', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-lint-'))
  try {
    for (const [name, text] of variedWorkflows()) {
      const file = join(folder, name)
      await writeFile(file, text)
      const { stdout, error } = spawnSync('actionlint', ['-format', '{{json .}}', file], { encoding: 'utf8' })
      assert.equal(error, undefined, 'actionlint must be on the PATH: .ci/install-tools')
      const told = JSON.parse(stdout) as { message: string; line: number }[]
      const others = told.filter(({ message }) => !unknownToIt.some((known) => known.test(message)))
      assert.deepEqual(others, [], name)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
