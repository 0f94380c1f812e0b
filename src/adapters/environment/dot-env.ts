import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Lookup } from '../../ports/lookup.ts'

/** The process's environment first, then the workspace's `.env`, which a laptop keeps out of git. */
export function environmentOf(env: NodeJS.ProcessEnv, workspace: string): Lookup {
  const file = readDotEnv(workspace)
  return (name) => env[name] ?? file[name]
}

function readDotEnv(workspace: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(join(workspace, '.env'), 'utf8'))
  } catch {
    return {}
  }
}
