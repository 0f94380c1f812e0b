import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { filesBelow, makeSite, rowsOf, type Site, told } from '../hostile/rig.ts'

const count = 60_000
const orders = `id,v\n${Array.from({ length: count }, (_, n) => `${n},value-${n}-xxxxxxxxxxxxxxxx`).join('\n')}\n`
const manifest = `
name: Full
connections: { db: "sqlite:target.sqlite" }
steps:
  read: { extract: { csv: in.csv } }
  same: { needs: [read], transform: { sql: "select * from read" } }
  table: { load: { from: same, into: db, table: t, mode: replace } }
  file: { load: { from: same, file: out.csv } }
  chat: { run: "for n in $(seq 1 2000); do echo line $n xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done" }
`

/** A disk of that size with the old table and the old file on it. Mounting one takes root, or `sudo` without a password. */
async function onDisk<T>(kilobytes: number, work: (site: Site) => Promise<T>): Promise<T> {
  await using site = await makeSite()
  await using source = await makeSite({ 'in.csv': orders })
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=777`, 'tmpfs', site.folder)
  try {
    await site.write('p.yml', manifest)
    await site.write('out.csv', 'old\n')
    await symlink(source.path('in.csv'), site.path('in.csv'))
    rowsOf(site.path('target.sqlite'), 'create table t (id integer, v text) strict')
    rowsOf(site.path('target.sqlite'), "insert into t values (-1, 'old')")
    return await work(site)
  } finally {
    asRoot('umount', '-l', site.folder)
  }
}

function asRoot(...command: readonly [string, ...string[]]): void {
  const [file, ...args] = process.getuid?.() === 0 ? command : (['sudo', '-n', ...command] as const)
  execFileSync(file, args)
}

describe('a disk that is full', () => {
  for (const kilobytes of [60, 800, 1800, 4500, 7000, 9000]) {
    it(`at ${kilobytes} KB fails with a clear word, tells the verdict, and leaves table and file whole`, async () => {
      await onDisk(kilobytes, async (site) => {
        const run = told(await site.cli('run', 'p.yml', '--format', 'jsonl'))
        assert.equal(run.status, 2, run.stdout.slice(-400) + run.stderr)
        assert.equal(run.last?.result, 'failure')
        const failures = run.events.flatMap((event) =>
          event.type === 'step-finished' && event.failure ? [event.failure] : [],
        )
        assert(failures.length > 0)
        for (const { code, message } of failures) {
          assert.equal(code, 'disk/full', message)
          assert.match(message, /disk is full/)
        }
        await assertWhole(site)
      })
    })
  }

  it('tells a person how the run ended, even if its report cannot be kept', async () => {
    await onDisk(120, async (site) => {
      const { status, stdout, stderr } = await site.cli('run', 'p.yml')
      assert.equal(status, 2)
      assert.match(stdout + stderr, /disk is full/)
      assert.doesNotMatch(stderr, /bug/)
      await assertWhole(site)
    })
  })
})

async function assertWhole(site: Site): Promise<void> {
  const [row] = rowsOf(site.path('target.sqlite'), 'select count(*) as n from t')
  assert([1, count].includes(Number(row?.['n'])))
  const file = await readFile(site.path('out.csv'), 'utf8')
  assert(file === 'old\n' || file.split('\n').length === count + 2)
  const left = [...(await filesBelow(site.folder)).keys()]
  assert.deepEqual(
    left.filter((name) => /partial|-journal|\/scratch\//.test(name)),
    [],
  )
}
