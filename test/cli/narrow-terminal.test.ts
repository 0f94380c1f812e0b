import assert from 'node:assert/strict'
import { it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

it('cuts no result and no number of rows at 40 columns', async () => {
  await using desk = await makeDesk({
    'data/a.csv': 'id\n1\n2\n',
    'pipelines/narrow.yml':
      'name: Narrow\nsteps:\n  a-step-with-a-long-name-that-gives-way: { extract: { csv: data/a.csv } }\n' +
      '  f: { run: exit 7 }\n  g: { run: exit 7 }\n  h: { run: exit 7 }\n  i: { run: exit 7 }\n',
  })
  const { stdout } = await desk.shell(
    `script -qec 'stty cols 40 rows 40; NO_COLOR=1 $MILLRACE run narrow' /dev/null </dev/null`,
  )
  assert.match(stdout, /…? +success +2\r?$/m)
  assert.match(stdout, /^ ✖ +f +failure\r?$/m)
  assert.equal(stdout.match(/^ log /gm)?.length, 3)
  assert.match(stdout, /… and 1 more log in/)
})
