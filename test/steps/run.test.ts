import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { RunOptions } from '../../src/steps/run/options.ts'
import { run } from '../../src/steps/run/step.ts'
import { query, writeDataset } from '../support/dataset.ts'
import { failureOf } from '../support/failure.ts'
import { StepRig, needs } from '../support/step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'text' },
]

function script(text: string, more: Partial<RunOptions> = {}): RunOptions {
  return { script: text, shell: 'bash', ...more }
}

describe('run', () => {
  it('runs in the repository and logs what the script prints', async () => {
    using rig = new StepRig()
    rig.file('hello.txt', 'hello from a file\n')
    await run(rig.context(script('cat hello.txt; echo warned >&2')))
    assert(rig.logged.includes('hello from a file'))
    assert(rig.logged.includes('warned'))
  })

  it('fails with the last lines of stderr', async () => {
    using rig = new StepRig()
    const failure = await failureOf(run(rig.context(script('echo "no such customer" >&2; exit 3'))))
    assert.equal(failure.code, 'run/exit')
    assert.equal(failure.message, 'the script failed with exit code 3:\nno such customer')
  })

  it('stops at the first failing command, also inside a pipe', async () => {
    using rig = new StepRig()
    await failureOf(run(rig.context(script('false | cat\necho on'))))
    assert(!rig.logged.includes('on'))
  })

  it('sees its environment and nothing of ours', async () => {
    using rig = new StepRig()
    process.env['MILLRACE_TEST_SECRET'] = 'hush'
    const env = { PATH: process.env['PATH'] ?? '', REGION: '$(touch injected); eu' }
    await run(rig.context(script('echo "[$REGION] [$MILLRACE_TEST_SECRET]"'), { env }))
    assert(rig.logged.includes('[$(touch injected); eu] []'))
  })

  it('reads outputs and a summary as GitHub does', async () => {
    using rig = new StepRig()
    const outcome = await run(
      rig.context(
        script(
          'echo "rows=7" >> "$GITHUB_OUTPUT"; printf "text<<END\\na=b\\nc\\nEND\\n" >> "$GITHUB_OUTPUT"; echo "# Done" >> "$GITHUB_STEP_SUMMARY"',
        ),
      ),
    )
    assert.deepEqual(outcome.outputs, { rows: '7', text: 'a=b\nc' })
    assert.equal(outcome.summary, '# Done\n')
  })

  it('refuses outputs that are never ended', async () => {
    using rig = new StepRig()
    const failure = await failureOf(run(rig.context(script('echo "text<<END" >> "$GITHUB_OUTPUT"'))))
    assert.match(failure.message, /line 1 of \$GITHUB_OUTPUT: no line "END" ends the value of "text"/)
  })

  it('lays out datasets as files and takes one back', async () => {
    using rig = new StepRig()
    const need = writeDataset(rig.path('d/my-people.sqlite'), 'my-people', {
      columns,
      rows: [
        [1, 'ada'],
        [2, 'a,b'],
      ],
    })
    const shout = `sed '1s/name/shout/; 2,$y/abcd/ABCD/' "$MILLRACE_INPUT_MY_PEOPLE" > "$MILLRACE_OUTPUT"`
    const options = script(shout, { input: 'csv', output: 'csv' })
    const { dataset } = await run(rig.context(options, { stepId: 'shouts', needs: needs(need) }))
    assert.deepEqual(query(dataset?.path ?? '', 'select * from shouts'), [
      { id: 1, shout: 'ADA' },
      { id: 2, shout: 'A,B' },
    ])
  })

  it('gives a database of its own for each dataset, so that others see what was made', async () => {
    using rig = new StepRig()
    const path = rig.path('d/people.sqlite')
    const people = writeDataset(path, 'people', {
      columns,
      rows: [
        [1, 'ada'],
        [2, 'bob'],
      ],
    })
    const remove = `'${process.execPath}' -e '
      const { DatabaseSync } = require("node:sqlite")
      new DatabaseSync(process.env.MILLRACE_INPUT_PEOPLE).exec("delete from people where id > 1")'`
    await run(rig.context(script(remove, { input: 'sqlite' }), { needs: needs(people) }))
    assert.equal(query(path, 'select * from people').length, 2)
  })

  it('keeps rows aside that do not fit its columns, as many as it may', async () => {
    using rig = new StepRig()
    const sh = `printf 'id\\n1\\nx\\n3\\n' > "$MILLRACE_OUTPUT"`
    const typed = { output: 'csv', columns: [{ name: 'id', type: 'integer' }] } as const
    const made = await run(rig.context(script(sh, { ...typed, rejects: { rows: 1 } })))
    assert.deepEqual([made.dataset?.rows, made.rejects?.rows, made.rows?.rejected], [2, 1, 1])
    const failure = await failureOf(run(rig.context(script(sh, typed), { stepId: 'strict' })))
    assert.equal(failure.code, 'rows/rejected')
  })

  it('says so when the promised file is not written', async () => {
    using rig = new StepRig()
    const failure = await failureOf(run(rig.context(script('true', { output: 'csv' }))))
    assert.equal(failure.code, 'run/output')
    assert.equal(failure.cause, undefined)
  })

  it('does not work outside the repository', async () => {
    using rig = new StepRig()
    const failure = await failureOf(run(rig.context(script('true', { workingDirectory: '../..' }))))
    assert.equal(failure.code, 'file/outside')
  })

  it('ends the whole group when it is aborted, also what ignores SIGTERM', async () => {
    using rig = new StepRig()
    const controller = new AbortController()
    const stubborn = `trap '' TERM; (trap '' TERM; while true; do sleep 0.05; date +%s%N > ticks; done) & wait; sleep 60`
    setTimeout(() => controller.abort(new Error('stop')), 400)
    await assert.rejects(run(rig.context(script(stubborn), { signal: controller.signal })), /stop/)
    const before = rig.file('mark', '')
    const { readFileSync } = await import('node:fs')
    const ticks = readFileSync(rig.path('ticks'), 'utf8')
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal(readFileSync(rig.path('ticks'), 'utf8'), ticks)
    assert(before.length > 0)
  })
})
