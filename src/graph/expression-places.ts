import type { Path } from '../diagnostic/diagnostic.ts'
import type { Scope } from '../expression/check-expression.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import type { TextUse } from '../steps/kind.ts'
import { textUse } from '../steps/kinds.ts'
import type { Edges } from './resolve-needs.ts'

/** What the expressions of one manifest can see. */
export interface Surroundings {
  readonly file: string
  readonly manifest: Manifest
  readonly steps: ReadonlyMap<string, Step>
  readonly edges: Edges
  /** The names a committed `.env.example` lists; `null`: there is none, and any name may exist. */
  readonly envExample: ReadonlySet<string> | null
}

/** What an expression at a place of the manifest is. `text`: it is only read by people. */
export type ExpressionPlace =
  | { readonly kind: 'template' | 'sql' | 'condition'; readonly scope: Scope }
  | { readonly kind: 'script' | 'nowhere' | 'text' }

const runNames: ReadonlySet<string> = new Set(['id', 'date', 'at', 'latest', 'previous'])

export function expressionPlace(path: Path, around: Surroundings): ExpressionPlace {
  const [section, id] = path
  if (path.at(-1) === 'description') return { kind: 'text' }
  const global = globalContexts(around)
  const env = new Set(Object.keys(around.manifest.env))
  if (section === 'env') return { kind: 'template', scope: scope('`env` of the pipeline', global) }
  if (section === 'connections')
    return { kind: 'template', scope: scope('`connections`', { ...global, env }) }
  if (section === 'defaults' && id === 'env')
    return { kind: 'template', scope: scope('`defaults`', { ...global, env }) }
  if (section === 'steps' && path.length > 2) return placeInStep(String(id), path.slice(2), around)
  return { kind: 'nowhere' }
}

function placeInStep(id: string, rest: Path, around: Surroundings): ExpressionPlace {
  const [key, option] = rest
  const contexts = stepContexts(id, around)
  const where = `step "${id}"`
  if (key === 'if')
    return {
      kind: 'condition',
      scope: {
        ...scope('`if`', contexts),
        status: true,
        contexts: without(contexts),
        refusals: { secrets: ifRefusal },
      },
    }
  const use = key === 'checks' ? checkUses[String(rest[2])] : textUse(String(key), String(option ?? ''))
  if (use === 'script') return { kind: 'script' }
  if (use === 'sql')
    return { kind: 'sql', scope: { ...scope('SQL', without(contexts)), refusals: { secrets: sqlRefusal } } }
  if (use === 'told')
    return {
      kind: 'template',
      scope: { ...scope(where, without(contexts)), refusals: { secrets: toldRefusal(String(option)) } },
    }
  return use === 'template' || key === 'env'
    ? { kind: 'template', scope: scope(where, contexts) }
    : { kind: 'nowhere' }
}

const checkUses: Readonly<Record<string, TextUse>> = { sql: 'sql' }

const ifRefusal = {
  code: 'expression/not-here',
  message: '`secrets` cannot be read in `if`, as in a workflow',
  help: 'set an `env` variable from the secret, and test `env.NAME`',
} as const

const sqlRefusal = {
  code: 'expression/secret-in-sql',
  message: 'a secret in SQL would be written into the dataset, which is kept and handed on',
  help: 'use the secret where it is needed, in `connections`, `headers` or `env`',
} as const

function toldRefusal(option: string) {
  return {
    code: 'expression/not-here',
    message: `a secret in \`${option}\` would be told to everyone who sees the run or the repository`,
    help: 'write the value itself, or take it from `inputs` or `vars`',
  } as const
}

function scope(where: string, contexts: Scope['contexts']): Scope {
  return { where, contexts, status: false }
}

function without(contexts: Scope['contexts']): Scope['contexts'] {
  const { secrets, ...rest } = contexts
  return secrets === undefined ? contexts : rest
}

const globals = new WeakMap<Surroundings, Scope['contexts']>()

function globalContexts(around: Surroundings): Scope['contexts'] {
  const known = globals.get(around)
  if (known !== undefined) return known
  const { manifest, envExample } = around
  const contexts: Scope['contexts'] = {
    inputs: new Set(Object.keys(manifest.inputs)),
    vars: envExample,
    secrets: envExample,
    run: runNames,
    github: null,
  }
  globals.set(around, contexts)
  return contexts
}

function stepContexts(id: string, around: Surroundings): Scope['contexts'] {
  const env = new Set([...Object.keys(around.manifest.env), ...Object.keys(around.steps.get(id)?.env ?? {})])
  const edges = around.edges.get(id)
  return { ...globalContexts(around), env, needs: edges === undefined ? null : new Set(edges.keys()) }
}
