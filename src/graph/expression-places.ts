import type { Path } from '../diagnostic/diagnostic.ts'
import type { Visible } from '../expression/check-expression.ts'
import { isLatePlace } from '../manifest/late-values.ts'
import type { Step } from '../manifest/manifest.ts'
import type { TextUse } from '../steps/kind.ts'
import { textUse } from '../steps/kinds.ts'
import {
  type ContextShapes,
  envShape,
  globalShapes,
  outputShapes,
  stepShapes,
  withoutContexts,
  withoutSecrets,
} from './context-shapes.ts'
import {
  ifRefusals,
  sqlRefusals,
  strategyRefusals,
  toldRefusals,
  toleranceRefusals,
  whyNowhere,
} from './refusals.ts'
import type { Surroundings } from './surroundings.ts'
import { isUses } from './used-file.ts'

/**
 * What an expression at a place of the manifest is. `value`: it stands alone and keeps its type; `text`: it is only
 * read by people; `nowhere`: there can be none, and why.
 */
export type ExpressionPlace =
  | { readonly kind: 'template' | 'value' | 'sql' | 'condition'; readonly visible: Visible }
  | { readonly kind: 'script' }
  | { readonly kind: 'text' }
  | { readonly kind: 'nowhere'; readonly why: string }

export function expressionPlace(path: Path, around: Surroundings): ExpressionPlace {
  const [section, id] = path
  if (path.at(-1) === 'description') return { kind: 'text' }
  const global = globalShapes(around)
  const withEnv = { ...global, env: envShape(around) }
  if (section === 'env') return template('`env` of the pipeline', global)
  if (section === 'connections' && path[2] !== 'max-parallel') return template('`connections`', withEnv)
  if (section === 'outputs') return told('`outputs`', 'outputs', outputShapes(around))
  if (section === 'defaults' && id === 'env') return template('`defaults`', withEnv)
  if (section === 'defaults' && id === 'timeout-minutes') return value('`defaults`', withoutSecrets(withEnv))
  if (section === 'steps' && path.length > 2) return placeInStep(String(id), path.slice(2), around)
  return { kind: 'nowhere', why: whyNowhere(path) }
}

function placeInStep(id: string, rest: Path, around: Surroundings): ExpressionPlace {
  const [key, option] = rest
  const shapes = stepShapes(id, around)
  const where = `step "${id}"`
  if (key === 'if') {
    const contexts = withoutContexts(shapes, ['secrets', 'matrix', 'window'])
    return { kind: 'condition', visible: { where: '`if`', contexts, status: true, refusals: ifRefusals } }
  }
  if (key === 'env') return template(where, shapes)
  if (key === 'with') return told(where, 'with', shapes)
  if (key === 'strategy') return placeInStrategy(rest, shapes)
  if (key === 'continue-on-error') return placeOfTolerance(around.steps.get(id), where, shapes)
  if (isLatePlace(rest))
    return value(where, withoutContexts(shapes, ['secrets', 'window']), toldRefusals(lastKey(rest)))
  const use = key === 'checks' ? checkUses[String(rest[2])] : textUse(String(key), String(option ?? ''))
  if (use === 'script') return { kind: 'script' }
  if (use === 'sql')
    return {
      kind: 'sql',
      visible: { where: 'SQL', contexts: withoutSecrets(shapes), status: false, refusals: sqlRefusals },
    }
  if (use === 'told') return told(where, String(option), shapes)
  if (use === 'template' || use === 'value') return template(where, shapes)
  return { kind: 'nowhere', why: whyNowhere(rest) }
}

/** It holds for the step as a whole, whatever its legs. Of a pipeline that is used it holds for every step of it. */
function placeOfTolerance(step: Step | undefined, where: string, shapes: ContextShapes): ExpressionPlace {
  if (step !== undefined && isUses(step) && step.strategy === undefined)
    return {
      kind: 'nowhere',
      why: 'each failure of the steps of that pipeline is judged by it as it happens',
    }
  return value(where, withoutContexts(shapes, ['secrets', 'matrix', 'window']), toleranceRefusals)
}

/** As on GitHub, the legs are made before there is a leg, and no secret takes part. */
function placeInStrategy(rest: Path, shapes: ContextShapes): ExpressionPlace {
  const contexts = withoutContexts(shapes, ['secrets', 'matrix', 'env', 'window'])
  const visible: Visible = { where: '`strategy`', contexts, status: false, refusals: strategyRefusals }
  const [, key, axis, ...inner] = rest
  if (key === 'from') return { kind: 'nowhere', why: whyNowhere(rest) }
  if (key === 'matrix')
    return { kind: axis === undefined || inner.length === 0 ? 'value' : 'template', visible }
  return { kind: 'value', visible }
}

const checkUses: Readonly<Record<string, TextUse>> = { sql: 'sql' }

function template(where: string, contexts: ContextShapes): ExpressionPlace {
  return { kind: 'template', visible: { where, contexts, status: false } }
}

function told(where: string, option: string, contexts: ContextShapes): ExpressionPlace {
  return {
    kind: 'template',
    visible: { where, contexts: withoutSecrets(contexts), status: false, refusals: toldRefusals(option) },
  }
}

function value(where: string, contexts: ContextShapes, refusals: Visible['refusals'] = {}): ExpressionPlace {
  return { kind: 'value', visible: { where, contexts, status: false, refusals } }
}

function lastKey(path: Path): string {
  return String(path.findLast((each) => typeof each === 'string'))
}
