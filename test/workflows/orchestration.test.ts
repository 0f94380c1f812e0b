import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runAct, type ActRun } from '../support/act.ts'
import { makeRepository } from '../support/act-repository.ts'
import { startArtifactService } from '../support/artifact-service.ts'
import { generatedWorkflows } from '../support/generated-workflows.ts'
import { startGitHub } from '../support/github-server.ts'

const file = 'pipelines/shops.yml'

/** Runs the workflow that is generated for a manifest, and those it uses, once. */
async function runOnce(manifest: string, files: Readonly<Record<string, string>> = {}): Promise<ActRun> {
  await using artifacts = await startArtifactService()
  await using github = await startGitHub({ artifacts })
  await using repository = await makeRepository({ ...files, [file]: manifest })
  const used = Object.entries(files).filter(([path]) => path.startsWith('pipelines/'))
  return await runAct({
    repository,
    workflow: generatedWorkflows(file, manifest, Object.fromEntries(used)).get('millrace-shops.yml') ?? '',
    workflowFile: 'millrace-shops.yml',
    event: 'workflow_dispatch',
    payload: { repository: { default_branch: 'main' } },
    runId: 301,
    github,
    artifacts,
    token: github.token({ actions: 'read', contents: 'write', issues: 'write' }),
  })
}

const results = (run: ActRun, job: string) => (run.jobs[job] ?? []).map(({ result }) => result)

test('a list made at run time is shared by jobs within a pool; one leg may fail, and the step after them sees all', async () => {
  const run = await runOnce(`name: Shops
pools: { api: { max-parallel: 8 } }
steps:
  list:
    run: { script: 'printf "shop\\nnorth\\nsouth\\nbad\\neast\\nwest\\n" > "$MILLRACE_OUTPUT"', output: csv }
  each:
    strategy: { from: list, max-failures: 1, fail-fast: false }
    pool: api
    env: { SHOP: '\${{ matrix.shop }}' }
    run: { script: 'test "$SHOP" != bad && printf "sold\\n\${#SHOP}\\n" > "$MILLRACE_OUTPUT"', output: csv }
  all:
    needs: [each]
    transform: { sql: "select group_concat(shop || sold, ' ') as told from each" }
  other:
    needs: [list]
    run: echo beside
  tell:
    needs: [each, all, other]
    if: \${{ !cancelled() }}
    env: { FAILED: '\${{ toJSON(needs.each.failed) }}', RESULT: '\${{ needs.each.result }}' }
    run: { script: 'echo "$RESULT, but for: $FAILED"; cat "$MILLRACE_INPUT_ALL"', input: csv }
`)
  assert.equal(run.exitCode, 0, run.raw)
  assert.deepEqual(results(run, 'wave-2').length, 3, 'two parts, and the step beside them')
  assert.match(run.text, /success, but for: [^\]]*bad/)
  assert.match(run.text, /north5 south5 east4 west4/)
  assert.match(run.text, /run 301 for .*: degraded/)
})

/** Ends the action's own process, as a machine that goes away does; the next one finds that it did. */
const dyingOnce = (mark: string) => `#!/bin/bash
if mkdir ${mark}; then
  pid=$$
  until grep --quiet action/main.js /proc/$pid/cmdline; do pid=$(cut -d' ' -f4 /proc/$pid/stat); done
  kill -9 $pid
  sleep 5
fi
printf 'n\\n2\\n' > "$MILLRACE_OUTPUT"
`

test('a used pipeline over two jobs, one of which dies, is finished by the job that recovers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-dying-'))
  const used = `name: Clean
inputs: { least: { type: integer, required: true } }
outputs: { told: '\${{ needs.said.outputs.told }}' }
datasets: { rows: both }
steps:
  left:
    run: { script: 'printf "n\\n1\\n" > "$MILLRACE_OUTPUT"', output: csv }
  right:
    run: { script: ./scripts/right.sh, output: csv }
  both:
    needs: [left, right]
    transform: { sql: 'select n from left where n >= \${{ inputs.least }} union all select n from right' }
  said:
    needs: [both]
    run: echo "told=all is well" >> "$GITHUB_OUTPUT"
`
  const manifest = `name: Shops
steps:
  clean:
    uses: ./pipelines/clean.yml
    with: { least: 1 }
  total:
    needs: [clean]
    transform: { sql: select sum(n) as total from clean }
  tell:
    needs: [total, clean]
    env: { TOLD: '\${{ needs.clean.outputs.told }}' }
    run: { script: 'echo "$TOLD, the total: $(tail -n 1 "$MILLRACE_INPUT_TOTAL")"', input: csv }
`
  const files = { 'pipelines/clean.yml': used, 'scripts/right.sh': dyingOnce(join(folder, 'died')) }
  const run = await runOnce(manifest, files)
  await rm(folder, { recursive: true })
  assert.deepEqual(results(run, 'recover'), ['success'], run.text)
  assert.match(run.text, /1 job left nothing: clean\.right/)
  assert.match(run.text, /all is well, the total: 3/)
  assert.match(run.text, /run 301 for .*: success/)
})
