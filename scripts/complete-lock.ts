// Adds to the lock file the binaries of platforms that the registry it was written from does not serve: npm leaves them
// out without a word, and `npm ci` then refuses the lock everywhere. To be run after `npm install` behind such a registry.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly dev?: true
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const file = join(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'arm']

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {}))
    lock.packages[`node_modules/${name}`] ??= entry(name, version, owner)
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)

/** The platform is read off the package's name, as in `@oxlint/binding-linux-x64-musl`. */
function entry(name: string, version: string, owner: Locked): Locked & Record<string, unknown> {
  const os = systems.find((system) => name.includes(system))
  const libc = name.includes('musl') ? 'musl' : name.includes('gnu') ? 'glibc' : undefined
  return {
    version,
    cpu: [processors.find((processor) => name.includes(processor))],
    ...(owner.dev === undefined ? {} : { dev: owner.dev }),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(owner.license === undefined ? {} : { license: owner.license }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  }
}
