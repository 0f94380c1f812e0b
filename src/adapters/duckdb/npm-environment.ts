/** Where npm is, what it keeps and how it reaches its registry; on Windows also what no program can do without. */
const names = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'TMPDIR',
  'TMP',
  'TEMP',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
])

/** Of an environment what npm needs to fetch packages; nothing else, for it may be secret. */
export function npmEnvironment(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isNeeded = (name: string): boolean => names.has(name) || name.startsWith('NPM_CONFIG_')
  return Object.fromEntries(Object.entries(all).filter(([name]) => isNeeded(name.toUpperCase())))
}
