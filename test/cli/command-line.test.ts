import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'
import { version } from '../../src/cli/version.ts'

describe('the command line', () => {
  it('tells the version of package.json', async () => {
    const about: unknown = JSON.parse(await readFile('package.json', 'utf8'))
    assert.equal((about as { version: string }).version, version)
    await using desk = await makeDesk()
    assert.deepEqual(await desk.millrace('--version'), { status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('lists every verb in --help, and none that is not there', async () => {
    await using desk = await makeDesk()
    const { status, stdout } = await desk.millrace('--help')
    assert.equal(status, 0)
    for (const verb of ['init', 'validate', 'plan', 'run', 'runs', 'report', 'workflow', 'next', 'schema']) {
      assert.match(stdout, new RegExp(`^  ${verb} `, 'm'))
      const help = await desk.millrace('help', verb)
      assert.equal(help.status, 0, verb)
      assert.match(help.stdout, new RegExp(`Usage: millrace ${verb}`))
    }
    for (const later of ['infer']) assert.equal((await desk.millrace(later)).status, 64)
  })

  it('answers wrong usage with 64 and the nearest name', async () => {
    await using desk = await makeDesk({ 'pipelines/daily.yml': 'name: x\nsteps: { a: { run: "true" } }\n' })
    const cases: [string[], RegExp][] = [
      [[], /Usage: millrace <verb>/],
      [['vaildate'], /"vaildate" is not a verb[^]*did you mean "validate"\?/],
      [['--nope'], /"--nope" is not an option/],
      [['plan', 'daily', '--fromat', 'json'], /unknown option '--fromat'[^]*did you mean --format\?/i],
      [['plan', 'daily', '--format', 'xml'], /'xml' is invalid/],
      [['plan', 'dialy'], /no pipeline "dialy"[^]*did you mean "daily"\?/],
      [['plan'], /missing required argument 'pipeline'/],
      [['run', 'daily', '--input', 'x'], /name=value/],
      [['run', 'daily', '--input', 'x=1'], /"x" is not an input/],
      [['run', 'daily', '--concurrency', '0'], /whole number/],
      [['run', 'daily', '--date', '2026-02-30'], /date of the calendar/],
      [['plan', 'daily', '--date', 'yesterday'], /date of the calendar/],
      [['run', 'daily', '--resum', 'x'], /unknown option '--resum'/],
      [['run', '--resume', 'x', '--date', '2026-03-29'], /--date does not go with --resume/],
      [['run', '--resume', 'x'], /no run is kept here/],
      [['run', 'daily', '--allow-changed'], /--allow-changed goes with --resume/],
      [['run'], /missing required argument/],
      [['report', 'latest'], /no run is kept here/],
    ]
    for (const [args, told] of cases) {
      const { status, stdout, stderr } = await desk.millrace(...args)
      assert.equal(status, 64, `${args.join(' ')}: ${stderr}`)
      assert.equal(stdout, '')
      assert.match(stderr, told)
    }
  })

  it('colours only when asked to where nothing is a terminal', async () => {
    const files = { 'pipelines/a.yml': 'nme: x\n' }
    await using plain = await makeDesk(files)
    await using forced = await makeDesk(files, { FORCE_COLOR: '1' })
    await using never = await makeDesk(files, { NO_COLOR: '1' })
    const escape = '\u001B['
    assert.ok(!(await plain.millrace('validate')).stderr.includes(escape))
    assert.ok((await forced.millrace('validate')).stderr.includes(escape))
    assert.ok(!(await never.millrace('validate')).stderr.includes(escape))
  })

  it('takes no harm from a reader that has seen enough', async () => {
    await using desk = await makeDesk()
    const { stdout, stderr } = await desk.shell(
      'set -o pipefail; $MILLRACE schema | head -1; echo "${PIPESTATUS[0]}"',
    )
    assert.equal(stdout, '{\n0\n')
    assert.equal(stderr, '')
  })
})
