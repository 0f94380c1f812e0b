import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Step } from '../../manifest/manifest.ts'
import { moduleFiles } from '../cached/code-files.ts'

/**
 * Whether what a step makes may depend on more than its rows and its definition: on the clock, on chance, on what else is
 * on the machine or the network. Asked of words, so some are suspected in vain: these are just run each time.
 */
export async function seesMore({ options, checks }: Step, workspace: string): Promise<boolean> {
  if (clockInSql.test(JSON.stringify(checks)) || checks.some(({ rule }) => rule === 'freshness')) return true
  if ('sql' in options && clockInSql.test(options.sql)) return true
  if (!('module' in options)) return false
  for (const path of moduleFiles(resolve(workspace, options.module), workspace))
    if (/\.[cm]?[jt]s$/.test(path) && outsideInCode.test(await readFile(path, 'utf8'))) return true
  return false
}

const clockInSql =
  /\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?|now|today|random\w*|uuid\w*|gen_random_uuid)\b|\b(?:date|time|datetime|julianday|unixepoch)\s*\(\s*\)|\bstrftime\s*\(\s*'[^']*'\s*\)/i

const outsideInCode =
  /\bDate\s*\.\s*now\b|\bDate\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|\b(?:fetch|performance|Temporal|process|crypto|WebSocket)\b|\bMath\s*\.\s*random\b|['"](?:node:)?(?:fs|http|https|http2|net|tls|dgram|dns|os|child_process|crypto|sqlite|worker_threads)\b/
