import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startWorld } from '../support/action-world.ts'
import { runAction } from '../support/run-action.ts'

const secret = 'planted-s3cret-value'

const files = {
  'data/orders.csv': 'id,amount\n1,1.50\n2,2.50\n3,3.25\n',
  'shared/clean.yml': `name: Clean
inputs: { least: { type: number, required: true } }
outputs: { total: '\${{ needs.count.outputs.total }}' }
datasets: { daily: tidy }
steps:
  orders: { extract: { csv: data/orders.csv, columns: { id: integer, amount: real } } }
  tidy:
    needs: orders
    runs-on: ubuntu-24.04
    transform: { sql: 'select id, amount from orders where amount >= \${{ inputs.least }}' }
  count:
    needs: tidy
    run: { script: 'echo "total=$(($(wc -l < "$MILLRACE_INPUT_TIDY") - 1))" >> "$GITHUB_OUTPUT"; echo "with $KEY"', input: csv }
    env: { KEY: '\${{ secrets.KEY }}' }
  again:
    needs: tidy
    run: { script: 'wc -l < "$MILLRACE_INPUT_TIDY"', input: csv }
`,
}

const manifest = `name: P
steps:
  least: { run: 'echo "n=2" >> "$GITHUB_OUTPUT"', runs-on: ubuntu-24.04 }
  clean:
    needs: least
    uses: ./shared/clean.yml
    with: { least: '\${{ needs.least.outputs.n }}' }
  out: { load: { from: clean/daily, file: out.csv } }
  tell:
    needs: clean
    run: echo "$TOTAL"
    runs-on: ubuntu-24.04
    env: { TOTAL: 'total is \${{ needs.clean.outputs.total }}' }
`

test('a used pipeline runs over several jobs: gate, datasets and outputs cross between them', async () => {
  await using world = await startWorld(manifest, files)
  const planned = await runAction(world.request('plan', { pipeline: 'pipelines/p.yml' }))
  assert.equal(planned.exitCode, 0, planned.log)
  const waves = [...planned.outputs.matchAll(/^wave-\d+<<(\S+)\n([\s\S]*?)\n\1$/gm)].map(
    ([, , text = '[]']) => {
      const ids: string[] = JSON.parse(text)
      return ids
    },
  )
  assert.ok(waves.flat().length >= 4, planned.outputs)
  const logs: string[] = []
  for (const job of waves.flat()) {
    const { exitCode, log } = await runAction({ ...world.request('run', { job }), env: { KEY: secret } })
    assert.equal(exitCode, 0, `${job}: ${log}`)
    logs.push(log.replaceAll(`::add-mask::${secret}`, ''))
  }
  const all = logs.join('\n')
  assert.equal(readFileSync(join(world.workspace, 'out.csv'), 'utf8'), 'id,amount\n2,2.5\n3,3.25\n')
  assert.match(all, /total is 2/)
  assert.match(all, /with \*\*\*/)
  assert.equal(all.includes(secret), false)
  const reported = await runAction(world.request('report', { pipeline: 'pipelines/p.yml' }))
  assert.equal(reported.exitCode, 0, reported.log)
  assert.match(reported.summary, /`clean\/tidy` \| transform \| ✅ succeeded \| 2 /)
})
