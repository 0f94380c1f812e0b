import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Step } from '../../manifest/manifest.ts'
import { moduleFiles } from '../cached/code-files.ts'
import { namesTheClock } from './names-the-clock.ts'

/**
 * Whether what a step makes may depend on more than its rows and its definition: on the clock, on chance, on what else is
 * on the machine or the network. Asked of words, so some are suspected in vain: these are just run each time. The checks of
 * a load that `adds` its rows do not count: it would add the same ones once more only to judge them again.
 */
export async function seesMore(
  { options, checks: all }: Step,
  { workspace, adds }: { readonly workspace: string; readonly adds: boolean },
): Promise<boolean> {
  const checks = adds ? [] : all
  if (namesTheClock(JSON.stringify(checks)) || checks.some(({ rule }) => rule === 'freshness')) return true
  if ('sql' in options && namesTheClock(options.sql)) return true
  if (!('module' in options)) return false
  for (const path of moduleFiles(resolve(workspace, options.module), workspace))
    if (/\.[cm]?[jt]s$/.test(path) && outsideInCode.test(await readFile(path, 'utf8'))) return true
  return false
}

const outsideInCode =
  /\bDate\s*\.\s*now\b|\bDate\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|\b(?:fetch|performance|Temporal|process|crypto|WebSocket)\b|\bMath\s*\.\s*random\b|['"](?:node:)?(?:fs|http|https|http2|net|tls|dgram|dns|os|child_process|crypto|sqlite|worker_threads)\b/
