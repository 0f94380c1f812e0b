import { Failure, Usage } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateJson } from '../expression/evaluate-json.ts'
import type { InputValue, Manifest, Step } from '../manifest/manifest.ts'
import { resolveInputs } from '../plan/inputs.ts'

/**
 * The inputs of a pipeline that a step uses: its `with`, evaluated, against what the pipeline declares. A text that an
 * expression makes is read like one from a command line, so that an output, which is always text, can be a number.
 * Throws a `Failure`: `uses/inputs`, or that of an expression.
 */
export function inputsOfUse(step: Step, manifest: Manifest, contexts: Contexts): Record<string, InputValue> {
  const given: Record<string, unknown> = {}
  const typed: Record<string, InputValue> = {}
  for (const [name, written] of Object.entries(step.with)) {
    const value = evaluateJson(written, contexts)
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
