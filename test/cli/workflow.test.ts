import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { makeDesk } from '../support/cli.ts'

const manifest = 'name: Daily\non: { schedule: [{ cron: "30 6 * * *" }] }\nsteps:\n  a: { run: "true" }\n'
const reference = `acme/millrace@${'0123456789'.repeat(4)} # v1.2.3`

describe('workflow', () => {
  it('writes the files, remembers the action, and finds them in step', async () => {
    await using desk = await makeDesk({ 'pipelines/daily.yml': manifest, '.git/HEAD': '' })
    assert.equal((await desk.millrace('workflow', '--action', 'acme/millrace@v1')).status, 64)
    const wrote = await desk.millrace('workflow', '--action', reference)
    assert.equal(wrote.status, 0, wrote.stderr)
    const text = await readFile(join(desk.folder, '.github/workflows/millrace-daily.yml'), 'utf8')
    assert.match(text, new RegExp(`uses: ${reference}`))
    const checked = await desk.millrace('workflow', '--check')
    assert.equal(checked.status, 0, checked.stdout + checked.stderr)
    assert.match((await desk.millrace('workflow')).stdout, /3 as they were/)
  })

  it('--check names what differs, what is missing and what is left over, and writes nothing', async () => {
    await using desk = await makeDesk({ 'pipelines/daily.yml': manifest, '.git/HEAD': '' })
    await desk.millrace('workflow', '--action', reference)
    const path = join(desk.folder, '.github/workflows/millrace-daily.yml')
    const text = await readFile(path, 'utf8')
    await desk.write(
      '.github/workflows/millrace-daily.yml',
      text.replace('fail-fast: false', 'fail-fast: true'),
    )
    await desk.write('.github/workflows/millrace-gone.yml', text)
    await desk.write('.github/workflows/millrace-by-hand.yml', 'name: mine\n')
    const { status, stdout } = await desk.millrace('workflow', '--check')
    assert.equal(status, 1)
    assert.match(
      stdout,
      /differs +\.github\/workflows\/millrace-daily\.yml:\d+\n +- +fail-fast: true\n +\+ +fail-fast: false/,
    )
    assert.match(stdout, /left over +\.github\/workflows\/millrace-gone\.yml/)
    assert.doesNotMatch(stdout, /by-hand/)
    assert.match(await readFile(path, 'utf8'), /fail-fast: true/)
    assert.equal((await desk.millrace('workflow')).status, 0)
    assert.equal(existsSync(join(desk.folder, '.github/workflows/millrace-gone.yml')), false)
    assert.equal(existsSync(join(desk.folder, '.github/workflows/millrace-by-hand.yml')), true)
    assert.equal((await desk.millrace('workflow', '--check')).status, 0)
  })

  it('writes nothing while a manifest is broken', async () => {
    await using desk = await makeDesk({ 'pipelines/daily.yml': manifest, 'pipelines/bad.yml': 'name: 1\n' })
    assert.equal((await desk.millrace('workflow', '--action', reference)).status, 1)
    assert.equal(existsSync(join(desk.folder, '.github')), false)
  })
})
