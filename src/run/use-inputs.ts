import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateExpression, evaluateTemplate } from '../expression/evaluate.ts'
import type { InputValue, Json, Manifest, Step } from '../manifest/manifest.ts'
import { resolveInputs } from '../plan/inputs.ts'
import { unwrapCondition } from '../text/unwrap-condition.ts'

/**
 * The inputs of a pipeline that a step uses: its `with`, evaluated, against what the pipeline declares. A text that an
 * expression makes is read like one from a command line, so that an output, which is always text, can be a number.
 * Throws a `Failure`: `uses/inputs`, or that of an expression.
 */
export function inputsOfUse(step: Step, manifest: Manifest, contexts: Contexts): Record<string, InputValue> {
  const given: Record<string, unknown> = {}
  const typed: Record<string, InputValue> = {}
  for (const [name, written] of Object.entries(step.with)) {
    const value = evaluated(written, contexts)
    if (typeof value === 'string' && value !== written) given[name] = value
    else if (value !== null) typed[name] = value
  }
  try {
    return resolveInputs(manifest, given, typed)
  } catch (error) {
    if (!(error instanceof Usage)) throw error
    const message = `"${step.id}" cannot begin: ${error.message}`
    throw new Failure('uses/inputs', message, {
      help: `change \`with\` of the step, or the inputs of ${manifest.file}`,
    })
  }
}

function evaluated(value: Json, contexts: Contexts): Json {
  if (typeof value === 'string') return text(value, contexts)
  if (Array.isArray(value)) return value.map((item) => evaluated(item, contexts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluated(item, contexts)]))
}

/** One expression and nothing around it keeps its type; a null is no value. */
function text(value: string, contexts: Contexts): Json {
  if (!value.includes('${{')) return value
  const expression = unwrapCondition(value)
  if (expression === value.trim()) return evaluateTemplate(value, contexts)
  const made: Json = JSON.parse(JSON.stringify(evaluateExpression(expression, contexts)))
  return made
}
