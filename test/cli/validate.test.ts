import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const good = 'name: Good\nsteps:\n  a: { run: "true" }\n'
const bad = 'name: Bad\nsteps:\n  orders: { run: "true" }\n  daily:\n    needs: [ordrs]\n    run: "true"\n'

describe('validate', () => {
  it('draws each mistake with its line, the place underlined, and the remedy', async () => {
    await using desk = await makeDesk({ 'pipelines/bad.yml': bad, 'pipelines/good.yml': good })
    const { status, stdout, stderr } = await desk.millrace('validate')
    assert.equal(status, 1)
    assert.equal(stdout, '✗ 2 manifests: 1 error\n')
    assert.match(stderr, /^error .*"ordrs"/)
    assert.match(
      stderr,
      /  pipelines\/bad\.yml:5:13\n    5 │     needs: \[ordrs\]\n      │             ~~~~~\n/,
    )
    assert.match(stderr, /orders/)
  })

  it('takes the name of a pipeline, as run does', async () => {
    await using desk = await makeDesk({ 'pipelines/good.yml': good })
    assert.equal((await desk.millrace('validate', 'good')).status, 0)
    assert.match((await desk.millrace('validate', 'goood')).stderr, /"goood" is not there/)
  })

  it('answers machines in the shape that is promised', async () => {
    await using desk = await makeDesk({ 'pipelines/bad.yml': bad })
    const { status, stdout } = await desk.millrace('validate', 'pipelines/bad.yml', '--format', 'json')
    assert.equal(status, 1)
    const { schema, diagnostics } = JSON.parse(stdout) as { schema: number; diagnostics: object[] }
    assert.equal(schema, 1)
    assert.deepEqual(Object.keys(diagnostics[0] ?? {}), [
      'code',
      'severity',
      'message',
      'help',
      'file',
      'line',
      'column',
      'endLine',
      'endColumn',
    ])
  })

  it('shows the first fifty mistakes, and all of them when asked or to machines', async () => {
    const many = Array.from({ length: 230 }, (_, n) => `  s${n}: { needs: [gone${n}], run: "true" }\n`)
    await using desk = await makeDesk({ 'pipelines/bad.yml': `name: Bad\nsteps:\n${many.join('')}` })
    const few = await desk.millrace('validate')
    assert.equal(few.stderr.match(/^error /gm)?.length, 50)
    assert.match(few.stderr, /… and 151 more: see all with millrace validate --all\n$/)
    const all = await desk.millrace('validate', '--all')
    assert.equal(all.stderr.match(/^error /gm)?.length, 230)
    const { stdout } = await desk.millrace('validate', '--format', 'json')
    assert.equal((JSON.parse(stdout) as { diagnostics: object[] }).diagnostics.length, 230)
  })

  it('annotates the lines of a pull request, ten of them, and counts the rest', async () => {
    const many = Array.from({ length: 12 }, (_, n) => `  s${n}: { needs: [gone${n}], run: "true" }\n`).join(
      '',
    )
    await using desk = await makeDesk({ 'pipelines/bad.yml': `name: Bad\nsteps:\n${many}` })
    const { status, stdout } = await desk.millrace('validate', '--format', 'github')
    assert.equal(status, 1)
    assert.equal(stdout.match(/^::error file=pipelines\/bad\.yml,line=\d+,/gm)?.length, 10)
    assert.match(stdout, /^2 more errors/m)
  })

  it('takes folders and files, and says when there are none', async () => {
    await using desk = await makeDesk({ 'pipelines/good.yml': good, 'other/readme.md': '' })
    assert.equal((await desk.millrace('validate', 'pipelines')).stdout, '✓ 1 manifest, no mistake\n')
    assert.equal((await desk.millrace('validate', 'other')).status, 64)
    const gone = await desk.millrace('validate', 'pipelines/gone.yml')
    assert.equal(gone.status, 1)
    await using empty = await makeDesk()
    assert.match((await empty.millrace('validate')).stderr, /millrace init/)
  })
})
