/** The version that this version of Millrace was tried with. */
export const duckdbVersion = '1.5.5-r.1'

export const duckdbPackage = '@duckdb/node-api'

const detectLibcVersion = '2.1.2'

/** What each file must hash to, as npm writes it: a fetched one that does not is refused. */
const integrity = {
  api: 'sha512-1eF3lV9PaaWzA4f4Rbd3GTGXt3aOsoU5aOVi8RXcbbx07YuAs4aoICcrFDBdesYX4ZiDfWeqIfxIJHYGIiwfwg==',
  bindings: 'sha512-5thbXfoBUcB5Wxou6DkXpnKmXTgj0IA6cLY0YFfsLI4VRdZV0gWsMMziXi26qWzgrn7H/HP35czkKVc+jvaT0g==',
  detectLibc:
    'sha512-Btj2BOOO83o3WyH59e8MgXsxEQVcarkUOpEYrubB0urwnN10yQ364rsiByU11nZlqWYZm05i/of7io4mzihBtQ==',
} as const

/** Of GitHub's own Linux runners with Intel's or AMD's processors. Elsewhere the library must be among the repository's dependencies. */
const binaries: Readonly<Record<string, string>> = {
  'linux-x64':
    'sha512-zuhH2VduUs1N//Tch+M5Y3RYUd5rNiafnBJpsz0z7eQ/x/8WRDVuMleSRPYdkvHTbllAGc/8ZUjC4FvqScxwoA==',
}

/**
 * The two files that make `npm ci` install exactly these bytes: `package.json` and `package-lock.json`, as text.
 * `undefined`: for this platform none are pinned.
 */
export function pinnedProject(platform: string): { manifest: string; lock: string } | undefined {
  const binary = binaries[platform]
  if (binary === undefined) return undefined
  const project = {
    name: 'millrace-duckdb',
    version: '1.0.0',
    dependencies: { [duckdbPackage]: duckdbVersion },
  }
  const bindings = `@duckdb/node-bindings-${platform}`
  const [os = '', cpu = ''] = platform.split('-')
  const packages = {
    '': project,
    [`node_modules/${duckdbPackage}`]: {
      version: duckdbVersion,
      integrity: integrity.api,
      dependencies: { '@duckdb/node-bindings': duckdbVersion },
    },
    'node_modules/@duckdb/node-bindings': {
      version: duckdbVersion,
      integrity: integrity.bindings,
      dependencies: { 'detect-libc': `^${detectLibcVersion}` },
      optionalDependencies: { [bindings]: duckdbVersion },
    },
    [`node_modules/${bindings}`]: {
      version: duckdbVersion,
      integrity: binary,
      os: [os],
      cpu: [cpu],
      optional: true,
    },
    'node_modules/detect-libc': { version: detectLibcVersion, integrity: integrity.detectLibc },
  }
  return {
    manifest: JSON.stringify(project),
    lock: JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
  }
}
